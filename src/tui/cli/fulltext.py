"""``broadsheet fulltext``: fetch the pages of articles and keep the texts on them."""

import contextlib
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.asking import read_query, unknown_names
from tui.cli.failure import FAILED, OK, Failure
from tui.cli.moving_line import MovingLine
from tui.cli.opening import with_library
from tui.cli.printing import complain, on_terminal, plural, say, say_columns
from tui.cli.words import Parser, read_ids, read_words, whole_number
from tui.model.extraction import FULL_STEPS, Step
from tui.model.ids import ArticleId
from tui.model.progress import TextFetched, TextsFinished, TextsStarted

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["bring_texts", "full_text"]


def full_text(arguments: Sequence[str]) -> int:
    """Fetch full texts, by ids or by a query."""
    parser = Parser(
        "fulltext",
        "Fetch the pages of articles and keep the texts on them. Texts that are there already are\n"
        "left alone. Without a query: what rules and feeds asked for and has not been fetched yet.",
        "Exit code 1 if one of the pages could not be had; each says why on standard error.",
    )
    parser.add_argument("query", nargs="*", metavar="WHICH", help="a query, or the ids of articles")
    parser.add_argument(
        "--step",
        choices=FULL_STEPS,
        help="as found on the page, or by the site rule (the rule, where there is one)",
    )
    parser.add_argument(
        "--limit", type=whole_number, metavar="N", help="at most so many, in the query's order"
    )
    parser.add_argument("--again", action="store_true", help="fetch texts that are there once more")
    parser.add_argument("--dry-run", action="store_true", help="only print what would be fetched")
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing but failures")
    given = read_words(parser, arguments, short=("-q",))

    async def work(library: "Library") -> int:
        ids = await _which(library, given)
        if given.dry_run:
            return await _say_what(library, ids, given.step, again=given.again)
        return await bring_texts(library, ids, given.step, again=given.again, quiet=given.quiet)

    return with_library(work)


async def bring_texts(
    library: "Library",
    ids: Sequence[ArticleId],
    step: Step | None = None,
    *,
    again: bool = False,
    quiet: bool = False,
    brief: bool = False,
) -> int:
    """Fetch, print how it goes, and return the exit code: 1 if a page could not be had.

    *brief* prints the sum only.
    """
    line = MovingLine("texts", shown=not quiet and sys.stderr.isatty())
    done = total = got = 0
    async with contextlib.aclosing(library.texts.fetch_many(ids, step, again=again)) as events:
        async for event in events:
            match event:
                case TextsStarted():
                    total = event.total
                case TextFetched():
                    done += 1
                    if not brief:
                        _tell(event, line, quiet=quiet)
                    line.take(done, total)
                case TextsFinished():
                    got = event.got
    line.wipe()
    if not quiet:
        say(f"{plural(got, 'text')} fetched{_beside(total - got, len(ids) - total)}.")
    return OK if got == total else FAILED


def _tell(event: TextFetched, line: MovingLine, *, quiet: bool) -> None:
    if event.text.trouble:
        line.wipe()
        complain(f"{event.article_id} {event.title}: {event.text.trouble}")
    elif not quiet and not on_terminal():
        say_columns((str(event.article_id), event.text.step, str(event.text.words), event.text.url))
        # Whoever follows through a pipe sees each as it comes.
        sys.stdout.flush()


def _beside(failed: int, left: int) -> str:
    parts = [f", {plural(failed, 'page')} could not be had" if failed else ""]
    parts.append(f", {left:,} left alone" if left else "")
    return "".join(parts)


async def _which(library: "Library", given: Namespace) -> list[ArticleId]:
    if not given.query:
        return await library.texts.waiting(given.limit or -1)
    if ids := read_ids(given.query):
        there = {article.id for article in await library.articles(ids)}
        if missing := [one for one in ids if one not in there]:
            raise Failure(f"there is no article {missing[0]}")
        return [ArticleId(one) for one in ids][: given.limit]
    query = read_query(given.query, given.limit)
    for sentence in unknown_names(query, library):
        complain(sentence)
    return [ArticleId(int(one)) for one in (await library.select(query)).ids]


async def _say_what(library: "Library", ids: Sequence[ArticleId], step: Step | None, *, again: bool) -> int:
    todo = dict(await library.texts.todo(ids, step, again=again))
    for row in await library.rows(list(todo)):
        say_columns((str(row.id), todo[row.id], row.feed_title, row.title, row.url))
    if on_terminal():
        say(f"{plural(len(todo), 'page')} would be fetched.")
    return OK
