"""The entries of a page, taken by selectors: bounded in number and size, whatever the page does."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from tui.content.extraction.page import read_page
from tui.content.extraction.troubles import EMPTY, wrong_kind
from tui.content.urls import absolute, web_url
from tui.model.clean import clean
from tui.model.page_feed import GatheredPage, PageEntry, PageSelectors, wanted

__all__ = ["MOST_ENTRIES", "Source", "entry_of", "found", "gather", "read", "text_of"]

#: More entries are not read; a page lists its newest first.
MOST_ENTRIES = 300
_LONG_TITLE, _LONG_DATE = 1_000, 300
#: Characters of markup in one entry, and in all.
_MOST_BODY, _MOST_IN_ALL = 300_000, 6_000_000
_MOST_BODIES = 60
#: So far above an entry the link may stand that is around it.
_ABOVE = 3
#: So many links of one entry are looked at.
_MOST_LINKS = 50
_MORE = re.compile(
    r"more|read|full|continue|…|»|→|mehr|weiter|lire|suite|leer|más|leia|mais|leggi|lees", re.I
)
_HEADINGS = "h1, h2, h3, h4, h5, h6"
_NAMING = ("title", "aria-label", "alt")


class Source:
    """A page as a tree, with what its addresses are relative to."""

    def __init__(self, tree: LexborHTMLParser, base: str) -> None:
        self.tree, self.base = tree, base

    @property
    def title(self) -> str:
        """What the page calls itself; its main heading if nothing does."""
        for selector in ("head > title", "h1"):
            if (node := self.tree.css_first(selector)) is not None and (text := text_of(node, 300)):
                return text
        return ""

    @property
    def language(self) -> str:
        """As the page says it."""
        node = self.tree.css_first("html[lang]")
        return clean((node.attributes.get("lang") if node is not None else "") or "", 35)


def read(body: bytes, content_type: str, url: str) -> Source | None:
    """The page as a tree, no deeper than a parser can follow; ``None`` if there is nothing on it."""
    page = read_page(body, content_type, url)
    if page is None:
        return None
    return Source(LexborHTMLParser(page.html.encode("utf-8", "replace").decode("utf-8")), page.base)


def gather(body: bytes, content_type: str, url: str, selectors: PageSelectors) -> GatheredPage:
    """The entries that selectors find on a page; where there are none, ``trouble`` says why."""
    if trouble := wrong_kind(body, content_type):
        return GatheredPage("", trouble=trouble)
    source = read(body, content_type, url)
    if source is None:
        return GatheredPage("", trouble=EMPTY)
    items = found(source.tree, selectors.item)
    entries: dict[tuple[str, str, str], PageEntry] = {}
    left = _MOST_IN_ALL
    for item in items[:MOST_ENTRIES]:
        entry = entry_of(item, source.base, url, selectors, left)
        left -= len(entry.html)
        if entry.url or entry.title:
            entries.setdefault((entry.url, entry.title, entry.date), entry)
    kept = tuple(entries.values())
    if sum(bool(one.url) for one in kept) * 2 >= len(kept):
        # The head of a table is no entry.
        kept = tuple(one for one in kept if one.url)
    return GatheredPage(
        source.title,
        source.language,
        source.base,
        kept,
        len(items),
        "" if kept else _nothing(selectors.item, len(items)),
    )


def _nothing(selector: str, matched: int) -> str:
    shown = clean(selector, 80)
    if not matched:
        return f"nothing on the page is “{shown}”"
    return f"what is “{shown}” on the page has neither title nor link"


def entry_of(item: LexborNode, base: str, url: str, selectors: PageSelectors, room: int) -> PageEntry:
    """One entry, with at most so much markup."""
    named = _title_node(item, selectors.title)
    place = _place_on_page(item, named, url)
    link = _link(item, named, selectors.link, part_of_page=bool(place))
    address = web_url(absolute(link, base)) if link else ""
    if not address.startswith("http"):
        address = place
    title = _called(named) if named is not None else ""
    return PageEntry(
        title or text_of(item, 200),
        address,
        _date(item, selectors.date),
        _body(item, selectors.body, min(room, _MOST_BODY)),
    )


def found(tree: LexborHTMLParser | LexborNode, selector: str) -> list[LexborNode]:
    """All that match; a selector that cannot be read finds nothing."""
    try:
        return tree.css(selector) if selector.strip() else []
    except (SelectolaxError, ValueError, RuntimeError, TypeError):
        return []


def _first(item: LexborNode, selector: str) -> LexborNode | None:
    """The first that matches; the entry itself for an empty selector."""
    if not selector:
        return item
    try:
        return item.css_first(selector)
    except (SelectolaxError, ValueError, RuntimeError, TypeError):
        return None


def text_of(node: LexborNode, most: int) -> str:
    """The words of an element on one line."""
    return clean(" ".join(node.text(separator=" ").split())[: most * 2], most)


def _title_node(item: LexborNode, selector: str) -> LexborNode | None:
    if selector.strip():
        return _first(item, selector)
    if item.tag == "a":
        return _first(item, _HEADINGS) or item
    if (heading := _first(item, _HEADINGS)) is not None:
        return heading
    return next((one for one in item.css("a[href]") if _called(one)), None)


def _called(node: LexborNode) -> str:
    """The words of a title; those of its picture, or of its label, where there are none."""
    # Markup within a word does not part it.
    if text := clean(" ".join(node.text(separator="").split())[: 2 * _LONG_TITLE], _LONG_TITLE):
        return text
    for one in (node, *node.css("[title], [aria-label], [alt]")[:5]):
        for name in _NAMING:
            if text := clean(one.attributes.get(name) or "", _LONG_TITLE):
                return text
    return ""


def _link(item: LexborNode, named: LexborNode | None, selector: str, *, part_of_page: bool) -> str:
    wish = wanted(selector)
    if wish.selector or wish.attribute:
        node = _first(item, wish.selector)
        if node is None:
            return ""
        given = node.attributes.get(wish.attribute or "href")
        within = None if given else node.css_first("a[href]")
        return given or (within.attributes.get("href") if within is not None else "") or ""
    places = [item]
    if named is not None:
        places = [named, *_above(named, item), *named.css("a[href]"), item]
    # What is a part of the page links to whatever it speaks of.
    inner = [one for one in item.css("a[href]")[:_MOST_LINKS] if not part_of_page or _goes_on(one)]
    for node in (*places, *inner, *_around(item)):
        href = (node.attributes.get("href") or "").strip() if node.tag in ("a", "area") else ""
        if href and not href.lower().startswith(("#", "javascript:", "mailto:", "tel:")):
            return href
    return ""


def _goes_on(link: LexborNode) -> bool:
    return _MORE.search(text_of(link, 60)) is not None


def _above(node: LexborNode, top: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None and node.mem_id != top.mem_id and parent.mem_id != top.mem_id:
        yield parent
        parent = parent.parent


def _around(item: LexborNode) -> Iterator[LexborNode]:
    parent = item.parent
    for _ in range(_ABOVE):
        if parent is None:
            return
        yield parent
        parent = parent.parent


def _place_on_page(item: LexborNode, named: LexborNode | None, url: str) -> str:
    """The entry's own place on the page, where it is a part of it and has no page for itself."""
    for node in (item, named):
        if node is not None and (name := clean(node.attributes.get("id") or "", 200)):
            return f"{url.partition('#')[0]}#{name}"
    return ""


def _date(item: LexborNode, selector: str) -> str:
    wish = wanted(selector)
    by_itself = not (wish.selector or wish.attribute)
    node = item.css_first("time") if by_itself else _first(item, wish.selector)
    if node is None:
        return ""
    if wish.attribute:
        return clean(node.attributes.get(wish.attribute) or "", _LONG_DATE)
    stated = node.attributes.get("datetime") if node.tag == "time" else ""
    return clean(stated or "", _LONG_DATE) or text_of(node, _LONG_DATE)


def _body(item: LexborNode, selector: str, room: int) -> str:
    if not selector.strip():
        return ""
    parts: list[str] = []
    covered: set[int] = set()
    for node in found(item, selector)[:_MOST_BODIES]:
        if any(one.mem_id in covered for one in _above(node, item)):
            continue
        html = node.html or ""
        if len(html) > room:
            break
        covered.add(node.mem_id)
        room -= len(html)
        parts.append(html)
    return "".join(parts)
