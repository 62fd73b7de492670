"""Where a reader is in an article, in words that hold at any width."""

from dataclasses import dataclass

__all__ = ["ReadingPlace"]


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """The text at the top of the window: which block, and how many of its letters are above.

    ``percent`` is how much of the whole is above; it tells when the text has changed.
    """

    block: int
    offset: int = 0
    percent: int = 0
