"""``broadsheet help``."""

from tests.cli.conftest import Broadsheet
from tui.cli.manual import query_help
from tui.query import FIELDS


def test_help_query_explains_every_field_and_name(broadsheet: Broadsheet) -> None:
    ran = broadsheet("help", "query")
    assert (ran.code, ran.err) == (0, "")
    for field in FIELDS.values():
        assert f"\n  {field.name}: " in ran.out
        for alias in field.aliases:
            assert f"{alias}:" in ran.out
        for choice in field.choices:
            assert choice in ran.out


def test_help_query_fits_the_width() -> None:
    fields_from = "Fields"
    for width in (60, 80, 100):
        lines = list(query_help(width))
        assert all(len(line) <= width for line in lines[lines.index(fields_from) :])


def test_help_on_a_command_is_its_own(broadsheet: Broadsheet) -> None:
    assert broadsheet("help", "refresh").out == broadsheet("refresh", "--help").out
    ran = broadsheet("help", "xyzzy")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
