"""``broadsheet export articles``: a file of articles to read, keep or write on with elsewhere."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.choosing import chosen, require_words
from tui.cli.failure import OK, USAGE, Failure
from tui.cli.moving_line import MovingLine
from tui.cli.opening import with_library
from tui.cli.printing import plural, say
from tui.cli.words import Parser, read_words
from tui.model.clean import clean
from tui.render.writing.forms import FORMS

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["export_articles"]


def export_articles(arguments: Sequence[str]) -> int:
    """Write articles as Markdown, as a page or as a book."""
    parser = Parser(
        "export articles",
        "Write articles as Markdown, as one self-contained web page or as an EPUB book, in the order\n"
        "of the list, with tables, code, notes and the pictures that are kept here.",
        "WHICH is ids or a query: broadsheet export articles is:starred -o stars.epub\n"
        "The format is that of FILE's ending. A file that is there already is not touched.",
    )
    parser.add_argument("which", nargs="+", metavar="WHICH")
    parser.add_argument("-o", "--output", default="-", metavar="FILE", help="standard output without it")
    parser.add_argument("--format", choices=[*FORMS], help="what to write (Markdown on standard output)")
    parser.add_argument("--title", default="", help="the title of the whole")
    parser.add_argument("--force", action="store_true", help="overwrite the file")
    given = read_words(parser, arguments, short=("-o",))
    require_words(given.which)
    form = _form(given)
    if given.output == "-" and form == "epub" and sys.stdout.isatty():
        raise Failure("a book is no text for a terminal: name a file with -o", USAGE)

    async def work(library: "Library") -> int:
        from tui.service.exporting import export, export_to
        from tui.service.library import utc_now

        ids, title = await chosen(library, given.which), clean(given.title)
        if not ids:
            raise Failure("no article matches, so nothing was written")
        if given.output == "-":
            sys.stdout.flush()
            await export_to(library, ids, form, sys.stdout.buffer, utc_now(), title=title)
            sys.stdout.buffer.flush()
            return OK
        line = MovingLine("articles written", shown=sys.stderr.isatty())
        try:
            written = await export(
                library, ids, form, Path(given.output), utc_now(),
                title=title, force=given.force, progress=line.take,
            )  # fmt: skip
        finally:
            line.wipe()
        say(f"{plural(written.count, 'article')} written to {written.path}.")
        return OK

    return with_library(work)


def _form(given: Namespace) -> str:
    if given.format:
        return str(given.format)
    ending = Path(given.output).suffix.lower()
    for form in FORMS.values():
        if ending in (form.ending, *(("", ".markdown") if form.name == "md" else (".htm",))):
            return form.name
    raise Failure(f'what is a file that ends in "{ending}"? Say --format md, html or epub', USAGE)
