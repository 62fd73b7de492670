"""Feeds of sites that are known: found by the page that people look at, hosts under their true names."""

from contextlib import asynccontextmanager

import pytest

from tests.factories import rss
from tests.routes import answer, feed, redirect
from tests.server import Server
from tests.service.opened import SETTINGS, run
from tests.world import World, page
from tui.model.feed import Subscription
from tui.service.library import Library

CHANNEL = "UCBR8-60-B28hp2BmDPdntcQ"
VIDEOS = "www.youtube.com/feeds/videos.xml"
HOSTS = (
    *(
        "www.youtube.com",
        "consent.youtube.com",
        "youtu.be",
        "github.com",
        "www.reddit.com",
        "mastodon.social",
    ),
    *(
        "podcasts.apple.com",
        "itunes.apple.com",
        "feeds.example.org",
        "soundcloud.com",
        "feeds.soundcloud.com",
    ),
    *("blog.example.org", "medium.com", "bsky.app", "x.com"),
)


@asynccontextmanager
async def library_in(world, paths, clock):
    library = await Library.open(SETTINGS, paths, clock=clock, environ=world.environ)
    try:
        yield library
    finally:
        await library.close()


def finding(paths, clock, tmp_path, work):
    async def whole():
        with World(tmp_path, *HOSTS) as world:
            async with library_in(world, paths, clock) as library:
                await work(world, library)

    run(whole)


def names(found):
    return [(one.name, one.title, one.feed_url) for one in found if not one.problem]


def test_a_repository_has_releases_commits_and_tags(paths, clock, tmp_path):
    async def work(world, library):
        for name in ("releases", "commits", "tags"):
            world.on(f"github.com/owner/repo/{name}.atom", feed(rss(("1", "x"), title=f"The {name}")))
        await library.subscribe([Subscription("https://github.com/owner/repo/tags.atom/")])
        for typed in ("gh:owner/repo", "github.com/owner/repo", "https://github.com/owner/repo/issues/5"):
            found = await library.find_feeds(typed)
            assert names(found) == [
                ("Releases", "The releases", "https://github.com/owner/repo/releases.atom"),
                ("Commits", "The commits", "https://github.com/owner/repo/commits.atom"),
                ("Tags", "The tags", "https://github.com/owner/repo/tags.atom"),
            ]
            assert [one.known for one in found] == [False, False, True]
        assert not [asked for asked in world.asked() if not asked.endswith(".atom")]

    finding(paths, clock, tmp_path, work)


@pytest.mark.parametrize(
    ("typed", "at", "html"),
    [
        (
            "youtube.com/@name",
            "www.youtube.com/@name",
            f'<link rel="canonical" href="https://www.youtube.com/channel/{CHANNEL}">'
            f'<link rel="alternate" type="application/rss+xml" title="RSS" href="https://{VIDEOS}?channel_id={CHANNEL}">',
        ),
        (
            "https://www.youtube.com/watch?v=abc&t=3",
            "www.youtube.com/watch?v=abc&t=3",
            f'<div><meta itemprop="identifier" content="abc"></div><script>{{"channelId":"{CHANNEL}"}}</script>',
        ),
        (
            "https://youtu.be/abc?si=tracking",
            "www.youtube.com/watch?v=abc",
            f'<meta itemprop="channelId" content="{CHANNEL}">',
        ),
        (CHANNEL, "", ""),
        (f"www.youtube.com/channel/{CHANNEL}/featured", "", ""),
    ],
)
def test_a_channel_by_its_handle_a_video_or_its_id(paths, clock, tmp_path, typed, at, html):
    async def work(world, library):
        typed_at = f"https://www.{typed}" if typed.startswith("youtube.com") else typed
        if at:
            world.on(at, page(f"<title>A channel</title>{html}"))
        world.on(f"{VIDEOS}?channel_id={CHANNEL}", feed(rss(("1", "x"), ("2", "y"), title="Boats")))
        world.on(f"{VIDEOS}?playlist_id=UULF{CHANNEL[2:]}", feed(rss(("1", "x"), title="Videos")))
        found = await library.find_feeds(typed_at)
        assert names(found) == [
            ("Uploads", "Boats", f"https://{VIDEOS}?channel_id={CHANNEL}"),
            ("Videos without Shorts", "Videos", f"https://{VIDEOS}?playlist_id=UULF{CHANNEL[2:]}"),
        ]
        assert [one.name for one in found if one.problem] == ["Shorts", "Live streams"]

    finding(paths, clock, tmp_path, work)


def test_a_wall_before_the_channel_is_said_with_what_to_do(paths, clock, tmp_path):
    async def work(world, library):
        world.on("www.youtube.com/@name", redirect("https://consent.youtube.com/m?continue=x"))
        world.on("consent.youtube.com/m?continue=x", page("<title>Before you continue</title>"))
        (nothing,) = await library.find_feeds("https://www.youtube.com/@name")
        assert "asks for consent" in nothing.problem and "/channel/UC" in nothing.problem
        # A site that is known is not searched for the usual places.
        assert len(world.asked()) == 2

    finding(paths, clock, tmp_path, work)


def test_a_site_without_feeds_says_what_else_there_may_be(paths, clock, tmp_path):
    async def work(world, library):
        world.on("x.com/somebody", answer(b"log in", status=403))
        (nothing,) = await library.find_feeds("x.com/somebody")
        assert nothing.problem.startswith("No feed was found at x.com. X offers none.")

    finding(paths, clock, tmp_path, work)


def test_a_person_in_the_fediverse_by_their_page_or_by_its_form(paths, clock, tmp_path):
    async def work(world, library):
        link = '<link rel="alternate" type="application/rss+xml" href="https://mastodon.social/@me.rss">'
        world.on("mastodon.social/@me", page(f"<title>Me</title>{link}"))
        world.on("mastodon.social/@me.rss", feed(rss(("1", "x"), title="My posts")))
        world.on("mastodon.social/@quiet", page("<title>Needs scripts</title>"))
        world.on("mastodon.social/@quiet.rss", feed(rss(("1", "x"), title="Quiet posts")))
        assert names(await library.find_feeds("@me@mastodon.social")) == [
            ("", "My posts", "https://mastodon.social/@me.rss")
        ]
        assert names(await library.find_feeds("@quiet@mastodon.social")) == [
            ("Posts", "Quiet posts", "https://mastodon.social/@quiet.rss")
        ]

    finding(paths, clock, tmp_path, work)


def test_a_podcast_at_apple_is_looked_up_there(paths, clock, tmp_path):
    async def work(world, library):
        lookup = (
            b'{"resultCount":1,"results":[{"collectionName":"x","feedUrl":"https://feeds.example.org/cast"}]}'
        )
        world.on("itunes.apple.com/lookup?id=42&entity=podcast", answer(lookup))
        world.on("feeds.example.org/cast", feed(rss(("1", "x"), title="The Cast")))
        found = await library.find_feeds("https://podcasts.apple.com/us/podcast/the-cast/id42?i=7")
        assert names(found) == [("", "The Cast", "https://feeds.example.org/cast")]
        empty = b'{"resultCount":0,"results":[]}'
        world.on("itunes.apple.com/lookup?id=43&entity=podcast", answer(empty))
        (nothing,) = await library.find_feeds("https://podcasts.apple.com/us/podcast/own/id43")
        assert nothing.problem.startswith("No feed was found at podcasts.apple.com. Apple names")

    finding(paths, clock, tmp_path, work)


def test_an_account_at_soundcloud_gives_its_number_away(paths, clock, tmp_path):
    async def work(world, library):
        world.on("soundcloud.com/name", page('<meta property="al:ios:url" content="soundcloud://users:123">'))
        sounds = "feeds.soundcloud.com/users/soundcloud:users:123/sounds.rss"
        world.on(sounds, feed(rss(("1", "x"), title="Sounds")))
        assert names(await library.find_feeds("https://soundcloud.com/name")) == [
            ("", "Sounds", f"https://{sounds}")
        ]

    finding(paths, clock, tmp_path, work)


def test_where_the_known_feeds_fail_the_page_is_read(paths, clock, tmp_path):
    async def work(world, library):
        world.on(
            "medium.com/@me", page('<link rel="alternate" type="application/rss+xml" href="/elsewhere">')
        )
        world.on("medium.com/elsewhere", feed(rss(("1", "x"), title="Elsewhere")))
        assert names(await library.find_feeds("https://medium.com/@me")) == [
            ("", "Elsewhere", "https://medium.com/elsewhere")
        ]
        # Neither the feed nor the page: what is said is about the feed.
        world.on("bsky.app/profile/me/rss", answer(status=429, headers={"Retry-After": "60"}))
        (refused,) = await library.find_feeds("https://bsky.app/profile/me")
        assert refused.feed_url == "https://bsky.app/profile/me/rss" and refused.name == "Posts"
        assert refused.problem.endswith(".")

    finding(paths, clock, tmp_path, work)


def test_no_page_and_no_answer_sends_us_into_the_users_network(paths, clock, tmp_path):
    async def work(world, library):
        with Server() as inside:
            secret = inside.on("/feed", feed(rss(("1", "x"), title="Secret")))
            hidden = f'<link rel="alternate" type="application/rss+xml" href="{secret}">'
            world.on("blog.example.org/", page(f"<title>Trap</title>{hidden}"))
            (nothing,) = await library.find_feeds("https://blog.example.org/")
            assert nothing.problem == "No feed was found at blog.example.org."
            world.on("itunes.apple.com/lookup?id=44&entity=podcast", answer(f'"feedUrl":"{secret}"'.encode()))
            (nothing,) = await library.find_feeds("https://podcasts.apple.com/us/podcast/x/id44")
            assert nothing.problem
            world.on("blog.example.org/feed", redirect(secret, 301))
            (nothing,) = await library.find_feeds("https://blog.example.org/feed")
            assert nothing.problem
            assert inside.seen == []

    finding(paths, clock, tmp_path, work)


def test_how_far_it_is_is_told_with_what_was_found_so_far(paths, clock, tmp_path):
    async def work(world, library):
        for sort in ("", "new/"):
            world.on(f"www.reddit.com/r/boats/{sort}.rss", feed(rss(("1", "x"), title=f"Boats {sort}")))
        told = []
        found = await library.find_feeds("r/boats", told.append)
        assert [one.name for one in found] == ["Hot posts", "New posts", "Best of the week"]
        assert told[0].words == "Looking at 3 feeds" and told[0].found == ()
        assert told[-1].words == "Looking at 3 feeds, 3 done" and told[-1].found == found
        assert [len(one.found) for one in told] == [0, 1, 2, 3]
        # It begins like a path on this machine, and is none.
        assert await library.find_feeds("/r/boats/") == found

    finding(paths, clock, tmp_path, work)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("python news", "no address"), ("@name", "youtube.com/@name"), (" @a ", "@a@mastodon")],
)
def test_what_is_no_address_is_said_without_asking_anybody(paths, clock, tmp_path, typed, said):
    async def work(world, library):
        (nothing,) = await library.find_feeds(typed)
        assert said in nothing.problem and world.asked() == []

    finding(paths, clock, tmp_path, work)
