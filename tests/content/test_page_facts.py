"""What a page says of itself, in whatever way it says it."""

from datetime import UTC, datetime

import pytest

from tui.content.extraction.facts import told_by
from tui.content.extraction.page import read_page

URL = "https://example.org/2026/a-walk"


def told(head, body="<p>Text</p>", html="<html>"):
    page = read_page(
        f"{html}<head>{head}</head><body>{body}</body></html>".encode(), "text/html; charset=utf-8", URL
    )
    return told_by(page.tree, page.base)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>A walk</title>", "A walk"),
        ("<title>A walk to the mill | Example Times</title>", "A walk to the mill"),
        ("<title>A long walk to the mill - Example</title>", "A long walk to the mill"),
        ("<title>Example: A walk</title>", "Example: A walk"),
        ("<title>North – South</title>", "North – South"),
        ('<title>Example | A walk</title><meta property="og:site_name" content="Example">', "A walk"),
        ('<title>x</title><meta property="og:title" content="A &amp;#8216;walk&amp;#8217;">', "A ‘walk’"),
        (
            '<script type="application/ld+json">{"@type": ["NewsArticle"], "headline": "A walk &amp; more"}</script>',
            "A walk & more",
        ),
    ],
)
def test_the_title(head, title):
    assert told(head).facts.title == title


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ('<meta name="author" content="By Jo Marin">', "Jo Marin"),
        (
            '<meta property="article:author" content="https://example.com/jo"><meta name="byl" content="By Jo">',
            "Jo",
        ),
        ('<meta name="author" content="admin">', ""),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"Article","author":[{"name":"Jo"},{"name":"Sam"}]}]}</script>',
            "Jo, Sam",
        ),
        ('<script type="application/ld+json">[{"@type":"BlogPosting","author":"Jo"}]</script>', "Jo"),
        ('<script type="application/ld+json">{"@type":"WebPage","author":"Jo"}</script>', ""),
        ('<script type="application/ld+json">{broken</script><meta name="author" content="Jo">', "Jo"),
    ],
)
def test_the_author(head, author):
    assert told(head).facts.author == author


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="article:published_time" content="2026-05-04T12:00:00+02:00">', ""),
        ('<meta name="date" content="Mon, 04 May 2026 10:00:00 GMT">', ""),
        (
            '<script type="application/ld+json">{"@type":"Article","datePublished":"2026-05-04T10:00:00Z"}</script>',
            "",
        ),
        ("", '<time datetime="2026-05-04T10:00">today</time>'),
    ],
)
def test_the_date(head, body):
    assert told(head, body + "<p>x</p>").facts.published_at == datetime(2026, 5, 4, 10, tzinfo=UTC)


def test_a_page_with_two_times_or_a_bad_one_says_none():
    assert (
        told(
            "", '<time datetime="2026-05-04">a</time><time datetime="2026-05-05">b</time>'
        ).facts.published_at
        is None
    )
    assert told('<meta name="date" content="soon">').facts.published_at is None
    assert told('<meta name="date" content="0001-01-01T00:00:00+14:00">').facts.published_at is None


@pytest.mark.parametrize(
    ("head", "html", "language"),
    [
        ("", '<html lang="de-AT">', "de-AT"),
        ('<meta property="og:locale" content="pt_BR">', "<html>", "pt-BR"),
        ('<meta http-equiv="x" name="language" content="fr">', '<html lang="???">', "fr"),
        ("", "<html>", ""),
    ],
)
def test_the_language(head, html, language):
    assert told(head, html=html).facts.language == language


def test_addresses_and_terms():
    facts = told(
        '<base href="https://cdn.example.net/"><link rel="canonical" href="/a?utm_source=x&amp;b=1">'
        '<meta property="og:image" content="/lead.jpg"><meta property="og:site_name" content="Example Times">'
        '<meta name="keywords" content="Mill, walk; topic:secret, Walk"><meta property="article:tag" content="Brook">'
        '<meta property="article:section" content="Outdoors">',
        '<p>x</p><a rel="tag" href="/t">Summer</a>',
    ).facts
    assert facts.canonical_url == "https://cdn.example.net/a?b=1"
    assert (facts.image_url, facts.site) == ("https://cdn.example.net/lead.jpg", "Example Times")
    assert facts.terms == ("Brook", "Mill", "walk", "Outdoors", "Summer")


def test_a_page_that_costs_says_so():
    assert told(
        '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>'
    ).paid
    assert told('<meta property="article:content_tier" content="locked">').paid
    assert not told("<title>x</title>").paid
