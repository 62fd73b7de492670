"""Parts of a list: what ``Library.reach`` is asked within, and ids as the store wants them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.index.reach import Part, Within

__all__ = ["Part", "Within", "part", "plain"]


def part(ids: Sequence[int]) -> Part:
    """Some articles of a list; made once, it can be asked again and again."""
    # Imported with the index, which the first question needs.
    from tui.index import part as made

    return made(ids)


def plain(ids: Sequence[int]) -> list[Any]:
    """Ids of a selection are an array's; the store wants numbers."""
    return ids.tolist() if hasattr(ids, "tolist") else list(ids)
