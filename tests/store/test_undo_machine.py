"""Whatever is done and undone, the store holds what a plain dictionary says it must hold."""

import json
import tempfile
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.factories import NOW
from tests.store.opened import Store, entries
from tui.model.changes import StatusChange, TagChange
from tui.model.errors import NotFound
from tui.query.matcher import inside
from tui.query.words import index_text, path_key
from tui.store import feeds, notes, status, tagging

TAGS = ("daily", "mine", "news/africa")
#: What tags may be called later: new names, names that are there, other capitals, inside of themselves.
NAMES = (*TAGS, "press", "Mine", "news", "news/daily", "daily/old", "  two  words ", "b//c/")
FEED_TAG = TAGS[0]
#: What tags are called where they are put on and taken off.
WRITTEN = (*TAGS, "Mine", "DAILY")
MARKS = ("read", "starred", "later")
ids = st.sets(st.integers(1, 6), min_size=1).map(sorted)


class Undoing(RuleBasedStateMachine):
    """The model: marks, tags with origins and the user's notes by article, tags taken away, feeds."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store(Path(self.folder.name) / "store.sqlite3").open()
        self.done, self.undone = [], []
        #: The number of each deed in ``done``; 0 where nobody is told it.
        self.numbers = []

    @initialize()
    def fill(self):
        for feed in self.store.subscribe(1, 2, tags=(FEED_TAG,)):
            self.store.ingest(feed, *entries(range(3)))
        self.now = {
            "marks": {number: set() for number in range(1, 7)},
            "tags": {number: {FEED_TAG: "feed"} for number in range(1, 7)},
            "taken": set(),
            "gone": set(),
            "given": {feed: (FEED_TAG,) for feed in (1, 2)},
            "notes": {},
        }
        #: What was typed and not saved: no deed, so nothing takes it back.
        self.drafts = {}

    def teardown(self):
        self.store.close()
        self.folder.cleanup()

    def did(self, changes, before):
        """A deed that changed nothing must not be in the journal."""
        assert bool(changes) == (before != self.now)
        if changes:
            self.done.append(before)
            self.numbers.append(changes.deed)
            self.undone.clear()

    @rule(ids=ids, mark=st.sampled_from(MARKS), value=st.booleans())
    def set_status(self, ids, mark, value):
        before = deepcopy(self.now)
        for number in ids:
            (self.now["marks"][number].add if value else self.now["marks"][number].discard)(mark)
        self.did(self.store.write(status.set_status, ids, mark, value, "", NOW), before)

    @rule(ids=ids, mark=st.sampled_from(MARKS), value=st.booleans(), tag=st.sampled_from(TAGS))
    def do_more(self, ids, mark, value, tag):
        """More of the last deed: one undo takes both back."""
        number = self.numbers[-1] if self.numbers else 0
        before, tag = deepcopy(self.now), self.spelled(tag)
        for one in ids:
            (self.now["marks"][one].add if value else self.now["marks"][one].discard)(mark)
            self.now["tags"][one].setdefault(tag, "user")
            self.now["taken"].discard((one, tag))
        wishes = [StatusChange(mark, value, ()), TagChange(tag, True, ())]
        changes = self.store.write(status.change, ids, wishes, "more", NOW, number)
        if not number:
            self.did(changes, before)
        elif changes:
            assert changes.deed == number and before != self.now
            self.undone.clear()

    def spelled(self, name):
        """The spelling that articles have, or were freed of."""
        had = {tag for tags in self.now["tags"].values() for tag in tags}
        for names in (had, {tag for _number, tag in self.now["taken"]}):
            same = sorted(tag for tag in names if path_key(tag) == path_key(name))
            if same:
                return name if name in same else same[0]
        return name

    @rule(ids=ids, tag=st.sampled_from(WRITTEN))
    def add_tag(self, ids, tag):
        before, tag = deepcopy(self.now), self.spelled(tag)
        for number in ids:
            self.now["tags"][number].setdefault(tag, "user")
            self.now["taken"].discard((number, tag))
        self.did(self.store.write(status.add_tag, ids, tag, "", NOW), before)

    @rule(ids=ids, tag=st.sampled_from(WRITTEN))
    def remove_tag(self, ids, tag):
        before, tag = deepcopy(self.now), self.spelled(tag)
        for number in ids:
            if self.now["tags"][number].pop(tag, None):
                self.now["taken"].add((number, tag))
        self.did(self.store.write(status.remove_tag, ids, tag, "", NOW), before)

    def branch(self, name):
        """Tags of that branch that an article has or a feed gives."""
        had = {tag for tags in self.now["tags"].values() for tag in tags}
        return {tag for tag in (*had, *self.now["given"][1], *self.now["given"][2]) if inside(tag, name)}

    @rule(old=st.sampled_from((*TAGS, "news")), new=st.sampled_from(NAMES))
    def rename_tag(self, old, new):
        wanted = "/".join(part for part in " ".join(new.split()).split("/") if part)
        if not self.branch(old):
            with pytest.raises(NotFound):
                self.store.write(tagging.edit_tag, old, new, None, NOW)
            return
        before = deepcopy(self.now)
        tags, taken, given = before["tags"], before["taken"], before["given"]
        used = sorted({tag for had in tags.values() for tag in had if not inside(tag, old)})

        def named(tag):
            if not inside(tag, old):
                return tag
            moved = wanted + tag[len(old) :]
            same = [one for one in used if path_key(one) == path_key(moved)]
            return moved if moved in used or not same else same[0]

        for number, had in tags.items():
            mine = {tag: origin for tag, origin in had.items() if not inside(tag, old)}
            for wish in ("user", "feed"):
                for tag, origin in had.items():
                    if inside(tag, old) and origin == wish:
                        mine.setdefault(named(tag), origin)
                        self.now["taken"].discard((number, named(tag)))
            self.now["tags"][number] = mine
        moved = {(number, tag) for number, tag in taken if inside(tag, old) and named(tag) != tag}
        self.now["taken"] -= moved
        for number, tag in moved:
            if named(tag) not in self.now["tags"][number]:
                self.now["taken"].add((number, named(tag)))
        self.now["given"] = {
            feed: tuple(dict.fromkeys(named(tag) for tag in names)) for feed, names in given.items()
        }
        self.did(self.store.write(tagging.edit_tag, old, new, None, NOW), before)

    @rule(name=st.sampled_from(NAMES[:-2]))
    def delete_tag(self, name):
        if not self.branch(name):
            with pytest.raises(NotFound):
                self.store.write(tagging.delete_tag, name, NOW)
            return
        before = deepcopy(self.now)
        for number, had in self.now["tags"].items():
            for tag in [tag for tag in had if inside(tag, name)]:
                del had[tag]
                self.now["taken"].add((number, tag))
        self.now["given"] = {
            feed: tuple(tag for tag in names if not inside(tag, name))
            for feed, names in self.now["given"].items()
        }
        self.did(self.store.write(tagging.delete_tag, name, NOW), before)

    @rule(number=st.integers(1, 6), text=st.sampled_from(("", "mine", "北京 again", " \n")))
    def write_note(self, number, text):
        before = deepcopy(self.now)
        self.now["notes"].pop(number, None)
        if text.strip():
            self.now["notes"][number] = text
        self.drafts.pop(number, None)
        self.did(self.store.write(status.write_note, number, text, NOW), before)

    @rule(number=st.integers(1, 6), text=st.sampled_from(("", "mine", "half a")))
    def type_note(self, number, text):
        self.store.write(notes.keep_draft, number, text)
        self.drafts.pop(number, None)
        if text and text != self.now["notes"].get(number):
            self.drafts[number] = text

    @rule(feed=st.integers(1, 2))
    def leave(self, feed):
        if feed not in self.now["gone"]:
            before = deepcopy(self.now)
            self.now["gone"].add(feed)
            self.did(self.store.write(feeds.unsubscribe, feed, NOW), before)

    @rule()
    def undo(self):
        changes = self.store.write(status.undo, NOW)
        if not self.done:
            # Before all deeds of the machine stands the subscription.
            assert self.store.write(status.redo, NOW).subscriptions == changes.inverse.subscriptions
            return
        self.undone.append((self.now, self.numbers.pop()))
        self.now = self.done.pop()

    @rule()
    def redo(self):
        changes = self.store.write(status.redo, NOW)
        assert (changes is None) == (not self.undone)
        if self.undone:
            self.done.append(self.now)
            self.now, number = self.undone.pop()
            self.numbers.append(number)

    @rule()
    def restart(self):
        self.store.close()
        self.store = Store(self.store.path).open()
        assert not self.store.notices

    @invariant()
    def the_store_holds_it(self):
        sql = self.store.sql
        marks = {number: set() for number in range(1, 7)}
        for number, *flags in sql("SELECT id, read, starred, later FROM article"):
            marks[number] = {mark for mark, flag in zip(MARKS, flags, strict=True) if flag}
        assert marks == self.now["marks"]
        tags = {number: {} for number in range(1, 7)}
        for number, tag, origin in sql(
            "SELECT article_id, name, origin FROM article_tag JOIN tag ON id = tag_id"
        ):
            tags[number][tag] = origin
        assert tags == self.now["tags"]
        given = {feed: tuple(json.loads(names)) for feed, names in sql("SELECT id, tags FROM feed")}
        assert given == self.now["given"]
        taken = sql("SELECT article_id, name FROM removed_tag JOIN tag ON id = tag_id")
        assert set(taken) == self.now["taken"]
        rows = sql("SELECT article_id, text, draft FROM note")
        assert {number: text for number, text, _draft in rows if text} == self.now["notes"]
        assert {number: draft for number, _text, draft in rows if draft} == self.drafts
        assert all(text or draft for _number, text, draft in rows)
        words = sql("SELECT rowid, note FROM note_text ORDER BY rowid")
        assert words == sorted((number, index_text(text)) for number, text in self.now["notes"].items())
        shown = {entry.id for entry in self.store.entries()}
        assert shown == {
            number for number in range(1, 7) if (1 if number <= 3 else 2) not in self.now["gone"]
        }
        removed = {number for (number,) in sql("SELECT article_id FROM removal")}
        assert removed == set(range(1, 7)) - shown


Undoing.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
TestUndoing = Undoing.TestCase
