"""Renaming, joining and deleting tags: what they reach, beside what the machine of undo knows."""

import pytest

from tests.factories import NOW
from tests.store.opened import Store, entries, opened
from tui.model.changes import DefinitionChange
from tui.model.definition import Definition
from tui.model.errors import NotFound, StoreError
from tui.store import definitions, status, tagging

RULE = {
    "query": "#news/africa title:x",
    "actions": [
        {"kind": "tag", "value": "news"},
        {"kind": "tag", "value": "press"},
        {"kind": "star", "value": ""},
    ],
}


def defined(store: Store) -> dict[tuple[str, str], dict]:
    return {(one.kind, one.name): one.body for one in store.read(definitions.all_definitions)}


@pytest.fixture
def store(tmp_path):
    """Six articles; #news on two, below it one more, #press on two, one in both."""
    with opened(tmp_path / "store.sqlite3") as made:
        (feed,) = made.subscribe(1, tags=("wire", "news"))
        made.ingest(feed, *entries(range(6)))
        made.write(status.remove_tag, [1, 2, 3, 4], "news", "", NOW)
        made.write(status.add_tag, [3], "news/africa", "", NOW)
        made.write(status.add_tag, [1, 6], "press", "", NOW)
        wishes = [
            Definition("search", "Morning", {"query": "#news is:unread", "note": 1}),
            Definition("search", "Broken", {"query": "#news ("}),
            Definition("search", "Other", {"query": "#sport"}),
            Definition("rule", "Africa", RULE),
            Definition("tag", "news", {"color": "star"}),
            Definition("tag", "news/africa", {"color": "link"}),
            Definition("tag", "press", {"color": "mark"}),
        ]
        made.write(definitions.define, [DefinitionChange(None, one) for one in wishes], "define", NOW)
        yield made


def test_the_reach_is_said_beforehand(store):
    reach = store.read(tagging.tag_reach, "News", "Press")
    assert (reach.tags, reach.articles) == (("news", "news/africa"), 3)
    assert (reach.joined, reach.joined_articles) == (("press",), 2)
    assert (reach.feeds, reach.searches, reach.rules) == (1, ("Morning",), ("Africa",))
    assert not store.read(tagging.tag_reach, "nobody")


def test_everything_that_names_the_tag_follows_in_one_deed(store):
    before = defined(store)
    store.write(tagging.edit_tag, "news", "press", None, NOW)
    after = defined(store)
    assert after["search", "Morning"] == {"query": "#press is:unread", "note": 1}
    assert after["search", "Broken"] == before["search", "Broken"]
    assert after["rule", "Africa"] == {
        "query": "#press/africa title:x",
        "actions": [{"kind": "tag", "value": "press"}, {"kind": "star", "value": ""}],
    }
    looks = {name: body["color"] for (kind, name), body in after.items() if kind == "tag"}
    assert looks == {"press": "mark", "press/africa": "link"}
    assert store.feeds()[0].tags == ("wire", "press")
    changes = store.write(status.undo, NOW)
    assert changes.label == "rename #news to #press"
    assert defined(store) == before
    assert store.feeds()[0].tags == ("wire", "news")


def test_what_arrives_later_gets_the_new_name(store):
    store.write(tagging.edit_tag, "news", "press", None, NOW)
    new = store.ingest(1, *entries(range(10, 11))).new
    assert new[0].tags == ("press", "wire")
    store.write(tagging.delete_tag, "press", NOW)
    new = store.ingest(1, *entries(range(11, 12))).new
    assert new[0].tags == ("wire",)


def test_undo_leaves_what_was_edited_at_the_feed_meanwhile(store):
    store.write(tagging.edit_tag, "news", "press", None, NOW)
    # By another process, whose deeds are in no journal.
    edited = """UPDATE feed SET tags = '["press","mine"]' WHERE id = 1"""
    store.write(lambda connection: connection.execute(edited))
    store.write(status.undo, NOW)
    assert store.feeds()[0].tags == ("mine", "news")


def test_deleting_says_what_still_names_the_tag_and_keeps_it(store):
    before = defined(store)
    store.write(tagging.delete_tag, "news", NOW)
    after = defined(store)
    assert ("tag", "news/africa") not in after
    assert after["search", "Morning"] == before["search", "Morning"]
    assert {tag for entry in store.entries() for tag in entry.tags} == {"wire", "press"}
    store.write(status.undo, NOW)
    assert defined(store) == before


def test_a_color_alone_and_with_a_name_is_one_deed(store):
    store.write(tagging.edit_tag, "wire", "wire", "soft", NOW)
    assert defined(store)["tag", "wire"] == {"color": "soft"}
    store.write(tagging.edit_tag, "wire", "agency", "link", NOW)
    assert defined(store)["tag", "agency"] == {"color": "link"}
    assert ("tag", "wire") not in defined(store)
    store.write(status.undo, NOW)
    assert defined(store)["tag", "wire"] == {"color": "soft"}
    store.write(tagging.edit_tag, "wire", "wire", "", NOW)
    assert ("tag", "wire") not in defined(store)
    assert not store.write(tagging.edit_tag, "wire", "wire", "", NOW)


def test_no_name_can_reach_the_terminal_as_more_than_text(store):
    store.write(status.add_tag, [1], "a\x1b[31m\n b\u202e", "", NOW)
    store.write(tagging.edit_tag, "press", "p\x07r\x1b]0;x\x07", None, NOW)
    names = {tag for entry in store.entries() for tag in entry.tags}
    assert all(name.isprintable() and "[31m" not in name for name in names)
    assert len(names) == 5


def test_what_cannot_be_done_is_said(store):
    with pytest.raises(NotFound, match="There is no tag #nobody"):
        store.write(tagging.edit_tag, "nobody", "x", None, NOW)
    with pytest.raises(StoreError, match="needs a name"):
        store.write(tagging.edit_tag, "news", " / ", None, NOW)
    with pytest.raises(NotFound):
        store.write(tagging.delete_tag, "nobody", NOW)
