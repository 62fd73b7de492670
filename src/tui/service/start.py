"""The first screen, before anything heavy is imported: standard library and sqlite3 only."""

from tui.config.paths import Paths
from tui.config.session import Session
from tui.store import first_page
from tui.store.first_page import FirstPage

__all__ = ["FirstPage", "first_screen"]

#: More rows than any terminal shows.
_ROWS = 200


def first_screen(paths: Paths, session: Session) -> FirstPage | None:
    """The page seen last, if the store still is as it was then; ``None`` to wait for the library."""
    if not session.first_page:
        return None
    return first_page.load(paths.store_file, session.first_page, session.generation, _ROWS)
