"""``broadsheet add``: from an address, a site or the short form of one to subscriptions."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.cli.add_page import about_page, add_page, page_options
from tui.cli.failure import FAILED, OK, USAGE, Failure
from tui.cli.fetching import fetch
from tui.cli.finding import found_at, list_found, say_found
from tui.cli.opening import with_library
from tui.cli.printing import complain, on_terminal, say
from tui.cli.words import Parser
from tui.model.feed import Subscription
from tui.model.finding import FoundFeed
from tui.model.servers import parted

if TYPE_CHECKING:
    from tui.service.library import Library

__all__ = ["add"]

_EXAMPLES = """\
Where several feeds are found you are asked which, on a terminal; else the first is taken.
  broadsheet add r/python @name@mastodon.social gh:owner/repo
  broadsheet add youtube.com/@name --list
  broadsheet add github.com/owner/repo --pick 1 --pick 3
Exit code 1 if one of the addresses leads to no feed that can be read."""


def add(arguments: Sequence[str]) -> int:
    """Subscribe to what is found at each address, and fetch it."""
    parser = Parser(
        "add",
        "Subscribe to feeds. An address may be that of a feed, of a page that names its feeds, or the short\n"
        "form of one; a path such as ~/notes/feed.xml; or command:NAME, a command of your configuration\n"
        "that writes a feed.",
        _EXAMPLES,
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
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--yes", action="store_true", help="ask nothing, take the first feed found")
    which.add_argument("--all", action="store_true", help="ask nothing, take all that differ")
    which.add_argument(
        "--pick",
        action="append",
        type=int,
        metavar="N",
        help="take the feed of this number; may be repeated",
    )
    which.add_argument("--list", action="store_true", help="only list what is found, with numbers")
    parser.add_argument("--json", action="store_true", help="with --list: print an array of objects")
    page_options(parser)
    given = parser.parse_args(arguments)
    if given.title and (len(given.addresses) > 1 or given.all or len(given.pick or ()) > 1):
        raise Failure("--title fits one feed only", USAGE)
    if given.json and not given.list:
        raise Failure("--json goes with --list", USAGE)
    if given.list:
        return with_library(lambda library: list_found(library, given.addresses, as_json=given.json))

    tags = tuple(name.strip().removeprefix("#") for name in given.tag)
    if about_page(given):
        return with_library(lambda library: add_page(library, given, tags))

    async def work(library: "Library") -> int:
        outcomes = [await _add(library, address, given) for address in given.addresses]
        return max(outcomes)

    return with_library(work)


async def _add(library: "Library", address: str, given: Namespace) -> int:
    sound = await found_at(library, address)
    if not sound:
        return FAILED
    chosen = _choose(sound, given)
    if chosen is None:
        complain(f"{address}: there is no feed of that number; there are {len(sound)}")
        return FAILED
    if not chosen:
        say("Nothing was added.")
        return OK
    tags = tuple(name.strip().removeprefix("#") for name in given.tag)
    category = given.category.strip("/ ")
    wishes = [Subscription(one.feed_url, given.title, category=category, tags=tags) for one in chosen]
    changes = await library.subscribe(wishes)
    added = [change.feed_id for change in changes.subscriptions if change.subscribed]
    there = {feed.id: feed.feed_url for feed in library.feeds()}
    fresh = {there.get(number) for number in added}
    for one in chosen:
        url = parted(one.feed_url)[0]
        name = one.title or url
        say(f"Added {given.title or name}." if url in fresh else f"You have {name} already.")
    return await fetch(library, added) if added else OK


def _choose(found: Sequence[FoundFeed], given: Namespace) -> Sequence[FoundFeed] | None:
    """What was asked for in words or is asked for now; ``None`` for a number that is not there."""
    if given.all:
        return [one for one in found if not one.same_as]
    if given.pick:
        return _numbered(found, given.pick)
    if len(found) == 1 or given.yes or not (on_terminal() and sys.stdin.isatty()):
        return found[:1]
    for number, feed in enumerate(found, 1):
        say_found(number, feed)
    while True:
        answer = input(f"Which ones? 1 to {len(found)}, several with blanks, all, or nothing for none: ")
        words = answer.replace(",", " ").split()
        if words == ["all"]:
            return [one for one in found if not one.same_as]
        if all(word.isdecimal() for word in words):
            chosen = _numbered(found, [int(word) for word in words])
            if chosen is not None:
                return chosen


def _numbered(found: Sequence[FoundFeed], numbers: Sequence[int]) -> Sequence[FoundFeed] | None:
    if not all(1 <= number <= len(found) for number in numbers):
        return None
    return [found[number - 1] for number in dict.fromkeys(numbers)]
