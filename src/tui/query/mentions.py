"""The names in a query's text, with their places: which of them nobody has.

A tag, category or feed that does not exist is no mistake of syntax, but nothing will be
found and the reason should be said. The syntax tree knows no places, so the text is read
once more, lexeme by lexeme.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tui.query.fields import field_named, nearest
from tui.query.lexer import Lexeme, lex
from tui.query.printer import print_value
from tui.query.words import fold, path_key

__all__ = ["Mention", "UnknownName", "mentions", "unknown_name"]

_NAMED = frozenset(("tag", "category", "feed", "rule"))
#: More names than that are not compared letter by letter while somebody types.
_COMPARED = 3_000


@dataclass(frozen=True, slots=True)
class Mention:
    """One name as it stands in the text: its field, the sign before it, and where it is."""

    field: str
    compare: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class UnknownName:
    """A name that nobody has, in a sentence, and its place."""

    sentence: str
    position: int
    length: int


def mentions(text: str) -> Iterator[Mention]:
    """The tags, categories, feeds and rules that *text*, which parses, speaks of, in order."""
    field, compare, listing = "", "", False
    for lexeme in lex(text):
        if lexeme.kind in ("tag", "field"):
            field, compare, listing = _field(lexeme), "", False
        elif lexeme.kind == "comma":
            compare = ""
        elif not (lexeme.glued or listing):
            field = ""
        elif lexeme.kind == "compare":
            compare = lexeme.text
        elif lexeme.kind == "open":
            listing = True
        elif lexeme.kind in ("word", "phrase", "open-phrase") and field in _NAMED:
            yield Mention(field, compare, lexeme.text, lexeme.start, lexeme.end)
            field = field if listing else ""
        elif lexeme.kind != "star":
            field, listing = "", False


def unknown_name(text: str, names: Mapping[str, Iterable[str]]) -> UnknownName | None:
    """The first name in *text* that is not among *names* (by field), if there is one."""
    for mention in mentions(text):
        known = names.get(mention.field, ())
        if mention.value in ("", "*") or _is_known(mention, known):
            continue
        return UnknownName(_sentence(mention, known), mention.start, mention.end - mention.start)
    return None


def _field(lexeme: Lexeme) -> str:
    if lexeme.kind == "tag":
        return "tag"
    field = field_named(lexeme.text)
    return field.name if field is not None else ""


def _is_known(mention: Mention, known: Iterable[str]) -> bool:
    """True if the mention stands for anything at all."""
    if mention.field == "feed":
        if mention.compare:
            return mention.value in known
        part = fold(mention.value.rstrip("*"))
        return any(part in fold(name) for name in known)
    if mention.field == "rule":
        return any(name.casefold() == mention.value.casefold() for name in known)
    key = path_key(mention.value)
    if mention.compare:
        return any(path_key(name) == key for name in known)
    return any(f"{path_key(name)}/".startswith(f"{key}/") for name in known)


def _sentence(mention: Mention, known: Iterable[str]) -> str:
    shown = mention.value if len(mention.value) <= 40 else f"{mention.value[:39]}…"
    near = _nearest(mention, known)
    sign = {"tag": "#", "category": "category:", "feed": "feed:", "rule": "rule:"}[mention.field]
    hint = f": did you mean {sign}{mention.compare}{print_value(near)}?" if near else ""
    return f"no {mention.field} “{shown}”{hint}"


def _nearest(mention: Mention, known: Iterable[str]) -> str:
    """The known name most like the mention, or one that has a word or a part like it."""
    value = mention.value.casefold()
    parts = {part: name for name in known for part in name.casefold().replace("/", " ").split()}
    whole = {name.casefold(): name for name in known}
    for spelled in (whole, parts):
        # The comparison is dear, so where there are many only those of the same first letter.
        alike = [one for one in spelled if len(spelled) <= _COMPARED or one[:1] == value[:1]]
        if near := nearest(value, alike[:_COMPARED]):
            return spelled[near]
    return ""
