"""What a query means, as plain values. Text becomes these and these become text again.

A query is an expression plus an order and a limit. Expressions are made with
:func:`all_of`, :func:`any_of` and :func:`negation`, which keep them in normal form: no
``And`` directly in an ``And``, no ``Or`` in an ``Or``, no double ``Not``,
``Everything`` only on its own. That makes ``parse(print_query(q)) == q`` exact.

The leaves are terms: ``Term(field, operator, values)``, all strings. Everyone who answers
a term (matcher, index, store) goes by this table; *several values mean any of them*.

=========  =============================================================================
operator   holds when
=========  =============================================================================
words      the value's words stand in the field in this order (``words.tokens``);
           ``text`` is title, author or body, each on its own
prefix     the same, the last word being only the beginning of one
contains   ``words.fold(value, field)`` is a part of ``words.fold(field's text, field)``
=          text: the whole value, letter for letter · number: equal · moment: within
< <= > >=  number or moment, one value; a moment that is a period counts as a whole
..         two values, "" for an open end; both ends belong to it
regex      the pattern ``/…/flags`` is found in the field; ``text`` is title or body
is         category: the path or below it · tag: one tag or below it · lang: the code or
           a variety of it (``en`` takes ``en-GB``) · is, has: the named state or content ·
           feed.error: "true" or "false" ·
           search: what the saved search of that name finds (``searches`` puts it in place)
any        tag, term: as ``is`` with a list (``tag:(a,b)``), kept apart from ``#a`` because
           the tag pane shows "one of these" as a choice of its own
exists     tag, term, no value: there is any
=========  =============================================================================
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = [
    "EVERYTHING",
    "And",
    "Everything",
    "Expr",
    "Not",
    "Or",
    "Query",
    "SortKey",
    "Term",
    "all_of",
    "any_of",
    "conjuncts",
    "negation",
    "shown",
    "single",
    "terms",
]


@dataclass(frozen=True, slots=True)
class Everything:
    """Holds for every article."""


@dataclass(frozen=True, slots=True)
class Term:
    """One condition on one field; see the table above."""

    field: str
    operator: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """Holds where ``part`` does not."""

    part: "Expr"


@dataclass(frozen=True, slots=True)
class And:
    """Holds where all parts do."""

    parts: tuple["Expr", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Holds where any part does."""

    parts: tuple["Expr", ...]


Expr = Everything | Term | Not | And | Or

EVERYTHING = Everything()


@dataclass(frozen=True, slots=True)
class SortKey:
    """One key of the order; ``reverse`` turns its usual direction around."""

    name: str
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """An expression, the order of what it finds, how many of them at most, and under which headings."""

    expr: Expr = EVERYTHING
    sort: tuple[SortKey, ...] = ()
    limit: int | None = None
    #: One of ``fields.GROUPS``; "" for none.
    group: str = ""


def all_of(parts: Iterable[Expr]) -> Expr:
    """The conjunction in normal form; of nothing: everything."""
    flat: list[Expr] = []
    for part in parts:
        flat.extend(conjuncts(part))
    if len(flat) < 2:
        return flat[0] if flat else EVERYTHING
    return And(tuple(flat))


def any_of(parts: Iterable[Expr]) -> Expr:
    """The disjunction in normal form; *parts* must not be empty."""
    flat: list[Expr] = []
    for part in parts:
        if isinstance(part, Everything):
            return EVERYTHING
        flat.extend(part.parts if isinstance(part, Or) else (part,))
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def negation(part: Expr) -> Expr:
    """The opposite in normal form."""
    return part.part if isinstance(part, Not) else Not(part)


def shown(expr: Expr, meant: Expr | None = None) -> Expr:
    """*expr* without hidden articles, unless it asks for them.

    It does by their state, for single articles, and for what a rule acted on: that may be hiding.
    ``meant`` is *expr* with its saved searches put in place, for they may ask too.
    """
    asks = any(
        term.field in ("id", "rule") or (term.field == "is" and "hidden" in term.values)
        for term in terms(expr if meant is None else meant)
    )
    return expr if asks else all_of((expr, Not(Term("is", "is", ("hidden",)))))


def conjuncts(expr: Expr) -> tuple[Expr, ...]:
    """The parts that must all hold at the top of *expr*; none for everything."""
    if isinstance(expr, Everything):
        return ()
    return expr.parts if isinstance(expr, And) else (expr,)


def single(term: Term) -> list[Term]:
    """*term* as terms of one value each; either of them holds where *term* does."""
    if len(term.values) < 2 or term.operator == "..":
        return [term]
    return [Term(term.field, term.operator, (value,)) for value in term.values]


def terms(expr: Expr) -> Iterator[Term]:
    """All terms of *expr*, in the order of the text."""
    waiting = [expr]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Term):
            yield node
        elif isinstance(node, Not):
            waiting.append(node.part)
        elif isinstance(node, (And, Or)):
            waiting.extend(reversed(node.parts))
