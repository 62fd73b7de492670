"""Articles too long to be shown in the time that opening one may take.

What costs time is not letters but elements and lines: ten thousand of them are more than any article
needs, and a screen that stands still is worse than a note that says what is missing.
"""

import re
from itertools import islice

from tui.content.document import Block, Emphasis, Paragraph, Text

__all__ = ["cut", "left_out_note"]

#: Tags, start tags and end tags alike, and lines of source.
_MOST_PIECES = 20_000
_PIECE = re.compile(r"<|\n")


def cut(html: str) -> tuple[str, int]:
    """*html* up to the tag or line with which it becomes too much, and how many percent were left out."""
    if html.count("<") + html.count("\n") <= _MOST_PIECES:
        return html, 0
    piece = next(islice(_PIECE.finditer(html), _MOST_PIECES, None))
    return html[: piece.start()], max(1, round(100 * (len(html) - piece.start()) / len(html)))


def left_out_note(percent: int) -> Block:
    """What stands at the end of an article that was cut."""
    words = f"This article is very long: about {percent} % of it were left out here. Its page has all of it."
    return Paragraph((Emphasis("small", (Text(words),)),))
