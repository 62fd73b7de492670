"""An article as an object of JSON: the same names everywhere, times in UTC."""

from collections.abc import Sequence
from datetime import UTC, datetime

from tui.model.article import Article
from tui.model.clean import clean, clean_body

__all__ = ["article_fields", "line_of", "lines_of", "time_of"]

_LONGEST = 100_000


def article_fields(article: Article, *, whole: bool = False) -> dict[str, object]:
    """An article by its documented names; *whole* adds text, html and enclosures."""
    fields: dict[str, object] = {
        "id": article.id,
        "feed_id": article.feed_id,
        "feed": line_of(article.feed_title),
        "title": line_of(article.title),
        "url": line_of(article.url),
        "author": line_of(article.author),
        "published_at": time_of(article.published_at),
        "first_seen_at": time_of(article.first_seen_at),
        "updated_at": time_of(article.updated_at),
        "terms": lines_of(article.terms),
        "tags": lines_of(article.tags),
        "read": article.read,
        "starred": article.starred,
        "later": article.later,
        "hidden": article.hidden,
        "offline": article.offline,
        "note": clean_body(article.note),
        "words": article.words,
        "minutes": article.minutes,
        "story": article.story or None,
        "copies": article.copies,
        "duplicate": article.duplicate,
    }
    if whole:
        fields["text"] = clean_body(article.text)
        fields["html"] = clean_body(article.html)
        fields["enclosures"] = [
            {
                "url": line_of(item.url),
                "media_type": line_of(item.media_type),
                "length": item.length,
                "duration": item.duration,
                "title": line_of(item.title),
                "season": item.season,
                "episode": item.episode,
                "relation": item.relation,
            }
            for item in article.enclosures
        ]
    return fields


def line_of(text: str) -> str:
    """Foreign text as one clean line."""
    return clean(text, _LONGEST)


def lines_of(texts: Sequence[str]) -> list[str]:
    """Several of them."""
    return [line_of(text) for text in texts]


def time_of(moment: datetime | None) -> str | None:
    """A moment in UTC, to the second."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
