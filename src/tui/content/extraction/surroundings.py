"""What the lines around an article say of it: the way to it, its categories, whom it is from, who wrote it.

Most of them were never taken for text; only what they say is kept.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tui.content.extraction.flat import Flat, Span, holds
from tui.content.lines import Line
from tui.content.phrases import HOME, fold
from tui.content.wrapping import Titles, byline, category_links, is_breadcrumb, source_of
from tui.model.clean import clean

__all__ = ["NOTHING", "Around", "around"]

_BLOCKS = (
    *(
        "p",
        "div",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "blockquote",
        "pre",
        "section",
        "article",
        "main",
    ),
    *("header", "footer", "figure", "form", "aside", "nav", "details", "h1", "h2", "h3", "h4", "h5", "h6"),
)
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


def around(body: Any, flat: Flat, spans: Sequence[Span], titles: Titles, known: Sequence[str]) -> Around:
    """Read the lines around the article at *spans*."""
    first, last = spans[0][0], spans[-1][1]
    above: list[tuple[Any, Line]] = []
    below: list[tuple[Any, Line]] = []
    for node in _leaves(body):
        start, end = flat.ranges.get(node, (-1, -1))
        if start < 0 or holds(spans, start, end):
            continue
        if start >= last:
            if len(below) >= _BELOW:
                break
            below += [(node, line)] if (line := _line(node)) else []
        elif end <= first and (line := _line(node)):
            above.append((node, line))
    terms: dict[str, None] = {}
    author = ""
    for node, line in above[-_ABOVE:]:
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


def _leaves(body: Any) -> Iterator[Any]:
    """Blocks without blocks in them."""
    for node in body.iter(*_BLOCKS):
        if all(inner is node for inner in node.iter(*_BLOCKS)):
            yield node


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
