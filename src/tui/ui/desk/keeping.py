"""What is kept: the daily clean behind the screen."""

import time
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from tui.model.changes import NO_CHANGES, ChangeSet
from tui.model.errors import StoreError

if TYPE_CHECKING:
    from tui.ui.app import BroadsheetApp
    from tui.ui.screens.main import MainScreen

__all__ = ["Gathered", "Keeping"]

#: Seconds between two paintings of what goes: a list is made anew for each.
PAUSE = 1.0
#: Seconds without a key after which the whole store may be written anew.
QUIET = 300.0


class Gathered:
    """Removals that come in many small steps, shown to the panes a second's worth at a time."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen, self.changes, self.shown_at = screen, NO_CHANGES, time.monotonic()

    def take(self, changes: ChangeSet) -> None:
        """One more step."""
        self.changes = replace(
            changes,
            removed=(*self.changes.removed, *changes.removed),
            updated=(*self.changes.updated, *changes.updated),
            new=(*self.changes.new, *changes.new),
        )
        if time.monotonic() - self.shown_at >= PAUSE:
            self.show()

    def show(self) -> None:
        """Have the panes follow."""
        if self.changes:
            self.screen.changed(self.changes)
        self.changes, self.shown_at = NO_CHANGES, time.monotonic()


class Keeping:
    """Cleans once a day; whoever works at the screen notices nothing but what is gone."""

    def __init__(self, screen: "MainScreen") -> None:
        self.screen = screen

    async def upkeep(self) -> None:
        """The daily clean, and room given back to the disk where there is much of it."""
        library = await self.screen.library_ready()
        await self.daily()
        try:
            await library.keeper.compactor.compact(may_rewrite=self.is_quiet)
        except StoreError as error:
            self.screen.log.warning(f"No room was given back: {error}")

    def is_quiet(self) -> bool:
        """Whether nobody is at the keyboard."""
        app = cast("BroadsheetApp", self.screen.app)
        return time.monotonic() - app.typeahead.typed_at > QUIET

    async def daily(self) -> None:
        """What the settings do not keep goes, if that was not done today."""
        library = await self.screen.library_ready()
        if not await library.keeper.is_due():
            return
        gathered = Gathered(self.screen)
        try:
            async with aclosing(library.keeper.daily()) as stream:
                async for changes in stream:
                    gathered.take(changes)
        except StoreError as error:
            # Nobody asked for it; tomorrow is another day.
            self.screen.log.warning(f"The daily clean was not finished: {error}")
        gathered.show()
