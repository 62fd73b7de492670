"""Making room: packs, full texts and pictures that are old and that nothing kept needs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tui.config.settings import Settings
from tui.model.changes import ChangeSet
from tui.model.ids import ArticleId
from tui.service.fulltext import FullTexts
from tui.service.memory import Memory
from tui.service.pictures import Pictures
from tui.store import packs, tidying

__all__ = ["Tidied", "Tidier"]


@dataclass(frozen=True, slots=True)
class Tidied:
    """What went, or would go; ``size`` in bytes."""

    packs: int = 0
    texts: int = 0
    pictures: int = 0
    size: int = 0
    changes: tuple[ChangeSet, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.packs or self.texts or self.pictures)


#: Articles of one transaction: some tens of milliseconds.
_AT_ONCE = 100


class Tidier:
    """Lets go of what is no longer needed. What is starred, for later, packed or noted on stays whole."""

    def __init__(
        self,
        memory: Memory,
        texts: FullTexts,
        pictures: Pictures,
        settings: Settings,
        clock: Callable[[], datetime],
    ) -> None:
        self._memory, self._texts, self._pictures = memory, texts, pictures
        self._settings, self._clock = settings, clock

    async def tidy(self, *, dry_run: bool = False) -> Tidied:
        """Let go of packs, then of texts, then of pictures, each by its own age; or only say of what."""
        if self._memory.read_only:
            return Tidied()
        changes = []
        before = self._before(self._settings.pack_days)
        old_packs = await self._memory.read(tidying.stale_packs, before) if before else []
        if not dry_run:
            changes += [await self._memory.write(packs.forget, some) for some in _parts(old_packs)]
        before = self._before(self._settings.text_days)
        old_texts = await self._memory.read(tidying.loose_texts, before) if before else {}
        if not dry_run:
            changes += [await self._texts.forget(some) for some in _parts([*old_texts])]
        gone = await self._pictures.tidy(dry_run=dry_run)
        return Tidied(
            len(old_packs),
            len(old_texts),
            len(gone),
            sum(old_texts.values()) + sum(one.size for one in gone),
            tuple(changes),
        )

    def _before(self, days: int) -> datetime | None:
        """What is older than so many days; nothing for 0."""
        return self._clock() - timedelta(days=days) if days else None


def _parts(ids: Sequence[ArticleId]) -> list[Sequence[ArticleId]]:
    """Some at a time, so that nobody else waits long to write."""
    return [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]
