"""Pages that become feeds, and other selectors for those that are."""

from functools import partial
from typing import TYPE_CHECKING

from tui.model.feed import Feed, Subscription
from tui.model.servers import masked, parted
from tui.ui.paint import fit

if TYPE_CHECKING:
    from tui.ui.screens.main import MainScreen

__all__ = ["edit_page", "make_page_feed"]


async def make_page_feed(screen: "MainScreen", address: str) -> None:
    """Show what the entries of a page might be; subscribe to it as it is then said."""
    library = await screen.library_ready()
    from tui.service.page_selectors import checked_selectors
    from tui.ui.screens.page_feed import PageFeedDialog

    pages = library.sources.pages
    dialog = PageFeedDialog(
        f"A feed of {fit(masked(address), 60)}",
        partial(pages.look, address),
        pages.attempt,
        checked_selectors,
        screen.marks,
        categories=library.categories(),
    )
    choice = await screen.app.push_screen_wait(dialog)
    if choice is None:
        return
    wish = Subscription(choice.url, category=choice.category, tags=choice.tags)
    if not await screen.desk.marks.write(pages.subscribe(wish, choice.selectors)):
        screen.app.notify("You are subscribed to that already.", timeout=3, markup=False)
        return
    screen.desk.marks.say("Subscribed to 1 feed", undo=True)
    fresh = [feed.id for feed in library.feeds() if feed.feed_url == parted(choice.url)[0]]
    screen.desk.refreshing.start(fresh, force=True)


async def edit_page(screen: "MainScreen", feed: Feed) -> None:
    """Show the selectors that a page is read by; others read it anew."""
    library = await screen.library_ready()
    from tui.service.page_selectors import checked_selectors
    from tui.ui.screens.page_feed import PageFeedDialog

    pages = library.sources.pages
    dialog = PageFeedDialog(
        f"The entries of {fit(feed.title, 60)}",
        partial(pages.look_again, feed),
        pages.attempt,
        checked_selectors,
        screen.marks,
        pages.selectors(feed.feed_url),
    )
    choice = await screen.app.push_screen_wait(dialog)
    if choice is None:
        return
    if await screen.desk.marks.write(pages.choose(feed, choice.selectors)):
        screen.desk.marks.say(f"Changed the selectors of {fit(feed.title, 40)}", undo=True)
        screen.desk.refreshing.start([feed.id], force=True)
