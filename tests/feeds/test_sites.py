"""What addresses and short forms lead to, site by site."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.feeds.site_table import PLACES
from tui.feeds.sites import lead_of, looks_like_feed, signs_in, written_out

CHANNEL = "BR8-60-B28hp2BmDPdntcQ"
VIDEOS = "https://www.youtube.com/feeds/videos.xml"

FEEDS = {
    f"https://www.youtube.com/channel/UC{CHANNEL}/videos": [
        ("Uploads", f"{VIDEOS}?channel_id=UC{CHANNEL}"),
        ("Videos without Shorts", f"{VIDEOS}?playlist_id=UULF{CHANNEL}"),
        ("Shorts", f"{VIDEOS}?playlist_id=UUSH{CHANNEL}"),
        ("Live streams", f"{VIDEOS}?playlist_id=UULV{CHANNEL}"),
    ],
    "https://m.youtube.com/playlist?list=PLx-1": [("Playlist", f"{VIDEOS}?playlist_id=PLx-1")],
    "https://github.com/Textualize/textual/": [
        ("Releases", "https://github.com/Textualize/textual/releases.atom"),
        ("Commits", "https://github.com/Textualize/textual/commits.atom"),
        ("Tags", "https://github.com/Textualize/textual/tags.atom"),
    ],
    "https://github.com/o/r/commits/main/docs/a b.md": [
        ("Commits", "https://github.com/o/r/commits/main/docs/a%20b.md.atom")
    ],
    "https://github.com/o/r/discussions": [("Discussions", "https://github.com/o/r/discussions.atom")],
    "https://github.com/willmcgugan": [("Activity", "https://github.com/willmcgugan.atom")],
    "https://gitlab.gnome.org/GNOME/gtk/-/tree/main": [
        ("Releases", "https://gitlab.gnome.org/GNOME/gtk/-/releases.atom"),
        ("Tags", "https://gitlab.gnome.org/GNOME/gtk/-/tags?format=atom"),
        ("Activity", "https://gitlab.gnome.org/GNOME/gtk.atom"),
        ("Issues", "https://gitlab.gnome.org/GNOME/gtk/-/issues.atom"),
    ],
    "https://codeberg.org/forgejo/forgejo": [
        ("Releases", "https://codeberg.org/forgejo/forgejo/releases.rss"),
        ("Tags", "https://codeberg.org/forgejo/forgejo/tags.rss"),
        ("Activity", "https://codeberg.org/forgejo/forgejo.rss"),
    ],
    "https://old.reddit.com/r/Python": [
        ("Hot posts", "https://www.reddit.com/r/Python/.rss"),
        ("New posts", "https://www.reddit.com/r/Python/new/.rss"),
        ("Best of the week", "https://www.reddit.com/r/Python/top/.rss?t=week"),
    ],
    "https://www.reddit.com/user/x/m/news/": [("Posts", "https://www.reddit.com/user/x/m/news/.rss")],
    "https://www.reddit.com/r/a/search/?q=c%2B%2B&sort=top": [
        ("Search", "https://www.reddit.com/r/a/search.rss?q=c%2B%2B&restrict_sr=on&sort=new")
    ],
    "https://bsky.app/profile/jay.bsky.team": [("Posts", "https://bsky.app/profile/jay.bsky.team/rss")],
    "https://medium.com/@user/a-story-123": [("Stories", "https://medium.com/feed/@user")],
    "https://medium.com/pub/tagged/go": [("Stories", "https://medium.com/feed/pub/tagged/go")],
    "https://medium.com/tag/python": [("Stories", "https://medium.com/feed/tag/python")],
    "https://name.substack.com/p/post": [("Posts", "https://name.substack.com/feed")],
    "https://www.tumblr.com/staff/123": [("Posts", "https://staff.tumblr.com/rss")],
    "https://x.blogspot.com/search/label/a%20b": [
        ("Posts", "https://x.blogspot.com/feeds/posts/default/-/a%20b")
    ],
    "https://stackoverflow.com/questions/tagged/c%2b%2b": [
        ("Newest questions", "https://stackoverflow.com/feeds/tag?tagnames=c%2B%2B&sort=newest")
    ],
    "https://lobste.rs/t/python,go": [("Stories", "https://lobste.rs/t/python,go.rss")],
    "https://arxiv.org/list/cs.CL/recent": [("New papers", "https://rss.arxiv.org/rss/cs.CL")],
    "https://news.ycombinator.com/": [("Front page", "https://news.ycombinator.com/rss")],
    "https://vimeo.com/channels/staffpicks": [("Videos", "https://vimeo.com/channels/staffpicks/videos/rss")],
}

GUESSES = {
    "https://mastodon.social/@Gargron/1234": [("Posts", "https://mastodon.social/@Gargron.rss")],
    "http://127.0.0.1:8080/@me": [("Posts", "http://127.0.0.1:8080/@me.rss")],
    "https://me:secret@lemmy.world/c/linux": [("Posts", "https://lemmy.world/feeds/c/linux.xml?sort=New")],
    "https://blog.example.org/en/category/sea/boats/": [
        ("Posts", "https://blog.example.org/en/category/sea/boats/feed/")
    ],
}


def feeds(url, **how):
    lead = lead_of(url, **how)
    return None if lead is None else [(offer.name, offer.feed_url) for offer in lead.offers]


@pytest.mark.parametrize("url", FEEDS)
def test_sites_that_are_known_by_their_host(url):
    assert feeds(url) == FEEDS[url]
    assert feeds(url.replace("https:", "http:"))


def test_sites_without_feeds_are_known_too():
    for url in ("https://x.com/somebody", "https://open.spotify.com/show/1", "https://www.instagram.com/a/"):
        lead = lead_of(url)
        assert lead.offers == () and "offers none" in lead.hint


@pytest.mark.parametrize("url", GUESSES)
def test_what_runs_anywhere_is_a_guess(url):
    assert feeds(url) is None
    assert feeds(url, named=False) == GUESSES[url]


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/",
        "https://github.com/topics/rss",
        "https://github.com/features",
        "https://github.com.example.org/owner/repo",
        "https://notgithub.com/owner/repo",
        "https://example.org/owner/repo",
        "https://medium.com/",
        "https://vimeo.com/12345",
        "ftp://github.com/owner/repo",
        "https://[github.com/owner/repo",
        "https://github.com/owner/repo/releases.atom",
        "https://medium.com/feed/@user",
        "https://x.blogspot.com/feeds/posts/default",
        "https://gitlab.com/group/project/-/tags?format=atom",
        f"{VIDEOS}?channel_id=UC{CHANNEL}",
    ],
)
def test_what_is_no_page_of_theirs_or_a_feed_already(url):
    assert lead_of(url) is None


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("r/python", "https://www.reddit.com/r/python/"),
        (" /r/Python/ ", "https://www.reddit.com/r/Python/"),
        ("u/some-body", "https://www.reddit.com/user/some-body/"),
        ("@Gargron@mastodon.social", "https://mastodon.social/@Gargron"),
        ("Gargron@mastodon.social", "https://mastodon.social/@Gargron"),
        ("@jay.bsky.team", "https://bsky.app/profile/jay.bsky.team"),
        (f"UC{CHANNEL}", f"https://www.youtube.com/channel/UC{CHANNEL}"),
        ("gh:owner/repo", "https://github.com/owner/repo"),
        ("codeberg:owner/repo", "https://codeberg.org/owner/repo"),
        ("pypi:textual", "https://pypi.org/project/textual/"),
        ("arxiv:cs.CL", "https://arxiv.org/list/cs.CL/recent"),
        ("example.org", "example.org"),
        ("https://example.org/r/python", "https://example.org/r/python"),
        ("example.org/r/python", "example.org/r/python"),
        ("@name", "@name"),
        ("", ""),
    ],
)
def test_short_forms_are_written_out(typed, address):
    assert written_out(typed) == address


@pytest.mark.parametrize(
    ("url", "body", "address"),
    [
        (
            "https://www.youtube.com/@name",
            b'..<meta itemprop="identifier" content="UCBR8-60-B28hp2BmDPdntcQ">..',
            f"https://www.youtube.com/channel/UC{CHANNEL}",
        ),
        (
            "https://www.youtube.com/watch?v=x",
            b'{"videoDetails":{"channelId":"UCBR8-60-B28hp2BmDPdntcQ","x":1}}',
            f"https://www.youtube.com/channel/UC{CHANNEL}",
        ),
        (
            "https://soundcloud.com/name",
            b'<meta property="al:ios:url" content="soundcloud://users:123">',
            "https://feeds.soundcloud.com/users/soundcloud:users:123/sounds.rss",
        ),
        (
            "https://itunes.apple.com/lookup?id=1",
            b'{"resultCount":1,"results":[{"kind":"podcast", "feedUrl":"https://feeds.example.org/a?b=1"}]}',
            "https://feeds.example.org/a?b=1",
        ),
        ("https://itunes.apple.com/lookup?id=1", b'{"feedUrl":"file:///etc/passwd"}', ""),
        ("https://example.org/", b'"channelId":"UCBR8-60-B28hp2BmDPdntcQ"', ""),
        ("https://www.youtube.com/@name", b'"channelId":"UC/../../evil"', ""),
        ("nonsense", b"", ""),
    ],
)
def test_what_pages_say_of_themselves_between_their_lines(url, body, address):
    assert signs_in(body, url) == address


def test_every_example_in_the_table_is_of_its_own_row():
    shown = [place for place in PLACES if place.hosts and "/" in place.example and "…" not in place.example]
    assert len(shown) > 40
    for place in shown:
        address = written_out(place.example)
        lead = lead_of(address if "://" in address else f"https://{address}")
        assert lead is not None and lead.site == place.site, place.example
        assert [offer.name for offer in lead.offers] == [name for name, _ in place.feeds], place.example


def test_the_feeds_in_the_table_read_like_feeds():
    addresses = [address for place in PLACES for _, address in place.feeds]
    assert len(addresses) > 60
    for address in addresses:
        filled = re.sub(
            r"\{\w+\}", "x", address.replace("{origin}", "https://x.example").replace("{path}", "/x")
        )
        assert filled.startswith("https://")
        assert looks_like_feed(filled) or "rss" in filled or "feed" in filled, address


@given(
    st.text(max_size=60),
    st.sampled_from(["https://github.com/", "https://x.org/@", "https://www.reddit.com/r/"]),
)
def test_nothing_that_is_typed_raises_or_leaves_the_site(text, start):
    written_out(text)
    looks_like_feed(start + text)
    for named in (True, False):
        lead = lead_of(start + text, named=named)
        for offer in lead.offers if lead is not None else ():
            assert offer.feed_url.startswith(
                ("https://github.com/", "https://x.org", "https://www.reddit.com/")
            )
            assert offer.feed_url.isascii() and offer.feed_url.isprintable() and " " not in offer.feed_url


def test_an_address_that_says_very_much_leads_nowhere_and_raises_nothing():
    much = "&".join(f"f{number}=1" for number in range(500))
    assert lead_of(f"https://www.reddit.com/search?q=a&{much}", named=False) is None
    # What needs nothing of it is known all the same.
    assert lead_of(f"https://github.com/Textualize/textual?{much}").offers
