"""A rule's body is read strictly: what cannot be meant is a reason, never a crash."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.definition import Definition
from tui.model.errors import BroadsheetError
from tui.model.rule import HitNote, Rule, RuleAction, RuleHit, definition_of, hit_text, read_hit, read_rule

TAG = {"kind": "tag", "value": "x"}
GOOD = {"query": "title:a", "actions": [TAG]}
actions = st.lists(
    st.sampled_from(
        (
            RuleAction("tag", "a"),
            RuleAction("tag", "b/c"),
            RuleAction("untag", "two words"),
            RuleAction("read"),
            RuleAction("star"),
            RuleAction("later"),
            RuleAction("hide"),
            RuleAction("notify"),
        )
    ),
    min_size=1,
    unique=True,
).map(tuple)


@given(
    st.text("abc “”", min_size=1, max_size=9).filter(str.strip),
    st.text(max_size=9),
    actions,
    st.lists(st.text(max_size=5)).map(tuple),
    st.booleans(),
    st.none() | st.integers(0, 2**33).map(lambda at: datetime.fromtimestamp(at, UTC)),
    st.none() | st.integers(1, 99),
)
def test_what_is_stored_is_read_again(name, query, done, feeds, enabled, until, keep):
    rule = Rule(name.strip(), query, done, feeds, enabled, until, keep, 3, 7)
    again = read_rule(definition_of(rule))
    assert not again.problem
    assert (again.query, again.actions, again.feeds) == (query, done, feeds)
    assert (again.enabled, again.until, again.keep_newest, again.position, again.id) == (
        enabled, until, keep, 3, 7,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ([], "not a rule"),
        ({}, "no query"),
        ({"query": 3, "actions": [TAG]}, "no query"),
        ({"query": "a"}, "no list of actions"),
        ({"query": "a", "actions": {}}, "no list of actions"),
        ({"query": "a", "actions": []}, "something to do"),
        ({"query": "a", "actions": ["read"]}, "there are tag, untag, read"),
        ({"query": "a", "actions": [{"kind": "delete"}]}, "“delete”"),
        ({"query": "a", "actions": [{"kind": "tag"}]}, "needs the name of a tag"),
        ({"query": "a", "actions": [{"kind": "tag", "value": 3}]}, "is not a text"),
        ({"query": "a", "actions": [{"kind": "tag", "value": " /x"}]}, "not the name of a tag"),
        ({"query": "a", "actions": [{"kind": "tag", "value": "x\x1b[2J"}]}, "not the name of a tag"),
        ({"query": "a", "actions": [{"kind": "read", "value": "x"}]}, "takes no value"),
        ({"query": "a", "actions": [TAG, TAG]}, "once"),
        ({"query": "a", "actions": [TAG, {"kind": "untag", "value": "x"}]}, "put #x on and take it off"),
        ({**GOOD, "feeds": "x"}, "list of addresses"),
        ({**GOOD, "feeds": [1]}, "list of addresses"),
        ({**GOOD, "enabled": 1}, "neither true nor false"),
        ({**GOOD, "until": "1w"}, "not a moment"),
        ({**GOOD, "until": True}, "not a moment"),
        ({**GOOD, "until": 10**40}, "not a moment"),
        ({**GOOD, "keep_newest": 0}, "whole number"),
        ({**GOOD, "keep_newest": True}, "whole number"),
        ({**GOOD, "color": "red"}, "“color”"),
    ],
)
def test_a_body_that_means_nothing_says_why(body, said):
    rule = read_rule(Definition("rule", "Mine", body, 2, 5))
    assert said in rule.problem
    assert (rule.name, rule.position, rule.id, rule.actions) == ("Mine", 2, 5, ())


def test_a_rule_needs_a_name():
    with pytest.raises(BroadsheetError, match="needs a name"):
        definition_of(Rule(" \x1b[2J ", actions=(RuleAction("read"),)))


@given(actions, st.text(max_size=20))
def test_a_hit_is_read_as_it_was_written(did, why):
    hit = RuleHit(4, did, why)
    assert read_hit(4, hit_text(hit)) == hit


def test_a_hit_is_a_sentence():
    hit = RuleHit(1, (RuleAction("tag", "sport"), RuleAction("read")), "title has “match”")
    now = datetime(2026, 11, 23, tzinfo=UTC)
    said = "“Sports off”: tagged #sport, marked read, since title has “match”"
    assert HitNote("Sports off", hit, now).sentence == said
    assert HitNote("", RuleHit(1, (RuleAction("hide"),), ""), now).sentence == "a rule that is gone: hidden"
