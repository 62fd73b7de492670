"""Rules from the main screen: the list of them, a word to mute, and why an article is as it is."""

from typing import TYPE_CHECKING

from tui.model.errors import BroadsheetError
from tui.ui.typeahead import ask

if TYPE_CHECKING:
    from tui.ui.rules.mute import Muting
    from tui.ui.screens.main import MainScreen

__all__ = ["Ruling"]


class Ruling:
    """Opens what has to do with rules."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen

    def open(self) -> None:
        """Show all rules."""
        ask(self.screen, self.show)

    async def show(self) -> None:
        """The list of rules; when it is left, the open article says what has changed."""
        library = await self.screen.library_ready()
        from tui.ui.rules.screen import RulesScreen

        dialog = RulesScreen(library, self.screen.desk.marks.write, self.screen.clock, self.screen.marks)
        await self.screen.app.push_screen_wait(dialog)
        self.screen.run_worker(
            self.screen.desk.reading.renew(), group="renew", exclusive=True, exit_on_error=False
        )
        # Rules that were applied may have asked for some.
        self.screen.desk.texts.fetch_waiting()

    def mute(self) -> None:
        """Ask for a word to mute."""
        ask(self.screen, self.ask_word)

    async def ask_word(self) -> None:
        """Show the dialog."""
        library = await self.screen.library_ready()
        from tui.ui.rules.mute import MuteDialog

        muting = await self.screen.app.push_screen_wait(MuteDialog(library, self.screen.marks))
        if muting is not None:
            self.screen.run_worker(self.muted(muting), group="marks", exit_on_error=False)

    async def muted(self, muting: "Muting") -> None:
        """Write the rule, and have it act on what is here if that is wished."""
        library = await self.screen.library_ready()
        marks, hidden = self.screen.desk.marks, 0
        saved = await marks.write(library.rules.save(muting.rule))
        if not saved:
            return
        if muting.here:
            try:
                trial = await library.rules.test([library.rules.named(muting.rule.name)])
            except BroadsheetError as error:
                self.screen.desk.showing.report(error)
                return
            applied = await marks.write(library.rules.apply(trial)) if len(trial.ids) else None
            if applied:
                hidden = len(trial.ids)
                await library.rules.join([saved, applied], f"mute “{muting.rule.name}”")
        span = "for good" if muting.rule.until is None else "for a week"
        here = f", hides {hidden:,} of those here" if hidden else ""
        marks.say(f"“{muting.rule.name}” {span}{here}", undo=True)

    def why(self) -> None:
        """Show which rules touched the open article."""
        ask(self.screen, self.show_why)

    async def show_why(self) -> None:
        """All that rules did to it."""
        opened = self.screen.desk.reading.opened
        if opened is None or not opened.notes:
            self.screen.app.notify("No rule has touched this article.", timeout=3, markup=False)
            return
        from tui.ui.rules.why import WhyDialog

        await self.screen.app.push_screen_wait(WhyDialog(opened.notes, self.screen.clock()))
