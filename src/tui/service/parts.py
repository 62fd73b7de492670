"""Parts of a list: what ``Library.reach`` is asked within."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.index.reach import Part, Within

__all__ = ["Part", "Within", "part"]


def part(ids: Sequence[int]) -> Part:
    """Some articles of a list; made once, it can be asked again and again."""
    # Imported with the index, which the first question needs.
    from tui.index import part as made

    return made(ids)
