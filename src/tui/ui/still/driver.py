"""Take the terminal over from the still without a blink."""

from textual.driver import Driver

from tui.ui.pixels.driver import AskingDriver
from tui.ui.still.showing import Shown

__all__ = ["driver_after"]

_ALTERNATE_SCREEN = "\x1b[?1049h"


def driver_after(shown: Shown) -> type[Driver]:
    """Textual's driver, for a terminal that stands on the alternate screen already."""

    class TakingOver(AskingDriver):
        """Leaves the still where it is until the first frame is painted over it."""

        def start_application_mode(self) -> None:
            """Begin; what Textual puts back at the end is what the shell had set."""
            super().start_application_mode()
            self.attrs_before = shown.attributes
            shown.taken = True

        def write(self, data: str) -> None:
            """Everything but the step to the alternate screen, which some terminals clear then."""
            if shown.taken or data != _ALTERNATE_SCREEN:
                super().write(data)

    return TakingOver
