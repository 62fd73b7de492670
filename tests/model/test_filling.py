"""Placeholders are replaced once, and what is put in is never read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.filling import fill, places_in

VALUES = {"url": "https://example.org/{title}", "title": "{url} {{url}}"}


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{title}", "{url} {{url}}"),
        ("a{url}b", "ahttps://example.org/{title}b"),
        ("{{title}} {title}", "{title} {url} {{url}}"),
        # Other programs have braces too.
        (".[] | {url, title}", ".[] | {url, title}"),
        ("{a:{b:1}}", "{a:{b:1}}"),
        ("{unknown} {{unknown}} {}", "{unknown} {{unknown}} {}"),
    ],
)
def test_filling(template: str, filled: str) -> None:
    assert fill(template, VALUES) == filled


@given(st.text(), st.text())
def test_values_go_in_as_they_are(title: str, url: str) -> None:
    assert fill("x{title}-{url}y", {"title": title, "url": url}) == f"x{title}-{url}y"


def test_places() -> None:
    assert places_in("{url}{{title}} {nope} {Url} {url}") == ("url", "nope")
