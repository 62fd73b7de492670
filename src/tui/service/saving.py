"""Saving, changing and removing searches: which definitions each of them changes, and what undo calls it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tui.model.changes import DefinitionChange
from tui.model.definition import Definition
from tui.model.errors import BroadsheetError, NotFound, QuerySyntaxError, SearchError, changed_elsewhere
from tui.model.saved import SavedSearch, placed, saved_searches, search_name
from tui.query import Query, Term, conjuncts, parse, print_query
from tui.query.searches import Searches, confined_to, names_search, place, renamed, search_key, substituted

__all__ = [
    "Saving",
    "checked",
    "current",
    "edited",
    "moved",
    "named",
    "proposed_name",
    "removed",
    "saved",
    "users_of",
]


#: Fields whose value says what a query is about.
_TELLING = frozenset(("text", "title", "body", "author", "tag", "category", "feed", "source"))


@dataclass(frozen=True, slots=True)
class Saving:
    """One deed: what ``Library.define`` takes."""

    changes: tuple[DefinitionChange, ...]
    label: str


def named(searches: Iterable[SavedSearch], name: str) -> SavedSearch | None:
    """The saved search of that name, however it is capitalized."""
    return next((one for one in searches if search_key(one.name) == search_key(name)), None)


def current(searches: Iterable[SavedSearch], search: SavedSearch) -> SavedSearch:
    """A search as it is now.

    Raises:
        NotFound: it is gone.
    """
    for one in searches:
        if one.id == search.id:
            return one
    raise NotFound(f"“{search.name}” is not there any more.")


def users_of(searches: Iterable[SavedSearch], name: str) -> tuple[str, ...]:
    """The names of the other searches that use one."""
    return tuple(
        one.name
        for one in searches
        if search_key(one.name) != search_key(name) and names_search(_read(one.query), name)
    )


def proposed_name(query: Query) -> str:
    """A name for *query*: that of the search it is confined to, else made of what it looks for."""
    if (search := confined_to(query)) is not None:
        return search
    words = []
    for part in conjuncts(query.expr):
        if isinstance(part, Term) and part.field in _TELLING and part.values:
            words.append(" or ".join(value.rpartition("/")[2] or value for value in part.values[:2]))
    if not words:
        words = [value for part in conjuncts(query.expr) if isinstance(part, Term) for value in part.values]
    name = search_name(", ".join(words[:3]))
    return name[:1].upper() + name[1:]


def checked(searches: Sequence[SavedSearch], name: str, text: str, old: SavedSearch | None) -> str:
    """*text* as it can be saved under *name*, in place of *old*.

    Where it names what it replaces, it means what that was until now.

    Raises:
        QuerySyntaxError: the query cannot be used; says where.
        BroadsheetError: there is no name, or no query.
    """
    name = search_name(name)
    if not name:
        raise BroadsheetError("A saved search needs a name.")
    text = text.strip()
    query = parse(text)
    if not text:
        raise BroadsheetError("There is no filter to save: a saved search needs a query.")
    if old is not None and names_search(query, old.name) and not names_search(_read(old.query), old.name):
        query = substituted(query, old.name, _read(old.query))
        text = print_query(query)
    rest = {one.name: one.query for one in searches if old is None or one.id != old.id}
    everybody = Searches({**rest, name: text})
    try:
        everybody.inline(query)
    except SearchError as error:
        raise SearchError(error.message, error.name, text, *place(text, error.name)) from None
    if trouble := everybody.trouble(name):
        raise SearchError(trouble, name, text, 0, len(text))
    return text


def saved(searches: Sequence[SavedSearch], name: str, text: str) -> Saving:
    """Save a query under a name: a new search at the end, or another query for an old one."""
    name = search_name(name)
    old = named(searches, name)
    text = checked(searches, name, text, old)
    if old is None:
        last = max((one.position for one in searches), default=-1)
        return Saving(
            (DefinitionChange(None, SavedSearch(name, text, last + 1).definition),), f"save “{name}”"
        )
    new = replace(old, name=name, query=text)
    changes = () if new == old else (DefinitionChange(old.definition, new.definition),)
    return Saving(changes, f"save “{name}” with another query")


def edited(definitions: Sequence[Definition], search: SavedSearch, name: str, text: str, spot: int) -> Saving:
    """Another name, query and place (from 0) for *search*; what names it in a query follows.

    Raises:
        BroadsheetError: as :func:`checked`; or another search has that name; or *search* is not
            what is in *definitions* any more.
    """
    searches, name = saved_searches(definitions), search_name(name)
    there = current(searches, search)
    if (there.name, there.query) != (search.name, search.query):
        raise changed_elsewhere(search.name)
    namesake = named(searches, name)
    if namesake is not None and namesake.id != search.id:
        raise BroadsheetError(f"There is another saved search named “{namesake.name}”.")
    text = checked(searches, name, text, search)
    after = {one.id: one for one in definitions}
    if search_key(name) != search_key(search.name):
        after.update({one.id: one for one in _renamed(definitions, search.name, name)})
    wanted = replace(search, name=name, query=text)
    after.update({one.id: one.definition for one in placed(saved_searches(after.values()), wanted, spot)})
    return Saving(_changes(definitions, after.values()), f"edit “{name}”")


def removed(search: SavedSearch) -> Saving:
    """Remove a search; undo brings it back to its place."""
    return Saving((DefinitionChange(search.definition, None),), f"remove “{search.name}”")


def moved(searches: Sequence[SavedSearch], search: SavedSearch, step: int) -> Saving:
    """Move a search up or down among the others; no changes at the ends."""
    search = current(searches, search)
    spot = searches.index(search) + step
    if not 0 <= spot < len(searches):
        return Saving((), "")
    row = [one.definition for one in placed(searches, search, spot)]
    words = "up" if step < 0 else "down"
    return Saving(_changes([one.definition for one in searches], row), f"move “{search.name}” {words}")


def _changes(before: Iterable[Definition], after: Iterable[Definition]) -> tuple[DefinitionChange, ...]:
    old = {one.id: one for one in before}
    return tuple(DefinitionChange(old.get(one.id), one) for one in after if one != old.get(one.id))


def _renamed(definitions: Iterable[Definition], old: str, new: str) -> list[Definition]:
    """What names a search in its query, with its new name in there: other searches, rules."""
    found = []
    for one in definitions:
        text = one.body.get("query")
        query = _read(text) if isinstance(text, str) else Query()
        if names_search(query, old):
            found.append(replace(one, body={**one.body, "query": print_query(renamed(query, old, new))}))
    return found


def _read(text: str) -> Query:
    """What a stored text means; one that is wrong names nothing."""
    try:
        return parse(text)
    except QuerySyntaxError:
        return Query()
