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
from tests.store.opened import Store, entries, opened
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
