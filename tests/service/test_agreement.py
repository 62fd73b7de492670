"""The index, plain SQL and the matcher give one answer to every query."""

import asyncio
import sqlite3
from collections import Counter
from dataclasses import replace
from datetime import UTC, timedelta
from functools import cache
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.factories import NOW, make_full_text, make_prepared
from tests.service.opened import SETTINGS, manual_free
from tui.config.paths import from_environment, make_folders
from tui.content import words_and_minutes
from tui.model.entry import Enclosure
from tui.model.extraction import PageFacts
from tui.model.feed import FeedHealth, Subscription
from tui.model.ingest import IngestPlan
from tui.model.pack import PackedArticle
from tui.query import And, Everything, Not, Or, Query, SortKey, Term, matches, parse, print_query
from tui.query.matcher import subject_of
from tui.query.nodes import all_of, any_of, negation, terms
from tui.service import saving
from tui.service.library import Library
from tui.store import full_texts, packs

#: No shrinking: every example opens a store.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
WORDS = ("africa", "rail", "Café", "cafe", "naïve", "link", "北京", "北京大学", "STRASSE", "zulu")
TAGS = ("news", "news/africa", "sport", "Deep", "two words")
TERMS = ("Foreign policy", "FOREIGN policy", "news/africa", "経済", "a, b)")
CATEGORIES = ("", "World", "World/Africa", "Tech")
PATTERNS = ("/^a/", "/r.i/", "/Café|京/", r"/\bl/", "/STRASSE/", "/e d/i", "/[12]$/", "/^(?!.*rail)/s")
SHARED = ("https://example.org/shared/1", "http://www.example.org/shared/1/", "https://example.org/shared/2")
AUTHORS = ("", "Jane Doe", "jané", "100%_sure")
LANGUAGES = ("en", "en-GB", "de", "")
#: One uses the other.
SAVED = {"Morning": "is:unread (rail | #news)", "Later still": "-search:morning words:>2"}
HOURS = (0, 1, 30, 24 * 8, 24 * 40, 24 * 400)

texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
enclosures = st.lists(
    st.builds(
        Enclosure,
        st.just("https://x.example/f"),
        st.sampled_from(("audio/mpeg", "image/png", "")),
        relation=st.sampled_from(("", "", "transcript")),
    ),
    max_size=2,
).map(tuple)


@st.composite
def entries(draw, number):
    text = draw(texts)
    return make_prepared(
        number,
        title=draw(texts),
        text=text,
        words=len(text.split()),
        minutes=draw(st.integers(1, 9)),
        author=draw(st.sampled_from(AUTHORS)),
        # Of several feeds, one piece.
        url=draw(st.sampled_from((f"https://example.org/{number}", *SHARED))),
        language=draw(st.sampled_from(LANGUAGES)),
        source=draw(st.sampled_from(("", "Example Wire"))),
        published_at=draw(st.none() | st.sampled_from(HOURS).map(lambda hours: NOW - timedelta(hours=hours))),
        enclosures=draw(enclosures),
        updated_at=draw(st.none() | st.sampled_from(HOURS).map(lambda hours: NOW - timedelta(hours=hours))),
        html=draw(
            st.sampled_from(("<p>x</p>", "<pre>x</pre>", "<table></table>", "<pre></pre><table></table>"))
        ),
        terms=tuple(draw(st.lists(st.sampled_from(TERMS), unique=True, max_size=3))),
    )


@st.composite
def pages(draw):
    """What was found on an article's page, or why nothing was."""
    if draw(st.integers(0, 3)) == 0:
        return make_full_text("", trouble="The page asks for a login.")
    facts = PageFacts(
        author=draw(st.sampled_from(AUTHORS)),
        source=draw(st.sampled_from(("", "Example Wire"))),
        language=draw(st.sampled_from(LANGUAGES)),
        published_at=draw(st.none() | st.sampled_from(HOURS).map(lambda hours: NOW - timedelta(hours=hours))),
        terms=tuple(draw(st.lists(st.sampled_from(TERMS), unique=True, max_size=2))),
    )
    html = draw(st.sampled_from(("<p>x</p>", "<pre>x</pre>", "<table></table>")))
    step = draw(st.sampled_from(("extracted", "rule")))
    return make_full_text(draw(texts), facts=facts, html=html, step=step)


@st.composite
def stores(draw):
    """Entries by feed, and marks by place among all articles."""
    sizes = draw(st.lists(st.integers(0, 6), min_size=1, max_size=4))
    feeds = [[draw(entries(100 * feed + one)) for one in range(size)] for feed, size in enumerate(sizes)]
    total = sum(sizes)
    places = st.integers(0, max(total - 1, 0))
    marks = draw(
        st.lists(st.tuples(st.sampled_from(("read", "starred", "later")), places, st.booleans()), max_size=8)
    )
    tags = draw(st.lists(st.tuples(st.sampled_from(TAGS), places), max_size=8))
    full = draw(st.lists(st.tuples(places, pages()), max_size=6))
    packed = draw(st.lists(st.tuples(places, st.booleans()), max_size=4))
    noted = draw(st.lists(st.tuples(places, texts | st.just("")), max_size=5))
    return feeds, *((marks, tags, full, packed, noted) if total else ([], [], [], [], []))


def leaf(field, operators, values):
    """Terms of one field with one value each."""
    return st.builds(
        lambda operator, value: Term(field, operator, (value,)), st.sampled_from(operators), values
    )


COMPARISONS = ("=", "<", "<=", ">", ">=")
moments = st.sampled_from(
    ("today", "yesterday", "3d", "2w", "2026-11", "2026", "2025-10-19", "2026-11-23T13:00")
)
numbers = st.integers(0, 8).map(str)
beginnings = st.sampled_from(WORDS[:5]).flatmap(lambda word: st.integers(1, 5).map(lambda size: word[:size]))
leaves = st.one_of(
    *(leaf(field, ("words",), texts) for field in ("text", "title", "body", "note")),
    *(leaf(field, ("prefix",), beginnings) for field in ("text", "note")),
    *(
        leaf(field, ("regex",), st.sampled_from(PATTERNS))
        for field in ("text", "title", "body", "note", "author", "feed")
    ),
    leaf("url", ("regex",), st.sampled_from((r"/1\d$/", "/^HTTP/i"))),
    leaf("tag", ("is",), st.sampled_from((*TAGS, "absent"))),
    st.sets(st.sampled_from(TAGS), min_size=1).map(lambda tags: Term("tag", "any", tuple(sorted(tags)))),
    st.just(Term("tag", "exists")),
    leaf("term", ("is",), st.sampled_from((*TERMS, "absent"))),
    st.sets(st.sampled_from(TERMS), min_size=1).map(lambda names: Term("term", "any", tuple(sorted(names)))),
    st.just(Term("term", "exists")),
    leaf(
        "is",
        ("is",),
        st.sampled_from(
            ("unread", "read", "starred", "later", "updated", "fulltext", "offline", "duplicate")
        ),
    ),
    leaf(
        "has",
        ("is",),
        st.sampled_from(("enclosure", "audio", "image", "tag", "code", "table", "term", "note")),
    ),
    leaf("search", ("is",), st.sampled_from(("Morning", "later still"))),
    leaf("category", ("is",), st.sampled_from(("World", "world/africa", "Tech", "None"))),
    leaf("lang", ("is",), st.sampled_from(("en", "de", "fr"))),
    leaf("author", ("contains",), st.sampled_from(("jan", "doe", "%", "_sure", "é"))),
    leaf("feed", ("contains",), st.sampled_from(("1", "feed", "nothing"))),
    leaf("url", ("contains",), st.sampled_from(("example.org/1", "100", "%"))),
    leaf("source", ("contains",), st.sampled_from(("wire", "x"))),
    *(leaf(field, COMPARISONS, moments) for field in ("date", "received", "updated", "read-at")),
    leaf("feed.unread", COMPARISONS, numbers),
    leaf("feed.per-day", COMPARISONS, st.sampled_from(("0", "0.1", "0.03", "0.2", "1"))),
    leaf("feed.error", ("is",), st.sampled_from(("true", "false"))),
    leaf("newer", ("=",), moments),
    moments.map(lambda low: Term("date", "..", (low, ""))),
    *(leaf(field, COMPARISONS, numbers) for field in ("words", "minutes", "enclosures", "copies")),
    leaf("story", ("=",), numbers),
    st.builds(lambda low, high: Term("words", "..", (low, high)), numbers, numbers),
)
expressions = st.just(Everything()) | st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(negation),
        st.lists(inner, min_size=2, max_size=3).map(all_of),
        st.lists(inner, min_size=2, max_size=3).map(any_of),
    ),
    max_leaves=5,
)


def deed_of(deed):
    return deed.changes, deed.label


@cache
def empty_store():
    """The bytes of a store without the manual, made once: opening it starts no worker."""

    async def work():
        with TemporaryDirectory() as home:
            paths = from_environment({"BROADSHEET_HOME": home})
            library = await Library.open(SETTINGS, paths, clock=lambda: NOW, environ={})
            await manual_free(library)
            await library.close()
            return paths.store_file.read_bytes()

    return asyncio.run(work())


async def filled(home, feeds, marks, tags, full, packed, noted):
    paths = from_environment({"BROADSHEET_HOME": str(home)})
    make_folders(paths)
    paths.store_file.write_bytes(empty_store())
    library = await Library.open(SETTINGS, paths, clock=lambda: NOW, environ={}, zone=UTC)
    await library.subscribe(
        [
            Subscription(f"https://example.org/{number}", title=f"Feed {number}", category=CATEGORIES[number])
            for number in range(len(feeds))
        ]
    )
    by_url = {feed.feed_url: feed for feed in library.feeds()}
    plans = [
        IngestPlan(by_url[f"https://example.org/{number}"].id, NOW, health(number), tuple(some))
        for number, some in enumerate(feeds)
    ]
    await library._memory.ingest(plans)
    ids = sorted(int(one) for one in (await library.select(Query())).ids)
    for place, found in full[::2]:
        await library._memory.write(full_texts.put, [(ids[place], found)], words_and_minutes)
    # The publisher changes the first article of each feed.
    for number, some in enumerate(feeds):
        feed_id = by_url[f"https://example.org/{number}"].id
        known = await library._memory.known_entries(feed_id)
        again = [(known[one.guid].article_id, replace(one, fingerprint=b"changed")) for one in some[:1]]
        await library._memory.ingest([IngestPlan(feed_id, NOW, health(number), changed=tuple(again))])
    await library._memory.index_texts()
    for place, found in full[1::2]:
        await library._memory.write(full_texts.put, [(ids[place], found)], words_and_minutes)
    await library._memory.index_texts()
    for place, ready in packed:
        await library._memory.write(packs.put, PackedArticle(ids[place], NOW, ready, 1))
    for place, text in noted:
        await library.notes.write(ids[place], text)
    for status, place, value in marks:
        await library.set_status([ids[place]], status, value)
    for tag, place in tags:
        await library.add_tag([ids[place]], tag)
    for name, text in SAVED.items():
        await library.define(*deed_of(saving.saved(library.saved(), name, text)))
    return library, paths


def health(number):
    """Every other feed fails."""
    return FeedHealth(checked_at=NOW, error="The server answers 500." if number % 2 else None)


def subjects_of(articles, feeds):
    """The articles as the matcher sees them, each knowing the numbers of its feed."""
    unread = Counter(one.feed_id for one in articles if not one.read)
    month = Counter(one.feed_id for one in articles if one.sorted_at >= NOW - timedelta(days=30))
    return [
        subject_of(one, feeds[one.feed_id], feed_unread=unread[one.feed_id], feed_month=month[one.feed_id])
        for one in articles
    ]


def in_sql(connection, expr):
    """The ids by SQL that has nothing in common with the store's, for what plain SQL can say."""
    match expr:
        case Everything():
            return everything(connection)
        case Not(part):
            return everything(connection) - in_sql(connection, part)
        case And(parts):
            return set.intersection(*(in_sql(connection, part) for part in parts))
        case Or(parts):
            return set.union(*(in_sql(connection, part) for part in parts))
    return {row[0] for row in connection.execute(*SQL[expr.field](expr))}


def everything(connection):
    return {row[0] for row in connection.execute("SELECT id FROM article WHERE feed_id IN live")}


def by_state(term):
    if term.values[0] == "fulltext":
        return (
            "SELECT a.id FROM article a WHERE a.feed_id IN live"
            " AND EXISTS (SELECT 1 FROM full_text f WHERE f.article_id = a.id AND f.trouble = '')",
            (),
        )
    if term.values[0] == "duplicate":
        return f"SELECT id FROM ({IN_STORIES}) WHERE duplicate", ()
    if term.values[0] == "offline":
        return (
            "SELECT a.id FROM article a WHERE a.feed_id IN live"
            " AND EXISTS (SELECT 1 FROM packed p WHERE p.article_id = a.id AND p.ready)",
            (),
        )
    wanted = {"unread": "read = 0", "updated": "revision > 1"}.get(term.values[0], f"{term.values[0]} = 1")
    return f"SELECT id FROM article WHERE feed_id IN live AND {wanted}", ()


#: Each article that has copies, with its story, their number, and whether another is the original.
IN_STORIES = """
SELECT a.id, m.story_id AS story, count(*) OVER (PARTITION BY m.story_id) AS copies,
       row_number() OVER (PARTITION BY m.story_id ORDER BY m.named DESC, a.sorted_at, a.id) > 1 AS duplicate
FROM story_member m JOIN article a ON a.id = m.article_id WHERE a.feed_id IN live"""


def by_story(term):
    return f"SELECT id FROM ({IN_STORIES}) WHERE copies > 1 AND story = ?", (int(term.values[0]),)


def by_copies(term):
    several = f"SELECT id FROM ({IN_STORIES}) WHERE copies > 1"
    found = f"SELECT id FROM ({IN_STORIES}) WHERE copies > 1 AND copies {term.operator} :number"
    alone = f"SELECT id FROM article WHERE feed_id IN live AND id NOT IN ({several}) AND 1 {term.operator} :number"
    return f"{found} UNION {alone}", {"number": int(term.values[0])}


def by_tag(term):
    tagged = (
        "SELECT a.id FROM article a JOIN article_tag x ON x.article_id = a.id JOIN tag t ON t.id = x.tag_id"
        " WHERE a.feed_id IN live"
    )
    if term.operator == "exists":
        return tagged, ()
    places = " OR ".join("lower(t.name) = ? OR lower(t.name) GLOB ?" for _ in term.values)
    values = [form for value in term.values for form in (value.lower(), f"{value.lower()}/*")]
    return f"{tagged} AND ({places})", values


def by_number(term):
    column = term.field
    if term.operator == "..":
        low, high = sorted(map(int, term.values))
        return f"SELECT id FROM article WHERE feed_id IN live AND {column} BETWEEN ? AND ?", (low, high)
    return f"SELECT id FROM article WHERE feed_id IN live AND {column} {term.operator} ?", (
        int(term.values[0]),
    )


def by_feed_unread(term):
    unread = "SELECT count(*) FROM article x WHERE x.feed_id = a.feed_id AND x.read = 0 AND x.hidden = 0"
    return (
        f"SELECT a.id FROM article a WHERE a.feed_id IN live AND ({unread}) {term.operator} ?",
        (int(term.values[0]),),
    )


def by_feed_error(term):
    wanted = "IS NOT NULL" if term.values[0] == "true" else "IS NULL"
    return (
        f"SELECT a.id FROM article a JOIN feed f ON f.id = a.feed_id WHERE f.removed_at IS NULL AND f.error {wanted}",
        (),
    )


def by_category(term):
    return (
        "SELECT a.id FROM article a JOIN feed f ON f.id = a.feed_id JOIN category c ON c.id = f.category_id"
        " WHERE f.removed_at IS NULL AND (lower(c.path) = ? OR lower(c.path) GLOB ?)",
        (term.values[0].lower(), f"{term.values[0].lower()}/*"),
    )


SQL = {
    "is": by_state,
    "tag": by_tag,
    "words": by_number,
    "feed.unread": by_feed_unread,
    "feed.error": by_feed_error,
    "minutes": by_number,
    "category": by_category,
    "copies": by_copies,
    "story": by_story,
}


def sayable(expr):
    match expr:
        case Term():
            return expr.field in SQL
        case Not(part):
            return sayable(part)
        case And(parts) | Or(parts):
            return all(map(sayable, parts))
    return True


@settings(max_examples=25, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(stores(), st.lists(expressions, min_size=4, max_size=12))
def test_index_sql_and_matcher_agree(tmp_path_factory, content, asked):
    empty_store()

    async def work():
        library, paths = await filled(tmp_path_factory.mktemp("agree"), *content)
        plain = sqlite3.connect(paths.store_file)
        plain.execute("CREATE TEMP TABLE live AS SELECT id FROM feed WHERE removed_at IS NULL")
        try:
            feeds = {feed.id: feed for feed in library.feeds()}
            articles = await library.articles(sorted(everything(plain)))
            subjects = subjects_of(articles, feeds)
            for expr in asked:
                # Through text, as the query bar has it: normal form, and nothing that cannot be said.
                query = parse(print_query(Query(expr)))
                found = [int(one) for one in (await library.select(query)).ids]
                meant = library.searches.inline(query).expr
                told = {one.id for one in subjects if matches(meant, one, NOW)}
                assert set(found) == told, print_query(query)
                assert len(found) == len(told)
                if sayable(expr):
                    assert in_sql(plain, expr) == told, print_query(query)
                order = sorted(articles, key=lambda one: (one.sorted_at, one.id), reverse=True)
                assert found == [one.id for one in order if one.id in told]
        finally:
            plain.close()
            await library.close()

    asyncio.run(work())


@settings(max_examples=10, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(stores(), expressions)
def test_counts_are_those_of_the_lists_they_announce(tmp_path_factory, content, expr):
    empty_store()

    async def work():
        library, _ = await filled(tmp_path_factory.mktemp("facets"), *content)
        try:
            query = parse(print_query(replace(Query(expr), sort=(SortKey("date"),))))
            facets = library.facets(await library.select(query))
            if not any(one.field == "tag" for one in terms(query.expr)):
                for tag in library.tags():
                    both = Query(all_of((query.expr, Term("tag", "is", (tag,)))))
                    assert facets.tags.get(tag, 0) == (await library.select(both)).count, tag
        finally:
            await library.close()

    asyncio.run(work())
