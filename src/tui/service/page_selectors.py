"""The selectors of a page: refused where they cannot be read, and kept as a part of its definition."""

from collections.abc import Iterable
from dataclasses import fields, replace

from tui.model.changes import DefinitionChange
from tui.model.definition import Definition
from tui.model.errors import BroadsheetError
from tui.model.page_feed import PageSelectors, wanted, with_page_selectors

__all__ = ["FIELD_NAMES", "SelectorError", "checked_selectors", "defined"]

#: What the fields of the selectors are called, where one is wrong.
FIELD_NAMES = {"item": "entry", "title": "title", "link": "link", "date": "date", "body": "text"}


class SelectorError(BroadsheetError):
    """A selector that cannot be read: ``field`` says which, ``place`` where in it, from 0 on."""

    def __init__(self, field: str, place: int, words: str) -> None:
        super().__init__(f"The selector of the {FIELD_NAMES[field]}, at character {place + 1}: {words}.")
        self.field, self.place = field, place


def checked_selectors(selectors: PageSelectors) -> PageSelectors:
    """Selectors that can all be read.

    Raises:
        SelectorError: one cannot; or there is none for the entries.
    """
    from tui.content.gathering import mistake_in

    tidy = PageSelectors(**{one.name: getattr(selectors, one.name).strip() for one in fields(selectors)})
    if not tidy.item:
        raise SelectorError("item", 0, "say which elements are the entries, such as article or li.news")
    for one in fields(tidy):
        text = getattr(tidy, one.name)
        if not text.isprintable():
            raise SelectorError(one.name, 0, "it holds control characters")
        wish = wanted(text)
        selector = wish.selector if one.name in ("link", "date") else text
        if mistake := mistake_in(selector):
            raise SelectorError(one.name, mistake.place, mistake.words)
        if one.name == "link" and wish.order:
            raise SelectorError("link", len(text) - len(wish.order), f"“{wish.order}” is for dates only")
    return tidy


def defined(
    definitions: Iterable[Definition], feed_url: str, selectors: PageSelectors
) -> tuple[DefinitionChange, ...]:
    """What makes a page of a feed, or reads it by other selectors; nothing if it is so already."""
    mine = (one for one in definitions if one.kind == "feed")
    old = next((one for one in mine if one.name == feed_url), None)
    if old is None:
        return (DefinitionChange(None, Definition("feed", feed_url, with_page_selectors({}, selectors))),)
    body = with_page_selectors(old.body, selectors)
    return () if body == old.body else (DefinitionChange(old, replace(old, body=body)),)
