"""The head of a web page: its title, its base, and what it links to."""

import re
from dataclasses import dataclass
from html import unescape

from tui.content.tags import parsed, start_tags
from tui.content.urls import absolute
from tui.model.clean import clean

__all__ = ["HeadLink", "PageHead", "scan"]

#: Links to feeds stand at the top; pages may be long.
_MOST_BYTES = 1_000_000
_MOST_LINKS = 200
_LONG_TITLE = 2_000
_TITLE_END = re.compile("</title", re.IGNORECASE)
_LINK_END = re.compile(r"</a[\s>]", re.IGNORECASE)
_TAG = re.compile("<[^<>]*>")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HeadLink:
    """One ``<link>`` (or a link in the text that may lead to a feed); ``href`` as written."""

    rel: str
    type: str
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class PageHead:
    """What a page says of itself; ``base`` is absolute, or "" if it names none."""

    title: str
    links: tuple[HeadLink, ...]
    base: str = ""


def scan(body: bytes, content_type: str, url: str) -> PageHead:
    """Read the head of a page; never raises, and needs no parser that a page could choke."""
    html = _decoded(body[:_MOST_BYTES], content_type)
    title = base = ""
    links: list[HeadLink] = []
    for name, written, end in start_tags(html):
        if name == "title" and not title:
            title = clean(unescape(_TITLE_END.split(html[end : end + _LONG_TITLE], maxsplit=1)[0]), 300)
        elif name == "base" and not base:
            href = parsed(written).get("href", "")
            base = absolute(href, url) if href else ""
        elif name in ("link", "a") and len(links) < _MOST_LINKS:
            link = _link(parsed(written), html[end : end + _LONG_TITLE] if name == "a" else "")
            links += [link] if link.href else []
    return PageHead(title, tuple(links), base)


def _link(given: dict[str, str], behind: str) -> HeadLink:
    text = given.get("title") or unescape(_TAG.sub(" ", _LINK_END.split(behind, maxsplit=1)[0]))
    return HeadLink(
        given.get("rel", "").lower(),
        given.get("type", "").lower(),
        clean(given.get("href", ""), 2_000),
        clean(text, 200),
    )


def _decoded(body: bytes, content_type: str) -> str:
    """The page as text: by its byte order mark, the header, the page itself, else UTF-8."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    named = _CHARSET.search(content_type.encode("ascii", "ignore")) or _CHARSET.search(body[:4096])
    try:
        return body.decode(named[1].decode("ascii") if named else "utf-8-sig", "replace")
    except (LookupError, ValueError):
        # Not a charset, or one that does not even replace.
        return body.decode("utf-8", "replace")
