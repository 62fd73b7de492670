"""Saved searches inside queries: ``search:"Morning"`` means what was saved under that name.

A query keeps the name, so that it reads as it was written and follows when the saved
search changes. Whoever answers it puts the searches in place first, by :class:`Searches`.

The condition of a search counts wherever it stands. Its order, grouping and limit count
where the query is *confined* to it: where it must hold at the top of the query and the
query says nothing of its own about them. So ``search:Morning`` is Morning as it was saved,
``search:Morning #africa`` is Morning with less in it, and in ``-search:Morning`` or
``a OR search:Morning`` only the condition is left.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace

from tui.model.errors import QuerySyntaxError, SearchError
from tui.query.fields import field_named, nearest
from tui.query.lexer import lex
from tui.query.nodes import And, Expr, Not, Or, Query, Term, all_of, any_of, conjuncts, negation, terms
from tui.query.parser import parse
from tui.query.printer import print_query, print_value

__all__ = [
    "NO_SEARCHES",
    "Searches",
    "confined_to",
    "names_search",
    "place",
    "renamed",
    "search_key",
    "substituted",
    "used",
]

#: How many searches may stand in one another. Unlike the next two it is only for people.
_DEEPEST = 20
#: How many parts, and how many levels, a query may have with its searches in place:
#: everything that walks an expression does so by recursion.
_MOST_PARTS = 10_000
_MOST_LEVELS = 150


def search_key(name: str) -> str:
    """A name as it is compared: capitals and blanks at its ends do not count."""
    return name.strip().casefold()


class Searches:
    """The saved searches by name, each put in place at most once."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = {search_key(name): (name, text) for name, text in texts.items()}
        self._known: dict[str, Query | str] = {}
        self._depths: dict[str, int] = {}

    def __contains__(self, name: str) -> bool:
        return search_key(name) in self._texts

    @property
    def names(self) -> tuple[str, ...]:
        """The names as they are written."""
        return tuple(name for name, _ in self._texts.values())

    def inline(self, query: Query) -> Query:
        """*query* with its searches in place, and the order of the one that it is confined to.

        Raises:
            SearchError: one of them cannot be used; says why and where it stands.
        """
        try:
            return self._inline(query, ())
        except _Trouble as trouble:
            text = print_query(query)
            raise SearchError(str(trouble), trouble.name, text, *place(text, trouble.name)) from None

    def expand(self, expr: Expr) -> Expr:
        """*expr* with its searches in place; see :meth:`inline`."""
        return self.inline(Query(expr)).expr

    def read(self, text: str, *, typing: bool = False) -> Query:
        """The query that *text* means, if the searches it names can be used.

        Raises:
            QuerySyntaxError: it is none, or :class:`SearchError`: they cannot; says where in *text*.
        """
        query = parse(text, typing=typing)
        try:
            self.inline(query)
        except SearchError as error:
            raise SearchError(error.message, error.name, text, *place(text, error.name)) from None
        return query

    def trouble(self, name: str) -> str:
        """Why a search cannot be used, in a sentence; "" if it can."""
        try:
            self._named(name, ())
        except _Trouble as trouble:
            return str(trouble)
        return ""

    # One in another. A path is the names on the way down; it tells a circle.

    def _inline(self, query: Query, path: tuple[str, ...]) -> Query:
        if not any(term.field == "search" for term in terms(query.expr)):
            return query
        put = _put(query.expr, lambda term: any_of([self._named(name, path).expr for name in term.values]))
        lead = confined_to(query)
        return _led(
            replace(query, expr=_fitting(put, query)), None if lead is None else self._named(lead, path)
        )

    def _named(self, name: str, path: tuple[str, ...]) -> Query:
        """What a search means, with the searches in it in place."""
        key = search_key(name)
        if key not in self._texts:
            near = nearest(name, self.names)
            hint = f": did you mean search:{print_value(near)}?" if near else ""
            raise _Trouble(f"no saved search “{_short(name)}”{hint}", name)
        spelled, text = self._texts[key]
        if key in map(search_key, path):
            circle = [*path[[search_key(one) for one in path].index(key) :], spelled]
            raise _Trouble(" uses ".join(f"“{_short(one)}”" for one in circle), name)
        found = self._known.get(key)
        if isinstance(found, str):
            raise _Trouble(found, name)
        if found is None:
            try:
                found = self._known[key] = self._read(spelled, text, (*path, spelled))
            except _Trouble as trouble:
                # What is wrong depends on the way here only in a circle.
                if not path:
                    self._known[key] = str(trouble)
                raise _Trouble(str(trouble), name) from None
        return found

    def _read(self, spelled: str, text: str, path: tuple[str, ...]) -> Query:
        try:
            query = parse(text)
        except QuerySyntaxError as error:
            raise _Trouble(f"“{_short(spelled)}” cannot be used: {error.message}", spelled) from None
        try:
            # As deep as it is, not only as deep as we are: that depends on who asked before.
            meant = self._inline(query, path) if len(path) <= _DEEPEST else None
            depth = 1 + max((self._depths.get(search_key(name), 0) for name in used(query)), default=0)
            if meant is None or depth > _DEEPEST:
                raise _Trouble(f"more than {_DEEPEST} saved searches in one another", spelled)
            self._depths[search_key(spelled)] = depth
            return meant
        except _Trouble as trouble:
            said = str(trouble)
            # A circle names everybody in it; of all else say where it comes from, once.
            if not said.startswith("“"):
                said = f"“{_short(spelled)}” cannot be used: {said}"
            raise _Trouble(said, spelled) from None


#: Nobody has saved any.
NO_SEARCHES = Searches({})


class _Trouble(Exception):
    """A search that cannot be used, by the name that stands in the query around it."""

    def __init__(self, sentence: str, name: str) -> None:
        super().__init__(sentence)
        self.name = name


def _fitting(expr: Expr, query: Query) -> Expr:
    """*expr* if it is of a size that can be answered."""
    size, levels, row = 0, 0, [expr]
    while row:
        levels += 1
        size += len(row)
        if size > _MOST_PARTS or levels > _MOST_LEVELS:
            name = next(term.values[0] for term in terms(query.expr) if term.field == "search")
            raise _Trouble("with its saved searches in place this query is too long", name)
        row = [part for node in row for part in _parts(node)]
    return expr


def _parts(node: Expr) -> Iterable[Expr]:
    if isinstance(node, Not):
        return (node.part,)
    return node.parts if isinstance(node, And | Or) else ()


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


# Names in queries.


def confined_to(query: Query) -> str | None:
    """The first search that must hold at the top of *query*; its order is the query's."""
    for part in conjuncts(query.expr):
        if isinstance(part, Term) and part.field == "search" and len(part.values) == 1:
            return part.values[0]
    return None


def used(query: Query) -> tuple[str, ...]:
    """The searches that *query* names itself, in the order of the text."""
    return tuple(name for term in terms(query.expr) if term.field == "search" for name in term.values)


def names_search(query: Query, name: str) -> bool:
    """True if *query* names the search itself."""
    return search_key(name) in map(search_key, used(query))


def renamed(query: Query, old: str, new: str) -> Query:
    """*query* with another name for one of its searches."""
    key = search_key(old)

    def put(term: Term) -> Expr:
        return replace(term, values=tuple(new if search_key(one) == key else one for one in term.values))

    return replace(query, expr=_put(query.expr, put))


def substituted(query: Query, name: str, by: Query) -> Query:
    """*query* with *by* in place of one of its searches; all others keep their names."""
    key = search_key(name)

    def put(term: Term) -> Expr:
        rest = tuple(one for one in term.values if search_key(one) != key)
        if len(rest) == len(term.values):
            return term
        return any_of([by.expr, *([replace(term, values=rest)] if rest else [])])

    lead = confined_to(query)
    led = by if lead is not None and search_key(lead) == key else None
    return _led(replace(query, expr=_put(query.expr, put)), led)


def _put(expr: Expr, put: Callable[[Term], Expr]) -> Expr:
    """*expr* with something else for each term that names searches, in normal form."""
    match expr:
        case Term(field="search"):
            return put(expr)
        case Not(part):
            return negation(_put(part, put))
        case And(parts):
            return all_of([_put(part, put) for part in parts])
        case Or(parts):
            return any_of([_put(part, put) for part in parts])
    return expr


def _led(query: Query, lead: Query | None) -> Query:
    """*query* with the order, the grouping and the limit of *lead* where it has none itself."""
    if lead is None:
        return query
    orders = [one.name for one in fields(Query) if one.name != "expr"]
    return replace(query, **{name: getattr(query, name) or getattr(lead, name) for name in orders})


def place(text: str, name: str) -> tuple[int, int]:
    """Where *text* names a search, and how long it is; the whole text if it does not."""
    key, inside = search_key(name), False
    for lexeme in lex(text):
        if lexeme.kind == "field":
            field = field_named(lexeme.text)
            inside = field is not None and field.name == "search"
        elif inside and lexeme.kind in ("word", "phrase", "open-phrase"):
            if search_key(lexeme.text) == key:
                return lexeme.start, lexeme.end - lexeme.start
        elif lexeme.kind not in ("open", "comma"):
            inside = False
    return 0, max(1, len(text))
