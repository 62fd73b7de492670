"""A page as a tree: capped in bytes and depth before any parser sees it."""

import re
from dataclasses import dataclass
from typing import Any

from tui.content.decoding import decode_page
from tui.content.tags import spell_ampersands, tame
from tui.content.urls import absolute
from tui.model.clean import clean_body

__all__ = ["MOST_BYTES", "WebPage", "read_html", "read_page"]

#: Of a longer page the scripts are left out, then what is beyond.
MOST_BYTES = 4_000_000
#: So many elements of a page are read, so many in one other, so many cells of a table.
_MOST_ELEMENTS, _MOST_CHILDREN, _MOST_CELLS = 60_000, 5_000, 8_000
#: Texts of so many characters are cut; pages of so many may hold one.
_MOST_TEXT, _LONG_PAGE = 250_000, 1_000_000
#: A tag with more attributes than this has none: parsers are quadratic in them.
_MOST_ATTRIBUTES = 500
_LONG_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)\b([^<>]{8000,})")
_ATTRIBUTE = re.compile(r"""\s[^\s=>"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?""")
_MOST_WITH_SCRIPTS = 40_000_000
_PROGRAMS = frozenset({"script", "style", "noscript", "template"})
_SCRIPTS = re.compile(r"<(script|style|svg)\b(?![^>]*ld\+json)[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_C0 = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: One of them in markup: as it is, or as a reference.
_CONTROL = re.compile(
    rf"{_C0.pattern}|&#(?:0*(?:[1-8]|1[124-9]|2\d|3[01]|6553[45])"
    r"|[xX]0*(?:[1-8bBcCeEfF]|1[0-9a-fA-F]|[fF]{3}[eEfF]))(?![0-9a-fA-F])"
)
_DATA = re.compile(r"""(["'(])data:[^"')]*""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page that was read."""

    tree: Any
    html: str
    #: What relative addresses on it are relative to.
    base: str
    #: True if something at its end was left out.
    is_cut: bool = False


def read_page(page: bytes, content_type: str, url: str) -> WebPage | None:
    """Parse a page; None if there is nothing on it."""
    return read_html(_capped(decode_page(page[:_MOST_WITH_SCRIPTS], content_type)), url)


def read_html(html: str, url: str) -> WebPage | None:
    """Parse the text of a page; None if there is nothing on it."""
    if not html.strip():
        return None
    tree = _parsed(html)
    if tree is None:
        # Deeper than a parser can follow: the tags are told from the text alone first.
        html = tame(html, url)
        tree = _parsed(html, at_any_depth=True)
    if tree is None or not len(tree):
        return None
    if _CONTROL.search(html):
        _clean(tree)
    base = next((one.get("href") for one in tree.iter("base") if one.get("href")), "")
    is_cut = _prune(tree)
    if len(html) > _LONG_PAGE:
        is_cut |= _shorten(tree)
    return WebPage(tree, html, absolute(base, url) if base else url, is_cut)


def _prune(tree: Any) -> bool:
    """Leave out what no article has; True if there was such a thing."""
    is_cut = False
    for table in list(tree.iter("table")):
        is_cut |= _prune_table(table)
    if not _is_longer(tree, _MOST_CHILDREN):
        return is_cut
    for node in list(tree.iter()):
        if len(node) > _MOST_CHILDREN:
            is_cut = True
            del node[_MOST_CHILDREN:]
    if _is_longer(tree, _MOST_ELEMENTS):
        is_cut = True
        for node in list(tree.iter())[_MOST_ELEMENTS:]:
            if (parent := node.getparent()) is not None:
                parent.remove(node)
    return is_cut


def _shorten(tree: Any) -> bool:
    """Cut texts that no paragraph has."""
    is_cut = False
    for node in tree.iter():
        for name in ("text", "tail"):
            text = getattr(node, name)
            if text and len(text) > _MOST_TEXT and (name == "tail" or node.tag not in _PROGRAMS):
                setattr(node, name, f"{text[:_MOST_TEXT]}…")
                is_cut = True
    return is_cut


def _is_longer(tree: Any, most: int) -> bool:
    return any(count >= most for count, _ in enumerate(tree.iter()))


def _prune_table(table: Any) -> bool:
    cells = 0
    for row in list(table.iter("tr")):
        cells += len(row)
        if cells > _MOST_CELLS and (parent := row.getparent()) is not None:
            parent.remove(row)
    return cells > _MOST_CELLS


def _clean(tree: Any) -> None:
    """Take control characters out of a tree, which trafilatura could not copy with them."""
    for node in tree.iter():
        if node.text and _C0.search(node.text):
            node.text = clean_body(node.text)
        if node.tail and _C0.search(node.tail):
            node.tail = clean_body(node.tail)
        if any(_C0.search(name) or _C0.search(value) for name, value in node.attrib.items()):
            # Names cannot be cleaned: lxml takes them from a page, but not from us.
            given = {name: clean_body(value) for name, value in node.attrib.items() if not _C0.search(name)}
            node.attrib.clear()
            node.attrib.update(given)


def _capped(html: str) -> str:
    if len(html) > MOST_BYTES:
        html = _DATA.sub(r"\1", _SCRIPTS.sub("", html))
        if len(html) > MOST_BYTES:
            html = html[:MOST_BYTES].rpartition("<")[0] or html[:MOST_BYTES]
    html = _LONG_TAG.sub(_without_flood, html.replace("\0", ""))
    return spell_ampersands(html)


def _without_flood(found: re.Match[str]) -> str:
    count = sum(1 for _, _ in zip(range(_MOST_ATTRIBUTES), _ATTRIBUTE.finditer(found[2]), strict=False))
    return f"<{found[1]} " if count == _MOST_ATTRIBUTES else found[0]


def _parsed(html: str, at_any_depth: bool = False) -> Any:
    """The tree, None if it would be deeper than libxml2 builds it."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None
    too_deep = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    return None if too_deep and not at_any_depth else tree
