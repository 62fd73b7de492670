"""Selectors of a page as a part of a feed's definition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.page_feed import PageSelectors, read_page_selectors, wanted, with_page_selectors


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a.more", ("a.more", "", "")),
        ("a @href", ("a", "href", "")),
        ("@data-date", ("", "data-date", "")),
        ("time@datetime", ("time", "datetime", "")),
        ("span.when @title dmy", ("span.when", "title", "dmy")),
        (".when mdy", (".when", "", "mdy")),
        ("dmy", ("", "", "dmy")),
        ("a[href*='@'] ", ("a[href*='@']", "", "")),
        ("", ("", "", "")),
    ],
)
def test_a_selector_may_have_an_attribute_and_an_order_behind_it(text, parts):
    assert wanted(text) == parts


TEXTS = st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=40)


@given(st.builds(PageSelectors, TEXTS.filter(bool), TEXTS, TEXTS, TEXTS, TEXTS), st.booleans())
def test_what_is_written_into_a_definition_is_read_again(selectors, hidden):
    rest = {"hidden": True, "fetch": {"every": 30}} if hidden else {}
    body = with_page_selectors(rest, selectors)
    if all(one.isprintable() for one in body["page"].values()):
        assert read_page_selectors(body) == selectors
    assert {key: value for key, value in body.items() if key != "page"} == rest


@pytest.mark.parametrize(
    "body",
    [{}, {"page": None}, {"page": "li"}, {"page": {}}, {"page": {"item": 3}}, {"page": {"title": "a"}},
     {"page": {"item": "x" * 501}}, {"page": {"item": "a\x1b"}}, {"page": [1]}],
)  # fmt: skip
def test_what_another_program_has_broken_is_no_page(body):
    assert read_page_selectors(body) is None


def test_what_is_broken_beside_the_entries_is_left_out():
    assert read_page_selectors({"page": {"item": "li", "title": 3, "x": "y"}}) == PageSelectors("li")


@given(st.text(max_size=60))
def test_any_text_is_a_wish(text):
    found = wanted(text)
    assert found.order in ("", "dmy", "mdy", "ymd") and len(found.selector) <= len(text)
