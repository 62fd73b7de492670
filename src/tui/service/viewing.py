"""Pictures outside: our own bytes of one, in a private file, given to a program of the user's."""

import os
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tui.model.errors import BroadsheetError
from tui.model.picture import EXTENSIONS
from tui.service.file_names import free_path, safe_name
from tui.service.opening import start, system_opener

__all__ = ["view_picture", "viewer_argv"]

_PLACE = "{file}"
#: What was looked at is kept for so many seconds: the program may read it late, or again.
_KEPT = 86_400


def viewer_argv(file: Path, command: Sequence[str] = ()) -> tuple[str, ...]:
    """The command that shows *file*, an absolute path; with no *command* the system's own."""
    if not command:
        return (*system_opener(), str(file))
    if any(_PLACE in part for part in command):
        return tuple(part.replace(_PLACE, str(file)) for part in command)
    return (*command, str(file))


def view_picture(data: bytes, media_type: str, name: str, folder: Path, command: Sequence[str] = ()) -> Path:
    """Write a picture into *folder*, for the owner's eyes only, and show it; returns the file.

    Raises:
        BroadsheetError: it cannot be written, or there is no such program.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _clear(folder)
        path = free_path(folder / safe_name(name, EXTENSIONS.get(media_type, ".jpg"), "picture"))
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except OSError as error:
        reason = error.strerror or "it cannot be written"
        raise BroadsheetError(f"The picture cannot be written into {folder}: {reason}.") from error
    start(
        viewer_argv(path.absolute(), command),
        "The picture viewer",
        "Set `picture_viewer` in config.toml.",
    )
    return path


def _clear(folder: Path) -> None:
    """Let go of what was looked at long ago."""
    oldest = time.time() - _KEPT
    for file in folder.iterdir():
        with suppress(OSError):
            if file.stat().st_mtime < oldest:
                file.unlink()
