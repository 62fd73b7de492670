"""The fields of one plain entry, under feedparser's names and with its rules.

What is not read by ``converting`` is not made.
"""

import re
from collections.abc import Callable
from typing import Any

from tui.feeds.reading import MAX_AUTHOR, MAX_TERMS

__all__ = ["PERSON", "DoubtError", "PlainFields"]

PERSON = frozenset({"name", "uri", "email"})
REPEATABLE = frozenset({"category", "dc:subject", "enclosure"})
TYPES = {"text": "text/plain", "text/plain": "text/plain", "html": "text/html", "text/html": "text/html"}
#: Types of links that lead to a page.
PAGES = frozenset({"html", "text/html", "xhtml", "application/xhtml+xml"})

#: feedparser takes such a title for markup, or does not.
MAYBE_HTML = re.compile(r"</(\w+)>|&#?\w+;")
#: Mapped to what Windows has in their place.
C1 = re.compile("[\x80-\x9f]")
#: Addresses that are what they are, whatever they are joined to.
ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][!-;=?-~]*)?")
REFERENCE = re.compile("&[A-Za-z0-9_]+;")
DATE = re.compile("[A-Za-z0-9:,.+ -]{0,40}")


class DoubtError(Exception):
    """Something is not plain."""


class PlainFields:
    """Takes the elements of an entry one after the other."""

    def __init__(self, language: str | None, is_atom: bool) -> None:
        self.language = language.replace("_", "-") if language else None
        self.is_atom = is_atom
        self.default = "text/plain" if is_atom else "text/html"
        self.made: dict[str, Any] = {}
        self.links: list[dict[str, str]] = []
        self.tags: list[dict[str, str]] = []
        self.authors: list[dict[str, str]] = []
        self.seen: set[str] = set()
        self.name = ""
        self.person: dict[str, str] = {}

    def begins(self, name: str) -> bool:
        """An element begins; False if there should be no second one."""
        if name in self.seen and name not in REPEATABLE and not (name == "link" and self.is_atom):
            return False
        self.seen.add(name)
        self.name = name
        return True

    def begins_person(self, name: str) -> bool:
        """An element in an element begins; False if it is no part of an author."""
        return self.is_atom and self.name == "author" and name not in self.person

    def ends(self, name: str, text: str, attributes: dict[str, str], is_person: bool) -> None:
        """An element ends that held *text*."""
        if is_person:
            self.person[name] = text
            return
        maker = MAKERS.get(name)
        if maker is not None:
            maker(self, settled(text), attributes)

    def finished(self) -> dict[str, Any] | None:
        """The fields of the whole entry; None in doubt."""
        if len(self.tags) > MAX_TERMS:
            return None
        lists = (("links", self.links), ("tags", self.tags), ("authors", self.authors))
        self.made.update((name, items) for name, items in lists if items)
        return self.made

    def title(self, text: str, attributes: dict[str, str]) -> None:
        """The title."""
        if not self.is_atom and MAYBE_HTML.search(text):
            raise DoubtError
        self.made["title"] = text
        self.made["title_detail"] = self.detail(text, attributes, "text/plain")

    def summary(self, text: str, attributes: dict[str, str]) -> None:
        """A description; it counts for more than the copy of a content."""
        self.made["summary"] = text
        self.made["summary_detail"] = self.detail(text, attributes, self.default)

    def content(self, text: str, attributes: dict[str, str]) -> None:
        """The whole text."""
        self.made["content"] = [self.detail(text, attributes, self.default)]
        self.made.setdefault("summary", text)

    def detail(self, text: str, attributes: dict[str, str], default: str) -> dict[str, Any]:
        """A text with its type."""
        kind = TYPES.get(attributes["type"].lower()) if "type" in attributes else default
        if kind is None:
            raise DoubtError
        return {"type": kind, "language": self.language, "base": "", "value": text}

    def guid(self, text: str, attributes: dict[str, str]) -> None:
        """Who the entry is; a link too, unless it says that it is none."""
        self.made["id"] = text
        if attributes.get("isPermaLink", "true") == "true":
            self.made.setdefault("link", text)

    def published(self, text: str, _attributes: dict[str, str]) -> None:
        """When it appeared."""
        self.made["published"] = date(text)

    def updated(self, text: str, _attributes: dict[str, str]) -> None:
        """When it changed."""
        self.made["updated"] = date(text)

    def comments(self, text: str, _attributes: dict[str, str]) -> None:
        """Where readers comment."""
        self.made["comments"] = address(text) if text else ""

    def author(self, text: str, _attributes: dict[str, str]) -> None:
        """A name, or in Atom what was collected of a person."""
        if self.is_atom:
            if not self.person.get("name"):
                raise DoubtError
            self.authors.append(self.person)
            return
        # feedparser looks for an address of electronic mail in it.
        if "@" in text or len(text) > MAX_AUTHOR:
            raise DoubtError
        if text:
            self.authors.append({"name": text})

    def category(self, text: str, attributes: dict[str, str]) -> None:
        """A term: Atom's in attributes, all others as text."""
        if self.is_atom and not text:
            self.tags.append(attributes)
        elif self.is_atom:
            raise DoubtError
        elif text:
            self.tags.append({"term": text})

    def link(self, text: str, attributes: dict[str, str]) -> None:
        """The article's page, or in Atom any other."""
        if not self.is_atom:
            self.made["link"] = address(text) if text else ""
            self.links.append({"rel": "alternate", "type": "text/html", "href": text})
            return
        if text or not ADDRESS.fullmatch(attributes.get("href", "")):
            raise DoubtError
        relation = attributes.get("rel", "alternate").lower()
        kind = attributes.get("type", "application/atom+xml" if relation == "self" else "text/html").lower()
        self.links.append({**attributes, "rel": relation, "type": kind})
        if relation == "alternate" and kind in PAGES:
            self.made["link"] = attributes["href"]

    def enclosure(self, _text: str, attributes: dict[str, str]) -> None:
        """An attached file."""
        made = {**attributes, "rel": "enclosure"}
        if "type" in made:
            made["type"] = made["type"].lower()
        self.links.append(made)


#: What is missing here says nothing that we keep.
MAKERS: dict[str, Callable[[PlainFields, str, dict[str, str]], None]] = {
    "title": PlainFields.title,
    **dict.fromkeys(("description", "summary"), PlainFields.summary),
    **dict.fromkeys(("content", "content:encoded"), PlainFields.content),
    **dict.fromkeys(("guid", "id"), PlainFields.guid),
    **dict.fromkeys(("pubDate", "published"), PlainFields.published),
    **dict.fromkeys(("dc:date", "updated"), PlainFields.updated),
    **dict.fromkeys(("author", "dc:creator"), PlainFields.author),
    **dict.fromkeys(("category", "dc:subject"), PlainFields.category),
    "comments": PlainFields.comments,
    "link": PlainFields.link,
    "enclosure": PlainFields.enclosure,
}


def settled(text: str) -> str:
    """*text*, if feedparser would not take it for wrongly encoded."""
    if text.isascii():
        return text
    try:
        text.encode("iso-8859-1").decode("utf-8")
    except UnicodeError:
        if C1.search(text):
            raise DoubtError from None
        return text
    raise DoubtError


def address(text: str) -> str:
    """*text*, if it is an address that stays as it is."""
    if not ADDRESS.fullmatch(text) or REFERENCE.search(text):
        raise DoubtError
    return text


def date(text: str) -> str:
    """*text*, if no parser of dates could stumble over it."""
    if not DATE.fullmatch(text):
        raise DoubtError
    return text
