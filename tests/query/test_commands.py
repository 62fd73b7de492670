"""The grammar of the command line: what a line means, what it offers, where it goes wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.query.strategies import queries, wild_name
from tui.model.changes import StatusChange, TagChange
from tui.model.errors import QuerySyntaxError
from tui.query import parse, print_query
from tui.query.command_offers import command_offers, command_spans
from tui.query.commands import Command, Run, parse_command, sketch
from tui.query.suggest import Names
from tui.query.verbs import SCOPES, VERBS

ACTIONS = {
    "feed.refresh": "Refresh this feed or category",
    "feed.refresh-all": "Refresh all feeds",
    "list.sort": "Sort: newest, oldest",
    "article.star": "Star or unstar",
    "article.read-on": "Scroll the article, then the next unread",
    "unread.next": "Next unread",
    "feed.next": "Next feed",
    "help": "Help for the focused pane",
    "view.zen": "Only the article",
}
NAMES = Names(
    tags={"later": 3, "lamp": 9, "two words": 2, "news/africa": 4}, feeds={"Kernel Notes": 9}, categories={}
)

# What is exported, and where to, has tests of its own.
articles = [verb for verb in VERBS.values() if verb.takes_articles and verb.kind != "export"]


@pytest.mark.parametrize(
    ("line", "verb", "names", "scope", "query"),
    [
        ("read", "read", (), "", None),
        (" READ ", "read", (), "", None),
        ("read .", "read", (), ".", None),
        ("star %", "star", (), "%", None),
        ("unlater Above", "unlater", (), "above", None),
        ("hide below", "hide", (), "below", None),
        ("copy selected", "copy", (), "selected", None),
        ("read older:3d", "read", (), "", "older:3d"),
        ("read older 3d", "read", (), "", "older:3d"),
        ("read %   older  3d -#kept", "read", (), "%", "older:3d -#kept"),
        ("read newer yesterday", "read", (), "", "newer:yesterday"),
        ("read older harvest", "read", (), "", "older harvest"),
        ("open % limit:3 sort:-date", "open", (), "%", "limit:3 sort:-date"),
        ("tag later #africa newer:2d", "tag", ("later",), "", "#africa newer:2d"),
        ("tag later", "tag", ("later",), "", None),
        ("tag a,b selected", "tag", ("a", "b"), "selected", None),
        ("tag a , b below is:unread", "tag", ("a", "b"), "below", "is:unread"),
        ('tag "two words",b "above"', "tag", ("two words", "b"), "", '"above"'),
        ('untag #"a \\"b\\"" .', "untag", ('a "b"',), ".", None),
        ("tag #news/africa/ .", "tag", ("news/africa",), ".", None),
        ("tag a,A,a .", "tag", ("a", "A"), ".", None),
        ("tag above above", "tag", ("above",), "above", None),
        ("filter", "filter", (), "", ""),
        ("filter below", "filter", (), "", "below"),
        ("filter is:unread #a", "filter", (), "", "is:unread #a"),
        ("q", "quit", (), "", None),
        ("read net .", "read", (), "", "net ."),
    ],
)  # fmt: skip
def test_what_a_line_means(line, verb, names, scope, query):
    if query == "net .":
        # A point in the middle is a word of the query, and there is nothing in it to find.
        with pytest.raises(QuerySyntaxError):
            parse_command(line)
        return
    asked = None if query is None else parse(query)
    assert parse_command(line, ACTIONS) == Command(VERBS[verb], names, scope, asked)


def test_a_page_is_named_by_its_address():
    said = Command(VERBS["save-page"], target="https://example.org/a?b c")
    assert parse_command(" SAVE-page  https://example.org/a?b c ", ACTIONS) == said
    assert said.wishes == ()


@pytest.mark.parametrize(
    ("line", "position", "length", "said"),
    [
        ("", 0, 1, "expected a verb"),
        ("   ", 3, 1, "expected a verb"),
        ("raed below", 0, 4, "“raed”: did you mean read?"),
        ("  untagg x .", 2, 6, "did you mean untag?"),
        ("refersh", 0, 7, "did you mean refresh?"),
        ("xyzzy 1 2", 0, 9, "no verb or action “xyzzy 1 2”"),
        ("refers all", 0, 10, "did you mean refresh-all?"),
        ("next", 0, 4, "“next” may be unread.next, feed.next"),
        ("tag", 3, 1, "the name of a tag"),
        ("tag   ", 6, 1, "the name of a tag"),
        ("tag ,a", 4, 1, "the name of a tag"),
        ("tag a,", 6, 1, "another tag after the comma"),
        ('tag "two words', 4, 1, "never closed"),
        ('tag a,#"b', 7, 1, "never closed"),
        ("tag a,/ .", 6, 1, "a tag needs a name"),
        ('tag "" .', 4, 2, "a tag needs a name"),
        ('tag a"b" .', 5, 1, "a space or a comma"),
        ("read is:unred", 8, 5, "did you mean is:unread?"),
        ("tag a below is:unred", 15, 5, "did you mean is:unread?"),
        ("read above below", 11, 5, "one scope is enough"),
        ("read % .", 7, 1, "one scope is enough"),
        ("read %older:3d", 5, 9, "% stands alone"),
        ("read % older:", 7, 6, "needs a value"),
        ("read older   3x d:", 16, 2, "no field “d:”"),
        ("read older   3d d:", 16, 2, "no field “d:”"),
        ("read (", 5, 1, "never closed"),
        ("quit now", 5, 3, "quit takes nothing"),
        ("save-page  ", 11, 1, "expected the address of a page"),
        ("filter is:", 7, 3, "needs a value"),
    ],
)
def test_where_a_line_goes_wrong(line, position, length, said):
    with pytest.raises(QuerySyntaxError) as failure:
        parse_command(line, ACTIONS)
    assert (failure.value.position, failure.value.length) == (position, length)
    assert said in failure.value.message


@pytest.mark.parametrize(
    ("line", "action"),
    [
        ("refresh", "feed.refresh"),
        ("refresh all", "feed.refresh-all"),
        ("Refresh all feeds", "feed.refresh-all"),
        ("feed.refresh-all", "feed.refresh-all"),
        ("sort", "list.sort"),
        ("article.star", "article.star"),
        ("read-on", "article.read-on"),
        ("next feed", "feed.next"),
        ("help", "help"),
        ("zen", "view.zen"),
        ("only", "view.zen"),
    ],
)
def test_what_is_no_verb_is_an_action(line, action):
    assert parse_command(line, ACTIONS) == Run(action)


def test_wishes_name_no_articles():
    assert parse_command("unread %").wishes == (StatusChange("read", False, ()),)
    assert parse_command("tag a,b %").wishes == (TagChange("a", True, ()), TagChange("b", True, ()))
    assert parse_command("open %").wishes == ()


@given(
    st.sampled_from(articles), st.lists(wild_name, min_size=1, max_size=3),
    st.sampled_from(["", *SCOPES]), st.none() | queries, st.sampled_from([" ", "  ", "\t"]),
)  # fmt: skip
def test_lines_that_are_put_together_come_apart(verb, names, scope, query, gap):
    # Only a scope can stand between a verb and a query that reads like one.
    text = "" if query is None else print_query(query)
    if not scope and (text.split(" ")[0] in SCOPES or text.startswith(("%", "older ", "newer "))):
        scope = "%"
    words = [verb.name]
    if verb.takes_names:
        quoted = ['"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"' for name in names]
        words.append(",".join(quoted))
    line = gap.join([*words, *filter(None, [scope, text])])
    try:
        command = parse_command(line)
    except QuerySyntaxError as error:
        assert error.message == "a tag needs a name"
        return
    assert (command.verb, command.scope) == (verb, scope)
    assert command.query == (parse(text) if text else None)
    assert len(command.names) <= len(names) and bool(command.names) == verb.takes_names


@settings(max_examples=400)
@given(st.text(alphabet='tagred,older %."#()<: bwx\\/3', max_size=24) | st.text(max_size=24))
def test_any_text_is_a_command_or_a_complaint_about_a_place(text):
    for line in (text, f"tag {text}", f"read {text}", f"read below {text}"):
        try:
            parse_command(line, ACTIONS)
        except QuerySyntaxError as error:
            assert 0 <= error.position <= len(line)
            assert error.position + error.length <= max(len(line), error.position + 1)
            assert error.message
        end = 0
        for start, stop, role in command_spans(line):
            assert end <= start < stop <= len(line)
            assert role
            end = stop
        parts = sketch(line)
        assert parts.start <= parts.end <= max(parts.end, parts.names_end)
        for offer in command_offers(line, len(line), NAMES, ACTIONS):
            assert 0 <= offer.start <= offer.end <= len(line)
            assert offer.label and offer.insert


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("", ["read", "unread", "star"]),
        ("un", ["unread", "unstar", "unlater", "unhide", "untag"]),
        ("re", ["read", "feed.refresh", "feed.refresh-all"]),
        ("zen", ["view.zen"]),
        ("tag ", ["lamp", "news/africa", "later"]),
        ("tag la", ["lamp", "later"]),
        ("tag afr", ["news/africa"]),
        ("tag lamp,", ["news/africa", "later"]),
        ('tag lamp, "tw', ['"two words"']),
        ("tag lamp ", [".", "%", "above"]),
        ("read b", ["below"]),
        ("read below is:un", ["unread"]),
        ("read below #la", ["lamp", "later"]),
        ("filter feed:ker", ['"Kernel Notes"']),
        ("quit ", []),
    ],
)
def test_offers(line, first):
    offers = command_offers(line, len(line), NAMES, ACTIONS)
    assert [offer.insert for offer in offers][: len(first)] == first
    assert all(offer.end == len(line) and line[offer.start :] in line for offer in offers)
    if not first:
        assert not offers


@pytest.mark.parametrize("line", ["tag lamp,", "read below #la", "untag la", "un", "tag lamp ", "read is:"])
def test_an_offer_taken_can_be_read(line):
    for offer in command_offers(line, len(line), NAMES, ACTIONS):
        taken, _ = offer.taken(line)
        try:
            parse_command(taken, ACTIONS)
        except QuerySyntaxError as error:
            assert error.position >= len(taken.rstrip())


def test_a_line_nobody_would_type_is_read_at_once():
    for line in (
        "x" * 10_000,
        "tag " + "a," * 5_000,
        "read " + "(" * 10_000,
        "tag " + '"' * 10_000,
        "%" * 10_000,
    ):
        with pytest.raises(QuerySyntaxError):
            parse_command(line, ACTIONS)
        assert command_offers(line, len(line), NAMES, ACTIONS) == ()
        command_spans(line)
