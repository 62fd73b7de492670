"""Queries and articles for property tests: here, in the index and in the store."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from operator import attrgetter

from hypothesis import strategies as st

from tui.model.feed import Feed, FeedHealth
from tui.model.fetching import NO_VALIDATORS
from tui.model.ids import FeedId
from tui.query import EVERYTHING, Expr, Query, SortKey, Subject, Term, all_of, any_of, negation
from tui.query.fields import CONTENTS, GROUPS, SORT_KEYS, STATES
from tui.query.moments import MOMENT_WORDS
from tui.query.words import tokens

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
_NOON = int(NOW.timestamp())

MOMENTS = (
    *MOMENT_WORDS, "2026", "2026-11", "2026-11-23", "2026-11-24t15:30", "2025-12-31",
    "30m", "6h", "2d", "3w", "6mo", "1y", "p3d", "pt5h",
)  # fmt: skip
PHRASES = (
    "Café", "cafe", "Rabat", "rabat port", "Rabat-port", "don't", "OR", "東京", "東京タワー", "京", "ภาษา", "ไทย",
    "C++", "naïve", "x", "port", "Ελλάδα", "ёлка", "3.5", "a/b", "Straße", "e\u0301te\u0301",
)  # fmt: skip
NAMES = (
    "News",
    "news/Africa",
    "news/africa/Rabat",
    "sports",
    "two words",
    "C#",
    "東京",
    'quo"te',
    "back\\slash",
)
TERMS = ("Foreign policy", "foreign POLICY", "news/africa", "東京", 'quo"te, (x)', "#hash", "a*", "no such")
URLS = ("https://example.org/a?b=1", "https://EXAMPLE.org/Rabat", "https://example.com/%25_", "")
LANGUAGES = ("en", "en-GB", "de", "pt-br", "")
PEOPLE = ("Jane Doe", "JANE doe", "José", "100%", "東京 太郎", "")
STORIES = (0, 0, 2, 5, 11)
MEDIA = ("audio/mpeg", "video/mp4", "image/png", "application/pdf", "")

_VALUES = {
    "text": PHRASES, "title": PHRASES, "body": PHRASES,
    "author": ("jane", "Doe", "jose", "%", "京"),
    "url": ("example", "RABAT", "%25_", "_"),
    "source": ("jane", "é", "%"),
    "feed": ("ker", "NOTES", "é"),
    "feed-url": ("feeds/", "EXAMPLE"),
}  # fmt: skip
PATTERNS = (
    "/caf./",
    "/^rabat/",
    "/PORT/i",
    "/[cp]/",
    "/Rabat\\b/",
    "/京$/m",
    "/a.*o/s",
    "/x{e}|\\d/",
    "/\\W/",
)
#: Where slashes are letters, a pattern needs a sign.
_ADDRESS_PATTERNS = ("/^https.*org/", "/rabat$/", "/[a-c]=/")
_PATTERNED = {"url": _ADDRESS_PATTERNS, "feed-url": _ADDRESS_PATTERNS}
_WHOLE = {
    "author": PEOPLE, "source": PEOPLE, "url": URLS, "feed": ("Kernel Notes", "Café", "no such"),
    "feed-url": ("https://example.org/feeds/1",), "category": (*NAMES, ""),
}  # fmt: skip

some = st.sampled_from


def _many(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, min_size=1, max_size=3).map(tuple)


def _term(field: str, operator: str, values: st.SearchStrategy[tuple[str, ...]]) -> st.SearchStrategy[Term]:
    return st.builds(Term, st.just(field), st.just(operator), values)


def _scale(field: str, values: st.SearchStrategy[str]) -> list[st.SearchStrategy[Term]]:
    ends = st.tuples(values | st.just(""), values | st.just("")).filter(any)
    compared = [_term(field, sign, values.map(lambda value: (value,))) for sign in ("<", "<=", ">", ">=")]
    return [_term(field, "=", _many(values)), _term(field, "..", ends), *compared]


def term_strategies() -> list[st.SearchStrategy[Term]]:
    """One strategy for each field and operator there is."""
    found: list[st.SearchStrategy[Term]] = []
    for field in ("text", "title", "body", "note"):
        found += [_term(field, sign, _many(some(PHRASES))) for sign in ("words", "prefix")]
    for field in ("text", "title", "body", "note", "author", "source", "url", "feed", "feed-url"):
        found.append(_term(field, "regex", _many(some(_PATTERNED.get(field, PATTERNS)))))
    found.append(_term("author", "prefix", _many(some(("jan", "do", "jos", "東")))))
    for field in ("author", "url", "source", "feed", "feed-url"):
        found.append(_term(field, "contains", _many(some(_VALUES[field]))))
        found.append(_term(field, "=", _many(some(_WHOLE[field]))))
    found += [
        _term("category", "is", _many(some(NAMES))),
        _term("category", "=", _many(some(_WHOLE["category"]))),
    ]
    found += [
        _term("tag", "is", some(NAMES).map(lambda name: (name,))),
        _term("tag", "any", _many(some(NAMES))),
    ]
    found += [st.just(Term("tag", "exists")), st.just(Term("term", "exists"))]
    found += [
        _term("term", "is", some(TERMS).map(lambda name: (name,))),
        _term("term", "any", _many(some(TERMS))),
    ]
    found += [_term("is", "is", _many(some(STATES))), _term("has", "is", _many(some(CONTENTS)))]
    found.append(_term("lang", "is", _many(some(("en", "de", "pt", "pt-br", "en-gb")))))
    found.append(_term("rule", "is", _many(some(("Mute", "sports OFF", "no such")))))
    for field in ("date", "received", "updated", "read-at"):
        found += _scale(field, some(MOMENTS))
    found += [_term(field, "=", _many(some(MOMENTS))) for field in ("newer", "older")]
    found.append(_term("story", "=", _many(some(tuple(map(str, STORIES))))))
    for field in ("words", "minutes", "enclosures", "copies", "id", "feed.unread"):
        found += _scale(field, st.integers(0, 12).map(str))
    found += _scale("feed.per-day", some(("0", "0.1", "0.03", "0.2", "1")))
    found.append(_term("feed.error", "is", _many(some(("true", "false")))))
    return found


#: Terms that hold for about half of the articles: without them hardly any expression would
#: hold for any, and a wrong operator would not show.
_LIKELY = tuple(
    Term(field, operator, values)
    for field, operator, values in (
        ("is", "is", ("unread",)), ("is", "is", ("starred",)), ("is", "is", ("later", "new")),
        ("tag", "exists", ()), ("tag", "any", ("news", "sports")), ("words", "..", ("", "6")),
        ("id", "=", tuple(map(str, range(1, 300, 2)))), ("lang", "is", ("en",)), ("category", "is", ("news",)),
        ("date", "<", ("today",)), ("received", "..", ("1y", "")), ("text", "prefix", ("ca", "r", "p")),
    )
)  # fmt: skip


@st.composite
def _either(draw: st.DrawFn, one: st.SearchStrategy[Term], other: st.SearchStrategy[Term]) -> Term:
    """One as often as the other, however many alternatives each has."""
    return draw(one if draw(st.booleans()) else other)


terms = _either(some(_LIKELY), st.one_of(term_strategies()))


@st.composite
def exprs(draw: st.DrawFn, leaves: st.SearchStrategy[Term] = terms, depth: int = 3) -> Expr:
    """Expressions in normal form; mostly conjunctions, as people write them."""
    shape = draw(st.integers(0, 9))
    if depth == 3 and shape == 9:
        return EVERYTHING
    if not depth or shape < 3:
        leaf = draw(leaves)
        return negation(leaf) if shape == 2 else leaf
    parts = [draw(exprs(leaves, depth - 1)) for _ in range(draw(st.integers(2, 3)))]
    whole = all_of(parts) if shape < 6 or shape == 9 else any_of(parts)
    return negation(whole) if shape == 8 else whole


sorts = st.lists(st.builds(SortKey, some(SORT_KEYS), st.booleans()), max_size=3).map(tuple)
queries = st.builds(Query, exprs(), sorts, st.none() | st.integers(1, 9), some(("", *GROUPS)))

#: Values of every shape, for what only print and parse see.
wild_text = st.text(max_size=12).filter(tokens)
wild_name = st.text(min_size=1, max_size=12).filter(lambda text: text.strip() and text.strip(" /"))
wild_terms = st.one_of(
    *(
        _term(field, sign, _many(wild_text))
        for field in ("text", "title", "body", "note")
        for sign in ("words", "prefix")
    ),
    *(
        _term(field, "contains", _many(wild_name))
        for field in ("author", "url", "source", "feed", "feed-url")
    ),
    *(
        _term(field, "=", _many(st.text(max_size=9)))
        for field in ("author", "url", "source", "feed", "category")
    ),
    _term("category", "is", _many(wild_name)),
    _term("tag", "is", wild_name.map(lambda name: (name,))),
    _term("tag", "any", _many(wild_name)),
    _term("term", "is", wild_name.map(lambda name: (name,))),
    _term("term", "any", _many(wild_name)),
    _term("search", "is", _many(wild_name)),
)


def feeds() -> tuple[Feed, ...]:
    """Four feeds in a tree of categories."""
    blank = Feed(
        FeedId(0), "", "", "", "", "", (), NO_VALIDATORS, b"", FeedHealth(), datetime(2026, 1, 1, tzinfo=UTC)
    )
    facts = (
        ("Kernel Notes", "News"), ("Café", "news/Africa"), ("kernel notes", ""), ("Zebra", "sports"),
    )  # fmt: skip
    return tuple(
        replace(
            blank, id=FeedId(number), title=title, category=category,
            feed_url=f"https://{'EXAMPLE' if number == 2 else 'example'}.org/feeds/{number}",
            health=FeedHealth(error="HTTP 500" if number == 3 else ""),
        )
        for number, (title, category) in enumerate(facts, start=1)
    )  # fmt: skip


_MIDNIGHT = _NOON // 86_400 * 86_400
#: The beginnings of days too, where intervals end.
_times = st.integers(-3, 3).map(lambda days: _MIDNIGHT + 86_400 * days) | st.integers(
    _NOON - 40_000_000, _NOON
)
_texts = st.lists(some(PHRASES), max_size=4).map(" ".join)
_STORY_FACTS = attrgetter("sorted_at", "id", "story")


@st.composite
def articles(draw: st.DrawFn, max_size: int = 12) -> list[tuple[int, Subject]]:
    """Articles with different ids, each with the id of its feed; new are those since NOON - 1 d."""
    found = []
    known = feeds()
    for number in draw(st.lists(st.integers(1, 300), unique=True, max_size=max_size)):
        feed = draw(some(known))
        seen = draw(_times)
        subject = Subject(
            id=number,
            title=draw(_texts), author=draw(some(PEOPLE)), body=draw(_texts), url=draw(some(URLS)),
            source=draw(some(PEOPLE)), language=draw(some(LANGUAGES)),
            feed_title=feed.title, feed_url=feed.feed_url, category=feed.category,
            tags=tuple(draw(st.lists(some(NAMES), unique=True, max_size=3))),
            terms=tuple(draw(st.lists(some(TERMS[:-1]), unique=True, max_size=3))),
            read=draw(st.booleans()), starred=draw(st.booleans()), later=draw(st.booleans()),
            new=seen >= NEW_SINCE, sorted_at=draw(_times), first_seen_at=seen,
            words=draw(st.integers(0, 12)), minutes=draw(st.integers(0, 12)),
            enclosures=tuple(draw(st.lists(some(MEDIA), max_size=2))),
            rules=tuple(draw(st.lists(some(("Mute", "Sports off")), unique=True))),
            updated=draw(st.booleans()), updated_at=draw(st.none() | _times), read_at=draw(st.none() | _times),
            note=draw(st.just("") | _texts), features=draw(st.integers(0, 3)), feed_error=bool(feed.health.error),
            story=draw(some(STORIES)),
        )  # fmt: skip
        found.append((int(feed.id), subject))
    return counted(found)


def counted(found: list[tuple[int, Subject]]) -> list[tuple[int, Subject]]:
    """The same articles, knowing how many their feeds have."""
    unread = Counter(feed for feed, one in found if not (one.read or one.hidden))
    month = Counter(feed for feed, one in found if one.sorted_at >= _NOON - 30 * 86_400)
    known = [(feed, replace(one, feed_unread=unread[feed], feed_month=month[feed])) for feed, one in found]
    return [(feed, in_story(one, [other for _, other in found])) for feed, one in known]


def in_story(one: Subject, everyone: list[Subject]) -> Subject:
    """The same article, knowing its copies."""
    same = sorted((at, number) for at, number, story in map(_STORY_FACTS, everyone) if story == one.story)
    if not one.story or len(same) < 2:
        return replace(one, story=0, copies=1, duplicate=False)
    return replace(one, copies=len(same), duplicate=same[0][1] != one.id)


NEW_SINCE = _NOON - 86_400
