"""The window over a list's ids: what is at hand, what is asked for, what a change touches."""

from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_index_entry, make_row
from tui.model.changes import ChangeSet, StatusChange, TagChange
from tui.ui.article_list.window import PAGE, PAGES_KEPT, Window


def filled(count):
    window = Window(list(range(1, count + 1)))
    for page in window.missing(0, count):
        window.put(page, [make_row(number) for number in window.page_ids(page)])
    return window


@given(st.integers(0, 1000), st.integers(-50, 1100), st.integers(-50, 1100))
def test_pages_are_asked_for_once_and_only_where_there_are_rows(count, first, last):
    window = Window(list(range(count)))
    wanted = window.missing(first, last)
    assert all(0 <= page * PAGE < count for page in wanted)
    assert window.missing(first, last) == []


@given(st.integers(1, 600))
def test_every_row_is_the_one_its_id_says(count):
    window = filled(count)
    assert [window.row(index).id for index in range(count)] == [window.id_at(index) for index in range(count)]


def test_a_row_that_is_gone_leaves_a_gap():
    window = Window([1, 2, 3])
    window.missing(0, 2)
    window.put(0, [make_row(1), make_row(3)])
    assert [row and row.id for row in (window.row(index) for index in range(3))] == [1, None, 3]


def test_old_pages_are_let_go_and_can_be_had_again():
    window = filled((PAGES_KEPT + 2) * PAGE)
    assert window.row(0) is None
    assert window.missing(0, 0) == [0]


def test_an_article_that_stands_in_several_places_is_patched_in_all():
    ids = [number % 7 + 1 for number in range(3 * PAGE)]
    window = Window(ids)
    for page in window.missing(0, len(ids)):
        window.put(page, [make_row(number) for number in dict.fromkeys(window.page_ids(page))])
    places = [index for index, number in enumerate(ids) if number == 3]
    assert window.apply(ChangeSet(statuses=(StatusChange("read", True, (3,)),))) == places
    assert [index for index in range(len(ids)) if window.row(index).read] == places
    window.drop(1)
    assert window.apply(ChangeSet(tags=(TagChange("a", True, (3,)),))) == [
        index for index in places if index // PAGE != 1
    ]
    assert sorted(window.apply(ChangeSet(updated=(make_index_entry(3),)))) == [
        index for index in places if index // PAGE != 1
    ]
    assert (window.pages, window.places) == ({}, {})


def test_changes_patch_rows_at_hand_and_say_which():
    window = filled(300)
    changes = ChangeSet(
        statuses=(StatusChange("read", True, (2, 299, 9999)),), tags=(TagChange("a", True, (2,)),)
    )
    assert sorted(window.apply(changes)) == [1, 1, 298]
    assert window.row(1).read
    assert window.row(1).tags == ("a",)
    window.apply(changes.inverse)
    assert not window.row(1).read
    assert window.row(1).tags == ()
