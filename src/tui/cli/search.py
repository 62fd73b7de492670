"""``broadsheet search``: the saved searches, as the screen shows them among the feeds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.asking import read_query
from tui.cli.failure import OK, USAGE, Failure
from tui.cli.json_out import JsonArray, search_fields
from tui.cli.opening import with_library
from tui.cli.printing import columns, complain, cut, dim, on_terminal, say, say_columns
from tui.cli.words import Parser, read_words
from tui.model.errors import NotFound
from tui.model.saved import SavedSearch, Tally, search_name

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["search"]

_WHAT = """\
what to do:
  list             all of them: name, unread, articles, query
  save NAME QUERY  save a query under a name; a name that is there gets the new query
  show NAME        print the query of one
  rm NAME          remove one (undo brings it back)

example: broadsheet search save Morning 'is:unread #africa sort:-date'
A saved search is used by its name: broadsheet list 'search:Morning -#sports'
"""


def search(arguments: Sequence[str]) -> int:
    """List, save, show or remove saved searches."""
    parser = Parser("search", "Saved searches: queries that have a name.", _WHAT)
    parser.add_argument("action", choices=("list", "save", "show", "rm"), metavar="list|save|show|rm")
    parser.add_argument("name", nargs="?", metavar="NAME")
    parser.add_argument("query", nargs="*", metavar="QUERY")
    parser.add_argument("--json", action="store_true", help="list: print an array of objects")
    given = read_words(parser, arguments)
    if given.json and given.action != "list":
        raise Failure("--json goes with list", USAGE)
    if given.action == "list":
        if given.name is not None:
            raise Failure('"search list" takes no name; "search show NAME" prints one', USAGE)
        return _list(given.json)
    name = search_name(given.name or "")
    if not name:
        raise Failure("say which saved search", USAGE)
    if given.action == "save":
        return _save(name, given.query)
    if given.query:
        raise Failure("a name of several words stands in quotes", USAGE)
    return _show(name) if given.action == "show" else _remove(name)


def _list(as_json: bool) -> int:
    async def work(library: "Library") -> int:
        tallies = [(one, await library.tally_of(one)) for one in library.saved()]
        if as_json:
            with JsonArray() as array:
                for one, tally in tallies:
                    array.add(search_fields(one, tally))
            return OK
        for one, tally in tallies:
            _print(one, tally)
            if tally.trouble and on_terminal():
                say(f"  {tally.trouble}")
        if on_terminal():
            say(f"{len(tallies)} saved search{'' if len(tallies) == 1 else 'es'}.")
        return OK

    return with_library(work)


def _print(one: SavedSearch, tally: Tally) -> None:
    if not on_terminal():
        trouble = (tally.trouble,) if tally.trouble else ()
        say_columns((one.name, str(tally.unread), str(tally.total), one.query, *trouble))
        return
    name_width = min(24, max(10, columns() // 4))
    counts = f"{'!':>15}" if tally.trouble else f"{tally.unread:>6,} {tally.total:>8,}"
    query = cut(one.query, max(8, columns() - name_width - 19)).rstrip()
    print(f"{cut(one.name, name_width)} {counts}  {dim(query)}")


def _save(name: str, words: Sequence[str]) -> int:
    if not any(word.strip() for word in words):
        raise Failure('say which query ("date:.." is everything)', USAGE)
    # What is wrong with the words themselves is said before anything is opened.
    read_query(words)

    async def work(library: "Library") -> int:
        from tui.service import saving

        deed = saving.saved(library.saved(), name, " ".join(words).strip())
        if not deed.changes:
            say(f"“{name}” was saved like that already.")
            return OK
        await library.define(deed.changes, deed.label)
        new = deed.changes[0].before is None
        say(f"Saved “{name}”." if new else f"“{name}” has another query now; undo brings the old one back.")
        return OK

    return with_library(work)


def _show(name: str) -> int:
    async def work(library: "Library") -> int:
        one = _found(library, name)
        say(one.query)
        tally = await library.tally_of(one)
        if tally.trouble:
            complain(tally.trouble)
        return OK

    return with_library(work)


def _remove(name: str) -> int:
    async def work(library: "Library") -> int:
        from tui.service import saving

        one = _found(library, name)
        users = saving.users_of(library.saved(), one.name)
        deed = saving.removed(one)
        await library.define(deed.changes, deed.label)
        say(f"Removed “{one.name}”; undo brings it back.")
        if users:
            used_by = ", ".join(f"“{user}”" for user in users)
            complain(f"{used_by} {'uses' if len(users) == 1 else 'use'} it and cannot be used without it")
        return OK

    return with_library(work)


def _found(library: "Library", name: str) -> SavedSearch:
    from tui.service import saving

    one = saving.named(library.saved(), name)
    if one is None:
        from tui.query import nearest

        near = nearest(name, library.searches.names)
        raise NotFound(f"there is no saved search “{name}”" + (f": did you mean “{near}”?" if near else ""))
    return one
