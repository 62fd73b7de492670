"""``broadsheet show``: one article, typeset, as HTML or as JSON."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import FAILED, OK, USAGE, Failure
from tui.cli.json_out import JsonArray
from tui.cli.opening import with_library
from tui.cli.page import print_page
from tui.cli.printing import columns, complain, say, say_block
from tui.cli.words import Parser, read_ids, whole_number
from tui.model.extraction import STEPS
from tui.model.ids import ArticleId
from tui.service.open_record import opened_fields

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
    form.add_argument("--html", action="store_true", help="print the text as safe HTML")
    parser.add_argument(
        "--step",
        choices=STEPS,
        help="which text: the feed's, that of its page, by the site rule (by default as on the screen)",
    )
    form.add_argument(
        "--width", type=whole_number, metavar="N", help="set it N columns wide (the terminal's, 80 at most)"
    )
    given = parser.parse_args(arguments)
    ids = read_ids(given.ids)
    if not ids:
        raise Failure('an article is named by its number: "broadsheet list" prints them', USAGE)
    width = given.width or min(columns(), _MEASURE)

    async def work(library: "Library") -> int:
        opened = [await library.open_article(ArticleId(number), given.step, whole=True) for number in ids]
        lacking = [each for each in opened if given.step and each.step != given.step]
        for each in lacking:
            why = each.trouble or f'"broadsheet fulltext {each.article.id}" fetches it'
            complain(f"{each.article.id} has no such text, so its feed's is shown: {why}")
        code = FAILED if lacking else OK
        if given.json:
            with JsonArray() as array:
                for each in opened:
                    array.add(opened_fields(each))
            return code
        for position, each in enumerate(opened):
            if given.html:
                say_block(each.html)
                continue
            if position:
                say()
            print_page(each, width)
        return code

    return with_library(work)
