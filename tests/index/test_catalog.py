"""Patching is rebuilding, and what was saved comes back."""

import json
from array import array
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.index.world import entry_of
from tests.query.strategies import NAMES, NOW, articles, feeds
from tui.index import Catalog, facets, select
from tui.model.changes import ChangeSet, StatusChange, TagChange
from tui.model.columns import IndexColumns
from tui.query import Subject, parse
from tui.query.words import path_key

STATUSES = ("read", "starred", "later")


def contents(catalog):
    """Everything that can be asked of a catalog."""
    catalog.set_feeds(feeds())
    ids = list(catalog.everything)
    told = catalog.in_stories()
    counts = facets(parse(""), catalog, {}, NOW)
    return {
        "ids": ids,
        "states": [list(members) for members in (catalog.unread, catalog.starred, catalog.later)],
        "tags": {key: list(own) for key, own in sorted(catalog.tags.own.items())},
        "feeds": {feed: list(members) for feed, members in sorted(catalog.by_feed.items())},
        "times": [(int(catalog.sorted_at[one]), int(catalog.first_seen_at[one])) for one in ids],
        "feed_of": [int(catalog.feed_of[one]) for one in ids],
        "order": select(parse(""), catalog, {}, NOW).ids.tolist(),
        "recent": select(parse("newer:2d sort:received"), catalog, {}, NOW).ids.tolist(),
        "counts": (counts.feeds, counts.categories, counts.states),
        "stories": list(zip(*map(np.ndarray.tolist, (told.ids, told.stories)), strict=True)),
        "duplicates": list(told.duplicates),
        "branches": {path_key(name): len(members) for name, members in catalog.tags.branches()},
    }


@st.composite
def histories(draw):
    """Some articles, and changes with the entries that they lead to."""
    known = {subject.id: entry_of(feed, subject) for feed, subject in draw(articles())}
    start, steps = dict(known), []
    for step in range(draw(st.integers(1, 5))):
        removed = (
            tuple(draw(st.lists(st.sampled_from(sorted(known)), unique=True, max_size=2))) if known else ()
        )
        for number in removed:
            del known[number]
        fresh = {subject.id: entry_of(feed, subject) for feed, subject in draw(articles(4))}
        new = tuple(entry for number, entry in fresh.items() if number not in known)
        updated = tuple(entry for number, entry in fresh.items() if number in known)
        known |= fresh
        statuses, tags = [], []
        numbers = tuple(
            draw(st.lists(st.integers(1, 300) | st.sampled_from(sorted(known) or [1]), max_size=4))
        )
        kind = draw(st.sampled_from((*STATUSES, "tag")))
        value = draw(st.booleans())
        if kind == "tag":
            tag = draw(st.sampled_from(NAMES))
            tags.append(TagChange(tag, value, numbers))
            for one in set(numbers) & set(known):
                others = tuple(name for name in known[one].tags if path_key(name) != path_key(tag))
                known[one] = replace(known[one], tags=(*others, tag) if value else others)
        else:
            statuses.append(StatusChange(kind, value, numbers))
            for one in set(numbers) & set(known):
                known[one] = replace(known[one], **{kind: value})
        changes = ChangeSet(
            new=new,
            updated=updated,
            removed=removed,
            statuses=tuple(statuses),
            tags=tuple(tags),
            generation=step + 2,
        )
        steps.append((changes, tuple(known.values())))
    return tuple(start.values()), steps


@settings(max_examples=60, deadline=None)
@given(histories())
def test_applying_changes_is_building_anew(history):
    start, steps = history
    catalog = Catalog.build(IndexColumns.of(start), 1)
    for changes, entries in steps:
        catalog.apply(changes)
        rebuilt = Catalog.build(IndexColumns.of(entries), changes.generation)
        assert contents(catalog) == contents(rebuilt)
        assert (catalog.generation, catalog.total) == (changes.generation, len(entries))


@settings(max_examples=40, deadline=None)
@given(histories())
def test_marks_on_articles_that_are_not_there_mean_nothing(history):
    start, _steps = history
    good = IndexColumns.of(start)
    stray = array("I", [301, 302])
    marked = replace(
        good,
        unread=good.unread + stray,
        starred=stray + good.starred,
        later=good.later + stray,
        tags={"stray": stray} | {name: ids + stray for name, ids in good.tags.items()},
    )
    assert contents(Catalog.build(marked, 1)) == contents(Catalog.build(good, 1))


@settings(max_examples=40, deadline=None)
@given(histories())
def test_what_is_dumped_is_loaded(history):
    start, steps = history
    catalog = Catalog.build(IndexColumns.of(start), 1)
    for changes, _ in steps:
        catalog.apply(changes)
    loaded = Catalog.load(catalog.dump(), catalog.generation)
    assert contents(loaded) == contents(catalog)
    # And goes on from there.
    for changes, _ in reversed(steps):
        catalog.apply(changes)
        loaded.apply(changes)
    assert contents(loaded) == contents(catalog)


def one_article(**facts):
    (entry,) = [entry_of(1, subject) for subject in [_subject(**facts)]]
    return entry


def _subject(**facts):
    return Subject(id=3, tags=("a",), **facts)


def test_an_empty_catalog_is_saved_too():
    assert contents(Catalog.load(Catalog(5).dump(), 5)) == contents(Catalog(5))


def test_times_before_1970_and_after_2106_are_kept():
    entries = [
        replace(one_article(), id=number, sorted_at=at) for number, at in enumerate((-(10**9), 0, 10**11), 1)
    ]
    catalog = Catalog.build(IndexColumns.of(entries), 1)
    assert contents(Catalog.load(catalog.dump(), 1)) == contents(catalog)
    assert select(parse(""), catalog, {}, NOW).ids.tolist() == [3, 2, 1]


def spoiled():
    good = Catalog.build(IndexColumns.of([one_article()]), 4).dump()
    head = json.loads(good["head"])
    yield "another generation", good, 5
    yield "another version", {**good, "head": json.dumps({**head, "version": 0}).encode()}, 4
    yield "flipped sets", {**good, "sets": b"\xff" + good["sets"][1:]}, 4
    yield "short columns", {**good, "columns": good["columns"][:-1]}, 4
    yield "no sets", {name: part for name, part in good.items() if name != "sets"}, 4
    yield "no JSON", {**good, "head": b"{"}, 4
    yield "odd JSON", {**good, "head": b"[]"}, 4
    columns = [[name, base + 2**70, *rest] for name, base, *rest in head["columns"]]
    yield "numbers of no size", {**good, "head": json.dumps({**head, "columns": columns}).encode()}, 4
    yield "nothing", {}, 4


@pytest.mark.parametrize(
    ("blobs", "generation"), [one[1:] for one in spoiled()], ids=[one[0] for one in spoiled()]
)
def test_spoiled_bytes_are_refused(blobs, generation):
    with pytest.raises(ValueError, match=r"saved index|Expecting"):
        Catalog.load(blobs, generation)


def test_the_inverse_takes_back():
    catalog = Catalog.build(IndexColumns.of([one_article()]), 1)
    before = contents(catalog)
    changes = ChangeSet(statuses=(StatusChange("read", True, (3,)),), tags=(TagChange("b/c", True, (3,)),))
    catalog.apply(changes)
    assert contents(catalog) != before
    catalog.apply(changes.inverse)
    assert contents(catalog) == before
    assert catalog.generation == 1
