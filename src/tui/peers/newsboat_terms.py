"""newsboat's filters in our language: exactly, or not at all.

Two differences count as none, because they hold for all of our language: where a part of
a name is looked for accents do not matter, and an article's text is what a reader sees of
it, not its markup. A text with markup in it is therefore left behind.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from tui.model.errors import QuerySyntaxError
from tui.peers.belongings import Untranslatable
from tui.peers.ere import read_ere
from tui.peers.newsboat_filter import Comparison, Node, read_filter
from tui.peers.patterns import Pattern, exactly, pattern_term, quoted_literal
from tui.query import EVERYTHING, Expr, Query, Term, all_of, any_of, negation, parse, print_query

__all__ = ["FLAGS", "Translation", "translate"]

#: The tag under which an article's one-letter flags are brought: ``flag/s``.
FLAGS = "flag"

#: Fields of ours that newsboat calls otherwise.
_TEXTS = {
    "title": "title",
    "content": "body",
    "author": "author",
    "link": "url",
    "feedtitle": "feed",
    "rssurl": "feed-url",
}
#: Those that can be asked for a part and for the whole without a pattern.
_PARTS = frozenset({"author", "url", "feed", "feed-url"})
_COUNTS = {"unread_count": "feed.unread"}
_WHY_NOT = {
    "date": "`date` is a text in newsboat's own form; write a date: of your own, such as date:2026-11",
    "guid": "`guid` has no counterpart: an article's own mark is not shown here",
    "articleindex": "`articleindex` has no counterpart: places in a list are not part of a filter here",
    "feedindex": "`feedindex` has no counterpart: places in a list are not part of a filter here",
    "description": "`description` has no counterpart: what a feed says of itself is not kept here",
    "feedlink": "`feedlink` has no counterpart: the address of a feed's site cannot be asked for here",
    "feeddate": "`feeddate` has no counterpart: use date: for the articles",
    "total_count": "`total_count` has no counterpart: how many articles a feed has cannot be asked for here",
    "latest_article_age": "`latest_article_age` has no counterpart: use newer: or older: for the articles",
    "enclosure_url": "addresses of attached files cannot be asked for here, only whether there are any",
}
_MARKUP = re.compile(r"[<>&=\"]|href|src|http")
_AUDIO_VIDEO = re.compile(r"\^?(audio|video|image)(/|/?\.\*)?")
_MOST_DAYS = 900_000


@dataclass(slots=True)
class Translation:
    """A filter in our words; ``query`` is "" if there is a reason in ``problems`` why not."""

    query: str = ""
    problems: list[str] = field(default_factory=list)
    #: What is a little different, though nobody should miss anything.
    remarks: list[str] = field(default_factory=list)


def translate(text: str, tags: Collection[str] = ()) -> Translation:
    """One filter of newsboat's; *tags* are those that its feeds have."""
    result = Translation()
    try:
        expr = _Translator(result, tags).expression(read_filter(text))
        if not result.problems:
            result.query = print_query(Query(expr))
            # What is stored has to mean this and nothing else when it is read again.
            if parse(result.query) != Query(expr):
                raise Untranslatable("it cannot be written down in our language")
    except (Untranslatable, QuerySyntaxError, RecursionError) as error:
        result.query = ""
        result.problems.append(str(error) or "it is nested too deeply")
    return result


class _Translator:
    """Walks through one expression and collects what cannot be said, all of it."""

    def __init__(self, result: Translation, tags: Collection[str]) -> None:
        self.result, self.tags = result, tags
        self.special: dict[str, Callable[[Comparison], Expr]] = {
            "unread": self.unread,
            "age": self.age,
            "tags": self.feed_tags,
            "flags": self.flags,
            "enclosure_url": self.enclosure,
            "enclosure_type": self.enclosure_type,
        }

    def expression(self, node: Node) -> Expr:
        """A junction or a comparison; everything where it cannot be said (and that is noted)."""
        if not isinstance(node, Comparison):
            parts = [self.expression(node.left), self.expression(node.right)]
            return all_of(parts) if node.word == "and" else any_of(parts)
        try:
            return self.comparison(node)
        except Untranslatable as error:
            self.result.problems.append(str(error))
            return EVERYTHING

    def comparison(self, one: Comparison) -> Expr:
        """One comparison; the negated operators are the opposite of the others."""
        if one.operator in ("!=", "!~", "!#"):
            operator = {"!=": "=", "!~": "=~", "!#": "#"}[one.operator]
            return _opposite(self.comparison(Comparison(one.attribute, operator, one.value)))
        if one.attribute in self.special:
            return self.special[one.attribute](one)
        if one.attribute in _TEXTS:
            return _text(_TEXTS[one.attribute], one)
        if one.attribute in _COUNTS:
            return _count(_COUNTS[one.attribute], one)
        raise Untranslatable(
            _WHY_NOT.get(one.attribute, f"newsboat knows no `{one.attribute[:40]}`, nor do we")
        )

    # Attributes that are not simply a text.

    def unread(self, one: Comparison) -> Expr:
        """It is only ever "yes" or "no", so every comparison can be tried on both."""
        holds = {state: _holds(one, word) for state, word in (("unread", "yes"), ("read", "no"))}
        if holds["unread"] == holds["read"]:
            return _everything(holds["read"])
        return Term("is", "is", ("unread" if holds["unread"] else "read",))

    def age(self, one: Comparison) -> Expr:
        """Whole days."""
        low, high = _bounds(one)
        if low is None and high is None:
            return EVERYTHING
        if low is None or low <= 0:
            if high is not None and high < 0:
                raise Untranslatable("no article is younger than now")
            return EVERYTHING if high is None else Term("newer", "=", (f"{high + 1}d",))
        if high is None:
            return Term("older", "=", (f"{low}d",))
        return Term("date", "..", (f"{high + 1}d", f"{low}d"))

    def feed_tags(self, one: Comparison) -> Expr:
        """A feed's tags are on all its articles here."""
        if one.operator == "#":
            return _tag(one.value)
        if one.operator == "=~":
            parts = read_ere(one.value).literals
            found = [tag for tag in self.tags if any(part.lower() in tag.lower() for part in parts)]
            if found and not any(" " in part for part in parts):
                self.result.remarks.append("a pattern for tags became a list of the tags that it finds now")
                return _tag(found[0]) if len(found) == 1 else Term("tag", "any", tuple(found))
        raise Untranslatable("`tags` can be brought only with # and !#, or =~ and a part of a tag there is")

    def flags(self, one: Comparison) -> Expr:
        """Each letter is a tag below one; tags ignore case, as patterns do in newsboat."""
        if one.operator == "=~":
            wanted = read_ere(one.value)
            if wanted.python == ".":
                return _tag(FLAGS)
            letters = re.fullmatch(r"\[([a-z]+)\]", wanted.python)
            found = tuple(letters[1]) if letters else wanted.literals
            if found and all(_is_flag(letter) for letter in found):
                return any_of(_tag(f"{FLAGS}/{letter}") for letter in dict.fromkeys(found))
        elif one.operator in ("=", "#"):
            if not one.value:
                return negation(_tag(FLAGS))
            if _is_flag(one.value):
                self.result.remarks.append(
                    f"newsboat finds articles whose only flag is {one.value}, this finds all that have it"
                )
                return _tag(f"{FLAGS}/{one.value}")
        raise Untranslatable("`flags` can be brought only with one letter, or several in brackets")

    def enclosure(self, one: Comparison) -> Expr:
        """Whether there is one at all."""
        if one.operator == "=" and not one.value:
            return negation(Term("has", "is", ("enclosure",)))
        if one.operator == "=~" and read_ere(one.value).python in (".", ".+", "^.", "^http"):
            return Term("has", "is", ("enclosure",))
        raise Untranslatable(_WHY_NOT["enclosure_url"])

    def enclosure_type(self, one: Comparison) -> Expr:
        """Sound, film or picture."""
        if one.operator == "=~" and one.value:
            kinds = [_AUDIO_VIDEO.fullmatch(part) for part in one.value.lower().strip("()").split("|")]
            if all(kinds):
                return any_of(Term("has", "is", (kind[1],)) for kind in kinds if kind)
        try:
            return self.enclosure(one)
        except Untranslatable:
            raise Untranslatable(
                "`enclosure_type` can be brought only as audio/, video/ or image/, or as being there"
            ) from None


def _text(name: str, one: Comparison) -> Expr:
    """A text of ours: a part or a pattern of it, all of it, or one of its words."""
    match one.operator:
        case "=~":
            if not one.value:
                return EVERYTHING
            pattern = read_ere(one.value)
            plain = one.value.replace("\\<", "").replace("\\>", "")
            if name == "body" and (_MARKUP.search(plain) or pattern.anchored):
                raise Untranslatable("`content` is markup in newsboat, and this pattern seems to look for it")
            if pattern.literals and name in _PARTS:
                return Term(name, "contains", pattern.literals)
            if pattern.python == "." and name in _PARTS:
                return negation(Term(name, "=", ("",)))
            return pattern_term(name, pattern)
        case "=" if name in _PARTS:
            return Term(name, "=", (one.value,))
        case "=" if name == "title" and one.value:
            return exactly(name, one.value)
        case "#" if name != "body" and one.value and " " not in one.value:
            return pattern_term(name, Pattern(f"(?:^| )(?-i:{quoted_literal(one.value)})(?: |$)"))
    raise Untranslatable(f"`{one.attribute} {one.operator}` cannot be said here: use =~")


def _count(name: str, one: Comparison) -> Expr:
    low, high = _bounds(one)
    if high is not None and high < 0:
        raise Untranslatable("there are never less than none")
    if one.operator == "between":
        asked = f"{max(low or 0, 0)}..{high}"
    elif low is not None and low < 0:
        return EVERYTHING
    else:
        asked = f"{'' if one.operator == '=' else one.operator}{int(one.value or '0')}"
    return parse(f"{name}:{asked}").expr


def _bounds(one: Comparison) -> tuple[int | None, int | None]:
    """The numbers from and up to which a comparison holds; ``None`` is an open end."""
    if one.operator == "between":
        first, second = (int(end) for end in one.value.split(":"))
        low, high = min(first, second), max(first, second)
        return low, _days(high)
    try:
        number = _days(int(one.value or "0"))
    except ValueError as error:
        raise Untranslatable(f"`{one.attribute}` is a number, “{one.value[:40]}” is none") from error
    match one.operator:
        case "=":
            return number, number
        case "<":
            return None, number - 1
        case "<=":
            return None, number
        case ">":
            return number + 1, None
        case ">=":
            return number, None
    raise Untranslatable(f"`{one.attribute} {one.operator}` makes no sense for a number")


def _days(number: int) -> int:
    if number > _MOST_DAYS:
        raise Untranslatable(f"{number} is beyond all numbers that we know here")
    return number


def _holds(one: Comparison, text: str) -> bool:
    """Whether a comparison holds for a text that is known."""
    match one.operator:
        case "=" | "#":
            return one.value == text
        case "=~":
            return re.search(read_ere(one.value).python, text, re.IGNORECASE) is not None
    raise Untranslatable(f"`{one.attribute} {one.operator}` makes no sense for a text")


def _opposite(part: Expr) -> Expr:
    if part == EVERYTHING:
        return _everything(False)
    if isinstance(part, Term) and part.field == "is":
        return Term("is", "is", ("read" if part.values == ("unread",) else "unread",))
    return negation(part)


def _everything(holds: bool) -> Expr:
    if not holds:
        raise Untranslatable("it can never be true")
    return EVERYTHING


def _tag(name: str) -> Expr:
    if not name.strip(" /"):
        raise Untranslatable("a tag without a name")
    return Term("tag", "is", (name,))


def _is_flag(letter: str) -> bool:
    return len(letter) == 1 and letter.isascii() and letter.isalpha()
