"""Every screen as it looks, at three sizes; ``pytest --snapshot-update`` after looking at the change."""

from functools import partial

import pytest
from textual.widgets import Input

from tests.ui.steps import press, ready, rest
from tui.service import saving

SIZES = {"medium": (80, 24), "wide": (120, 36), "grand": (200, 50)}

#: Two searches, the second of which uses the first; and the screens that show them.
SAVED = {"Morning": "is:unread #africa sort:title", "東京の朝": "search:Morning -port"}
WITH_SAVED = ("saved", "pick-search", "edit-search")
#: Two presets, one of them with a word; the second is switched off.
RULES = ("p", "1", *"port", "enter", "ctrl+s", "p", "3", "ctrl+s", "space", "k")

#: The way to the article with headings, code and footnotes.
LONG_READ = (*["j"] * 9, "enter")

#: Each screen and the keys that lead to it.
SCREENS = {
    "main": ("n",),
    "reader": ("n", "g", "a", "J"),
    "filter": ("slash", *"is:unread #africa -#sports"),
    "mistake": ("slash", *"is:unred"),
    "empty": ("slash", *"zeppelin", "enter"),
    "feeds": ("g", "f", "j", "j", "space"),
    "tags": ("g", "t", "space", "j", "minus"),
    "terms": ("g", "t", "G", "Z", "j", "space"),
    "edit-tag": ("g", "t", "F"),
    "term-tag": ("g", "t", "G", "Z", "j", "t"),
    "chosen": ("x", "x", "v"),
    "tag-dialog": ("n", "t", *"af"),
    "hints": (*LONG_READ, "semicolon"),
    "found": (*LONG_READ, "slash", *"the pen", "enter", "n"),
    "note": (*LONG_READ, "circumflex_accent"),
    "outline": (*LONG_READ, "g", "o", "j"),
    "links": ("n", "semicolon", "semicolon"),
    "help": ("question_mark",),
    "add-feed": ("a",),
    "edit-feed": ("g", "f", "j", "j", "j", "F"),
    "saved": ("apostrophe", "1", "g", "f"),
    "pick-search": ("apostrophe",),
    "edit-search": ("apostrophe", "down", "ctrl+e"),
    "zen": ("n", "z"),
    "days": ("S", "1", "right_parenthesis", "enter"),
    "by-feed": ("S", "2", "G"),
    "order-menu": ("S", "1", "S"),
    "command": ("colon", "u"),
    "command-count": ("n", "colon", *"tag later,seen #africa newer:2d"),
    "command-wrong": ("colon", *"read below is:unred", "enter"),
    "rules": ("g", "u", *RULES),
    "rule-editor": ("g", "u", *RULES, "j", "enter"),
    "rule-trial": ("g", "u", *RULES, "t"),
    "rule-presets": ("g", "u", "p"),
    "rules-none": ("g", "u"),
    "doctor": ("g", "d", "j"),
    "mute": ("M", *"port"),
    "share": ("at",),
    "pipe": ("vertical_line", *"wc -w"),
    "downloads-none": ("g", "D"),
    "pack": ("P",),
}


async def walk(pilot, theme, keys, saved=()):
    app = await ready(pilot)
    app.theme = theme
    for name in saved:
        deed = saving.saved(app.library.saved(), name, saved[name])
        app.main.changed(await app.library.define(deed.changes, deed.label))
    await press(pilot, *keys)
    await rest(pilot)
    app.clear_notifications()
    for line in app.screen.query(Input):
        # Whether a blinking cursor is to be seen is a matter of luck.
        line.cursor_blink = False
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SCREENS)
def test_screen(snap_compare, make_app, name, size):
    saved = SAVED if name in WITH_SAVED else ()
    assert snap_compare(
        make_app(),
        terminal_size=SIZES[size],
        run_before=partial(walk, theme="ink", keys=SCREENS[name], saved=saved),
    )


@pytest.mark.parametrize("theme", ["paper", "textual-light", "nord"])
def test_themes(snap_compare, make_app, theme):
    assert snap_compare(
        make_app(), terminal_size=SIZES["wide"], run_before=partial(walk, theme=theme, keys=("n",))
    )


def test_narrow(snap_compare, make_app):
    assert snap_compare(
        make_app(), terminal_size=(60, 20), run_before=partial(walk, theme="ink", keys=("n", "l"))
    )
