"""What a command would touch, against brute force."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.index.test_select import sorted_by_hand
from tests.index.world import answers_to, catalog_of, matching
from tests.query.strategies import NOW, articles, queries
from tui.index import Evaluation, part, reach, select
from tui.model.changes import ChangeSet, StatusChange, TagChange
from tui.model.ids import ArticleId
from tui.query import Query, Subject, parse
from tui.query.words import path_key

STATUSES = ("read", "starred", "later", "hidden")
wishes = st.lists(
    st.builds(StatusChange, st.sampled_from(STATUSES), st.booleans(), st.just(()))
    | st.builds(TagChange, st.sampled_from(("news/africa", "sports", "never")), st.booleans(), st.just(())),
    max_size=2,
)


def would_change(subject, wish):
    if isinstance(wish, StatusChange):
        return getattr(subject, wish.status) is not wish.value
    return (path_key(wish.tag) in map(path_key, subject.tags)) is not wish.added


def asked(query, found, within, wished, in_order=False):
    evaluation = Evaluation(catalog_of(found), answers_to(query, found), NOW)
    return reach(query, within, wished, evaluation, in_order=in_order)


@settings(max_examples=200, deadline=None)
@given(articles(), queries, wishes)
def test_the_whole_library(found, query, wished):
    query = replace(query, group="")
    selection = select(query, catalog_of(found), answers_to(query, found), NOW)
    got = asked(query, found, None, wished, in_order=True)
    if StatusChange("hidden", False, ()) not in wished:
        assert got.ids.tolist() == selection.ids.tolist()
    by_id = {subject.id: (feed, subject) for feed, subject in found}
    changing = [
        number
        for number in got.ids.tolist()
        if not wished or any(would_change(by_id[number][1], wish) for wish in wished)
    ]
    assert sorted(got.changing.tolist()) == sorted(changing)
    assert got.feeds == len({by_id[number][0] for number in changing})
    assert got.count == len(got.ids)


@settings(max_examples=200, deadline=None)
@given(articles(), queries, st.randoms(), st.booleans())
def test_within_a_list_its_order_holds_unless_the_query_sorts(found, query, chance, ordered):
    listed = [subject.id for _, subject in found if chance.random() < 0.8] + [301]
    chance.shuffle(listed)
    got = asked(query, found, part(listed), (), ordered)
    matched = {one.id: one for one in matching(query, found)}
    kept = [number for number in listed if number in matched]
    if query.sort:
        kept = sorted_by_hand(query, [matched[number] for number in kept])
    if ordered or query.limit is not None:
        assert got.ids.tolist() == kept[: query.limit]
    else:
        assert got.ids.tolist() == sorted(kept)
    assert got.changing.tolist() == got.ids.tolist()


@settings(max_examples=50, deadline=None)
@given(articles())
def test_a_selection_is_a_list_too(found):
    selection = select(parse("is:unread sort:-date"), catalog_of(found), {}, NOW)
    got = asked(Query(), found, selection, (StatusChange("read", True, ()),), True)
    assert got.ids.tolist() == selection.ids.tolist()
    assert got.changing.tolist() == sorted(selection.ids.tolist())


def test_hidden_articles_are_meant_only_by_who_says_so():
    catalog = catalog_of([(1, Subject(id=number)) for number in (1, 2, 3)])
    catalog.apply(ChangeSet(statuses=(StatusChange("hidden", True, (ArticleId(2),)),)))
    evaluation = Evaluation(catalog, {}, NOW)
    read, unhide = StatusChange("read", True, ()), StatusChange("hidden", False, ())
    for query, within, wish, expected in (
        ("", None, read, [1, 3]),
        ("is:hidden", None, read, [2]),
        ("", part([3, 2]), read, [2, 3]),
        ("", None, unhide, [2]),
    ):
        assert reach(parse(query), within, (wish,), evaluation).changing.tolist() == expected


def test_what_has_left_the_store_is_out_of_reach():
    catalog = catalog_of([(1, Subject(id=number)) for number in (1, 2, 3)])
    selection = select(Query(), catalog, {}, NOW)
    catalog.apply(ChangeSet(removed=(ArticleId(2),)))
    got = reach(Query(), selection, (), Evaluation(catalog, {}, NOW), in_order=True)
    assert got.ids.tolist() == [3, 1]
    assert reach(Query(), part([7, 4_000_000]), (), Evaluation(catalog, {}, NOW), in_order=True).count == 0
