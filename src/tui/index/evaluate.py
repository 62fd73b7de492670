"""An expression as a set of article ids, by set algebra."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from tui.index.catalog import Catalog
from tui.index.order import as_array, as_bitmap
from tui.index.ranking import rank_term
from tui.model.feed import Feed
from tui.query.matcher import compare_number, compare_rate
from tui.query.moments import interval
from tui.query.nodes import And, Everything, Expr, Not, Query, Term, single, terms
from tui.query.searches import NO_SEARCHES, Searches
from tui.query.words import fold, path_key

__all__ = ["UNLOOKED", "Answer", "Answers", "Evaluation", "as_set", "evaluate", "needed", "single"]

#: Ids as numbers, or as the bytes of uint32.
Answer = Sequence[int] | bytes | bytearray | memoryview | BitMap
Answers = Mapping[Term, Answer]

#: Fields of which nothing is kept here.
_ELSEWHERE = frozenset(
    (
        "text",
        "title",
        "body",
        "note",
        "author",
        "url",
        "source",
        "lang",
        "words",
        "minutes",
        "enclosures",
        "rule",
    )
) | {"updated", "read-at", "term"}
_LARGEST = 2**32
_MONTH = 30 * 86_400

#: Under this term stand articles that a pattern should have been looked for in, had there been time.
#: They are left out of every answer: nobody knows whether they belong to it.
UNLOOKED = Term("id", "unlooked")


def needed(asked: Query | Expr) -> tuple[Term, ...]:
    """The terms whose answers the store has to give, each once.

    Every one has a single value (two for ``..``, either of which may be ""). For a whole
    query there are also ``Term("sort", "order", (key,))`` with key ``title``, ``words`` or
    ``updated`` and ``Term("sort", "order", ("relevance", words))``, the words as FTS5 takes
    them: the answer is a flat row of pairs, id and rank, in any order. Equal ranks mean a
    tie. Ranks are from 1 on, and an article without one has rank 0: for ``title`` smaller
    ones come first, for ``words`` and ``relevance`` larger ones, and for ``updated`` they
    are seconds, for those that their publisher has changed.
    """
    expr = asked.expr if isinstance(asked, Query) else asked
    found: dict[Term, None] = {}
    for term in terms(expr):
        found.update(dict.fromkeys(part for part in single(term) if _is_elsewhere(part)))
    if isinstance(asked, Query):
        ranks = (rank_term(key, asked) for key in asked.sort)
        found.update(dict.fromkeys(term for term in ranks if term is not None))
    return tuple(found)


def evaluate(expr: Expr, catalog: Catalog, answers: Answers, now: datetime) -> BitMap:
    """The articles that satisfy *expr*; the set is the caller's own."""
    return BitMap(Evaluation(catalog, answers, now).of(expr))


class Evaluation:
    """Evaluates expressions over one state of the catalog; remembers each term's set.

    The sets it gives may be the catalog's own and must not be changed.
    """

    def __init__(
        self, catalog: Catalog, answers: Answers, now: datetime, searches: Searches = NO_SEARCHES
    ) -> None:
        self.catalog, self.answers, self.now = catalog, answers, now
        self.searches = searches
        self.everything = catalog.everything
        if UNLOOKED in answers:
            self.everything = self.everything - as_set(answers[UNLOOKED])
        self._known: dict[Term, BitMap] = {}

    def of(self, expr: Expr) -> BitMap:
        """The set of *expr*."""
        match expr:
            case Everything():
                return self.everything
            case Term():
                return self._term(expr)
            case Not(part):
                return self.everything - self.of(part)
            case And(parts):
                return self._all(parts)
            case _:
                return BitMap.union(*map(self.of, expr.parts))

    def _all(self, parts: Iterable[Expr]) -> BitMap:
        """Smallest set first, then what to leave out."""
        held, left_out = [], []
        for part in parts:
            if isinstance(part, Not):
                left_out.append(self.of(part.part))
            else:
                held.append(self.of(part))
        held.sort(key=len)
        result = BitMap(held[0] if held else self.everything)
        for ids in held[1:]:
            result &= ids
        for ids in left_out:
            result -= ids
        return result & self.everything if UNLOOKED in self.answers else result

    def _term(self, term: Term) -> BitMap:
        """The set of one term, any of its values."""
        found = self._known.get(term)
        if found is None:
            parts = [self._value(part) for part in single(term)]
            found = self._known[term] = parts[0] if len(parts) == 1 else BitMap.union(*parts)
        return found

    def _value(self, term: Term) -> BitMap:
        if term.operator == "regex" or _is_elsewhere(term):
            return as_set(self.answers[term]) & self.catalog.everything
        return _ANSWERS[term.field](self, term)

    # One method for each sort of field; the term has a single value.

    def tag(self, term: Term) -> BitMap:
        """Articles with a tag."""
        tags = self.catalog.tags
        return tags.any() if term.operator == "exists" else tags.branch(term.values[0])

    def content(self, _term: Term) -> BitMap:
        """Articles with any tag; all other contents the store knows."""
        return self.catalog.tags.any()

    def state(self, term: Term) -> BitMap:
        """Articles in a state."""
        catalog, state = self.catalog, term.values[0]
        if state == "read":
            return catalog.everything - catalog.unread
        if state == "duplicate":
            return catalog.in_stories().duplicates
        if state == "new":
            since = catalog.new_since
            return BitMap() if since is None else catalog.between("first_seen_at", since, None)
        members: BitMap = getattr(catalog, state)
        return members

    def search(self, term: Term) -> BitMap:
        """Articles that a saved search finds."""
        return self.of(self.searches.expand(term))

    def feed(self, term: Term) -> BitMap:
        """Articles of the feeds whose title or address fits."""
        value, field = term.values[0], term.field
        if term.operator == "=":
            return self._of_feeds(lambda feed: _fact(feed, field) == value)
        part = fold(value, field)
        return self._of_feeds(lambda feed: part in fold(_fact(feed, field), field))

    def category(self, term: Term) -> BitMap:
        """Articles of the feeds in a category, or below it."""
        path = path_key(term.values[0])
        if term.operator == "=":
            return self._of_feeds(lambda feed: path_key(feed.category) == path)
        return self._of_feeds(lambda feed: f"{path_key(feed.category)}/".startswith(f"{path}/"))

    def moment(self, term: Term) -> BitMap:
        """Articles of a time."""
        field, operator, values = term.field, term.operator, term.values
        if field in ("newer", "older"):
            operator, values = "..", (values[0], "") if field == "newer" else ("", values[0])
        column: Literal["first_seen_at", "sorted_at"]
        column = "first_seen_at" if field == "received" else "sorted_at"
        return self.catalog.between(column, *interval(operator, values, self.now))

    def number(self, term: Term) -> BitMap:
        """Articles by their own number."""
        if term.operator == "..":
            ends = [int(value) for value in term.values if value]
            low = min(ends) if term.values[0] else 0
            high = max(ends) + 1 if term.values[1] else _LARGEST
        else:
            value = int(term.values[0])
            low, high = {
                "=": (value, value + 1),
                "<": (0, value),
                "<=": (0, value + 1),
                ">": (value + 1, _LARGEST),
                ">=": (value, _LARGEST),
            }[term.operator]
        low, high = min(low, _LARGEST), min(high, _LARGEST)
        return self.catalog.everything & BitMap(range(low, max(low, high)))

    def copies(self, term: Term) -> BitMap:
        """Articles by how many there are of the same piece."""
        seen = self.catalog.in_stories()
        fits = np.zeros(int(seen.sizes.max(initial=0)) + 1, np.bool_)
        fits[[size for size in range(2, len(fits)) if compare_number(size, term)]] = True
        found = as_bitmap(seen.by_id[fits[seen.sizes_by_id]])
        return found | (self.catalog.everything - seen.together) if compare_number(1, term) else found

    def story(self, term: Term) -> BitMap:
        """Articles of one story."""
        seen, story = self.catalog.in_stories(), int(term.values[0])
        return as_bitmap(seen.ids[seen.stories == story]) if 0 < story < _LARGEST else BitMap()

    def feed_number(self, term: Term) -> BitMap:
        """Articles of the feeds with so many unread, or so many a day."""
        counts = self.feed_counts(term.field)
        compare = compare_rate if term.field == "feed.per-day" else compare_number
        return self._of_feeds(lambda feed: compare(int(counts[feed.id]), term))

    def feed_error(self, term: Term) -> BitMap:
        """Articles of the feeds that could not be refreshed, or could."""
        return self._of_feeds(lambda feed: str(bool(feed.health.error)).lower() == term.values[0])

    def feed_counts(self, field: str) -> NDArray[np.intp]:
        """By feed id: unread articles, or for ``feed.per-day`` those of the last 30 days."""
        catalog = self.catalog
        if field == "feed.unread":
            ids = catalog.unread - catalog.hidden
        else:
            ids = catalog.between("sorted_at", int(self.now.timestamp()) - _MONTH, None)
        largest = max((*catalog.by_feed, *(feed.id for feed in catalog.feeds)), default=0)
        return np.bincount(catalog.feed_of[as_array(ids)], minlength=largest + 1)

    def _of_feeds(self, fits: Callable[[Feed], bool]) -> BitMap:
        """Articles of the feeds that fit."""
        by_feed = self.catalog.by_feed
        return BitMap.union(
            BitMap(), *(by_feed[feed.id] for feed in self.catalog.feeds if feed.id in by_feed and fits(feed))
        )


_ANSWERS: dict[str, Callable[[Evaluation, Term], BitMap]] = {
    "tag": Evaluation.tag,
    "has": Evaluation.content,
    "is": Evaluation.state,
    "search": Evaluation.search,
    "feed": Evaluation.feed,
    "feed-url": Evaluation.feed,
    "category": Evaluation.category,
    "date": Evaluation.moment,
    "received": Evaluation.moment,
    "newer": Evaluation.moment,
    "older": Evaluation.moment,
    "copies": Evaluation.copies,
    "story": Evaluation.story,
    "feed.unread": Evaluation.feed_number,
    "feed.per-day": Evaluation.feed_number,
    "feed.error": Evaluation.feed_error,
    "id": Evaluation.number,
}


def _is_elsewhere(term: Term) -> bool:
    """True if only the store can answer a term of one value."""
    if term.operator == "regex":
        return False
    if term.field in ("is", "has"):
        value = term.values[0]
        return value in ("updated", "fulltext", "offline") if term.field == "is" else value != "tag"
    return term.field in _ELSEWHERE


def _fact(feed: Feed, field: str) -> str:
    return feed.title if field == "feed" else feed.feed_url


def as_set(answer: Answer) -> BitMap:
    """An answer of the store as a set; one that is a set already is not copied."""
    if isinstance(answer, bytes | bytearray | memoryview):
        return as_bitmap(np.frombuffer(answer, dtype=np.uint32))
    if isinstance(answer, BitMap):
        return answer
    if isinstance(answer, array | np.ndarray):
        return BitMap(answer)
    return BitMap(list(answer))
