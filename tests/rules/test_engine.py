"""What rules do to one visit's articles, decided without store, clock or network."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tests.factories import NOW
from tui.model.errors import BroadsheetError, QuerySyntaxError
from tui.model.rule import Rule, RuleAction
from tui.query import Subject, parse
from tui.rules import Arriving, Standing, arrive, in_words, read_ending, ready_rule, ready_rules, reasons

HIDE, READ, NOTIFY = RuleAction("hide"), RuleAction("read"), RuleAction("notify")
AT = int(NOW.timestamp())


def tag(name):
    return RuleAction("tag", name)


def untag(name):
    return RuleAction("untag", name)


def rule(query, *actions, number=1, **more):
    return ready_rule(Rule(f"Rule {number}", query, actions, id=number, **more))


def outcome(rules, standing=(), now=NOW, **facts):
    """What becomes of one arrival."""
    subject = Subject(**{"sorted_at": AT, "first_seen_at": AT, **facts})
    return arrive(rules, [Arriving("a", subject)], standing, now).new.get("a")


def test_a_rule_does_all_it_says_to_what_it_finds():
    done = outcome(
        [rule("crypto", tag("x"), READ, RuleAction("star"), RuleAction("later"), HIDE)], title="Crypto!"
    )
    assert (done.tags, done.read, done.starred, done.later, done.hidden) == (("x",), True, True, True, True)
    (hit,) = done.hits
    assert [one.kind for one in hit.did] == ["tag", "read", "star", "later", "hide"]
    assert hit.why == "it has “crypto”"
    assert outcome([rule("crypto", HIDE)], title="Cork") is None


def test_only_what_changes_is_a_hit():
    assert outcome([rule("", tag("x"))], tags=("x",)) is None
    assert outcome([rule("", tag("x"), READ)], tags=("x",)).hits[0].did == (READ,)
    assert outcome([rule("", NOTIFY)]).hits[0].did == (NOTIFY,)


def test_a_tag_in_other_capitals_is_the_same_tag():
    assert outcome([rule("", tag("News"))], tags=("news",)) is None
    done = outcome([rule("", untag("News")), rule("", tag("Sport"), tag("sport"), number=2)], tags=("news",))
    assert (done.tags, done.untags) == (("Sport",), ("news",))
    assert outcome([rule("", untag("News")), rule("", tag("NEWS"), number=2)], tags=("news",)).untags == ()


def test_later_rules_see_what_earlier_ones_did():
    first, second = rule("goal", tag("sport")), rule("#sport", READ, number=2)
    assert outcome([first, second], title="Goal").read
    assert not outcome([second, first], title="Goal").read


def test_the_later_rule_has_the_last_word():
    on, off = rule("", tag("x")), rule("", untag("x"), number=2)
    done = outcome([on, off])
    assert done.tags == done.untags == () and [hit.rule_id for hit in done.hits] == [1, 2]
    assert outcome([off, on]).tags == ("x",)
    assert outcome([off], tags=("x",)).untags == ("x",)


def test_what_is_hidden_is_there_for_rules_that_ask_for_it_only():
    hide, read, asks = rule("", HIDE), rule("", READ, number=2), rule("is:hidden", tag("h"), number=3)
    done = outcome([hide, read, asks])
    assert done.hidden and not done.read and done.tags == ("h",)


def test_a_rule_for_some_feeds_leaves_others_alone():
    one = rule("", HIDE, feeds=("https://a.example/feed",))
    assert outcome([one], feed_url="https://a.example/feed").hidden
    assert outcome([one], feed_url="https://b.example/feed") is None


def arrivals(*ages):
    """Arrivals so many hours old."""
    return [
        Arriving(str(place), Subject(sorted_at=AT - 3600 * age, title="n")) for place, age in enumerate(ages)
    ]


def standing(number, age, own=False, **facts):
    return Standing(Subject(id=number, sorted_at=AT - 3600 * age, title="n", **facts), own)


def hidden(rules, some, there=(), now=NOW):
    arrived = arrive(rules, some, there, now)
    new, old = arrived.new, arrived.standing
    return sorted(guid for guid, one in new.items() if one.hidden), sorted(
        number for number, one in old.items() if one.hidden
    )


def test_the_newest_of_a_day_are_kept():
    keep = [rule("", HIDE, keep_newest=2)]
    assert hidden(keep, arrivals(1, 0, 2, 30, 31, 32)) == (["2", "5"], [])


def test_newcomers_push_out_what_was_there_unless_the_user_touched_it():
    keep = [rule("", HIDE, keep_newest=2)]
    there = [standing(1, 3), standing(2, 4), standing(3, 40)]
    assert hidden(keep, arrivals(0), there) == ([], [2])
    for touched in (
        {"read": True},
        {"starred": True},
        {"later": True},
        {"own": True},
        {"rules": ("Rule 1",)},
    ):
        assert hidden(keep, arrivals(0), [standing(1, 3), standing(2, 4, **touched)]) == ([], [])


def test_of_one_moment_the_first_of_the_document_is_the_newest():
    assert hidden([rule("", HIDE, keep_newest=1)], arrivals(1, 1, 1), [standing(9, 1)]) == (["1", "2"], [9])


def test_days_are_those_of_the_users_zone():
    keep = [rule("", HIDE, keep_newest=1)]
    some = arrivals(1, 13)  # 13:00 and 01:00 in UTC
    assert hidden(keep, some) == (["1"], [])
    west = NOW.astimezone(timezone(timedelta(hours=-5)))
    assert hidden(keep, some, now=west) == ([], [])


def test_what_stood_there_is_no_news():
    keep = [rule("", NOTIFY, keep_newest=1)]
    assert arrive(keep, arrivals(0), [standing(1, 1)], NOW).standing == {}


@pytest.mark.parametrize(
    ("query", "facts", "said"),
    [
        ("crypto", {"body": "all crypto"}, "it has “crypto”"),
        ("title:match -#x", {"title": "Match"}, "title has “match” and not #x"),
        ("title:a OR title:b", {"title": "b"}, "title has “b”"),
        ("title:(a,b)", {"title": "b"}, "title has “b”"),
        ("#news", {"tags": ("news/africa",)}, "tagged #news"),
        ("tag:*", {"tags": ("x",)}, "it is tagged"),
        ("author:doe", {"author": "Jane Doe"}, "author has “doe”"),
        ('feed:="A B"', {"feed_title": "A B"}, "feed is “A B”"),
        ("url:shorts", {"url": "https://y.example/shorts/1"}, "address has “shorts”"),
        ("words:<80", {"words": 3}, "words:<80"),
        ("is:unread has:audio", {"enclosures": ("audio/mp3",)}, "it is unread and it has audio"),
        ("electr*", {"title": "Electric"}, "it has “electr…”"),
        ("title:/cr.pto/", {"title": "Crypto"}, "title:/cr.pto/ is found"),
        ("a b c d", {"title": "a b c d"}, "it has “a” and it has “b” and it has “c” and 1 more"),
        ("", {}, ""),
    ],
)
def test_reasons_are_said_in_words(query, facts, said):
    assert in_words(reasons(parse(query).expr, Subject(**facts), NOW)) == said


def test_what_is_beyond_the_newest_says_so():
    done = arrive([rule("", HIDE, keep_newest=1)], arrivals(0, 1), (), NOW).new
    assert done["1"].hits[0].why == "it is beyond the newest 1 of its feed that day"


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("title:a sort:date", "sort:"),
        ("limit:3", "limit:"),
        ("a rule:x", "rule:"),
        ("x feed.unread:>3", "feed.unread:"),
        ("(a", "("),
        ("titel:a", "titel:"),
    ],
)
def test_a_query_that_no_rule_can_have_is_marked_where_it_is_wrong(query, place):
    with pytest.raises(QuerySyntaxError) as told:
        ready_rule(Rule("x", query, (HIDE,)))
    assert query[told.value.position :].startswith(place)


def test_rules_that_cannot_be_asked_are_paused_and_the_others_go_on():
    rules = [
        Rule("good", "a", (HIDE,), id=1),
        Rule("off", "titel:a", (HIDE,), enabled=False, id=2),
        Rule("ended", "a", (HIDE,), until=NOW, id=3),
        Rule("wrong", "titel:a", (HIDE,), id=4),
        Rule("broken", problem="It has no query.", id=5),
        Rule("soon over", "a", (HIDE,), until=NOW + timedelta(seconds=1), id=6),
    ]
    ready, paused = ready_rules(rules, NOW)
    assert [one.rule.name for one in ready] == ["good", "soon over"]
    assert [(one.rule.name, one.reason) for one in paused] == [
        ("wrong", "Its query is wrong: no field “titel:”: did you mean title:?"),
        ("broken", "It has no query."),
    ]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("1w", NOW + timedelta(weeks=1)),
        ("3d", NOW + timedelta(days=3)),
        ("2026-12-01", datetime(2026, 12, 1, tzinfo=UTC)),
        ("2027", datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_an_end_lies_ahead(text, when):
    assert read_ending(text, NOW) == when


@pytest.mark.parametrize("text", ["", "soon", "0d", "yesterday", "2026-11-01", "2020"])
def test_an_end_that_is_none_or_past_is_refused(text):
    with pytest.raises(BroadsheetError):
        read_ending(text, NOW)


def test_a_rule_that_is_too_slow_stops_nothing_else():
    slow = rule("/(x+x+)+y/", HIDE, number=7)
    arrived = arrive([slow, rule("", READ)], [Arriving("a", Subject(title="x" * 5000))], (), NOW)
    assert arrived.slow == {7}
    assert arrived.new["a"].read and not arrived.new["a"].hidden


def test_a_rule_that_is_slow_for_all_articles_together_is_stopped_too(monkeypatch):
    monkeypatch.setattr("tui.rules.engine._SECONDS", 0.0)
    arriving = [Arriving(str(number), Subject(title="x")) for number in range(3)]
    arrived = arrive([rule("/x+/", HIDE, number=7), rule("title:x", READ)], arriving, (), NOW)
    assert arrived.slow == {7}
    assert all(one.read and not one.hidden for one in arrived.new.values())
