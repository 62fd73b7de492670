"""Key sequences, and the names of keys."""

import pytest
from rich.cells import cell_len
from textual.widgets._toast import Toast

from tests.ui.steps import press, ready, settle, toasts
from tui.ui.actions import ACTIONS, FOOTERS, SCOPES, action
from tui.ui.chords import Chords, binding_key, key_name, shown_key
from tui.ui.desk.keys import laid_out


@pytest.mark.parametrize(
    ("key", "name"),
    [("j", "j"), ("G", "G"), (",", "comma"), ("/", "slash"), ("*", "asterisk"), ("?", "question_mark"), ("-", "minus"),
     ("+", "plus"), ("[", "left_square_bracket"), ("}", "right_curly_bracket"), (";", "semicolon"), ("pagedown", "pagedown")],
)  # fmt: skip
def test_keys_have_textual_s_names(key, name):
    assert key_name(key) == name


def test_a_sequence_is_a_key_of_its_own():
    assert binding_key("g g") == "chord_g_g"
    assert binding_key(", a") == "chord_comma_a"
    assert binding_key("j") == "j"


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("ctrl+d", "Ctrl+D"),
        ("g g", "g g"),
        ("escape", "Esc"),
        ("shift+tab", "Shift+Tab"),
        ("+", "+"),
        (", a", ", a"),
    ],
)
def test_keys_read_as_a_person_writes_them(key, shown):
    assert shown_key(key) == shown


def test_a_sequence_is_recognised_key_by_key():
    chords = Chords(["g g", "g f", "j"])
    assert chords.feed("j") is None
    assert chords.feed("g") == ""
    assert chords.begins("g f")
    assert not chords.begins("j")
    assert chords.feed("f") == "chord_g_f"
    assert chords.feed("f") is None


def test_a_broken_sequence_is_swallowed_once():
    chords = Chords(["g g"])
    assert chords.feed("g") == ""
    assert chords.feed("x") == ""
    assert chords.feed("x") is None


def test_ids_are_unique_and_keys_are_unique_within_a_scope():
    assert len({entry.id for entry in ACTIONS}) == len(ACTIONS)
    for scope in SCOPES:
        keys = [binding_key(key) for entry in ACTIONS if entry.scope == scope for key in entry.keys]
        assert len(keys) == len(set(keys)), scope


def test_no_key_is_both_an_action_and_the_start_of_a_sequence_in_one_scope():
    starts = {key.split()[0] for entry in ACTIONS for key in entry.keys if " " in key}
    single = {key for entry in ACTIONS for key in entry.keys if " " not in key}
    assert not {key_name(start) for start in starts} & {key_name(key) for key in single}


def test_every_action_has_help_and_every_footer_a_word():
    assert all(entry.help and entry.keys for entry in ACTIONS)
    assert all(action(entry).short for footer in FOOTERS.values() for entry in footer)


def test_keys_that_terminals_cannot_tell_apart_are_not_used():
    forbidden = {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+left_square_bracket"}
    assert not {key for entry in ACTIONS for key in entry.keys if key in forbidden or key.startswith("alt+")}


def on_screen(app):
    return [(toast._notification.title, toast._notification.message) for toast in app.main.query(Toast)]


async def test_how_a_sequence_goes_on_is_said_until_it_does(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await ready(pilot)
        await press(pilot, "g")
        app.main.desk.keys.hint()
        await press(pilot)
        ((title, offers),) = on_screen(app)
        assert title == "g …" and "q  What waits for a network" in offers
        # Only what it means where the focus is: the list has a top, the article a start.
        assert [line for line in offers.split("\n") if line.startswith("g ")] == ["g  To the top"]
        await press(pilot, "c")
        # The dialog of themes is not covered by what has been answered.
        assert app.screen is not app.main and not on_screen(app)


async def test_only_the_last_toast_says_that_undo_takes_it_back(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await ready(pilot)
        await press(pilot, "x", "x", "s", "b")
        assert [words for _, words in on_screen(app) if words.endswith("u undoes")] == [toasts(app)[-1]]
        assert len([words for words in toasts(app) if words.endswith("u undoes")]) == 2
        await press(pilot, "u")
        assert not [words for _, words in on_screen(app) if words.endswith("u undoes")]


async def test_what_is_said_twice_stands_there_once(make_app):
    app = make_app()
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await ready(pilot)
        for _ in range(2):
            app.notify("Nothing to undo.", markup=False)
            await press(pilot)
        app.notify("Nothing to redo.", markup=False)
        await press(pilot)
        assert [words for _, words in on_screen(app)] == ["Nothing to undo.", "Nothing to redo."]


async def test_every_way_to_go_on_is_seen_on_a_small_screen(make_app):
    app = make_app()
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await ready(pilot)
        await press(pilot, "g")
        app.main.desk.keys.hint()
        await settle(pilot)
        (toast,) = app.screen.query(Toast)
        assert app.screen.region.contains_region(toast.region)
        said = toasts(app)[-1]
        assert said.startswith("f  Go to the feeds") and "g  To the top" in said and "d  Feed doctor" in said
        assert all(cell_len(line) <= toast.content_size.width for line in said.splitlines())


def test_ways_to_go_on_stand_side_by_side_where_the_screen_is_low():
    offers = [("a", "Above, this one too"), ("b", "Below"), ("c", "Clean: what is old")]
    assert laid_out(offers, 40, 5) == ["a  Above, this one too", "b  Below", "c  Clean: what is old"]
    assert laid_out(offers, 24, 2) == ["a  Above     c  Clean", "b  Below"]
    assert laid_out(offers, 12, 0) and all(len(line) <= 12 for line in laid_out(offers, 12, 3))
