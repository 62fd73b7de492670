"""Plain entries: what is read without feedparser is what feedparser would have read."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.feeds.converting import convert_entry
from tui.feeds.plain import plain_entries
from tui.feeds.reading import read

URL = "https://example.org/feed"
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
)
RDF = 'xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
FRAMES = [
    (f"<rss version='2.0' {SPACES}><channel><title>F</title><language>de</language>", "</channel></rss>"),
    (
        f"<rss version='2.0' {SPACES} xml:lang='en_US'><channel><image><title>I</title></image>",
        "</channel>\n</rss>",
    ),
    (f"<rdf:RDF {RDF} {SPACES}><channel rdf:about='x'><title>F</title></channel>", "</rdf:RDF>"),
]
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'><title>F</title><author><name>N</name></author>",
    "</feed>",
)
TEXTS = st.sampled_from(
    [
        "", " ", "words", " two\n lines ", "a &amp; b", "a &amp;amp; b", "&lt;p&gt;x&lt;/p&gt;", "<![CDATA[<b>x</b> &rsquo;]]>", "&#8217;",
        "https://example.org/a?b=1&amp;c=2", "https://example.org/a?b&amp;lt;=2", "http:///odd", "../relative", "tag:e.org,2024:1",
        "Ã¼ber", "grün", "привет", "&#150;", "me@example.org (Me)", "Me", "Tue, 05 Mar 2024 10:00:00 GMT", "2024-03-05T10:00:00Z",
        "2024-13-99", "<b>markup</b>", "日本語",
    ]
)  # fmt: skip
RSS_NAMES = st.sampled_from(
    str.split(
        "title link description content:encoded guid pubDate dc:date dc:creator author category dc:subject comments"
        " slash:comments wfw:commentRss source updated summary media Title"
    )
)
RSS_ATTRIBUTES = st.sampled_from(
    [
        "",
        "",
        "",
        "",
        ' isPermaLink="false"',
        ' isPermaLink="true"',
        ' domain="d"',
        ' type="html"',
        " xml:lang='fr'",
    ]
)
ATOM_NAMES = st.sampled_from(
    str.split("id title summary content published updated category author link rights source")
)
ATOM_ATTRIBUTES = st.sampled_from(
    [
        "", "", "", ' type="html"', ' type="TEXT"', ' type="xhtml"', ' type=""', ' term="t" label="L"', ' term="t"', ' src="x"',
        ' href="https://example.org/1"', ' rel="self" href="https://example.org/2"', ' rel="Replies" href="https://example.org/3"',
        ' rel="enclosure" type="audio/mpeg" length="3" href="https://example.org/4.mp3"', ' href="/rel"', ' rel="" href="https://e.org"',
    ]
)  # fmt: skip


def element(name: str, attributes: str, text: str) -> str:
    return f"<{name}{attributes}>{text}</{name}>"


rss_parts = st.builds(element, RSS_NAMES, RSS_ATTRIBUTES, TEXTS) | st.sampled_from(
    [
        '<enclosure url="https://e.org/a.mp3" type="Audio/MPEG" length="9"/>',
        '<enclosure url=""/>',
        "<guid/>",
        "\n",
    ]
)
atom_parts = st.builds(element, ATOM_NAMES, ATOM_ATTRIBUTES, TEXTS) | st.sampled_from(
    [
        "<author><name>A</name></author>",
        "<author><uri>u</uri><name> B </name><email>b@e.org</email></author>",
        "\n",
    ]
)


def document(frame: tuple[str, str], name: str, entries: list[list[str]]) -> bytes:
    written = "\n".join(f"<{name}>{''.join(parts)}</{name}>" for parts in entries)
    return f"{frame[0]}{written}{frame[1]}".encode()


documents = st.builds(
    document, st.sampled_from(FRAMES), st.just("item"), st.lists(st.lists(rss_parts, max_size=6), max_size=3)
) | st.builds(
    document, st.just(ATOM), st.just("entry"), st.lists(st.lists(atom_parts, max_size=6), max_size=3)
)


@settings(max_examples=400, deadline=None)
@given(documents, st.sampled_from(["", "fr_CA"]))
def test_plain_entries_are_what_feedparser_reads(data: bytes, language: str) -> None:
    plain = plain_entries(data, language)
    if plain is None:
        return
    whole = read(data, URL, {}, language)
    rest = read(plain.left(data), URL, {}, language)
    assert rest.feed == whole.feed
    assert rest.version == whole.version
    merged = plain.merged(rest.entries)
    assert [convert_entry(one, URL, b"") for one in merged] == [
        convert_entry(one, URL, b"") for one in whole.entries
    ]


def read_here(data: str) -> list[bool]:
    plain = plain_entries(data.encode(), "")
    return [] if plain is None else [entry.fields is not None for entry in plain.entries]


@pytest.mark.parametrize("frame", FRAMES)
def test_ordinary_entries_of_rss_are_plain(frame: tuple[str, str]) -> None:
    ordinary = (
        "<item><title>T</title><link>https://e.org/1</link><guid>g</guid><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate>"
        "<dc:creator>Me</dc:creator><category>c</category><description>d</description><content:encoded>e</content:encoded></item>"
    )
    assert read_here(frame[0] + ordinary * 2 + frame[1]) == [True, True]
    other = "<item><title>T</title><media>x</media></item>"
    assert read_here(frame[0] + ordinary + other + ordinary + frame[1]) == [True, False, True]


def test_ordinary_entries_of_atom_are_plain() -> None:
    ordinary = (
        '<entry><id>1</id><title type="html">T</title><link href="https://e.org/1"/><updated>2024-03-05T10:00:00Z</updated>'
        '<author><name>Me</name></author><category term="c"/><content type="html">d</content></entry>'
    )
    assert read_here(ordinary.join(ATOM)) == [True]


@pytest.mark.parametrize(
    "change",
    [
        ("</title>", "</title><x><title>y</title></x>"),
        ("<title>F", "<title xmlns:dc='urn:other'>F"),
        ("<rss ", "<rss xmlns='urn:other' "),
        ("<rss ", "<rss xml:base='/b/' "),
        ("purl.org/dc/", "example.org/dc/"),
        ("<channel>", "<channel xml:lang='de'>"),
        ("</channel>", "<title>late</title></channel>"),
        ("</item>", "</item><!-- between -->"),
    ],
)
def test_in_doubt_feedparser_reads_everything(change: tuple[str, str]) -> None:
    given = FRAMES[0][0] + "<item><title>T</title></item>" + FRAMES[0][1]
    assert read_here(given) == [True]
    assert read_here(re.sub(re.escape(change[0]), change[1], given, count=1)) == []
