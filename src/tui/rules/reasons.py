"""Why a rule took an article: the parts of its query that held, in words.

Of alternatives the first that holds is the reason. The index in memory finds the same for
many articles at once (``index.trial``), and a test holds the two together.
"""

from collections.abc import Sequence
from datetime import datetime

from tui.model.clean import clean
from tui.query.matcher import Subject, matches
from tui.query.nodes import And, Everything, Expr, Not, Or, Term, single
from tui.query.printer import print_expr

__all__ = ["in_words", "reasons"]

_LONGEST = 160
_MOST = 3

_HAVING = {
    "text": "it has",
    "title": "title has",
    "body": "its text has",
    "author": "author has",
    "url": "address has",
    "source": "source has",
    "feed": "feed title has",
    "feed-url": "feed address has",
}
_BEING = {
    "author": "author is",
    "url": "address is",
    "source": "source is",
    "feed": "feed is",
    "feed-url": "feed address is",
}


def reasons(expr: Expr, subject: Subject, now: datetime) -> tuple[Expr, ...]:
    """The leaves of *expr*, which holds for *subject*, that made it hold."""
    match expr:
        case Everything():
            return ()
        case And(parts):
            return tuple(leaf for part in parts for leaf in reasons(part, subject, now))
        case Or(parts):
            first = next(part for part in parts if matches(part, subject, now))
            return reasons(first, subject, now)
        case Term():
            return (next(one for one in single(expr) if matches(one, subject, now)),)
    return (expr,)


def in_words(leaves: Sequence[Expr], keep_newest: int | None = None) -> str:
    """``title has “match” and tagged #news``; "" where nothing was asked for."""
    said = [f"it is beyond the newest {keep_newest} of its feed that day"] if keep_newest else []
    said += dict.fromkeys(map(_leaf, leaves))
    more = f" and {len(said) - _MOST} more" if len(said) > _MOST else ""
    return clean(" and ".join(said[:_MOST]) + more, _LONGEST)


def _leaf(leaf: Expr) -> str:
    if isinstance(leaf, Not):
        return f"not {print_expr(leaf.part)}"
    if not isinstance(leaf, Term) or not leaf.values:
        return "it is tagged" if isinstance(leaf, Term) and leaf.field == "tag" else print_expr(leaf)
    if leaf.operator == "regex":
        return f"{print_expr(leaf)} is found"
    value = leaf.values[0]
    match leaf.field, leaf.operator:
        case field, "words" | "contains" if field in _HAVING:
            return f"{_HAVING[field]} “{value}”"
        case field, "prefix" if field in _HAVING:
            return f"{_HAVING[field]} “{value}…”"
        case field, "=" if field in _BEING:
            return f"{_BEING[field]} “{value}”"
        case "tag", _:
            return f"tagged #{value}"
        case "category", _:
            return f"category is {value}"
        case "is", _:
            return f"it is {value}"
        case "has", _:
            return f"it has {value}"
    return print_expr(leaf)
