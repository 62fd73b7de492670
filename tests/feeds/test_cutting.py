from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feeds.documents import URL, atom, entry, item, items, rss
from tui.feeds import parse
from tui.feeds.cutting import entry_ranges
from tui.model.entry import ParsedFeed

MORE = st.sampled_from(
    [
        "",
        "<category>news</category>",
        "<content:encoded><![CDATA[<p>]] > <item></p>]]></content:encoded>",
        "<!-- <item> -->",
        "<image><title>x</title></image>",
        "<language>fr</language>",
        "<textInput><title>y</title></textInput>",
        "<title/>",
        "<media:group><media:title>z</media:title><media:content url='v.mp4'/></media:group>",
        "<description>twice</description>",
        "<guid isPermaLink='false'>again</guid>",
        "<source url='http://s.example.org/'>src</source>",
    ]
)


def read(body: bytes, known: frozenset[bytes] = frozenset()) -> ParsedFeed:
    return parse(body, content_type="application/xml", url=URL, known=known)


def assert_cut_is_whole(body: bytes, chosen: list[bool]) -> None:
    """Entries that remain, and the facts of the feed, are the same as in the whole document."""
    whole = read(body)
    known = frozenset(
        found.raw_hash
        for found, leave in zip(whole.entries, chosen, strict=False)
        if leave and found.raw_hash
    )
    part = read(body, known)
    assert part.known + len(part.entries) == len(whole.entries)
    remaining = [found for found in whole.entries if found in part.entries]
    assert list(part.entries) == remaining
    assert replace(part, entries=(), known=0, known_hashes=()) == replace(whole, entries=())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(MORE, st.booleans()), min_size=1, max_size=6), MORE)
def test_cutting_rss_equals_whole_parsing(parts: list[tuple[str, bool]], channel: str) -> None:
    body = rss("\n".join(item(number, more) for number, (more, _) in enumerate(parts)), channel)
    assert_cut_is_whole(body, [leave for _, leave in parts])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=6), st.booleans())
def test_cutting_atom_equals_whole_parsing(chosen: list[bool], based: bool) -> None:
    feed = '<link rel="self" xml:base="https://b.example.org/" href="f"/>' if based else ""
    assert_cut_is_whole(atom("".join(map(entry, range(len(chosen)))), feed), chosen)


def test_known_entries_are_counted_and_left_out() -> None:
    whole = read(rss(items(range(10))))
    part = read(rss(items(range(10))), frozenset(found.raw_hash for found in whole.entries[1:]))
    assert part.known == 9
    assert part.entries == whole.entries[:1]


def test_all_known_is_still_a_feed() -> None:
    whole = read(rss(items(range(3))))
    part = read(rss(items(range(3))), frozenset(found.raw_hash for found in whole.entries))
    assert (part.title, part.entries, part.known) == ("The Daily", (), 3)


def test_changed_entry_is_not_known() -> None:
    old = read(rss(items([1, 2])))
    new = read(
        rss(item(1) + item(2, "<category>x</category>")), frozenset(found.raw_hash for found in old.entries)
    )
    assert [found.guid for found in new.entries] == ["g2"]


@pytest.mark.parametrize(
    "body",
    [
        rss(item(1) + "<item><guid>a</guid><item><guid>b</guid></item></item>"),
        rss(f"<group>{item(1)}</group>"),
        rss(item(1)) + b"<rss/>",
        rss(item(1)).replace(b"</title>", b"</titel>", 1),
        b"<opml><body><item/></body></opml>",
    ],
)
def test_in_doubt_nothing_is_told_apart(body: bytes) -> None:
    assert entry_ranges(body) is None


@pytest.mark.parametrize("more", ["<guid>same</guid>", ""])
def test_entries_without_a_guid_of_their_own_always_stay(more: str) -> None:
    body = rss("".join(f"<item>{more}<title>{number}</title></item>" for number in range(3)))
    whole = read(body)
    assert read(body, frozenset(found.raw_hash for found in whole.entries)).entries == whole.entries


def test_ranges_hold_exactly_the_entries() -> None:
    body = rss("<item/>" + item(1) + "<item ><guid>x</guid></item >")
    ranges = entry_ranges(body)
    assert ranges is not None
    pieces = [body[found.start : found.end] for found in ranges]
    assert pieces == [b"<item/>", item(1).encode(), b"<item ><guid>x</guid></item >"]
    assert [found.guid for found in ranges] == ["", "g1", "x"]


def test_content_of_the_channel_colors_no_entry() -> None:
    channel = "<content:encoded>x</content:encoded>"
    assert_cut_is_whole(rss(item(1) + item(2, "<description>twice</description>"), channel), [True, False])


def test_a_single_entry_without_guid_stays() -> None:
    body = rss("<item><title>only</title></item>")
    whole = read(body)
    assert read(body, frozenset({whole.entries[0].raw_hash})).entries == whole.entries


def test_when_feedparser_counts_otherwise_the_whole_document_is_read() -> None:
    known = frozenset({read(rss(items([1, 2]))).entries[0].raw_hash})
    odd = read(rss(items([1, 2]) + "<x:item xmlns:x='urn:x'><guid>z</guid></x:item>"), known)
    assert [(found.guid, found.raw_hash) for found in odd.entries] == [("g1", b""), ("g2", b"")]
    assert odd.known == 0
