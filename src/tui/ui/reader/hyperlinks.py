"""Addresses for terminals that make text clickable (OSC 8); nothing but plain web and mail addresses."""

import os
import re
from collections.abc import Mapping
from urllib.parse import quote

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.render.lines import Line, Page

__all__ = ["Hyperlinks", "hyperlink", "understands_hyperlinks"]

#: Some terminals stop reading there and print the rest.
_LONGEST = 2_000
#: What an address may hold as it is; "%" is among them, because ours come escaped.
_SAFE = "/:?#[]@!$&'()*+,;=%~-._"
_ADDRESS = re.compile(r"(?:https?://[!-~]+|mailto:[!-~]+)", re.IGNORECASE)
#: Terminals that would print the sequence, or may; the console of Linux is one.
_PLAIN = frozenset({"", "dumb", "linux", "unknown", "ansi", "vt52", "vt100", "vt102", "vt220", "cons25"})


def understands_hyperlinks(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal makes links of OSC 8, or at least swallows it."""
    return environ.get("TERM", "") not in _PLAIN


def hyperlink(url: str) -> str:
    """*url* as it may stand in the sequence: printable ASCII, percent-encoded; "" if it may not."""
    try:
        address = quote(url, safe=_SAFE)
    except UnicodeEncodeError:
        return ""
    return address if len(address) <= _LONGEST and _ADDRESS.fullmatch(address) else ""


class Hyperlinks:
    """The addresses of a page, as styles; all parts of one link share one."""

    def __init__(self, page: Page, lit: bool) -> None:
        addresses = {link.number: hyperlink(link.url) for link in page.links} if lit else {}
        self.styles = {number: Style(link=url) for number, url in addresses.items() if url}

    def over(self, strip: Strip, line: Line) -> Strip:
        """The strip of a line, with its links clickable."""
        if not self.styles or not any(span.link for span in line.spans):
            return strip
        return Strip([self._linked(segment) for segment in strip], strip.cell_length)

    def _linked(self, segment: Segment) -> Segment:
        style = segment.style
        number = style.meta.get("link") if style else None
        found = self.styles.get(number) if number else None
        if found is None or style is None:
            return segment
        linked = style + found
        # Rich gives every sum an id of its own, but a terminal lights together what has the same.
        linked._link_id = found.link_id
        return Segment(segment.text, linked)
