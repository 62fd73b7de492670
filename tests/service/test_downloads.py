"""Files from servers that keep their word, and from those that do not."""

import asyncio
import errno
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from tests.factories import NOW
from tests.routes import Visit
from tests.server import Server, answer, endless, held, in_turn, redirect, reset, silence, truncated
from tests.service.opened import SETTINGS, manual_free, opened, refreshed
from tui.model.errors import BroadsheetError, NotFound
from tui.model.feed import Subscription
from tui.query import parse
from tui.service import part_file
from tui.service.downloads import size_words
from tui.service.part_file import part_of

BODY = bytes(range(256)) * 4_000
MP3 = {"Content-Type": "audio/mpeg"}


def ranged(body=BODY, *, etag='"1"', break_at=0, headers=MP3, size=True):
    """A server that knows parts; its first answer is broken off at *break_at*."""
    left = [break_at] if break_at else []

    def route(visit: Visit) -> None:
        asked = visit.request.headers
        start = int(asked.get("range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        sent = {**headers, **({"ETag": etag} if etag else {})}
        if start and asked.get("if-range", etag) != etag:
            start = 0
        if start >= len(body):
            visit.head(416, {**sent, "Content-Range": f"bytes */{len(body)}", "Content-Length": "0"})
            return
        if start:
            sent["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        sent["Content-Length"] = str(len(body) - start)
        visit.head(206 if start else 200, sent)
        end = left.pop() if left else len(body)
        visit.send(body[start:end])
        if end < len(body):
            visit.keep = False

    return route


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "podcasts"


@pytest.fixture
def settings(folder):
    return replace(SETTINGS, download_folder=str(folder), max_download_megabytes=5)


@pytest.fixture
async def library(paths, clock, settings):
    async with opened(paths, clock, settings) as library:
        yield library


@pytest.fixture
def server():
    with Server() as running:
        yield running


async def fetched(library, url, article_id=None):
    row = await library.downloads.ask(url, article_id)
    return await library.downloads.fetch(row.id, typed=article_id is None)


async def test_a_file_comes_whole_under_a_safe_name(library, server, folder) -> None:
    steps = []
    headers = {**MP3, "Content-Disposition": 'attachment; filename="../../Folge 1.sh"'}
    row = await library.downloads.ask(server.on("/x", answer(BODY, headers=headers)))
    done = await library.downloads.fetch(row.id, lambda *step: steps.append(step), typed=True)
    assert (done.state, done.trouble, done.size, done.done) == ("done", "", len(BODY), len(BODY))
    file = folder / "Folge 1.sh.mp3"
    assert (done.path, done.media_type) == (str(file), "audio/mpeg")
    assert file.read_bytes() == BODY
    assert file.stat().st_mode & 0o111 == 0
    assert list(folder.iterdir()) == [file]
    assert steps[0] == (0, len(BODY)) and steps[-1] == (len(BODY), len(BODY))
    assert library.downloads.file_of(done) == file
    # Nothing is asked for twice.
    assert (await library.downloads.fetch(row.id, typed=True)).state == "done"
    assert len(server.requests("/x")) == 1


async def test_bytes_are_not_packed_on_the_way(library, server) -> None:
    await fetched(library, server.on("/x", answer(BODY, headers=MP3)))
    assert server.seen[-1].headers["accept-encoding"] == "identity"
    refused = await fetched(library, server.on("/packed", answer(b"x", headers={"Content-Encoding": "gzip"})))
    assert "packed in a way that was not asked for" in refused.trouble


async def test_what_broke_off_goes_on_where_it_was(library, server, folder) -> None:
    url = server.on("/a.mp3", ranged(break_at=300_000))
    first = await fetched(library, url)
    assert (first.state, first.done) == ("failed", 300_000)
    assert first.trouble == "The answer of 127.0.0.1 broke off before its end. What has come is kept."
    assert part_of(folder / "a.mp3").stat().st_size == 300_000
    assert not (folder / "a.mp3").exists()
    second = await library.downloads.fetch(first.id, typed=True)
    assert second.state == "done"
    assert (folder / "a.mp3").read_bytes() == BODY
    asked = server.requests("/a.mp3")[1].headers
    assert (asked["range"], asked["if-range"]) == ("bytes=300000-", '"1"')
    assert [path.name for path in folder.iterdir()] == ["a.mp3"]


async def test_another_file_at_the_same_address_begins_anew(library, server, folder) -> None:
    url = server.on("/a.mp3", in_turn(ranged(break_at=300_000), ranged(b"new" * 100_000, etag='"2"')))
    first = await fetched(library, url)
    assert (await library.downloads.fetch(first.id, typed=True)).state == "done"
    assert (folder / "a.mp3").read_bytes() == b"new" * 100_000


async def test_a_server_without_parts_begins_anew(library, server, folder) -> None:
    whole = answer(BODY, headers=MP3)
    url = server.on("/a.mp3", in_turn(truncated(BODY[:1_000], len(BODY) - 1_000), whole))
    first = await fetched(library, url)
    assert (first.state, first.done, first.size) == ("failed", 1_000, len(BODY))
    assert (await library.downloads.fetch(first.id, typed=True)).state == "done"
    assert (folder / "a.mp3").read_bytes() == BODY


async def test_a_part_that_was_not_asked_for_is_not_taken(library, server, folder) -> None:
    wrong = answer(b"x" * 10, status=206, headers={**MP3, "Content-Range": "bytes 7-16/1000"})
    url = server.on("/a.mp3", in_turn(ranged(break_at=1_000), wrong, answer(BODY, headers=MP3)))
    first = await fetched(library, url)
    assert (await library.downloads.fetch(first.id, typed=True)).state == "done"
    assert (folder / "a.mp3").read_bytes() == BODY
    stubborn = await fetched(library, server.on("/b.mp3", wrong))
    assert (stubborn.state, stubborn.trouble) == (
        "failed", "The server gives only parts of the file, and the wrong ones.")  # fmt: skip


async def test_nothing_was_missing(library, server, folder) -> None:
    """All bytes had come, only the end had not: 416 says so."""
    url = server.on("/a.mp3", in_turn(truncated(BODY, 10), ranged()))
    first = await fetched(library, url)
    assert (first.state, first.done) == ("failed", len(BODY))
    assert (await library.downloads.fetch(first.id, typed=True)).state == "done"
    assert (folder / "a.mp3").read_bytes() == BODY


async def test_more_is_here_than_there_is(library, server, folder) -> None:
    url = server.on("/a.mp3", in_turn(truncated(BODY, 10), ranged(b"short")))
    first = await fetched(library, url)
    assert (await library.downloads.fetch(first.id, typed=True)).state == "done"
    assert (folder / "a.mp3").read_bytes() == b"short"


async def test_stopping_keeps_what_has_come(library, server, folder) -> None:
    gate = threading.Event()

    def half(visit: Visit) -> None:
        visit.head(200, {**MP3, "Content-Length": str(len(BODY)), "ETag": '"1"'})
        visit.send(BODY[:500_000])
        held(gate, lambda _: None)(visit)
        visit.keep = False

    url = server.on("/a.mp3", in_turn(half, ranged()))
    row = await library.downloads.ask(url)
    came = asyncio.Event()
    task = asyncio.create_task(
        library.downloads.fetch(row.id, lambda done, _: done == 500_000 and came.set(), typed=True)
    )
    await came.wait()
    assert [one.state for one in await library.downloads.all()] == ["running"]
    with pytest.raises(BroadsheetError, match="already"):
        await library.downloads.fetch(row.id, typed=True)
    with pytest.raises(BroadsheetError, match="stop it first"):
        await library.downloads.remove(row)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    gate.set()
    (stopped,) = await library.downloads.all()
    assert (stopped.state, stopped.done, stopped.size) == ("stopped", 500_000, len(BODY))
    assert part_of(folder / "a.mp3").read_bytes() == BODY[:500_000]
    assert (await library.downloads.fetch(row.id, typed=True)).state == "done"
    assert (folder / "a.mp3").read_bytes() == BODY


async def test_a_killed_one_is_found_stopped_and_goes_on(paths, clock, settings, server, folder) -> None:
    url = server.on("/a.mp3", ranged(break_at=300_000))
    async with opened(paths, clock, settings) as library:
        first = await fetched(library, url)
        await library.downloads._note(first.id, {"state": "running"})
    async with opened(paths, clock, settings) as library:
        (found,) = await library.downloads.all()
        assert found.state == "stopped"
        assert (await library.downloads.fetch(found.id, typed=True)).state == "done"
    assert (folder / "a.mp3").read_bytes() == BODY


async def test_two_processes_do_not_write_into_one_file(paths, clock, settings, server) -> None:
    url = server.on("/a.mp3", ranged(break_at=300_000))
    async with opened(paths, clock, settings) as one, opened(paths, clock, settings) as other:
        row = await fetched(one, url)
        gate = threading.Event()
        server.on("/a.mp3", held(gate, ranged()))
        task = asyncio.create_task(one.downloads.fetch(row.id, typed=True))
        await asyncio.to_thread(server.wait_for, lambda: server.running == 1)
        with pytest.raises(BroadsheetError, match="Another Broadsheet"):
            await other.downloads.fetch(row.id, typed=True)
        gate.set()
        assert (await task).state == "done"


@pytest.mark.parametrize(
    ("route", "why"),
    [
        (answer(status=404), "127.0.0.1 has no such file (404): it may have been taken away."),
        (answer(status=403), "127.0.0.1 does not give us this file (403). Open it in a browser to see why."),
        (answer(status=500), "The server at 127.0.0.1 is in trouble (500)."),
        (answer(status=429, headers={"Retry-After": "60"}), "127.0.0.1 asks not to be visited for 1 minute."),
        (answer(status=416), "127.0.0.1 gave no file but the answer 416."),
        (reset(), "The server at 127.0.0.1 hung up without an answer."),
        (
            reset(b"x" * 100, 1_000),
            "The answer of 127.0.0.1 broke off before its end. What has come is kept.",
        ),
        (answer(b"", headers={"Content-Length": "6000000"}), "larger than 5 MB"),
        (endless(), "larger than 5 MB"),
        (redirect("file:///etc/passwd"), "passes us on to something that is not a web address"),
    ],
)
async def test_what_goes_wrong_is_said(library, server, folder, route, why) -> None:
    failed = await fetched(library, server.on("/a.mp3", route))
    assert failed.state == "failed"
    assert why in failed.trouble
    assert not (folder / "a.mp3").exists()


async def test_a_server_that_says_nothing_is_left(paths, clock, settings, server) -> None:
    async with opened(paths, clock, replace(settings, total_timeout=1.0)) as library:
        gone = await fetched(library, server.on("/a.mp3", silence()))
        assert "did not answer within 1 second" in gone.trouble

        def stalls(visit: Visit) -> None:
            visit.head(200, {**MP3, "Content-Length": "1000"})
            visit.send(b"x" * 10)
            visit.wait_until_gone()

        stalled = await fetched(library, server.on("/b.mp3", stalls))
        assert stalled.trouble == "127.0.0.1 stopped sending. What has come is kept."
        assert stalled.done == 10


async def test_an_empty_file_is_a_file(library, server, folder) -> None:
    done = await fetched(library, server.on("/a.mp3", answer(b"", headers=MP3)))
    assert (done.state, (folder / "a.mp3").read_bytes()) == ("done", b"")


async def test_nothing_is_overwritten(library, server, folder) -> None:
    folder.mkdir()
    (folder / "a.mp3").write_text("mine")
    (folder / "a (2).mp3.part").write_text("somebody's")
    one = await fetched(library, server.on("/x/a.mp3", answer(BODY, headers=MP3)))
    two = await fetched(library, server.on("/y/a.mp3", answer(BODY, headers=MP3)))
    assert [Path(row.path).name for row in (one, two)] == ["a (3).mp3", "a (4).mp3"]
    assert (folder / "a.mp3").read_text() == "mine"
    assert (folder / "a (2).mp3.part").read_text() == "somebody's"


async def test_a_file_that_appears_meanwhile_stays(library, server, folder) -> None:
    row = await library.downloads.ask(server.on("/a.mp3", answer(BODY, headers=MP3)))

    def appear(done: int, size: int) -> None:
        (folder / "a.mp3").write_text("mine")

    done = await library.downloads.fetch(row.id, appear, typed=True)
    assert Path(done.path).name == "a (2).mp3"
    assert (folder / "a.mp3").read_text() == "mine"


async def test_a_part_that_appears_meanwhile_stays(library, server, folder, monkeypatch) -> None:
    """Between looking and making, somebody else makes a file of that name."""
    folder.mkdir()
    looked, taken = [], part_file._is_taken

    def looking(path: Path) -> bool:
        looked.append(path)
        if len(looked) == 1:
            part_of(path).write_text("somebody's")
            return False
        return taken(path)

    monkeypatch.setattr(part_file, "_is_taken", looking)
    done = await fetched(library, server.on("/a.mp3", answer(BODY, headers=MP3)))
    assert Path(done.path).name == "a (2).mp3"
    assert (folder / "a.mp3.part").read_text() == "somebody's"


async def test_a_link_in_place_of_the_part_is_not_followed(library, server, folder, tmp_path) -> None:
    folder.mkdir()
    precious = tmp_path / "precious"
    precious.write_text("precious")
    first = await fetched(library, server.on("/a.mp3", ranged(break_at=1_000)))
    part_of(folder / "a.mp3").unlink()
    part_of(folder / "a.mp3").symlink_to(precious)
    done = await library.downloads.fetch(first.id, typed=True)
    assert Path(done.path).name == "a (2).mp3"
    assert precious.read_text() == "precious"


async def test_a_full_disk_is_said_and_nothing_is_lost(library, server, folder, monkeypatch) -> None:
    first = await fetched(library, server.on("/a.mp3", ranged(break_at=1_000)))
    monkeypatch.setattr(part_file, "_LEFT_FREE", 10**18)
    full = await library.downloads.fetch(first.id, typed=True)
    assert full.state == "failed"
    assert full.trouble.endswith(f"could not be written: {os.strerror(errno.ENOSPC)}.")
    assert part_of(folder / "a.mp3").read_bytes() == BODY[:1_000]
    monkeypatch.undo()
    assert (await library.downloads.fetch(first.id, typed=True)).state == "done"


async def test_a_folder_that_cannot_be_made_is_said(library, server, folder) -> None:
    folder.write_text("a file")
    failed = await fetched(library, server.on("/a.mp3", answer(BODY)))
    assert failed.state == "failed" and "could not be written" in failed.trouble


async def test_taking_one_off_the_list(library, server, folder) -> None:
    whole = await fetched(library, server.on("/a.mp3", answer(BODY, headers=MP3)))
    half = await fetched(library, server.on("/b.mp3", ranged(break_at=1_000)))
    await library.downloads.remove(whole)
    await library.downloads.remove(half)
    assert await library.downloads.all() == ()
    # What is whole stays where it is.
    assert [path.name for path in folder.iterdir()] == ["a.mp3"]
    with pytest.raises(NotFound):
        await library.downloads.fetch(whole.id, typed=True)


async def test_only_web_addresses(library) -> None:
    for url in ("file:///etc/passwd", "ftp://example.org/a", "javascript:1", "-x"):
        with pytest.raises(BroadsheetError):
            await library.downloads.ask(url)


async def test_a_publisher_cannot_reach_into_the_users_network(library, server, folder, clock) -> None:
    """A feed from elsewhere names a file at home; one from home does so rightly."""
    await manual_free(library)
    item = (
        "<item><guid>{0}</guid><title>{0}</title><enclosure url='{1}' type='audio/mpeg' length='9'/></item>"
    )
    file = server.on("/a.mp3", answer(b"x" * 9, headers=MP3))
    away = redirect("http://127.0.0.2:1/a.mp3")
    document = f"<rss version='2.0'><channel><title>F</title>{item.format('one', file)}{item.format('two', server.on('/away', away))}</channel></rss>"
    await library.subscribe([Subscription(server.on("/feed", answer(document.encode())))])
    await refreshed(library)
    ids = {row.title: row.id for row in await library.rows((await library.select(parse(""))).ids)}
    allowed = await fetched(library, file, article_id=ids["one"])
    assert allowed.state == "done" and allowed.title == "one"
    # A redirect leads to another host at home.
    refused = await fetched(library, server.url("/away"), article_id=ids["two"])
    assert "private network" in refused.trouble

    def elsewhere(connection):
        connection.execute(
            "UPDATE feed SET feed_url = 'https://example.org/feed' WHERE feed_url LIKE 'http://127%'"
        )

    await library._database.write(elsewhere)
    await library.downloads.remove(allowed)
    refused = await fetched(library, file, article_id=ids["one"])
    assert refused.state == "failed" and "private network" in refused.trouble
    assert len(server.requests("/a.mp3")) == 1


async def test_a_slow_disk_makes_the_server_wait(library, server, folder, monkeypatch) -> None:
    """Much more than may wait in memory comes whole and in order."""
    body = os.urandom(1_000_000) * 4
    slow = part_file.PartFile._write

    def writing(self, data: bytes) -> None:
        waited.append(len(data))
        slow(self, data)

    waited: list[int] = []
    monkeypatch.setattr("tui.net.flow._MOST_WAITING", 50_000)
    monkeypatch.setattr(part_file.PartFile, "_write", writing)
    done = await fetched(library, server.on("/a.mp3", answer(body, headers=MP3)))
    assert done.state == "done"
    assert (folder / "a.mp3").read_bytes() == body
    assert max(waited) < 200_000


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, ""),
        (999, "999 bytes"),
        (1_234, "1 kB"),
        (5_600_000, "5.6 MB"),
        (34_000_000, "34 MB"),
        (1_240_000_000, "1.2 GB"),
    ],
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert size_words(size) == words
    assert NOW.tzinfo is not None
