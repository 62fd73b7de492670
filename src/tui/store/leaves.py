"""Answers for the terms of a query that the index in memory cannot give: ids by SQL.

What each operator means is written in ``query.nodes``; the matcher says the same without
SQL, and a property test holds the two together. Every value is a bound parameter. An
answer may name articles of unsubscribed feeds: the index knows who is there.
"""

import json
from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import chain
from operator import itemgetter

from tui.model.entry import files_of
from tui.model.features import FEATURES
from tui.model.full_text import searched
from tui.query.matcher import carries, compare_number
from tui.query.moments import interval
from tui.query.nodes import Term
from tui.query.words import fold, fts_query, holds, spaced, term_key, tokens
from tui.store import features, notes, packs
from tui.store.connection import Connection
from tui.store.full_text_rows import THERE, texts_of
from tui.store.rows import enclosures_in, id_list, unpack_text

__all__ = ["among", "answer"]

_EVERY = "SELECT id FROM article"
_TEXT = "SELECT rowid FROM article_text WHERE article_text MATCH ?"
# A step down the full-text index for each id.
_AMONG = """
SELECT value FROM json_each(?)
WHERE EXISTS (SELECT 1 FROM article_text WHERE article_text MATCH ? AND rowid = value)"""
# By the primary keys.
_WORDS_OF = """
SELECT article.id, article.title, article.author, article_content.body FROM json_each(?) AS wanted
CROSS JOIN article ON article.id = wanted.value
CROSS JOIN article_content ON article_content.article_id = wanted.value"""

# One step down an SQL index for each different value, however many articles have it.
_DIFFERENT = """
WITH RECURSIVE found (value) AS (
    SELECT min({column}) FROM article WHERE {column} <> ''
    UNION ALL
    SELECT (SELECT min({column}) FROM article WHERE {column} <> '' AND {column} > found.value)
    FROM found WHERE found.value IS NOT NULL)
SELECT value FROM found WHERE value IS NOT NULL"""
# The indexes article_by_author, article_by_language and article_by_source.
_HAVING = """
SELECT id FROM article
WHERE {column} <> '' AND {column} IN (SELECT value FROM json_each(?))"""
_LACKING = "SELECT id FROM article WHERE {column} = ''"

# No SQL index can find the middle of an address: these two read the table.
_URL_PART = "SELECT id FROM article WHERE {either}"
_URL = "SELECT id FROM article WHERE url IN (SELECT value FROM json_each(?))"

# The index article_by_date covers.
# No SQL index holds these two; both read the table from end to end, once (the service keeps the answer).
_TITLES = "SELECT id, title FROM article"
_CHANGED = "SELECT id, min(updated_at, 4294967295) FROM article WHERE updated_at > 0"
# A word in the title says five times as much of an article as one in its text.
_RELEVANT = """
SELECT rowid, bm25(article_text, 5.0, 2.0, 1.0) AS score FROM article_text
WHERE article_text MATCH ? ORDER BY score DESC"""

_LENGTHS = "SELECT id, {column} FROM article INDEXED BY article_by_date"
_OF_LENGTH = "SELECT id FROM article INDEXED BY article_by_date WHERE {conditions}"

# By the primary key of rule_hit; the names are some dozens.
_RULES = "SELECT id, name FROM definition WHERE kind = 'rule'"
_ACTED_ON = "SELECT DISTINCT article_id FROM rule_hit WHERE rule_id IN (SELECT value FROM json_each(?))"

# The indexes article_by_revision, full_text_there and packed_ready.
_STATES = {
    "updated": "SELECT id FROM article INDEXED BY article_by_revision WHERE revision > 1",
    "fulltext": THERE,
    "offline": packs.READY,
}
# The indexes article_by_update and article_by_reading.
_IN_TIME = "SELECT id FROM article WHERE {column} >= ? AND {column} < ?"
_TIMES = {"updated": "updated_at", "read-at": "read_at"}
#: Later than any moment, in seconds.
_FAR = 2**60
# All terms by name: some ten thousand at most. Then the index article_term_by_term.
_TERMS = "SELECT id, name FROM term"
_OF_TERM = "SELECT article_id FROM article_term WHERE term_id IN (SELECT value FROM json_each(?))"
_OF_TERMS = _OF_TERM.replace("SELECT", "SELECT DISTINCT", 1)
# By the primary key, from end to end: whoever has terms has a first one.
_WITH_TERMS = "SELECT article_id FROM article_term WHERE position = 0"

_CONTENTS = {("term",): _WITH_TERMS, ("note",): notes.NOTED}

# The index content_with_enclosures covers.
_ENCLOSURES = """
SELECT article_id, enclosures FROM article_content INDEXED BY content_with_enclosures
WHERE enclosures <> '[]'"""
# What is only related to one stands behind them, in an object (rows.enclosures_out).
_ENCLOSURE_COUNTS = """
SELECT article_id, json_array_length(enclosures) - (json_type(enclosures, '$[#-1]') = 'object')
FROM article_content INDEXED BY content_with_enclosures
WHERE enclosures <> '[]'"""
_WITHOUT_ENCLOSURES = """
SELECT id FROM article WHERE id NOT IN (
    SELECT article_id FROM article_content INDEXED BY content_with_enclosures WHERE enclosures <> '[]')"""


def answer(connection: Connection, term: Term, now: datetime) -> "array[int]":
    """The ids for which ``term`` holds; for ``sort`` terms pairs of id and rank in one row.

    Raises:
        KeyError: the term is one that the index answers itself.
    """
    if term.operator == "regex":
        raise KeyError("patterns are looked for by pattern_leaf")
    if term.field in _TIMES:
        return _time(connection, term, now)
    return _ANSWERS[term.field](connection, term)


def _ids(rows: Iterable[tuple[int]]) -> "array[int]":
    # Without a step of Python for each row: there may be half a million.
    return array("I", chain.from_iterable(rows))


def _text(connection: Connection, term: Term) -> "array[int]":
    values = _worded(term)
    if not values:
        # Nothing to look for is found nowhere; for FTS5 it would be a syntax error.
        return array("I")
    asked = Term(term.field, term.operator, values)
    if term.field == "note":
        return array("I", notes.found(connection, asked))
    found = _ids(connection.execute(_TEXT, (fts_query(asked),)))
    if term.field == "text" and (noted := notes.found(connection, asked)):
        found.extend(set(noted).difference(found))
    return found


def among(connection: Connection, term: Term, ids: Sequence[int]) -> list[int]:
    """Those of *ids* for which a term on words holds; far cheaper than all, for a few dozen."""
    if not _worded(term):
        return []
    asked = Term(term.field, term.operator, _worded(term))
    noted = notes.found_among(connection, asked, ids) if term.field in ("text", "note") else []
    if term.field == "note":
        return noted
    if term.operator == "prefix" and any(len(tokens(value)[-1]) == 1 for value in asked.values):
        # FTS5 would walk through all words with that letter, for each article again.
        found = _beginning(connection, term, ids)
    else:
        rows = connection.execute(_AMONG, (id_list(ids), fts_query(asked)))
        found = [number for (number,) in rows]
    return [*found, *set(noted).difference(found)]


def _beginning(connection: Connection, term: Term, ids: Sequence[int]) -> list[int]:
    """The same by reading: most articles show the letter in their first words."""
    found = []
    more = texts_of(connection, id_list(ids)) if term.field in ("text", "body") else {}
    for number, title, author, body in connection.execute(_WORDS_OF, (id_list(ids),)):
        heads = {"title": (title,), "author": (author,), "body": ()}.get(term.field, (title, author))
        if any(holds(spaced(text), value, True) for text in heads for value in term.values):
            found.append(number)
        elif term.field in ("text", "body"):
            text = spaced(searched(unpack_text(body), more.get(number, ())))
            if any(holds(text, value, True) for value in term.values):
                found.append(number)
    return found


def _worded(term: Term) -> tuple[str, ...]:
    """The values that hold a word at all: for FTS5 all others would be a mistake."""
    return tuple(value for value in term.values if tokens(value))


def _part(connection: Connection, term: Term) -> "array[int]":
    """Author or source: a part of the value, or all of it."""
    if term.operator == "prefix":
        return _text(connection, term)
    column = term.field
    if term.operator == "=":
        return _with_values(connection, column, set(term.values))
    parts = [fold(value, column) for value in term.values]
    if "" in parts:
        return _ids(connection.execute(_EVERY))
    return _with_values(
        connection, column, _different(connection, column, lambda text: _any_in(parts, fold(text, column)))
    )


def _language(connection: Connection, term: Term) -> "array[int]":
    def fits(language: str) -> bool:
        code = language.lower()
        return any(code == value or code.startswith(f"{value}-") for value in term.values)

    return _with_values(connection, "language", _different(connection, "language", fits))


def _url(connection: Connection, term: Term) -> "array[int]":
    if term.operator == "=":
        return _ids(connection.execute(_URL, (json.dumps(term.values),)))
    either = " OR ".join(["instr(lower(url), ?)"] * len(term.values))
    return _ids(
        connection.execute(_URL_PART.format(either=either), [fold(one, "url") for one in term.values])
    )


def _rule(connection: Connection, term: Term) -> "array[int]":
    """What the rules of these names acted on."""
    asked = {value.casefold() for value in term.values}
    rules = [number for number, name in connection.execute(_RULES) if name.casefold() in asked]
    return _ids(connection.execute(_ACTED_ON, (json.dumps(rules),)))


def _length(connection: Connection, term: Term) -> "array[int]":
    """Words or minutes."""
    if term.operator == "..":
        conditions, numbers = _range(term)
    else:
        # The operator is one of five that the parser knows, never a text from outside.
        operator = {"=": "=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}[term.operator]
        numbers = [int(value) for value in term.values]
        conditions = " OR ".join([f"{term.field} {operator} ?"] * len(numbers))
    return _ids(connection.execute(_OF_LENGTH.format(conditions=conditions), numbers))


def _range(term: Term) -> tuple[str, list[int]]:
    """A range open at either end; written the wrong way round it is the same range."""
    ends = sorted(int(value) for value in term.values if value)
    if len(ends) == 2:
        return f"{term.field} BETWEEN ? AND ?", ends
    return f"{term.field} {'>=' if term.values[0] else '<='} ?", ends


def _term(connection: Connection, term: Term) -> "array[int]":
    """The publisher's own words."""
    if term.operator == "exists":
        return _ids(connection.execute(_WITH_TERMS))
    wanted = set(map(term_key, term.values))
    numbers = [number for number, name in connection.execute(_TERMS) if term_key(name) in wanted]
    statement = _OF_TERM if len(numbers) == 1 else _OF_TERMS
    return _ids(connection.execute(statement, (json.dumps(numbers),)))


def _time(connection: Connection, term: Term, now: datetime) -> "array[int]":
    """When it was changed or read."""
    found = array("I")
    for values in [term.values] if term.operator == ".." else [(value,) for value in term.values]:
        low, high = interval(term.operator, values, now)
        ends = (-_FAR if low is None else low, _FAR if high is None else high)
        found.extend(_ids(connection.execute(_IN_TIME.format(column=_TIMES[term.field]), ends)))
    return found


def _state(connection: Connection, term: Term) -> "array[int]":
    """Changed by the publisher, or with a text from its page; all other states are in memory."""
    return _ids(connection.execute(_STATES[term.values[0]]))


def _content(connection: Connection, term: Term) -> "array[int]":
    """Enclosures of some kind, code, a table, terms, or a note."""
    if term.values in _CONTENTS:
        return _ids(connection.execute(_CONTENTS[term.values]))
    bits = sum(FEATURES[value] for value in term.values if value in FEATURES)
    if bits:
        return array("I", features.having(connection, bits))
    rows = connection.execute(_ENCLOSURES)
    return array("I", (number for number, stored in rows if _carries_any(stored, term.values)))


def _enclosures(connection: Connection, term: Term) -> "array[int]":
    """How many enclosures."""
    rows = connection.execute(_ENCLOSURE_COUNTS)
    found = array("I", (number for number, count in rows if compare_number(count, term)))
    if compare_number(0, term):
        found.extend(chain.from_iterable(connection.execute(_WITHOUT_ENCLOSURES)))
    return found


def _ranks(connection: Connection, term: Term) -> "array[int]":
    """Pairs of id and rank for an order; equal ranks are a tie."""
    match term.values:
        case ("words",):
            return _ids(connection.execute(_LENGTHS.format(column="words")))
        case ("updated",):
            return _ids(connection.execute(_CHANGED))
        case ("relevance", words):
            # A better match has a smaller score: the best comes last and ranks highest.
            return _counted(connection.execute(_RELEVANT, (words,)))
    keyed = [(_sort_key(title), number) for number, title in connection.execute(_TITLES)]
    keyed.sort(key=itemgetter(0))
    return _counted((number, key) for key, number in keyed)


def _counted(rows: Iterable[tuple[int, object]]) -> "array[int]":
    """Pairs of id and rank for rows in order; those with equal keys have one rank."""
    pairs, rank, last = array("I"), 0, None
    for number, key in rows:
        if key != last:
            last = key
            rank += 1
        pairs.append(number)
        pairs.append(rank)
    return pairs


def _sort_key(title: str) -> str:
    # The same as folding it, and ten times as fast where it makes no difference.
    return title.lower() if title.isascii() else fold(title)


def _different(connection: Connection, column: str, fits: Callable[[str], bool]) -> set[str]:
    return {value for (value,) in connection.execute(_DIFFERENT.format(column=column)) if fits(value)}


def _with_values(connection: Connection, column: str, values: set[str]) -> "array[int]":
    found = _ids(connection.execute(_HAVING.format(column=column), (json.dumps(sorted(values)),)))
    if "" in values:
        found.extend(chain.from_iterable(connection.execute(_LACKING.format(column=column))))
    return found


def _any_in(parts: Iterable[str], text: str) -> bool:
    return any(part in text for part in parts)


def _carries_any(stored: str, contents: Iterable[str]) -> bool:
    media_types = tuple(one.media_type for one in files_of(enclosures_in(stored)))
    return any(carries(media_types, content) for content in contents)


_ANSWERS: dict[str, Callable[[Connection, Term], "array[int]"]] = {
    "text": _text,
    "title": _text,
    "body": _text,
    "note": _text,
    "author": _part,
    "source": _part,
    "url": _url,
    "lang": _language,
    "words": _length,
    "minutes": _length,
    "has": _content,
    "is": _state,
    "term": _term,
    "enclosures": _enclosures,
    "rule": _rule,
    "sort": _ranks,
}
