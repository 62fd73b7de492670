"""The picture itself and when it may be shown. Standard library only: it comes before everything."""

import json
import os
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tui import __version__
from tui.config.paths import Paths

__all__ = ["Still", "load", "moment", "still_file"]

_MOST_BYTES = 4_000_000
#: What decides how Textual paints, beside the size.
_VARIABLES = ("TERM", "COLORTERM", "TERM_PROGRAM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "TZ")
#: Text, colours and places; a file that holds anything else is not ours.
_PLAIN = re.compile(r"(?:[^\x00-\x1f\x7f-\x9f]|\x1b\[[0-9;]*[Hm]|\r?\n)*")


@dataclass(frozen=True, slots=True)
class Still:
    """A whole screen as the text that paints it, and the moment of which it is true."""

    columns: int
    rows: int
    moment: str
    text: str


def still_file(paths: Paths) -> Path:
    """Where the still is kept."""
    return paths.state_dir / "still.json"


def moment(paths: Paths, environ: Mapping[str, str]) -> str:
    """All that a picture depends on, beside the size: program, terminal, settings, themes, store, session.

    A file stands for its size and the time of its last change. No writer of the store goes
    unnoticed: SQLite writes to the store or to its log beside it.
    """
    store = paths.store_file
    themes = paths.config_file.parent / "themes"
    files = [store, store.with_name(store.name + "-wal"), paths.config_file, paths.session_file, themes]
    with suppress(OSError):
        files += sorted(themes.iterdir())
    return json.dumps(
        [
            __version__,
            # The reader's dates leave out the year as long as it is this one.
            time.strftime("%Y"),
            [environ.get(name, "") for name in _VARIABLES],
            [name for name in environ if name.startswith("TEXTUAL_")],
            [_state(file) for file in files],
        ]
    )


def _state(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return (0, 0)
    # An empty log is as good as none.
    return (found.st_size, found.st_mtime_ns) if found.st_size else (0, 0)


def load(paths: Paths, environ: Mapping[str, str], size: os.terminal_size) -> Still | None:
    """The still if it is true of this moment and this terminal, else ``None``."""
    try:
        if still_file(paths).stat().st_size > _MOST_BYTES:
            return None
        record = json.loads(still_file(paths).read_bytes())
        still = Still(record["columns"], record["rows"], record["moment"], record["text"])
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    if (still.columns, still.rows) != (size.columns, size.lines):
        return None
    if still.moment != moment(paths, environ) or not _PLAIN.fullmatch(still.text):
        return None
    return still
