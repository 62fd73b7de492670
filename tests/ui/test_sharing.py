"""``w``, ``Y``, ``|`` and ``@`` on the screen."""

import contextlib
import sqlite3
import sys
import zipfile
from dataclasses import replace

import pytest
from textual.widgets import Input

from tests.demo_store import SETTINGS, demo_paths
from tests.ui.steps import press, ready, toasts
from tui.ui.desk import sharing
from tui.ui.share.menu import ShareDialog
from tui.ui.share.pick import Pick
from tui.ui.share.pipe import AnswerScreen, PipeDialog
from tui.ui.share.save import SaveDialog

SIZE = (120, 36)
LEAD = "Two ministers open a third round of talks in Rabat"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "saved"
    made.mkdir()
    return made


@pytest.fixture
def app(make_app, folder):
    return make_app(replace(SETTINGS, export_folder=str(folder), command_seconds=20.0))


def text_of(screen, name):
    return screen.query_one(name).visual.plain


async def test_w_saves_the_article_under_a_safe_name(app, folder):
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "w")
        assert isinstance(app.screen, SaveDialog)
        await press(pilot, "enter")
        file = folder / f"{LEAD}.md"
        assert file.read_text("utf-8").startswith(f"# {LEAD}\n\n- Feed: Example Digest\n")
        assert toasts(app)[-1] == f"Saved 1 article as {file}"
        # The next one gets another name by itself, and the format of before.
        await press(pilot, "w", "right", "right", "enter")
        await press(pilot, "w")
        assert app.screen.query_one("#save-form", Pick).picked == "epub"
        await press(pilot, "enter")
        assert sorted(path.name for path in folder.iterdir()) == [
            f"{LEAD} (2).epub", f"{LEAD}.epub", f"{LEAD}.md"]  # fmt: skip
    assert app.main.desk.share.form == "epub"


async def test_a_path_longer_than_its_field_is_seen(app):
    async with app.run_test(size=(60, 20)) as pilot:
        await ready(pilot)
        await press(pilot, "w", "tab", "end")
        line = app.screen.query_one("#save-path", Input)
        assert len(line.value) > line.size.width and app.focused is line
        # No scrollbar takes the only row.
        assert line.scrollable_content_region.height == 1


async def test_a_file_that_is_there_is_not_touched(app, folder):
    (folder / "mine.md").write_text("mine")
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "w", "tab", *"mine.md", "enter")
        assert isinstance(app.screen, SaveDialog)
        assert "There is such a file" in text_of(app.screen, "#save-trouble")
        await press(pilot, "backspace", "backspace", "backspace", *"_2", "enter")
        assert not isinstance(app.screen, SaveDialog)
    assert (folder / "mine.md").read_text() == "mine"
    # The ending of the format is added where none was typed.
    assert (folder / "mine_2.md").exists()


async def test_a_selection_and_the_whole_list(app, folder):
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "x", "x", "w")
        assert app.screen.query_one("#save-what", Pick).choices == [
            ("these", "these 2"),
            ("view", "all 19 in view"),
        ]
        await press(pilot, "enter")
        assert (folder / "2 articles.md").read_text("utf-8").count("\n# ") == 1
        await press(pilot, "w", "shift+tab", "right", "tab", "right", "right", "enter")
        with zipfile.ZipFile(folder / "19 articles.epub") as book:
            assert sum(name.startswith("EPUB/text/") for name in book.namelist()) == 19


async def test_the_command_line_writes_too(app, folder):
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "colon", *"export html is:starred stars.html")
        assert app.main.query_one("#command-says").visual.plain == "writes 2 articles as html into stars.html"
        await press(pilot, "enter")
        assert (folder / "stars.html").read_text("utf-8").count("<article") == 2
        await press(pilot, "colon", *"export md .", "enter")
        assert (folder / f"{LEAD}.md").exists()


async def test_copy_as_markdown(app, monkeypatch):
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "Y")
        assert app.clipboard.startswith(f"# {LEAD}\n")
        assert "- Address: <https://digest.example.org/0>\n" in app.clipboard
        assert toasts(app)[-1] == "Copied 1 article as Markdown."
        before = app.clipboard
        monkeypatch.setattr(sharing, "MOST_COPIED", 500)
        await press(pilot, "Y")
        assert app.clipboard == before
        assert toasts(app)[-1].startswith("This article is too long for the terminal's clipboard (1 kB")
        assert toasts(app)[-1].endswith("w saves a file.")


async def test_pipe_shows_the_answer(app):
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        line = f"{sys.executable} -c 'import sys; print(sys.argv[1]); print(len(sys.stdin.read())); sys.exit(3)' {{title}}"
        await press(pilot, "vertical_line")
        assert isinstance(app.screen, PipeDialog)
        app.screen.query_one("#pipe-line").value = line
        await press(pilot, "enter")
        assert isinstance(app.screen, AnswerScreen)
        assert text_of(app.screen, "#answer-text").startswith(f"{LEAD}\n1")
        assert "exit code 3 · 2 lines" in [one.visual.plain for one in app.screen.query("Static").results()]
        await press(pilot, "y", "escape")
        assert app.clipboard.startswith(LEAD)
        # What was entered comes back with Up.
        await press(pilot, "vertical_line", "up")
        assert app.screen.query_one("#pipe-line").value == line
        await press(pilot, "escape")


async def test_escape_stops_a_command(app):
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await pilot.press("vertical_line")
        await pilot.pause()
        app.screen.query_one("#pipe-line").value = f"{sys.executable} -c 'import time; time.sleep(600)'"
        await pilot.press("enter")
        while not app.main.desk.jobs.running:
            await pilot.pause(0.02)
        await press_now(pilot, "escape")
        assert "Stopped; nothing was left behind." in toasts(app)
        assert not app.main.desk.jobs.running
        await press(pilot)
        assert app.screen is app.main


async def press_now(pilot, key):
    await pilot.press(key)
    await pilot.pause()


async def test_a_command_that_is_none_says_so(app):
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "vertical_line", *"'open", "enter")
        assert "a quotation mark is never closed" in toasts(app)[-1]
        await press(pilot, "x", "x", "vertical_line", *"echo {title}", "enter")
        assert toasts(app)[-1] == "Placeholders need a single article, and there are 2."


async def test_hostile_titles_are_text_in_every_dialog(make_app, demo_home, folder):
    title = "[/] [@click=app.quit]x[/] [bold] :smile: %s {} $HOME"
    with contextlib.closing(sqlite3.connect(demo_paths(demo_home).store_file)) as store, store:
        store.execute("UPDATE article SET title = ? WHERE title = ?", (title, LEAD))
    app = make_app(replace(SETTINGS, export_folder=str(folder)))
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "at")
        assert text_of(app.screen, "#share-what").startswith("[/] [@click=app.quit]x[/] [bold]")
        await press(pilot, "escape", "w", "enter")
        (file,) = folder.iterdir()
        assert file.name == "click app.quit x bold smile s HOME.md"
        assert file.read_text("utf-8").startswith(
            r"# \[/\] \[@click=app.quit\]x\[/\] \[bold\] :smile: %s {} $HOME"
        )
        await press(pilot, "vertical_line", *"echo {title}", "enter")
        assert text_of(app.screen, "#answer-text") == title
        await press(pilot, "escape", "Y")
        assert app.is_running


async def test_the_share_menu(make_app, folder):
    said = folder / "said"
    program = f"import sys, pathlib; pathlib.Path({str(said)!r}).write_text(sys.argv[1])"
    settings = replace(
        SETTINGS,
        export_folder=str(folder),
        share={
            "[red]Notes[/]": (sys.executable, "-c", program, "{title}"),
            "Wallabag": "https://example.org/?u={url}",
        },
    )
    app = make_app(settings)
    async with app.run_test(size=SIZE) as pilot:
        await ready(pilot)
        await press(pilot, "at")
        assert isinstance(app.screen, ShareDialog)
        assert [row.label for row in app.screen.rows][:2] == ["[red]Notes[/]", "Wallabag"]
        await press(pilot, "1")
        assert said.read_text() == LEAD
        assert toasts(app)[-1] == "Shared with [red]Notes[/]."
        await press(pilot, "at", "y")
        assert app.clipboard == "https://digest.example.org/0"
        await press(pilot, "at", "Y")
        assert app.clipboard.startswith("# ")
        await press(pilot, "at", "w")
        assert isinstance(app.screen, SaveDialog)
        await press(pilot, "escape", "at", "vertical_line")
        assert isinstance(app.screen, PipeDialog)
        await press(pilot, "escape")
