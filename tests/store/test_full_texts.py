"""Texts from the pages of articles: kept beside the feed's own, found by their words, let go again."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import NOW, make_full_text, make_prepared
from tests.store.opened import opened
from tui.content import words_and_minutes
from tui.model.extraction import PageFacts
from tui.query import parse
from tui.store import articles, full_texts, leaves, listing, maintenance, meta

FACTS = PageFacts(
    title="Whatever",
    author="Ana Page",
    source="Example Agency",
    language="pt",
    published_at=NOW - timedelta(days=2),
    terms=("Rail", "Africa"),
)


def put(store, *found):
    return store.write(full_texts.put, found, words_and_minutes)


def ask(store, query):
    return sorted(store.read(leaves.answer, parse(query).expr, NOW))


def article(store, number=1):
    return store.read(articles.get, number)


def begun(store, **entry):
    """One article that its feed says little of."""
    (feed,) = store.subscribe(1)
    bare = {"author": "", "language": "", "source": "", "published_at": None, **entry}
    (made,) = store.ingest(feed, make_prepared(1, **bare)).new
    store.index_all()
    return feed, made.id


def test_a_text_is_kept_beside_the_feeds_own_and_read_with_the_article(store):
    _feed, number = begun(store, text="Only the beginning …", words=3)
    found = make_full_text("All of it, from the first to the last", facts=FACTS, url="https://example.org/x")
    changes = put(store, (number, found))
    assert [entry.id for entry in changes.updated] == [number]
    assert changes.generation == store.read(meta.generation)
    stored = article(store)
    assert stored.full == (found,)
    assert (stored.text, stored.revision) == ("Only the beginning …", 1)
    assert store.read(full_texts.full_texts, [number, 99]) == {number: (found,)}
    # Another process learns of it, too.
    assert [one.id for one in store.read(listing.entries_since, changes.generation - 1).updated] == [number]


def test_its_words_are_found_with_those_of_the_feed(store):
    _feed, number = begun(store, text="the beginning")
    put(store, (number, make_full_text("quokkas everywhere")))
    store.index_all()
    assert ask(store, "quokkas") == ask(store, "beginning") == ask(store, "is:fulltext") == [number]
    put(store, (number, make_full_text("wombats instead")))
    store.index_all()
    assert (ask(store, "quokkas"), ask(store, "wombats")) == ([], [number])
    store.write(full_texts.forget, [number], words_and_minutes)
    store.index_all()
    assert (ask(store, "wombats"), ask(store, "beginning"), ask(store, "is:fulltext")) == ([], [number], [])
    assert store.write(maintenance.check) == ()


def test_the_page_fills_only_what_the_feed_left_empty(store):
    _feed, number = begun(store)
    put(store, (number, make_full_text(facts=FACTS)))
    stored = article(store)
    assert (stored.author, stored.source, stored.language) == ("Ana Page", "Example Agency", "pt")
    assert (stored.published_at, stored.sorted_at) == (FACTS.published_at, FACTS.published_at)
    assert stored.terms == ("Rail", "Africa")
    store.index_all()
    assert ask(store, 'source:"example agency"') == ask(store, "author:page") == [number]


def test_what_the_feed_says_goes_first(store):
    said = {"author": "Jane", "language": "en", "source": "Wire", "published_at": NOW, "terms": ("own",)}
    _feed, number = begun(store, **said)
    put(store, (number, make_full_text(facts=FACTS)))
    stored = article(store)
    assert (stored.author, stored.language, stored.source) == ("Jane", "en", "Wire")
    assert (stored.published_at, stored.terms) == (NOW, ("own",))


def test_a_date_to_come_is_no_later_than_the_arrival(store):
    _feed, number = begun(store)
    put(store, (number, make_full_text(facts=PageFacts(published_at=NOW + timedelta(days=900)))))
    assert article(store).sorted_at == NOW


def test_what_the_page_says_stays_when_the_publisher_changes_the_article(store):
    feed, number = begun(store, words=3)
    put(store, (number, make_full_text("word " * 50, facts=FACTS, html="<pre>x</pre>")))
    bare = make_prepared(1, author="", language="", source="", published_at=None, text="new", words=1)
    store.ingest(feed, changed=((number, replace(bare, fingerprint=b"2")),))
    store.index_all()
    stored = article(store)
    assert (stored.text, stored.revision, stored.words) == ("new", 2, 50)
    assert (stored.author, stored.source, stored.terms) == ("Ana Page", "Example Agency", ("Rail", "Africa"))
    assert ask(store, "word") == ask(store, "new") == ask(store, "has:code") == [number]


def test_an_article_is_as_long_as_the_longest_of_its_texts(store):
    _feed, number = begun(store, text="one two three", words=3)
    for words, html, code in ((400, "<pre>x</pre>", [number]), (20, "<p>x</p>", [])):
        put(store, (number, make_full_text("word " * words, html=html)))
        assert (article(store).words, ask(store, "has:code")) == (words, code)
    put(store, (number, make_full_text("two words", step="rule")))
    assert article(store).words == 20
    assert [one.step for one in article(store).full] == ["extracted", "rule"]
    store.write(full_texts.forget, [number], words_and_minutes)
    assert (article(store).words, article(store).full) == (3, ())


def test_a_trouble_is_kept_and_changes_no_list(store):
    _feed, number = begun(store)
    before = store.read(meta.generation)
    trouble = make_full_text("", trouble="The page asks for a login.", words=0, minutes=0)
    assert not put(store, (number, trouble))
    assert store.read(meta.generation) == before
    assert (article(store).full, ask(store, "is:fulltext")) == ((trouble,), [])
    found = make_full_text("here it is")
    put(store, (number, found))
    # What is there is not lost because the page cannot be had another time.
    put(store, (number, trouble))
    assert (article(store).full, ask(store, "is:fulltext")) == ((found,), [number])


def test_articles_that_are_gone_are_left_out(store):
    _feed, number = begun(store)
    put(store, (number, make_full_text("gone soon")))
    store.index_all()
    store.purge(number)
    assert not put(store, (number, make_full_text()), (77, make_full_text()))
    assert store.sql("SELECT count(*) FROM full_text") == [(0,)]
    assert not store.write(full_texts.forget, [number], words_and_minutes)
    assert store.write(maintenance.check) == ()


texts = st.sampled_from(("", "alpha", "alpha beta", "北京 gamma", "delta " * 40))
deeds = st.lists(
    st.tuples(
        st.sampled_from(("put", "trouble", "forget", "revise", "index", "purge")), st.integers(0, 3), texts
    ),
    max_size=14,
)


@settings(max_examples=40, deadline=None)
@given(deeds)
def test_the_word_index_stays_true_whatever_happens(tmp_path_factory, deeds):
    with opened(tmp_path_factory.mktemp("full") / "store.sqlite3") as store:
        (feed,) = store.subscribe(1)
        ids = [entry.id for entry in store.ingest(feed, *(make_prepared(n, text="") for n in range(4))).new]
        for turn, (deed, place, text) in enumerate(deeds):
            number = ids[place]
            if deed in ("put", "trouble"):
                found = make_full_text(text, trouble="" if deed == "put" else "No.", step="extracted")
                put(store, (number, found))
            elif deed == "forget":
                store.write(full_texts.forget, [number], words_and_minutes)
            elif deed == "revise":
                again = make_prepared(3 - place, text=text, fingerprint=bytes([turn + 1]))
                store.ingest(feed, changed=((number, again),))
            elif deed == "index":
                store.index_all()
            else:
                store.purge(number)
        store.index_all()
        assert store.write(maintenance.check) == ()
        # FTS5 itself cannot tell whether what was taken out is what was put in: ask for every word.
        left = store.read(articles.many, ids)
        for word in ("alpha", "beta", "gamma", "delta", "京"):
            spoken = {one.id for one in left if word in " ".join((one.text, *(f.text for f in one.full)))}
            assert set(ask(store, word)) == spoken, word
