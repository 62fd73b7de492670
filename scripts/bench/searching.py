"""Filters with text: at a million articles, and beside newsboat and elfeed at a hundred thousand."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from screen import Screen, boat_command, newsboat_home, store_home, warm
from setting import BROADSHEET, GENERATOR, Row, median

FACETED = 20_000
EMACS = shutil.which("emacs")

#: Makes a database of so many entries whose titles are the lines of a file, and filters it.
ELFEED = """
(progn
  (require 'elfeed)
  (require 'elfeed-search)
  (setq elfeed-db-directory (make-temp-file "elfeed" t) elfeed-feeds '("http://a.example/"))
  (elfeed-db-load)
  (let ((number 0) entries)
    (with-temp-buffer
      (insert-file-contents (getenv "TITLES"))
      (while (not (eobp))
        (setq number (1+ number))
        (push (elfeed-entry--create
               :id (cons "a.example" (number-to-string number))
               :title (buffer-substring (point) (line-end-position))
               :link (format "http://a.example/%d" number)
               :date (- (float-time) (* 60 number)) :tags '(unread) :feed-id "http://a.example/")
              entries)
        (forward-line 1)))
    (elfeed-db-add entries))
  (let ((elfeed-search-filter (getenv "FILTER")) (elfeed-search-remain-on-entry nil))
    (with-current-buffer (elfeed-search-buffer)
      (dotimes (_ (string-to-number (getenv "ROUNDS")))
        (let ((start (float-time (get-internal-run-time))))
          (elfeed-search--update-list)
          (princ (format "MS %f %d\\n" (* 1000 (- (float-time (get-internal-run-time)) start)) (length elfeed-search-entries))))))))
"""


def rows(rounds: int) -> Iterator[Row]:
    """First page, with facets, and beyond what facets wait for; then the peers."""
    folder = Path(store_home(1_000_000)["BROADSHEET_HOME"])
    hits = frequencies(folder / "data" / "store.sqlite3")
    some = [word for word, count in hits.items() if 500 <= count <= FACETED][-5:]
    many = [word for word, count in hits.items() if count > 3 * FACETED][:3]
    phrases = [f'"{first} {second}"' for first, second in zip(some, many * 2, strict=False)]
    found = asyncio.run(ask(folder, {"some": some, "many": many, "phrase": phrases}, rounds))
    note = f"{len(some)} words of up to {max(hits[word] for word in some):,} hits"
    yield Row("a word at 1M, first page; p95 CPU ms", found["some", False], "≤ 16", 16, note)
    yield Row("a phrase at 1M, first page; p95 CPU ms", found["phrase", False], "≤ 33", 33)
    yield Row("a word up to 20k hits, with facets; p95 CPU ms", found["some", True], "≤ 16", 16)
    note = f"up to {max(hits[word] for word in many):,} hits"
    yield Row("a common word, with facets; p95 CPU ms", found["many", True], "≤ 150", 150, note)
    yield from beside_newsboat(rounds)
    yield from beside_elfeed(rounds)


def frequencies(store: Path) -> dict[str, int]:
    """Words and how many articles have them, the rare ones first."""
    sys.path.insert(0, str(GENERATOR))
    import corpus  # type: ignore[import-not-found]

    words = corpus.vocabulary("en").words
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
        counted = {
            word: connection.execute(
                "SELECT count(*) FROM article_text WHERE article_text MATCH ?", (f'"{word}"',)
            ).fetchone()[0]
            for word in (*words[:6], *words[50:2_000:150])
        }
    return dict(sorted(counted.items(), key=lambda pair: pair[1]))


async def ask(folder: Path, queries: dict[str, Sequence[str]], rounds: int) -> dict[tuple[str, bool], float]:
    """The p95 of each kind of query, without facets and with; processor time, for the machine is shared."""
    from tui.config.paths import from_environment
    from tui.config.settings import Settings
    from tui.query import parse
    from tui.service.library import Library

    paths = from_environment({"BROADSHEET_HOME": str(folder)})
    found: dict[tuple[str, bool], float] = {}
    for kind, texts in queries.items():
        for faceted in (False, True):
            times = []
            for _ in range(rounds * 3):
                # Opened anew: answers to words are remembered for a while.
                library = await Library.open(Settings(backups=0), paths)
                await library.select(parse("warm"))
                for text in texts:
                    start = time.process_time()
                    selection = await library.select(parse(text))
                    if faceted:
                        library.facets(selection)
                    await library.rows([int(one) for one in selection.ids[:40]])
                    times.append((time.process_time() - start) * 1000)
                await library.close()
            times.sort()
            found[kind, faceted] = times[int(len(times) * 0.95)]
    return found


async def patterns(folder: Path) -> float:
    """The median of patterns that were not asked for before: what was looked into is remembered."""
    from tui.config.paths import from_environment
    from tui.config.settings import Settings
    from tui.query import parse
    from tui.service.library import Library

    library = await Library.open(Settings(backups=0), from_environment({"BROADSHEET_HOME": str(folder)}))
    await library.select(parse("title:/warm[ed]/"))
    times = []
    for text in ("ra[il]n", "p[eo]rt", "ba[cn]k"):
        start = time.process_time()
        selection = await library.select(parse(f"title:/{text}/ | url:/{text}/"))
        await library.rows([int(one) for one in selection.ids[:40]])
        times.append((time.process_time() - start) * 1000)
    await library.close()
    return median(times)


def beside_newsboat(rounds: int) -> Iterator[Row]:
    """The last key of a filter for a pattern in the title, to the last byte painted."""
    name = "a pattern in titles at 100k beside newsboat, key to painted"
    boat = newsboat_home()
    if boat is None:
        yield Row(name, None, "≤ .5", 0.5, "newsboat is not installed")
        return
    env = store_home(100_000)
    warm(env)
    with Screen([BROADSHEET], env) as screen:
        screen.until("●".encode())
        screen.terminal.settle(2.0)
        ours = []
        for word in ("port", "rain", "bank")[: max(1, min(3, rounds))]:
            # The cursor of the bar blinks twice a second: quiet is what is shorter than that.
            os.write(screen.terminal.fd, f"/title:/{word}".encode())
            screen.terminal.settle(0.3, timeout=5)
            ours.append(float(screen.terminal.key(b"/", quiet=0.3, timeout=10)[1]))
            os.write(screen.terminal.fd, b"\x1b\x1b")
            screen.terminal.settle(0.3, timeout=5)
    with Screen(boat_command(), {"HOME": str(boat)}, cwd=str(boat)) as screen:
        screen.until(b"Your feeds")
        screen.terminal.settle(1.0)
        mark = len(screen.terminal.output)
        os.write(screen.terminal.fd, b"\r")
        screen.until(b"Articles in feed", start=mark)
        screen.terminal.settle(1.0)
        theirs = []
        for word in ("port", "rain", "bank")[: max(1, min(3, rounds))]:
            os.write(screen.terminal.fd, f'Ftitle =~ "{word}"'.encode())
            screen.terminal.settle(0.5, timeout=5)
            theirs.append(float(screen.terminal.key(b"\r", quiet=1.0, timeout=30, first_timeout=30)[1]))
            screen.terminal.key(b"\x06", quiet=1.0, timeout=30)
    ratio = median(ours) / median(theirs)
    yield Row(name, ratio, "≤ .5", 0.5, f"{median(ours):.0f} / {median(theirs):.0f} ms")


def beside_elfeed(rounds: int) -> Iterator[Row]:
    """elfeed's own filter over as many titles, in Emacs without a screen."""
    name = "a pattern in title or address at 100k beside elfeed, CPU"
    folder = Path(store_home(100_000)["BROADSHEET_HOME"])
    if not EMACS:
        yield Row(name, None, "≤ 1", 1, "emacs is not installed")
        return
    titles = folder / "titles.txt"
    with closing(sqlite3.connect(folder / "data" / "store.sqlite3")) as connection:
        titles.write_text(
            "".join(f"{title}\n" for (title,) in connection.execute("SELECT title FROM article"))
        )
    done = subprocess.run(
        [EMACS, "--batch", "--eval", "(package-initialize)", "--eval", ELFEED],
        env={**os.environ, "TITLES": str(titles), "FILTER": "ra[il]n", "ROUNDS": str(rounds)},
        capture_output=True,
        text=True,
        timeout=600,
    )
    theirs = [float(line.split()[1]) for line in done.stdout.splitlines() if line.startswith("MS ")]
    if not theirs:
        yield Row(name, None, "≤ 1", 1, f"elfeed did not answer: {done.stderr.strip()[-80:]}")
        return
    ours = asyncio.run(patterns(folder))
    yield Row(name, ours / median(theirs), "≤ 1", 1, f"{ours:.0f} / {median(theirs):.0f} ms")
