"""From a page that has no feed to the entries on it: by selectors, and which selectors those might be."""

from tui.content.gathering.gathering import gather
from tui.content.gathering.mistakes import mistake_in
from tui.content.gathering.proposing import propose

__all__ = ["gather", "mistake_in", "propose"]
