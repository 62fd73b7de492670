"""``broadsheet pack``: bring in what a query finds, for when there is no network; ``outbox``: what waits."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from tui.cli.choosing import chosen, require_words
from tui.cli.failure import FAILED, OK, USAGE, Failure
from tui.cli.moving_line import MovingLine
from tui.cli.opening import with_library
from tui.cli.printing import complain, plural, say, say_columns
from tui.cli.words import Parser, read_words
from tui.model.amounts import amount_words, read_amount
from tui.model.ids import ArticleId
from tui.model.pack import ArticlePacked, PackFinished, PackStarted, PackSummary

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["pack", "summary_words"]

_LIMIT = "200MB"


def pack(arguments: Sequence[str]) -> int:
    """Pack articles, or say how packed they are."""
    parser = Parser(
        "pack",
        "Fetch the texts and pictures of articles, so that they can be read without a network.\n"
        'WHICH is ids or a query: broadsheet pack "is:later OR newer:2d" --limit 200MB\n'
        "The newest come first (or as the query sorts); a pack that was stopped goes on where it was.",
        "Exit code 1 if something could not be had; standard error says what.",
    )
    parser.add_argument("which", nargs="+", metavar="WHICH")
    parser.add_argument("--images", action="store_true", help="with pictures (the default)")
    parser.add_argument("--no-images", action="store_true", help="texts only")
    parser.add_argument("--limit", default=_LIMIT, metavar="SIZE", help=f"at most so much ({_LIMIT})")
    parser.add_argument("--again", action="store_true", help="look once more for what could not be had")
    parser.add_argument(
        "-n", "--dry-run", action="store_true", help="print how packed they are; fetch nothing"
    )
    parser.add_argument("--forget", action="store_true", help="keep them no longer for offline reading")
    parser.add_argument("-q", "--quiet", action="store_true", help="print nothing but what is missing")
    given = read_words(parser, arguments, short=("-n", "-q"))
    require_words(given.which)
    most = _most(given)

    async def work(library: "Library") -> int:
        ids = list(await chosen(library, given.which))
        if not ids:
            raise Failure("no article matches, so nothing was packed")
        if given.dry_run:
            return await _show(library, ids)
        if given.forget:
            before = len(await library.packs.packed(ids))
            await library.packs.forget(ids)
            say(f"{plural(before, 'article')} no longer kept for offline reading.")
            return OK
        return await _pack(library, ids, given, most)

    return with_library(work)


def summary_words(summary: PackSummary) -> str:
    """The outcome of a pack as one or two sentences."""
    parts = [f"{plural(summary.ready, 'article')} ready to read offline, {amount_words(summary.size)}"]
    if summary.partly:
        parts.append(f"{summary.partly:,} with something missing")
    if summary.left_out:
        parts.append(f"{summary.left_out:,} left out by the limit")
    gone = " There is no network, so nothing more could be had." if summary.offline else ""
    return f"{'; '.join(parts)}.{gone}"


def _most(given: Namespace) -> int:
    if given.images and given.no_images:
        raise Failure("--images and --no-images: which of them?", USAGE)
    try:
        return read_amount(given.limit)
    except ValueError as error:
        raise Failure(f"--limit {given.limit}: {error}", USAGE) from error


async def _pack(library: "Library", ids: Sequence[ArticleId], given: Namespace, most: int) -> int:
    line = MovingLine("articles", shown=not given.quiet and sys.stderr.isatty())
    troubles: list[str] = []
    done = total = 0
    summary: PackSummary | None = None
    events = library.packs.pack(ids, images=not given.no_images, most_bytes=most, again=given.again)
    try:
        async with aclosing(events) as stream:
            async for event in stream:
                match event:
                    case PackStarted():
                        total, done = event.total, event.ready
                    case ArticlePacked():
                        done += 1
                        troubles += [f"{event.title}: {said}" for said in event.packed.missing]
                        line.take(done, total, f"{done:,}/{total:,} articles · {amount_words(event.used)}")
                    case PackFinished():
                        summary = event.summary
    finally:
        line.wipe()
    for said in troubles:
        complain(said)
    if summary is None:
        return FAILED
    if not given.quiet:
        say(summary_words(summary))
    return FAILED if summary.partly or summary.left_out or summary.offline else OK


async def _show(library: "Library", ids: Sequence[ArticleId]) -> int:
    """Readiness by article: ready, partly or not; its size; its title; what is missing."""
    known = await library.packs.packed(ids)
    for row in await library.rows(ids):
        one = known.get(row.id)
        state = "-" if one is None else "ready" if one.ready else "partly"
        size = "" if one is None else amount_words(one.size)
        say_columns([str(row.id), state, size, row.title, " ".join(one.missing) if one else ""])
    return OK
