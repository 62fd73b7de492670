"""Reading a query, and pointing at the place where it went wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from tui.cli.failure import USAGE, Failure
from tui.model.errors import QuerySyntaxError
from tui.query import Query, nearest, parse, terms

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["pointed", "read_query", "unknown_names"]


def read_query(words: Sequence[str], limit: int | None = None) -> Query:
    """The query that *words* make, or a failure with a caret under the place."""
    text = " ".join(words).strip()
    try:
        query = parse(text)
    except QuerySyntaxError as error:
        raise Failure(error.message, USAGE, pointed(text, error)) from error
    return query if limit is None else replace(query, limit=limit)


def pointed(text: str, error: QuerySyntaxError) -> tuple[str, str]:
    """The query, and a line with a caret under the place that *error* names."""
    before, marked = text[: error.position], text[error.position : error.position + error.length]
    return f"  {text}", "  " + " " * _cells(before) + "^" * max(1, _cells(marked))


def _cells(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def unknown_names(query: Query, library: "Library") -> Iterator[str]:
    """A sentence for each tag, category and rule that does not exist, with the nearest that does."""
    known = {
        "tag": ("#", library.tags()),
        "category": ("category:", library.categories()),
        "rule": ("rule:", tuple(rule.name for rule in library.rules.all())),
    }
    for term in terms(query.expr):
        if term.field not in known or term.operator not in ("is", "any", "="):
            continue
        prefix, names = known[term.field]
        for value in term.values:
            if not any(f"{name}/".casefold().startswith(f"{value}/".casefold()) for name in names):
                near = nearest(value, names)
                hint = f": did you mean {prefix}{near}?" if near else ""
                yield f'there is no {term.field} "{value}"{hint}'
