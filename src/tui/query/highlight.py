"""Where the colors of the query bar go, on text that may be half typed."""

from tui.query.fields import field_named
from tui.query.lexer import Lexeme, lex

__all__ = ["Span", "spans"]

#: Start, end, and one of: field, tag, exclude, text, operator, error.
Span = tuple[int, int, str]

_OPERATORS = frozenset(("open", "close", "or", "and", "comma", "compare", "star"))


def spans(text: str) -> tuple[Span, ...]:
    """The colored parts of *text*, in order, none overlapping another."""
    found: list[Span] = []
    excluded = False  # within the one term behind a minus
    value_role = "text"
    for lexeme in lex(text):
        goes_on = lexeme.glued and excluded
        if lexeme.kind == "not":
            excluded, role = True, "exclude"
        elif lexeme.kind in ("field", "tag"):
            excluded = goes_on or _is_word_not(found, text)
            role, value_role = _name_role(lexeme)
        elif lexeme.kind in _OPERATORS:
            excluded, role = goes_on and lexeme.kind != "open", "operator"
        else:
            excluded = goes_on or _is_word_not(found, text)
            role = "error" if lexeme.kind == "open-phrase" else value_role if lexeme.glued else "text"
        if role in ("tag", "text", "field") and excluded:
            role = "exclude"
        found.append((lexeme.start, lexeme.end, role))
        if lexeme.kind not in ("field", "tag", "compare", "open", "comma", "word", "phrase"):
            value_role = "text"
    return tuple(found)


def _name_role(lexeme: Lexeme) -> tuple[str, str]:
    """The colors of a name and of the value behind it."""
    if lexeme.kind == "tag":
        return "tag", "tag"
    field = field_named(lexeme.text)
    if field is None:
        return "error", "text"
    return "field", "tag" if field.kind == "tag" else "text"


def _is_word_not(found: list[Span], text: str) -> bool:
    """True right behind NOT, which needs a space."""
    return bool(found) and text[found[-1][0] : found[-1][1]] == "NOT" and found[-1][2] == "exclude"
