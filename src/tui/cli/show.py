"""``broadsheet show``: one article, typeset, as HTML or as JSON."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import OK, USAGE, Failure
from tui.cli.json_out import JsonArray, article_fields
from tui.cli.opening import with_library
from tui.cli.page import print_page
from tui.cli.printing import columns, say, say_block
from tui.cli.words import Parser, read_ids, whole_number
from tui.model.ids import ArticleId

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["show"]

_MEASURE = 80


def show(arguments: Sequence[str]) -> int:
    """Print articles; reading them so does not mark them read."""
    parser = Parser("show", "Print an article, set in lines. It is not marked read by this.")
    parser.add_argument("ids", nargs="+", metavar="ID", help='as printed by "broadsheet list"')
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print an array of objects, text and HTML included")
    form.add_argument("--html", action="store_true", help="print the article's own, safe HTML")
    form.add_argument(
        "--width", type=whole_number, metavar="N", help="set it N columns wide (the terminal's, 80 at most)"
    )
    given = parser.parse_args(arguments)
    ids = read_ids(given.ids)
    if not ids:
        raise Failure('an article is named by its number: "broadsheet list" prints them', USAGE)
    width = given.width or min(columns(), _MEASURE)

    async def work(library: "Library") -> int:
        opened = [await library.open_article(ArticleId(number)) for number in ids]
        if given.json:
            with JsonArray() as array:
                for each in opened:
                    array.add(article_fields(each.article, whole=True))
            return OK
        for position, each in enumerate(opened):
            if given.html:
                say_block(each.article.html)
                continue
            if position:
                say()
            print_page(each.article, each.document, width)
        return OK

    return with_library(work)
