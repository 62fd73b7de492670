"""The query while it is typed: parsed with each key, counted for the offers, kept when it is done."""

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.model.errors import BroadsheetError, QuerySyntaxError, QueryTooSlow
from tui.query import Query, Term, all_of, parse, print_query
from tui.query.mentions import UnknownName, unknown_name
from tui.query.suggest import Names, open_pattern, value_before, word_before

if TYPE_CHECKING:
    from tui.service.library import Library, Selection
    from tui.ui.screens.main import MainScreen

__all__ = ["Typing"]


class Typing:
    """What stands between the query bar and the filter."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        #: The query that the offers were counted under, and the store's generation then.
        self.counted: tuple[Query, int] | None = None
        #: The filter while its last word is typed, and the text it was read from.
        self.whole: tuple[Query, str] | None = None
        #: The filter when the bar was gone to; ``None`` while nobody is there.
        self.before: Query | None = None

    def edit(self) -> None:
        """Go to the query bar; what stood there can be had back."""
        filters, bar = self.screen.desk.filters, self.screen.query_bar
        # In zen there is no bar to type in.
        self.screen.desk.layout.leave_zen()
        filters.remember()
        self.before = filters.query
        # What is typed next is another word, not the rest of the last.
        text = f"{filters.text} " if filters.text else ""
        bar.put(text)
        # With an empty line the first letter brings offers; with a full one the first change does.
        bar.put_text = text
        bar.line.focus()
        self.counted = None
        self.count(filters.query)

    def typed(self, text: str) -> None:
        """A key in the query bar: parse, and keep the last good list on a mistake."""
        bar, filters = self.screen.query_bar, self.screen.desk.filters
        if bar.line.value != text or not bar.line.has_focus:
            # Keys came faster than they were told: a newer text follows, or the query is done already.
            return
        rest = self.rest(text)
        if rest is not None:
            self.count(rest)
        try:
            query = self.read(text, typing=True)
        except QuerySyntaxError as error:
            if rest is not None and self.is_begun(text, error):
                bar.show_right()
                filters.set(rest, remember=False)
            else:
                bar.show_mistake(error.message, error.position, error.length)
            return
        unknown = unknown_name(text, self.known())
        if unknown is not None and rest is not None and self.is_begun(text, unknown):
            bar.show_right()
            filters.set(rest, remember=False)
            return
        if unknown is not None:
            bar.show_mistake(unknown.sentence, unknown.position, unknown.length)
        else:
            bar.show_right()
        self.whole = (query, text)
        filters.set(query, remember=False)

    @property
    def kept(self) -> str:
        """The filter as the next start shall have it: a word being typed is the word as it stands."""
        filters = self.screen.desk.filters
        if self.whole is not None and self.whole[0] == filters.query:
            # What is half typed, as an open quotation mark, stays as it was understood.
            with suppress(QuerySyntaxError):
                return print_query(parse(self.whole[1]))
        return filters.text

    def too_slow(self, error: QueryTooSlow) -> None:
        """A pattern was stopped: the last good list stays, and its place is marked."""
        bar = self.screen.query_bar
        position = bar.line.value.find(error.pattern) if error.pattern else -1
        if position < 0:
            self.screen.desk.showing.report(error)
        else:
            bar.show_mistake(str(error), position, len(error.pattern))

    def is_begun(self, text: str, wrong: QuerySyntaxError | UnknownName) -> bool:
        """Whether what is wrong is only a value at the end that is still being typed.

        Then the list shows what the rest of the text finds: the term does not filter yet.
        """
        bar = self.screen.query_bar
        if open_pattern(text, len(text)) is not None:
            return True
        value = value_before(text, len(text))
        at_end = bar.line.value == text and wrong.position + wrong.length >= len(text)
        return at_end and value is not None and (not value.strip('"') or bool(bar.offers()))

    def rest(self, text: str) -> Query | None:
        """The query without the term that is being typed; ``None`` if that is none."""
        cursor = self.screen.query_bar.line.cursor_position
        try:
            return self.read(text[: word_before(text, cursor)] + text[cursor:])
        except QuerySyntaxError:
            return None

    def read(self, text: str, *, typing: bool = False) -> Query:
        """The query that *text* means.

        Raises:
            QuerySyntaxError: it is none, or it names a saved search that cannot be used.
        """
        library = self.screen.library
        return parse(text, typing=typing) if library is None else library.searches.read(text, typing=typing)

    def known(self) -> dict[str, dict[str, int]]:
        """Every tag, feed, category and rule there is, by field."""
        library = self.screen.library
        names = self.screen.query_bar.names
        if library is None:
            return {}
        return {
            "tag": dict.fromkeys(library.tags(), 0) | dict(names.tags),
            "feed": dict.fromkeys((feed.title for feed in library.feeds()), 0),
            "category": dict.fromkeys(library.categories(), 0),
            "rule": dict.fromkeys((rule.name for rule in library.rules.all()), 0),
        }

    def done(self, clear: bool) -> None:
        """The query bar is to be left; with a mistake in it, it is not."""
        screen, bar = self.screen, self.screen.query_bar
        text = bar.line.value
        if clear:
            # Whoever gives a mistake up has the filter of before again; else there is none.
            before = self.before if bar.sentence else None
            self.leave()
            screen.desk.filters.set(before or Query())
            bar.put(screen.desk.filters.text)
            return
        try:
            query = self.read(text)
        except QuerySyntaxError as error:
            bar.show_mistake(error.message, error.position, error.length)
            return
        self.leave()
        bar.past.keep(text)
        unknown = unknown_name(text, self.known())
        if unknown is not None:
            screen.app.notify(f"{unknown.sentence[0].upper()}{unknown.sentence[1:]}", timeout=6, markup=False)
        screen.desk.filters.set(query, remember=False)
        bar.put(screen.desk.filters.text)

    def leave(self) -> None:
        """Back to the list."""
        self.whole = self.before = None
        self.screen.desk.layout.focus("list")
        self.screen.query_bar.show_right()

    def focus_moved(self) -> None:
        """Somebody clicked elsewhere: what means nothing can be had back with Up, and the filter is shown."""
        bar = self.screen.query_bar
        if self.before is not None and not bar.line.has_focus:
            self.before = None
            if bar.sentence:
                bar.past.keep(bar.line.value)
                bar.show_right()
                bar.put(self.screen.desk.filters.text)

    # ------------------------------------------------------------ counts of offers

    def count(self, query: Query) -> None:
        """Count under *query*, unless that was just done."""
        library = self.screen.library
        asked = (query, library.generation if library is not None else -1)
        if asked != self.counted:
            self.counted = asked
            self.screen.run_worker(self.counting(query), group="names", exclusive=True, exit_on_error=False)

    async def counting(self, query: Query) -> None:
        """Ask for the counts and offer anew."""
        library = await self.screen.library_ready()
        try:
            names = names_under(library, await library.select(query, 0.0))
            self.screen.query_bar.show_names(names)
            if library.saved():
                self.screen.query_bar.show_names(await with_searches(names, library, query))
        except BroadsheetError:
            # The list itself says what is wrong; names without fresh counts are still names.
            self.counted = None


def names_under(library: "Library", selection: "Selection") -> Names:
    """What the bar can complete, with counts."""
    facets = library.facets(selection)
    return Names(
        tags=dict(facets.tags),
        feeds={feed.title: facets.feeds.get(feed.id, 0) for feed in library.feeds()},
        categories=dict(facets.categories),
        states=dict(facets.states),
        rules=tuple(rule.name for rule in library.rules.all()),
        searches=dict.fromkeys(one.name for one in library.saved()),
    )


async def with_searches(names: Names, library: "Library", query: Query) -> Names:
    """The same names, with what each saved search would leave of *query*."""
    counts: dict[str, int | None] = {}
    for one in library.saved():
        both = all_of([query.expr, Term("search", "is", (one.name,))])
        tally = await library.tally(Query(both), 0.0)
        counts[one.name] = None if tally.trouble else tally.total
    return replace(names, searches=counts)
