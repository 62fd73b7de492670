"""The one door to feedparser: UTF-8 XML in, its dictionaries out.

feedparser is the authority on what broken feeds mean, but no boundary: it raises on hostile
input and has quadratic corners. So its two parsers are driven from here: expat hands them
whole runs of text at once, a document that breaks off keeps its whole entries, and terms,
entries and authors are bounded.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pyexpat import ExpatError, ParserCreate
from pyexpat import errors as expat_errors
from typing import Any

from tui.feeds.addresses import SCHEME
from tui.feeds.podcasting import NAMESPACES, PodcastElements
from tui.feeds.repairing import repaired

__all__ = ["MAX_ENTRIES", "MAX_TERMS", "Reading", "names_base", "read"]

MAX_ENTRIES = 10_000
MAX_TERMS = 100
#: The tolerant parser is slow; nobody writes that much that is not well-formed.
MAX_LOOSE = 2_000_000
#: Ten thousand entries of twenty elements; some seconds of work. Tag soup takes twice as long.
MAX_ELEMENTS = 200_000
MAX_LOOSE_ELEMENTS = 100_000
#: feedparser searches all namespaces for every element of an unknown one.
MAX_NAMESPACES = 200
#: Nested xml:base attributes add up.
MAX_BASE = 2_000
#: feedparser looks for an e-mail address in an author, in quadratic time.
MAX_AUTHOR = 500

#: What expat says when a document simply ends too soon.
BROKEN_OFF = frozenset(
    expat_errors.codes[message]
    for message in (
        expat_errors.XML_ERROR_NO_ELEMENTS,
        expat_errors.XML_ERROR_UNCLOSED_TOKEN,
        expat_errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        expat_errors.XML_ERROR_PARTIAL_CHAR,
    )
)
TRAILING_JUNK = expat_errors.codes[expat_errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]
BASE = re.compile(rb"base\s*=")

TOO_MANY = f"It has more than {MAX_ENTRIES:,} entries; the rest was left out."
TOO_LONG = "It has more than {:,} elements; the rest was left out."


@dataclass(frozen=True, slots=True)
class Reading:
    """What feedparser made of a document.

    Attributes:
        feed: facts about the feed, under feedparser's names.
        entries: one dictionary for each entry.
        version: feedparser's name of the format, "" if it recognized none.
        well_formed: the strict parser read it to its end.
        problem: a sentence if something was wrong.
        whole: it did not end too soon.
    """

    feed: dict[str, Any]
    entries: tuple[dict[str, Any], ...]
    version: str
    well_formed: bool
    problem: str = ""
    whole: bool = True


class LimitError(Exception):
    """The document has more of something than we take; the text says so to a person."""


def read(data: bytes, base: str, entities: Mapping[str, str], language: str = "") -> Reading:
    """Parse a defused UTF-8 document; raises only what feedparser raises on its last attempt."""
    if not names_base(data):
        # Without xml:base we resolve addresses ourselves: feedparser would join the base
        # with itself once for every tag, a sixth of its time.
        base = ""
    strict = read_strictly(data, base, language)
    if strict is None and (better := repaired(data)) is not data:
        data = better
        strict = read_strictly(data, base, language)
        if strict is not None:
            problem = strict.problem or "It holds characters that XML forbids; they were taken out."
            return Reading(strict.feed, strict.entries, strict.version, False, problem, strict.whole)
    return strict if strict is not None else read_loosely(data, base, entities, language)


def names_base(data: bytes) -> bool:
    """True if there may be an ``xml:base`` in *data*."""
    return BASE.search(data.lower()) is not None


def read_strictly(data: bytes, base: str, language: str) -> Reading | None:
    """Parse as XML; None if that fails for good."""
    handler = parsers()[0](base, language or None, "utf-8")
    handler.resolve_relative_uris = handler.sanitize_html = False
    problem, whole = "", True
    try:
        drive(handler, data)
    except LimitError as limit:
        problem = str(limit)
        drop_open_entry(handler)
    except ExpatError as error:
        if error.code == TRAILING_JUNK:
            problem = "Something follows after its end."
        elif error.code in BROKEN_OFF and handler.entries:
            drop_open_entry(handler)
            problem = f"It breaks off; {len(handler.entries)} whole entries were saved."
            whole = False
        else:
            return None
    except Exception:  # feedparser raises anything on hostile input; the tolerant parser is next
        return None
    return Reading(handler.feeddata, tuple(handler.entries), handler.version, not problem, problem, whole)


def read_loosely(data: bytes, base: str, entities: Mapping[str, str], language: str) -> Reading:
    """Parse as tag soup."""
    handler = parsers()[1](base, language or None, "utf-8", dict(entities))
    handler.resolve_relative_uris = handler.sanitize_html = False
    problem = "It is not well-formed XML; what could be read was saved."
    if len(data) > MAX_LOOSE:
        problem = f"It is not well-formed XML; only its first {MAX_LOOSE // 1_000_000} MB were read."
    try:
        handler.feed(data[:MAX_LOOSE].decode("utf-8", "replace"))
    except LimitError as limit:
        problem = str(limit)
        drop_open_entry(handler)
    except Exception:
        if not handler.entries:
            raise
        drop_open_entry(handler)  # the one it stumbled over
    return Reading(handler.feeddata, tuple(handler.entries), handler.version, False, problem)


def drop_open_entry(handler: Any) -> None:
    """Forget the entry that was not finished."""
    if handler.inentry and handler.entries:
        handler.entries.pop()


@cache
def parsers() -> tuple[Any, Any]:
    """Our strict and loose parser classes; imports feedparser when first needed."""
    from feedparser import api

    class Bounded:
        """Puts limits where feedparser has none."""

        #: Identity must not depend on where a feed was fetched from: a guid stays as written.
        can_be_relative_uri = api._FeedParserMixin.can_be_relative_uri - {"id"}

        elements = 0

        def unknown_starttag(self, tag: str, attributes: Any) -> Any:
            self.elements += 1
            if self.elements > self.most:  # type: ignore[attr-defined]
                raise LimitError(TOO_LONG.format(self.most))  # type: ignore[attr-defined]
            if self.baseuri:  # type: ignore[has-type]
                attributes = [pair for pair in attributes if not is_foreign_base(*pair)]
                self.baseuri = self.baseuri if len(self.baseuri) <= MAX_BASE else ""  # type: ignore[has-type]
            return super().unknown_starttag(tag, attributes)  # type: ignore[misc]

        def track_namespace(self, prefix: Any, uri: str) -> None:
            if len(self.namespaces_in_use) < MAX_NAMESPACES:  # type: ignore[attr-defined]
                super().track_namespace(prefix, uri)  # type: ignore[misc]

        def _start_item(self, attributes: Any) -> None:
            if len(self.entries) >= MAX_ENTRIES:  # type: ignore[attr-defined]
                raise LimitError(TOO_MANY)
            # Else what a channel says before its first item would color only that one, and the
            # next in its place when the first is cut out.
            self.hasContent, self._summaryKey = 0, None
            super()._start_item(attributes)  # type: ignore[misc]

        _start_entry = _start_item

        def _add_tag(self, term: Any, scheme: Any, label: Any) -> None:
            context = self._get_context()  # type: ignore[attr-defined]
            if len(context.setdefault("tags", [])) < MAX_TERMS:
                super()._add_tag(term, scheme, label)  # type: ignore[misc]

        def _sync_author_detail(self, key: str = "author") -> None:
            context = self._get_context()  # type: ignore[attr-defined]
            author = dict.get(context, key)
            if isinstance(author, str) and len(author) > MAX_AUTHOR:
                context[key] = author[:MAX_AUTHOR]
            super()._sync_author_detail(key)  # type: ignore[misc]

    # feedparser fills the second from the first, once for all of its own parsers.
    spaces = {**api._FeedParserMixin.namespaces, **NAMESPACES}
    ours: dict[str, Any] = {"namespaces": spaces, "_matchnamespaces": {}}
    strict_bases = (Bounded, PodcastElements, api.StrictFeedParser)
    loose_bases = (Bounded, PodcastElements, api.LooseFeedParser)
    strict = type("BoundedStrictParser", strict_bases, {**ours, "most": MAX_ELEMENTS})
    loose = type("BoundedLooseParser", loose_bases, {**ours, "most": MAX_LOOSE_ELEMENTS})
    return strict, loose


def is_foreign_base(name: str, value: str) -> bool:
    """True for a base that leads out of the web (feedparser would accept ``file:``)."""
    if name.lower() not in ("xml:base", "base"):
        return False
    scheme = SCHEME.match(value.strip())
    return scheme is not None and scheme[1].lower() not in ("http", "https")


class Attributes(dict[tuple[str | None, str], str]):
    """What feedparser asks of SAX attributes: by namespace pair, and by written name."""

    __slots__ = ("named",)

    def __init__(self) -> None:
        self.named: dict[str, str] = {}

    def getQNames(self) -> dict[str, str]:
        """The names as written."""
        return self.named

    def getValueByQName(self, name: str) -> str:
        """The value under a name as written."""
        return self.named[name]


def drive(handler: Any, data: bytes) -> None:
    """Run expat over ``data`` for a SAX handler, with text in whole runs.

    The standard library's driver hands over every line and every character reference on its
    own, which costs feedparser more than the parsing itself.
    """
    parser = ParserCreate("utf-8", " ")
    parser.namespace_prefixes = True
    parser.buffer_text = True
    parser.buffer_size = 1 << 18
    pairs: dict[str, tuple[tuple[str | None, str], str]] = {}

    def pair(name: str) -> tuple[tuple[str | None, str], str]:
        known = pairs.get(name)
        if known is None:
            known = pairs[name] = split_name(name)
        return known

    start_element: Callable[..., None] = handler.startElementNS
    end_element: Callable[..., None] = handler.endElementNS

    def opened(name: str, attributes: dict[str, str]) -> None:
        found = Attributes()
        for attribute, value in attributes.items():
            key, written = pair(attribute)
            found[key] = value
            found.named[written] = value
        start_element(pair(name)[0], None, found)

    def closed(name: str) -> None:
        end_element(pair(name)[0], None)

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = handler.characters
    parser.StartNamespaceDeclHandler = handler.startPrefixMapping
    parser.Parse(data, True)


def split_name(name: str) -> tuple[tuple[str | None, str], str]:
    """Expat's ``uri local prefix`` as a namespace pair and the name as written."""
    parts = name.split()
    if len(parts) == 1:
        return (None, name), name
    written = f"{parts[2]}:{parts[1]}" if len(parts) == 3 else parts[1]
    return (parts[0], parts[1]), written
