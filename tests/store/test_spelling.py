"""A tag in other capitals is the same tag: no article ever has both, and the index follows."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import NOW
from tests.store.opened import Store, entries, opened
from tui.index import Catalog
from tui.model.changes import TagChange
from tui.model.feed import FeedEdits
from tui.model.rule import Outcome, RuleAction, RuleHit
from tui.query.words import path_key
from tui.store import columns, feeds, meta, status, tagging
from tui.store.rule_hits import TouchedSome, act, apply, refused, tagged

NAMES = ("news", "News", "NEWS", "mine", "Mine", "straße", "STRASSE")


def tags(store: Store) -> list[tuple[object, ...]]:
    return sorted(
        store.sql("SELECT article_id, name, origin FROM article_tag JOIN tag ON tag.id = article_tag.tag_id")
    )


def taken(store: Store) -> list[tuple[object, ...]]:
    return sorted(store.sql("SELECT article_id, name FROM removed_tag JOIN tag ON tag.id = tag_id"))


def depth(store: Store) -> int:
    """How many deeds undo could take back."""
    return int(store.sql("SELECT count(*) FROM journal WHERE undone = 0")[0][0])


def catalog(store: Store) -> Catalog:
    return store.read(
        lambda connection: Catalog.build(columns.columns(connection), meta.generation(connection))
    )


def sets(index: Catalog) -> dict[str, list[int]]:
    return {key: sorted(ids) for key, ids in index.tags.own.items()}


def ruled(*names: str) -> Outcome:
    actions = tuple(RuleAction("tag", name) for name in names)
    return Outcome(tags=names, hits=(RuleHit(1, actions, ""),))


def touched(*ids: int, tags: tuple[str, ...] = (), untags: tuple[str, ...] = ()) -> TouchedSome:
    return TouchedSome(5, ids, tags, untags, (), '[[["tag", "x"]], ""]')


@pytest.fixture
def store(tmp_path):
    with opened(tmp_path / "store.sqlite3") as one:
        yield one


def test_a_rule_applied_takes_the_spelling_of_the_user(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed, *entries([1, 2]))
    index = catalog(store)
    index.apply(store.write(status.add_tag, [1], "mine", "", NOW))
    before = tags(store)
    changes = store.write(apply, [touched(1, 2, tags=("Mine",))], "apply", NOW)
    assert [(one.tag, one.ids) for one in changes.tags] == [("mine", (2,))]
    index.apply(changes)
    assert tags(store) == [(1, "mine", "user"), (2, "mine", "rule")]
    assert sets(index) == sets(catalog(store)) == {"mine": [1, 2]}
    index.apply(store.write(status.undo, NOW))
    assert tags(store) == before and sets(index) == sets(catalog(store)) == {"mine": [1]}
    index.apply(store.write(status.redo, NOW))
    assert sets(index) == sets(catalog(store)) == {"mine": [1, 2]}


def test_what_arrives_has_the_tag_of_its_feed_once(store):
    (feed,) = store.subscribe(1, tags=("news",))
    first, second = entries([1, 2])
    index = catalog(store)
    index.apply(store.ingest(feed, first, second, outcomes={first.guid: ruled("News")}))
    assert tags(store) == [(1, "news", "feed"), (2, "news", "feed")]
    index.apply(store.write(status.remove_tag, [1, 2], "NEWS", "", NOW))
    assert tags(store) == [] and taken(store) == [(1, "news"), (2, "news")]
    assert sets(index) == sets(catalog(store)) == {}
    index.apply(store.write(status.undo, NOW))
    assert sets(index) == sets(catalog(store)) == {"news": [1, 2]}


def test_one_visit_brings_one_spelling(store):
    (feed,) = store.subscribe(1)
    first, second = entries([1, 2])
    changes = store.ingest(
        feed, first, second, outcomes={first.guid: ruled("News"), second.guid: ruled("news", "NEWS")}
    )
    assert {name for entry in changes.new for name in entry.tags} == {
        name for _id, name, _origin in tags(store)
    }
    assert len(tags(store)) == 2 and len({name for _id, name, _origin in tags(store)}) == 1


def test_a_tag_taken_off_stays_off_in_every_spelling(store):
    (feed,) = store.subscribe(1, tags=("news",))
    (first,) = entries([1])
    store.ingest(feed, first)
    store.write(status.remove_tag, [1], "News", "", NOW)
    assert not store.write(apply, [touched(1, tags=("NEWS",))], "apply", NOW).tags
    assert store.read(refused, "NEWS").tolist() == [1] and not store.read(tagged, "NEWS")
    (feed_again,) = store.feeds()
    store.write(feeds.edit_feed, feed_again.id, FeedEdits(tags=("NEWS",)), (), "", NOW)
    store.ingest(feed, changed=((1, replace(first, fingerprint=b"other")),))
    assert tags(store) == []
    store.write(status.add_tag, [1], "neWS", "", NOW)
    assert tags(store) == [(1, "news", "user")] and taken(store) == []


def test_what_stood_there_keeps_its_spelling(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed, *entries([1, 2]))
    store.write(status.add_tag, [1], "mine", "", NOW)
    store.write(act, [(1, ruled("Mine")), (2, ruled("MINE"))], 9, NOW)
    assert tags(store) == [(1, "mine", "user"), (2, "mine", "rule")]


def test_a_store_with_both_spellings_is_freed_of_both(store):
    (feed,) = store.subscribe(1, tags=("news",))
    store.ingest(feed, *entries([1]))

    def spoil(connection):
        connection.execute("INSERT INTO tag (id, name) VALUES (90, 'News')")
        connection.execute("INSERT INTO article_tag (article_id, tag_id, origin) VALUES (1, 90, 'rule')")

    store.write(spoil)
    index = catalog(store)
    index.apply(store.write(status.remove_tag, [1], "news", "", NOW))
    assert tags(store) == [] and sets(index) == sets(catalog(store)) == {}
    index.apply(store.write(status.undo, NOW))
    assert sets(index) == sets(catalog(store)) == {"news": [1]}


def test_other_capitals_by_renaming_are_kept(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed, *entries([1, 2]))
    store.write(status.add_tag, [1], "mine", "", NOW)
    store.write(tagging.edit_tag, "mine", "Mine", None, NOW)
    store.write(status.add_tag, [2], "mine", "", NOW)
    assert tags(store) == [(1, "Mine", "user"), (2, "Mine", "user")]
    store.write(status.undo, NOW)
    store.write(status.undo, NOW)
    assert tags(store) == [(1, "mine", "user")]


some = st.sets(st.integers(1, 4), min_size=1).map(sorted)
names = st.sampled_from(NAMES)
deeds = st.one_of(
    st.tuples(st.just("add"), some, names),
    st.tuples(st.just("remove"), some, names),
    st.tuples(st.just("both"), some, names, names),
    st.tuples(st.just("rule"), some, names),
    st.tuples(st.just("unrule"), some, names),
    st.tuples(st.just("rename"), names, names),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


def do(store, deed):
    match deed:
        case "add", ids, name:
            return store.write(status.add_tag, ids, name, "", NOW)
        case "remove", ids, name:
            return store.write(status.remove_tag, ids, name, "", NOW)
        case "both", ids, one, other:
            wishes = [TagChange(one, True, ()), TagChange(other, True, ())]
            return store.write(status.change, ids, wishes, "", NOW)
        case "rule", ids, name:
            return store.write(apply, [touched(*ids, tags=(name,))], "apply", NOW)
        case "unrule", ids, name:
            return store.write(apply, [touched(*ids, untags=(name,))], "apply", NOW)
        case "rename", old, new:
            if not any(path_key(name) == path_key(old) for _id, name, _origin in tags(store)):
                return None
            return store.write(tagging.edit_tag, old, new, None, NOW)
        case ("undo",):
            return store.write(status.undo, NOW)
    return store.write(status.redo, NOW)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(deeds, max_size=12))
def test_whatever_is_done_the_index_says_what_the_store_holds(tmp_path_factory, done):
    with opened(tmp_path_factory.mktemp("spelling") / "store.sqlite3") as store:
        (feed,) = store.subscribe(1, tags=("news",))
        store.ingest(feed, *entries([1, 2, 3, 4]))
        index, before = catalog(store), []
        for deed in done:
            if deed == ("undo",) and not before:
                continue
            held, deep = (tags(store), taken(store)), depth(store)
            changes = do(store, deed)
            if deed == ("undo",):
                assert (tags(store), taken(store)) == before.pop()
            elif depth(store) > deep:
                before.append(held)
            if changes is not None:
                index.apply(changes)
            assert sets(index) == sets(catalog(store))
            keys = [(number, path_key(name)) for number, name, _origin in tags(store)]
            assert len(keys) == len(set(keys))


def test_a_spelling_that_nothing_has_left_is_not_renamed(store):
    (feed,) = store.subscribe(1)
    store.ingest(feed, *entries(range(3)))
    store.write(status.add_tag, [1], "mine", "", NOW)
    store.write(tagging.edit_tag, "mine", "other", None, NOW)
    store.write(status.add_tag, [2], "Mine", "", NOW)
    deeds = depth(store)
    assert not store.write(tagging.edit_tag, "mine", "Mine", None, NOW)
    assert depth(store) == deeds and tags(store) == [(1, "other", "user"), (2, "Mine", "user")]
