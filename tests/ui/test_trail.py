"""The page behind a link, read in place; footnotes at their marks; code for the clipboard."""

import threading

import pytest

from tests.routes import answer, held
from tests.server import Server
from tests.ui.long_store import fill_from, paragraph
from tests.ui.steps import press, toasts
from tests.ui.test_reader_keys import lines, read
from tui.query import parse

SIZES = [(60, 24), (80, 24), (120, 36)]
NOTED = (
    '<p>First<sup><a href="#fn1">1</a></sup>, and then<sup><a href="#fn2">2</a></sup>.</p>'
    f"<pre><code>one = 1\ntwo = 2\n</code></pre>{paragraph('mid', 200)}<pre><code>three</code></pre>"
    '<section class="footnotes"><ol><li id="fn1"><p>The first note, with <a href="https://note.example/">a link</a>.'
    '</p></li><li id="fn2"><p>The second note.</p></li></ol></section>'
)


def web_page(title, word, link):
    text = "".join(
        f"<p>{word}{at} begins a sentence that goes on, as sentences on such pages do, and ends here.</p>"
        for at in range(30)
    )
    return answer(
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}"
        f'<p>It leads on to <a href="{link}">another page</a>, which is about something else.</p>'
        "</article></body></html>".encode(),
        headers={"Content-Type": "text/html; charset=utf-8"},
    )


@pytest.fixture
def server():
    with Server() as server:
        yield server


@pytest.fixture
def home(tmp_path, server):
    other = server.on("/other", web_page("The other", "other", "/page"))
    page = server.on("/page", web_page("Behind the link", "page", other))
    gone = server.on("/gone", answer(status=404))
    links = f'<p>Before <a href="{page}">page</a> and <a href="{gone}">nothing</a> after.</p>'
    body = f"{paragraph('top', 300)}{links}{paragraph('end', 200)}"
    fill_from(server, tmp_path, [[("Linking", body), ("Noted", NOTED), ("Last", paragraph("last", 5))]])
    return tmp_path


async def to_links(pilot):
    """The article, with its links in view."""
    app = await read(pilot, "Linking")
    while "Before" not in " ".join(lines(app)[:6]):
        await press(pilot, "j")
    return app


@pytest.mark.parametrize("size", SIZES)
async def test_a_page_is_read_in_place_and_back_is_where_one_was(make_app, home, size):
    app = make_app(home=home)
    async with app.run_test(size=size) as pilot:
        await to_links(pilot)
        before = lines(app)
        await press(pilot, "semicolon", "p", "f")
        shown = " ".join(lines(app))
        assert "Behind the link" in shown and "page0 begins" in shown and "A preview" in shown
        assert app.main.reader_header.title_text.startswith("PREVIEW › 127.0.0.1:")
        assert app.main.status.keys[0][1] == "back" and app.main.focused is app.main.reader
        # From page to page, and back step by step.
        await press(pilot, "G", "semicolon", "p", "f")
        assert "other0 begins" in " ".join(lines(app))
        await press(pilot, "escape")
        assert "another page" in " ".join(lines(app))
        await press(pilot, "h")
        assert lines(app) == before and not app.main.reader_header.title_text.startswith("PREVIEW")
        assert app.main.focused is app.main.reader


async def test_space_reads_a_page_to_its_end_and_then_the_article_on(make_app, home):
    app = make_app(home=home)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_links(pilot)
        before = lines(app)
        await press(pilot, "semicolon", "p", "f")
        seen = set()
        while app.main.desk.trail.preview is not None:
            seen.update(word for line in lines(app) for word in line.split())
            await press(pilot, "space")
        assert {f"page{at}" for at in range(30)} <= seen
        assert lines(app) == before


async def test_a_page_that_cannot_be_had_is_a_sentence(make_app, home):
    app = make_app(home=home)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_links(pilot)
        before = lines(app)
        await press(pilot, "semicolon", "p", "j")
        assert lines(app) == before
        assert any(said.endswith(".") and "404" in said for said in toasts(app))


async def test_esc_stops_the_fetch_and_nothing_is_left(make_app, home, server):
    go_on = threading.Event()
    server.on("/page", held(go_on, web_page("Late", "late", "/other")))
    app = make_app(home=home)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_links(pilot)
        before = lines(app)
        await pilot.press("semicolon", "p", "f")
        while "fetching 127.0.0.1" not in app.main.status.work:
            await pilot.pause(0.01)
        await pilot.press("escape")
        await press(pilot)
        go_on.set()
        assert lines(app) == before and not app.main.status.work
        assert app.main.focused is app.main.reader


async def test_marks_in_a_preview_keep_the_page(make_app, home, server):
    app = make_app(home=home)
    async with app.run_test(size=(120, 36)) as pilot:
        await to_links(pilot)
        linking = app.main.desk.reading.article.id
        await press(pilot, "semicolon", "p", "f", "m")
        assert any("This is a preview" in said for said in toasts(app))
        await press(pilot, "b")
        assert any(said.startswith("Kept “Behind the link” for later") for said in toasts(app))
        found = await app.library.select(parse("is:later"))
        (kept,) = await app.library.articles(found.ids)
        assert kept.title == "Behind the link" and kept.id != linking
        await press(pilot, "u")
        assert not (await app.library.select(parse("is:later"))).count


async def test_a_link_is_saved_and_what_is_copied_and_opened_is_the_page(make_app, home, server, monkeypatch):
    opened = []
    monkeypatch.setattr("tui.ui.desk.linking.open_in_browser", lambda url, _command=(): opened.append(url))
    app = make_app(home=home)
    async with app.run_test(size=(120, 36)) as pilot:
        await to_links(pilot)
        await press(pilot, "semicolon", "s", "f")
        (kept,) = await app.library.articles((await app.library.select(parse("is:later"))).ids)
        assert kept.url == server.url("/page")
        await press(pilot, "semicolon", "p", "f", "y", "o")
        assert app.clipboard == server.url("/page") and opened == [server.url("/page")]
        # The list does the same, and going elsewhere forgets the way back.
        await press(pilot, "semicolon", "semicolon", "down", "p")
        assert app.main.desk.trail.preview.title == "The other"
        await press(pilot, "n")
        assert app.main.desk.trail.preview is None and not app.main.desk.trail.stops
        assert app.main.desk.reading.article.title == "Noted"


async def test_without_a_network_a_page_is_not_read_but_saved_later_and_nothing_is_an_error(
    make_app, home, server
):
    app = make_app(home=home)
    async with app.run_test(size=(120, 36)) as pilot:
        await to_links(pilot)
        linking = app.main.desk.reading.article.id
        await press(pilot, "g", "x", "semicolon", "p", "f")
        assert toasts(app)[-1] == (
            "Offline: this page cannot be read now; ; s saves it when the network is back."
        )
        assert app.main.desk.trail.preview is None
        await press(pilot, "semicolon", "s", "f")
        assert toasts(app)[-1] == "Offline: 1 page kept for later; g q lists them."
        assert not (await app.library.select(parse("is:later"))).count and not server.requests("/page")
        (waiting,) = await app.library.packs.asked()
        # The page comes under the rules of the article that it stands in.
        assert (waiting.kind, waiting.title, waiting.article_id) == ("save", "page", linking)
        assert not [one for one in app.told if one.severity != "information"]
        await press(pilot, "g", "x")
        assert toasts(app)[-1] == "1 page saved."
        (kept,) = await app.library.articles((await app.library.select(parse("is:later"))).ids)
        assert kept.title == "Behind the link"


async def test_the_place_of_the_article_is_kept_while_a_page_is_read(make_app, home):
    app = make_app(home=home)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_links(pilot)
        before = lines(app)
        await press(pilot, "semicolon", "p", "f", "j", "j")
    app = make_app(home=home)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, "Linking")
        assert lines(app)[1:] == before[1:]


@pytest.mark.parametrize("size", SIZES)
async def test_a_footnote_opens_at_its_mark_and_leads_there_and_back(make_app, home, size):
    app = make_app(home=home)
    async with app.run_test(size=size) as pilot:
        await read(pilot, "Noted")
        before = lines(app)
        mark = next(at for at, line in enumerate(before) if "First¹" in line)
        await press(pilot, "semicolon", "f")
        assert "▌" in lines(app)[mark + 1] and "The first note" in lines(app)[mark + 1]
        assert app.main.status.keys[1][1] == "go there"
        await press(pilot, "circumflex_accent")
        assert "The second note." in lines(app)[mark + 1]
        await press(pilot, "escape")
        assert lines(app) == before
        await press(pilot, "circumflex_accent", "enter")
        assert "The first note" in " ".join(lines(app)) and app.main.reader.note is None
        await press(pilot, "escape")
        assert lines(app) == before and app.main.focused is app.main.reader
        # Whoever scrolls has read it.
        await press(pilot, "circumflex_accent", "j")
        assert app.main.reader.note is None


async def test_a_click_on_a_mark_opens_its_note(make_app, home):
    app = make_app(home=home)
    async with app.run_test(size=(120, 36)) as pilot:
        await read(pilot, "Noted")
        row, line = next((at, line) for at, line in enumerate(lines(app)) if "First¹" in line)
        await pilot.click(app.main.reader, offset=(line.index("¹"), row))
        await press(pilot)
        assert app.main.reader.note.note.label == "1"


async def test_code_is_copied_and_of_several_blocks_one_by_its_letter(make_app, home):
    app = make_app(home=home)
    async with app.run_test(size=(80, 24)) as pilot:
        await read(pilot, "Noted")
        await press(pilot, "g", "y")
        assert app.clipboard == "one = 1\ntwo = 2"
        await press(pilot, "G", "g", "y")
        assert app.clipboard == "three"
    app = make_app(home=home)
    async with app.run_test(size=(120, 50)) as pilot:
        await read(pilot, "Noted")
        await press(pilot, "g", "y", "j")
        assert app.clipboard == "three"
        await press(pilot, "semicolon", "y")
        (label,) = [label for label, one in app.main.reader.hints.by_label.items() if one.key == "0"]
        await press(pilot, label)
        assert app.clipboard == "one = 1\ntwo = 2"
        await read(pilot, "Last")
        await press(pilot, "g", "y", "circumflex_accent")
        assert toasts(app)[-2:] == ["No code in view.", "This article has no footnotes."]
