"""A store with a few long articles whose every word says where it stands."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from html import escape
from pathlib import Path

from tests.demo_store import SETTINGS, demo_paths
from tests.server import Server, feed
from tui.model.feed import Subscription
from tui.service.library import Library

__all__ = ["LONG", "fill", "fill_from", "paragraph"]


def paragraph(name: str, words: int = 60) -> str:
    """Words that are all different."""
    return "<p>" + " ".join(f"{name}{number}" for number in range(words)) + "</p>"


LONG = "".join(f"<h2>Part {part}</h2><h3>In {part}</h3>{paragraph(f'w{part}x')}" for part in range(8))


def fill(folder: Path, feeds: Sequence[Sequence[tuple[str, str]]]) -> None:
    """Subscribe to feeds of (title, body), the first article of each the newest."""
    with Server() as server:
        fill_from(server, folder, feeds)


def fill_from(server: Server, folder: Path, feeds: Sequence[Sequence[tuple[str, str]]]) -> None:
    """The same, from a server that stays."""

    async def run(urls: Sequence[str]) -> None:
        library = await Library.open(SETTINGS, demo_paths(folder))
        for one in library.feeds():
            await library.unsubscribe(one.id)
        await library.subscribe([Subscription(url) for url in urls])
        async with aclosing(library.refresh(force=True)) as events:
            async for _ in events:
                pass
        await library.close()

    asyncio.run(run([server.on(f"/{n}.xml", feed(_rss(n, some))) for n, some in enumerate(feeds)]))


def _rss(number: int, articles: Sequence[tuple[str, str]]) -> bytes:
    items = "".join(
        f"<item><title>{escape(title)}</title><guid>{number}-{at}</guid>"
        f"<pubDate>Thu, {21 - number} May 2026 {20 - at:02}:00:00 GMT</pubDate>"
        f"<link>https://example.org/{number}/{at}</link><description>{escape(body)}</description></item>"
        for at, (title, body) in enumerate(articles)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed {number}</title>{items}</channel></rss>'.encode()
