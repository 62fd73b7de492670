import asyncio
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.model.fetching import HostManners
from tui.net.hosts import Gate, Turns

HOSTS = st.lists(st.sampled_from("abc"), max_size=40)


def turns_of(total, per_host, gap=0.0):
    return Turns(total, lambda host: HostManners(host, per_host, gap))


def started(turns, now=0.0):
    return [f"{host}{ticket}" for host, ticket in turns.start(now)]


def test_hosts_take_turns():
    turns = turns_of(total=4, per_host=2)
    for number in range(5):
        turns.ask("a", number)
    turns.ask("b", 0)
    assert started(turns) == ["a0", "b0", "a1"]
    turns.finish("a")
    assert started(turns) == ["a2"]
    turns.finish("b")
    assert started(turns) == []


def test_the_whole_is_bounded():
    turns = turns_of(total=2, per_host=2)
    for host in "abcd":
        turns.ask(host, 0)
    assert started(turns) == ["a0", "b0"]
    turns.finish("b")
    assert started(turns) == ["c0"]


def test_a_pause_between_two_starts():
    turns = turns_of(total=9, per_host=2, gap=1.0)
    for number in range(3):
        turns.ask("a", number)
    assert started(turns, 10.0) == ["a0"]
    assert turns.next_start == 11.0
    assert started(turns, 10.9) == []
    assert started(turns, 11.0) == ["a1"]
    assert started(turns, 12.0) == []  # rested, but two are running
    turns.finish("a")
    assert started(turns, 12.0) == ["a2"]


def test_who_is_hasty_waits_for_no_pause_but_for_a_place():
    turns = turns_of(total=9, per_host=2, gap=5.0)
    for number in range(3):
        turns.ask("a", number)
    assert started(turns, 0.0) == ["a0"]
    turns.ask("a", 7, hasty=True)
    turns.ask("a", 8, hasty=True)
    turns.ask("a", 9, hasty=True)
    turns.withdraw("a", 9)
    assert started(turns, 1.0) == ["a7"]
    turns.finish("a")
    assert started(turns, 1.0) == ["a8"]
    turns.finish("a")
    # The others rest as long as they would have.
    assert started(turns, 4.9) == [] and turns.next_start == 5.0
    assert started(turns, 5.0) == ["a1"]


def test_who_leaves_the_queue_is_forgotten():
    turns = turns_of(total=1, per_host=1)
    turns.ask("a", 0)
    turns.ask("a", 1)
    turns.withdraw("a", 0)
    turns.withdraw("a", 7)
    turns.withdraw("b", 0)
    assert turns.waiting() == [1]
    assert started(turns) == ["a1"]
    turns.finish("a")
    assert started(turns) == []


def test_each_host_has_manners_of_its_own():
    manners = {"a": HostManners("a", 1), "b": HostManners("b", 3, 5.0)}
    turns = Turns(9, manners.__getitem__)
    for number in range(3):
        turns.ask("a", number)
        turns.ask("b", number)
    assert started(turns, 0.0) == ["a0", "b0"]
    assert started(turns, 5.0) == ["b1"]
    turns.finish("a")
    assert started(turns, 5.0) == ["a1"]
    assert started(turns, 10.0) == ["b2"]


@settings(max_examples=100)
@given(HOSTS, st.integers(1, 5), st.integers(1, 3), st.sampled_from([0.0, 2.0]), st.randoms())
def test_all_are_served_within_the_bounds(hosts, total, per_host, gap, random):
    turns = turns_of(total, per_host, gap)
    for number, host in enumerate(hosts):
        turns.ask(host, number)
    running: list[str] = []
    served: dict[str, list[int]] = {}
    last: dict[str, float] = {}
    now = 0.0
    for _ in range(1_000):
        for host, number in turns.start(now):
            assert now - last.get(host, -gap) >= gap
            last[host] = now
            running.append(host)
            served.setdefault(host, []).append(number)
        assert len(running) <= total
        assert max(Counter(running).values(), default=0) <= per_host
        if not running and turns.next_start is None:
            break
        if running and random.random() < 0.7:
            turns.finish(running.pop(random.randrange(len(running))))
        else:
            now += 1.0
    assert sorted(number for numbers in served.values() for number in numbers) == list(range(len(hosts)))
    assert all(numbers == sorted(numbers) for numbers in served.values())


def test_giving_up_passes_the_turn_on():
    async def run():
        gate = Gate(turns_of(total=1, per_host=1), asyncio.get_running_loop().time)
        done = []

        async def visit(name):
            async with gate.turn("a"):
                done.append(name)
                await asyncio.sleep(0)

        async with gate.turn("a"):
            waiting = [asyncio.create_task(visit(name)) for name in "xyz"]
            await asyncio.sleep(0)
            waiting[0].cancel()
        # The turn is y's in this very moment; it gives up before it knows.
        waiting[1].cancel()
        results = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(result) for result in results[:2]] == [asyncio.CancelledError] * 2
        return done

    assert asyncio.run(run()) == ["z"]


def test_the_pause_wakes_by_itself():
    async def run():
        loop = asyncio.get_running_loop()
        gate = Gate(turns_of(total=9, per_host=9, gap=0.05), loop.time)
        moments = []

        async def visit():
            async with gate.turn("a"):
                moments.append(loop.time())

        await asyncio.gather(*(visit() for _ in range(3)))
        return moments

    first, second, third = asyncio.run(run())
    assert second - first == pytest.approx(0.05, abs=0.049)
    assert third - first >= 0.09
