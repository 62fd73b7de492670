"""The second line of a refresh: what it is doing right now."""

from textual.content import Content
from textual.widgets import Static

__all__ = ["DetailsLine"]


class DetailsLine(Static):
    """Shows the newest line and nothing else; foreign text stays text."""

    line = ""

    def update_line(self, line: str) -> None:
        """Show *line*, unless it says nothing; what is shown already costs nothing."""
        if line and line != self.line:
            self.line = line
            self.update(Content(line), layout=self.styles.auto_dimensions)
