"""The table against those who read it."""

from datetime import UTC, datetime

import pytest

from tui.query import ALIASES, FIELDS, Subject, Term, field_named, matches, nearest, parse, print_query

SAMPLES = {
    "text": "word", "part": "part", "path": "news", "tag": "news", "name": "Morning", "code": "en", "moment": "2026-11", "number": "7",
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
