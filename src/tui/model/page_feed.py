"""Feeds made from a page that has none: which elements are its entries, and what was found there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal, NamedTuple

__all__ = [
    "DATE_ORDERS",
    "LONGEST_SELECTOR",
    "NOTHING",
    "PAGE_VERSION",
    "DateOrder",
    "GatheredPage",
    "PageEntry",
    "PageSelectors",
    "PageTrial",
    "TriedEntry",
    "Wanted",
    "read_page_selectors",
    "wanted",
    "with_page_selectors",
]

LONGEST_SELECTOR = 500
#: How the sentence begins where a page has no entries.
NOTHING = "The selectors match nothing"
#: In which order a date that is written in figures has day, month and year; "" to tell from the figures.
DateOrder = Literal["", "dmy", "mdy", "ymd"]
DATE_ORDERS: tuple[DateOrder, ...] = ("dmy", "mdy", "ymd")
#: The format of a feed that is a page.
PAGE_VERSION = "page"
_KEY = "page"
_WANTED = re.compile(r"(.*?)(?:\s*@([A-Za-z_][\w:.-]*))?(?:(?:^|\s+)(dmy|mdy|ymd))?\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PageSelectors:
    """CSS selectors, all but the first looked for inside an entry. Part of a feed's definition.

    ``link`` and ``date`` may end in ``@`` and the name of an attribute, ``date`` in the order of
    its figures besides: ``span.when @title dmy``. An empty one is found by itself, as far as it can be.
    """

    item: str
    title: str = ""
    link: str = ""
    date: str = ""
    body: str = ""


class Wanted(NamedTuple):
    """A selector with what follows it; an empty selector is the entry itself."""

    selector: str
    attribute: str
    order: DateOrder


def wanted(text: str) -> Wanted:
    """A selector, the attribute behind ``@``, and the order of a date's figures."""
    found = _WANTED.fullmatch(text)
    assert found is not None, "every text has at least a selector"
    order: DateOrder = next((one for one in DATE_ORDERS if one == found[3]), "")
    return Wanted(found[1].strip(), found[2] or "", order)


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One entry as a page has it: untrusted. ``date`` is the text or the attribute, as written."""

    title: str
    url: str
    date: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class GatheredPage:
    """All entries of a page, in its order; ``trouble`` is a sentence where there are none."""

    title: str
    language: str = ""
    base: str = ""
    entries: tuple[PageEntry, ...] = ()
    #: Elements that are entries by their selector, also those that are not read.
    matched: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class TriedEntry:
    """An entry in a preview; clean."""

    title: str
    url: str
    published_at: datetime | None = None
    has_body: bool = False


@dataclass(frozen=True, slots=True)
class PageTrial:
    """What selectors find on a page; ``trouble`` is a sentence where that is nothing."""

    #: How many entries, and how many of those have a date and a text.
    count: int = 0
    dated: int = 0
    texts: int = 0
    #: The newest, or the first where there are no dates.
    newest: tuple[TriedEntry, ...] = ()
    trouble: str = ""


def read_page_selectors(body: Mapping[str, Any]) -> PageSelectors | None:
    """The selectors that a definition's body holds; ``None`` for a feed that is no page."""
    said = body.get(_KEY)
    if not isinstance(said, Mapping):
        return None
    texts = {one.name: said.get(one.name, "") for one in fields(PageSelectors)}
    # Another program may have written there.
    fit = {name: text for name, text in texts.items() if isinstance(text, str) and _fits(text)}
    return PageSelectors(**fit) if fit.get("item") else None


def with_page_selectors(body: Mapping[str, Any], selectors: PageSelectors) -> dict[str, Any]:
    """A definition's body with the selectors in it; whatever else is said of the feed stays."""
    said = {one.name: getattr(selectors, one.name) for one in fields(PageSelectors)}
    return {**body, _KEY: {name: text for name, text in said.items() if text}}


def _fits(text: str) -> bool:
    return len(text) <= LONGEST_SELECTOR and text.isprintable()
