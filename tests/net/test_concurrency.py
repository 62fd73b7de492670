"""How many at once, what cancelling does, and what is left behind: as the server sees it."""

import asyncio
import threading

import pytest

from tests.server import Server, answer, feed, held, redirect, silence
from tui.model.fetching import Fetched, FetchFailed, FetchRequest
from tui.net import Client
from tui.net.driver import PollingDriver, driver_for


class LoopWithoutReaders(asyncio.SelectorEventLoop):
    """As on Windows: this loop cannot watch a foreign socket."""

    def add_reader(self, fd, callback, *args):
        raise NotImplementedError

    def add_writer(self, fd, callback, *args):
        raise NotImplementedError


@pytest.fixture(params=[asyncio.SelectorEventLoop, LoopWithoutReaders], ids=["sockets", "polling"])
def run(request):
    def runner(work):
        with asyncio.Runner(loop_factory=request.param) as runner:
            return runner.run(work)

    return runner


def ask(url, **fields):
    return FetchRequest(url, allow_private=True, **fields)


async def until(server, condition):
    assert await asyncio.to_thread(server.wait_for, condition)


def test_the_driver_suits_the_loop():
    loop = LoopWithoutReaders()
    driver = driver_for(loop, 4)
    assert isinstance(driver, PollingDriver)
    driver.close()
    loop.close()


def test_one_host_gets_two_at_a_time(server, run):
    gate = threading.Event()
    url = server.on("/feed", held(gate, answer(b"x")))

    async def work():
        async with Client() as client:
            tasks = [asyncio.create_task(client.fetch(ask(f"{url}?{number}"))) for number in range(7)]
            await until(server, lambda: server.running == 2)
            gate.set()
            return await asyncio.gather(*tasks)

    assert all(isinstance(result, Fetched) for result in run(work()))
    assert server.peak == 2
    assert server.accepted == 2


def test_many_hosts_get_thirty_two_at_a_time(server, run):
    gate = threading.Event()
    server.on("/feed", held(gate, answer(b"x")))
    names = {f"h{number}.example": "127.0.0.1" for number in range(20)}

    async def work():
        async with Client(resolve=names) as client:
            urls = [f"{server.url('/feed', name)}?{number}" for name in names for number in range(3)]
            tasks = [asyncio.create_task(client.fetch(ask(url))) for url in urls]
            await until(server, lambda: server.running == 32)
            gate.set()
            return await asyncio.gather(*tasks)

    assert all(isinstance(result, Fetched) for result in run(work()))
    assert len(server.seen) == 60
    assert server.peak == 32
    assert max(server.peak_by_host.values()) == 2


def test_open_connections_are_bounded_too(server, run):
    server.on("/feed", answer(b"x"))
    names = {f"h{number}.example": "127.0.0.1" for number in range(12)}

    async def work():
        async with Client(max_connections=4, resolve=names) as client:
            for name in names:
                await client.fetch(ask(server.url("/feed", name)))
            await until(server, lambda: server.open <= 4)

    run(work())
    assert server.accepted == 12


def test_a_slow_host_delays_no_other(server, run):
    server.on("/slow", silence())
    server.on("/fast", answer(b"x"))

    async def work():
        async with Client(resolve={"slow.example": "127.0.0.1"}) as client:
            url = server.url("/slow", "slow.example")
            slow = [asyncio.create_task(client.fetch(ask(f"{url}?{number}"))) for number in range(40)]
            await until(server, lambda: server.running == 2)
            fast = await client.fetch(ask(server.url("/fast")))
            for task in slow:
                task.cancel()
            await asyncio.gather(*slow, return_exceptions=True)
            return fast

    assert run(work()).body == b"x"


def test_a_redirect_waits_for_its_own_host(server, run):
    """A chain holds one place at a time, so chains cannot lock each other out."""
    with Server() as other:
        server.on("/feed", redirect(other.url("/end", "127.0.0.1")))
        other.on("/end", answer(b"x"))

        async def work():
            async with Client(max_connections=1, per_host=1) as client:
                return await asyncio.gather(*(client.fetch(ask(server.url(f"/feed?{n}"))) for n in range(6)))

        assert [result.body for result in run(work())] == [b"x"] * 6


def test_cancelling_closes_the_socket_at_once(server, run):
    url = server.on("/feed", silence())

    async def work():
        async with Client() as client:
            task = asyncio.create_task(client.fetch(ask(url)))
            await until(server, lambda: server.running == 1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await until(server, lambda: server.open == 0)  # while the client is still open
            server.on("/other", answer(b"x"))
            return await client.fetch(ask(server.url("/other")))

    assert run(work()).body == b"x"


def test_cancelling_who_waits_frees_the_queue(server, run):
    gate = threading.Event()
    url = server.on("/feed", held(gate, answer(b"x")))

    async def work():
        async with Client(per_host=1) as client:
            tasks = [asyncio.create_task(client.fetch(ask(f"{url}?{number}"))) for number in range(4)]
            await until(server, lambda: server.running == 1)
            tasks[1].cancel()
            tasks[2].cancel()
            gate.set()
            return await asyncio.gather(*tasks, return_exceptions=True)

    kinds = [type(result) for result in run(work())]
    assert kinds == [Fetched, asyncio.CancelledError, asyncio.CancelledError, Fetched]
    assert [seen.path for seen in server.seen] == ["/feed?0", "/feed?3"]


def test_closing_ends_what_is_under_way(server, run):
    url = server.on("/feed", silence())

    async def work():
        client = Client(per_host=1)
        tasks = [asyncio.create_task(client.fetch(ask(url))) for _ in range(3)]
        await until(server, lambda: server.running == 1)
        await client.aclose()
        await client.aclose()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        await until(server, lambda: server.open == 0)
        with pytest.raises(RuntimeError):
            await client.fetch(ask(url))
        return results

    assert [type(result) for result in run(work())] == [asyncio.CancelledError] * 3


def test_one_client_in_two_loops(server, run):
    url = server.on("/feed", feed(b"x"))
    client = Client()
    assert run(client.fetch(ask(url))).body == b"x"
    assert run(client.fetch(ask(url))).body == b"x"
    run(client.aclose())
    assert server.accepted == 2
    assert server.wait_for(lambda: server.open == 0)


def test_a_loop_that_ends_in_the_middle(server, run):
    url = server.on("/feed", silence())
    client = Client()

    async def leave():
        task = asyncio.create_task(client.fetch(ask(url)))
        await until(server, lambda: server.running == 1)
        return task

    assert run(leave()).cancelled()
    assert server.wait_for(lambda: server.open == 0)
    server.on("/feed", answer(b"x"))
    assert run(client.fetch(ask(url))).body == b"x"
    run(client.aclose())


def test_connections_are_used_again(server, run):
    url = server.on("/feed", feed(b"x"))

    async def work():
        async with Client() as client:
            for _ in range(5):
                assert isinstance(await client.fetch(ask(url)), Fetched)

    run(work())
    assert server.accepted == 1
    assert server.wait_for(lambda: server.open == 0)


def test_a_connection_the_server_closed_is_opened_anew(server, run):
    def route(visit):
        answer(b"x")(visit)
        visit.keep = False

    url = server.on("/feed", route)

    async def work():
        async with Client() as client:
            first = await client.fetch(ask(url))
            await until(server, lambda: server.open == 0)
            return first, await client.fetch(ask(url))

    assert [result.body for result in run(work())] == [b"x", b"x"]


def test_connections_that_nobody_uses_are_closed(server, run):
    url = server.on("/feed", feed(b"x"))

    async def work():
        async with Client(idle=0.05) as client:
            await client.fetch(ask(url))
            await until(server, lambda: server.open == 0)
            return await client.fetch(ask(url))

    assert run(work()).body == b"x"
    assert server.accepted == 2


def test_the_pause_between_two_requests(server, run):
    url = server.on("/feed", answer(b"x"))

    async def work():
        async with Client(gap=0.1) as client:
            await asyncio.gather(*(client.fetch(ask(url)) for _ in range(3)))

    run(work())
    first, second, third = sorted(seen.at for seen in server.seen)
    assert min(second - first, third - second) > 0.05


def test_a_failure_harms_no_neighbour(server, run):
    server.on("/good", answer(b"x"))

    def bad(visit):
        visit.send(b"garbage")
        visit.reset()

    server.on("/bad", bad)

    async def work():
        async with Client(per_host=8) as client:
            urls = [server.url(path) for path in ("/good", "/bad") * 10]
            return await asyncio.gather(*(client.fetch(ask(url)) for url in urls))

    results = run(work())
    assert [type(result) for result in results] == [Fetched, FetchFailed] * 10
