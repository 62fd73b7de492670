"""Pictures in real workers: caps hold, and the pool lives on."""

import asyncio
import sys

from PIL import Image

from tests.pictures.making import encoded, photo, png_bomb, quarters
from tui.service.workers import WorkerPool


def ask(*calls):
    """The answers of one worker to calls of the pool, in order."""

    async def work():
        pool = WorkerPool(1)
        try:
            return [await call(pool) for call in calls]
        finally:
            await pool.aclose()

    return asyncio.run(work())


def test_a_picture_is_taken_and_drawn_in_every_way():
    (taken,) = ask(lambda pool: pool.take_picture(encoded(photo(300, 200), "JPEG")))
    assert (taken.trouble, taken.media_type, taken.width, taken.height) == ("", "image/jpeg", 300, 200)
    blocks, kitty, sixel = ask(
        lambda pool: pool.draw("blocks", taken.data, 20, 14),
        lambda pool: pool.draw("kitty", taken.data, 200, 140),
        lambda pool: pool.draw("sixel", taken.data, 80, 40, 20, (0, 0, 0)),
    )
    assert len(blocks.rows[0]) == 20 * 14 * blocks.depth
    assert kitty.rows[0].startswith(b"\x89PNG")
    assert [row[:6] for row in sixel.rows] == [b"\x1bP0;1q"] * 2


def test_bombs_and_liars_leave_the_worker_alive():
    frames = encoded(Image.new("L", (6_000, 6_000)), "GIF")
    bomb, huge, page, good = ask(
        lambda pool: pool.take_picture(png_bomb(30_000, 30_000)),
        lambda pool: pool.take_picture(frames),
        lambda pool: pool.take_picture(b"<html>"),
        lambda pool: pool.take_picture(encoded(quarters())),
    )
    assert "too large" in bomb.trouble
    assert not huge.trouble and huge.width == 6_000
    assert "web page" in page.trouble
    assert good.data


def test_what_overruns_the_limits_is_a_sentence(tmp_path):
    async def work():
        script = tmp_path / "worker.py"
        script.write_text(
            "import sys\nfrom tui.service import frames, worker\nworker._limit_resources()\n"
            "sys.stdout.buffer.write(frames.dump('ready')); sys.stdout.buffer.flush()\n"
            "sys.stdin.buffer.read(4)\nx = bytearray(2_000_000_000)\n"
        )
        pool = WorkerPool(1, command=(sys.executable, str(script)))
        try:
            return await pool.take_picture(b"x")
        finally:
            await pool.aclose()

    assert "more time or memory" in asyncio.run(work()).trouble
