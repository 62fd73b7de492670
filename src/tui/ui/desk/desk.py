"""The desk: the controllers of the main screen, and the few verbs that concern several of them.

Dialogs are imported when they are opened: the first frame needs none of them.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from tui.ui.desk.filters import Filters
from tui.ui.desk.finding import Finding
from tui.ui.desk.hinting import Hinting
from tui.ui.desk.jobs import Jobs
from tui.ui.desk.keys import Keys
from tui.ui.desk.layout import Layout
from tui.ui.desk.linking import Linking
from tui.ui.desk.listening import Listening
from tui.ui.desk.marking import Marking
from tui.ui.desk.moving import Moving
from tui.ui.desk.network import Connection
from tui.ui.desk.noting import Noting
from tui.ui.desk.ordering import Ordering
from tui.ui.desk.outlining import Outlining
from tui.ui.desk.packing import Packing
from tui.ui.desk.pictures import Picturing
from tui.ui.desk.reading import Reading
from tui.ui.desk.refreshing import Refreshing
from tui.ui.desk.ruling import Ruling
from tui.ui.desk.searching import Searching
from tui.ui.desk.sharing import Sharing
from tui.ui.desk.showing import Showing
from tui.ui.desk.stories import Stories
from tui.ui.desk.subscribing import Subscribing
from tui.ui.desk.tagging import Tagging
from tui.ui.desk.texts import Texts
from tui.ui.desk.trail import Trail
from tui.ui.desk.typing import Typing
from tui.ui.desk.writing import Writing
from tui.ui.query_bar.past import Past

if TYPE_CHECKING:
    from tui.ui.desk.commands import Commands
    from tui.ui.desk.keeping import Keeping
    from tui.ui.screens.main import MainScreen

__all__ = ["Desk"]


class Desk:
    """What the action table's main methods are looked up in."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen
        self.jobs = Jobs(screen)
        self.network = Connection(screen)
        self.packing = Packing(screen)
        self.layout = Layout(screen)
        self.filters = Filters(screen)
        self.typing = Typing(screen)
        self.order = Ordering(screen)
        self.stories = Stories(screen)
        self.reading = Reading(screen)
        self.texts = Texts(screen)
        self.pictures = Picturing(screen)
        self.moving = Moving(screen)
        self.marks = Marking(screen)
        self.tags = Tagging(screen)
        self.links = Linking(screen)
        self.share = Sharing(screen)
        self.listening = Listening(screen)
        self.hints = Hinting(screen)
        self.finding = Finding(screen)
        self.outline = Outlining(screen)
        self.trail = Trail(screen)
        self.notes = Noting(screen)
        self.writing = Writing(screen)
        self.refreshing = Refreshing(screen)
        self.feeds = Subscribing(screen)
        self.searches = Searching(screen)
        self.rules = Ruling(screen)
        self.showing = Showing(screen)
        self.keys = Keys(screen)
        #: What was entered on the command line.
        self.entered = Past()

    @cached_property
    def commands(self) -> "Commands":
        """The command line, which the first frame does not need either."""
        from tui.ui.desk.commands import Commands

        return Commands(self.screen)

    @cached_property
    def keeping(self) -> "Keeping":
        """What cleans: nobody needs it in the first minute."""
        from tui.ui.desk.keeping import Keeping

        return Keeping(self.screen)

    def focus_moved(self) -> None:
        """Another widget has the focus."""
        if "commands" in self.__dict__:
            self.commands.focus_moved()
        self.finding.focus_moved()
        self.typing.focus_moved()
        self.layout.show_focus()

    def back(self) -> None:
        """Esc: the nearest thing that can be left."""
        if self.screen.reader.close_note() or self.screen.articles.unselect() or self.finding.clear():
            return
        if self.jobs.cancel(near=True):
            return
        if self.layout.focused_pane == "reader" and self.trail.back():
            return
        if self.layout.zen:
            self.layout.toggle_zen()
        elif self.layout.focused_pane != "list":
            self.layout.focus("list")
        elif self.jobs.cancel():
            return
        elif self.layout.width == "narrow":
            self.layout.focus("feeds")

    def quit_from_root(self) -> None:
        """``q``: leave the article; from a list, the program."""
        if self.layout.focused_pane == "reader" or self.layout.zen:
            self.back()
        else:
            self.screen.app.exit()

    def quit_now(self) -> None:
        """Quit from anywhere."""
        self.screen.app.exit()

    def show_help(self) -> None:
        """Help for the focused pane."""
        from tui.ui.screens.help import HelpScreen

        pane = self.layout.focused_pane
        first = [pane] if pane == "reader" else [pane, "lines"]
        self.screen.app.push_screen(HelpScreen(self.screen.keys, first))

    def show_palette(self) -> None:
        """Any action by its name."""
        self.screen.app.action_command_palette()
