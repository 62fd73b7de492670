"""The table against those who read it."""

from datetime import UTC, datetime

import pytest

from tui.model.errors import QuerySyntaxError
from tui.query import ALIASES, FIELDS, Subject, Term, field_named, matches, nearest, parse, print_query

SAMPLES = {
    "text": "word", "part": "part", "path": "news", "tag": "news", "name": "Morning", "term": "trade", "code": "en", "moment": "2026-11", "number": "7",
    "rate": "0.5",
    "sort": "date", "limit": "7",
}  # fmt: skip
WRITTEN = {
    "words": "{}",
    "contains": "{}",
    "is": "{}",
    "regex": "/{}+/",
    "prefix": "{}*",
    "any": "({},{})",
    "exists": "*",
    "..": "{}..{}",
}


def written(field, operator):
    value = SAMPLES.get(field.kind) or field.choices[0]
    return f"{field.name}:{WRITTEN.get(operator, operator + '{}').format(value, value)}"


ROWS = [(field, operator) for field in FIELDS.values() for operator in field.operators]


@pytest.mark.parametrize(("field", "operator"), ROWS, ids=[f"{field.name} {sign}" for field, sign in ROWS])
def test_every_operator_of_every_field_is_read_printed_and_matched(field, operator):
    query = parse(written(field, operator))
    assert isinstance(query.expr, Term)
    assert (query.expr.field, query.expr.operator) == (field.name, operator)
    assert parse(print_query(query)) == query
    assert matches(query.expr, Subject(), datetime(2026, 11, 24, tzinfo=UTC)) in (True, False)


def test_names_and_aliases_lead_to_the_row():
    for alias, name in ALIASES.items():
        assert field_named(alias.upper()) is FIELDS[name]
        assert alias not in FIELDS
    assert field_named("nothing") is None
    for hands in ("intitle", "inurl", "intext", "label", "folder", "site", "before", "after"):
        assert field_named(hands) is not None


def test_rows_are_whole():
    for name, field in FIELDS.items():
        assert field.name == name
        assert field.help
        assert "\n" not in field.help
        assert field.is_modifier != bool(field.operators)


def test_nearest():
    assert nearest("Moroco", ["economy", "Morocco"]) == "Morocco"
    assert nearest("zzz", ["economy"]) == ""


#: For each kind of field, what may not stand behind its colon.
BAD = {
    "text": ['""', '"…"', "=a", ">a", "()", "(a", "/(/", "/a/x", "/a"],
    "part": ['""', ">a", "<=a", "()", "(a,)", '""*'],
    "path": ['""', ">a", "a*", "()"],
    "tag": ['""', "/", "a*", "=a", "<a", "()", "(a,)"],
    "term": ['""', "a*", "=a", "<a", "()", "(a,)"],
    "names": ["xyzzy", "=unread", ">unread", "un*", '""', "()", "(unread,xyzzy)"],
    "code": ["e!", "english language"[:8] + "!", "e*", "=en", '""'],
    "moment": ["soon", "2026-13", "2026-02-30", "*", "=", ">", '""', "()", "2w..soon", "..", "0000", "9999-99"],
    "number": ["x", "-1", "1.5", "*", "=", ">x", '""', "()", "1..x", "..", "1e3", "0x10", "1234567890123456"],
    "rate": ["x", "-1", ".5", "5.", "1.2.3", "*", ">", '""', "1..x", "..", "1,5", "1e3"],
    "flag": ["yes", "1", "=true", ">true", "tr*", '""'],
    "name": ['""', "=a", ">a", "()"],
    "sort": ["xyzzy", "date,xyzzy", '"date"', ","],
    "group": ["xyzzy", '"day"'],
    "limit": ["0", "x", "-1", "1.5", "9999999999"],
}  # fmt: skip
MISUSES = [
    (f"{name}:{value}", name)
    for name, field in FIELDS.items()
    for value in BAD[field.kind]
    if not (value == "/a" and "regex" not in field.operators)
]


@pytest.mark.parametrize(("text", "name"), MISUSES, ids=[text for text, _ in MISUSES])
def test_what_does_not_fit_a_field_is_refused_at_its_place(text, name):
    for before in ("", "rail ", "(a | b) -"):
        if FIELDS[name].is_modifier and before.endswith("-"):
            continue
        with pytest.raises(QuerySyntaxError) as caught:
            parse(before + text)
        error = caught.value
        assert len(before) <= error.position <= len(before + text)
        assert error.position == len(before + text) or error.position + error.length <= len(before + text)
        assert error.message[0] not in " :" and len(error.message) < 300


def test_every_kind_of_field_is_misused():
    assert {field.kind for field in FIELDS.values()} <= set(BAD)
    assert len(MISUSES) > 150
