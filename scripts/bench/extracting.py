"""Finding the article on a page beside trafilatura alone."""

from __future__ import annotations

import gzip
import os
import time
from collections.abc import Iterator
from pathlib import Path

from setting import ROOT, Row, median

CORPUS = Path(os.environ.get("BROADSHEET_CORPUS", ROOT.parent / "shared" / "corpus"))


def rows(rounds: int) -> Iterator[Row]:
    """All pages of the corpus, in processor time; trafilatura as it comes, its text as the result."""
    name = "extraction beside trafilatura alone, a page"
    pages = [gzip.decompress(path.read_bytes()) for path in sorted(CORPUS.glob("files/*/*.html.gz"))]
    if not pages:
        yield Row(name, None, "≤ 1.5", 1.5, f"no pages at {CORPUS}")
        return
    import trafilatura

    from tui.content import extract
    from tui.model.extraction import KnownFacts

    url, known = "https://example.org/article", KnownFacts()
    ways = {
        "alone": lambda page: trafilatura.extract(page, url=url, include_comments=False),
        "ours": lambda page: extract(page, "text/html", url, known),
    }
    times: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way, run in ways.items():
            start = time.process_time()
            for page in pages:
                run(page)
            times[way].append(time.process_time() - start)
    alone, ours = (1_000 * median(times[way]) / len(pages) for way in ("alone", "ours"))
    yield Row(name, ours / alone, "≤ 1.5", 1.5, f"{ours:.1f} / {alone:.1f} ms")
