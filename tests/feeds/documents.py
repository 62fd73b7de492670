"""Small documents, written for these tests."""

from collections.abc import Iterable

URL = "https://news.example.org/feed.xml"

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "media": "http://search.yahoo.com/mrss/",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
        "sy": "http://purl.org/rss/1.0/modules/syndication/",
        "atom": "http://www.w3.org/2005/Atom",
    }.items()
)


def rss(items: str, channel: str = "", prolog: str = '<?xml version="1.0"?>') -> bytes:
    """An RSS 2.0 document."""
    return (
        f'{prolog}<rss version="2.0" {NAMESPACES}><channel><title>The Daily</title>'
        f"<link>https://news.example.org/</link>{channel}{items}</channel></rss>"
    ).encode()


def item(number: int, more: str = "") -> str:
    """One item with everything that matters."""
    return (
        f"<item><guid>g{number}</guid><title>Story {number}</title>"
        f"<link>https://news.example.org/{number}</link>"
        f"<pubDate>Mon, 01 Jan 2024 {number % 24:02}:00:00 GMT</pubDate>"
        f"<description>&lt;p&gt;Body {number}&lt;/p&gt;</description>{more}</item>"
    )


def items(numbers: Iterable[int]) -> str:
    """Several items."""
    return "".join(map(item, numbers))


def atom(entries: str, feed: str = "") -> bytes:
    """An Atom 1.0 document."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">'
        '<title type="html">Das &lt;b&gt;Blatt&lt;/b&gt;</title><id>urn:feed</id>'
        '<link href="https://blatt.example.org/"/><updated>2024-02-03T04:05:06Z</updated>'
        f"{feed}{entries}</feed>"
    ).encode()


def entry(number: int, more: str = "") -> str:
    """One Atom entry."""
    return (
        f"<entry><id>urn:{number}</id><title>Eintrag {number}</title>"
        f'<link href="/{number}"/><updated>2024-01-{number % 28 + 1:02}T00:00:00Z</updated>'
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text {number}</p></div></content>'
        f"{more}</entry>"
    )
