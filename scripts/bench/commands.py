"""The command line's own weight: ``--version`` and ``--help``."""

from __future__ import annotations

from collections.abc import Iterator

from setting import BIN, BROADSHEET, Row, median, run


def rows(rounds: int) -> Iterator[Row]:
    """CPU beside an interpreter that does nothing."""
    times: dict[str, list[float]] = {"pass": [], "--version": [], "--help": []}
    for _ in range(2 * rounds):
        times["pass"].append(run([str(BIN / "python"), "-c", "pass"]).cpu)
        for option in ("--version", "--help"):
            times[option].append(run([BROADSHEET, option]).cpu)
    nothing = median(times["pass"])
    for option in ("--version", "--help"):
        mine = median(times[option])
        yield Row(
            f"broadsheet {option}, beside python -c pass",
            mine / nothing,
            "≤ 4",
            4,
            f"{mine * 1000:.0f} / {nothing * 1000:.0f} ms",
        )
