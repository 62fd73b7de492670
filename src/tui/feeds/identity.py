"""Who an entry is: the same one tomorrow must get the same guid, whatever else changed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b

from tui.model.entry import Entry

__all__ = ["LONGEST_GUID", "distinct", "guid_of", "identified"]

LONGEST_GUID = 1_000
BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def guid_of(entry: Entry) -> str:
    """The publisher's guid, else the link, else a digest of title and date; never ""."""
    return shortened(entry.guid or entry.url) or digest_of(entry)


def shortened(guid: str) -> str:
    """Very long guids (whole articles have been seen) end in a digest instead."""
    if len(guid) <= LONGEST_GUID:
        return guid
    return f"{guid[:200]}…{digest(guid)}"


def digest_of(entry: Entry) -> str:
    """A stand-in for an entry that has neither guid nor link."""
    date = entry.published_at or entry.updated_at
    if entry.title or date:
        return "digest:" + digest(f"{entry.title}\n{date.isoformat() if date else ''}")
    return "digest:" + digest(f"{entry.summary}\n{entry.content}")


def digest(text: str) -> str:
    """Sixteen hexadecimal digits."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def distinct(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries of one document with a guid each, all different.

    Of several that share guid and link the one updated last stays (RFC 4287, 4.1.1). If
    only the guid is shared, the first keeps it and the others add their link to it. A link
    that several entries without guid share says nothing of who they are: there, title and
    date decide.
    """
    found: dict[str, Entry] = {}
    for entry in identified(entries):
        guid = entry.guid
        earlier = found.get(guid)
        if earlier is not None and earlier.url != entry.url:
            guid = shortened(f"{guid} {entry.url}")
            earlier = found.get(guid)
        if earlier is None or moment(entry) > moment(earlier):
            found[guid] = replace(entry, guid=guid)
    return tuple(found.values())


def identified(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """All entries in their order, each with the guid that is its own without regard to the others.

    Only a link that several entries without guid share says nothing of who they are.
    """
    everything = tuple(entries)
    nameless = Counter(entry.url for entry in everything if not entry.guid and entry.url)
    return tuple(
        replace(
            entry,
            guid=digest_of(entry) if not entry.guid and nameless[entry.url] > 1 else guid_of(entry),
        )
        for entry in everything
    )


def moment(entry: Entry) -> datetime:
    """When the entry last changed, for comparison."""
    return entry.updated_at or entry.published_at or BEFORE_ALL
