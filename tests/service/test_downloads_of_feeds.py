"""What a feed leads to is fetched in the feed's own way, or not at all."""

from dataclasses import replace

from tests.factories import rss
from tests.routes import answer, feed
from tests.server import Server
from tests.service.opened import SETTINGS, manual_free, opened, refreshed, run
from tui.model.feed import Subscription
from tui.model.feed_settings import FeedSettings
from tui.query import Query
from tui.service.feedbook import PROXY, FeedChange


def test_the_proxy_of_a_feed_is_never_gone_round(paths, clock, tmp_path):
    folder = tmp_path / "podcasts"

    async def work():
        with Server() as server:
            file = server.on("/a.mp3", answer(b"sound", headers={"Content-Type": "audio/mpeg"}))
            async with opened(paths, clock, replace(SETTINGS, download_folder=str(folder))) as library:
                await manual_free(library)
                sound = f"<enclosure url='{file}' type='audio/mpeg' length='5'/></item>"
                document = rss(("1", "a")).decode().replace("</item>", sound).encode()
                await library.subscribe([Subscription(server.on("/feed", feed(document)))])
                await refreshed(library)
                (row,) = await library.rows((await library.select(Query())).ids)
                (only,) = library.feeds()
                proxy = FeedSettings(proxy=server.url("").rstrip("/").replace("//", "//ann@"))
                await library.feedbook.change(only, FeedChange(settings=proxy, secrets={PROXY: "word"}))
                for one in (paths.data_dir / "credentials").iterdir():
                    one.write_text("{")
                asked = await library.downloads.ask(file, row.id)
                done = await library.downloads.fetch(asked.id)
                assert done.state == "failed" and "is damaged" in done.trouble
                assert not server.requests("/a.mp3")

    run(work)
