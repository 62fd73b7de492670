"""A page as a tree: capped in bytes and depth before any parser sees it."""

import re
from dataclasses import dataclass
from typing import Any

from tui.content.decoding import decode_page
from tui.content.tags import spell_ampersands, tame
from tui.content.urls import absolute

__all__ = ["MOST_BYTES", "WebPage", "read_html", "read_page"]

#: Of a longer page the scripts are left out, then what is beyond.
MOST_BYTES = 4_000_000
_MOST_WITH_SCRIPTS = 40_000_000
_SCRIPTS = re.compile(r"<(script|style|svg)\b(?![^>]*ld\+json)[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_DATA = re.compile(r"""(["'(])data:[^"')]*""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page that was read."""

    tree: Any
    html: str
    #: What relative addresses on it are relative to.
    base: str


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
    base = next((one.get("href") for one in tree.iter("base") if one.get("href")), "")
    return WebPage(tree, html, absolute(base, url) if base else url)


def _capped(html: str) -> str:
    if len(html) > MOST_BYTES:
        html = _DATA.sub(r"\1", _SCRIPTS.sub("", html))
        if len(html) > MOST_BYTES:
            html = html[:MOST_BYTES].rpartition("<")[0] or html[:MOST_BYTES]
    return spell_ampersands(html.replace("\0", ""))


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
