"""What ``--json`` prints: one array, the same names everywhere, times in UTC."""

import json
import sys
from collections.abc import Mapping
from types import TracebackType

from tui.model.feed import Feed
from tui.model.feed_settings import FeedSettings
from tui.model.origin import source_name
from tui.model.page_feed import PageSelectors
from tui.model.saved import SavedSearch, Tally
from tui.model.servers import masked
from tui.render.writing.record import article_fields, line_of, lines_of, time_of

__all__ = ["JsonArray", "article_fields", "feed_fields", "search_fields", "settings_fields"]


class JsonArray:
    """Prints one array, an object a line, as the objects come."""

    def __init__(self) -> None:
        self._count = 0
        encoding = (sys.stdout.encoding or "").lower().replace("-", "")
        self._ascii = encoding != "utf8"

    def __enter__(self) -> "JsonArray":
        print("[", end="")
        return self

    def add(self, fields: Mapping[str, object]) -> None:
        """Print one more object."""
        print(",\n " if self._count else "", json.dumps(fields, ensure_ascii=self._ascii), sep="", end="")
        self._count += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A list that breaks off must not look whole.
        if kind is None:
            print("]")


def settings_fields(settings: FeedSettings) -> dict[str, object]:
    """What is wanted of a feed by its documented names; what is secret is ``null``."""
    every = settings.every
    return {
        "every_minutes": None if every is None else round(every.total_seconds() / 60),
        "user_agent": line_of(settings.user_agent),
        "headers": {line_of(name): line_of(value) if value else None for name, value in settings.headers},
        "cookies_file": line_of(settings.cookies_file),
        "authorization": settings.authorization or None,
        "user": line_of(settings.user),
        "unencrypted": settings.unencrypted,
        "proxy": line_of(settings.proxy),
        "tls_checked": not settings.insecure_tls,
        "keep_newest": settings.keep_newest,
        "keep_days": settings.keep_days,
    }


def _selectors(page: PageSelectors) -> dict[str, str]:
    texts = {"entry": page.item, "title": page.title, "link": page.link, "date": page.date, "body": page.body}
    return {name: line_of(text) for name, text in texts.items()}


def feed_fields(
    feed: Feed, unread: int, settings: FeedSettings, page: PageSelectors | None
) -> dict[str, object]:
    """A feed by its documented names."""
    health = feed.health
    return {
        "id": feed.id,
        "title": line_of(feed.title),
        "feed_url": line_of(masked(feed.feed_url)),
        "site_url": line_of(feed.site_url),
        "category": line_of(feed.category),
        "hidden": feed.hidden,
        "tags": lines_of(feed.tags),
        "unread": unread,
        "added_at": time_of(feed.added_at),
        "checked_at": time_of(health.checked_at),
        "changed_at": time_of(health.changed_at),
        "next_check_at": time_of(health.next_check_at),
        "active": health.active,
        "failures": health.failures,
        "error": None if health.error is None else line_of(health.error),
        "error_kind": None if health.error_kind is None else health.error_kind.value,
        "source": source_name(feed.feed_url) if page is None else "page",
        "selectors": None if page is None else _selectors(page),
        "settings": settings_fields(settings),
    }


def search_fields(search: SavedSearch, tally: Tally) -> dict[str, object]:
    """A saved search by its documented names; the counts of a broken one are null."""
    broken = bool(tally.trouble)
    return {
        "name": line_of(search.name),
        "query": line_of(search.query),
        "count": None if broken else tally.total,
        "unread": None if broken else tally.unread,
        "error": line_of(tally.trouble) if broken else None,
    }
