"""The user's tags themselves: what they are called, how they look, and what names them."""

from collections.abc import Callable
from datetime import datetime

from tui.model.changes import ChangeSet
from tui.model.tagging import TagReach
from tui.service.memory import Memory
from tui.store import tagging

__all__ = ["Tagbook"]


class Tagbook:
    """Renames, paints and deletes tags; what articles have is a matter of marks."""

    def __init__(self, memory: Memory, clock: Callable[[], datetime]) -> None:
        self._memory, self._clock = memory, clock

    async def edit(self, name: str, new_name: str, color: str | None = None) -> ChangeSet:
        """Rename a tag with all below it, joining one of that name; or paint it in another color."""
        return await self._memory.write(tagging.edit_tag, name, new_name, color, self._clock())

    async def delete(self, name: str) -> ChangeSet:
        """Take a tag and all below it off everything that has or gives it."""
        return await self._memory.write(tagging.delete_tag, name, self._clock())

    async def reach(self, name: str, new_name: str = "") -> TagReach:
        """What deleting a tag, or giving it another name, would touch."""
        return await self._memory.read(tagging.tag_reach, name, new_name)
