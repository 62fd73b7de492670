from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tui.feeds.identity import LONGEST_GUID, distinct, guid_of
from tui.model.entry import Entry

NOW = datetime(2024, 1, 1, tzinfo=UTC)
BLANK = Entry(
    guid="",
    url="",
    title="",
    title_is_html=False,
    author="",
    published_at=None,
    updated_at=None,
    summary="",
    content="",
    base_url="",
    language="",
    terms=(),
    enclosures=(),
)


def make(**fields: object) -> Entry:
    return replace(BLANK, **fields)  # type: ignore[arg-type]


def test_guid_else_link_else_digest() -> None:
    assert guid_of(make(guid="g", url="https://x.example.org/")) == "g"
    assert guid_of(make(url="https://x.example.org/")) == "https://x.example.org/"
    one = guid_of(make(title="t", published_at=NOW))
    assert one.startswith("digest:")
    assert one == guid_of(make(title="t", published_at=NOW, summary="edited"))
    assert one != guid_of(make(title="t", published_at=NOW + timedelta(days=1)))
    assert guid_of(make(summary="a")) != guid_of(make(summary="b"))


def test_endless_guid_is_shortened_and_stays_different() -> None:
    one, other = guid_of(make(guid="x" * 5_000)), guid_of(make(guid="x" * 5_001))
    assert max(len(one), len(other)) <= LONGEST_GUID
    assert one != other


def test_same_guid_and_link_keeps_the_latest() -> None:
    old, new = (
        make(guid="g", title="old", updated_at=NOW),
        make(guid="g", title="new", updated_at=NOW + timedelta(1)),
    )
    assert [entry.title for entry in distinct([old, new])] == ["new"]
    assert [entry.title for entry in distinct([new, old])] == ["new"]


def test_same_guid_but_other_link_are_two() -> None:
    found = distinct(
        [make(guid="g", url="https://x.example.org/1"), make(guid="g", url="https://x.example.org/2")]
    )
    assert [entry.guid for entry in found] == ["g", "g https://x.example.org/2"]


def test_shared_link_without_guid_says_nothing() -> None:
    home = "https://x.example.org/"
    found = distinct([make(url=home, title="a"), make(url=home, title="b")])
    assert len({entry.guid for entry in found}) == 2


@given(
    st.lists(
        st.builds(
            make, guid=st.sampled_from(["", "a", "b"]), url=st.sampled_from(["", "u", "v"]), title=st.text()
        )
    )
)
def test_distinct_entries_differ_and_stay_so(entries: list[Entry]) -> None:
    found = distinct(entries)
    assert len({entry.guid for entry in found}) == len(found)
    assert all(entry.guid for entry in found)
    assert distinct(found) == found
