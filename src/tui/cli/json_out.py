"""What ``--json`` prints: one array, the same names everywhere, times in UTC."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType

from tui.model.article import Article
from tui.model.clean import clean, clean_body
from tui.model.feed import Feed
from tui.model.saved import SavedSearch, Tally

__all__ = ["JsonArray", "article_fields", "feed_fields", "search_fields"]

_LONGEST = 100_000


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


def article_fields(article: Article, *, whole: bool = False) -> dict[str, object]:
    """An article by its documented names; *whole* adds text, html and enclosures."""
    fields: dict[str, object] = {
        "id": article.id,
        "feed_id": article.feed_id,
        "feed": _line(article.feed_title),
        "title": _line(article.title),
        "url": _line(article.url),
        "author": _line(article.author),
        "published_at": _time(article.published_at),
        "first_seen_at": _time(article.first_seen_at),
        "updated_at": _time(article.updated_at),
        "terms": _lines(article.terms),
        "tags": _lines(article.tags),
        "read": article.read,
        "starred": article.starred,
        "later": article.later,
        "hidden": article.hidden,
        "words": article.words,
        "minutes": article.minutes,
    }
    if whole:
        fields["text"] = clean_body(article.text)
        fields["html"] = clean_body(article.html)
        fields["enclosures"] = [
            {"url": _line(item.url), "media_type": _line(item.media_type), "length": item.length}
            for item in article.enclosures
        ]
    return fields


def feed_fields(feed: Feed, unread: int) -> dict[str, object]:
    """A feed by its documented names."""
    health = feed.health
    return {
        "id": feed.id,
        "title": _line(feed.title),
        "feed_url": _line(feed.feed_url),
        "site_url": _line(feed.site_url),
        "category": _line(feed.category),
        "hidden": feed.hidden,
        "tags": _lines(feed.tags),
        "unread": unread,
        "added_at": _time(feed.added_at),
        "checked_at": _time(health.checked_at),
        "changed_at": _time(health.changed_at),
        "next_check_at": _time(health.next_check_at),
        "active": health.active,
        "failures": health.failures,
        "error": None if health.error is None else _line(health.error),
        "error_kind": None if health.error_kind is None else health.error_kind.value,
    }


def search_fields(search: SavedSearch, tally: Tally) -> dict[str, object]:
    """A saved search by its documented names; the counts of a broken one are null."""
    broken = bool(tally.trouble)
    return {
        "name": _line(search.name),
        "query": _line(search.query),
        "count": None if broken else tally.total,
        "unread": None if broken else tally.unread,
        "error": _line(tally.trouble) if broken else None,
    }


def _line(text: str) -> str:
    return clean(text, _LONGEST)


def _lines(texts: Sequence[str]) -> list[str]:
    return [_line(text) for text in texts]


def _time(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
