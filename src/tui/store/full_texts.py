"""Writes what was found on the pages of articles.

The words of such a text are searched like those of the feed's own; an article is as long as the
longest of its texts, and carries what any of them carries. What the page says of the article
fills only what its feed has left empty, and does so again after the publisher has changed it.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

from tui.model.changes import ChangeSet
from tui.model.extraction import PageFacts
from tui.model.features import features_in
from tui.model.full_text import WAITING, FullText
from tui.model.ids import ArticleId
from tui.store import text_index
from tui.store.connection import Connection
from tui.store.full_text_rows import full_texts_of, row_of
from tui.store.listing import entries_of
from tui.store.meta import bump, generation
from tui.store.names import numbers_for
from tui.store.rows import id_list, seconds, unpack_body

__all__ = ["Measure", "forget", "full_texts", "put", "refill", "wait"]

#: Words and minutes of a text.
Measure = Callable[[str], tuple[int, int]]

# What stands in the unique index is replaced; a text is not lost to a later failure.
_PUT = """
INSERT INTO full_text (article_id, step, url, fetched_at, words, minutes, facts, trouble, body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (article_id, step) DO UPDATE SET
    url = excluded.url, fetched_at = excluded.fetched_at, words = excluded.words, minutes = excluded.minutes,
    facts = excluded.facts, trouble = excluded.trouble, body = excluded.body
WHERE full_text.trouble <> '' OR excluded.trouble = ''"""
# By the index full_text_waiting.
_NO_LONGER = "DELETE FROM full_text WHERE fetched_at = 0 AND article_id = ?"
_WAIT = """
INSERT INTO full_text (article_id, step, url, fetched_at, trouble)
SELECT value, 'extracted', article.url, 0, ? FROM json_each(?)
CROSS JOIN article ON article.id = value
WHERE NOT EXISTS (SELECT 1 FROM full_text WHERE article_id = value AND trouble = '')"""
_NO_TROUBLE = """
DELETE FROM full_text
WHERE trouble <> '' AND article_id IN (SELECT value FROM json_each(?))"""
# By the primary keys.
_THERE = "SELECT id FROM article WHERE id IN (SELECT value FROM json_each(?))"
_FILL = """
UPDATE article SET words = max(words, ?2), minutes = max(minutes, ?3),
    author = coalesce(nullif(author, ''), ?4), source = coalesce(nullif(source, ''), ?5),
    language = coalesce(nullif(language, ''), ?6),
    sorted_at = coalesce(min(coalesce(published_at, ?7), first_seen_at), sorted_at),
    published_at = coalesce(published_at, ?7)
WHERE id = ?1"""
_CARRY = "UPDATE article_content SET features = features | ? WHERE article_id = ?"
_CARRY_ONLY = "UPDATE article_content SET features = ? WHERE article_id = ?"
_TOUCH = "UPDATE article SET generation = ? WHERE id IN (SELECT value FROM json_each(?))"
_WITHOUT_TERMS = """
SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM article_term WHERE article_id = value)"""
_BODIES = """
SELECT article_id, body FROM json_each(?) AS wanted
CROSS JOIN article_content ON article_content.article_id = wanted.value"""
_FORGET = "DELETE FROM full_text WHERE article_id IN (SELECT value FROM json_each(?))"
_MEASURE = "UPDATE article SET words = ?, minutes = ? WHERE id = ?"


def full_texts(connection: Connection, ids: Sequence[ArticleId]) -> dict[ArticleId, tuple[FullText, ...]]:
    """What was found on the pages of these articles, troubles too; articles without any are left out."""
    found = full_texts_of(connection, id_list(ids))
    return {ArticleId(number): texts for number, texts in found.items()}


def put(connection: Connection, found: Sequence[tuple[ArticleId, FullText]], measure: Measure) -> ChangeSet:
    """Keep what was found, in one transaction; a trouble does not take the place of a text.

    Articles that are gone are left out. Troubles alone change no list, and so no generation.
    """
    there = {number for (number,) in connection.execute(_THERE, (id_list(one for one, _ in found),))}
    kept = [(number, text) for number, text in found if number in there]
    ids = sorted({number for number, text in kept if not text.trouble})
    if ids:
        text_index.forget(connection, ids)
        # An older text may have been longer, or have carried more.
        _empty(connection, sorted(set(ids) & set(full_texts_of(connection, id_list(ids)))), measure)
    connection.executemany(_NO_LONGER, [(number,) for number in there])
    connection.executemany(_PUT, [row_of(number, text) for number, text in kept])
    if not ids:
        return ChangeSet(generation=generation(connection))
    refill(connection, ids)
    return _changed(connection, ids)


def wait(connection: Connection, ids: Sequence[ArticleId]) -> None:
    """Remember that the pages of articles are to be fetched, where no text is there yet."""
    wanted = id_list(ids)
    connection.execute(_NO_TROUBLE, (wanted,))
    connection.execute(_WAIT, (WAITING, wanted))


def refill(connection: Connection, ids: Sequence[int]) -> None:
    """Add to what the feed says of articles what was found on their pages."""
    texts = {
        number: [one for one in some if not one.trouble]
        for number, some in full_texts_of(connection, id_list(ids)).items()
    }
    filled = [(number, some) for number, some in texts.items() if some]
    connection.executemany(_FILL, [_filling(number, some) for number, some in filled])
    carried = [(_features(some), number) for number, some in filled]
    connection.executemany(_CARRY, [(bits, number) for bits, number in carried if bits])
    _add_terms(connection, {number: _terms(some) for number, some in filled})


def forget(connection: Connection, ids: Sequence[ArticleId], measure: Measure) -> ChangeSet:
    """Let go of the texts of articles, which stay with that of their feed.

    What the pages said of the articles stays known.
    """
    wanted = sorted(full_texts_of(connection, id_list(ids)))
    if not wanted:
        return ChangeSet(generation=generation(connection))
    text_index.forget(connection, wanted)
    connection.execute(_FORGET, (id_list(wanted),))
    _empty(connection, wanted, measure)
    return _changed(connection, wanted)


def _changed(connection: Connection, ids: Sequence[int]) -> ChangeSet:
    current = bump(connection)
    connection.execute(_TOUCH, (current, id_list(ids)))
    return ChangeSet(updated=tuple(entries_of(connection, ids)), generation=current)


def _empty(connection: Connection, ids: Sequence[int], measure: Measure) -> None:
    """Have articles be as long as the feed's text, and carry what that carries."""
    rows = connection.execute(_BODIES, (id_list(ids),))
    bodies = [(number, *unpack_body(body)) for number, body in rows]
    connection.executemany(_MEASURE, [(*measure(text), number) for number, text, _html in bodies])
    connection.executemany(_CARRY_ONLY, [(features_in(html), number) for number, _text, html in bodies])


def _filling(number: int, texts: Sequence[FullText]) -> tuple[object, ...]:
    facts = [one.facts for one in texts]
    published = next((one.published_at for one in facts if one.published_at is not None), None)
    return (
        number,
        max(one.words for one in texts),
        max(one.minutes for one in texts),
        _first(facts, "author"),
        _first(facts, "source"),
        _first(facts, "language"),
        None if published is None else seconds(published),
    )


def _first(facts: Iterable[PageFacts], name: str) -> str:
    return next((said for one in facts if (said := getattr(one, name))), "")


def _terms(texts: Sequence[FullText]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(one.facts.terms for one in texts)))


def _features(texts: Sequence[FullText]) -> int:
    bits = 0
    for one in texts:
        bits |= features_in(one.html)
    return bits


def _add_terms(connection: Connection, terms: dict[int, tuple[str, ...]]) -> None:
    named = [number for number, some in terms.items() if some]
    bare = [number for (number,) in connection.execute(_WITHOUT_TERMS, (id_list(named),))]
    numbers = numbers_for(connection, "term", set(chain.from_iterable(terms[number] for number in bare)))
    connection.executemany(
        "INSERT INTO article_term (article_id, position, term_id) VALUES (?, ?, ?)",
        [(number, place, numbers[name]) for number in bare for place, name in enumerate(terms[number])],
    )
