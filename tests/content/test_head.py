import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.content import head
from tui.model.clean import clean

PAGE = b"""<!DOCTYPE html><html><head><title>The &amp; Digest</title><base href="/sub/">
<script>document.write('<link rel=alternate href=no.xml>')</script>
<!-- <link rel="alternate" href="hidden.xml"> -->
<link rel="Alternate" type="application/RSS+xml" title="All &amp; sundry" href="feed.xml">
<link rel=icon href=/favicon.ico></head><body><a href="/feed">Our <b>feed</b></a></body></html>"""


def test_a_page() -> None:
    page = head.scan(PAGE, "text/html", "https://example.org/a")
    assert page.title == "The & Digest"
    assert page.base == "https://example.org/sub/"
    assert [(link.rel, link.type, link.href, link.title) for link in page.links] == [
        ("alternate", "application/rss+xml", "feed.xml", "All & sundry"),
        ("icon", "", "/favicon.ico", ""),
        ("", "", "/feed", "Our feed"),
    ]


def test_charsets() -> None:
    latin = "<title>Übersicht</title>".encode("latin-1")
    assert head.scan(latin, "text/html; charset=iso-8859-1", "").title == "Übersicht"
    assert head.scan(b'<meta charset="iso-8859-1">' + latin, "text/html", "").title == "Übersicht"
    assert head.scan("<title>Ü</title>".encode("utf-16"), "", "").title == "Ü"
    assert head.scan("\ufeff<title>Ü</title>".encode(), "", "").title == "Ü"
    for nonsense in ("base64", "no-such-thing", "idna", "undefined"):
        assert head.scan(b"<title>x</title>", f"text/html; charset={nonsense}", "").title == "x"


@given(st.binary(max_size=80), st.text(max_size=20))
@settings(max_examples=200, deadline=None)
def test_nothing_raises(body: bytes, content_type: str) -> None:
    for page in (body, b"<title>" + body + b"</title><link href=" + body):
        found = head.scan(page, content_type, "https://example.org/")
        assert found.title == clean(found.title)


@pytest.mark.timeout(60)
def test_what_stands_before_a_flood_of_tags_is_found_without_delay() -> None:
    named = b"<title>Kept</title><link rel=alternate type=application/rss+xml href=/feed>"
    for body in (
        b"<div>" * 400_000,
        b"<a " * 700_000,
        b"<!--" * 500_000,
        b"<link href=x>" * 160_000,
        b"<script>" * 200_000,
    ):
        found = head.scan(named + body, "text/html", "https://example.org/")
        assert (found.title, found.links[0].href) == ("Kept", "/feed"), body[:8]
