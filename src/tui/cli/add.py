"""``broadsheet add``: from an address, a site or a bare host name to a subscription."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.failure import FAILED, OK, USAGE, Failure
from tui.cli.fetching import fetch
from tui.cli.opening import with_library
from tui.cli.printing import complain, on_terminal, say
from tui.cli.words import Parser
from tui.model.errors import BroadsheetError
from tui.model.feed import Subscription

if TYPE_CHECKING:
    from tui.service.library import FoundFeed, Library

__all__ = ["add"]


def add(arguments: Sequence[str]) -> int:
    """Subscribe to what is found at each address, and fetch it."""
    parser = Parser(
        "add",
        "Subscribe to feeds. An address may be that of a feed, or of a page that names its feeds; a path\n"
        "such as ~/notes/feed.xml; or command:NAME, a command of your configuration that writes a feed.",
        "Where a page names several feeds, you are asked on a terminal; else the first is taken.\n"
        "Exit code 1 if one of the addresses has no feed that can be read.",
    )
    parser.add_argument("addresses", nargs="+", metavar="ADDRESS")
    parser.add_argument("--title", default="", help="your own name for the feed")
    parser.add_argument("--category", default="", metavar="PATH", help='such as "news" or "news/africa"')
    parser.add_argument(
        "--tag",
        action="append",
        default=[],
        metavar="TAG",
        help="put on every article of it; may be repeated",
    )
    parser.add_argument("--yes", action="store_true", help="ask nothing, take the first feed found")
    given = parser.parse_args(arguments)
    if given.title and len(given.addresses) > 1:
        raise Failure("--title fits one address only", USAGE)

    async def work(library: "Library") -> int:
        outcomes = [await _add(library, address, given) for address in given.addresses]
        return max(outcomes)

    return with_library(work)


async def _add(library: "Library", address: str, given: Namespace) -> int:
    try:
        found = await library.find_feeds(address)
    except BroadsheetError as error:
        complain(f"{address}: {error}")
        return FAILED
    sound = [feed for feed in found if not feed.problem]
    if not sound:
        problem = found[0].problem if found else "there is no feed, and none is named there"
        complain(f"{address}: {problem}")
        return FAILED
    chosen = _choose(sound, ask=not given.yes and on_terminal() and sys.stdin.isatty())
    if chosen is None:
        say("Nothing was added.")
        return OK
    tags = tuple(name.strip().removeprefix("#") for name in given.tag)
    wish = Subscription(chosen.feed_url, given.title, category=given.category.strip("/ "), tags=tags)
    changes = await library.subscribe([wish])
    added = [change.feed_id for change in changes.subscriptions if change.subscribed]
    if not added:
        say(f"You have {chosen.title or chosen.feed_url} already.")
        return OK
    say(f"Added {given.title or chosen.title or chosen.feed_url}.")
    return await fetch(library, added)


def _choose(found: Sequence["FoundFeed"], *, ask: bool) -> "FoundFeed | None":
    if len(found) == 1 or not ask:
        return found[0]
    for number, feed in enumerate(found, 1):
        say(f"{number}  {feed.title or 'without a title'} <{feed.feed_url}>")
        for title in feed.newest[:3]:
            say(f"     · {title}")
    while True:
        answer = input(f"Which one? 1 to {len(found)}, nothing for none: ").strip()
        if not answer:
            return None
        if answer.isdecimal() and 1 <= int(answer) <= len(found):
            return found[int(answer) - 1]
