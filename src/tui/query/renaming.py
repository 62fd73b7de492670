"""Queries after a tag was given another name. Pure."""

from collections.abc import Iterable
from dataclasses import replace

from tui.query.matcher import inside
from tui.query.nodes import And, Everything, Expr, Not, Or, Query, Term, all_of, any_of, negation, terms

__all__ = ["mentions_tag", "moved_tag", "with_tag_renamed"]


def moved_tag(name: str, old: str, new: str) -> str:
    """What *name* is called once the tag *old*, with all below it, is called *new*."""
    if not inside(name, old):
        return name
    below = name.strip("/").split("/")[len(old.strip("/").split("/")) :]
    return "/".join((new, *below))


def mentions_tag(query: Query, tag: str) -> bool:
    """Whether the query names the tag or one below it."""
    return any(inside(name, tag) for term in terms(query.expr) if term.field == "tag" for name in term.values)


def with_tag_renamed(query: Query, old: str, new: str) -> Query:
    """The query with the new name wherever it named the tag or one below it."""
    return replace(query, expr=_renamed(query.expr, old, new)) if mentions_tag(query, old) else query


def _renamed(expr: Expr, old: str, new: str) -> Expr:
    match expr:
        case Everything():
            return expr
        case Term():
            if expr.field != "tag":
                return expr
            return replace(expr, values=_once(moved_tag(name, old, new) for name in expr.values))
        case Not(part):
            return negation(_renamed(part, old, new))
        case And(parts):
            return all_of(_renamed(part, old, new) for part in parts)
        case Or(parts):
            return any_of(_renamed(part, old, new) for part in parts)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
