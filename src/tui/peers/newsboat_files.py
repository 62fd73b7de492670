"""newsboat's ``urls`` and ``config``, line by line."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tui.model.feed import Subscription
from tui.peers.belongings import Action, Belongings, RuleWish, SearchWish, Untranslatable
from tui.peers.ere import read_ere
from tui.peers.newsboat_terms import translate
from tui.peers.patterns import pattern_term
from tui.query import Expr, Query, Term, all_of, parse, print_query

__all__ = ["Include", "read_config", "read_urls"]

#: Gives name and text of a file that another (the first argument) includes; ``None`` if it cannot.
Include = Callable[[str, str], tuple[str, str] | None]

_DEEPEST_INCLUDE = 10
_MOST_INCLUDES = 100
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_REFUSED = {
    "exec:": "its articles come from a program; name it under [commands] in config.toml and add it",
    "filter:": "its articles pass through a program; name one that does both under [commands] in config.toml",
    "file:": "it is a file; add it by its path, with broadsheet add",
}
_ARTICLE_RULES = ("ignore-article", "highlight-article")


@dataclass(frozen=True, slots=True)
class _Line:
    """The words of one line, and where it stands."""

    place: str
    words: tuple[str, ...]
    #: It holds a command in backquotes.
    runs: bool = False


def read_urls(name: str, text: str, found: Belongings) -> None:
    """The feeds of a ``urls`` file, and its query feeds as saved searches."""
    queries: list[_Line] = []
    for line in _lines(name, text, comments_within=False):
        address, *tags = line.words
        if address.startswith("query:"):
            # They may name tags of feeds that come later.
            queries.append(line)
            continue
        refused = next((why for start, why in _REFUSED.items() if address.startswith(start)), "")
        if refused or not re.match(r"https?://", address):
            found.leave(line.place, address, refused or "it is not an address on the web")
            continue
        _subscribe(found, address, tags)
    known = _tags(found)
    for line in queries:
        _, title, filter_ = [*line.words[0].split(":", 2), "", ""][:3]
        _search(found, line.place, title, filter_, known)


def read_config(name: str, text: str, found: Belongings, include: Include) -> None:
    """The filters of a ``config`` file; ``urls`` has to be read before, for its tags."""
    others = _read_config(name, text, found, include, 0)
    if others:
        found.leave(
            name,
            f"{others:,} other setting{'' if others == 1 else 's'}",
            "keys, colors and commands of newsboat are not brought",
        )


def _read_config(name: str, text: str, found: Belongings, include: Include, depth: int) -> int:
    others = 0
    for line in _lines(name, text, comments_within=True):
        command, *words = line.words
        if command == "include" and words:
            others += _include(line, name, words[0], found, include, depth)
        elif line.runs and command in (*_ARTICLE_RULES, "define-filter"):
            found.leave(line.place, command, "it holds a command in backquotes, and none is run")
        elif command == "define-filter" and len(words) > 1:
            _search(found, line.place, words[0], words[1], _tags(found))
        elif command == "ignore-article" and len(words) > 1:
            _ignore(found, line.place, words[0], words[1])
        elif command == "highlight-article" and words:
            _highlight(found, line.place, *[*words, "default"][:2])
        elif command == "highlight":
            what = " ".join(line.words[:3])
            found.leave(line.place, what, "it colors words on newsboat's screen; a filter has no color here")
        else:
            others += 1
    return others


def _include(line: _Line, name: str, path: str, found: Belongings, include: Include, depth: int) -> int:
    if depth == _DEEPEST_INCLUDE:
        found.leave(line.place, f"include {path}", "files include one another too deeply")
        return 0
    if found.includes == _MOST_INCLUDES:
        found.leave(line.place, f"include {path}", f"more than {_MOST_INCLUDES} files are included")
        return 0
    found.includes += 1
    included = include(name, path)
    if included is None:
        found.leave(line.place, f"include {path}", "the file cannot be read")
        return 0
    return _read_config(*included, found, include, depth + 1)


def _subscribe(found: Belongings, address: str, words: list[str]) -> None:
    """A feed: ``~`` gives it a title, ``!`` hides it; the rest are its tags, the first its category."""
    title = next((word[1:].strip() for word in words if word.startswith("~")), "")
    tags = tuple(dict.fromkeys(word for word in words if word[:1] not in ("~", "!", "")))
    if any(word.startswith("!") for word in words):
        found.hidden.add(address)
    wish = Subscription(address, title=title, category=_category(tags), tags=tags)
    found.subscriptions.setdefault(address, wish)


def _category(tags: tuple[str, ...]) -> str:
    return tags[0].strip("/") if tags else ""


def _tags(found: Belongings) -> list[str]:
    return list(dict.fromkeys(tag for wish in found.subscriptions.values() for tag in wish.tags))


def _search(found: Belongings, place: str, title: str, filter_: str, tags: list[str]) -> None:
    translation = translate(filter_, tags)
    what = f"{title}: {filter_}"
    if translation.problems:
        found.leave(place, what, *translation.problems)
        return
    if not translation.query:
        found.leave(place, what, "it finds every article, and that needs no search")
        return
    found.searches.append(SearchWish(title.strip() or filter_, translation.query))
    found.remark(place, what, *translation.remarks)


def _ignore(found: Belongings, place: str, target: str, filter_: str) -> None:
    """What newsboat never shows becomes a rule that hides it."""
    what = f"ignore-article {target}: {filter_}"
    translation = translate(filter_, _tags(found))
    problems = list(translation.problems)
    feeds: tuple[str, ...] = () if target == "*" else (target,)
    query = translation.query
    if target.startswith("regex:"):
        feeds = ()
        try:
            of_feeds = _feeds_like(target.removeprefix("regex:"))
            query = print_query(Query(all_of([of_feeds, parse(query).expr])))
        except Untranslatable as error:
            problems.append(str(error))
    if problems:
        found.leave(place, what, *problems)
        return
    found.rules.append(RuleWish(_rule_name("ignore", filter_), query, (Action("hide"),), feeds))
    found.remark(place, what, *translation.remarks)


def _feeds_like(pattern: str) -> Expr:
    read = read_ere(pattern)
    return Term("feed-url", "contains", read.literals) if read.literals else pattern_term("feed-url", read)


def _highlight(found: Belongings, place: str, filter_: str, color: str) -> None:
    """What newsboat colors gets a tag instead, which can be seen and filtered by."""
    what = f"highlight-article {filter_}"
    translation = translate(filter_, _tags(found))
    if translation.problems:
        found.leave(place, what, *translation.problems)
        return
    tag = "highlight" if color == "default" else f"highlight/{color}"
    found.rules.append(RuleWish(_rule_name("highlight", filter_), translation.query, (Action("tag", tag),)))
    found.remark(place, what, f"instead of a color it gets the tag {tag}", *translation.remarks)


def _rule_name(verb: str, filter_: str) -> str:
    name = f"{verb} {' '.join(filter_.split())}"
    return name if len(name) <= 80 else f"{name[:79]}…"


# Lines and words.


def _lines(name: str, text: str, *, comments_within: bool) -> Iterator[_Line]:
    """The lines that say something; one that ends with a backslash goes on with the next."""
    waiting, first = "", 0
    for number, raw in enumerate(text.splitlines(), start=1):
        first = first if waiting else number
        if comments_within and raw.endswith("\\") and not raw.endswith("\\\\"):
            waiting += raw[:-1]
            continue
        line, waiting = waiting + raw, ""
        if line.startswith("#"):
            continue
        words, runs = _words(line)
        if words:
            yield _Line(f"{name}:{first}", tuple(words), runs and comments_within)


def _words(line: str) -> tuple[list[str], bool]:
    """Words as newsboat parts them: quotes hold one together, a backslash counts only in quotes."""
    words: list[str] = []
    at, runs = 0, False
    while at < len(line):
        letter = line[at]
        if letter.isspace():
            at += 1
        elif letter == "#":
            break
        elif letter == '"':
            word, at, command = _quoted(line, at + 1)
            runs = runs or command
            words.append(word)
        else:
            end = next((place for place in range(at, len(line)) if line[place].isspace()), len(line))
            words.append(line[at:end])
            runs = runs or "`" in line[at:end]
            at = end
    return words, runs


def _quoted(line: str, at: int) -> tuple[str, int, bool]:
    """A word in quotes, where it ends, and whether it holds a command."""
    letters: list[str] = []
    runs = False
    while at < len(line) and line[at] != '"':
        if line[at] == "\\" and at + 1 < len(line):
            at += 1
            letters.append(_ESCAPES.get(line[at], line[at]))
        else:
            runs = runs or line[at] == "`"
            letters.append(line[at])
        at += 1
    return "".join(letters), at + 1, runs
