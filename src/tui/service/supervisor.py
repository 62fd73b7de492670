"""What a service manager wants to hear of a service, as systemd's protocol has it: one datagram a word."""

import contextlib
import socket
import time
from collections.abc import Mapping

__all__ = ["READY", "STOPPING", "reloading", "tell"]

READY = "READY=1"
STOPPING = "STOPPING=1"
_VARIABLE = "NOTIFY_SOCKET"


def tell(environ: Mapping[str, str], *words: str) -> None:
    """Tell it; where nobody wants to know, nothing happens."""
    address = environ.get(_VARIABLE, "")
    if not address.startswith(("/", "@")) or not hasattr(socket, "AF_UNIX"):
        return
    # An at-sign stands for the zero byte of an address that is no file.
    place = "\0" + address[1:] if address[0] == "@" else address
    with (
        contextlib.suppress(OSError),
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as speaker,
    ):
        speaker.sendto("\n".join(words).encode(), place)


def reloading() -> tuple[str, str]:
    """That the settings are being read again; :data:`READY` says when that is over."""
    return "RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1_000}"
