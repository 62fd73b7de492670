"""Any address becomes an article, kept for later, and undo takes it back."""

import pytest

from tests.routes import answer
from tests.server import Server
from tests.service.opened import manual_free, opened, refreshed, run, titles
from tests.service.test_fulltext import HTML, PDF, page
from tui.feeds import opml
from tui.model.errors import BroadsheetError
from tui.service.saved_pages import SAVED_TITLE, SAVED_URL


def saving(paths, clock, work):
    async def whole():
        with Server() as server:
            async with opened(paths, clock) as library:
                await manual_free(library)
                await work(server, library)

    run(whole)


def test_a_page_is_saved_for_later_with_its_text(paths, clock):
    async def work(server, library):
        url = server.on("/ferry", answer(page("heron", "gannet"), headers=HTML))
        saved = await library.save_page(f" {url}#part ", ("to read", "sea"))
        assert (saved.trouble, saved.article.title, saved.article.url) == ("", "The ferry", url)
        assert saved.article.later and saved.article.tags == ("sea", "to read") and not saved.article.hidden
        assert "Gannet" in saved.article.text and saved.article.minutes >= 1
        (feed,) = library.feeds()
        assert (feed.feed_url, feed.title) == (SAVED_URL, SAVED_TITLE)
        assert await titles(library, "is:later #sea gannet") == ["The ferry"]
        opened_page = await library.open_article(saved.article.id)
        assert (opened_page.step, opened_page.due, opened_page.trouble) == ("feed", False, "")

    saving(paths, clock, work)


def test_undo_takes_it_back_and_redo_brings_it_again(paths, clock):
    async def work(server, library):
        url = server.on("/ferry", answer(page("heron"), headers=HTML))
        await library.save_page(url, ("sea",))
        undone = await library.undo()
        assert undone is not None and undone.label == "save “The ferry”"
        assert (await titles(library), await titles(library, "is:later"), library.tags()) == ([], [], ())
        await library.redo()
        assert await titles(library, "is:later #sea") == ["The ferry"]

    saving(paths, clock, work)


def test_what_is_no_article_is_saved_with_the_sentence_why(paths, clock):
    async def work(server, library):
        url = server.on("/paper.pdf", PDF)
        saved = await library.save_page(url)
        assert "PDF" in saved.trouble and saved.article.later
        assert saved.article.title == url.removeprefix("http://")
        opened_page = await library.open_article(saved.article.id)
        assert (opened_page.step, opened_page.wanted, opened_page.trouble) == (
            "feed",
            "extracted",
            saved.trouble,
        )
        # It has no feed that could have sent a text.
        assert opened_page.note == "no text: the address leads to a PDF file, not to a page"

    saving(paths, clock, work)


def test_saving_again_renews_it_and_is_one_article(paths, clock):
    async def work(server, library):
        url = server.on("/ferry", answer(b"", status=503))
        first = await library.save_page(url)
        assert first.trouble
        await library.undo()
        server.on("/ferry", answer(page("heron"), headers=HTML))
        second = await library.save_page(url)
        assert (second.article.id, second.trouble, second.article.title) == (
            first.article.id,
            "",
            "The ferry",
        )
        assert await titles(library, "is:later heron") == ["The ferry"]
        # What is there is not lost because the site has gone.
        server.on("/ferry", answer(b"", status=404))
        third = await library.save_page(url)
        assert third.trouble and "Heron" in third.article.text
        assert (await library.open_article(third.article.id)).trouble == ""
        assert len(await titles(library)) == 1

    saving(paths, clock, work)


def test_no_refresh_fetches_it_and_no_other_reader_hears_of_it(paths, clock):
    async def work(server, library):
        url = server.on("/ferry", answer(page("heron"), headers=HTML))
        await library.save_page(url)
        summary, _events = await refreshed(library)
        assert summary.total == 0
        assert opml.read(library.export_opml()).subscriptions == ()
        # Unsubscribed and saved to again, it comes back with what it held.
        await library.unsubscribe(library.feeds()[0].id)
        await library.save_page(server.on("/other", answer(page("petrel", title="Other"), headers=HTML)))
        assert sorted(await titles(library)) == ["Other", "The ferry"]

    saving(paths, clock, work)


@pytest.mark.parametrize(
    "typed", ["", "mailto:me@example.org", "javascript:alert(1)", "file:///etc/passwd", "ftp://x/"]
)
def test_what_is_no_web_address_is_refused(paths, clock, typed):
    async def work(server, library):
        for deed in (library.save_page, library.texts.preview):
            with pytest.raises(BroadsheetError, match="not a web address"):
                await deed(typed)
        assert library.feeds() == ()

    saving(paths, clock, work)


def test_a_preview_keeps_nothing(paths, clock):
    async def work(server, library):
        url = server.on("/ferry", answer(page("heron"), headers=HTML))
        seen = await library.texts.preview(url)
        assert (seen.title, seen.url, seen.trouble) == ("The ferry", url, "") and seen.document.blocks
        refused = await library.texts.preview(server.on("/no", answer(b"", status=403)))
        assert "(403)" in refused.trouble and not refused.document.blocks
        assert (library.feeds(), await titles(library)) == ((), [])

    saving(paths, clock, work)
