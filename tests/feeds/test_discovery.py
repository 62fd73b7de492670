from dataclasses import dataclass

from tui.feeds.discovery import Candidate, candidates, well_known

PAGE = "https://x.example.org/blog/post.html"


@dataclass(frozen=True)
class Link:
    rel: str
    type: str
    href: str
    title: str = ""


def urls(*links: Link) -> list[str]:
    return [candidate.feed_url for candidate in candidates(links, PAGE)]


def test_alternate_feeds_in_order_with_comments_last() -> None:
    found = candidates(
        [
            Link("alternate", "application/rss+xml", "/comments/feed", "Comments"),
            Link("ALTERNATE home", "application/Atom+XML; charset=utf-8", "atom.xml", " The \n Feed "),
            Link("alternate", "application/feed+json", "https://y.example.org/f.json"),
        ],
        PAGE,
    )
    assert found == (
        Candidate("https://x.example.org/blog/atom.xml", "The Feed", "Atom"),
        Candidate("https://y.example.org/f.json", "", "JSON Feed"),
        Candidate("https://x.example.org/comments/feed", "Comments", "RSS"),
    )


def test_what_is_no_feed() -> None:
    assert urls(Link("stylesheet alternate", "application/rss+xml", "x.css")) == []
    assert urls(Link("alternate", "text/html", "/fr", "Français")) == []
    assert urls(Link("alternate", "application/json", "/wp-json/wp/v2/posts/1")) == []
    assert urls(Link("alternate", "application/rss+xml", "javascript:alert(1)")) == []
    assert urls(Link("canonical", "application/rss+xml", "/feed")) == []
    assert urls(Link("alternate", "application/rss+xml", "")) == []


def test_vague_types_need_a_word_for_it() -> None:
    assert urls(Link("alternate", "application/json", "/feed.json")) == ["https://x.example.org/feed.json"]
    assert urls(Link("alternate", "text/xml", "/x", "RSS")) == ["https://x.example.org/x"]
    assert urls(Link("feed", "", "/x")) == ["https://x.example.org/x"]


def test_the_same_address_counts_once() -> None:
    twice = [
        Link("alternate", "application/rss+xml", "/f", "a"),
        Link("alternate", "application/rss+xml", "/f", "b"),
    ]
    assert [candidate.title for candidate in candidates(twice, PAGE)] == ["a"]


def test_well_known_places_beside_the_page_and_at_the_root() -> None:
    places = well_known(PAGE)
    assert places[0] == "https://x.example.org/blog/feed"
    assert "https://x.example.org/atom.xml" in places
    assert len(set(places)) == len(places)
    assert PAGE not in places
    assert well_known("ftp://x.example.org/") == ()
