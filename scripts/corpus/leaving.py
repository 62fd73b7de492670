"""Checks of what leaves the program: addresses for the browser, arguments of commands, names of files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cases import Case

from tui.model.errors import BroadsheetError
from tui.service.commanding import command_argv, given_from, split_command, variables
from tui.service.file_names import download_path
from tui.service.opening import browser_argv

Outcome = tuple[bool, str, bool]
GOOD: Outcome = (True, "", False)
#: Every way in which a browser may be named, and every system.
COMMANDS = ((), ("firefox",), ("firefox", "--new-tab", "{url}"), ("env", "x={url}"))
PLATFORMS = ("linux", "darwin", "win32")
#: What could mean something to a shell, or end a line of headers.
MEANINGFUL = re.compile(r"[\s\"'`<>|\\^{}\x00-\x1f\x7f]")
NAME = re.compile(r"[^/\\:*?\"<>|;$`&'!~\x00-\x1f\x7f]{1,120}")
DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
PROGRAMS = {"", "app", "bat", "com", "cmd", "desktop", "exe", "html", "js", "lnk", "ps1", "sh", "svg", "url"}


def bad(why: str) -> Outcome:
    return False, why[:300], False


def run_open(case: Case) -> Outcome:
    """An address goes to the browser as one harmless argument, or not at all."""
    url, allowed = case.data["input"], case.data.get("allowed")
    for command in COMMANDS:
        for platform in PLATFORMS:
            try:
                argv = browser_argv(url, command, platform)
            except BroadsheetError:
                if allowed == 1:
                    return bad(f"refused {url!r}")
                continue
            if allowed == 0:
                return bad(f"would open {argv!r}")
            holding = [part for part in argv if "http" in part]
            if len(holding) != 1 or len(argv) > max(3, len(command) + 1):
                return bad(f"not one argument: {argv!r}")
            address = holding[0].removeprefix("x=")
            if not address.startswith(("http://", "https://")) or re.search(
                r"[\s\"`<>\\^|\x00-\x1f]", address
            ):
                return bad(f"not harmless: {address!r}")
            if urlsplit(address).hostname != urlsplit(url).hostname:
                return bad(f"leads elsewhere: {address!r}")
    return GOOD


def run_pipe(case: Case) -> Outcome:
    """A command gets a publisher's words each as one argument that is no option."""
    entry: dict[str, Any] = case.data["entry"]
    template = case.data["template"].replace("%u", "{url}").replace("%t", "{title}")
    given = given_from(url=entry["link"], title=entry["title"], author=entry["author"])
    argv = command_argv(split_command(template), given)
    program, *arguments = argv
    if program != "bookmark.sh" or len(arguments) != 2:
        return bad(f"not one argument each: {argv!r}")
    url, title = arguments
    if title.removeprefix(" ") != entry["title"] or title.startswith("-"):
        return bad(f"the title became {title!r}")
    if not url.startswith("https://example.org/") or re.search(r"[\s\"`<>\\^|]", url):
        return bad(f"the address became {url!r}")
    names = variables(given, {"PATH": "/bin"})
    if names["BROADSHEET_TITLE"] != entry["title"] or names["PATH"] != "/bin":
        return bad(f"the variables became {names!r}")
    return GOOD


def run_download(case: Case) -> Outcome:
    """A file stays in its folder under a name that no system acts on."""
    folder = Path(case.data["directory"])
    path = download_path(folder, case.data["url"], case.data.get("headers", {}))
    if path.parent != folder or Path(str(path)).resolve().parent != folder.resolve():
        return bad(f"leaves the folder: {path}")
    name = path.name
    if not NAME.fullmatch(name) or name[0] in ".- " or name[-1] in ". " or DEVICE.match(name):
        return bad(f"not a safe name: {name!r}")
    if name.rpartition(".")[2].lower() in PROGRAMS:
        return bad(f"a program: {name!r}")
    return GOOD
