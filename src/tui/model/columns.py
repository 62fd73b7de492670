"""What the index keeps of many articles at once, column by column."""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tui.model.article import IndexEntry

__all__ = ["IndexColumns"]


@dataclass(frozen=True, slots=True)
class IndexColumns:
    """The same as many ``IndexEntry``: a million of those would take ten times as long.

    The first four are as long as each other, and each article has the same place in all.
    The others name articles by id; those that are not among ``ids`` are not meant. Ids are
    unsigned, times signed seconds since 1970.
    """

    ids: "array[int]"
    feeds: "array[int]"
    sorted_at: "array[int]"
    first_seen_at: "array[int]"
    unread: "array[int]"
    starred: "array[int]"
    later: "array[int]"
    hidden: "array[int]"
    #: By the tag's name.
    tags: "Mapping[str, array[int]]"
    #: Articles that belong to stories, at the same places their stories, and those that are named as sources.
    in_stories: "array[int]"
    stories: "array[int]"
    named: "array[int]"

    @classmethod
    def of(cls, entries: Iterable[IndexEntry]) -> "IndexColumns":
        """The columns of *entries*."""
        found = list(entries)
        tags: dict[str, array[int]] = {}
        for entry in found:
            for tag in entry.tags:
                tags.setdefault(tag, array("I")).append(entry.id)
        return cls(
            ids=array("I", [entry.id for entry in found]),
            feeds=array("I", [entry.feed_id for entry in found]),
            sorted_at=array("q", [entry.sorted_at for entry in found]),
            first_seen_at=array("q", [entry.first_seen_at for entry in found]),
            unread=array("I", [entry.id for entry in found if not entry.read]),
            starred=array("I", [entry.id for entry in found if entry.starred]),
            later=array("I", [entry.id for entry in found if entry.later]),
            hidden=array("I", [entry.id for entry in found if entry.hidden]),
            tags=tags,
            in_stories=array("I", [entry.id for entry in found if entry.story]),
            stories=array("I", [entry.story for entry in found if entry.story]),
            named=array("I", [entry.id for entry in found if entry.named]),
        )
