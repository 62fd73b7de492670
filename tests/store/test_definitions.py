"""What the user defines is kept, and every step of it can be taken back and done again."""

import tempfile
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.factories import NOW
from tests.store.opened import Store, entries, opened, url
from tui.model.changes import DefinitionChange
from tui.model.definition import Definition
from tui.model.errors import StoreError
from tui.store import definitions, listing, status

names = st.sampled_from(("Morning", "Long reads", "東京", "two  words"))
bodies = st.dictionaries(st.sampled_from(("query", "actions")), st.text(max_size=5), max_size=2)
kinds = st.sampled_from(("search", "rule", "tag", "feed"))


def define(store, *changes, label="define"):
    return store.write(definitions.define, changes, label, NOW)


def stored(store):
    return {one.id: one for one in store.read(definitions.all_definitions)}


class Defining(RuleBasedStateMachine):
    """The model: what there is by id, before each deed and after it."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store(Path(self.folder.name) / "store.sqlite3").open()
        self.there, self.past, self.future = {}, [], []

    def teardown(self):
        self.store.close()
        self.folder.cleanup()

    def did(self, there):
        self.past.append(self.there)
        self.there, self.future = there, []

    def taken(self, kind, name, but=0):
        return any((one.kind, one.name) == (kind, name) and one.id != but for one in self.there.values())

    @rule(kind=kinds, name=names, body=bodies, position=st.integers(0, 3))
    def make(self, kind, name, body, position):
        change = DefinitionChange(None, Definition(kind, name, body, position))
        if self.taken(kind, name):
            with pytest.raises(StoreError, match="another"):
                define(self.store, change)
            return
        (done,) = define(self.store, change).definitions
        self.did({**self.there, done.after.id: done.after})

    @rule(data=st.data(), name=names, body=bodies)
    def change(self, data, name, body):
        if not self.there:
            return
        one = data.draw(st.sampled_from(sorted(self.there.values(), key=lambda one: one.id)))
        after = replace(one, name=name, body=body)
        if self.taken(one.kind, name, one.id):
            with pytest.raises(StoreError, match="another"):
                define(self.store, DefinitionChange(one, after))
            return
        define(self.store, DefinitionChange(one, after))
        self.did({**self.there, one.id: after})

    @rule(data=st.data())
    def remove(self, data):
        if not self.there:
            return
        one = data.draw(st.sampled_from(sorted(self.there.values(), key=lambda one: one.id)))
        define(self.store, DefinitionChange(one, None))
        self.did({number: other for number, other in self.there.items() if number != one.id})

    @rule()
    def undo(self):
        done = self.store.write(status.undo, NOW)
        assert (done is None) == (not self.past)
        if self.past:
            self.future.append(self.there)
            self.there = self.past.pop()

    @rule()
    def redo(self):
        done = self.store.write(status.redo, NOW)
        assert (done is None) == (not self.future)
        if self.future:
            self.past.append(self.there)
            self.there = self.future.pop()

    @rule()
    def restart(self):
        self.store.close()
        self.store = Store(self.store.path).open()

    @invariant()
    def holds(self):
        assert stored(self.store) == deepcopy(self.there)


Defining.TestCase.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
TestDefining = Defining.TestCase


def test_what_is_gone_cannot_be_changed(path):
    with opened(path) as store:
        ghost = Definition("search", "Ghost", id=9)
        with pytest.raises(StoreError, match="not there any more"):
            define(store, DefinitionChange(ghost, replace(ghost, name="Host")))


def test_what_was_changed_meanwhile_is_not_overwritten(path):
    with opened(path) as store:
        (made,) = define(store, DefinitionChange(None, Definition("rule", "R", {"query": "a"}))).definitions
        seen = made.after
        define(store, DefinitionChange(seen, replace(seen, body={"query": "b"})))
        for late in (replace(seen, body={"query": "a", "enabled": False}), None):
            with pytest.raises(StoreError, match="“R” was changed elsewhere meanwhile"):
                define(store, DefinitionChange(seen, late))
        assert stored(store)[seen.id].body == {"query": "b"}


def test_a_search_is_the_same_whatever_another_program_noted_beside_its_query(path):
    with opened(path) as store:
        body = {"query": "a", "icon": "x"}
        (made,) = define(store, DefinitionChange(None, Definition("search", "S", body))).definitions
        seen = replace(made.after, body={"query": "a"})
        define(store, DefinitionChange(seen, replace(seen, name="T")))
        store.write(status.undo, NOW)
        assert stored(store) == {made.after.id: made.after}


@pytest.mark.parametrize("kind", ["search", "rule"])
def test_capitals_make_no_other_name(path, kind):
    with opened(path) as store:
        define(store, DefinitionChange(None, Definition(kind, "Straße")))
        (made,) = define(store, DefinitionChange(None, Definition(kind, "b"))).definitions
        for change in (
            DefinitionChange(None, Definition(kind, "STRASSE")),
            DefinitionChange(made.after, replace(made.after, name="strasse")),
        ):
            with pytest.raises(StoreError, match=r"another .* named “Straße”"):
                define(store, change)
        define(store, DefinitionChange(made.after, replace(made.after, name="B")))
        define(store, DefinitionChange(None, Definition("tag", "b")))
        assert sorted(one.name for one in stored(store).values()) == ["B", "Straße", "b"]


@pytest.mark.parametrize("body", ["[1]", "7", '"x"', "null", "", "{", "[" * 100_000])
def test_a_body_that_is_no_object_says_nothing(path, body):
    def write(connection):
        connection.execute("INSERT INTO definition (kind, name, body) VALUES ('rule', 'Odd', ?)", (body,))

    with opened(path) as store:
        (feed,) = store.subscribe(1)
        store.write(write)
        define(store, DefinitionChange(None, Definition("rule", "Odder", {"feeds": url(1)})))
        store.ingest(feed, feed_url=url(9))
        assert {one.name: one.body for one in stored(store).values()} == {
            "Odd": {},
            "Odder": {"feeds": url(1)},
        }


def test_deeds_of_the_past_follow_a_feed_to_its_new_address(path):
    with opened(path) as store:
        (feed,) = store.subscribe(1)
        store.ingest(feed, *entries(range(2)))
        body = {"feeds": [url(1), url(2)], "enabled": True}
        changes = define(store, DefinitionChange(None, Definition("rule", "R", body)))
        define(store, DefinitionChange(None, Definition("feed", url(1), {"hidden": True})))
        rule = changes.definitions[0].after
        define(store, DefinitionChange(rule, replace(rule, body={**body, "enabled": False})))
        store.write(status.set_status, [1], "read", True, "", NOW)
        store.write(status.undo, NOW)
        store.write(status.undo, NOW)
        store.ingest(feed, feed_url=url(9))

        def named():
            found = stored(store).values()
            return [(one.body["enabled"], one.body["feeds"]) for one in found if one.kind == "rule"], [
                one.name for one in found if one.kind == "feed"
            ]

        moved = [url(9), url(2)]
        assert named() == ([(True, moved)], [url(9)])
        store.write(status.redo, NOW)
        assert named() == ([(False, moved)], [url(9)])
        store.write(status.redo, NOW)
        assert store.sql("SELECT id FROM article WHERE read") == [(1,)]
        for _ in range(4):
            store.write(status.undo, NOW)
        assert named() == ([], [])
        for _ in range(2):
            store.write(status.redo, NOW)
        assert named() == ([(True, moved)], [url(9)])


@pytest.mark.parametrize("there", [(1, 9), (1,), (9,), ()])
@pytest.mark.parametrize("together", [False, True])
def test_a_feed_moves_to_an_address_of_which_something_was_said(path, there, together):
    with opened(path) as store:
        (feed,) = store.subscribe(1)
        wishes = [DefinitionChange(None, Definition("feed", url(one), {"of": one})) for one in (1, 9)]
        made = []
        for deed in [wishes] if together else [[one] for one in wishes]:
            made += [change.after for change in define(store, *deed).definitions]
        for one in made:
            if one.body["of"] not in there:
                define(store, DefinitionChange(one, None))
        store.ingest(feed, *entries([1]), feed_url=url(9))
        assert store.sql("SELECT count(*) FROM article") == [(1,)]
        left = [(one.name, one.body) for one in stored(store).values()]
        assert left == ([(url(9), {"of": max(there)})] if there else [])
        while store.write(status.undo, NOW) is not None:
            assert {one.name for one in stored(store).values()} <= {url(9)}
        assert stored(store) == {}
        while store.write(status.redo, NOW) is not None:
            assert {one.name for one in stored(store).values()} <= {url(9)}
        assert [(one.name, one.body) for one in stored(store).values()] == left


def test_hidden_articles_leave_the_first_page_and_come_back(path):
    with opened(path) as store:
        (feed,) = store.subscribe(1)
        store.ingest(feed, *entries(range(3)))
        before = store.read(listing.newest, 10)
        changes = store.write(status.set_status, [2], "hidden", True, "", NOW)
        assert changes.label == "hide 1"
        assert store.read(listing.newest, 10) == [one for one in before if one != 2]
        assert [row.hidden for row in store.read(listing.rows, [1, 2])] == [False, True]
        assert [entry.hidden for entry in store.read(listing.entries_of, [1, 2])] == [False, True]
        store.write(status.undo, NOW)
        assert store.read(listing.newest, 10) == before


def test_reading_is_dated(path):
    with opened(path) as store:
        (feed,) = store.subscribe(1)
        store.ingest(feed, *entries(range(2)))
        store.write(status.set_status, [1], "read", True, "", NOW)
        assert store.sql("SELECT id, read_at FROM article ORDER BY id") == [
            (1, int(NOW.timestamp())),
            (2, None),
        ]
