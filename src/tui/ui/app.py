"""The application: themes, keys, and the way from a cold start to the open library.

The first frame needs nothing but Textual and what was remembered; the library, with all
that it imports, comes in a thread after that frame.
"""

import asyncio
import gc
import importlib
import os
import signal
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.notifications import SeverityLevel
from textual.screen import Screen

from tui.config import session as sessions
from tui.config.paths import Paths
from tui.config.session import Session
from tui.config.settings import Settings
from tui.config.theme_file import read_themes
from tui.config.toml_file import nearest
from tui.model.errors import BroadsheetError, ConfigError, QuerySyntaxError
from tui.query import parse
from tui.service.start import FirstPage, first_screen
from tui.ui.actions import ACTIONS, keymap_for, user_keys
from tui.ui.article_list.row import Density
from tui.ui.article_list.window import PAGE, Window
from tui.ui.palette import ActionProvider
from tui.ui.query_bar.past import Past
from tui.ui.reader.widget import NARROWEST, WIDEST
from tui.ui.roles import RoleApp
from tui.ui.screens.main import MainScreen
from tui.ui.still.showing import Shown
from tui.ui.stylesheets import style_paths
from tui.ui.themes import OURS, ROLES, role_defaults, users_theme
from tui.ui.toasts import take_back
from tui.ui.typeahead import Answered, TypeAhead

if TYPE_CHECKING:
    from tui.service.library import Library
    from tui.ui.pixels.driver import TerminalAnswered

__all__ = ["BroadsheetApp", "local_now", "run"]

#: Seconds after which the true screen is shown, complete or not.
LONGEST_STILL = 2.0
#: Seconds between looks at what another process wrote: half a thousandth of a core, and seen at once.
CATCH_UP = 0.5
#: The part of the time that following somebody who writes without a pause may take.
FOLLOWING = 0.1
AGES = 60.0
#: Seconds between looks whether there is a network.
LOOK = 10.0
#: Seconds after the start at which it is first asked whether today was cleaned, and between two askings.
CLEAN_AFTER, CLEAN_EVERY = 60.0, 3_600.0
#: So many folded groups are remembered for the next start.
FOLDED_KEPT = 2000


def local_now() -> datetime:
    """The present moment in the user's time zone."""
    return datetime.now().astimezone()


class BroadsheetApp(RoleApp):
    """Broadsheet on the screen.

    Args:
        settings: What the user chose.
        paths: Where everything lives.
        clock: The present moment in the user's zone; tests pass their own.
        background: False keeps timers and automatic refreshes away, for tests.
        route: Tells whether there is a network, in place of the system.
        shown: The still that stands on the terminal already; it stays until the whole screen is there.
    """

    TITLE = "Broadsheet"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[type]] = {ActionProvider}  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", show=False, priority=True)]

    def __init__(
        self,
        settings: Settings,
        paths: Paths,
        *,
        clock: Callable[[], datetime] = local_now,
        background: bool = True,
        route: Callable[[], bool] | None = None,
        shown: Shown | None = None,
    ) -> None:
        super().__init__(style_paths(), _driver(shown))
        self.shown = shown
        self.typeahead = TypeAhead(self, super().on_event)
        #: Holds painting back while the still stands; empty else.
        self.held = ExitStack()
        self.settings, self.paths, self.clock, self.background = settings, paths, clock, background
        self.route = route
        self.session = sessions.load(paths.session_file)
        self.keys: Mapping[str, Sequence[str]] = {
            **{entry.id: entry.keys for entry in ACTIONS},
            **user_keys(settings.keys),
        }
        #: The main screen, whatever stands over it.
        self.main = MainScreen(settings, self.keys, clock)
        self.library: Library | None = None
        #: When what others wrote is looked at again.
        self.rests_until = 0.0
        self.failure = ""
        own = read_themes(paths.config_file.parent / "themes", ROLES)
        for theme in (*OURS, *map(users_theme, own)):
            self.register_theme(theme)
        if settings.theme and settings.theme not in self.available_themes:
            hint = nearest(settings.theme, [*self.available_themes])
            raise ConfigError(f"{paths.config_file}: there is no theme {settings.theme!r}{hint}.")
        wanted = settings.theme or self.session.theme or "ink"
        # Before the styles are read for the first time: a theme set later has them read again.
        self.set_reactive(App.theme, wanted if wanted in self.available_themes else "ink")
        self.stylesheet.set_variables(self.get_css_variables())

    # ------------------------------------------------------------------- looks

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our roles for a theme that does not name them."""
        return role_defaults(self.current_theme)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Textual's own commands that make sense here: the theme."""
        yield SystemCommand("Theme", "Change the theme", self.search_themes)
        del screen

    # ------------------------------------------------------------------- start

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """A toast; one that says the same already gives its place to it."""
        take_back(self, lambda toast: (toast.message, toast.title) == (message, title))
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def get_default_screen(self) -> MainScreen:
        """The main screen."""
        return self.main

    def on_mount(self) -> None:
        """Keys and signals."""
        if self.shown is not None:
            self.held.enter_context(self.batch_update())
            self.set_timer(LONGEST_STILL, self.reveal)
        self.set_keymap(keymap_for(user_keys(self.settings.keys)))
        self.catch_signals()
        self.screen_change_signal.subscribe(self, self.typeahead.screen_changed, immediate=True)

    async def on_event(self, event: events.Event) -> None:
        """Keys go one after the other."""
        if isinstance(event, events.Key | events.Paste):
            await self.typeahead.take(event)
        else:
            await super().on_event(event)

    async def on_answered(self, message: Answered) -> None:
        """A key has been answered."""
        await self.typeahead.answered(message)

    def on_ready(self) -> None:
        """The screen stands: paint what is remembered, then load the rest."""
        self.restore()
        if self.shown is None:
            self.call_after_refresh(self.start_library)
        else:
            self.start_library()

    def start_library(self) -> None:
        """Open the library behind the first frame."""
        self.run_worker(self.open_library(), group="library", exit_on_error=False)

    def restore(self) -> None:
        """Sizes, query and the first page as they were left."""
        main, session = self.main, self.session
        layout = main.desk.layout
        layout.feeds_width, layout.list_width = session.feeds_width, session.list_width
        layout.list_height = session.list_height
        if session.measure and session.measure_option == self.settings.measure:
            main.reader.measure = max(NARROWEST, min(session.measure, WIDEST))
        main.feed_list.folded = set(session.folded)
        main.articles.folded = set(session.folded_groups)
        main.query_bar.past = Past(session.queries)
        main.tag_filter.folded = set(session.folded_tags)
        main.tag_filter.terms_open = session.terms_open
        main.tag_filter.order = "name" if session.tags_order == "name" else "count"
        main.desk.entered = Past(session.commands)
        main.desk.share.past, main.desk.share.form = Past(session.pipes), session.export_form
        main.desk.pictures.shown = not session.pictures_hidden
        main.desk.pictures.folder = self.paths.cache_dir / "viewed"
        main.desk.refreshing.lock_file = self.paths.lock_file
        if session.density in set(Density):
            main.articles.density = Density(session.density)
        try:
            main.desk.filters.query = parse(session.query)
        except QuerySyntaxError:
            main.desk.filters.query = parse("")
        # Headings come with the library: rows without them would move when it is there.
        page = None if main.desk.filters.query.group else first_screen(self.paths, session)
        if page is not None:
            self.paint(page)
        main.desk.filters.show_query()
        layout.arrange()

    def paint(self, page: FirstPage) -> None:
        """The remembered page: true as of the store's generation, or it would not be here."""
        main, session = self.main, self.session
        ids = [row.id for row in page.rows]
        window = Window(ids)
        for number in range(0, len(ids), PAGE):
            window.put(number // PAGE, page.rows[number : number + PAGE])
        cursor = ids.index(session.selected_article) if session.selected_article in ids else 0  # type: ignore[arg-type]
        main.articles.show(window, cursor)
        main.query_bar.show_count(session.counts_text)

    async def open_library(self) -> None:
        """Import and open what the first frame did not need."""
        module = await asyncio.to_thread(importlib.import_module, "tui.service.library")
        try:
            self.library = await module.Library.open(
                self.settings, self.paths, clock=self.clock, route=self.route
            )
        except BroadsheetError as error:
            self.failure = str(error)
            self.exit(3)
            return
        main = self.main
        main.library_opened(self.library)
        await main.begun.wait()
        # The start makes a great deal and throws nothing away: it went without collecting.
        gc.freeze()
        gc.enable()
        self.reveal()
        if not self.background:
            return
        self.set_interval(CATCH_UP, self.catch_up)
        self.set_interval(LOOK, main.desk.network.look)
        await main.desk.network.look()
        self.set_interval(AGES, main.articles.rows_changed)
        if self.settings.refresh_interval_minutes:
            self.set_interval(60 * self.settings.refresh_interval_minutes, main.desk.refreshing.refresh_due)
        if self.settings.refresh_on_start:
            main.desk.refreshing.refresh_due()
        self.run_worker(self.library.backup(), group="backup", exit_on_error=False)
        self.set_timer(CLEAN_AFTER, self.clean)
        self.set_interval(CLEAN_EVERY, self.clean)

    def clean(self) -> None:
        """Once a day, whenever the screen is open: room for what comes."""
        self.run_worker(self.main.desk.keeping.upkeep(), group="clean", exit_on_error=False)

    def on_terminal_answered(self, message: "TerminalAnswered") -> None:
        """The terminal has said what it can."""
        self.main.desk.pictures.answered(message.said)

    def reveal(self) -> None:
        """The true screen takes the place of the still; a second call has nothing left to do."""
        if self.shown is not None:
            self.shown = None
            self.held.close()
            self.main.refresh()

    async def catch_up(self) -> None:
        """Show what another process wrote."""
        loop = asyncio.get_running_loop()
        if self.library is None or loop.time() < self.rests_until:
            return
        began = loop.time()
        changes = await self.library.catch_up()
        if changes:
            self.main.changed(changes)
            # Of ten thousand feeds that somebody refreshes not every one is heard of by itself.
            self.rests_until = loop.time() + (loop.time() - began) / FOLLOWING

    # --------------------------------------------------------------------- end

    def catch_signals(self) -> None:
        """SIGTERM and SIGHUP end as ``q`` does: terminal restored, everything saved."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and os.name == "posix":
                loop.add_signal_handler(number, lambda: self.exit(0))

    async def on_unmount(self) -> None:
        """Save the session and close the store; the terminal keeps no pictures of ours."""
        self.main.desk.pictures.pixels.forget()
        self.save_session()
        if self.library is not None:
            await self.main.desk.writing.leave_for_good()
            await self.main.desk.reading.leave_for_good()
            await self.library.close()

    def save_session(self) -> None:
        """What the next start paints; nothing that is worth an error message."""
        main = self.main
        layout, filters, articles = main.desk.layout, main.desk.filters, main.articles
        generation = self.library.generation if self.library is not None else self.session.generation
        session = Session(
            query=main.desk.typing.kept,
            theme=self.theme,
            density=articles.density,
            feeds_width=layout.feeds_width,
            list_width=layout.list_width,
            list_height=layout.list_height,
            measure=main.reader.measure,
            measure_option=self.settings.measure,
            selected_article=articles.anchor_id or 0,
            first_page=tuple(articles.window.slice(0, PAGE)),
            generation=generation,
            counts_text=filters.count_text() or self.session.counts_text,
            folded=tuple(sorted(main.feed_list.folded)),
            folded_groups=tuple(filter(str.isprintable, sorted(articles.folded)))[:FOLDED_KEPT],
            queries=tuple(main.query_bar.past.queries),
            folded_tags=tuple(sorted(filter(str.isprintable, main.tag_filter.folded))),
            tags_order=main.tag_filter.order,
            terms_open=main.tag_filter.terms_open,
            pictures_hidden=not main.desk.pictures.shown,
            commands=tuple(main.desk.entered.queries),
            pipes=tuple(main.desk.share.past.queries),
            export_form=main.desk.share.form,
        )
        try:
            sessions.save(self.paths.session_file, session)
        except OSError as error:
            self.log.warning(f"The session was not saved: {error}")


def _driver(shown: Shown | None) -> type[Driver] | None:
    """Our own driver where there is a terminal that it fits; ``None`` leaves it to Textual."""
    if shown is not None:
        # Imported only where there is a still: the driver below it does not exist on Windows.
        from tui.ui.still.driver import driver_after

        return driver_after(shown)
    if os.name != "posix" or "TEXTUAL_DRIVER" in os.environ:
        return None
    from tui.ui.pixels.driver import AskingDriver

    return AskingDriver


def run(settings: Settings, paths: Paths, shown: Shown | None = None) -> int:
    """Open the screen; returns the exit code of the command."""
    app = BroadsheetApp(settings, paths, shown=shown)
    code = app.run()
    if app.failure:
        raise BroadsheetError(app.failure)
    return code or 0
