"""Rows of ``full_text``: the texts found on pages, for many articles at a time."""

import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from tui.model.extraction import PageFacts, Step
from tui.model.full_text import FullText
from tui.model.ids import ArticleId, SafeHtml
from tui.store.connection import Connection
from tui.store.rows import moment, pack_body, seconds, unpack_body, unpack_text

__all__ = ["THERE", "awaited", "facts_in", "facts_out", "full_texts_of", "row_of", "texts_of", "waiting"]

# By the index behind UNIQUE (article_id, step), in whose order they come.
_WHOLE = """
SELECT full_text.article_id, step, url, fetched_at, words, minutes, facts, trouble, body
FROM json_each(?) AS wanted
CROSS JOIN full_text ON full_text.article_id = wanted.value
ORDER BY full_text.article_id, step"""
_TEXTS = """
SELECT full_text.article_id, body FROM json_each(?) AS wanted
CROSS JOIN full_text ON full_text.article_id = wanted.value
WHERE trouble = '' ORDER BY full_text.article_id, step"""
# Covered by the index full_text_there.
THERE = "SELECT DISTINCT article_id FROM full_text INDEXED BY full_text_there WHERE trouble = ''"
# Covered by the index full_text_waiting; the newest articles first.
_WAITING = """
SELECT DISTINCT article_id FROM full_text INDEXED BY full_text_waiting
WHERE fetched_at = 0 ORDER BY article_id DESC LIMIT ?"""


def waiting(connection: Connection, limit: int = -1) -> list[ArticleId]:
    """The articles whose pages are to be fetched, newest first."""
    return [ArticleId(number) for (number,) in connection.execute(_WAITING, (limit,))]


def awaited(connection: Connection) -> list[ArticleId]:
    """The same, and those that have a text from their page."""
    there = [ArticleId(number) for (number,) in connection.execute(THERE)]
    return there + waiting(connection)


def full_texts_of(connection: Connection, ids: str) -> dict[int, tuple[FullText, ...]]:
    """What was found on the pages of articles, troubles too; ``ids`` as made by ``rows.id_list``."""
    found: dict[int, list[FullText]] = {}
    for number, *row in connection.execute(_WHOLE, (ids,)):
        found.setdefault(number, []).append(_full_text(*row))
    return {number: tuple(texts) for number, texts in found.items()}


def texts_of(connection: Connection, ids: str) -> dict[int, tuple[str, ...]]:
    """The plain texts alone, of those articles that have any."""
    found: dict[int, list[str]] = {}
    for number, body in connection.execute(_TEXTS, (ids,)):
        found.setdefault(number, []).append(unpack_text(body))
    return {number: tuple(texts) for number, texts in found.items()}


def row_of(article_id: ArticleId, found: FullText) -> tuple[Any, ...]:
    """The values of a row, in the order of the table."""
    return (
        article_id, found.step, found.url, seconds(found.fetched_at), found.words, found.minutes,
        facts_out(found.facts), found.trouble, b"" if found.trouble else pack_body(found.text, found.html),
    )  # fmt: skip


def facts_out(facts: PageFacts) -> str:
    """Facts as the JSON that is stored; what the page does not say is left out."""
    said: dict[str, object] = {}
    for one in fields(facts):
        value = getattr(facts, one.name)
        if value:
            said[one.name] = int(value.timestamp()) if isinstance(value, datetime) else value
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def facts_in(stored: str) -> PageFacts:
    """Facts from the stored JSON."""
    said: dict[str, Any] = json.loads(stored)
    published = said.get("published_at")
    return PageFacts(
        **{
            **said,
            "published_at": None if published is None else datetime.fromtimestamp(published, UTC),
            "terms": tuple(said.get("terms", ())),
        }
    )


def _full_text(
    step: Step, url: str, fetched_at: int, words: int, minutes: int, facts: str, trouble: str, body: bytes
) -> FullText:
    text, html = unpack_body(body)
    return FullText(
        step, url, moment(fetched_at), SafeHtml(html), text, words, minutes, facts_in(facts), trouble
    )
