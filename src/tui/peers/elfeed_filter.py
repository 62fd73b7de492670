"""elfeed's search filters in our language: ``@6-months-ago +unread linu[xs]``.

elfeed's days are those of UTC, ours are yours; that is the one difference taken as none.
"""

import re

from tui.model.errors import QuerySyntaxError
from tui.peers.belongings import Untranslatable
from tui.peers.emacs_regex import read_emacs
from tui.peers.newsboat_terms import Translation
from tui.peers.patterns import pattern_term
from tui.query import Expr, Query, Term, all_of, any_of, negation, parse, print_query

__all__ = ["field_term", "since", "tag_term", "translate", "until", "without_tag"]

LONGEST = 5_000
#: elfeed's words for spans, and ours.
_UNITS = {
    "min": ("m", 1), "minute": ("m", 1), "hour": ("h", 1), "day": ("d", 1), "week": ("w", 1),
    "fortnight": ("w", 2), "month": ("mo", 1), "year": ("y", 1),
}  # fmt: skip
_SPAN = re.compile(r"(\d{1,6})[- ]*([a-z]+?)s?(?:[- ]+(?:ago|old))?", re.ASCII)
_DATE = re.compile(r"(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?", re.ASCII)
_PARTS = frozenset({"author", "url", "feed", "feed-url"})


def translate(text: str) -> Translation:
    """One filter of elfeed's."""
    result = Translation()
    parts = _Parts(result)
    if len(text) > LONGEST:
        result.problems.append("the filter is too long")
        return result
    for word in text.split():
        try:
            parts.take(word)
        except Untranslatable as error:
            result.problems.append(f"“{word[:60]}”: {error}")
    if not result.problems:
        try:
            query = parts.query()
            result.query = print_query(query)
            if parse(result.query) != query:
                raise Untranslatable("it cannot be written down in our language")
        except (Untranslatable, QuerySyntaxError) as error:
            result.query = ""
            result.problems.append(str(error))
    return result


class _Parts:
    """The words of one filter, sorted by what they ask for."""

    def __init__(self, result: Translation) -> None:
        self.result = result
        self.all: list[Expr] = []
        self.feeds: list[Expr] = []
        self.limit: int | None = None

    def take(self, word: str) -> None:
        """Read one word."""
        sign, rest = word[0], word[1:]
        match sign:
            case "+" | "-" if rest:
                self.all.append(tag_term(rest) if sign == "+" else without_tag(rest))
            case "@" if rest:
                self.all += _times(rest)
            case "#" if rest:
                if not (rest.isascii() and rest.isdigit() and 0 < int(rest[:9]) == int(rest)):
                    raise Untranslatable("it is no number of articles")
                self.limit = int(rest)
            case "!" if rest:
                self.all.append(negation(_title_or_address(rest)))
            case "=" if rest:
                self.feeds.append(_feed(rest))
            case "~" if rest:
                self.all.append(negation(_feed(rest)))
            case "+" | "-" | "@" | "#" | "!" | "=" | "~":
                return  # elfeed ignores a sign with nothing behind it
            case _:
                self.all.append(_title_or_address(word))

    def query(self) -> Query:
        """All of it: of several feeds any will do."""
        feeds = [any_of(self.feeds)] if self.feeds else []
        return Query(all_of([*self.all, *feeds]), limit=self.limit)


def tag_term(name: str) -> Expr:
    """A tag; whether an article is read is one of elfeed's tags."""
    if name == "unread":
        return Term("is", "is", ("unread",))
    if not name.strip("/"):
        raise Untranslatable("a tag without a name")
    return Term("tag", "is", (name,))


def without_tag(name: str) -> Expr:
    """Not that tag."""
    return Term("is", "is", ("read",)) if name == "unread" else negation(tag_term(name))


def since(moment: str) -> Expr:
    """From that moment on."""
    span = _span(moment)
    return Term("newer", "=", (span,)) if span else Term("date", ">=", (_day(moment),))


def until(moment: str) -> Expr:
    """Before that moment; a day itself does not belong to it."""
    span = _span(moment)
    return Term("older", "=", (span,)) if span else Term("date", "<", (_day(moment),))


def field_term(field: str, pattern: str) -> Expr:
    """A field in which a pattern of Emacs' is found."""
    read = read_emacs(pattern)
    if read.literals and field in _PARTS:
        return Term(field, "contains", read.literals)
    return pattern_term(field, read)


def _times(text: str) -> list[Expr]:
    earliest, range_, latest = text.partition("--")
    parts = [since(earliest)] if earliest else []
    if range_ and latest:
        parts.append(until(latest))
    return parts


def _span(text: str) -> str:
    """A span in our words, "" if it is none."""
    found = _SPAN.fullmatch(text.lower().strip())
    if found is None:
        return ""
    if found[2] not in _UNITS:
        raise Untranslatable("a span is counted here in minutes, hours, days, weeks, months or years")
    unit, times = _UNITS[found[2]]
    return f"{int(found[1]) * times}{unit}"


def _day(text: str) -> str:
    found = _DATE.fullmatch(text.strip())
    if found is None:
        raise Untranslatable("it is no time that is understood here: try 2w or 2026-11-23")
    return "-".join(part for part in found.groups() if part)


def _title_or_address(pattern: str) -> Expr:
    return any_of([field_term("title", pattern), field_term("url", pattern)])


def _feed(pattern: str) -> Expr:
    return any_of([field_term("feed", pattern), field_term("feed-url", pattern)])
