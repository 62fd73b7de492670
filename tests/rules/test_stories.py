"""Which articles are one piece, and what belongs together: whatever the order of arrival."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.rules import likeness as liking
from tui.rules.likeness import clues, differ, gist, likeness, piece_of
from tui.rules.stories import LARGEST, Member, sources, together

DAY = 86_400
RABAT = "Azerbaijan and Morocco hold the first round of political talks in Rabat"


def piece(title="", url="", feed=1, at=0, number=None, numbers=count(1)):  # noqa: B008 (one counter for all)
    return piece_of(next(numbers) if number is None else number, feed, at, url, title)


def alike(one, other, **facts):
    return likeness(piece(one), piece(other, feed=2, **facts))


@pytest.mark.parametrize(
    "title",
    [
        RABAT,
        f"{RABAT} - The Daily Example",
        f"Diplomacy: {RABAT}",
        RABAT.upper(),
        RABAT.replace("Azerbaijan", "“Azerbaijan”").replace(" ", "  "),
        RABAT.replace("political", "official"),
    ],
)
def test_titles_that_are_one(title):
    assert alike(RABAT, title) == "title"
    assert not set(clues(piece(RABAT))).isdisjoint(clues(piece(title)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Morning briefing", "Morning briefing"),
        ("Photo of the day", "Photo of the day"),
        ("This week in review", "This week in review"),
        ("Here is what you need to know", "Here is what you need to know"),
        ("Wordle hints and answers for Tuesday November 24", "Wordle hints and answers for Tuesday November 25"),
        ("Kernel release candidate 6.12.3 fixes several drivers", "Kernel release candidate 6.12.4 fixes several drivers"),
        ("Apple announces a new MacBook Pro with better screen", "Apple announces a new MacBook Air with better screen"),
        (f"Re: {RABAT}", f"Re: {RABAT}"),
        (f"AW[2]: {RABAT}", RABAT),
        (RABAT, "Morocco beats Azerbaijan in the first round of the talks about fishing"),
        ("", ""),
    ],
)  # fmt: skip
def test_titles_that_are_not_one(one, other):
    assert alike(one, other) == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("北京大学发布新的人工智能研究成果引发广泛关注", "北京大学发布新的人工智能研究成果引发广泛关注 - 新华网", True),
        ("北京大学发布新的人工智能研究成果引发广泛关注", "清华大学召开新的半导体技术论坛", False),
        ("今日新闻", "今日新闻", False),
        ("المغرب وأذربيجان يعقدان الجولة الأولى من المشاورات السياسية", "المغرب وأذربيجان يعقدان الجولة الأولى من المشاورات السياسية | هسبريس", True),
        ("أخبار اليوم", "أخبار اليوم", False),
        ("삼성전자 3분기 영업이익 발표 반도체 부문 회복", "삼성전자 3분기 영업이익 발표 반도체 부문 회복", True),
    ],
)  # fmt: skip
def test_other_scripts(one, other, same):
    assert alike(one, other) == ("title" if same else "")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.example.org/a/b/", "http://example.org/a/b#top", True),
        ("https://m.example.org/a", "https://EXAMPLE.org/a/amp", True),
        ("https://example.org/a?id=1", "https://example.org/a?id=2", False),
        ("https://example.org/A", "https://example.org/a", False),
        ("https://example.org/", "https://example.org", False),
        ("https://example.org/a#comment-7", "https://example.org/a", False),
        ("https://example.org/a#comment-7", "https://example.org/a#comment-8", False),
        ("mailto:jane@example.org", "mailto:jane@example.org", False),
        ("", "", False),
    ],
)
def test_addresses(one, other, same):
    found = likeness(piece(url=one), piece(url=other, feed=2))
    assert found == ("address" if same else "")
    assert bool(set(clues(piece(url=one))) & set(clues(piece(url=other)))) == same


def test_one_feed_has_no_copies_of_its_own_and_time_parts_what_is_alike():
    assert likeness(piece(RABAT), piece(RABAT)) == ""
    assert alike(RABAT, RABAT, at=3 * DAY) == "title"
    assert alike(RABAT, RABAT, at=3 * DAY + 1) == ""
    url = "https://example.org/a"
    assert likeness(piece(url=url), piece(url=url, feed=2, at=-30 * DAY)) == "address"
    assert likeness(piece(url=url), piece(url=url, feed=2, at=31 * DAY)) == ""


words = st.sampled_from(
    [
        "azerbaijan",
        "morocco",
        "talks",
        "rabat",
        "round",
        "first",
        "political",
        "hold",
        "fishing",
        "harbor",
        "kernel",
    ]
)
titles = st.lists(words, min_size=4, max_size=30).map(" ".join) | st.text("北京大学发布新研究", min_size=6)


@settings(max_examples=300)
@given(titles, titles, st.integers(0, 5 * DAY))
def test_likeness_is_symmetric_and_shares_a_clue(one, other, at):
    here, there = piece(one), piece(other, feed=2, at=at)
    assert likeness(here, there) == likeness(there, here)
    if likeness(here, there):
        assert not set(clues(here)).isdisjoint(clues(there))


@given(st.lists(words, min_size=9, max_size=30, unique=True), st.data())
def test_a_word_more_at_either_end_finds_its_like(title, data):
    longer = " ".join(title) if data.draw(st.booleans()) else f"{' '.join(title)} extra"
    assert not set(clues(piece(" ".join(title[:20])))).isdisjoint(clues(piece(longer))) or len(title) > 20


def test_titles_that_are_just_alike_enough_share_a_clue():
    short = "Some nine plain words make this title short enough"
    extra = " ".join(f"{letter * 20}" for letter in "abcd")
    assert alike(short, f"{short} {extra}") == "title" and not alike(short, f"{short} {extra} more")
    # The pairs that only the longer has are the longest, so they come first.
    assert not set(clues(piece(short))).isdisjoint(clues(piece(f"{short} {extra}")))


def test_texts_that_plainly_differ():
    talks = (
        "The ministers spoke of trade, energy and fishing in the harbor while reporters waited outside under umbrellas, hoping for a statement. "
        * 3
    )
    seeds = (
        "Gardeners lend seeds across borders, and libraries catalogue every packet before winter begins " * 3
    )
    assert differ(gist(talks), gist(seeds)) and not differ(gist(talks), gist(talks[:130]))
    assert not differ(gist(talks), gist("")) and not differ(gist("Comments"), gist(seeds))
    one, other = "代表团讨论了贸易能源和渔业问题记者在外面等候", "园丁们跨越国界交换种子图书馆为每包种子编目"
    assert differ(gist(one), gist(other)) and not differ(gist(one), gist(one[:15]))


# What belongs together.


def no_text(_number):
    return ""


def gathered(batches, text=no_text):
    """The stories after these batches, as sets of ids; what is remembered between is everything."""
    known, stories = {}, {}
    for batch in batches:
        clue_map = {}
        for old in known.values():
            for clue in clues(old):
                clue_map.setdefault(clue, []).append(old)
        members = [
            Member(story, number, known[number].feed_id) for story, ids in stories.items() for number in ids
        ]
        own = {one.id: clues(one) for one in batch}
        found = together(batch, own, clue_map, members, text)
        merged = {number for ids in found.values() for number in ids}
        stories = {story: ids for story, ids in stories.items() if ids.isdisjoint(merged)} | {
            story: set(ids) for story, ids in found.items()
        }
        known.update({one.id: one for one in batch})
    return stories


def partition(stories):
    return {frozenset(ids) for ids in stories.values()}


def components(pieces):
    """What is connected by being one piece, by brute force."""
    group = {one.id: {one.id} for one in pieces}
    for one in pieces:
        for other in pieces:
            if likeness(one, other) and group[one.id] is not group[other.id]:
                group[one.id] |= group[other.id]
                group.update(dict.fromkeys(group[other.id], group[one.id]))
    return {frozenset(ids) for ids in group.values() if len(ids) > 1}


@st.composite
def arrivals(draw, feeds):
    made = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        title = draw(
            st.sampled_from(
                ("", RABAT, f"{RABAT} - Example", "Gardeners lend seeds across all borders today")
            )
        )
        url = draw(
            st.sampled_from(("", "https://example.org/1", "https://example.org/2", "https://example.org/"))
        )
        made.append(piece_of(number, draw(feeds(number)), draw(st.integers(0, 6)) * DAY, url, title))
    return made


def batched(draw, made):
    left, batches = list(draw(st.permutations(made))), []
    while left:
        size = draw(st.integers(1, len(left)))
        batches.append(left[:size])
        left = left[size:]
    return batches


@settings(max_examples=200, deadline=None)
@given(arrivals(st.just), st.data())
def test_of_different_feeds_what_is_connected_is_a_story_in_whatever_order_it_comes(made, data):
    assert partition(gathered(batched(data.draw, made))) == components(made)


@settings(max_examples=200, deadline=None)
@given(arrivals(lambda _number: st.integers(1, 4)), st.data())
def test_a_story_has_one_article_of_each_feed_and_only_like_ones(made, data):
    batches = batched(data.draw, made)
    stories = gathered(batches)
    of = {one.id: one for one in made}
    connected = components(made)
    for story, ids in stories.items():
        assert len({of[number].feed_id for number in ids}) == len(ids) > 1
        assert any(ids <= whole for whole in connected)
        assert story in ids
    assert sum(map(len, stories.values())) == len({number for ids in stories.values() for number in ids})
    assert partition(gathered(batches)) == partition(stories)


def test_the_nearest_in_time_are_together():
    daily = [
        piece(RABAT, feed=feed, at=day * DAY, number=10 * day + feed) for day in range(3) for feed in (1, 2)
    ]
    assert partition(gathered([daily])) == {frozenset({10 * day + 1, 10 * day + 2}) for day in range(3)}
    assert partition(gathered([[one] for one in daily])) == partition(gathered([daily]))


def test_a_feed_that_floods_adds_one_copy_and_costs_little():
    compared = []
    flood = [piece(RABAT, "https://example.org/1", 9, number=number) for number in range(1, 10_001)]
    honest = [piece(RABAT, "https://example.org/1", feed, at=1, number=20_000 + feed) for feed in (1, 2)]
    before = liking.likeness
    try:
        import tui.rules.stories as module

        module.likeness = lambda one, other: compared.append(1) or before(one, other)
        (ids,) = gathered([flood + honest]).values()
        assert len(ids) == 3 and {20_001, 20_002} < ids
        (ids,) = gathered([honest[:1], flood, honest[1:]]).values()
        assert len(ids) == 3 and {20_001, 20_002} < ids
    finally:
        module.likeness = before
    assert len(compared) < 20 * len(flood)


def test_a_story_is_never_larger_than_it_may_be():
    many = [piece(RABAT, feed=number, number=number) for number in range(1, 201)]
    assert max(map(len, gathered([many]).values())) <= LARGEST
    assert max(map(len, gathered([[one] for one in many]).values())) <= LARGEST


def test_titles_alone_are_not_enough_where_the_texts_differ():
    texts = {
        1: "The ministers spoke of trade, energy and fishing in the harbor while reporters waited outside under umbrellas, hoping for a statement. "
        * 3,
        2: "Gardeners lend seeds across borders, and libraries catalogue every packet before winter begins "
        * 3,
    }
    one, other = piece(RABAT, feed=1, number=1), piece(RABAT, feed=2, number=2)
    assert gathered([[one], [other]], texts.get) == {}
    same = {1: texts[1], 2: texts[1][:130]}
    assert gathered([[one], [other]], same.get) == {1: {1, 2}}
    # One address is one piece, whatever stands below it.
    one, other = (piece(url="https://example.org/1", feed=feed, number=feed) for feed in (1, 2))
    assert gathered([[one, other]], texts.get) == {1: {1, 2}}


def test_a_title_for_anything_is_not_looked_into_for_ever():
    asked = []

    def text(number):
        asked.append(number)
        return " ".join(f"word{number}of{place}" for place in range(20))

    many = [piece(RABAT, feed=number, number=number) for number in range(1, 201)]
    known = {clue: many[:-1] for clue in clues(many[-1])}
    assert together(many[-1:], {200: clues(many[-1])}, known, [], text) == {}
    assert len(asked) < 12


def test_the_source_is_whom_a_copy_names():
    called = {1: ("Example Digest", "digest.example"), 2: ("The Wire", "wire.example"), 3: ("Other", "")}
    assert sources({1: "the wire ", 2: "", 3: ""}, called) == {2}
    assert sources({1: "wire.example", 2: "Example Digest", 3: ""}, called) == {1, 2}
    # Its own name says nothing.
    assert sources({1: "", 2: "The Wire", 3: ""}, called) == set()
    assert sources({1: "", 2: "", 3: ""}, called) == set()
