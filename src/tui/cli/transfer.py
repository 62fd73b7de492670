"""``broadsheet import``, ``export`` and ``starter``: lists of feeds, in and out."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.failure import FAILED, OK, Failure
from tui.cli.opening import with_library
from tui.cli.printing import complain, plural, say
from tui.cli.words import Parser
from tui.model.origin import is_local

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["export_feeds", "import_feeds", "starter"]


def import_feeds(arguments: Sequence[str]) -> int:
    """Subscribe to the feeds of an OPML file, or bring along what another reader has."""
    if arguments and arguments[0] in ("newsboat", "elfeed"):
        from tui.cli import bringing

        return (
            bringing.from_newsboat(arguments[1:])
            if arguments[0] == "newsboat"
            else bringing.from_elfeed(arguments[1:])
        )
    parser = Parser(
        "import",
        "Subscribe to the feeds of an OPML file. Feeds you have stay as they are.",
        "Exit code 1 if some entry of the file could not be used; the rest is imported.\n\n"
        '"broadsheet import newsboat" and "broadsheet import elfeed FILE" bring along feeds,\n'
        "filters, rules and articles of another reader; each explains itself with --help.\n"
        "(A file of that name is ./newsboat.)",
    )
    parser.add_argument("file", metavar="FILE", help='an OPML file, or "-" for standard input')
    name = parser.parse_args(arguments).file
    data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()

    async def work(library: "Library") -> int:
        report = await library.import_opml(data)
        if not (report.added or report.known or report.problems):
            raise Failure(f"there is no feed in {'what was read' if name == '-' else name}")
        known = f"; {report.known:,} known already" if report.known else ""
        say(f"{plural(report.added, 'feed')} added{known}.")
        for problem in report.problems:
            complain(problem)
        if report.added:
            say('"broadsheet refresh" fetches their articles.')
        return FAILED if report.problems else OK

    return with_library(work)


def export_feeds(arguments: Sequence[str]) -> int:
    """Write the feeds as OPML, or articles."""
    if arguments and arguments[0] == "articles":
        from tui.cli.export_articles import export_articles

        return export_articles(arguments[1:])
    parser = Parser(
        "export",
        "Write the feeds, their categories and tags as OPML.",
        '"broadsheet export articles QUERY" writes articles; it explains itself with --help.\n'
        "(A file of that name is ./articles.)",
    )
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="standard output without it")
    parser.add_argument("--force", action="store_true", help="overwrite the file")
    given = parser.parse_args(arguments)
    name = given.file

    async def work(library: "Library") -> int:
        data = library.export_opml()
        if left_out := sum(is_local(feed.feed_url) for feed in library.feeds()):
            complain(f"{plural(left_out, 'feed')} left out: files and commands mean nothing elsewhere")
        if name == "-":
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            return OK
        try:
            # "x": a list of feeds somebody keeps is not to be lost by a slip.
            with Path(name).open("wb" if given.force else "xb") as file:
                file.write(data)
        except FileExistsError as error:
            raise Failure(f"{name} exists already; --force overwrites it") from error
        say(f"{plural(data.count(b'xmlUrl='), 'feed')} written to {name}.")
        return OK

    return with_library(work)


def starter(arguments: Sequence[str]) -> int:
    """Subscribe to the starter set."""
    parser = Parser("starter", "Subscribe to a starter set of long-lived feeds, sorted into categories.")
    parser.add_argument("--list", action="store_true", help="only print what is in it")
    given = parser.parse_args(arguments)

    async def work(library: "Library") -> int:
        from tui.service.transfer import starter_set

        subscriptions = starter_set()
        if given.list:
            for wish in subscriptions:
                say(f"{wish.category}: {wish.title} <{wish.feed_url}>")
            return OK
        changes = await library.subscribe(subscriptions)
        added = sum(change.subscribed for change in changes.subscriptions)
        say(f"{plural(added, 'feed')} added." if added else "You have all of them already.")
        if added:
            say('"broadsheet refresh" fetches their articles; "broadsheet undo" takes them away again.')
        return OK

    return with_library(work)
