"""``broadsheet enclosures`` and ``download``: what comes with articles, and getting it."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.choosing import chosen, require_words
from tui.cli.failure import FAILED, OK, USAGE, Failure
from tui.cli.json_out import JsonArray
from tui.cli.moving_line import MovingLine
from tui.cli.opening import with_library
from tui.cli.printing import LONGEST, complain, on_terminal, plural, say, say_columns
from tui.cli.words import Parser, read_words, whole_number
from tui.model.attached import label_of, number_words
from tui.model.clean import clean
from tui.model.entry import files_of

if TYPE_CHECKING:
    from tui.model.downloading import Download
    from tui.model.entry import Enclosure
    from tui.service.library import Library

__all__ = ["download", "enclosures"]

_PAGE = 256


def enclosures(arguments: Sequence[str]) -> int:
    """List what comes with articles."""
    parser = Parser(
        "enclosures",
        "List the files that come with articles: episodes, films, papers.",
        "In a pipe the lines are separated by tabs: article id, type, bytes, state of the download,\n"
        "title, address. Chapters and transcripts are listed too. WHICH is ids or a query:\n"
        "broadsheet enclosures is:unread feed:radio",
    )
    parser.add_argument("which", nargs="+", metavar="WHICH")
    parser.add_argument("--json", action="store_true", help="print an array of objects")
    given = read_words(parser, arguments)
    require_words(given.which)

    async def work(library: "Library") -> int:
        ids = await chosen(library, given.which)
        rows = []
        for start in range(0, len(ids), _PAGE):
            for article in await library.articles(ids[start : start + _PAGE]):
                rows += [(article, item) for item in article.enclosures]
        known = await library.downloads.of(item.url for _, item in rows)
        if given.json:
            with JsonArray() as array:
                for article, item in rows:
                    array.add(
                        {
                            "article_id": article.id,
                            "title": clean(article.title, LONGEST),
                            "url": clean(item.url, LONGEST),
                            "media_type": clean(item.media_type),
                            "length": item.length,
                            "duration": item.duration,
                            "name": clean(item.title, LONGEST),
                            "season": item.season,
                            "episode": item.episode,
                            "relation": item.relation,
                            "download": _state(known.get(item.url)),
                            "path": _path(library, known.get(item.url)),
                        }
                    )
            return OK
        for article, item in rows:
            _print_row(article.id, article.title, item, known.get(item.url))
        return OK

    return with_library(work)


def _print_row(number: int, title: str, item: "Enclosure", row: "Download | None") -> None:
    from tui.service.downloads import size_words

    if not on_terminal():
        say_columns((str(number), item.media_type, str(item.length), _state(row) or "", title, item.url))
        return
    parts = (label_of(item), number_words(item), size_words(item.length), _state(row) or "")
    say(f"{number}  {title}")
    say(f"    {', '.join(part for part in parts if part)}")
    say(f"    {item.url}")


def _state(row: "Download | None") -> str | None:
    return None if row is None else row.state


def _path(library: "Library", row: "Download | None") -> str | None:
    path = None if row is None else library.downloads.file_of(row)
    return None if path is None else str(path)


def download(arguments: Sequence[str]) -> int:
    """Download what comes with articles, or a file by its address."""
    parser = Parser(
        "download",
        "Download what comes with articles, or a file by its address.",
        "WHICH is an address, or ids, or a query: broadsheet download is:later feed:radio --limit 3\n"
        "What broke off goes on where it was when the same is asked for again. Nothing is ever\n"
        "overwritten. Exit code 1 if any file could not be had.",
    )
    parser.add_argument("which", nargs="+", metavar="WHICH")
    parser.add_argument("--to", type=Path, metavar="DIR", help="the folder (download_folder without it)")
    parser.add_argument("--limit", type=whole_number, metavar="N", help="at most N files")
    given = read_words(parser, arguments)
    urls = [word for word in given.which if word.startswith(("http://", "https://"))]
    if urls and len(urls) != len(given.which):
        raise Failure("name addresses or articles, not both at once", USAGE)
    if not urls:
        require_words(given.which)

    async def work(library: "Library") -> int:
        if library.read_only:
            raise Failure("the store can only be read, so nothing can be downloaded")
        rows = [await library.downloads.ask(url) for url in urls[: given.limit]]
        if not urls:
            rows = await _wanted(library, given.which, given.limit)
        if not rows:
            raise Failure("nothing comes with these articles")
        failed = 0
        for row in rows:
            failed += not await _get(library, row, given.to, typed=bool(urls))
        return FAILED if failed else OK

    return with_library(work)


async def _wanted(library: "Library", words: Sequence[str], limit: int | None) -> list["Download"]:
    ids = await chosen(library, words)
    rows: list[Download] = []
    for start in range(0, len(ids), _PAGE):
        for article in await library.articles(ids[start : start + _PAGE]):
            for item in files_of(article.enclosures):
                if limit is None or len(rows) < limit:
                    rows.append(
                        await library.downloads.ask(item.url, article.id, item.media_type, item.length)
                    )
    return rows


async def _get(library: "Library", row: "Download", folder: Path | None, *, typed: bool) -> bool:
    """Fetch one file and say where it is, or why it is not."""
    from tui.service.downloads import size_words

    line = MovingLine("", shown=sys.stderr.isatty())
    here = library.downloads.file_of(row)
    if here is not None:
        say(f"{here} is here already.")
        return True

    def progress(done: int, size: int) -> None:
        words = f"{size_words(done)} of {size_words(size)}" if size else size_words(done)
        line.take(done, size, words)

    try:
        done = await library.downloads.fetch(
            row.id, progress, folder=folder.absolute() if folder else None, typed=typed
        )
    except asyncio.CancelledError:
        line.wipe()
        complain("stopped; what has come is kept, and the same command goes on with it")
        raise
    finally:
        line.wipe()
    if done.state == "done":
        say(f"{done.path} ({size_words(done.size) or plural(0, 'byte')})")
        return True
    complain(f"{done.url}: {done.trouble}")
    return False
