"""``broadsheet add --page``: a page without a feed becomes one, by CSS selectors or by guess."""

import shlex
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from tui.cli.failure import FAILED, OK, USAGE, Failure
from tui.cli.fetching import fetch
from tui.cli.printing import complain, dim, on_terminal, say
from tui.model.errors import BroadsheetError
from tui.model.feed import Subscription
from tui.model.page_feed import PageSelectors, PageTrial
from tui.model.servers import masked, parted

if TYPE_CHECKING:
    from tui.service.library import Library
    from tui.service.page_feeds import PageLook

__all__ = ["about_page", "add_page", "page_options"]

_OPTIONS = {
    "item": ("entry", "which elements of the page are its entries, such as li.news"),
    "title": ("entry-title", "the title in an entry"),
    "link": ("entry-link", "the link in an entry; @data-url behind it takes another attribute than href"),
    "date": ("entry-date", "the date in an entry; @title takes an attribute, dmy or mdy says what is first"),
    "body": ("entry-body", "the text in an entry"),
}


def page_options(parser: ArgumentParser) -> None:
    """The options that concern pages."""
    group = parser.add_argument_group("a page without a feed")
    group.add_argument(
        "--page", action="store_true", help="make a feed of the page, by the selectors below or a guess"
    )
    for name, meaning in _OPTIONS.values():
        group.add_argument(f"--{name}", metavar="CSS", default=None, help=meaning)
    group.add_argument("--preview", action="store_true", help="only show what would be found")


def about_page(given: Namespace) -> bool:
    """Whether a page is meant: any of its options says so."""
    return given.page or given.preview or bool(_said(given))


async def add_page(library: "Library", given: Namespace, tags: Sequence[str]) -> int:
    """Subscribe to the pages at the addresses given, or show what would be their entries."""
    if len(given.addresses) > 1:
        raise Failure("--page takes one address at a time", USAGE)
    (address,) = given.addresses
    pages = library.sources.pages
    try:
        look = await pages.look(address)
    except BroadsheetError as error:
        complain(f"{masked(address)}: {error}")
        return FAILED
    chosen = await _chosen(library, look, _said(given), given)
    if chosen is None:
        say("Nothing was added.")
        return OK
    selectors, trial = chosen
    if trial.trouble:
        complain(f"{masked(address)}: {trial.trouble}")
        return FAILED
    if given.preview:
        return OK
    wish = Subscription(look.url, given.title, category=given.category.strip("/ "), tags=tuple(tags))
    changes = await pages.subscribe(wish, selectors)
    if not changes:
        say("You have this page already, with the same selectors.")
        return OK
    url = parted(look.url)[0]
    feed = next(one for one in library.feeds() if one.feed_url == url)
    added = any(change.subscribed for change in changes.subscriptions)
    say(f"Added {url}." if added else f"Changed the selectors of {feed.title}.")
    return await fetch(library, [feed.id])


def _said(given: Namespace) -> dict[str, str]:
    """The selectors that were given, by their fields."""
    options = {field: getattr(given, name.replace("-", "_")) for field, (name, _) in _OPTIONS.items()}
    return {field: text for field, text in options.items() if text is not None}


async def _chosen(
    library: "Library", look: "PageLook", said: dict[str, str], given: Namespace
) -> tuple[PageSelectors, PageTrial] | None:
    """What was said, else the best guess; on a terminal another one may be asked for."""
    if "item" in said:
        selectors = PageSelectors(**said)
        return selectors, await _shown(library, look, selectors)
    if not look.proposals:
        raise Failure(
            f"{masked(look.url)}: nothing on the page looks like a list of entries; name them with --entry"
        )
    guesses = [replace(one, **said) for one in look.proposals]
    asking = not (given.yes or given.preview) and on_terminal() and sys.stdin.isatty()
    number = 0
    while True:
        trial = await _shown(library, look, guesses[number])
        if not asking:
            return guesses[number], trial
        others = f", 1 to {len(guesses)} for another guess" if len(guesses) > 1 else ""
        answer = input(f"Take these? Enter for yes{others}, n for none: ").strip().lower()
        if answer in ("", "y", "yes"):
            return guesses[number], trial
        if answer in ("n", "no"):
            return None
        if answer.isdecimal() and 1 <= int(answer) <= len(guesses):
            number = int(answer) - 1


async def _shown(library: "Library", look: "PageLook", selectors: PageSelectors) -> PageTrial:
    """Print what selectors find, and how to say them again."""
    trial = await library.sources.pages.attempt(look, selectors)
    named = {field: getattr(selectors, field) for field in (one.name for one in fields(selectors))}
    words = [f"--{_OPTIONS[field][0]} {shlex.quote(text)}" for field, text in named.items() if text]
    say(" ".join(words))
    if trial.trouble:
        return trial
    say(f"{entries_words(trial)}:")
    for one in trial.newest:
        when = f"{one.published_at.astimezone():%Y-%m-%d}" if one.published_at else "no date   "
        print(f"  {dim(when)}  {one.title}")
    return trial


def entries_words(trial: PageTrial) -> str:
    """How many entries, how many of them with a date and with a text."""
    count = "1 entry" if trial.count == 1 else f"{trial.count:,} entries"
    return f"{count}, {trial.dated:,} with a date, {trial.texts:,} with a text"
