"""Run the open corpus against the reader: ``python scripts/corpus [suite …] [--failures]``.

How suites are scored. A case passes if every expectation holds that the corpus gives for it
in neutral form (``checks``), limits and bans included, on our own result after our own
sanitiser. The feedparser suite also brings feedparser's own expectations (``raw_checks``):
they are asked of what feedparser says when it is reached through ``tui.feeds``, with our
decoding, our defused DOCTYPE, our driver and our bounds, so that none of those may change
what it means. Three things differ on purpose: markup and addresses compare after the
sanitising and resolving that we do later (where an expected value bears the marks of
feedparser's own sanitiser, that one must still make it of our markup, and we must show what
a browser shows); ``modified`` (an HTTP header) and a demanded
``bozo`` (feedparser also sets it for media types) are not asked for, while a ``bozo`` that
must not be set is; and cases that only feedparser's development branch passes
(``released: false``) count by their neutral checks alone. The listparser cases count by
their ``checks``; their other expectations are about fields that we do not have.

``sanitise`` is reported in three rows: safe and idempotent must hold for every case,
fidelity is the share of cases with a reference output whose visible text we keep.
``extraction`` is scored by the benchmark's own metric (see ``shingles``), the pages of the
benchmark and those of Readability in a row each; its ``passed`` are pages with F1 of .9.
A figure below its ``must`` makes the exit code 1. Suites whose part of the program is not
there say so and fail nothing.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cases
import pool
import shingles
from operations import run_case

#: (must, aim) for each row.
FIGURES: dict[str, tuple[float, float]] = {
    "feedparser": (0.995, 1.0),
    "gofeed": (0.98, 1.0),
    "feedvalidator": (0.995, 1.0),
    "real": (0.98, 1.0),
    "dates": (0.90, 0.98),
    "opml": (1.0, 1.0),
    "discover": (0.95, 1.0),
    "hostile": (1.0, 1.0),
    "evolution": (1.0, 1.0),
    "generated": (1.0, 1.0),
    "text": (1.0, 1.0),
    "render": (1.0, 1.0),
    "entities": (1.0, 1.0),
    "open_url": (1.0, 1.0),
    "pipe": (1.0, 1.0),
    "download": (1.0, 1.0),
    "sanitise: safe": (1.0, 1.0),
    "sanitise: idempotent": (1.0, 1.0),
    "sanitise: fidelity": (0.90, 0.95),
    "extraction: benchmark": (0.965, 0.975),
    "extraction: readability": (0.955, 0.97),
}


@dataclass(slots=True)
class Row:
    """One line of the table."""

    name: str
    passed: int = 0
    total: int = 0
    missing: int = 0
    failures: list[str] = field(default_factory=list)
    #: Of the pages of a suite that is scored by how much of each was found.
    pages: list[shingles.Shares] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        if self.pages:
            return shingles.f1(self.pages)
        return self.passed / self.total if self.total else 1.0

    @property
    def missed(self) -> bool:
        """True if the figure is below what it must be."""
        return not self.missing and self.ratio < FIGURES[self.name][0]

    def count(self, good: bool, why: str) -> None:
        self.total += 1
        self.passed += good
        if not good:
            self.failures.append(why)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the suites; 0 if every figure that must be reached was reached."""
    options = parser().parse_args(arguments)
    root = Path(options.root) if options.root else cases.corpus_root()
    if not (root / "cases").is_dir():
        print(f"No corpus at {root}; set BROADSHEET_CORPUS to its folder.")
        return 0
    started = time.monotonic()
    chosen = [case for suite in options.suites or cases.SUITES for case in cases.load(root, suite)]
    rows: dict[str, Row] = {}
    faults: list[str] = []
    for verdict in pool.run(chosen, run_case, root, options.jobs):
        note(rows, verdict)
        if verdict.fault:
            faults.append(f"{verdict.case.name}: {verdict.why}")
    report(rows, faults, options.failures, time.monotonic() - started)
    return 1 if faults or any(row.missed for row in rows.values()) else 0


def parser() -> argparse.ArgumentParser:
    arguments = argparse.ArgumentParser(prog="corpus", description="Run the open corpus against the reader.")
    arguments.add_argument(
        "suites", nargs="*", choices=[*cases.SUITES, []], metavar="suite", help=", ".join(cases.SUITES)
    )
    arguments.add_argument("--root", help="the corpus folder")
    arguments.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="worker processes")
    arguments.add_argument("--failures", action="store_true", help="say why each case failed")
    return arguments


def note(rows: dict[str, Row], verdict: pool.Verdict) -> None:
    """Count a verdict in the row, or rows, that it belongs to."""
    suite, why = verdict.case.suite, f"{verdict.case.name}: {verdict.why}"
    if suite == "extraction":
        name = "readability" if verdict.case.name.startswith("rd/") else "benchmark"
        row = rows.setdefault(f"{suite}: {name}", Row(f"{suite}: {name}"))
        row.count(verdict.passed, why)
        right, much, missing = verdict.figures or (0.0, 0.0, 1.0)
        row.pages.append((right, much, missing))
        return
    if suite != "sanitise":
        row = rows.setdefault(suite, Row(suite))
        row.missing += verdict.missing
        row.count(verdict.passed, why)
        return
    failed_at = verdict.why.partition(":")[0] if not verdict.passed else ""
    has_reference = any(key in verdict.case.data for key in ("dompurify_expected", "bleach_expected"))
    for name, failures in (
        ("sanitise: safe", ("unsafe",)),
        ("sanitise: idempotent", ("not idempotent",)),
        ("sanitise: fidelity", ("fidelity",)),
    ):
        row = rows.setdefault(name, Row(name))
        row.missing += verdict.missing
        if not name.endswith("fidelity") or has_reference:
            row.count(failed_at not in failures and not verdict.fault and not verdict.missing, why)


def report(rows: dict[str, Row], faults: Sequence[str], with_failures: bool, seconds: float) -> None:
    """Print the table."""
    print(f"{'suite':<24}{'passed':>8}{'total':>8}{'ratio':>9}{'must':>8}{'aim':>8}")
    for name, (must, aim) in FIGURES.items():
        row = rows.get(name)
        if row is None:
            continue
        figures = f"{row.passed:>8}{row.total:>8}{row.ratio:>9.4f}{must:>8.3f}{aim:>8.3f}"
        remark = (
            "  not built yet"
            if row.missing
            else "  MISSED"
            if row.missed
            else ""
            if row.ratio >= aim
            else "  below aim"
        )
        print(f"{name:<24}{figures}{remark}")
    print(f"{'exceptions, time-outs, killed workers':<40}{len(faults):>9}{'  MISSED' if faults else ''}")
    print(f"in {seconds:.0f} s")
    for fault in faults:
        print(f"  ! {fault}")
    if with_failures:
        for row in rows.values():
            for why in row.failures if not row.missing else ():
                print(f"  {row.name} · {why}")


if __name__ == "__main__":
    sys.exit(main())
