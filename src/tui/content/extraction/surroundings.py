"""What the lines around an article say of it: the way to it, its categories, whom it is from, who wrote it.

Most of them were never taken for text; only what they say is kept.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tui.content.extraction.flat import Flat, Span
from tui.content.lines import Line
from tui.content.phrases import HOME, fold
from tui.content.wrapping import Titles, byline, category_links, is_breadcrumb, source_of
from tui.model.clean import clean

__all__ = ["NOTHING", "Around", "around"]

#: So many lines above and below are looked at.
_ABOVE, _BELOW, _FOR_SOURCE = 14, 14, 6
_LONGEST = 400
_CRUMBS = re.compile(r"breadcrumb|\bcrumbs?\b|\byou-?are-?here\b", re.IGNORECASE)
_CATEGORIES = re.compile(
    r"(?:^|[\s_-])(?:categor\w+|cats?|cat-links|tags?|tag-?list|tags-links|topics?|kicker|eyebrow|rubri\w+|sections?|labels?"
    r"|themen?|keywords)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MENUS = frozenset({"nav", "menu", "form", "aside"})


@dataclass(frozen=True, slots=True)
class Around:
    """What was said."""

    source: str = ""
    author: str = ""
    terms: tuple[str, ...] = ()


NOTHING = Around()


def around(flat: Flat, spans: Sequence[Span], titles: Titles, known: Sequence[str]) -> Around:
    """Read the lines around the article at *spans*."""
    first, last = spans[0][0], spans[-1][1]
    above: list[tuple[Any, Line]] = []
    below: list[tuple[Any, Line]] = []
    at = bisect_left(flat.leaves, first, key=lambda node: flat.ranges[node][0])
    for node in flat.leaves[max(0, at - _ABOVE) : at]:
        above += [(node, line)] if (line := _line(node)) else []
    at = bisect_left(flat.leaves, last, key=lambda node: flat.ranges[node][0])
    for node in flat.leaves[at : at + _BELOW]:
        below += [(node, line)] if (line := _line(node)) else []
    terms: dict[str, None] = {}
    author = ""
    for node, line in above:
        crumbs = is_breadcrumb(line, titles) or _is_called(node, _CRUMBS)
        names = [name for name, _ in line.links] if crumbs else _categories(node, line)
        for name in names:
            term = clean(name, 100)
            if term and fold(term) not in HOME and not titles.is_one(term):
                terms.setdefault(term)
        if not names and not author and len(line.text) <= 100:
            author = byline(line.text, known) or ""
    source = next(
        (found for _, line in below[:_FOR_SOURCE] if (found := source_of(line.text, line.links))), ""
    )
    for node, line in below:
        for name in _categories(node, line):
            terms.setdefault(clean(name, 100).lstrip("#"))
    return Around(source, author, tuple(term for term in terms if term))


def _line(node: Any) -> Line | None:
    text = " ".join(node.text_content().split())
    if not text or len(text) > _LONGEST:
        return None
    links = [(clean(link.text_content(), 300), link.get("href") or "") for link in node.iter("a")]
    line = Line([], node.tag, 0, links)
    line.text = clean(text, _LONGEST)
    return line


def _categories(node: Any, line: Line) -> tuple[str, ...]:
    if any(one.tag in _MENUS for one in node.iterancestors()) or node.tag in _MENUS:
        return ()
    called = _is_called(node, _CATEGORIES)
    return category_links(line, sure=called)


def _is_called(node: Any, name: re.Pattern[str]) -> bool:
    """True if a class, or that of one of the two elements above, says so."""
    for _ in range(3):
        if node is None or node.tag == "body":
            return False
        if name.search(f"{node.get('class', '')} {node.get('id', '')} {node.get('aria-label', '')}"):
            return True
        node = node.getparent()
    return False
