"""The second line of a refresh: what it is doing right now."""

from textual.content import Content
from textual.widgets import Static

__all__ = ["DetailsLine"]


class DetailsLine(Static):
    """Shows the newest line and nothing else; foreign text stays text."""

    def update_line(self, line: str) -> None:
        """Show *line*, unless it says nothing."""
        if line:
            self.update(Content(line))
