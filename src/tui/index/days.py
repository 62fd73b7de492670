"""When the days begin on which articles were published, in the user's zone."""

from datetime import date, datetime, time, timezone, tzinfo
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tui.index.order import Seconds

__all__ = ["Days", "midnights"]

_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
#: What a calendar of ours can hold, with a day to spare at both ends.
_FIRST, _LAST = date.min.toordinal() + 2, date.max.toordinal() - 2
#: Up to so many days in a row (a century) it is quicker to take them all.
_CENTURY = 36_525


class Days:
    """Some days in their order."""

    def __init__(self, ordinals: NDArray[np.int64]) -> None:
        self.ordinals = ordinals

    def day(self, place: int) -> date:
        """The day at a place."""
        return date.fromordinal(int(self.ordinals[place]))


def midnights(dates: Seconds, now: datetime) -> tuple[Days, Seconds]:
    """The days that *dates* may fall on, and the second at which each begins; *dates* is not empty.

    Interval arithmetic: no article is looked at alone. The zone is that of *now*.
    """
    low, high = int(dates.min()) // _DAY, int(dates.max()) // _DAY
    if high - low <= _CENTURY:
        ordinals = np.arange(low - 1, high + 2, dtype=np.int64)
    else:
        # Some feed says 1970 or worse: only the days that there are, as London has them, and
        # those beside them.
        there = np.unique(dates // _DAY)
        ordinals = np.unique(np.concatenate((there - 1, there, there + 1)))
    ordinals = np.unique(np.clip(ordinals + _EPOCH, _FIRST, _LAST))
    zone = now.tzinfo
    if isinstance(zone, timezone):
        # One offset for all times, as the system's own zone comes.
        offset = int(zone.utcoffset(None).total_seconds())
        starts = (ordinals - _EPOCH) * _DAY - offset
    else:
        starts = np.fromiter(
            (_midnight(number, zone) for number in ordinals.tolist()), np.int64, len(ordinals)
        )
    # Whatever lies before the first midnight belongs to the first day.
    starts[0] = min(int(starts[0]), int(dates.min()))
    return Days(ordinals), starts


@lru_cache(maxsize=1 << 16)
def _midnight(ordinal: int, zone: tzinfo | None) -> int:
    """When a day begins; where clocks leap over midnight, when they have leapt."""
    return int(datetime.combine(date.fromordinal(ordinal), time(), zone).timestamp())
