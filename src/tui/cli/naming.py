"""Which feeds a person means by a name, an address or an id."""

from collections.abc import Iterable, Sequence

from tui.cli.failure import Failure
from tui.model.feed import Feed

__all__ = ["feeds_in", "feeds_named", "one_feed"]


def feeds_named(feeds: Iterable[Feed], name: str) -> tuple[Feed, ...]:
    """The feeds that *name* fits best: by id, whole address, whole title, else by a part of them."""
    known = tuple(feeds)
    wanted = name.strip().casefold()
    if not wanted:
        return ()
    ways = (
        lambda feed: str(feed.id) == wanted,
        lambda feed: feed.feed_url.casefold() == wanted or feed.site_url.casefold() == wanted,
        lambda feed: feed.title.casefold() == wanted,
        lambda feed: wanted in feed.title.casefold() or wanted in feed.feed_url.casefold(),
    )
    for fits in ways:
        if found := tuple(feed for feed in known if fits(feed)):
            return found
    return ()


def one_feed(feeds: Sequence[Feed], name: str) -> Feed:
    """The one feed that *name* fits, or a failure that says why there is none."""
    found = feeds_named(feeds, name)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Failure(f'there is no feed "{name}"; "broadsheet feeds" lists them')
    titles = ", ".join(f"{feed.title} ({feed.id})" for feed in found[:5])
    raise Failure(f'"{name}" fits {len(found)} feeds: {titles}{", …" if len(found) > 5 else ""}')


def feeds_in(feeds: Iterable[Feed], category: str) -> tuple[Feed, ...]:
    """The feeds in a category or below it."""
    path = category.strip("/ ").casefold()
    return tuple(feed for feed in feeds if f"{feed.category.casefold()}/".startswith(f"{path}/"))
