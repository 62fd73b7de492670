from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.feeds import opml
from tui.model.errors import OpmlError
from tui.model.feed import Feed, FeedHealth, Subscription
from tui.model.fetching import NO_VALIDATORS
from tui.model.ids import FeedId
from tui.model.page_feed import PageSelectors

NOW = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


def wrap(body: str, head: str = "<title>Mine</title>") -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0"><head>{head}</head><body>{body}</body></opml>'.encode()


def read(body: str) -> tuple[Subscription, ...]:
    return opml.read(wrap(body)).subscriptions


def feed_of(number: int, title: str, category: str = "", tags: tuple[str, ...] = ()) -> Feed:
    return Feed(
        id=FeedId(number),
        feed_url=f"https://f{number}.example.org/feed?a=1&b=2",
        site_url=f"https://f{number}.example.org/",
        title=title,
        publisher_title="",
        category=category,
        tags=tags,
        validators=NO_VALIDATORS,
        body_hash=b"",
        health=FeedHealth(),
        added_at=NOW,
    )


def test_nested_outlines_are_paths() -> None:
    body = (
        '<outline text="News"><outline title="Africa / Horn"><outline text="F" type="rss" htmlUrl="https://f.example.org/"'
        ' xmlUrl=" https://f.example.org/x?a=1&amp;b=2 "/></outline></outline><outline text="G" xmlUrl="http://g.example.org/"/>'
    )
    assert read(body) == (
        Subscription("https://f.example.org/x?a=1&b=2", "F", "https://f.example.org/", "News/Africa - Horn"),
        Subscription("http://g.example.org/", "G"),
    )


def test_category_attribute() -> None:
    (found,) = read(
        '<outline text="F" xmlUrl="https://f.example.org/" category="/Boston/Weather,rain,/Boston/Weather"/>'
    )
    assert (found.category, found.tags) == ("Boston/Weather", ("rain",))
    (inside,) = read('<outline text="A"><outline xmlUrl="https://f.example.org/" category="/B,c"/></outline>')
    assert (inside.category, inside.tags) == ("A", ("B", "c"))


def test_feed_in_two_places_is_one() -> None:
    twice = '<outline text="A"><outline xmlUrl="https://f.example.org/"/></outline>'
    (found,) = read(twice + twice.replace('"A"', '"B"'))
    assert (found.category, found.tags) == ("A", ("B",))


def test_only_web_addresses_come_out() -> None:
    bad = [
        "exec:touch x",
        "|touch x",
        "filter:sh:https://x/",
        "file:///etc/passwd",
        "javascript:x",
        "//x/",
        "query:a:b",
    ]
    outlines = "".join(f'<outline text="x" type="rss" xmlUrl="{address}"/>' for address in bad)
    document = opml.read(wrap(outlines + '<outline xmlUrl="feed://f.example.org/x" filtercmd="rm -rf" />'))
    assert [item.feed_url for item in document.subscriptions] == ["http://f.example.org/x"]
    assert document.problems == (f"{len(bad)} left out: their addresses are neither http nor https.",)


def test_lists_of_lists_are_not_feeds() -> None:
    assert read('<outline type="link" url="https://x.example.org/o.opml"/>') == ()
    assert read('<outline type="source" xmlUrl="https://x.example.org/o.opml"/>') == ()


def test_html_entities_and_case_and_mistakes() -> None:
    document = opml.read(
        b'<!DOCTYPE opml [<!ENTITY a "bomb">]><OPML><head><title>T &amp; U</title></head><body></p>'
        b"<!-- <outline xmlUrl='https://no.example.org/'/> --><![CDATA[<outline>]]>"
        b"<Outline TEXT='arch&aelig;ology &a; &copy=2' XMLURL=\"https://f.example.org/?x=1&copy=2\">"
    )
    assert document.title == "T & U"
    assert document.subscriptions == (
        Subscription("https://f.example.org/?x=1&copy=2", "archæology &a; &copy=2"),
    )


def test_foaf() -> None:
    body = (
        b'<rdf:RDF xmlns:rdf="r" xmlns:foaf="f" xmlns:rss="s"><foaf:Group><foaf:name>Team</foaf:name><foaf:Agent>'
        b'<foaf:weblog><foaf:Document rdf:about="https://a.example.org/"><rss:channel rdf:about="https://a.example.org/f"/>'
        b"</foaf:Document></foaf:weblog><foaf:name>Ada</foaf:name></foaf:Agent></foaf:Group></rdf:RDF>"
    )
    expected = Subscription("https://a.example.org/f", "Ada", "https://a.example.org/", "Team")
    assert opml.read(body).subscriptions == (expected,)


@pytest.mark.parametrize("body", [b"", b"words", b"<rss><channel><item/></channel></rss>", b"<html></html>"])
def test_other_files_are_refused(body: bytes) -> None:
    with pytest.raises(OpmlError, match="not an OPML"):
        opml.read(body)


def test_too_large_is_refused() -> None:
    with pytest.raises(OpmlError, match="larger"):
        opml.read(b" " * (opml.MAX_BYTES + 1))


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "unit", [b"<!--", b"<!", b"<", b'<a "', b"<![CDATA[", b"<?", b"&", b'<outline text="a">', b'="']
)
def test_a_flood_of_broken_markup_costs_neither_time_nor_feeds(unit: bytes) -> None:
    found = opml.read(b'<opml><outline xmlUrl="https://f.example.org/"/>' + unit * 100_000)
    assert [one.feed_url for one in found.subscriptions] == ["https://f.example.org/"]


def test_twenty_thousand_feeds() -> None:
    outlines = "".join(f'<outline text="F{n}" xmlUrl="https://f.example.org/{n}"/>' for n in range(20_000))
    assert len(read(outlines)) == 20_000


TITLES = st.text(st.characters(codec="utf-8"), max_size=20)
NAMES = st.text(st.characters(categories=["L", "N", "S"], codec="utf-8"), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(TITLES, st.lists(NAMES, max_size=3), st.lists(NAMES, max_size=2, unique=True)), max_size=8
    )
)
def test_what_is_written_is_read_again(shapes: list[tuple[str, list[str], list[str]]]) -> None:
    feeds = [
        feed_of(number, title, "/".join(path), tuple(tags))
        for number, (title, path, tags) in enumerate(shapes)
    ]
    document = opml.read(opml.write("Mine & yours", feeds, NOW))
    assert document.title == "Mine & yours"
    assert document.problems == ()
    found = {item.feed_url: item for item in document.subscriptions}
    assert len(found) == len(feeds)
    for feed in feeds:
        item = found[feed.feed_url]
        assert item.title == " ".join(opml.ILLEGAL.sub("", feed.title).split())
        assert (item.category, item.tags, item.site_url) == (feed.category, feed.tags, feed.site_url)


def test_export_is_xml() -> None:
    from xml.etree import ElementTree

    text = opml.write(
        'A "b" <c> & \x1b', [feed_of(1, "T\x00 <&>", "a/b"), feed_of(2, "U", "a"), feed_of(3, "V")], NOW
    )
    root = ElementTree.fromstring(text)
    assert [outline.get("text") for outline in root.iter("outline")] == ["V", "a", "U", "b", "T <&>"]


SELECTORS = st.text(st.characters(categories=["L", "N", "P", "S"], codec="utf-8"), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.builds(PageSelectors, SELECTORS.filter(bool), SELECTORS, SELECTORS, SELECTORS, SELECTORS))
def test_the_selectors_of_a_page_are_written_and_read_again(selectors: PageSelectors) -> None:
    from xml.etree import ElementTree

    page, plain = feed_of(1, "Page", "a"), feed_of(2, "Feed", "a")
    text = opml.write("Mine", [page, plain], NOW, {page.feed_url: selectors})
    assert len([*ElementTree.fromstring(text).iter("outline")]) == 3
    found = {item.title: item for item in opml.read(text).subscriptions}
    assert (found["Page"].page, found["Feed"].page) == (selectors, None)
    assert b"broadsheet" not in opml.write("Mine", [plain], NOW)


def test_selectors_are_read_of_pages_only() -> None:
    body = '<outline type="{}" xmlUrl="https://a.example/{}" x:entry="li" entryTitle="h2"/>'
    first, second = read(body.format("page", 1) + body.format("rss", 2))
    assert (first.page, second.page) == (PageSelectors("li", "h2"), None)
