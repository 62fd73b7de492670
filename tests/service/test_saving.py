"""Saved searches in a real store: saved, used, edited, moved, removed, taken back, seen by others."""

import pytest

from tests.factories import NOW
from tests.service.opened import SETTINGS
from tui.config.paths import from_environment
from tui.model.changes import DefinitionChange
from tui.model.definition import Definition
from tui.model.errors import BroadsheetError, QuerySyntaxError, SearchError
from tui.model.saved import LONGEST_NAME, SavedSearch, search_name
from tui.query import parse
from tui.service import saving
from tui.service.library import Library


@pytest.fixture
async def library(tmp_path):
    opened = await Library.open(
        SETTINGS, from_environment({"BROADSHEET_HOME": str(tmp_path)}), clock=lambda: NOW, environ={}
    )
    yield opened
    await opened.close()


async def save(library, **texts):
    for name, text in texts.items():
        deed = saving.saved(library.saved(), name, text)
        await library.define(deed.changes, deed.label)


async def do(library, deed):
    return await library.define(deed.changes, deed.label)


def queries(library):
    return {one.name: one.query for one in library.saved()}


def names(library):
    return [one.name for one in library.saved()]


async def count(library, text):
    return (await library.select(parse(text))).count


async def test_a_saved_search_is_a_query_like_any_other(library):
    total = await count(library, "")
    assert total
    await save(library, Manual="feed:broadsheet sort:title", Rest="-search:manual")
    assert await count(library, "search:manual") + await count(library, "search:rest") == total
    by_title = await library.select(parse("feed:broadsheet sort:title"))
    assert list((await library.select(parse("search:Manual"))).ids) == list(by_title.ids)
    tally = await library.tally_of(library.saved()[0])
    assert (tally.total, tally.unread) == (by_title.count, by_title.count)


async def test_the_same_name_gets_the_new_query_and_undo_brings_the_old_one_back(library):
    await save(library, Morning="is:unread")
    await save(library, Other="#b", morning="#a")
    assert queries(library) == {"morning": "#a", "Other": "#b"}
    await library.undo()
    assert queries(library) == {"Morning": "is:unread", "Other": "#b"}
    await library.undo()
    await library.undo()
    assert not library.saved()
    await library.redo()
    assert queries(library) == {"Morning": "is:unread"}


async def test_what_names_itself_means_what_it_was(library):
    await save(library, Morning="is:unread sort:title")
    await save(library, Morning="search:Morning #africa")
    assert queries(library) == {"Morning": "is:unread #africa sort:title"}
    await save(library, Deep="search:Morning")
    with pytest.raises(SearchError, match="“Deep” uses “Morning” uses “Deep”") as raised:
        await save(library, Morning="x search:Deep")
    assert (raised.value.position, raised.value.length) == (9, 4)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("", "a", "needs a name"),
        (" \x1b[2J\u202e ", "a", "needs a name"),
        ("x", "", "needs a query"),
        ("x", "(a", "never closed"),
        ("x", "search:y", "no saved search “y”"),
        ("x", "search:x", "uses"),
    ],
)
async def test_what_cannot_be_saved(library, name, text, sentence):
    with pytest.raises(BroadsheetError, match=sentence):
        saving.saved(library.saved(), name, text)


HOSTILE = {
    "quotes": 'say "hello" \\ there', "cjk": "東京の朝", "emoji": "🌅 mañana", "long": "x" * 10_000,
    "operators": "-(a|b) #c is:unread", "keyword": "OR", "controls": "a\x1b]0;b\x07c\nd",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
async def test_any_name_can_be_used(library, name):
    await save(library, **{name: "feed:broadsheet"})
    (one,) = library.saved()
    assert one.name == search_name(name)
    assert len(one.name) <= LONGEST_NAME
    assert one.name.isprintable()
    tally = await library.tally_of(one)
    assert tally.total
    assert not tally.trouble


async def test_what_is_broken_says_so_and_harms_nobody(library):
    await save(library, A="is:unread", B="search:A x", C="search:B", D="is:starred")
    a = library.saved()[0]
    assert saving.users_of(library.saved(), "a") == ("B",)
    await do(library, saving.removed(a))
    troubles = {one.name: (await library.tally_of(one)).trouble for one in library.saved()}
    assert troubles == {
        "B": "“B” cannot be used: no saved search “A”",
        "C": "“B” cannot be used: no saved search “A”",
        "D": "",
    }
    with pytest.raises(QuerySyntaxError):
        await library.select(parse("search:C"))
    await library.undo()
    assert not (await library.tally_of(library.saved()[2])).trouble
    assert names(library) == ["A", "B", "C", "D"]


async def test_a_new_name_is_followed_by_those_who_use_it(library):
    await save(library, Morning="is:unread", Deep="search:morning #a", Other="#b")
    rule = Definition("rule", "tidy", {"query": "-search:Morning", "then": ["read"]})
    await library.define([DefinitionChange(None, rule)], "make a rule")
    everything = [*library.definitions("search"), *library.definitions("rule")]
    deed = saving.edited(everything, library.saved()[0], "Dawn", "is:unread -#c", 2)
    await do(library, deed)
    assert names(library) == ["Deep", "Other", "Dawn"]
    assert queries(library) == {"Deep": "search:Dawn #a", "Other": "#b", "Dawn": "is:unread -#c"}
    assert library.definitions("rule")[0].body == {"query": "-search:Dawn", "then": ["read"]}
    await library.undo()
    assert queries(library) == {"Morning": "is:unread", "Deep": "search:morning #a", "Other": "#b"}
    assert library.definitions("rule")[0].body["query"] == "-search:Morning"


async def test_editing_needs_a_free_name_and_a_sound_query(library):
    await save(library, A="#a", B="search:A")
    a, b = library.saved()
    everything = library.definitions("search")
    with pytest.raises(BroadsheetError, match="another saved search named “B”"):
        saving.edited(everything, a, " b", "#a", 0)
    with pytest.raises(BroadsheetError, match="“B” uses “A” uses “B”"):
        saving.edited(everything, a, "A", "search:B", 0)
    # Another spelling of its own name, and itself inside: that is what it was.
    deed = saving.edited(everything, a, "a", "search:A -x", 1)
    await do(library, deed)
    assert queries(library) == {"B": "search:A", "a": "#a -x"}
    assert not saving.edited(library.definitions("search"), b, "B", "search:A", 0).changes


async def test_moving(library):
    await save(library, A="#a", B="#b", C="#c")
    await do(library, saving.moved(library.saved(), library.saved()[2], -1))
    assert names(library) == ["A", "C", "B"]
    assert not saving.moved(library.saved(), library.saved()[0], -1).changes
    assert not saving.moved(library.saved(), library.saved()[2], 1).changes
    await library.undo()
    assert names(library) == ["A", "B", "C"]


async def test_another_process_is_heard_of(library, tmp_path):
    await save(library, Morning="feed:broadsheet")
    before = await count(library, "search:Morning")
    other = await Library.open(
        SETTINGS, from_environment({"BROADSHEET_HOME": str(tmp_path)}), clock=lambda: NOW, environ={}
    )
    await save(other, Morning="feed:broadsheet limit:1", Second="#x")
    await other.close()
    changes = await library.catch_up()
    assert {one.after.name for one in changes.definitions} == {"Morning", "Second"}
    assert before > 1
    assert await count(library, "search:Morning") == 1


async def test_nonsense_in_the_store_is_only_broken(library):
    await library.define(
        [
            DefinitionChange(None, Definition("search", "odd", {"query": 7})),
            DefinitionChange(None, Definition("search", "wrong", {"query": "((("})),
        ],
        "harm",
    )
    odd, wrong = library.saved()
    assert odd == SavedSearch("odd", "", 0, odd.id)
    assert "cannot be used" in (await library.tally_of(wrong)).trouble


async def test_what_waits_follows_the_marks(library):
    await save(
        library,
        Long="words:>5",
        Either="is:starred | words:>5",
        Kept="is:starred",
        First="words:>5 sort:title limit:2",
    )
    ids = [int(one) for one in (await library.select(parse("words:>5"))).ids]
    long, either, kept, first = library.saved()
    assert (await library.tally_of(long)).waiting == len(ids)
    await library.set_status(ids[:3], "read", True)
    await library.set_status(ids[:1], "starred", True)
    for search, total, waiting in (
        (long, len(ids), len(ids) - 3),
        (either, len(ids), len(ids) - 3),
        (kept, 1, 1),
    ):
        tally = await library.tally_of(search)
        assert (tally.total, tally.waiting) == (total, waiting)
    assert (await library.tally_of(first)).total == 2


async def test_what_another_process_changed_is_not_overwritten(library, tmp_path):
    await save(library, A="#a", B="#b")
    paths = from_environment({"BROADSHEET_HOME": str(tmp_path)})
    other = await Library.open(SETTINGS, paths, clock=lambda: NOW, environ={})
    try:
        seen = library.saved()[0]
        await save(other, A="#other")
        stale = (saving.removed(seen), saving.edited(library.definitions("search"), seen, "C", "#a", 0))
        for deed in stale:
            with pytest.raises(BroadsheetError, match="“A” was changed elsewhere meanwhile"):
                await do(library, deed)
        await library.catch_up()
        with pytest.raises(BroadsheetError, match="“A” was changed elsewhere meanwhile"):
            saving.edited(library.definitions("search"), seen, "C", "#a", 0)
        await do(library, saving.moved(library.saved(), seen, 1))
        assert queries(library) == {"A": "#other", "B": "#b"} and names(library) == ["B", "A"]
        with pytest.raises(BroadsheetError, match="another saved search named “A”"):
            await do(other, saving.saved((), "a", "#x"))
        await do(library, saving.removed(saving.current(library.saved(), seen)))
        with pytest.raises(BroadsheetError, match="“A” is not there any more"):
            saving.moved(library.saved(), seen, 1)
    finally:
        await other.close()
