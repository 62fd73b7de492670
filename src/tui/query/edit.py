"""What the feed list, the tag pane and the state keys do to the one query.

All of it is pure and touches only what must hold at the top of the query; alternatives
and whatever else the user wrote stay as they are. A toggle that is taken back gives the
query it began with.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from tui.query.nodes import Expr, Not, Query, Term, all_of, conjuncts

__all__ = [
    "Scope",
    "State",
    "TagField",
    "TagMode",
    "scope_of",
    "state_of",
    "tag_modes",
    "with_scope",
    "with_state",
    "with_tag",
    "without_tag_choice",
]

TagMode = Literal["require", "exclude", "either"]
#: The user's tags, or the publishers' terms.
TagField = Literal["tag", "term"]
State = Literal["all", "unread", "starred", "later"]

_STATES: dict[str, State] = {"unread": "unread", "starred": "starred", "later": "later"}


@dataclass(frozen=True, slots=True)
class Scope:
    """What the feed list has selected.

    ``name`` is a feed's shown title, a feed's address, a category's path or a saved
    search's name; "" for all, or for the feeds without a category.
    """

    kind: Literal["all", "feed", "feed-url", "category", "search"] = "all"
    name: str = ""


# Tags, and publishers' terms.


def tag_modes(query: Query, field: TagField = "tag") -> dict[str, TagMode]:
    """How each tag (or term) at the top of the query filters, in the order of the text."""
    modes: dict[str, TagMode] = {}
    for part in conjuncts(query.expr):
        for name in _names(part, field):
            modes.setdefault(name, _mode(part, field))
    return modes


def with_tag(query: Query, tag: str, mode: TagMode | None, field: TagField = "tag") -> Query:
    """*tag* filters by *mode* alone, or not at all; its place in the text is kept if it had one."""
    parts = conjuncts(query.expr)
    place = next((at for at, part in enumerate(parts) if _says(part, tag, field)), len(parts))
    chooses = any(_is_choice(part, field) for part in parts)
    kept: list[Expr] = []
    joined = False
    for at, part in enumerate(parts):
        if mode == "either" and not joined and _is_choice(part, field):
            kept.append(_choice_with(part, tag, field))
            joined = True
            continue
        if at == place and mode is not None and not (mode == "either" and chooses):
            kept.append(_tag_term(tag, mode, field))
        kept.extend(_without(part, tag, field))
    if place == len(parts) and mode is not None and not joined:
        kept.append(_tag_term(tag, mode, field))
    return replace(query, expr=all_of(kept))


def without_tag_choice(query: Query, field: TagField = "tag") -> Query:
    """The query without "one of these tags" at its top."""
    parts = conjuncts(query.expr)
    return replace(query, expr=all_of(part for part in parts if not _is_choice(part, field)))


def _tag_term(tag: str, mode: TagMode, field: TagField) -> Expr:
    if mode == "either":
        return Term(field, "any", (tag,))
    term = Term(field, "is", (tag,))
    return Not(term) if mode == "exclude" else term


def _names(part: Expr, field: TagField) -> tuple[str, ...]:
    """The tags that a top-level part requires, excludes or offers."""
    inner = part.part if isinstance(part, Not) else part
    return inner.values if isinstance(inner, Term) and inner.field == field else ()


def _says(part: Expr, tag: str, field: TagField) -> bool:
    return any(name.casefold() == tag.casefold() for name in _names(part, field))


def _is_choice(part: Expr, field: TagField) -> bool:
    return isinstance(part, Term) and part.field == field and part.operator == "any"


def _mode(part: Expr, field: TagField) -> TagMode:
    if isinstance(part, Not):
        return "exclude"
    return "either" if _is_choice(part, field) else "require"


def _choice_with(part: Expr, tag: str, field: TagField) -> Expr:
    """A choice of tags with one more."""
    return part if _says(part, tag, field) else Term(field, "any", (*_names(part, field), tag))


def _without(part: Expr, tag: str, field: TagField) -> tuple[Expr, ...]:
    """A part without *tag*: nothing if it named no other."""
    if not _says(part, tag, field):
        return (part,)
    inner = part.part if isinstance(part, Not) else part
    rest = tuple(name for name in _names(part, field) if name.casefold() != tag.casefold())
    if not rest or not isinstance(inner, Term):
        return ()
    term = replace(inner, values=rest)
    return (Not(term),) if isinstance(part, Not) else (term,)


# Scope and state.


def scope_of(query: Query) -> Scope:
    """What the query confines itself to, the first of them if there are several."""
    return next((scope for scope in map(_scope, conjuncts(query.expr)) if scope is not None), Scope())


def with_scope(query: Query, scope: Scope) -> Query:
    """The same query confined to *scope*, which then stands first unless one stood elsewhere."""
    terms = {
        "all": (),
        "feed": (Term("feed", "=", (scope.name,)),),
        "feed-url": (Term("feed-url", "=", (scope.name,)),),
        "category": (Term("category", "is" if scope.name else "=", (scope.name,)),),
        "search": (Term("search", "is", (scope.name,)),),
    }
    return _replaced(query, lambda part: _scope(part) is not None, terms[scope.kind], 0)


def state_of(query: Query) -> State:
    """The state that the query asks for, the first of them if there are several."""
    return next((state for state in map(_state, conjuncts(query.expr)) if state is not None), "all")


def with_state(query: Query, state: State) -> Query:
    """The same query for *state*, which then stands behind the scope unless one stood elsewhere."""
    parts = conjuncts(query.expr)
    place = 1 if parts and _scope(parts[0]) is not None else 0
    terms = () if state == "all" else (Term("is", "is", (state,)),)
    return _replaced(query, lambda part: _state(part) is not None, terms, place)


def _replaced(query: Query, old: Callable[[Expr], bool], new: tuple[Expr, ...], place: int) -> Query:
    """The query with *new* where the first old part stood, else at *place*."""
    parts = conjuncts(query.expr)
    place = next((at for at, part in enumerate(parts) if old(part)), place)
    before = [part for part in parts[:place] if not old(part)]
    after = [part for part in parts[place:] if not old(part)]
    return replace(query, expr=all_of([*before, *new, *after]))


def _scope(part: Expr) -> Scope | None:
    if not isinstance(part, Term) or len(part.values) != 1:
        return None
    match part.field, part.operator:
        case "feed", "=":
            return Scope("feed", part.values[0])
        case "feed-url", "=":
            return Scope("feed-url", part.values[0])
        case "category", "is":
            return Scope("category", part.values[0])
        case "category", "=" if not part.values[0]:
            return Scope("category", "")
        case "search", "is":
            return Scope("search", part.values[0])
    return None


def _state(part: Expr) -> State | None:
    if isinstance(part, Term) and part.field == "is" and len(part.values) == 1:
        return _STATES.get(part.values[0])
    return None
