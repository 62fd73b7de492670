"""Subscription lists, both ways: OPML of every dialect, FOAF groups, and our own export.

Nothing that could be run ever comes out of a file: addresses are http or https, and
everything else an outline says (filters, commands, scripts) is not read at all. The selectors
of a page are our own addition; they are read of outlines of the type "page" only.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from types import MappingProxyType
from xml.sax.saxutils import quoteattr

from tui.feeds.addresses import web_address
from tui.feeds.decoding import decode
from tui.feeds.markup import Tag, Text, tokens
from tui.model.errors import OpmlError
from tui.model.feed import Feed, Subscription
from tui.model.page_feed import PageSelectors
from tui.model.servers import without_password

__all__ = ["OpmlDocument", "read", "write"]

MAX_BYTES = 20_000_000
MAX_FEEDS = 100_000
MAX_DEPTH = 20
MAX_TITLE = 1_000
#: Outlines of these types point to other lists, not to feeds.
LIST_TYPES = frozenset({"source", "link", "include"})
#: The type of an outline that stands for a page, and the names of its selectors, with our own namespace.
PAGE_TYPE = "page"
PAGE_FIELDS = {
    "item": "entry",
    "title": "entryTitle",
    "link": "entryLink",
    "date": "entryDate",
    "body": "entryBody",
}
NAMESPACE = "urn:broadsheet:pages"
NO_PAGES: Mapping[str, PageSelectors] = MappingProxyType({})
#: What no XML document may contain.
ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What tells a list from any other document.
LIST_TAGS = frozenset({"opml", "outline", "agent", "group", "person", "document"})


@dataclass(frozen=True, slots=True)
class OpmlDocument:
    """What a subscription list holds; ``problems`` are sentences for a person."""

    title: str
    subscriptions: tuple[Subscription, ...]
    problems: tuple[str, ...] = ()


def read(data: bytes) -> OpmlDocument:
    """Read a subscription list; raises OpmlError if it is something else."""
    if len(data) > MAX_BYTES:
        raise OpmlError(f"The file is larger than {MAX_BYTES // 1_000_000} MB; it was not read.")
    document = decode(data).text
    reader = Reader()
    for token in tokens(document):
        reader.take(token)
        if len(reader.found) >= MAX_FEEDS:
            reader.problems.append(f"The list has more than {MAX_FEEDS:,} feeds; the rest was left out.")
            break
    if not reader.seen & LIST_TAGS:
        raise OpmlError("The file is not an OPML subscription list.")
    if reader.refused:
        reader.problems.append(f"{reader.refused} left out: their addresses are neither http nor https.")
    return OpmlDocument(reader.title, tuple(reader.found.values()), tuple(reader.problems))


class Reader:
    """Walks through a list, knowing which outlines and elements are open."""

    def __init__(self) -> None:
        self.title = ""
        self.found: dict[str, Subscription] = {}
        self.problems: list[str] = []
        self.refused = 0
        self.seen: set[str] = set()
        #: Titles of the open outlines; "" for one that is a feed or has no title.
        self.outlines: list[str] = []
        #: Names of the other open elements.
        self.elements: list[str] = []
        self.foaf = FoafState()

    def take(self, token: Tag | Text) -> None:
        """Read the next token."""
        if isinstance(token, Text):
            self.take_text(token.text)
        elif token.name == "outline":
            self.take_outline(token)
        else:
            self.take_element(token)

    def take_text(self, text: str) -> None:
        """Text counts in two places: the list's title and FOAF names."""
        inner = self.elements[-1] if self.elements else ""
        if inner == "title" and "head" in self.elements:
            self.title = (self.title + text).strip()[:MAX_TITLE]
        elif inner in ("name", "member_name"):
            self.foaf.name(text.strip()[:MAX_TITLE], self.found)

    def take_outline(self, tag: Tag) -> None:
        """A feed, or a category around others."""
        self.seen.add("outline")
        if not tag.opens:
            if self.outlines:
                self.outlines.pop()
            return
        is_feed = bool(tag.attributes.get("xmlurl", "").strip())
        if is_feed and tag.attributes.get("type", "").strip().lower() not in LIST_TYPES:
            self.add(subscription_of(tag.attributes, self.outlines))
        if not tag.closes:
            self.outlines.append("" if is_feed else category_name(title_of(tag.attributes)))

    def take_element(self, tag: Tag) -> None:
        """Any other element: a part of the head, or FOAF."""
        self.seen.add(tag.name)
        if tag.opens:
            if (subscription := self.foaf.opened(tag)) is not None:
                self.add(subscription)
            if not tag.closes:
                self.elements.append(tag.name)
        elif tag.name in self.elements:
            while self.elements.pop() != tag.name:
                pass
            self.foaf.closed(tag.name)

    def add(self, subscription: Subscription) -> None:
        """Keep a feed once; a second place in the tree becomes a tag, for a feed has one category."""
        address = feed_address(subscription.feed_url)
        if not address:
            self.refused += 1
            return
        earlier = self.found.get(address)
        if earlier is None:
            self.found[address] = replace(subscription, feed_url=address)
        else:
            more = tuple(
                tag for tag in (subscription.category, *subscription.tags) if tag != earlier.category
            )
            self.found[address] = replace(
                earlier, tags=tuple(dict.fromkeys((*earlier.tags, *filter(None, more))))
            )


def subscription_of(attributes: Mapping[str, str], outlines: Sequence[str]) -> Subscription:
    """The wish that an outline stands for."""
    path = "/".join(name for name in outlines[:MAX_DEPTH] if name)
    given = list(category_attribute(attributes.get("category", "")))
    if not path and given:
        # The outermost path is the place in the tree; plain words are tags.
        path = next((name for name, rooted in given if rooted), "")
    tags = tuple(dict.fromkeys(name for name, rooted in given if not rooted or name != path))
    return Subscription(
        feed_url=attributes["xmlurl"].strip(),
        title=title_of(attributes),
        site_url=web_address("", attributes.get("htmlurl", "")),
        category=path,
        tags=tags,
        page=page_of(attributes),
    )


def page_of(attributes: Mapping[str, str]) -> PageSelectors | None:
    """The selectors of an outline that stands for a page; ``None`` for any other."""
    if attributes.get("type", "").strip().lower() != PAGE_TYPE:
        return None
    return PageSelectors(
        **{field: attributes.get(name.lower(), "")[:MAX_TITLE] for field, name in PAGE_FIELDS.items()}
    )


def category_attribute(value: str) -> Iterator[tuple[str, bool]]:
    """The names in ``/top/child,tag``, each with whether it is a path from the root."""
    for part in value.split(",")[:50]:
        name = "/".join(category_name(piece) for piece in part.split("/")[:MAX_DEPTH] if piece.strip())
        if name:
            yield name, part.strip().startswith("/")


def category_name(title: str) -> str:
    """One step of a category path; the slash is what separates the steps."""
    return " ".join(title.replace("/", "-").split())[:MAX_TITLE]


def title_of(attributes: Mapping[str, str]) -> str:
    """``text``, which the specification requires, else ``title``."""
    text, title = (" ".join(attributes.get(name, "").split()) for name in ("text", "title"))
    return (text or title)[:MAX_TITLE]


def feed_address(address: str) -> str:
    """The web address meant, "" if it is none; ``feed:`` is a web address in disguise."""
    address = address.strip()
    if address.lower().startswith("feed:"):
        address = address[5:]
        address = f"http:{address}" if address.startswith("//") else address
    return web_address("", address)


class FoafState:
    """Where we are in a FOAF document: people and groups, their weblogs and the feeds of those."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.group = ""
        self.person = ""
        self.site = ""
        #: Feeds seen before the name of their owner.
        self.unnamed: list[str] = []

    def opened(self, tag: Tag) -> Subscription | None:
        """An element begins; returns the feed if it is one."""
        about = (tag.attributes.get("about") or tag.attributes.get("resource") or "").strip()
        if tag.name in ("group", "agent", "person", "knows"):
            self.open.append(tag.name)
            if tag.name in ("agent", "person") and "knows" not in self.open:
                self.person, self.unnamed = "", []
        elif tag.name == "document":
            self.site = web_address("", about)
        elif about and (tag.name == "feed" or (tag.name == "channel" and self.open)):
            if not self.person:
                self.unnamed.append(feed_address(about))
            return Subscription(
                about, title=self.person, site_url=self.site, category=category_name(self.group)
            )
        return None

    def closed(self, name: str) -> None:
        """An element ends."""
        if name in self.open:
            while self.open.pop() != name:
                pass
            if name == "group":
                self.group = ""

    def name(self, text: str, found: dict[str, Subscription]) -> None:
        """The name of whoever is open; feeds that waited for it get it now."""
        owner = self.open[-1] if self.open else ""
        if not text or "knows" in self.open:
            return
        if owner == "group":
            self.group = text
        elif owner in ("agent", "person"):
            self.person = text
            for address in self.unnamed:
                if address in found and not found[address].title:
                    found[address] = replace(found[address], title=text)
            self.unnamed = []


# -------------------------------------------------------------------------------------- writing


def write(
    title: str, feeds: Sequence[Feed], now: datetime, pages: Mapping[str, PageSelectors] = NO_PAGES
) -> bytes:
    """An OPML 2.0 document that ``read`` understands to mean the same subscriptions.

    ``pages`` are the selectors of feeds that are pages, by their addresses.
    """
    marked = f' xmlns:broadsheet="{NAMESPACE}"' if pages else ""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<opml version="2.0"{marked}>',
        f"  <head><title>{escaped(title)}</title><dateCreated>{format_datetime(now)}</dateCreated></head>",
        "  <body>",
        *branch(sorted(feeds, key=lambda feed: (feed.category.split("/"), feed.title, feed.feed_url)), pages),
        "  </body>",
        "</opml>",
        "",
    ]
    return "\n".join(lines).encode("utf-8", "replace")


def branch(feeds: Sequence[Feed], pages: Mapping[str, PageSelectors]) -> Iterator[str]:
    """The outlines of feeds sorted by category, opening and closing categories in between."""
    open_path: list[str] = []
    for feed in feeds:
        path = [part for part in feed.category.split("/") if part]
        shared = 0
        while shared < min(len(path), len(open_path)) and path[shared] == open_path[shared]:
            shared += 1
        while len(open_path) > shared:
            open_path.pop()
            yield f"{indent(len(open_path))}</outline>"
        for name in path[shared:]:
            yield f"{indent(len(open_path))}<outline text={quoted(name)} title={quoted(name)}>"
            open_path.append(name)
        yield f"{indent(len(open_path))}{outline(feed, pages.get(feed.feed_url))}"
    while open_path:
        open_path.pop()
        yield f"{indent(len(open_path))}</outline>"


def outline(feed: Feed, page: PageSelectors | None) -> str:
    """One feed; other readers know no outlines of the type "page", and have no use for one."""
    values = {
        "text": feed.title,
        "title": feed.title,
        "xmlUrl": without_password(feed.feed_url),
        "htmlUrl": feed.site_url,
    }
    if feed.tags:
        # A comma would part a tag in two when it is read again.
        values["category"] = ",".join(tag.replace(",", " ") for tag in feed.tags)
    if page is not None:
        values |= {f"broadsheet:{name}": getattr(page, field) for field, name in PAGE_FIELDS.items()}
    written = " ".join(f"{name}={quoted(value)}" for name, value in values.items() if value)
    return f'<outline type="{"rss" if page is None else "page"}" {written}/>'


def indent(depth: int) -> str:
    """White space in front of an outline."""
    return "  " * (depth + 2)


def quoted(value: str) -> str:
    """An attribute value; what XML cannot hold is dropped."""
    return quoteattr(legal(value), {"\n": " ", "\r": " ", "\t": " "})


def escaped(value: str) -> str:
    """Element text."""
    return legal(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def legal(value: str) -> str:
    """``value`` without the characters that no XML document may contain."""
    return ILLEGAL.sub("", value)
