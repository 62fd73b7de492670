"""``broadsheet import newsboat`` and ``import elfeed``: moving in from another reader."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from tui.cli.failure import OK, Failure
from tui.cli.moving_line import MovingLine
from tui.cli.opening import with_library
from tui.cli.printing import columns, on_terminal, plural, say
from tui.cli.words import Parser

if TYPE_CHECKING:
    from tui.peers.belongings import Belongings
    from tui.service.bringing import BringReport
    from tui.service.library import Library

__all__ = ["from_elfeed", "from_newsboat"]

_ENDING = (
    "What is here already stays as it is, so doing it twice does no harm. What cannot be said\n"
    "exactly is left behind and listed with its place and the reason; that is no failure.\n"
    '"broadsheet undo" takes the feeds, searches and rules away again, and marks on articles\n'
    "that were here before. docs/moving.md tells more."
)


def from_newsboat(arguments: Sequence[str]) -> int:
    """Bring feeds, query feeds, filters, rules and articles along from newsboat."""
    parser = Parser(
        "import newsboat",
        "Bring along from newsboat: feeds with titles and tags, query feeds and define-filter as\n"
        "saved searches, ignore-article as rules, and all articles in its cache, read or not,\n"
        "with their flags. Nothing of newsboat's is changed, and nothing in its files is run.",
        _ENDING,
    )
    for name, what in (("urls", "the list of feeds"), ("config", "the settings"), ("cache", "the articles")):
        parser.add_argument(
            f"--{name}", type=Path, metavar="FILE", help=f"{what}, where newsboat itself has it without this"
        )
    given = _read_options(parser, arguments)
    from tui.service.peer_files import newsboat_belongings, newsboat_files

    files = newsboat_files(os.environ, given.urls, given.config, given.cache)
    return _bring(newsboat_belongings(files), files.cache, "newsboat", given)


def from_elfeed(arguments: Sequence[str]) -> int:
    """Bring feeds, filters and taggers along from elfeed."""
    parser = Parser(
        "import elfeed",
        "Bring along from elfeed: feeds with their tags, filters that are set or bookmarked as\n"
        "saved searches, and taggers as rules. The file is read as data; no Lisp in it is run.",
        _ENDING,
    )
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="an init.el, an elfeed.org, or Emacs' bookmarks"
    )
    given = _read_options(parser, arguments)
    from tui.service.peer_files import elfeed_belongings

    return _bring(elfeed_belongings(given.file), None, "elfeed", given)


def _read_options(parser: Parser, arguments: Sequence[str]) -> Namespace:
    parser.add_argument("--dry-run", action="store_true", help="only say what would be brought")
    parser.add_argument("--json", action="store_true", help="say it as one JSON object")
    return parser.parse_args(arguments)


def _bring(found: "Belongings", cache: Path | None, peer: str, given: Namespace) -> int:
    async def work(library: "Library") -> int:
        if library.read_only and not given.dry_run:
            raise Failure("the store can only be read, so nothing was brought")
        line = MovingLine("articles read", shown=sys.stderr.isatty() and not given.json)

        def progress(stage: str, done: int, total: int) -> None:
            if stage == "writing":
                line.say("writing everything in one piece…")
            else:
                line.take(done, total)

        try:
            report = await library.bring(
                found, cache, f"move in from {peer}", progress=progress, dry_run=given.dry_run
            )
        finally:
            line.wipe()
        if given.json:
            print(json.dumps(_fields(report, given.dry_run), ensure_ascii=True, indent=1))
        else:
            _say(report, given.dry_run, with_articles=cache is not None)
        return OK

    return with_library(work)


def _say(report: "BringReport", dry_run: bool, *, with_articles: bool) -> None:
    would = "would be brought" if dry_run else "brought"
    rows = [
        (report.feeds, report.feeds_known, "feed"),
        (len(report.searches), report.searches_known, "saved search"),
        (len(report.rules), report.rules_known, "rule"),
    ]
    for number, known, noun in rows:
        say(f"{_plural(number, noun)} {would}{f'; {known:,} known already' if known else ''}.")
    if with_articles and dry_run:
        say(f"{plural(report.articles, 'article')} in the cache; those of these feeds would be brought.")
    elif with_articles:
        here = f"; {report.articles_known:,} known already" if report.articles_known else ""
        say(f"{plural(report.articles, 'article')} brought{here}, {plural(report.marks, 'mark')} set.")
    for brought, heading in ((True, "A little different from now on:"), (False, "Left behind:")):
        lines = [one for one in report.left if one.brought is brought]
        if lines:
            say()
            say(heading)
        for one in lines:
            _say_indented(f"{one.place}: {one.what}", 2)
            _say_indented(one.reason, 4)
    if report.feeds and not dry_run:
        say()
        say('"broadsheet refresh" fetches what is new; "broadsheet undo" takes this back.')


def _say_indented(text: str, indent: int) -> None:
    """A sentence that a person reads in lines, and a program in one."""
    lines = wrap(text, columns() - indent - 1, break_on_hyphens=False) if on_terminal() else [text]
    for line in lines:
        say(" " * indent + line)


def _plural(number: int, noun: str) -> str:
    return plural(number, noun) if number == 1 or noun != "saved search" else f"{number:,} saved searches"


def _fields(report: "BringReport", dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "feeds": report.feeds,
        "feeds_known": report.feeds_known,
        "searches": list(report.searches),
        "searches_known": report.searches_known,
        "rules": list(report.rules),
        "rules_known": report.rules_known,
        "articles": report.articles,
        "articles_known": report.articles_known,
        "marks": report.marks,
        "left": [
            {"place": one.place, "what": one.what, "reason": one.reason, "brought": one.brought}
            for one in report.left
        ],
    }
