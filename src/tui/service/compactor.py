"""Room given back to the disk: in small steps where the file allows it, else by writing it anew.

Everybody else goes first: whoever writes stops what is going on here, and it goes on later. All of it
may be interrupted or killed at any moment; SQLite then has the file as it was before the step.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tui.model.amounts import amount_words
from tui.model.errors import StoreBusy, StoreDamaged, StoreError, StoreFull
from tui.service.memory import Memory
from tui.store import Database, compacting

__all__ = ["Compacted", "Compactor", "Room"]

#: Pages that one step gives back: some tens of milliseconds.
_STEP = 1_000
#: By itself nothing is done for less than this, and for less than this share of the file.
_WORTH, _SHARE = 8_000_000, 0.05
#: What makes writing the whole file anew worth while.
_MUCH, _GREAT_SHARE = 50_000_000, 0.25
#: Steps of merging that one run takes at most: the rest is for another time.
_MERGES = 2_000
#: How often a write of ours may come in between when somebody waits for it.
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Room:
    """The store's file: its bytes, and how many of them hold nothing."""

    size: int
    free: int
    #: They can be given back in small steps.
    in_steps: bool


@dataclass(frozen=True, slots=True)
class Compacted:
    """Bytes before and after; ``trouble`` says why it could not be finished."""

    before: int
    after: int
    trouble: str = ""

    @property
    def given_back(self) -> int:
        """Bytes that the disk has again."""
        return max(0, self.before - self.after)


class Compactor:
    """Looks after the size of the store's file."""

    def __init__(self, database: Database, memory: Memory, environ: Mapping[str, str] | None = None) -> None:
        self._database, self._memory = database, memory
        self._environ = os.environ if environ is None else environ

    async def room(self) -> Room:
        """How large the file is, and how much of it is free."""
        pages = await self._database.read(compacting.pages)
        return Room(pages.total * pages.size, pages.bytes_free, pages.in_steps)

    async def compact(
        self, *, may_rewrite: Callable[[], bool] | None = None, tell: Callable[[str], object] = str
    ) -> Compacted:
        """Give back what is worth it; by hand (without *may_rewrite*) whatever there is.

        *may_rewrite* is asked before the whole file is written anew: nobody can write meanwhile.

        Raises:
            StoreFull: the disk is full; the store is as it was.
            StoreDamaged: it is broken.
        """
        before = (await self.room()).size
        if self._memory.read_only:
            return Compacted(before, before, "The store can only be read.")
        by_hand = may_rewrite is None
        await self._merge(tell)
        room, trouble = await self.room(), ""
        if room.in_steps:
            if room.free and (by_hand or room.free > max(_WORTH, _SHARE * room.size)):
                trouble = await self._release(by_hand, tell)
        elif room.free and (
            may_rewrite is None or (room.free > max(_MUCH, _GREAT_SHARE * room.size) and may_rewrite())
        ):
            trouble = await self._rewrite(room, _TRIES if by_hand else 1, tell)
        await self._maintained(compacting.checkpoint)
        return Compacted(before, (await self.room()).size, trouble)

    async def _merge(self, tell: Callable[[str], object]) -> None:
        for done in range(_MERGES):
            if not await self._memory.write(compacting.merge_text):
                return
            tell(f"merging the index of words, step {done + 1:,}")

    async def _release(self, by_hand: bool, tell: Callable[[str], object]) -> str:
        left, tries = 1, 0
        while left:
            found = await self._maintained(compacting.release, _STEP)
            if found is None:
                # Somebody wrote; it goes on behind that.
                tries += 1
                if tries > _TRIES and not by_hand:
                    return "Others are writing; it goes on another time."
                continue
            left = found
            tell(f"giving room back, {left:,} pages to go")
        return ""

    async def _rewrite(self, room: Room, tries: int, tell: Callable[[str], object]) -> str:
        lacking = compacting.lacks_room(self._database.path, room.size - room.free, self._environ)
        if lacking:
            return (
                f"{lacking} to write the store anew, which takes {amount_words(room.size - room.free)} twice."
            )
        for _ in range(tries):
            tell("writing the store anew; it can be stopped at any time")
            if await self._maintained(compacting.rewrite) is not None:
                return ""
        return "Somebody wrote meanwhile, so it was stopped; it is done another time."

    async def _maintained(self, work: Callable[..., int | bool], *args: object) -> int | bool | None:
        """What some upkeep answers; ``None`` if it was stopped, or somebody else held the store."""
        try:
            return await self._database.maintain(work, *args)
        except StoreBusy:
            return None
        except (StoreFull, StoreDamaged):
            raise
        except StoreError:
            return None
