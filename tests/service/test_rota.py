import asyncio

from tests.factories import make_feed
from tui.model.fetching import HostManners
from tui.service.rota import Rota


def by_host(at_once):
    return lambda host: HostManners(host, at_once)


def feeds(*hosts):
    return [make_feed(number, feed_url=f"https://{host}/{number}") for number, host in enumerate(hosts)]


def test_hosts_take_turns_and_none_has_more_than_its_share():
    async def run():
        rota = Rota(feeds("slow", "slow", "slow", "slow", "quick", "other"), by_host(2))
        taken = [await rota.take() for _ in range(4)]
        assert [feed.feed_url for feed in taken] == [
            "https://slow/0",
            "https://quick/4",
            "https://other/5",
            "https://slow/1",
        ]
        waiting = asyncio.create_task(rota.take())
        await asyncio.sleep(0)
        assert not waiting.done()
        rota.done(taken[1])
        await asyncio.sleep(0)
        assert not waiting.done()
        rota.done(taken[0])
        assert (await waiting).feed_url == "https://slow/2"

    asyncio.run(run())


def test_everything_is_taken_once_by_many():
    async def run():
        everything = feeds(*(f"host{number % 7}" for number in range(200)))
        rota, taken, busy, peak = Rota(everything, by_host(3)), [], {}, 0

        async def visitor():
            nonlocal peak
            while (feed := await rota.take()) is not None:
                host = feed.feed_url.split("/")[2]
                busy[host] = busy.get(host, 0) + 1
                peak = max(peak, busy[host])
                taken.append(feed)
                await asyncio.sleep(0)
                busy[host] -= 1
                rota.done(feed)

        await asyncio.gather(*(visitor() for _ in range(32)))
        assert sorted(feed.id for feed in taken) == [feed.id for feed in everything]
        assert peak == 3

    asyncio.run(run())


def test_a_cancelled_waiter_takes_nothing_with_it():
    async def run():
        first, second = feeds("a", "a")
        rota = Rota([first, second], by_host(1))
        assert await rota.take() is first
        waiting, other = asyncio.create_task(rota.take()), asyncio.create_task(rota.take())
        await asyncio.sleep(0)
        waiting.cancel()
        rota.done(first)
        assert await other is second
        assert await rota.take() is None

    asyncio.run(run())


def test_an_empty_rota_and_a_crooked_address():
    async def run():
        assert await Rota([], by_host(2)).take() is None
        crooked = make_feed(feed_url="http://[::1")
        assert await Rota([crooked], by_host(2)).take() is crooked

    asyncio.run(run())


def test_hosts_of_one_name_share_their_places():
    async def run():
        rota = Rota(feeds("www.example.org", "old.example.org", "b"), lambda host: HostManners(host[-11:], 1))
        taken = [await rota.take() for _ in range(2)]
        assert [feed.id for feed in taken] == [0, 2]
        assert rota.name_of(taken[0]) == "example.org"
        waiting = asyncio.create_task(rota.take())
        await asyncio.sleep(0)
        assert not waiting.done()
        rota.done(taken[0])
        assert (await waiting).id == 1

    asyncio.run(run())
