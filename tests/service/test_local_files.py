"""A file whose disk does not answer holds up itself, and nobody else."""

import asyncio
import os
import threading

from tui.model.fetching import NO_VALIDATORS, Fetched, FetchFailed
from tui.service.local_files import read_feed_file


def test_one_thread_at_most_waits_for_a_disk_that_does_not_answer(tmp_path, monkeypatch):
    file, answers, asked = tmp_path / "a.xml", threading.Event(), []
    file.write_bytes(b"<rss/>")
    as_ever = os.path.realpath

    def hanging(path):
        asked.append(path)
        answers.wait()
        return as_ever(path)

    async def read(seconds):
        return await read_feed_file(file.as_uri(), str(file), NO_VALIDATORS, 1_000, seconds)

    async def work():
        monkeypatch.setattr("tui.service.local_files.os.path.realpath", hanging)
        try:
            for _ in range(3):
                found = await read(0.05)
                assert isinstance(found, FetchFailed) and "is its disk there?" in found.sentence
            assert asked == [str(file)]
        finally:
            answers.set()
        # Once it answers, all is as before.
        while not isinstance(found := await read(60), Fetched):
            await asyncio.sleep(0)
        assert found.body == b"<rss/>"

    asyncio.run(work())
