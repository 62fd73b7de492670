"""What a rule takes from a page of its site."""

import pytest

from tui.content import extract, selector_complaint
from tui.model.extraction import KnownFacts, SiteRule

URL = "https://example.org/story/1"
PROSE = "".join(
    f"<p>The path number {number} leaves the village behind the church and climbs for an hour.</p>"
    for number in range(8)
)
PAGE = f"""<html><head><title>A walk</title></head><body><div class="story"><p class="lead">Up and away.</p>{PROSE}
<p class="promo">Buy boots now, says somebody who sells boots, and buy them here and nowhere else.</p></div>
<div class="facts"><p>Height: 2000 m</p></div><a class="next" href="?page=2&amp;utm_source=x">Next</a>
<span class="to"><a href="https://example.net/other">Elsewhere</a></span></body></html>""".encode()


def ruled(**rule):
    return extract(PAGE, "text/html", URL, KnownFacts(), SiteRule(**rule))


def test_what_is_kept_is_the_article_in_the_order_of_the_page():
    found = ruled(keep=(".facts", ".lead", "div.story p.lead"))
    assert found.text == "Up and away.\nHeight: 2000 m" and found.trouble == ""


def test_what_is_dropped_is_gone_from_what_is_kept_and_from_what_is_found():
    assert "boots" in ruled(keep=(".story",)).text
    assert "boots" not in ruled(keep=(".story",), drop=(".promo", "p.promo")).text
    found = ruled(drop=(".promo",))
    assert "boots" not in found.text and "number 7" in found.text


def test_the_next_page():
    assert ruled(next_page="a.next").next_url == "https://example.org/story/1?page=2"
    assert ruled(keep=(".story",), next_page=".to").next_url == "https://example.net/other"
    assert ruled(next_page=".none").next_url == ruled(next_page="p[").next_url == ""
    assert (
        extract(PAGE, "text/html", URL + "?page=2", KnownFacts(), SiteRule(next_page="a.next")).next_url == ""
    )


def test_a_rule_that_keeps_nothing_says_so():
    found = ruled(keep=(".none", "p["))
    assert "rule for this site" in found.trouble and found.html == ""


@pytest.mark.parametrize("selector", ["p", "div > p.a:nth-child(2)", "[href^=http]", "p:has(a)"])
def test_a_selector(selector):
    assert selector_complaint(selector) == ""


@pytest.mark.parametrize("selector", ["", "p[", "::", ">>", "a,,b", "{", "p:contains('x'", "p" * 501])
def test_a_broken_selector_is_told_in_words(selector):
    assert selector_complaint(selector)


def test_nested_matches_are_taken_and_dropped_once():
    page = b"<html><body><div><p>One</p><div><p>Two</p><div>Three</div></div></div><p>Four</p></body></html>"
    assert extract(page, "", URL, KnownFacts(), SiteRule(keep=("div", "p"))).text == "One\nTwo\nThree\nFour"
    assert (
        extract(page, "", URL, KnownFacts(), SiteRule(keep=("body",), drop=("div", "div *"))).text == "Four"
    )
