"""From one unread article of a list to another, without rows."""

import numpy as np
from pyroaring import BitMap

from tui.index.catalog import Catalog
from tui.index.order import as_bitmap
from tui.index.select import Selection

__all__ = ["next_unread", "random_unread"]

_CHUNK = 4096


def next_unread(selection: Selection, catalog: Catalog, start: int, step: int) -> int | None:
    """The first place from *start* in the direction of *step* (1 or -1) whose article is unread."""
    if step > 0:
        ids = selection.ids[max(0, start) :]
    else:
        ids = selection.ids[: start + 1][::-1] if start >= 0 else selection.ids[:0]
    for offset in range(0, len(ids), _CHUNK):
        chunk = ids[offset : offset + _CHUNK].tolist()
        unread = BitMap(chunk) & catalog.unread
        if unread:
            place = next(place for place, number in enumerate(chunk, start=offset) if number in unread)
            return start + place * step
    return None


def random_unread(selection: Selection, catalog: Catalog, chance: float, but: int = 0) -> int | None:
    """The place of any unread article except *but*; *chance*, from 0 up to 1, says which."""
    unread = selection.bitmap & catalog.unread
    unread.discard(but)
    if selection.folded is not None:
        # A copy has no place of its own.
        unread -= as_bitmap(selection.folded.ids)
    if not unread:
        return None
    chosen = unread[int(chance * len(unread))]
    return int(np.flatnonzero(selection.ids == chosen)[0])
