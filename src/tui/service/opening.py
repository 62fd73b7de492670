"""Hand an address to the browser: a list of arguments, never a shell, web addresses only."""

import subprocess
import sys
import threading
from collections.abc import Sequence
from urllib.parse import quote, urlsplit, urlunsplit

from tui.model.errors import BroadsheetError

__all__ = ["browser_argv", "open_in_browser", "open_mail", "start", "system_opener", "web_address"]

_SCHEMES = ("http", "https")
_LONGEST = 8_000
_PLACE = "{url}"
#: What may stay as it is; everything else is percent-encoded, quotes and spaces above all.
_SAFE = "/:?#[]@!&'()*+,;=%~-._"


def browser_argv(url: str, command: Sequence[str] = (), platform: str = sys.platform) -> tuple[str, ...]:
    """The command that opens ``url``; with no ``command`` the system's own.

    The address always begins with ``http``, so no program can take it for an option, and
    it is one argument wherever ``{url}`` stands, or the last.

    Raises:
        BroadsheetError: this is not an address for a browser.
    """
    address = web_address(url)
    if not command:
        return (*system_opener(platform), address)
    if any(_PLACE in part for part in command):
        return tuple(part.replace(_PLACE, address) for part in command)
    return (*command, address)


def open_in_browser(url: str, command: Sequence[str] = ()) -> None:
    """Open ``url`` and do not wait; the program gets neither our terminal nor our signals.

    Raises:
        BroadsheetError: not an address for a browser, or there is no such program.
    """
    start(browser_argv(url, command), "The browser command", "Set `browser` in config.toml.")


def open_mail(address: str) -> None:
    """Have the system's mail program write a letter; ``address`` is percent-encoded already.

    Raises:
        BroadsheetError: not a ``mailto:`` address, or there is nothing that opens it.
    """
    if not address.startswith("mailto:") or not address.isprintable() or " " in address:
        raise BroadsheetError("This is not the address of a letter.")
    start((*system_opener(), address), "The mail program", "Is one set up on this system?")


def start(argv: Sequence[str], what: str, advice: str) -> "subprocess.Popen[bytes]":
    """Start a program and do not wait; it gets neither our terminal nor our signals.

    Raises:
        BroadsheetError: there is no such program; says *what* failed, and the *advice*.
    """
    try:
        process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        reason = error.strerror or "it does not start"
        raise BroadsheetError(f"{what} {argv[0]!r} failed: {reason}. {advice}") from error
    # Somebody has to take note of its end, or it stays in the process table as a ghost.
    threading.Thread(target=process.wait, daemon=True).start()
    return process


def web_address(url: str) -> str:
    """``url`` with all percent-encoded that means something elsewhere.

    Raises:
        BroadsheetError: this is not an http or https address.
    """
    if not url.isprintable() or len(url) > _LONGEST:
        raise BroadsheetError("This address holds characters that no address may hold.")
    try:
        parts = urlsplit(url.strip())
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise BroadsheetError("This address is not well-formed.") from error
    if parts.scheme not in _SCHEMES or not host or "\\" in parts.netloc:
        raise BroadsheetError("Only web addresses (http and https) are opened in the browser.")
    try:
        return quote(urlunsplit(parts), safe=_SAFE)
    except UnicodeEncodeError as error:
        raise BroadsheetError("This address is not well-formed.") from error


def system_opener(platform: str = sys.platform) -> tuple[str, ...]:
    """The command by which the system opens an address or a file."""
    if platform == "darwin":
        return ("open", "--")
    if platform == "win32":
        return ("rundll32", "url.dll,FileProtocolHandler")
    return ("xdg-open",)
