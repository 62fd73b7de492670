"""``make screenshots``: every screen from real rendering of the demo store, as SVG."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.demo_store import SETTINGS, build, demo_clock, demo_paths  # noqa: E402
from tests.demo_stories import with_copies  # noqa: E402
from tests.server import answer, feed  # noqa: E402
from tests.ui.steps import press, ready  # noqa: E402
from tests.world import World  # noqa: E402

from tui.ui.app import BroadsheetApp  # noqa: E402

# Whatever it runs in, a terminal with all colors is drawn.
os.environ["COLORTERM"] = "truecolor"

OUT = ROOT / "screenshots"
SIZES = {"medium": (80, 24), "wide": (120, 36), "grand": (200, 50), "narrow": (60, 24)}

#: A search saved and opened again; two rules made from presets.
SEARCH = (
    *("slash", *"is:unread #africa sort:title", "enter", "quotation_mark", *"Morning", "enter"),
    *("apostrophe", "ctrl+e"),
)
RULES = ("p", "1", *"port", "enter", "ctrl+s", "p", "3", "ctrl+s", "k")

#: The way to the article with headings, code and footnotes.
LONG_READ = (*["j"] * 9, "enter")

#: A note of the user's.
OWN = (*"Ask Ana about the second figure.", "enter", *"For the talk in May.")

#: The article with pictures, alone.
PHOTO = ("4", "j", "enter", "z", *["j"] * 6)

#: name, size, theme, keys
SHOTS: tuple[tuple[str, str, str, Sequence[str]], ...] = (
    *(
        (f"{size}-{theme}", size, theme, ("n",))
        for size in ("medium", "wide", "grand")
        for theme in ("ink", "paper")
    ),
    ("narrow-list", "narrow", "ink", ()),
    ("narrow-article", "narrow", "ink", ("n", "g", "a")),
    ("filter", "wide", "ink", ("slash", *"is:unread #africa -#sports")),
    ("tags", "wide", "paper", ("n", "t", *"af")),
    ("help", "wide", "ink", ("question_mark",)),
    ("hints", "wide", "ink", (*LONG_READ, "semicolon")),
    ("found", "medium", "paper", (*LONG_READ, "slash", *"the pen", "enter", "n")),
    ("note", "medium", "ink", (*LONG_READ, "circumflex_accent")),
    ("stories", "wide", "ink", ("j", "plus", "j")),
    ("stories-narrow", "narrow", "paper", ("j", "plus", "j")),
    ("own-note", "wide", "ink", (*LONG_READ, "W", *OWN, "ctrl+s", "W")),
    ("own-note-narrow", "narrow", "paper", (*LONG_READ, "W", *OWN)),
    ("outline", "wide", "paper", (*LONG_READ, "g", "o", "j")),
    ("long-read-ink", "wide", "ink", (*LONG_READ, "z")),
    ("long-read-paper", "wide", "paper", (*LONG_READ, "z")),
    ("table-ink", "medium", "ink", (*LONG_READ, "G", *["k"] * 17, "shift+right")),
    ("table-paper", "medium", "paper", (*LONG_READ, "G", *["k"] * 17, "shift+right")),
    ("code-ink", "medium", "ink", (*LONG_READ, *["j"] * 20)),
    ("code-paper", "medium", "paper", (*LONG_READ, *["j"] * 20)),
    ("photo-ink", "wide", "ink", PHOTO),
    ("photo-paper", "wide", "paper", PHOTO),
    ("links", "wide", "paper", ("enter", "semicolon", "semicolon", "1")),
    ("share", "medium", "ink", ("at",)),
    ("pipe", "medium", "paper", ("vertical_line", *"wc -w {title}")),
    ("pack", "wide", "ink", ("P",)),
    ("add-feed", "medium", "ink", ("a",)),
    ("found-feeds", "medium", "ink", ("a", *"gh:harbor/tides", "enter", "j", "space")),
    ("page-feed", "medium", "ink", ("a", *"harbor.example/notices", "enter", "enter")),
    ("edit-feed", "medium", "paper", ("g", "f", "j", "j", "j", "F")),
    (
        "feed-fetching",
        "medium",
        "ink",
        ("g", "f", "j", "j", "j", "F", "ctrl+n", *"5m", *["down"] * 7, "right"),
    ),
    ("palette", "wide", "ink", ("ctrl+p", *"mark")),
    ("completion", "medium", "ink", ("slash", *"u")),
    ("command", "wide", "ink", ("n", "colon", *"tag later #africa newer:2d")),
    ("grouped", "wide", "ink", ("n", "S", "1", "right_parenthesis", "enter")),
    ("orders", "wide", "paper", ("S", "1", "S")),
    ("saved-search", "medium", "ink", SEARCH),
    ("terms", "wide", "ink", ("g", "t", "G", "Z", "j", "space")),
    ("edit-tag", "medium", "paper", ("g", "t", "F")),
    ("rules", "wide", "ink", ("g", "u", *RULES)),
    ("rule-editor", "wide", "paper", ("g", "u", *RULES, "enter")),
    ("rule-trial", "wide", "ink", ("g", "u", *RULES, "t")),
    ("doctor", "wide", "ink", ("g", "d", "j")),
    ("sizes", "wide", "paper", ("g", "z")),
    (
        "clean",
        "medium",
        "ink",
        ("comma", "c", "tab", "1", "tab", "space", "right", "right", "right", "space"),
    ),
    ("zen", "wide", "paper", ("n", "z")),
    ("nothing-matches", "medium", "ink", ("slash", *"zeppelin", "enter")),
    ("first-run", "medium", "ink", ()),
)


def harbor(world: World) -> None:
    """A repository with three feeds, for the shot of what is found."""
    entry = "<entry><id>{0}{1}</id><title>{1}</title><updated>{2}</updated><content>x</content></entry>"
    for path, title, days, names in (
        (
            "releases",
            "Release notes from tides",
            21,
            ("Tides 2.4: the lunar release", "Tides 2.3.1", "Tides 2.3"),
        ),
        (
            "commits",
            "Recent commits to tides:main",
            0.4,
            ("Read the gauge twice", "Say where the datum is", "Typo"),
        ),
        ("tags", "Tags from tides", 20, ("v2.4", "v2.3.1", "v2.3")),
    ):
        dates = [
            (demo_clock() - timedelta(days=days * place, hours=3)).isoformat() for place in range(len(names))
        ]
        entries = "".join(entry.format(path, *pair) for pair in zip(names, dates, strict=True))
        head = (
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>{title}</title><id>{path}</id>'
        )
        world.on(f"github.com/harbor/tides/{path}.atom", feed(f"{head}{entries}</feed>".encode()))


def notices(world: World) -> None:
    """A page without a feed, for the shot of one that becomes a feed."""
    rows = (
        ("Quay 4 closes for the survey of its piles", "14 May 2026"),
        ("New lights at the southern mole", "9 May 2026"),
        ("Spring tides: no mooring at the steps", "2 May 2026"),
        ("The chandler moves to the old customs house", "24 April 2026"),
        ("Depth at the bar after the winter", "11 April 2026"),
        ("Harbor dues for the season", "1 April 2026"),
    )
    text = "Skippers are asked to read this before they come in, and to keep to channel 12 meanwhile."
    notice = '<li class="notice"><span class="day">{1}</span><h3><a href="/notices/{3}">{0}</a></h3><p>{2}</p></li>'
    listed = "".join(notice.format(*row, text, 212 - place) for place, row in enumerate(rows))
    body = f"<html lang=en><title>Notices to skippers</title><ul>{listed}</ul>".encode()
    world.on("harbor.example/notices", answer(body, headers={"Content-Type": "text/html"}))


async def shoot(home: Path, name: str, size: str, theme: str, keys: Sequence[str]) -> None:
    """One screen: open, press, save."""
    app = BroadsheetApp(SETTINGS, demo_paths(home), clock=demo_clock, background=False, route=lambda: True)
    async with app.run_test(size=SIZES[size]) as pilot:
        await ready(pilot)
        app.theme = theme
        await press(pilot, *keys)
        await pilot.pause(0.4)
        svg = app.export_screenshot(title="broadsheet")
    (OUT / f"{name}.svg").write_text(svg)


def main() -> None:
    """All shots, or those named on the command line."""
    OUT.mkdir(exist_ok=True)
    wanted = set(sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        home, empty = Path(folder) / "demo", Path(folder) / "first"
        build(home)
        empty.mkdir()
        world = stack.enter_context(World(Path(folder), "github.com", "harbor.example"))
        harbor(world)
        notices(world)
        os.environ.update(world.environ)
        for name, size, theme, keys in SHOTS:
            if not wanted or name in wanted:
                fresh = Path(folder) / name
                shutil.copytree(empty if name == "first-run" else home, fresh)
                if name.startswith("stories"):
                    asyncio.run(with_copies(demo_paths(fresh)))
                asyncio.run(shoot(fresh, name, size, theme, keys))
                print(f"screenshots/{name}.svg")


if __name__ == "__main__":
    main()
