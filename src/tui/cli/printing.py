"""The last door before the terminal: everything printed passes here, clean and in words."""

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from textwrap import fill

from tui.model.clean import clean, clean_body

__all__ = [
    "LONGEST",
    "ago",
    "bold",
    "columns",
    "complain",
    "cut",
    "dim",
    "on_terminal",
    "plural",
    "say",
    "say_block",
    "say_columns",
    "with_color",
    "wrapped",
]

#: The most that one cell of a line may hold.
LONGEST = 100_000


def say(line: str = "") -> None:
    """Print one line of ours that may hold words of others."""
    # Indentation of ours stays, which ``clean`` would fold.
    print(clean_body(line).replace("\n", " ").replace("\t", " "))


def say_block(text: str) -> None:
    """Print text of several lines."""
    print(clean_body(text))


def say_columns(cells: Sequence[str]) -> None:
    """Print one line of tab-separated cells; no cell can hold a tab of its own."""
    print("\t".join(clean(cell, LONGEST) for cell in cells))


def complain(sentence: str, picture: Iterable[str] = ()) -> None:
    """Say on standard error what went wrong, in one line."""
    try:
        print(f"broadsheet: {clean(sentence, LONGEST)}", file=sys.stderr)
        for line in picture:
            print(clean_body(line), file=sys.stderr)
    except BrokenPipeError:
        # Nobody listens; the exit code still tells.
        return


def on_terminal() -> bool:
    """True when a person looks at standard output."""
    return sys.stdout.isatty()


def with_color() -> bool:
    """True when standard output may carry escape sequences of ours (see no-color.org)."""
    return on_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """The width of the terminal, 80 where there is none."""
    return max(20, shutil.get_terminal_size((80, 24)).columns)


def bold(text: str) -> str:
    """*text*, clean, in bold where that is possible."""
    return _styled(text, "1")


def dim(text: str) -> str:
    """*text*, clean, in a softer color where that is possible."""
    return _styled(text, "2")


def _styled(text: str, code: str) -> str:
    cleaned = clean(text, LONGEST)
    return f"\x1b[{code}m{cleaned}\x1b[0m" if with_color() else cleaned


def cut(text: str, width: int) -> str:
    """*text* as exactly *width* terminal cells: shortened with an ellipsis, or padded."""
    from rich.cells import cell_len, set_cell_size

    cleaned = clean(text, LONGEST)
    if cell_len(cleaned) > width:
        cleaned = set_cell_size(cleaned, max(0, width - 1)).rstrip() + "…"
    return set_cell_size(cleaned, width)


def wrapped(text: str, indent: str = "") -> str:
    """*text*, clean, in lines of the terminal's width, each indented, broken only between words."""
    return fill(
        clean(text, LONGEST),
        columns(),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def plural(number: int, noun: str) -> str:
    """``1 article``, ``2,000 articles``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def ago(moment: datetime, now: datetime) -> str:
    """``5 minutes ago``, in the largest unit that fits."""
    seconds = int((now - moment).total_seconds())
    if seconds < 60:
        return "just now"
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            return f"{plural(seconds // length, unit)} ago"
    return "just now"
