"""An article as lines on standard output."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.cli.printing import plural, with_color
from tui.model.attached import label_of
from tui.model.clean import clean_body
from tui.render.layout import layout
from tui.render.lines import Line, Masthead

if TYPE_CHECKING:
    from tui.service.opened import OpenArticle

__all__ = ["masthead", "print_page"]

#: How a role is dressed on a terminal; most are as plain as text.
_DRESS: Mapping[str, str] = {
    "title": "1",
    "meta": "2",
    "source": "2",
    "heading1": "1",
    "heading2": "1",
    "heading3": "1",
    "heading4": "1",
    "emphasis": "3",
    "strong": "1",
    "strong-emphasis": "1;3",
    "strike": "9",
    "mark": "7",
    "underline": "4",
    "link": "4",
    "link-number": "2",
    "address": "2",
    "caption": "2",
    "table-head": "1",
    "own-bar": "2",
    "code.comment": "2",
}


def print_page(opened: "OpenArticle", width: int) -> None:
    """Print an article, *width* columns wide, its links with their numbers below."""
    page = layout(opened.document, width, masthead=masthead(opened))
    dressed = with_color()
    for line in _without_addresses(page.lines):
        # No-break spaces have done their work; whoever greps types plain ones.
        print(_shown(line, dressed).replace("\xa0", " ").rstrip())
    if page.links:
        print()
    for link in page.links:
        # Never cut: an address is there to be copied.
        print(f"[{link.number}] {clean_body(link.url)}")
    for item in opened.article.enclosures:
        size = f", {plural(item.length, 'byte')}" if item.length else ""
        said = label_of(item) if item.relation else item.media_type or "file"
        print(clean_body(f"\n{item.url} ({said}{size})"))


def masthead(opened: "OpenArticle") -> Masthead:
    """What stands above the text, with dates in the user's time zone."""
    article = opened.article
    when = (article.published_at or article.first_seen_at).astimezone()
    byline = (article.feed_title, article.author, f"{when:%Y-%m-%d %H:%M}", f"{opened.minutes} min")
    facts = tuple(part for part in byline if part)
    return Masthead(
        article.title, facts, article.source, article.tags, text=opened.note, own=clean_body(article.note)
    )


def _without_addresses(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines above the list of addresses, which are shortened for the eye there."""
    last = len(lines)
    for position, line in enumerate(lines):
        if any(span.role == "address" for span in line.spans):
            last = position
            break
    while last and not lines[last - 1].text.strip():
        last -= 1
    return lines[:last]


def _shown(line: Line, dressed: bool) -> str:
    return "".join(
        _dressed(clean_body(span.text), _DRESS.get(span.role, "") if dressed else "") for span in line.spans
    )


def _dressed(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if code and text.strip() else text
