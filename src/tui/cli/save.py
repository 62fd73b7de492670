"""``broadsheet save``: any address becomes an article, kept for later."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import FAILED, OK
from tui.cli.opening import with_library
from tui.cli.printing import complain, say
from tui.cli.words import Parser
from tui.model.errors import BroadsheetError, StoreError

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["save"]


def save(arguments: Sequence[str]) -> int:
    """Save pages."""
    parser = Parser(
        "save",
        "Keep any web page for later, as an article of the feed “Saved pages”.",
        "A page without an article is saved with its title and address, and why. Exit code 1 if an\n"
        'address is none. "broadsheet undo" takes the last page back.',
    )
    parser.add_argument("addresses", nargs="+", metavar="ADDRESS")
    parser.add_argument(
        "--tag", action="append", default=[], metavar="TAG", help="put a tag on it; may be repeated"
    )
    given = parser.parse_args(arguments)
    tags = [tag for one in given.tag if (tag := " ".join(one.removeprefix("#").split()).strip("/ "))]

    async def work(library: "Library") -> int:
        code = OK
        for address in given.addresses:
            try:
                saved = await library.save_page(address, tags)
            except StoreError:
                raise
            except BroadsheetError as error:
                complain(f"{address}: {error}")
                code = FAILED
                continue
            say(f"Saved {saved.article.id} {saved.article.title}.")
            if saved.trouble:
                complain(f"{address}: its text is not there: {saved.trouble}")
        return code

    return with_library(work)
