import codecs
import gzip
from datetime import UTC, datetime

import pytest

from tests.feeds.documents import URL, atom, entry, item, items, rss
from tui.feeds import parse
from tui.feeds.parser import MAX_BYTES
from tui.feeds.reading import MAX_ENTRIES, MAX_TERMS
from tui.model.entry import Enclosure, Entry, ParsedFeed
from tui.model.errors import FeedError


def read(body: bytes, content_type: str = "", url: str = URL) -> ParsedFeed:
    return parse(body, content_type=content_type, url=url)


def only(body: bytes, url: str = URL) -> Entry:
    (found,) = read(body, url=url).entries
    return found


def test_rss_says_what_it_says() -> None:
    channel = (
        "<description>All of it</description><language>en-gb</language><ttl>90</ttl>"
        "<image><url>/logo.png</url><title>Logo</title><link>https://news.example.org/</link></image>"
        "<copyright>us</copyright><lastBuildDate>Tue, 02 Jan 2024 00:00:00 GMT</lastBuildDate>"
    )
    feed = read(rss(items([1, 2]), channel))
    assert (feed.title, feed.site_url, feed.subtitle) == (
        "The Daily",
        "https://news.example.org/",
        "All of it",
    )
    assert (feed.version, feed.language, feed.ttl, feed.rights) == ("rss20", "en-gb", 5400, "us")
    assert feed.image_url == "https://news.example.org/logo.png"
    assert feed.updated_at == datetime(2024, 1, 2, tzinfo=UTC)
    assert feed.problem == ""
    first = feed.entries[0]
    assert (first.guid, first.title, first.url) == ("g1", "Story 1", "https://news.example.org/1")
    assert first.summary == "<p>Body 1</p>"
    assert first.published_at == datetime(2024, 1, 1, 1, tzinfo=UTC)
    assert len(first.raw_hash) == 8


def test_extensions_of_rss() -> None:
    more = (
        "<dc:creator>Ada</dc:creator><category>Science</category><category>Science</category>"
        "<category domain='x'>Space</category><comments>/1#comments</comments>"
        "<source url='https://other.example.org/feed'>Other paper</source>"
        "<feedburner:origLink>https://orig.example.org/1</feedburner:origLink>"
        "<enclosure url='/a.mp3' type='audio/mpeg' length='1234'/>"
        "<media:content url='https://cdn.example.org/v.mp4' type='video/mp4' fileSize='99'/>"
        "<media:content url='https://cdn.example.org/p.jpg' medium='image'/>"
        "<media:thumbnail url='https://cdn.example.org/t.jpg'/>"
        "<content:encoded>&lt;p&gt;All of it&lt;/p&gt;</content:encoded>"
    )
    found = only(rss(item(1, more)))
    assert found.author == "Ada"
    assert found.terms == ("Science", "Space")
    assert found.comments_url == "https://news.example.org/1#comments"
    assert found.source == "Other paper"
    assert found.url == "https://orig.example.org/1"
    assert found.enclosures == (
        Enclosure("https://news.example.org/a.mp3", "audio/mpeg", 1234),
        Enclosure("https://cdn.example.org/v.mp4", "video/mp4", 99),
    )
    assert found.image_url == "https://cdn.example.org/t.jpg"
    assert (found.content, found.summary) == ("<p>All of it</p>", "<p>Body 1</p>")


def test_update_period_is_a_wish_too() -> None:
    period = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    assert read(rss(item(1), period)).ttl == 21_600
    assert read(rss(item(1), "<ttl>often</ttl>")).ttl == 0


def test_podcast_image_and_author() -> None:
    more = "<itunes:author>Bo</itunes:author><itunes:image href='https://cdn.example.org/i.jpg'/>"
    found = only(rss(item(1, more)))
    assert (found.author, found.image_url) == ("Bo", "https://cdn.example.org/i.jpg")


def test_atom_says_what_it_says() -> None:
    more = (
        "<author><name>Eva</name><email>eva@example.org</email></author><author><name>Uwe</name></author>"
        '<category term="t1" label="Wissen"/><category term="t2"/>'
        '<link rel="enclosure" href="x.ogg" type="audio/ogg" length="7"/>'
        '<link rel="replies" type="text/html" href="/5/antworten"/><published>2023-12-24T18:00:00+01:00</published>'
    )
    feed = read(atom(entry(5, more)), url="https://blatt.example.org/feed")
    assert (feed.title, feed.title_is_html) == ("Das <b>Blatt</b>", True)
    assert (feed.feed_id, feed.language, feed.version) == ("urn:feed", "de", "atom10")
    found = feed.entries[0]
    assert (found.guid, found.url, found.author) == ("urn:5", "https://blatt.example.org/5", "Eva, Uwe")
    assert found.terms == ("Wissen", "t1", "t2")
    assert found.enclosures == (Enclosure("https://blatt.example.org/x.ogg", "audio/ogg", 7),)
    assert found.comments_url == "https://blatt.example.org/5/antworten"
    assert found.published_at == datetime(2023, 12, 24, 17, tzinfo=UTC)
    assert found.updated_at == datetime(2024, 1, 6, tzinfo=UTC)
    assert found.content == "<p>Text 5</p>"
    assert found.language == "de"
    assert found.title_is_html is False


def test_rdf() -> None:
    body = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        b' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>R</title>'
        b"<link>https://r.example.org/</link></channel><item rdf:about='https://r.example.org/1'>"
        b"<title>One</title><link>https://r.example.org/1</link><dc:date>2020-05-06</dc:date>"
        b"<dc:subject>law</dc:subject></item></rdf:RDF>"
    )
    feed = read(body)
    assert feed.version == "rss10"
    (found,) = feed.entries
    assert (found.guid, found.terms) == ("https://r.example.org/1", ("law",))
    assert found.published_at == datetime(2020, 5, 6, tzinfo=UTC)
    assert found.raw_hash


def test_xml_base_decides_over_the_address() -> None:
    more = '<summary type="html">&lt;a href="y"&gt;y&lt;/a&gt;</summary>'
    based = (
        entry(1, more)
        .replace("<entry>", '<entry xml:base="https://base.example.org/in/">')
        .replace("/1", "x")
    )
    found = only(atom(based))
    assert found.url == "https://base.example.org/in/x"
    assert found.base_url == "https://base.example.org/in/"


@pytest.mark.parametrize("base", ["javascript:alert(1)//", "file:///etc/", "data:text/html,x"])
def test_xml_base_cannot_lead_out_of_the_web(base: str) -> None:
    found = only(atom(entry(1).replace("<entry>", f'<entry xml:base="{base}">')))
    assert found.url.startswith("https://")
    assert found.base_url.startswith("https://")


def test_addresses_that_are_not_of_the_web_are_dropped() -> None:
    more = "<enclosure url='file:///etc/passwd'/><comments>javascript:x</comments>"
    found = only(rss(item(1, more).replace("https://news.example.org/1", "java&#10;script:alert(1)")))
    assert (found.url, found.comments_url, found.enclosures) == ("", "", ())


def test_guid_that_is_an_address_is_the_link() -> None:
    assert only(rss("<item><guid>https://x.example.org/9</guid></item>")).url == "https://x.example.org/9"
    assert only(rss('<item><guid isPermaLink="false">https://x.example.org/9</guid></item>')).url == ""


def test_guid_does_not_depend_on_where_the_feed_lives() -> None:
    body = rss("<item><guid>/9</guid></item>")
    assert only(body, "https://a.example.org/f").guid == only(body, "https://b.example.org/f").guid == "/9"
    with_base = body.replace(b"<channel>", b'<channel xml:base="https://c.example.org/">')
    assert only(with_base).guid == "/9"


def test_plain_text_content_becomes_markup() -> None:
    plain = '<entry><id>1</id><title>t</title><content type="text">a &lt; b\nnext</content></entry>'
    assert only(atom(plain)).content == "a &lt; b<br>\nnext"


def test_title_markup_is_told_from_text() -> None:
    assert only(rss("<item><title>AT&amp;amp;T</title></item>")).title_is_html is True
    bold = only(rss("<item><title>[bold] %s {} :smile:</title></item>"))
    assert (bold.title, bold.title_is_html) == ("[bold] %s {} :smile:", False)


def test_content_language_stands_in() -> None:
    feed = parse(rss(item(1)), content_type="", url=URL, language="fr")
    assert feed.language == "fr"


# ------------------------------------------------------------------------------ what is not a feed


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \n\0 ", "empty"),
        (b"<!DOCTYPE html><html><head><title>x</title></head><body>hi</body></html>", "web page"),
        (b"just words", "neither XML nor JSON"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a feed"),
        (b"\x1f\x8b\x08broken", "compressed"),
        (b'{"a": 1}', "not a JSON Feed"),
        (b"{broken", "JSON"),
        (b" " * (MAX_BYTES + 1) + b"<", "larger than"),
    ],
)
def test_what_is_not_a_feed_is_said_in_a_sentence(body: bytes, words: str) -> None:
    with pytest.raises(FeedError, match=words):
        read(body)


@pytest.mark.timeout(60)
def test_comments_before_the_root_cost_nothing() -> None:
    comments = b"<!-- --> " * 2_000 + b"<!-- -->x -->" * 2_000
    assert len(read(comments + rss(item(1), prolog="")).entries) == 1
    with pytest.raises(FeedError, match="web page"):
        read(b"<!-- a --> <!-- b -->\n<html></html>")


def test_feed_without_entries_is_a_feed() -> None:
    feed = read(rss(""))
    assert (feed.title, feed.entries) == ("The Daily", ())


# --------------------------------------------------------------------------------- what is broken


def test_document_that_breaks_off_keeps_its_whole_entries() -> None:
    body = rss(items([1, 2, 3]))
    feed = read(body[: body.index(b"Story 3") + 3])
    assert [found.guid for found in feed.entries] == ["g1", "g2"]
    assert "breaks off; 2 whole entries" in feed.problem


def test_breaking_off_inside_cdata() -> None:
    body = rss(item(1) + "<item><guid>g2</guid><description><![CDATA[endless")
    feed = read(body[: body.index(b"endless") + 4])
    assert [found.guid for found in feed.entries] == ["g1"]
    assert "breaks off" in feed.problem


def test_bare_ampersand_is_survived() -> None:
    feed = read(rss(item(1).replace("Story 1", "Q & A")))
    assert feed.entries[0].title == "Q & A"
    assert "not well-formed" in feed.problem
    assert feed.entries[0].raw_hash == b""


def test_control_characters_are_taken_out() -> None:
    feed = read(rss(items([1, 2])).replace(b"Story 1", b"Sto\x1bry\x00 1"))
    assert feed.entries[0].title == "Story 1"
    assert "forbids" in feed.problem


@pytest.mark.parametrize(
    ("reference", "meant"),
    [
        ("&#xD83D;&#xDE00;", "\N{GRINNING FACE}"),
        ("&#55357;&#56832;", "\N{GRINNING FACE}"),
        ("&#0;", ""),
        ("&#27;", ""),
        ("&#xFFFE;", ""),
        ("&#x110000;", ""),
        ("&#xD83D;", "\N{REPLACEMENT CHARACTER}"),
        ("&#65;&#8;", "A"),
    ],
)
def test_impossible_references_do_not_cost_the_entry(reference: str, meant: str) -> None:
    feed = read(rss(item(1).replace("Story", f"a{reference}b") + item(2)))
    assert [found.title for found in feed.entries] == [f"a{meant}b 1", "Story 2"]
    assert "forbids" in feed.problem


def test_what_makes_feedparser_stumble_costs_only_what_follows() -> None:
    feed = read(rss(items([1, 2]) + "</height></width></b>" + item(3)))
    assert [found.guid for found in feed.entries][:2] == ["g1", "g2"]
    assert "not well-formed" in feed.problem
    with pytest.raises(FeedError, match="beyond repair"):
        read(rss("</height></width></b>"))


def test_truncated_wide_text_is_read_as_far_as_it_goes() -> None:
    body = codecs.BOM_UTF16_LE + rss(items([1, 2]), prolog="").decode().encode("utf-16le")
    feed = read(body[:-31])
    assert [found.guid for found in feed.entries] == ["g1", "g2"]
    assert feed.problem


def test_bytes_that_no_common_encoding_has() -> None:
    body = rss(item(1).replace("Story", "Sto\x81ry"), prolog="").decode().encode("latin-1")
    assert read(body).entries[0].guid == "g1"


def test_addresses_that_cannot_be_split() -> None:
    found = only(rss(item(1).replace("https://news.example.org/1", "http://[::1/x")), url="")
    assert found.url == ""


def test_trailing_and_leading_junk() -> None:
    feed = read(b"PHP warning: x\n" + rss(item(1)) + b"<!-- served --><p>ad</p>")
    assert len(feed.entries) == 1
    assert "after its end" in feed.problem


def test_html_entities_without_declaration() -> None:
    assert read(rss(item(1).replace("Story", "Caf&eacute;"))).entries[0].title == "Café 1"


def test_gzip_file_is_opened_but_not_a_bomb() -> None:
    assert len(read(gzip.compress(rss(item(1)))).entries) == 1
    with pytest.raises(FeedError, match="larger than"):
        read(gzip.compress(b"<rss>" + b" " * (MAX_BYTES + 1)))


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (
            codecs.BOM_UTF16_LE
            + rss(item(1, "<category>Größe</category>"), prolog="").decode().encode("utf-16le"),
            "",
        ),
        (
            codecs.BOM_UTF16_BE
            + rss(item(1, "<category>Größe</category>"), prolog="").decode().encode("utf-16be"),
            "",
        ),
        (rss(item(1, "<category>Größe</category>"), prolog="").decode().encode("utf-16le"), ""),
        (codecs.BOM_UTF8 + rss(item(1, "<category>Größe</category>")), "text/xml; charset=iso-8859-1"),
        (
            rss(item(1, "<category>Größe</category>")).decode().encode("cp1252"),
            "application/rss+xml; charset=utf-8",
        ),
        (rss(item(1, "<category>Größe</category>")), "text/xml; charset=iso-8859-1"),
        (rss(item(1, "<category>Größe</category>")), "text/xml"),
        (rss(item(1, "<category>Größe</category>"), prolog='<?xml version="1.0" encoding="latin1"?>'), ""),
        (rss(item(1, "<category>Größe</category>"), prolog='<?xml version="1.0" encoding="no-such"?>'), ""),
        (rss(item(1, "<category>Größe</category>"), prolog='<?xml version="1.0" encoding="utf-16"?>'), ""),
    ],
)
def test_encodings_stated_and_true(body: bytes, content_type: str) -> None:
    assert read(body, content_type).entries[0].terms == ("Größe",)


def test_utf7_is_not_honored() -> None:
    body = rss(item(1).replace("Story", "+ADw-script+AD4-"), prolog='<?xml version="1.0" encoding="utf-7"?>')
    assert read(body).entries[0].title.startswith("+ADw-")


# -------------------------------------------------------------------------------------- too much


def test_more_entries_than_we_take() -> None:
    numbers = range(MAX_ENTRIES + 5)
    feed = read(rss("".join(f"<item><guid>{number}</guid></item>" for number in numbers)))
    assert len(feed.entries) == MAX_ENTRIES
    assert "10,000 entries" in feed.problem
    assert feed.entries[-1].raw_hash


@pytest.mark.timeout(60)
def test_fifty_thousand_categories_in_time() -> None:
    many = "".join(f"<category>c{number}</category>" for number in range(50_000))
    found = only(rss(item(1, many)))
    assert len(found.terms) == MAX_TERMS


@pytest.mark.timeout(60)
def test_endless_keywords_in_time() -> None:
    words = ",".join(f"w{number}" for number in range(100_000))
    found = only(rss(item(1, f"<itunes:keywords>{words}</itunes:keywords><author>{'a' * 500_000}</author>")))
    assert len(found.terms) <= MAX_TERMS
    assert len(found.author) <= 500


def test_too_many_elements_end_the_reading() -> None:
    feed = read(rss(item(1) + "<item><description>" + "<a/>" * 250_000 + "</description></item>" + item(2)))
    assert [found.guid for found in feed.entries] == ["g1"]
    assert "elements" in feed.problem


@pytest.mark.timeout(60)
def test_namespaces_and_nested_bases_are_bounded() -> None:
    spaces = "".join(f"<x xmlns:n{number}='u{number}'/>" for number in range(5_000))
    nested = "<a xml:base='abcdefgh/'>" * 3_000 + "</a>" * 3_000
    assert only(rss(item(1, spaces + nested))).guid == "g1"
