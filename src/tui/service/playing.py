"""Play or open what comes with an article: the user's command, mpv, or the system's own."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tui.service.opening import browser_argv, start, system_opener, web_address

__all__ = ["play", "player_argv"]

_PLACE = "{url}"
#: What mpv plays.
_MEDIA = ("audio", "video")


def player_argv(
    place: str | Path,
    media_type: str,
    player: Sequence[str] = (),
    players: Mapping[str, Sequence[str]] | None = None,
    *,
    browser: Sequence[str] = (),
    find: Callable[[str], str | None] = shutil.which,
    platform: str = sys.platform,
) -> tuple[str, ...]:
    """The command that plays a file, or what is at an address.

    The command for its type comes first, then the one for all, then mpv for sound and film, then
    what the system opens such things with, then the browser. The address begins with ``http``, a
    path with the root, and both follow ``--``.

    Raises:
        BroadsheetError: this is not a web address.
    """
    argument = str(place.absolute()) if isinstance(place, Path) else web_address(place)
    kind = media_type.partition(";")[0].strip().lower()
    by_type = players or {}
    command = tuple(by_type.get(kind) or by_type.get(kind.partition("/")[0]) or player)
    if any(_PLACE in part for part in command):
        return (command[0], *(part.replace(_PLACE, argument) for part in command[1:]))
    if command:
        return (*command, "--", argument)
    if kind.partition("/")[0] in _MEDIA and find("mpv"):
        # Without a terminal of its own it shows a window, or there would be no way to stop it.
        return ("mpv", "--force-window=immediate", "--", argument)
    if isinstance(place, Path):
        return (*system_opener(platform), argument)
    return browser_argv(argument, browser, platform)


def play(argv: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start the player and do not wait.

    Raises:
        BroadsheetError: there is no such program.
    """
    return start(argv, "The player", "Set `player` in config.toml.")
