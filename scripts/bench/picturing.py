"""A photo in the text: from the bytes in the store to what a terminal is sent, and a second time."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from io import BytesIO

from rich.color import ColorSystem
from rich.console import Console
from setting import ROOT, Row, median
from textual.strip import Strip

sys.path.insert(0, str(ROOT))

from tests.demo_picture import photo

from tui.model.picture import DrawnPicture
from tui.render.pictured import fitted
from tui.service.workers import WorkerPool
from tui.ui.reader.pictures import segments_of

#: Milliseconds, and the reader's measure.
FIRST, CACHED, COLUMNS = 40, 1, 80


def rows(rounds: int) -> Iterator[Row]:
    """A photo at full width, drawn by a worker and painted; painted again."""
    from PIL import Image

    image = Image.open(BytesIO(photo()))
    # What is kept of any photo is at most so wide; noise takes every color there is.
    noise = Image.merge("RGB", [Image.effect_noise((1600, 1013), 40) for _ in range(3)])
    sink = BytesIO()
    Image.blend(image.resize((1600, 1013)), noise, 0.25).save(sink, "JPEG", quality=85)
    firsts, seconds = asyncio.run(_measured(sink.getvalue(), max(15, 3 * rounds)))
    yield Row(f"a photo, {COLUMNS} columns: drawn and painted, ms", median(firsts), f"≤ {FIRST}", FIRST)
    yield Row("the same again, ms", median(seconds), f"≤ {CACHED}", CACHED)


async def _measured(data: bytes, times: int) -> tuple[list[float], list[float]]:
    columns, lines = fitted((1600, 1013), COLUMNS, 100, 2.0)
    console = Console(color_system="truecolor", force_terminal=True)
    assert console._color_system is ColorSystem.TRUECOLOR
    pool = WorkerPool(1)
    firsts, seconds = [], []
    try:
        await pool.draw("blocks", data, columns, 2 * lines)
        for _ in range(times):
            begun = time.perf_counter()
            drawn = await pool.draw("blocks", data, columns, 2 * lines)
            strips = _painted(drawn, columns)
            text = [strip.render(console) for strip in strips]
            done = time.perf_counter()
            assert [strip.render(console) for strip in strips] == text
            seconds.append(1000 * (time.perf_counter() - done))
            firsts.append(1000 * (done - begun))
    finally:
        await pool.aclose()
    return firsts, seconds


def _painted(drawn: DrawnPicture, columns: int) -> list[Strip]:
    return [Strip(line, columns) for line in segments_of(drawn, 0, exact=True)]
