"""What is kept: the daily clean behind the screen."""

import time
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.model.changes import NO_CHANGES, ChangeSet
from tui.model.errors import StoreError

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen

__all__ = ["Gathered", "Keeping"]

#: Seconds between two paintings of what goes: a list is made anew for each.
PAUSE = 1.0


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
