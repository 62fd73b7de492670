"""``broadsheet list`` and ``count``: the articles that match, as lines, addresses, JSON or a number."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from textwrap import fill
from typing import TYPE_CHECKING

from tui.cli.asking import read_query, unknown_names
from tui.cli.failure import OK, USAGE, Failure
from tui.cli.json_out import JsonArray, article_fields
from tui.cli.opening import with_library
from tui.cli.printing import LONGEST, bold, columns, complain, cut, dim, on_terminal, say, say_columns
from tui.cli.template import NAMES, Template, read_template
from tui.cli.words import Parser, read_words, whole_number
from tui.model.article import ArticleRow
from tui.model.clean import clean
from tui.ui.ages import group_name

if TYPE_CHECKING:
    from tui.index import Selection
    from tui.query import Query
    from tui.service.library import Library

__all__ = ["count", "list_articles", "print_rows"]

_PAGE = 256


def list_articles(arguments: Sequence[str]) -> int:
    """Print the articles that match a query, newest first unless it sorts otherwise."""
    parser = Parser(
        "list",
        "List the articles that match a query; all of them without one.",
        "On a terminal the lines are cut to its width. In a pipe they are tab-separated:\n"
        "id, date, feed, title, address. The query may stand unquoted: list is:unread -sports\n\n"
        "TEXT of --format holds fields in braces: '{title} {url}'. A width cuts or fills, {title:40};\n"
        "dates take a form, {date:%Y-%m-%d}. \\n is a new line, \\t a tab, {{ a brace. Fields:\n"
        + fill(", ".join(NAMES), 78, initial_indent="  ", subsequent_indent="  "),
    )
    parser.add_argument("query", nargs="*", metavar="QUERY")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print an array of objects")
    form.add_argument("--urls", action="store_true", help="print the addresses only")
    form.add_argument("--format", metavar="TEXT", help="print this of each article (see below)")
    parser.add_argument(
        "--null", action="store_true", help="end each with a zero byte instead of a new line (xargs -0)"
    )
    parser.add_argument(
        "--fold", action="store_true", help="print copies of one piece once, with their number"
    )
    parser.add_argument("--limit", type=whole_number, metavar="N", help="print at most N articles")
    given = read_words(parser, arguments)
    query = read_query(given.query, given.limit)
    template = None if given.format is None else read_template(_as_given(given.format, arguments))
    if given.null and template is None and not given.urls:
        raise Failure("--null goes with --urls or --format", USAGE)
    end = "\0" if given.null else "\n"

    async def work(library: "Library") -> int:
        selection = await (_folded(library, query) if given.fold else library.select(query))
        if template is not None:
            await _print_filled(library, selection, template, end)
        elif given.urls:
            await _print_addresses(library, selection, end)
        else:
            await _print(library, selection, given)
        _hint(selection, library)
        return OK

    return with_library(work)


def count(arguments: Sequence[str]) -> int:
    """Print how many articles match."""
    parser = Parser("count", "Count the articles that match a query; all of them without one.")
    parser.add_argument("query", nargs="*", metavar="QUERY")
    query = read_query(read_words(parser, arguments).query)

    async def work(library: "Library") -> int:
        selection = await library.select(query)
        say(str(selection.count))
        _hint(selection, library)
        return OK

    return with_library(work)


async def _folded(library: "Library", query: "Query") -> "Selection":
    """Copies as one row each; a limit counts rows, as they are printed, not what is folded away."""
    if query.limit is None or query.group:
        return await library.select(query, fold=True)
    selection = await library.select(replace(query, limit=None), fold=True)
    return replace(selection, ids=selection.ids[: query.limit])


def _as_given(text: str, arguments: Sequence[str]) -> str:
    """A template without the space that hid its dash from argparse."""
    return text[1:] if text.startswith(" -") and text[1:] in arguments else text


def _hint(selection: "Selection", library: "Library") -> None:
    """Nothing was found: perhaps a name was misspelled. That is no failure, so it is only said."""
    if not selection.count:
        for sentence in unknown_names(selection.query, library):
            complain(sentence)


async def _print(library: "Library", selection: "Selection", given: Namespace) -> None:
    if given.json:
        with JsonArray() as array:
            for page in _pages(selection):
                for article in await library.articles(page):
                    array.add(article_fields(article))
        return
    if on_terminal():
        await _print_lines(library, selection, columns())
        return
    await print_rows(library, selection.shown.tolist())


async def print_rows(library: "Library", ids: Sequence[int]) -> None:
    """Print a line for each article: cut to the width of a terminal, with tabs in a pipe."""
    width = columns() if on_terminal() else 0
    for start in range(0, len(ids), _PAGE):
        for row in await library.rows([int(number) for number in ids[start : start + _PAGE]]):
            if width:
                _print_row(row, width)
                continue
            moment = row.sorted_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            say_columns((str(row.id), moment, row.feed_title, row.title, row.url))


async def _print_lines(library: "Library", selection: "Selection", width: int) -> None:
    """For a person: under headings if the query asks for them, an article under each of its tags."""
    groups = selection.groups
    if groups is None:
        headings, bounds = [""], [0, len(selection.ids)]
    else:
        now = datetime.now().astimezone()
        names = await _titles(library, groups.keys) if groups.kind == "story" else groups.names
        headings = [group_name(groups.kind, *of, now) for of in zip(groups.keys, names, strict=True)]
        bounds = groups.bounds.tolist()
    for heading, start, end in zip(headings, bounds[:-1], bounds[1:], strict=True):
        if heading:
            if start:
                say()
            # Cleaned by ``bold``; the escapes around it are ours.
            print(f"{bold(heading)}  {dim(f'{end - start:,}')}")
        for first in range(start, end, _PAGE):
            for row in await library.rows(selection.ids[first : min(end, first + _PAGE)].tolist()):
                _print_row(row, width)


async def _titles(library: "Library", keys: Sequence[str]) -> list[str]:
    """What stories are called: after their originals."""
    titles: dict[str, str] = {}
    for start in range(0, len(keys), _PAGE):
        rows = await library.rows([int(key) for key in keys[start : start + _PAGE] if key])
        titles.update({str(row.id): row.title for row in rows})
    return [titles.get(key, "") for key in keys]


async def _print_filled(library: "Library", selection: "Selection", template: Template, end: str) -> None:
    for page in _pages(selection):
        for article in await library.articles(page):
            # Every field was cleaned when it was filled in; the rest is the user's own.
            print(template.filled(article), end=end)


async def _print_addresses(library: "Library", selection: "Selection", end: str) -> None:
    for page in _pages(selection):
        for row in await library.rows(page):
            if row.url:
                print(clean(row.url, LONGEST), end=end)


def _pages(selection: "Selection") -> Iterator[list[int]]:
    ids = selection.shown
    for start in range(0, len(ids), _PAGE):
        yield [int(article_id) for article_id in ids[start : start + _PAGE]]


def _print_row(row: ArticleRow, width: int) -> None:
    marks = (" " if row.read else "●") + ("★" if row.starred else "+" if row.later else " ")
    copies = f"×{row.copies} " if row.copies > 1 else ""
    head = f"{row.id:>7} {marks} {copies}"
    when = row.sorted_at.astimezone().strftime("%Y-%m-%d %H:%M")
    feed_width = min(24, width // 4) if width >= 60 else 0
    title_width = max(8, width - len(head) - len(when) - feed_width - (4 if feed_width else 2))
    title = cut(row.title, title_width)
    shown = dim(title) if row.read else bold(title)
    feed = f"  {dim(cut(row.feed_title, feed_width))}" if feed_width else ""
    # The pieces were cleaned one by one; the escapes between them are ours.
    print(f"{dim(head) if row.read else head}{shown}{feed}  {dim(when)}".rstrip())
