"""Reading: an article of 2, 20 and 200 KB opened, turned over and made narrower; beside Textual's Markdown."""

from __future__ import annotations

import functools
import http.server
import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

from screen import Screen
from setting import BIN, BROADSHEET, CACHE, ROOT, Row, home, median

#: Kilobytes of an article, and the milliseconds from the key to the last byte.
LIMITS = {2: 16, 20: 60, 200: 160}
#: So many of each: every one is opened for the first time.
COPIES = 9
#: Begins every article; it is painted with the first of its words.
MARK = "◆"
WORDS = str.split(
    "the of and port rail line bridge minister talks grain price ship harbour season water light morning paper"
    " engine signal letter council question answer because although before another several nothing everything"
    " reported expected announced delayed repaired promised measured forgotten"
)


def article(kilobytes: int, seed: int) -> str:
    """What long reads are made of, in their proportions."""
    chance = random.Random(seed)
    parts: list[str] = []
    size = 0
    while size < kilobytes * 1000:
        part = _part(chance, len(parts))
        parts.append(part)
        size += len(part)
    return "".join(parts)


def _part(chance: random.Random, number: int) -> str:
    words = functools.partial(chance.choices, WORDS)
    kind = chance.random()
    if kind < 0.08:
        return f"<h2>{' '.join(words(k=5))}</h2>"
    if kind < 0.16:
        return "<ul>" + "".join(f"<li>{' '.join(words(k=14))}</li>" for _ in range(4)) + "</ul>"
    if kind < 0.20:
        code = "".join(
            f"def {word}(x):\n    return x + {at}  # {word}\n" for at, word in enumerate(words(k=6))
        )
        return f'<pre><code class="language-python">{code}</code></pre>'
    if kind < 0.24:
        rows = "".join(f"<tr><td>{at}<td>{word} {word}<td>{at * 37}" for at, word in enumerate(words(k=8)))
        return f"<table><tr><th>Year<th>Name<th>Sum{rows}</table>"
    if kind < 0.30:
        return f"<blockquote><p>{' '.join(words(k=40))}</p></blockquote>"
    text = words(k=70)
    text[5] = f"<em>{text[5]}</em>"
    text[20] = f'<a href="https://example.org/{number}">{text[20]}</a>'
    return f"<p>{' '.join(text)}.</p>"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The files of *folder* on loopback."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def store(kilobytes: int) -> dict[str, str]:
    """A home with a feed of articles of that size, made anew."""
    folder = CACHE / f"reading-{kilobytes}"
    shutil.rmtree(folder, ignore_errors=True)
    env = home(folder / "home", config='pictures = "off"\ninstant_start = false\n')
    items = "".join(
        f"<item><title>Long read {number}</title><guid>{number}</guid>"
        f"<pubDate>Fri, 01 May 2026 0{number % 10}:00:00 GMT</pubDate>"
        f"<description>{escape(f'<p>{MARK} {number}</p>' + article(kilobytes, number))}</description></item>"
        for number in range(COPIES)
    )
    (folder / "feed.xml").write_text(
        f'<rss version="2.0"><channel><title>Reads</title>{items}</channel></rss>'
    )
    with served(folder) as base:
        read = ["mark", "read", "is:unread"]  # The manual comes with every new home.
        for words in (["feeds"], read, ["add", f"{base}/feed.xml"], ["refresh"]):
            subprocess.run(
                [BROADSHEET, *words], env={**os.environ, **env}, check=True, stdout=subprocess.DEVNULL
            )
    return env


def rows(rounds: int) -> Iterator[Row]:
    """Opening, a page down, a resize; then the widget that could have done it."""
    for kilobytes, limit in LIMITS.items():
        with Screen([BROADSHEET], store(kilobytes), columns=79) as screen:
            screen.until(b"Long read")
            screen.terminal.settle(2.0)
            opened: list[float] = []
            turned: list[float] = []
            resized: list[float] = []
            # The first one pays for what is imported with it; then every key is one article more.
            pressed(screen, b"\r")
            for _ in range(min(COPIES - 1, 2 * rounds + 1)):
                opened.append(shown(screen, b"n"))
                turned.append(pressed(screen, b"\x1b[6~"))
                if kilobytes == max(LIMITS):
                    resized += [pressed(screen, key) for key in (b"<", b">")]
        yield Row(f"open the next article, {kilobytes} KB, ms", median(opened), f"≤ {limit}", limit)
    yield Row("page down at 200 KB, ms", median(turned), "≤ 16", 16)
    yield Row("another measure at 200 KB, ms", median(resized), "≤ 120", 120)
    ours, theirs = beside_markdown(rounds)
    yield Row(
        "show 200 KB, CPU beside Textual's Markdown widget",
        ours / theirs,
        "≤ .1",
        0.1,
        f"{ours * 1000:.0f} / {theirs * 1000:.0f} ms",
    )


def shown(screen: Screen, key: bytes) -> float:
    """Milliseconds from a key to the words of another article."""
    screen.terminal.settle(0.5)
    sent, mark = time.perf_counter(), len(screen.terminal.output)
    os.write(screen.terminal.fd, key)
    screen.until(MARK.encode(), start=mark)
    return (time.perf_counter() - sent) * 1000


def pressed(screen: Screen, key: bytes) -> float:
    """Milliseconds from a key to the last byte it paints, once all is quiet."""
    screen.terminal.settle(0.3)
    return float(screen.terminal.key(key)[1])


def beside_markdown(rounds: int) -> tuple[float, float]:
    """CPU seconds to show the same words: our reader, and the widget."""
    found: list[list[float]] = []
    for _ in range(max(1, rounds // 2)):
        done = subprocess.run(
            [str(BIN / "python"), str(Path(__file__).with_name("showing_text.py"))],
            input=article(200, 1),
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        )
        found.append(json.loads(done.stdout.splitlines()[-1]))
    return median([one[0] for one in found]), median([one[1] for one in found])


if __name__ == "__main__":
    for row in rows(int(sys.argv[1]) if len(sys.argv) > 1 else 2):
        print(row.line())
