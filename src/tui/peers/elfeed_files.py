"""elfeed's definitions in an ``init.el`` or a file of bookmarks, and the trees of elfeed-org."""

import re
from collections.abc import Iterator

from tui.model.feed import Subscription
from tui.peers.belongings import Action, Belongings, RuleWish, SearchWish, Untranslatable
from tui.peers.elfeed_filter import field_term, since, tag_term, translate, until
from tui.peers.lisp import Form, Symbol, Value, read_forms, unquoted
from tui.query import Expr, Query, all_of, negation, parse, print_query

__all__ = ["read_elfeed"]

_HEADING = re.compile(r"(\*{1,100})\s+(.*?)(?:\s+:((?:[\w@#%-]+:)+))?\s*", re.DOTALL)
_ORG_LINK = re.compile(r"\[\[([^\]]+)\](?:\[([^\]]*)\])?\]\s*(.*)")
#: A tagger's conditions on texts, and the fields that hold those here.
_TAGGER_FIELDS = {
    "feed-title": "feed",
    "feed-url": "feed-url",
    "entry-title": "title",
    "entry-link": "url",
}
_FILTERS = ("elfeed-search-filter", "elfeed-search-set-filter", "elfeed-search-live-filter")


def read_elfeed(name: str, text: str, found: Belongings) -> None:
    """Everything about feeds, filters and taggers in a file; an outline if it has headings, else Lisp."""
    if name.lower().endswith(".org") or re.match(r"(?:#\+.*\n|\s*\n)*\*+ ", text):
        _read_org(name, text, found)
        return
    forms, problem = read_forms(text)
    if problem:
        found.leave(name, "the end of the file", problem)
    reader = _LispReader(name, found)
    for form in forms:
        reader.walk(form, "")


class _LispReader:
    """Looks for what it knows, at any depth: people set these variables in many ways."""

    def __init__(self, name: str, found: Belongings) -> None:
        self.name, self.found = name, found

    def walk(self, form: Form, within: str) -> None:
        """Read a form and all forms in it; *within* is the function around it."""
        if form.head in ("defun", "cl-defun", "defcommand") and len(form.values) > 1:
            within = str(form.values[1])
        if form.head == "elfeed-make-tagger" and isinstance(form.head, Symbol):
            self.tagger(form)
            return
        self.bookmark(form)
        for at, value in enumerate(form.values):
            following = form.values[at + 1] if at + 1 < len(form.values) else Symbol("")
            named = unquoted(value)
            if isinstance(named, Symbol) and named == "elfeed-feeds":
                self.feeds(form, following)
            elif isinstance(named, Symbol) and named in _FILTERS:
                self.filter(form, following, within or "elfeed")
            if isinstance(value, Form):
                self.walk(value, within)

    def feeds(self, form: Form, following: Value) -> None:
        """The list of feeds, or one that is added to it."""
        if form.head == "push":
            following = form.values[1]
        listed = unquoted(following)
        if form.head in ("push", "add-to-list"):
            listed = Form(form.line, [listed])
        if isinstance(listed, Form):
            for value in listed.values:
                self.feed(unquoted(value), listed.line)

    def feed(self, value: Value, line: int) -> None:
        """An address, or one with its tags."""
        words: list[Value] = value.values if isinstance(value, Form) else [value]
        place = f"{self.name}:{value.line if isinstance(value, Form) else line}"
        if not words or isinstance(words[0], Symbol | Form):
            return
        _subscribe(self.found, place, words[0], "", _tags(words[1:]), "")

    def filter(self, form: Form, following: Value, title: str) -> None:
        """A filter that is set."""
        if isinstance(following, str) and not isinstance(following, Symbol):
            _search(self.found, f"{self.name}:{form.line}", title, following)

    def bookmark(self, form: Form) -> None:
        """An entry of Emacs' bookmarks that is a filter of elfeed's."""
        if isinstance(form.head, str) and not isinstance(form.head, Symbol):
            facts = {
                str(one.head): one.values[-1] for one in form.values if isinstance(one, Form) and one.values
            }
            if facts.get("handler") == "elfeed-search-bookmark-handler":
                self.filter(form, facts.get("location", Symbol("")), form.head)

    def tagger(self, form: Form) -> None:
        """A tagger becomes a rule."""
        place = f"{self.name}:{form.line}"
        keys = dict(_pairs(form.values[1:]))
        what = f"elfeed-make-tagger {' '.join(f':{key} {_written(value)}' for key, value in keys.items())}"
        try:
            actions = _actions(keys)
            parts = [part for key, value in keys.items() for part in _condition(key, value)]
            if not parts:
                raise Untranslatable("it has no condition that is understood here")
            query = Query(all_of(parts))
            written = print_query(query)
            if parse(written) != query:
                raise Untranslatable("it cannot be written down in our language")
        except Untranslatable as error:
            self.found.leave(place, what, str(error))
            return
        name = f"tag {' '.join(action.value or action.kind for action in actions)}: {written}"
        self.found.rules.append(RuleWish(name if len(name) <= 80 else f"{name[:79]}…", written, actions))


def _condition(key: str, value: Value) -> Iterator[Expr]:
    """What a tagger asks of an entry; nothing where the key is no condition."""
    if key in ("add", "remove"):
        return
    negated = isinstance(value, Form) and value.head == "not" and len(value.values) == 2
    text = value.values[1] if negated and isinstance(value, Form) else value
    if isinstance(text, Symbol | Form) or key not in (*_TAGGER_FIELDS, "before", "after"):
        raise Untranslatable(f"“:{key} {_written(value)[:60]}” is more than a text or a pattern")
    if key in _TAGGER_FIELDS:
        part = field_term(_TAGGER_FIELDS[key], text)
    else:
        part = since(text) if key == "after" else until(text)
    yield negation(part) if negated else part


def _actions(keys: dict[str, Value]) -> tuple[Action, ...]:
    added, removed = (_names(keys.get(key, Symbol("nil"))) for key in ("add", "remove"))
    if "unread" in added:
        raise Untranslatable("every new article is unread here; no rule makes it so")
    actions = [Action("tag", name) for name in added]
    actions += [Action("read") if name == "unread" else Action("untag", name) for name in removed]
    if not actions:
        raise Untranslatable("it neither adds nor removes a tag")
    return tuple(actions)


def _names(value: Value) -> list[str]:
    plain = unquoted(value)
    values = plain.values if isinstance(plain, Form) else [plain]
    return [str(one) for one in values if isinstance(one, Symbol) and one != "nil"]


def _pairs(values: list[Value]) -> Iterator[tuple[str, Value]]:
    """Keywords with what follows each."""
    for at, value in enumerate(values[:-1]):
        if isinstance(value, Symbol) and value.startswith(":"):
            yield value[1:], values[at + 1]


def _written(value: Value) -> str:
    """A value about as it stands in the file."""
    if isinstance(value, Form):
        return f"({' '.join(map(_written, value.values))})"
    return str(value) if isinstance(value, Symbol) else f'"{value}"'


def _tags(values: list[Value]) -> tuple[str, ...]:
    """Names behind an address; a keyword such as ``:autotags`` only introduces more of them."""
    names: list[str] = []
    for value in values:
        if isinstance(value, Form):
            names += _tags(unquoted(value).values)  # type: ignore[union-attr]
        elif isinstance(value, Symbol) and not value.startswith(":") and value not in (".", "nil"):
            names.append(str(value))
    return tuple(dict.fromkeys(names))


# What both kinds of file have.


def _subscribe(
    found: Belongings, place: str, address: str, title: str, tags: tuple[str, ...], category: str
) -> None:
    if not re.match(r"https?://", address):
        found.leave(place, address, "it is not an address on the web")
        return
    own = tuple(tag for tag in tags if tag not in ("unread", "elfeed"))
    place_in_tree = category or (own[0].strip("/") if own else "")
    found.subscriptions.setdefault(
        address, Subscription(address, title=title, category=place_in_tree, tags=own)
    )


def _search(found: Belongings, place: str, title: str, filter_: str) -> None:
    translation = translate(filter_)
    if translation.problems:
        found.leave(place, f"{title}: {filter_}", *translation.problems)
    elif translation.query:
        found.searches.append(SearchWish(title, translation.query))


# elfeed-org.


def _read_org(name: str, text: str, found: Belongings) -> None:
    """Headings below one with the tag ``elfeed``: tags and places are handed down the tree."""
    above: list[tuple[str, tuple[str, ...]]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        heading = _HEADING.fullmatch(line)
        if heading is None:
            continue
        depth, words = len(heading[1]), heading[2]
        above = above[: depth - 1]
        above += [("", ())] * (depth - 1 - len(above))
        inherited = tuple(tag for _, tags in above for tag in tags)
        own = tuple(tag for tag in (heading[3] or "").split(":") if tag)
        tags = tuple(dict.fromkeys((*inherited, *own)))
        link = _ORG_LINK.fullmatch(words)
        address, title = (link[1], link[2] or "") if link else (words.split()[0] if words else "", "")
        if "elfeed" in tags and re.match(r"https?://", address):
            category = "/".join(part for part, given in above if part and "elfeed" not in given)
            _subscribe(found, f"{name}:{number}", address, title.strip(), tags, category)
        elif "elfeed" in tags and words.startswith("entry-title:"):
            _org_rule(found, f"{name}:{number}", words.removeprefix("entry-title:").strip(), tags)
        above.append(("" if address.startswith("http") else words.replace("/", "-"), own))


def _org_rule(found: Belongings, place: str, pattern: str, tags: tuple[str, ...]) -> None:
    names = [tag for tag in tags if tag != "elfeed"]
    try:
        query = print_query(Query(field_term("title", pattern)))
        for tag in names:
            tag_term(tag)
        if not names:
            raise Untranslatable("it has no tag to put on")
    except Untranslatable as error:
        found.leave(place, f"entry-title: {pattern}", str(error))
        return
    actions = tuple(Action("tag", tag) for tag in names if tag != "unread")
    found.rules.append(RuleWish(f"tag {' '.join(names)}: {query}"[:80], query, actions))
