"""``make bench``: the figures of the design as ratios taken in one run.

    python scripts/bench [--rounds N] [--only WORD] [--quick]

Peers are measured where they are installed and skipped with a note where not.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import commands
import extracting
import filtering
import networking
import parsing
import picturing
import reading
import refreshing
import ruling
import screen
import searching
from setting import CACHE, GENERATOR, Row

PARTS: dict[str, Callable[[int], Iterator[Row]]] = {
    "commands": commands.rows,
    "filter": filtering.rows,
    "search": searching.rows,
    "rules": ruling.rows,
    "keys": screen.keys,
    "frames": screen.first_frames,
    "read": reading.rows,
    "pictures": picturing.rows,
    "parse": parsing.rows,
    "extract": extracting.rows,
    "insert": parsing.insert_rows,
    "refresh-300": lambda rounds: refreshing.rows(300, rounds),
    "refresh-delay": networking.delayed,
    "refresh-peers": networking.beside_peers,
    "refresh-keys": networking.keys,
    "refresh-growth": networking.growth,
    "refresh-1000": lambda rounds: refreshing.rows(1000, min(3, rounds)),
}


def main() -> int:
    """Print the table; the exit code is 0 whatever the figures are: they are to be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="alternated rounds (default 5)")
    parser.add_argument("--only", default="", help=f"one of: {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="one round, without the 1000 feeds")
    args = parser.parse_args()
    if not (GENERATOR / "corpus.py").exists():
        print(f"The generator of feeds is not at {GENERATOR}; set BROADSHEET_BENCH to where it is.")
        return 0
    CACHE.mkdir(parents=True, exist_ok=True)
    rounds = 1 if args.quick else args.rounds
    print("  ratio what                                                            reach")
    for name, part in PARTS.items():
        if (args.only and args.only != name) or (args.quick and name in ("refresh-1000", "refresh-growth")):
            continue
        for row in part(rounds):
            print(row.line(), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
