"""How pictures are drawn on this terminal: by what the user wants, and by what it says it can."""

import re

from tui.model.picture import Drawing, Graphics
from tui.ui.pixels.answers import Said

__all__ = ["CELL", "cell_of", "drawing_for"]

#: Where a terminal does not say how large a cell is.
CELL = (10, 20)
#: Those that have placeholders; others that know Kitty's protocol put pictures where no text is.
_PLACEHOLDERS = re.compile(r"ghostty\b|kitty\((?:[1-9]|0\.(?:2[89]|[3-9]\d|\d{3}))", re.IGNORECASE)
#: It answers for itself, not for the terminal around it.
_BETWEEN = re.compile(r"tmux|screen|zellij", re.IGNORECASE)


def drawing_for(wish: Graphics, said: Said, colors: str | None, *, plain: bool) -> Drawing | None:
    """The way to draw; ``None`` leaves it at words.

    Args:
        wish: The user's setting.
        said: What the terminal says of itself.
        colors: Rich's name of how many colors there are.
        plain: No colors, or no characters but ASCII, are wanted.
    """
    if wish == "off" or plain:
        return None
    if wish in ("kitty", "sixel"):
        return wish
    if colors in ("standard", "windows"):
        return None
    if wish == "auto" and not _BETWEEN.match(said.name):
        if _PLACEHOLDERS.match(said.name):
            return "kitty"
        if said.sixel and said.cell_width and said.cell_height:
            return "sixel"
    return "blocks"


def cell_of(said: Said) -> tuple[int, int]:
    """Width and height of a cell in pixels, made up where they are not known or make no sense."""
    width, height = said.cell_width, said.cell_height
    return (width, height) if 1 < width < height * 2 < width * 10 else CELL
