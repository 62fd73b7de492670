"""Articles written from a real store into real files."""

import asyncio
import zipfile
from pathlib import Path

import pytest

from tests.factories import NOW, rss
from tests.server import Server, feed
from tests.service.opened import manual_free, opened, refreshed
from tui.model.errors import BroadsheetError, NotFound
from tui.model.feed import Subscription
from tui.model.ids import ArticleId
from tui.model.picture import TakenPicture
from tui.query import parse
from tui.service.exporting import export, markdown_of, titled
from tui.service.file_names import default_path
from tui.store import pictures


@pytest.fixture
async def library(paths, clock):
    async with opened(paths, clock) as library:
        await manual_free(library)
        with Server() as server:
            items = [(str(number), f"Text {number}.") for number in range(1, 6)]
            await library.subscribe([Subscription(server.on("/feed", feed(rss(*items))))])
            await refreshed(library)
        yield library


async def ids_of(library, text="sort:title") -> list[ArticleId]:
    selection = await library.select(parse(text))
    return [ArticleId(int(one)) for one in selection.ids]


async def test_all_of_a_query_in_its_order(library, tmp_path) -> None:
    ids, steps = await ids_of(library), []
    written = await export(
        library, ids, "md", tmp_path / "new" / "all.md", NOW, progress=lambda *step: steps.append(step)
    )
    text = written.path.read_text("utf-8")
    assert [line for line in text.splitlines() if line.startswith("# ")] == [
        f"# Title {n}" for n in range(1, 6)
    ]
    assert (written.count, written.size) == (5, len(text.encode()))
    assert steps == [(number, 5) for number in range(6)]
    assert written.path.stat().st_mode & 0o111 == 0
    assert list(written.path.parent.iterdir()) == [written.path]


async def test_a_book(library, tmp_path) -> None:
    written = await export(library, await ids_of(library), "epub", tmp_path / "all.epub", NOW)
    with zipfile.ZipFile(written.path) as book:
        assert sum(name.startswith("EPUB/text/") for name in book.namelist()) == 5


async def test_nothing_is_overwritten(library, tmp_path) -> None:
    ids, target = await ids_of(library), tmp_path / "a.md"
    target.write_text("mine")
    with pytest.raises(BroadsheetError, match="exists already"):
        await export(library, ids, "md", target, NOW)
    assert target.read_text() == "mine"
    await export(library, ids, "md", target, NOW, force=True)
    assert "Title 1" in target.read_text()
    assert default_path(tmp_path, "a", ".md").name == "a (2).md"
    with pytest.raises(BroadsheetError, match="is a folder"):
        await export(library, ids, "md", tmp_path, NOW)


async def test_a_file_that_comes_meanwhile_stays(library, tmp_path) -> None:
    ids, target = await ids_of(library), tmp_path / "a.md"

    def appear(done: int, total: int) -> None:
        if done == total:
            target.write_text("somebody else's")

    with pytest.raises(BroadsheetError, match="exists already"):
        await export(library, ids, "md", target, NOW, progress=appear)
    assert target.read_text() == "somebody else's"
    assert list(tmp_path.glob(".*")) == []


async def test_who_stops_leaves_no_trace(library, tmp_path) -> None:
    ids, folder = await ids_of(library), tmp_path / "out"

    def stop(done: int, _total: int) -> None:
        if done == 2:
            task.cancel()

    task = asyncio.create_task(export(library, ids, "html", folder / "a.html", NOW, progress=stop))
    with pytest.raises(asyncio.CancelledError):
        await task
    assert list(folder.iterdir()) == []


async def test_what_cannot_be_written_is_said(library, tmp_path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BroadsheetError, match="could not be written"):
        await export(library, await ids_of(library), "md", tmp_path / "file" / "a.md", NOW)
    with pytest.raises(NotFound):
        await export(library, [], "md", tmp_path / "a.md", NOW)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "home"]


async def test_pictures_that_are_kept_go_along(library, paths, tmp_path) -> None:
    url = "https://example.org/p.png"
    document = f"<rss version='2.0'><channel><title>P</title><item><guid>p</guid><title>P</title><description>&lt;p&gt;Words before it.&lt;/p&gt;&lt;img src='{url}' alt='A harbor'&gt;</description></item></channel></rss>"
    with Server() as server:
        await library.subscribe([Subscription(server.on("/p", feed(document.encode())))])
        await refreshed(library)
    ids = await ids_of(library, "title:P feed:P")
    taken = TakenPicture("", "image/png", 3, 2, b"\x89PNG kept")
    await library._database.write(pictures.put, ids[0], {url: taken}, NOW)
    page = await export(library, ids, "html", tmp_path / "a.html", NOW)
    assert 'src="data:image/png;base64,iVBORyBrZXB0" alt="A harbor"' in page.path.read_text("utf-8")
    book = await export(library, ids, "epub", tmp_path / "a.epub", NOW)
    with zipfile.ZipFile(book.path) as opened_book:
        assert opened_book.read("EPUB/images/00001.png") == b"\x89PNG kept"
    text = await export(library, ids, "md", tmp_path / "a.md", NOW)
    assert f"![A harbor]({url})" in text.path.read_text("utf-8")


async def test_markdown_for_the_clipboard(library) -> None:
    text = await markdown_of(library, (await ids_of(library))[:1], NOW)
    assert text.startswith("# Title 1\n")
    assert "<https://example.org/1>" in text
    assert titled(["One"]) == "One"
    assert titled(["One", "Two"]) == "2 articles"
    assert Path("~/x").expanduser() != Path("~/x")


async def test_the_longest_article_is_written_whole(paths, clock) -> None:
    long = "".join(f"<p>Paragraph <b>{number}</b>.</p>" for number in range(12_000))
    async with opened(paths, clock) as library:
        await manual_free(library)
        with Server() as server:
            await library.subscribe([Subscription(server.on("/feed", feed(rss(("1", long)))))])
            await refreshed(library)
        ids = await ids_of(library)
        assert len((await library.open_article(ids[0])).document.blocks) < 12_000
        assert "Paragraph **11999**." in await markdown_of(library, ids, NOW)
