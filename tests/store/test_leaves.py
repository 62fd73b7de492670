"""The store's answers are the matcher's, term by term."""

import tempfile
from array import array
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import NOW, make_full_text, make_prepared
from tests.store.opened import Store, opened
from tui.content import words_and_minutes
from tui.model.changes import DefinitionChange
from tui.model.definition import Definition
from tui.model.entry import Enclosure
from tui.model.rule import Outcome, RuleAction, RuleHit
from tui.query import FIELDS, Term, matches, parse, subject_of
from tui.query.patterns import Patience
from tui.query.words import fold
from tui.store import (
    articles,
    definitions,
    features,
    feeds,
    full_texts,
    leaves,
    notes,
    pattern_leaf,
    rule_hits,
    status,
)

WORDS = (
    "africa", "rail", "Café", "cafe", "naïve", "link", "北京", "北京大学", "ไทย", "STRASSE", "Straße", "ﬁn", "K",
    "İstanbul", "don't", "100%_a", "x-ray", "Ōe", "мир", "МИР", "😀", "a\u0301b", '"', "OR", "*", "AND", "(",
)  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
media = st.sampled_from(("audio/mpeg", "AUDIO/ogg", "video/mp4", "image/png", "text/audio", "", 'a"b'))
languages = st.sampled_from(("", "en", "en-GB", "EN-us", "eng", "de"))


attached = st.builds(
    Enclosure,
    st.just("https://x.example/"),
    media,
    relation=st.sampled_from(("", "", "transcript", "chapters")),
)


@st.composite
def prepared(draw, number):
    return make_prepared(
        number,
        title=draw(texts) or "-",
        author=draw(texts),
        text=draw(texts),
        source=draw(texts),
        url=draw(
            st.sampled_from(("", "https://Example.org/A%20b?q=1", "https://example.org/Ärger_x", "http://b/"))
        ),
        language=draw(languages),
        words=draw(st.integers(0, 6)),
        minutes=draw(st.integers(0, 3)),
        enclosures=tuple(draw(st.lists(attached, max_size=3))),
    )


stores = st.integers(0, 8).flatmap(lambda size: st.tuples(*(prepared(number) for number in range(size))))
words = st.sampled_from(WORDS) | st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join)
beginnings = words.map(lambda word: word[: max(1, len(word) // 2)])
parts = st.sampled_from(
    ("", "a", "CAF", "é", "%", "_", "\\", "ass", "\u0301", "xample", "Ä", "ä", "мИ", "ß", "?q")
)
numbers = st.integers(0, 7).map(str)
ends = st.tuples(numbers | st.just(""), numbers | st.just("")).filter(any)


def values(of):
    return st.lists(of, min_size=1, max_size=2).map(tuple)


def terms_of(fields, operators, of):
    return st.builds(Term, st.sampled_from(fields), st.sampled_from(operators), of)


terms = st.one_of(
    terms_of(("text", "title", "body", "note"), ("words",), values(words)),
    terms_of(("text", "title", "body", "note", "author"), ("prefix",), values(words | beginnings)),
    terms_of(("author", "source", "url"), ("contains",), values(parts | beginnings)),
    terms_of(("author", "source", "url"), ("=",), values(words | st.sampled_from(("", "http://b/")))),
    terms_of(("lang",), ("is",), values(st.sampled_from(("en", "en-gb", "de", "e")))),
    terms_of(("words", "minutes", "enclosures"), ("=", "<", "<=", ">", ">="), values(numbers)),
    terms_of(("words", "minutes", "enclosures"), ("..",), ends),
    terms_of(("has",), ("is",), values(st.sampled_from(("enclosure", "audio", "video", "image")))),
    st.just(Term("has", "is", ("note",))),
)


#: Every field that is answered here with each of its operators, and what may be asked of it.
TABLE = {
    **{(field, "words"): [(word,) for word in WORDS] for field in ("text", "title", "body", "note")},
    **{
        (field, "prefix"): [(word[:2],) for word in WORDS]
        for field in ("text", "title", "body", "note", "author")
    },
    **{
        (field, "contains"): [
            (part,) for part in ("a", "CAF", "é", "%", "_", "\\", "ass", "\u0301", "мИ", "x|y")
        ]
        for field in ("author", "source", "url")
    },
    **{
        (field, "="): [("",), ("Café",), ("cafe", ""), ("http://b/",)]
        for field in ("author", "source", "url")
    },
    ("lang", "is"): [("en",), ("en-gb",), ("e",), ("de", "en")],
    **{
        (field, operator): [(str(number),) for number in range(5)] + [("1", "4")]
        for field in ("words", "minutes", "enclosures")
        for operator in ("=", "<", "<=", ">", ">=")
    },
    **{
        (field, ".."): [("1", "3"), ("3", "1"), ("2", ""), ("", "2"), ("0", "0")]
        for field in ("words", "minutes", "enclosures")
    },
    ("rule", "is"): [("Every third",), ("EVERY FIFTH", "every third"), ("nobody",)],
    ("has", "is"): [
        ("enclosure",),
        ("audio",),
        ("video",),
        ("image",),
        ("audio", "image"),
        ("code",),
        ("table",),
        ("term",),
        ("note",),
    ],
    ("is", "is"): [("updated",), ("fulltext",), ("offline",)],
    ("term", "is"): [("Café",), ("CAFÉ",), ("one", "two"), ("Third", "none")],
    ("term", "any"): [("one", "café"), ("none",)],
    ("term", "exists"): [()],
    **{
        (field, operator): [("2026-11",), ("3d",), ("2026-11-20",), ("today",), ("1y",)]
        for field in ("updated", "read-at")
        for operator in ("=", "<", "<=", ">", ">=")
    },
    **{
        (field, ".."): [("3d", ""), ("", "3d"), ("2026-11-19", "2026-11-21"), ("1d", "1w")]
        for field in ("updated", "read-at")
    },
}


def plain(number: int, word: str):
    """An article in which one word stands everywhere; every fifth has hardly anything."""
    bare = number % 5 == 0
    kinds = ("audio/mpeg", "IMAGE/png", "text/audio", "")[: number % 5]
    return make_prepared(
        number,
        title=word,
        author="" if bare else word,
        text=f"{word} rail {word}",
        source="" if bare else f"{word}|y",
        url=("", "http://b/", f"https://Example.org/{word}")[number % 3],
        language=("", "en", "en-GB", "EN-us", "eng", "de")[number % 6],
        words=number % 6,
        minutes=number % 4,
        enclosures=tuple(Enclosure("https://x.example/", kind) for kind in kinds),
        terms=("one", "Café", "café", "third")[number % 5 :],
        updated_at=None if bare else NOW - timedelta(days=number),
        html=("<p>x</p>", "<pre>x</pre>", "<p><code>x</code></p>", "<table><tr><td>x</td></tr></table>")[
            number % 4
        ],
    )


def ingested(store, feed_id, some):
    """Articles of which two rules have touched some."""
    names = ("Every third", "Every fifth")
    changes = [DefinitionChange(None, Definition("rule", name)) for name in names]
    made = store.write(definitions.define, changes, "rules", NOW).definitions
    numbers = {change.after.name: change.after.id for change in made}
    steps = {numbers["Every third"]: 3, numbers["Every fifth"]: 5}
    outcomes = {
        entry.guid: Outcome(
            hits=tuple(
                RuleHit(rule, (RuleAction("read"),), "") for rule, step in steps.items() if place % step == 0
            )
        )
        for place, entry in enumerate(some)
    }
    return [entry.id for entry in store.ingest(feed_id, *some, outcomes=outcomes).new]


def noted(store, ids):
    """A note on every fourth article, a draft on every ninth; one note was taken off again."""
    for place, number in enumerate(ids):
        if place % 4 == 3:
            store.write(status.write_note, number, f"{WORDS[place]}, says\nmy note {WORDS[-place]}", NOW)
        if place % 9 == 1:
            store.write(notes.keep_draft, number, f"{WORDS[place]} draft")
    store.write(status.write_note, ids[3], " ", NOW)


def test_every_field_with_every_operator(store):
    asked = {(name, operator) for name, field in FIELDS.items() for operator in field.operators}
    answered = {*leaves._ANSWERS, *leaves._TIMES}
    assert set(TABLE) == {one for one in asked if one[0] in answered and one[1] != "regex"}
    (feed_id,) = store.subscribe(1)
    ids = ingested(store, feed_id, [plain(n, word) for n, word in enumerate(WORDS)])
    store.index_all()
    for days, number in enumerate(ids[::3]):
        store.write(status.set_status, [number], "read", True, "", NOW - timedelta(days=days))
    again = [
        (number, replace(plain(n, WORDS[n]), fingerprint=b"2")) for n, number in enumerate(ids) if n % 4 == 1
    ]
    store.ingest(feed_id, changed=tuple(again))
    pages = [(number, make_full_text(f"page {WORDS[n]}")) for n, number in enumerate(ids) if n % 7 == 2]
    pages += [(number, make_full_text("", trouble="It answers 403.")) for number in ids[::7]]
    store.write(full_texts.put, pages, words_and_minutes)
    store.index_all()
    noted(store, ids)
    (feed,) = store.feeds()
    rules = store.read(rule_hits.rule_names_of, ids)
    subjects = [
        subject_of(article, feed, rules=rules.get(article.id, ()))
        for article in store.read(articles.many, ids)
    ]
    assert {len(subject.rules) for subject in subjects} == {0, 1, 2}
    for (name, operator), every in TABLE.items():
        for one in every:
            term = Term(name, operator, one)
            expected = sorted(subject.id for subject in subjects if matches(term, subject, NOW))
            assert sorted(store.read(leaves.answer, term, NOW)) == expected, term


@settings(max_examples=40, deadline=None)
@given(stores, st.lists(terms, min_size=1, max_size=12))
def test_the_store_and_the_matcher_agree(entries, asked):
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "store.sqlite3") as store:
        (feed_id,) = store.subscribe(1)
        ids = [entry.id for entry in store.ingest(feed_id, *entries).new]
        pages = [(number, make_full_text(entries[place - 1].text)) for place, number in enumerate(ids[::3])]
        store.write(full_texts.put, pages, words_and_minutes)
        store.index_all()
        for place, number in enumerate(ids[1::3]):
            store.write(status.write_note, number, entries[-place].title, NOW)
        (feed,) = store.read(feeds.all_feeds)
        subjects = [subject_of(article, feed) for article in store.read(articles.many, ids)]
        for term in asked:
            expected = sorted(subject.id for subject in subjects if matches(term, subject, NOW))
            assert sorted(store.read(leaves.answer, term, NOW)) == expected, term


def ask(store: Store, query: str) -> list[int]:
    expr = parse(query).expr
    assert isinstance(expr, Term)
    return sorted(store.read(leaves.answer, expr, NOW))


@pytest.mark.parametrize(
    "text",
    ['a" OR "b', "title:x", "NEAR(a b)", "a AND", "^a", "'; DROP TABLE article; --", "*", "{title}: a", "-a"],
)
def test_no_text_is_a_command(store, text):
    (feed,) = store.subscribe(1)
    store.ingest(feed, make_prepared(1, title="a b", text="b"))
    store.index_all()
    for field in ("text", "title", "note", "author", "url", "source"):
        for operator in set(FIELDS[field].operators) - {"regex"}:
            found = store.read(leaves.answer, Term(field, operator, (text,)), NOW)
            assert isinstance(found, array)
    assert store.sql("SELECT count(*) FROM article") == [(1,)]


def test_old_words_are_gone_and_new_ones_found(store):
    (feed,) = store.subscribe(1)
    (entry,) = store.ingest(feed, make_prepared(1, text="first version")).new
    store.index_all()
    assert ask(store, "first") == [1]
    store.ingest(feed, changed=((entry.id, make_prepared(1, text="second version", fingerprint=b"2")),))
    store.index_all()
    assert (ask(store, "first"), ask(store, "second"), ask(store, '"second version"')) == ([], [1], [1])


def test_ranks_for_an_order(store):
    (feed,) = store.subscribe(1)
    titles = ["banana", "Äpfel", "apple", "Banana", "apfel", "zoo", "ZOO"]
    for number, title in enumerate(titles):
        when = NOW - timedelta(hours=number)
        store.ingest(feed, make_prepared(number, title=title, words=number * 3, published_at=when))
    flat = store.read(leaves.answer, Term("sort", "order", ("title",)), NOW)
    ranks = dict(zip(flat[::2], flat[1::2], strict=True))
    assert sorted(ranks) == list(range(1, 8))
    by_rank = sorted(ranks, key=lambda number: (ranks[number], number))
    assert by_rank == sorted(ranks, key=lambda number: (fold(titles[number - 1]), number))
    assert ranks[1] == ranks[4] and ranks[2] == ranks[5] and ranks[6] == ranks[7]
    flat = store.read(leaves.answer, Term("sort", "order", ("words",)), NOW)
    assert dict(zip(flat[::2], flat[1::2], strict=True)) == {
        number: (number - 1) * 3 for number in range(1, 8)
    }


def test_the_publishers_changes_are_ranks_too(store):
    (feed,) = store.subscribe(1)
    for number, updated in enumerate((None, NOW, NOW.replace(year=2150), NOW.replace(year=1960))):
        store.ingest(feed, make_prepared(number, updated_at=updated))
    flat = store.read(leaves.answer, Term("sort", "order", ("updated",)), NOW)
    assert dict(zip(flat[::2], flat[1::2], strict=True)) == {2: int(NOW.timestamp()), 3: 2**32 - 1}


def test_relevance_prefers_titles_and_short_texts_and_knows_ties(store):
    (feed,) = store.subscribe(1)
    texts = (
        ("The port", "of a town"), ("A walk", "to the port" + " and back" * 50), ("A walk", "to the port"),
        ("Nothing", "of that"), ("A walk", "to the port"), *[("Another", "walk")] * 9,
    )  # fmt: skip
    for number, (title, text) in enumerate(texts):
        store.ingest(feed, make_prepared(number, title=title, text=text))
    store.index_all()
    flat = store.read(leaves.answer, Term("sort", "order", ("relevance", '("port") OR ("tha"*)')), NOW)
    ranks = dict(zip(flat[::2], flat[1::2], strict=True))
    assert ranks[1] > ranks[3] == ranks[5] > ranks[2] >= 1
    assert set(ranks) == {1, 2, 3, 4, 5}


def test_what_the_index_knows_is_not_asked_here(store):
    with pytest.raises(KeyError):
        store.read(leaves.answer, Term("is", "is", ("unread",)), NOW)
    with pytest.raises(KeyError):
        store.read(leaves.answer, Term("title", "regex", ("/a/",)), NOW)


def test_a_few_are_asked_for_as_all_are(store):
    (feed_id,) = store.subscribe(1)
    ids = [entry.id for entry in store.ingest(feed_id, *(plain(n, word) for n, word in enumerate(WORDS))).new]
    store.index_all()
    noted(store, ids)
    for (name, operator), every in TABLE.items():
        if operator in ("words", "prefix"):
            for values in [*every, ("a",), ("", "c"), ("",)]:
                term = Term(name, operator, values)
                everywhere = set(store.read(leaves.answer, term, NOW))
                for some in (ids, ids[::-2], ids[:1], []):
                    expected = [number for number in some if number in everywhere]
                    assert sorted(store.read(leaves.among, term, some)) == sorted(expected), term


def test_older_texts_are_looked_into_once(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed, *(make_prepared(n, html="<pre>x</pre>" if n % 2 else "<p>x</p>") for n in range(5)))
    asked = Term("has", "is", ("code",))
    assert not store.read(features.unseen)
    expected = sorted(store.read(leaves.answer, asked, NOW))
    assert len(expected) == 2
    # As an earlier Broadsheet left them.
    store.write(lambda connection: connection.execute("UPDATE article_content SET features = NULL").rowcount)
    assert store.read(features.unseen)
    assert sorted(store.read(leaves.answer, asked, NOW)) == expected
    assert (store.write(features.look, 3), store.write(features.look, 3), store.write(features.look, 3)) == (
        3,
        2,
        0,
    )
    assert not store.read(features.unseen)
    assert sorted(store.read(leaves.answer, asked, NOW)) == expected


def test_patterns_are_looked_for_in_the_articles_named(store):
    (feed,) = store.subscribe(1)
    made = [
        make_prepared(n, title=f"Title {n}", text=f"body {n}", author="A", url=f"https://u/{n}")
        for n in range(6)
    ]
    numbers = [entry.id for entry in store.ingest(feed, *made).new]
    titles = {number: title for number, title in store.sql("SELECT id, title FROM article")}

    def look(field, pattern, ids=numbers, seconds=9.0):
        return store.read(pattern_leaf.look, Term(field, "regex", (pattern,)), ids, Patience(seconds))

    odd = [number for number in numbers if titles[number][-1] in "135"]
    for field in ("text", "title", "body", "url"):
        assert look(field, "/[135]$/") == (odd, 6)
    assert look("author", "/^a$/") == (numbers, 6)
    store.write(status.write_note, odd[1], "Nota bene", NOW)
    assert look("note", "/nota/") == (odd[1:2], 6)
    assert look("text", "/x/") == look("source", "/./") == ([], 6)
    assert look("body", "/[135]$/", odd[:1]) == (odd[:1], 1)
    # Without time one is looked into all the same, so that there is an end.
    assert look("body", "/body/", seconds=0.0) == (numbers[:1], 1)
