"""Pictures in true pixels, written to the terminal past Textual: the only place where that is done."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.app import App

from tui.render.kitty import deletion, placeholders, transmission

if TYPE_CHECKING:
    from tui.ui.reader.pictures import Wanted

__all__ = ["Pixels"]

#: Of the 256 colors those that are exact in both ways of saying them: six steps of each part.
_FIRST, _COUNT = 16, 216
_STEPS = (0, 95, 135, 175, 215, 255)


class Pixels:
    """What the terminal keeps for us, and what is painted over the cells of the reader."""

    def __init__(self, app: App[int]) -> None:
        self.app = app
        #: By the color that stands for each: Kitty's pictures in the terminal.
        self._sent: dict[int, int] = {}
        self._next = 0

    def send(self, wanted: "Wanted", png: bytes) -> list[tuple[Segment, ...]]:
        """Give the terminal a picture; the lines of characters that stand for it."""
        place = self._next % _COUNT
        self._next += 1
        red, green, blue = _STEPS[place // 36], _STEPS[place // 6 % 6], _STEPS[place % 6]
        # The color says the number: whole, or as one of 256, as the terminal is told colors.
        exact = self.app.console.color_system == "truecolor"
        number = (red << 16 | green << 8 | blue) if exact else _FIRST + place
        if not number:
            return self.send(wanted, png)
        if place in self._sent:
            self.write(deletion(self._sent[place]))
        self._sent[place] = number
        self.write(transmission(number, png, wanted.columns, wanted.rows))
        back = wanted.background
        page = Color.from_rgb(back >> 16, back >> 8 & 255, back & 255)
        style = Style.from_color(Color.from_rgb(red, green, blue), page)
        return [(Segment(line, style),) for line in placeholders(wanted.columns, wanted.rows)]

    def forget(self) -> None:
        """Have the terminal let go of all our pictures."""
        gone = "".join(map(deletion, self._sent.values()))
        self._sent.clear()
        if gone:
            self.write(gone)

    def paint(self, pieces: Sequence[tuple[int, int, bytes]]) -> None:
        """Put Sixels at columns and lines of the screen; the cursor comes back."""
        made = [f"\x1b[{line + 1};{column + 1}H{sixel.decode('ascii')}" for column, line, sixel in pieces]
        if made:
            self.write(f"\x1b7{''.join(made)}\x1b8")

    def write(self, text: str) -> None:
        """To the terminal, in the order of what Textual writes."""
        driver = self.app._driver
        if driver is not None and not self.app.is_headless:
            driver.write(text)
