"""Which articles may go: the store's answer beside a model that is written down in words."""

from dataclasses import dataclass, replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import NOW, make_prepared
from tests.store.opened import opened
from tui.model.ids import FeedId
from tui.model.note import Note
from tui.model.pack import PackedArticle
from tui.model.retention import NO_LIMIT, PROTECTIONS, FeedLimit
from tui.store import feeds, notes, packs, purging, retention, status

DAY = 86_400
AT = int(NOW.timestamp())


@dataclass(frozen=True)
class Made:
    """One article of a generated store: its feed, its ages in days, its marks."""

    feed: int
    published: int
    arrived: int
    read: int | None
    marks: frozenset[str]


made = st.builds(
    Made,
    st.integers(0, 1),
    st.integers(0, 40),
    st.integers(0, 40),
    st.none() | st.integers(0, 40),
    st.frozensets(st.sampled_from(("starred", "later", "tagged", "packed", "fed")), max_size=2),
)
limits = st.builds(
    FeedLimit, st.none() | st.integers(0, 6), st.sampled_from((0, AT - 10 * DAY, AT - 30 * DAY))
)
also_sets = st.frozensets(st.sampled_from(PROTECTIONS), max_size=3)


def fill(store, articles):
    """The articles in the store, by their ids."""
    one, two = store.subscribe(1, 2)
    found = {}
    for number, article in enumerate(articles):
        when = NOW - timedelta(days=article.arrived)
        entry = replace(
            make_prepared(number), guid=f"g{number}", published_at=NOW - timedelta(days=article.published)
        )
        (new,) = store.ingest((one, two)[article.feed], entry, now=when).new
        found[new.id] = article
        mark(store, new.id, article)
    return found, {one: 0, two: 1}


def mark(store, number, article):
    if article.read is not None:
        store.write(status.set_status, [number], "read", True, "", NOW - timedelta(days=article.read))
    for name in article.marks & {"starred", "later"}:
        store.write(status.set_status, [number], name, True, "", NOW)
    if "tagged" in article.marks:
        store.write(status.add_tag, [number], "mine", "", NOW)
    if "packed" in article.marks:
        store.write(packs.put, PackedArticle(number, NOW, True, 1))
    if "fed" in article.marks:
        store.write(give_tag, number)


def give_tag(connection, number):
    """As a feed or a rule does it."""
    connection.execute("INSERT OR IGNORE INTO tag (name) VALUES ('theirs')")
    connection.execute(
        "INSERT INTO article_tag (article_id, tag_id, origin) SELECT ?, id, 'feed' FROM tag WHERE name = 'theirs'",
        (number,),
    )


def protected(article, also):
    """In words: unread, starred, for later, tagged by hand and packed ones stay, unless named."""
    marks = {"starred", "later", "tagged", "packed"} & article.marks
    marks |= {"unread"} if article.read is None else set()
    return bool(marks - also)


def too_old(article, limit):
    """It came before then, and if it was read, that was before then, too."""
    if not limit.before:
        return False
    days = min(article.arrived, article.arrived if article.read is None else article.read)
    return AT - days * DAY < limit.before


def expected(found, limits, also):
    """The articles that a model of the rules would let go."""
    gone = set()
    for feed, limit in limits.items():
        own = [(number, one) for number, one in found.items() if one.feed == feed]
        # Published later than it arrived counts from its arrival.
        own.sort(key=lambda pair: (max(pair[1].published, pair[1].arrived), -pair[0]))
        for place, (number, article) in enumerate(own):
            beyond = limit.newest is not None and place >= limit.newest
            if (beyond or too_old(article, limit)) and not protected(article, also):
                gone.add(number)
    return gone


def walked(store, limits, also, within=None):
    walk = retention.Walk(limits, NO_LIMIT)
    found = []
    while not walk.over:
        found += store.read(retention.walk_on, walk, also, within)
    return found


@settings(max_examples=60)
@given(st.lists(made, max_size=12), limits, limits, also_sets)
def test_nothing_protected_ever_goes_and_all_the_rest_does(tmp_path_factory, articles, first, second, also):
    with opened(tmp_path_factory.mktemp("store") / "store.sqlite3") as store:
        found, numbers = fill(store, articles)
        by_feed = {number: (first, second)[place] for number, place in numbers.items()}
        wanted = expected(found, {0: first, 1: second}, also)
        doomed = walked(store, by_feed, also)
        assert {one.id for one in doomed} == wanted
        removed = store.write(purging.remove, doomed, also, None, NOW).removed
        assert set(removed) == wanted
        left = {number for (number,) in store.sql("SELECT id FROM article")}
        assert left == set(found) - wanted
        # And it is gone from everywhere.
        for table in ("article_content", "article_tag", "unindexed", "packed"):
            assert {number for (number,) in store.sql(f"SELECT article_id FROM {table}")} <= left


def test_a_walk_goes_on_over_pages(store, monkeypatch):
    monkeypatch.setattr(retention, "PAGE", 3)
    articles = [Made(0, day, day, day, frozenset()) for day in range(10)]
    found, numbers = fill(store, articles)
    (feed,) = [number for number, place in numbers.items() if place == 0]
    doomed = walked(store, {feed: FeedLimit(newest=4)}, frozenset())
    assert {found[one.id].published for one in doomed} == {4, 5, 6, 7, 8, 9}
    some = frozenset(one.id for one in doomed[:2])
    assert {one.id for one in walked(store, {feed: FeedLimit(newest=4)}, frozenset(), some)} == some


def test_what_was_marked_after_the_look_stays(store):
    found, numbers = fill(store, [Made(0, 20, 20, 20, frozenset())] * 4)
    ids = sorted(found)
    limit = dict.fromkeys(numbers, FeedLimit(before=AT - 10 * DAY))
    doomed = walked(store, limit, frozenset())
    assert [one.id for one in sorted(doomed, key=lambda one: one.id)] == ids
    store.write(status.set_status, ids[:1], "starred", True, "", NOW)
    store.write(status.set_status, ids[1:2], "read", False, "", NOW)
    # Read once more, so not old any more.
    store.write(status.set_status, ids[2:3], "read", False, "", NOW)
    store.write(status.set_status, ids[2:3], "read", True, "", NOW)
    assert store.write(purging.remove, doomed, frozenset(), None, NOW).removed == (ids[3],)


def test_the_unread_of_a_feed_that_was_left_go_only_while_it_is_left(store):
    found, numbers = fill(
        store, [Made(0, 5, 5, None, frozenset()), Made(0, 5, 5, None, frozenset({"starred"}))]
    )
    (feed,) = [number for number, place in numbers.items() if place == 0]
    whole = {feed: FeedLimit(newest=0, unread_too=True)}
    assert walked(store, whole, frozenset()) == []
    store.write(feeds.unsubscribe, feed, NOW)
    (doomed,) = walked(store, whole, frozenset())
    assert found[doomed.id].marks == frozenset()
    store.write(status.undo, NOW)
    assert store.write(purging.remove, [doomed], frozenset(), None, NOW).removed == ()


def test_our_own_pages_are_never_taken(store):
    (feed,) = store.subscribe(1)
    store.write(
        lambda connection: connection.execute("UPDATE feed SET feed_url = 'broadsheet:saved'") and None
    )
    (new,) = store.ingest(feed, make_prepared(1)).new
    store.write(status.set_status, [new.id], "read", True, "", NOW)
    assert store.read(retention.doomed_of, [new.id], frozenset(PROTECTIONS)) == []
    assert walked(store, {FeedId(feed): FeedLimit(newest=0)}, frozenset(PROTECTIONS)) == []


def test_a_note_protects_and_a_draft_does(store):
    found, _numbers = fill(store, [Made(0, 5, 5, 5, frozenset())] * 2)
    noted, drafted = found
    assert {one.id for one in store.read(retention.doomed_of, found, frozenset())} == {noted, drafted}
    store.write(notes.set_note, noted, Note("Mind the gap.", NOW))
    store.write(notes.keep_draft, drafted, "Mind the")
    assert store.read(retention.doomed_of, found, frozenset()) == []
    assert len(store.read(retention.doomed_of, found, frozenset({"noted"}))) == 2
