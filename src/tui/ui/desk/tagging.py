"""The tags themselves: named, joined, painted, deleted; each one deed that ``u`` takes back."""

from typing import TYPE_CHECKING

from tui.model.tagging import TagReach
from tui.query.edit import tag_modes, with_tag
from tui.query.matcher import inside
from tui.query.renaming import moved_tag, with_tag_renamed
from tui.query.words import path_key
from tui.ui.desk.marking import counted
from tui.ui.looks import TagLooks
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.ui.screens.edit_tag import TagEdit
    from tui.ui.screens.main import MainScreen

__all__ = ["Tagging"]


class Tagging:
    """What the tag pane asks for that is more than a filter."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen

    # --------------------------------------------------------------------- looks

    def show_looks(self) -> None:
        """Paint tags in the colors that the user gave them, wherever they stand."""
        library = self.screen.library
        if library is None:
            return
        looks = TagLooks(library.definitions("tag"))
        if looks == self.screen.tag_filter.looks:
            return
        self.screen.tag_filter.looks = self.screen.articles.looks = looks
        self.screen.tag_filter.rows_changed()
        self.screen.articles.rows_changed()
        self.screen.reader.restyle_masthead()

    # --------------------------------------------------------------------- terms

    async def look_for_terms(self) -> None:
        """Whether there are publishers' terms at all: else nothing is said of them."""
        if not self.screen.tag_filter.has_terms:
            library = await self.screen.library_ready()
            self.screen.tag_filter.has_terms = await library.terms.any()

    def open_terms(self) -> None:
        """Count what is looked at, and keep nothing that is not."""
        if not self.screen.tag_filter.terms_open and self.screen.library is not None:
            self.screen.library.terms.forget()
        self.screen.desk.layout.size_tags()
        self.count_terms()

    def count_terms(self) -> None:
        """The terms follow the query, while they are looked at."""
        pane = self.screen.tag_filter
        pane.show_terms(pane.term_counts, tag_modes(self.screen.desk.filters.query, "term"))
        if pane.terms_open:
            self.screen.run_worker(self.recount_terms, group="terms", exclusive=True, exit_on_error=False)  # type: ignore[arg-type]

    async def recount_terms(self) -> None:
        """Ask for the counts; a newer query cancels this."""
        library = await self.screen.library_ready()
        pane, filters = self.screen.tag_filter, self.screen.desk.filters
        selection = filters.waiting or filters.selection
        if selection is not None:
            counts = await library.terms.counts(selection, pane.narrow_text)
            pane.show_terms(counts, tag_modes(filters.query, "term"))
            self.screen.desk.layout.size_tags()

    def make_tag(self, term: str) -> None:
        """Ask how the tag of a term should be called, and whether later articles get it too."""
        ask(self.screen, self.ask_tag, term)

    async def ask_tag(self, term: str) -> None:
        """Show the dialog, and do what it says."""
        library = await self.screen.library_ready()
        from tui.ui.screens.term_tag import TermTag

        dialog = TermTag(term, await library.terms.articles(term), library.tags())
        wish = await self.screen.app.push_screen_wait(dialog)
        if wish is None:
            return
        changes = await self.screen.desk.marks.write(
            library.terms.make_tag(term, wish.tag, always=wish.always)
        )
        if changes:
            number = sum(len(change.ids) for change in changes.tags)
            also = ", and by a rule what comes" if wish.always else ""
            self.screen.desk.marks.say(f"Tagged {counted(number)} #{wish.tag}{also}", undo=True)
        else:
            self.screen.app.notify(f"All of them have #{wish.tag} already.", timeout=3, markup=False)

    # ------------------------------------------------------------------ edit, delete

    def edit(self, name: str) -> None:
        """Ask what a tag should be called and how it should look."""
        ask(self.screen, self.ask_edit, name)

    async def ask_edit(self, name: str) -> None:
        """Show the dialog, and do what it says."""
        library = await self.screen.library_ready()
        from tui.ui.screens.edit_tag import EditTag

        looks = TagLooks(library.definitions("tag"))

        async def reach(new: str) -> TagReach:
            return await library.tagbook.reach(name, new)

        dialog = EditTag(name, looks.role(name), library.tags(), reach)
        wanted = await self.screen.app.push_screen_wait(dialog)
        if wanted is not None:
            await self.apply(name, looks.role(name), wanted)

    async def apply(self, name: str, color: str, wanted: "TagEdit") -> None:
        """Rename, join or paint; the query at the top follows."""
        library = await self.screen.library_ready()
        from tui.ui.screens.edit_tag import reach_words

        reach = await library.tagbook.reach(name, wanted.name)
        repaint = wanted.color if wanted.color != color else None
        if repaint is not None and TagLooks(library.definitions("tag")).role_above(name) == repaint:
            repaint = ""
        changes = await self.screen.desk.marks.write(library.tagbook.edit(name, wanted.name, repaint))
        if not changes:
            return
        if wanted.name == name:
            self.screen.desk.marks.say(f"#{name} is painted anew", undo=True)
            return
        verb = "Joined" if reach.joined else "Renamed"
        self.follow(name, wanted.name)
        self.screen.desk.marks.say(f"{verb} #{name} to #{wanted.name}: {reach_words(reach)}", undo=True)

    def follow(self, old: str, new: str) -> None:
        """The query and the folds of the pane know the new name."""
        pane, filters = self.screen.tag_filter, self.screen.desk.filters
        pane.folded = {path_key(moved_tag(key, old, new)) for key in pane.folded}
        filters.set(with_tag_renamed(filters.query, old, new), keep=self.screen.articles.anchor_id)
        pane.put_cursor("tag", path_key(new))

    def let_go(self, name: str) -> None:
        """The query no longer asks for a tag that is gone."""
        filters = self.screen.desk.filters
        query = filters.query
        for toggled in tag_modes(query):
            if inside(toggled, name):
                query = with_tag(query, toggled, None)
        filters.set(query, keep=self.screen.articles.anchor_id)

    def delete(self, name: str) -> None:
        """Take a tag off everything; undo brings it back."""
        self.screen.run_worker(self.delete_now(name), group="marks", exit_on_error=False)

    async def delete_now(self, name: str) -> None:
        """No question asked: the toast says how much it was, and how to take it back."""
        library = await self.screen.library_ready()
        from tui.ui.screens.edit_tag import reach_words

        reach = await library.tagbook.reach(name)
        if not await self.screen.desk.marks.write(library.tagbook.delete(name)):
            return
        self.let_go(name)
        named = (*reach.searches, *reach.rules)
        still = f"; still named by {', '.join(named[:3])}" + (" …" if len(named) > 3 else "") if named else ""
        said = reach_words(TagReach(reach.tags, reach.articles, feeds=reach.feeds))
        self.screen.desk.marks.say(f"Deleted #{name}: {said}{still}", undo=True)
