"""``:export``: a format, which articles, a path at the end."""

import pytest

from tui.model.errors import QuerySyntaxError
from tui.query import parse
from tui.query.command_offers import command_offers, command_spans
from tui.query.commands import Command, parse_command
from tui.query.suggest import Names
from tui.query.verbs import VERBS


@pytest.mark.parametrize(
    ("line", "form", "scope", "query", "target"),
    [
        ("export epub", "epub", "", None, ""),
        ("export md .", "md", ".", None, ""),
        ("export epub is:starred ~/x.epub", "epub", "", "is:starred", "~/x.epub"),
        ("export html % #africa /tmp/a.html", "html", "%", "#africa", "/tmp/a.html"),
        ('export MD selected "my notes/a b.md" ', "md", "selected", None, "my notes/a b.md"),
        ("export md a.md", "md", "", None, "a.md"),
        # A pattern is no path.
        ("export md /harbor/", "md", "", "/harbor/", ""),
        ("export md readme.md words", "md", "", "readme.md words", ""),
    ],
)
def test_what_a_line_means(line, form, scope, query, target) -> None:
    command = parse_command(line)
    assert isinstance(command, Command)
    assert command.verb is VERBS["export"]
    assert (command.names, command.scope, command.target) == ((form,), scope, target)
    assert command.query == (None if query is None else parse(query))
    assert command.wishes == ()


@pytest.mark.parametrize(
    ("line", "position", "said"),
    [
        ("export", 6, "expected a format: md, html, epub"),
        ("export htm is:unread", 7, "did you mean html?"),
        ("export pdf", 7, "there are md, html, epub"),
        ("export md is:unred x.md", 13, "did you mean is:unread?"),
    ],
)
def test_where_a_line_goes_wrong(line, position, said) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse_command(line)
    assert caught.value.position == position
    assert said in caught.value.message


def test_formats_are_offered() -> None:
    assert [offer.label for offer in command_offers("export ", 7, Names(), {})] == ["md", "html", "epub"]
    (offer,) = command_offers("export e", 8, Names(), {})
    assert offer.taken("export e")[0].rstrip() == "export epub"


def test_the_path_has_a_color_of_its_own() -> None:
    line = "export epub is:starred ~/x.epub"
    assert (line.index("~"), len(line), "field") in command_spans(line)
