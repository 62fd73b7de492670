"""Where a feed comes from, told by its address alone: the web, a file, a command, or this program."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

__all__ = [
    "COMMAND_NAME",
    "CommandOrigin",
    "FileOrigin",
    "Origin",
    "OwnOrigin",
    "WebOrigin",
    "calling_name",
    "command_url",
    "file_url",
    "is_local",
    "is_own",
    "local_url",
    "origin_of",
    "source_name",
]

_OWN, _FILE, _COMMAND = "broadsheet:", "file:", "command:"
#: What a command in the configuration may be called.
COMMAND_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
#: What begins the name of a file, and no address of the web.
_PATHS = ("/", "./", "../")


@dataclass(frozen=True, slots=True)
class WebOrigin:
    """A server; whatever is nothing else counts as one, and is refused where it is visited."""

    url: str


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """A file on this machine."""

    path: str


@dataclass(frozen=True, slots=True)
class CommandOrigin:
    """What a command of the user's configuration writes."""

    name: str


@dataclass(frozen=True, slots=True)
class OwnOrigin:
    """The program itself: the manual, saved pages."""

    name: str


Origin = WebOrigin | FileOrigin | CommandOrigin | OwnOrigin


def origin_of(feed_url: str) -> Origin:
    """Where the feed with this address comes from."""
    if feed_url.startswith(_OWN):
        return OwnOrigin(feed_url.removeprefix(_OWN))
    if feed_url.startswith(_COMMAND):
        return CommandOrigin(feed_url.removeprefix(_COMMAND))
    if feed_url.startswith("file:///"):
        return FileOrigin(os.fsdecode(unquote_to_bytes(feed_url.removeprefix("file://"))))
    return WebOrigin(feed_url)


def source_name(feed_url: str) -> str:
    """Where a feed comes from, in one word: "web", "file", "command" or "broadsheet"."""
    match origin_of(feed_url):
        case FileOrigin():
            return "file"
        case CommandOrigin():
            return "command"
        case OwnOrigin():
            return "broadsheet"
    return "web"


def is_own(feed_url: str) -> bool:
    """Whether a feed comes with the program, and is never fetched."""
    return feed_url.startswith(_OWN)


def is_local(feed_url: str) -> bool:
    """Whether a feed means something on this machine only: a file, or a command."""
    return feed_url.startswith((_FILE, _COMMAND))


def file_url(path: str) -> str:
    """The address of a file, by its absolute path."""
    return f"file://{quote_from_bytes(os.fsencode(path))}"


def command_url(name: str) -> str:
    """The address of a command's feed."""
    return f"{_COMMAND}{name}"


def local_url(typed: str, home: str, here: str) -> str:
    """The address of the file or command that somebody typed; "" if he means neither.

    A file is known by its beginning (``/``, ``~``, ``./``, ``../`` or ``file:``), so that no
    name of a site is ever taken for one. ``home`` and ``here`` are the user's own folder and
    the one he is in.
    """
    text = typed.strip()
    scheme, colon, rest = text.partition(":")
    if colon and scheme.lower() == "command":
        return command_url(rest.strip())
    if colon and scheme.lower() == "file":
        machine, slash, path = rest.removeprefix("//").partition("/")
        if not slash or machine.lower() not in ("", "localhost"):
            return ""
        return file_url(os.path.normpath(os.fsdecode(unquote_to_bytes(f"/{path}"))))
    if text == "~" or text.startswith("~/"):
        text = f"{home}{text[1:]}"
    return file_url(os.path.normpath(Path(here) / text)) if text.startswith(_PATHS) else ""


def calling_name(feed_url: str) -> str:
    """What a feed of this machine is called while nobody has said its title; "" for any other."""
    origin = origin_of(feed_url)
    if isinstance(origin, FileOrigin):
        return Path(origin.path).name
    return origin.name if isinstance(origin, CommandOrigin) else ""
