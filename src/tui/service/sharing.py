"""Where an article can be sent: targets of the user's, and those that need no account."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from tui.model.errors import BroadsheetError
from tui.model.filling import fill
from tui.service.commanding import Given, command_argv, places_of, run_command, text_file, variables
from tui.service.opening import open_in_browser, open_mail

__all__ = ["Target", "mail_address", "send", "targets"]

#: Mail programs cut longer letters; the address is what counts.
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Target:
    """A place to send to: by an address, or by a command."""

    name: str
    address: str = ""
    command: tuple[str, ...] = ()

    @property
    def places(self) -> frozenset[str]:
        """What it wants to know of an article."""
        return places_of((self.address, *self.command))


def targets(share: Mapping[str, str | tuple[str, ...]]) -> tuple[Target, ...]:
    """The user's targets, in the order in which they stand in the settings."""
    return tuple(
        Target(name, address=value) if isinstance(value, str) else Target(name, command=value)
        for name, value in share.items()
    )


def address_of(target: Target, given: Given) -> str:
    """The address of a target for an article, every value percent-encoded."""
    return fill(target.address, given, lambda value: quote(value, safe=""))


def mail_address(given: Given) -> str:
    """A letter about an article, to nobody yet."""
    title = given["title"][:_LONGEST_TITLE]
    body = "\r\n\r\n".join(part for part in (title, given["url"]) if part)
    return f"mailto:?subject={quote(title, safe='')}&body={quote(body, safe='')}"


async def send(target: Target, given: Given, text: str, browser: tuple[str, ...], seconds: float) -> str:
    """Send an article to a target; returns a sentence on what was done.

    Raises:
        BroadsheetError: it could not be sent; says why.
    """
    if "url" in target.places and not given["url"]:
        raise BroadsheetError("This article has no web address, so there is nothing to share.")
    if target.address:
        address = address_of(target, given)
        if address.startswith("mailto:"):
            open_mail(address)
        else:
            open_in_browser(address, browser)
        return f"Shared with {target.name}."
    with text_file(text, wanted="file" in target.places) as file:
        given = {**given, **file}
        argv = command_argv(target.command, given)
        said = await run_command(argv, text, variables(given, os.environ), seconds)
    words = said.output.strip()
    last = words.rpartition("\n")[2][:200]
    if said.late:
        raise BroadsheetError(f"{target.name} was stopped after {seconds:g} seconds: {argv[0]} did not end.")
    if said.code:
        raise BroadsheetError(f"{target.name} failed ({said.code}): {last or argv[0]}")
    # A word or two of the program's are an answer; more is what it was given, or a log.
    return f"Shared with {target.name}." + (f" {words}" if words and len(words) == len(last) else "")
