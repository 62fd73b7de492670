"""Every format, by one small document of it: what it has is read, whatever it is called there."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui.feeds import parse
from tui.model.entry import Enclosure
from tui.service.inspecting import inspect
from tui.service.preparing import prepare

FORMATS = Path(__file__).parent / "formats"
URL = "https://tides.example.org/rss"
ARTICLE = "https://tides.example.org/1"
BODY = "The bar is dry & the boats wait."
PLAIN = "The bar is dry and the boats wait."
DATE = datetime(2026, 11, 2, 8, tzinfo=UTC)
MP3 = (Enclosure("https://tides.example.org/1.mp3", "audio/mpeg", 1200),)

#: file, version, its name for people, body, date, author, enclosures, language
READ = (
    ("rss090.rdf", "rss090", "RSS 0.90", "", None, "", (), ""),
    ("rss091n.xml", "rss091n", "RSS 0.91", BODY, None, "", (), "en-us"),
    ("rss091u.xml", "rss091u", "RSS 0.91", BODY, None, "", (), "en-us"),
    ("rss092.xml", "rss092", "podcast, RSS 0.92", BODY, None, "", MP3, ""),
    ("rss093.xml", "rss093", "podcast, RSS 0.93", BODY, DATE, "", MP3, ""),
    ("rss094.xml", "rss094", "podcast, RSS 0.94", BODY, DATE, "Jane Doe", MP3, ""),
    ("rss10.rdf", "rss10", "podcast, RSS 1.0", BODY, DATE, "Jane Doe", MP3, "en"),
    ("rss11.rdf", "rss11", "RSS 1.1", BODY, DATE, "Jane Doe", (), ""),
    ("rss20.xml", "rss20", "podcast, RSS 2.0", BODY, DATE, "Jane Doe", MP3, ""),
    ("atom03.xml", "atom03", "podcast, Atom 0.3", BODY, DATE, "Jane Doe", MP3, "en"),
    ("atom10.xml", "atom10", "podcast, Atom 1.0", BODY, DATE, "Jane Doe", MP3, "en"),
    ("json10.json", "json10", "podcast, JSON Feed 1.0", BODY, DATE, "Jane Doe", MP3, ""),
    ("json11.json", "json11", "podcast, JSON Feed 1.1", BODY, DATE, "Jane Doe", MP3, "en"),
    ("cdf.xml", "cdf", "CDF", PLAIN, datetime(1998, 11, 3, 8, tzinfo=UTC), "", (), ""),
)


@pytest.mark.parametrize(("name", "version", "kind", "body", "date", "author", "attached", "language"), READ)
def test_a_document_of_each(name, version, kind, body, date, author, attached, language) -> None:
    document = (FORMATS / name).read_bytes()
    feed = prepare(document, "", URL, frozenset())
    assert (feed.facts.title, feed.facts.site_url) == ("Tide Tables", "https://tides.example.org/")
    assert (feed.facts.version, feed.facts.language, feed.facts.problem) == (version, language, "")
    (entry,) = feed.entries
    assert entry.title == ("Low water at <nine>" if name == "rss090.rdf" else "Low water at nine")
    assert (entry.url, entry.text, entry.author) == (ARTICLE, body, author)
    assert (entry.published_at, entry.enclosures) == (date, attached)
    assert entry.guid
    seen = inspect(document, "", URL)
    assert (seen.is_feed, seen.kind, seen.entries, seen.language) == (True, kind, 1, language)


def test_there_is_a_document_for_every_row() -> None:
    assert sorted(path.name for path in FORMATS.iterdir()) == sorted(row[0] for row in READ)


@pytest.mark.parametrize("name", [row[0] for row in READ])
def test_what_the_feed_says_of_itself(name) -> None:
    feed = parse((FORMATS / name).read_bytes(), content_type="", url=URL)
    assert feed.subtitle == "High and low water"


@pytest.mark.parametrize("name", ["rss092.xml", "rss093.xml", "rss094.xml", "rss20.xml"])
def test_where_an_entry_was_taken_from(name) -> None:
    (entry,) = parse((FORMATS / name).read_bytes(), content_type="", url=URL).entries
    assert (entry.source, entry.terms) == ("The Harbor", ("low",))
