"""The pool against real processes: the true worker, and ones that misbehave."""

import asyncio
import os
import sys
import textwrap
import time
from datetime import UTC, datetime

import pytest

from tests.factories import rss
from tui.model.errors import FeedError
from tui.model.extraction import KnownFacts, SiteRule
from tui.service.workers import BrokenFeed, WorkerFailed, WorkerPool


def misbehaving(tmp_path, body):
    """A worker command whose answer to a task is ``body``; it sees ``name``, ``arguments``."""
    script = tmp_path / "worker.py"
    script.write_text(
        "import os, signal, sys, time\n"
        "from tui.service import frames, worker\n"
        "worker._limit_resources()\n"
        "sys.stdout.buffer.write(frames.dump('ready')); sys.stdout.buffer.flush()\n"
        "while header := sys.stdin.buffer.read(4):\n"
        "    name, arguments = frames.load(sys.stdin.buffer.read(frames.size_of(header)))\n"
        "    url = arguments[2]\n"
        + textwrap.indent(textwrap.dedent(body), "    ")
        + "\n    sys.stdout.buffer.write(frames.dump(('ok', (('t', '', '', 0, 'v', ''), (), os.getpid(), ()))))\n"
        "    sys.stdout.buffer.flush()\n"
    )
    return (sys.executable, str(script))


def run(coroutine):
    return asyncio.run(coroutine)


async def ask(pool, url="u"):
    return (await pool.prepare(b"", "", url)).known


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("if url == 'bad': time.sleep(60)", "took too long"),
        ("if url == 'bad':\n    worker._limit_time(0.1)\n    while True: pass", "more time or memory"),
        ("if url == 'bad': x = bytearray(2_000_000_000)", "more time or memory"),
        ("if url == 'bad': os._exit(3)", "more time or memory"),
        ("if url == 'bad': os.kill(os.getpid(), signal.SIGKILL)", "more time or memory"),
        ("if url == 'bad': sys.stdout.buffer.write(b'junk' * 9); sys.exit()", "more time or memory"),
        ("if url == 'bad': sys.stdout.buffer.write(bytes(4)); sys.exit()", "more time or memory"),
        (
            "if url == 'bad':\n    sys.stdout.buffer.write(frames.dump(time.sleep)); sys.exit()",
            "more time or",
        ),
    ],
)
def test_a_worker_that_overruns_is_replaced_and_only_its_task_fails(tmp_path, body, sentence):
    async def work():
        pool = WorkerPool(1, seconds=5.0, command=misbehaving(tmp_path, body))
        first = await ask(pool)
        with pytest.raises(WorkerFailed, match=sentence):
            await ask(pool, "bad")
        second = await ask(pool)
        assert first != second and not alive(first)
        assert await ask(pool) == second
        await pool.aclose()
        assert not alive(second)

    run(work())


def test_a_cancelled_task_takes_its_worker_with_it(tmp_path):
    async def work():
        notes = tmp_path / "notes"
        notes.mkdir()
        # A folder, because a worker may write no file.
        body = f"if url == 'bad': os.mkdir({str(notes)!r} + '/' + str(os.getpid())); time.sleep(60)"
        pool = WorkerPool(1, command=misbehaving(tmp_path, body))
        task = asyncio.create_task(ask(pool, "bad"))
        deadline = time.monotonic() + 30
        while not (names := [path.name for path in notes.iterdir()]):
            assert time.monotonic() < deadline
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not alive(int(names[0]))
        assert await ask(pool) > 0
        await pool.aclose()

    run(work())


def test_no_more_workers_than_allowed_and_they_are_used_again(tmp_path):
    async def work():
        pool = WorkerPool(2, command=misbehaving(tmp_path, "time.sleep(0.02)"))
        pids = await asyncio.gather(*(ask(pool) for _ in range(16)))
        assert len(set(pids)) == 2
        await pool.rest()
        assert not any(map(alive, pids))
        assert await ask(pool) not in pids
        await pool.aclose()

    run(work())


def test_a_few_tasks_are_done_by_one_worker_and_a_slow_one_holds_up_nobody(tmp_path):
    async def work():
        pool = WorkerPool(2, command=misbehaving(tmp_path, "if url == 'slow': time.sleep(60)"))
        assert len(set(await asyncio.gather(*(ask(pool) for _ in range(5))))) == 1
        slow = asyncio.create_task(ask(pool, "slow"))
        quick = await asyncio.gather(*(ask(pool) for _ in range(5)))
        assert len(set(quick)) == 1 and not slow.done()
        slow.cancel()
        await asyncio.wait([slow])
        await pool.aclose()

    run(work())


def test_workers_without_work_are_let_go(tmp_path):
    async def work():
        pool = WorkerPool(1, command=misbehaving(tmp_path, ""), linger=0.05)
        first = await ask(pool)
        while alive(first):
            await asyncio.sleep(0.01)
        assert await ask(pool) != first
        await pool.aclose()

    run(work())


def test_the_worker_sees_no_terminal_and_is_in_a_session_of_its_own(tmp_path):
    body = "assert not sys.stdin.isatty() and os.getsid(0) == os.getpid()"

    async def work():
        pool = WorkerPool(1, command=misbehaving(tmp_path, body))
        assert await ask(pool) > 0
        await pool.aclose()

    run(work())


def test_the_true_worker_prepares_a_feed_and_refuses_what_is_none():
    async def work():
        pool = WorkerPool(1)
        document = rss(("1", "Hello &lt;b&gt;world&lt;/b&gt;&lt;script&gt;x()&lt;/script&gt;"), ("2", "Bye"))
        feed = await pool.prepare(document, "application/rss+xml", "https://example.org/feed")
        assert [entry.title for entry in feed.entries] == ["Title 1", "Title 2"]
        assert feed.entries[0].text.strip() == "Hello world" and "script" not in feed.entries[0].html
        assert feed.entries[0].words == 2 and feed.entries[0].minutes >= 1
        hashes = frozenset(entry.raw_hash for entry in feed.entries if entry.raw_hash)
        again = await pool.prepare(document, "application/rss+xml", "https://example.org/feed", hashes)
        assert again.known == len(hashes) == 2 and again.entries == ()
        with pytest.raises(FeedError):
            await pool.prepare(b"<html><body>No feed", "text/html", "https://example.org/")
        await pool.aclose()

    run(work())


def test_a_worker_that_does_not_start_says_so(tmp_path):
    async def work():
        for command in ((sys.executable, "-c", "import no_such_module"), (str(tmp_path / "nothing"),)):
            pool = WorkerPool(1, command=command)
            with pytest.raises(WorkerFailed, match="does not start"):
                await ask(pool)
            await pool.aclose()

    run(work())


def test_a_worker_may_write_no_file(tmp_path):
    target = tmp_path / "file"
    body = f"with open({str(target)!r}, 'w') as file: file.write('x')"

    async def work():
        pool = WorkerPool(1, command=misbehaving(tmp_path, body))
        with pytest.raises(WorkerFailed):
            await ask(pool)
        await pool.aclose()
        assert not target.exists() or not target.read_bytes()

    run(work())


def test_an_exception_in_a_parser_is_a_broken_feed():
    async def work():
        pool = WorkerPool(1)
        with pytest.raises(BrokenFeed, match="no parser understands"):
            await pool.prepare(None, "text/xml", "https://example.org/")  # type: ignore[arg-type]
        assert (await pool.prepare(rss(("1", "x")), "", "https://example.org/")).entries
        await pool.aclose()

    run(work())


def test_a_worker_ends_when_its_owner_is_gone(tmp_path):
    """Nobody is left to kill it: the closed pipe is enough."""
    script = tmp_path / "owner.py"
    script.write_text(
        "import asyncio, os, sys\n"
        "from tui.service.workers import _COMMAND, _Worker\n"
        "async def work():\n"
        "    worker = await _Worker.start(_COMMAND, 60.0)\n"
        "    print(worker._process.pid, flush=True)\n"
        "    os._exit(0)\n"
        "asyncio.run(work())\n"
    )

    async def work():
        owner = await asyncio.create_subprocess_exec(
            sys.executable, str(script), stdout=asyncio.subprocess.PIPE
        )
        assert owner.stdout is not None
        pid = int(await owner.stdout.readline())
        await owner.wait()
        deadline = time.monotonic() + 30
        while alive(pid) and not zombie(pid):
            assert time.monotonic() < deadline, "the worker outlived its owner"
            await asyncio.sleep(0.02)

    run(work())


def zombie(pid):
    """An orphan may wait for a lazy init to take note of its end."""
    try:
        with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return False


PAGE = b"<html><head><title>A walk</title></head><body><article><h1>A walk</h1>" + (
    b"<p>The path leaves the village behind the church and climbs through the woods for an hour.</p>" * 6
    + b"</article></body></html>"
)


def test_the_true_worker_finds_the_article_on_a_page():
    async def work():
        pool = WorkerPool(1)
        known = KnownFacts(title="A walk", published_at=datetime(2026, 3, 1, tzinfo=UTC))
        rule = SiteRule(sites=("example.org",), rewrite=(("a", "b"),))
        found = await pool.extract(PAGE, "text/html", "https://example.org/walk", known, rule, images=False)
        assert found.trouble == "" and "climbs through the woods" in found.text and found.words >= 16
        nothing = await pool.extract(b"%PDF-1.7", "text/html", "https://example.org/x", KnownFacts())
        assert "PDF" in nothing.trouble and nothing.html == ""
        await pool.aclose()

    run(work())


def test_a_page_that_overruns_is_called_a_page(tmp_path):
    async def work():
        pool = WorkerPool(1, seconds=5.0, command=misbehaving(tmp_path, "os._exit(3)"))
        with pytest.raises(WorkerFailed, match="The page needed more time or memory than one page may have"):
            await pool.extract(b"", "", "u", KnownFacts())
        pool = WorkerPool(
            1,
            command=misbehaving(
                tmp_path, "sys.stdout.buffer.write(frames.dump(('broken', 'KeyError'))); sys.exit()"
            ),
        )
        with pytest.raises(WorkerFailed, match="The page is broken"):
            await pool.extract(b"", "", "u", KnownFacts())
        await pool.aclose()

    run(work())
