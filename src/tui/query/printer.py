"""A query as text, in the one canonical spelling: ``parse(print_query(q)) == q``."""

import re
from collections.abc import Iterable

from tui.query.fields import FIELDS
from tui.query.lexer import KEYWORDS
from tui.query.nodes import And, Everything, Expr, Not, Or, Query, SortKey, Term

__all__ = ["print_expr", "print_query", "print_value"]

#: What needs no quotes anywhere. (Much more would parse without; quotes never harm.)
_EXACT = frozenset(field.name for field in FIELDS.values() if field.kind in ("part", "path"))
_PLAIN = re.compile(r"\w[\w.'’&@%/-]*")


def print_query(query: Query) -> str:
    """The text of *query*; "" for everything."""
    parts = [print_expr(query.expr)]
    if query.sort:
        parts.append(f"sort:{','.join(map(_sort_key, query.sort))}")
    if query.group:
        parts.append(f"group:{query.group}")
    if query.limit is not None:
        parts.append(f"limit:{query.limit}")
    return " ".join(filter(None, parts))


def print_expr(expr: Expr) -> str:
    """The text of an expression."""
    match expr:
        case Everything():
            return ""
        case Term():
            return _term(expr)
        case Not(part):
            return f"-{_nested(part, (And, Or))}"
        case And(parts):
            return " ".join(_nested(part, (Or,)) for part in parts)
        case _:
            return " | ".join(map(print_expr, expr.parts))


def print_value(value: str) -> str:
    """A value, in quotes unless it cannot be misread."""
    if _PLAIN.fullmatch(value) and value not in KEYWORDS:
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _nested(part: Expr, kinds: tuple[type, ...]) -> str:
    """A part, in parentheses if it is one of *kinds*."""
    text = print_expr(part)
    return f"({text})" if isinstance(part, kinds) else text


def _term(term: Term) -> str:
    """The text of one term."""
    name = "" if term.field == "text" else f"{term.field}:"
    match term.operator:
        case "exists":
            return f"{name}*"
        case "..":
            return f"{name}{'..'.join(term.values)}"
        case "any":
            return f"{name}({','.join(map(print_value, term.values))})"
        case "is" if term.field == "tag":
            return f"#{print_value(term.values[0])}"
        case "regex":
            values = list(term.values)
        case "prefix":
            values = [f"{print_value(value)}*" for value in term.values]
        case "=" if term.field in _EXACT:
            values = [f"={print_value(value)}" for value in term.values]
        case "<" | "<=" | ">" | ">=":
            values = [f"{term.operator}{value}" for value in term.values]
        case _:
            values = [print_value(value) for value in term.values]
    return _list(name or "text:", values) if len(values) > 1 else name + values[0]


def _list(name: str, values: Iterable[str]) -> str:
    return f"{name}({','.join(values)})"


def _sort_key(key: SortKey) -> str:
    return f"-{key.name}" if key.reverse else key.name
