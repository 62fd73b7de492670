"""Pages that are built to do harm, or are just very large, end with a result or with a sentence."""

import gzip
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.content import extract, sanitize
from tui.content.extraction.facts import told_by
from tui.content.extraction.page import read_page
from tui.model.extraction import KnownFacts, SiteRule

URL = "https://example.org/a"
PROSE = "".join(
    f"<p>The path number {number} leaves the village behind the church and climbs through the woods for an hour.</p>"
    for number in range(20)
)
KNOWN = KnownFacts(title="A walk")


def found(html, **more):
    result = extract(html.encode("utf-8", "replace"), "text/html; charset=utf-8", URL, KNOWN, **more)
    assert bool(result.trouble) != bool(result.html)
    assert sanitize(result.html, "") == result.html
    return result


@pytest.mark.parametrize(
    "html",
    [
        f"{PROSE}{'<div>' * 50_000}x{'</div>' * 50_000}{PROSE}",
        f"{PROSE}{'<div><b>' * 50_000}{PROSE}",
        f"{PROSE}{'<blockquote>' * 50_000}",
        f"{PROSE}<script>{'var a;' * 2_000_000}</script>{PROSE}",
        f'{PROSE}<img src="data:image/png;base64,{"A" * 10_000_000}">{PROSE}',
        f"{PROSE}<p>{'a' * 5_000_000}</p>{PROSE}",
        f"{PROSE}<p {' '.join(f'a{number}=1' for number in range(50_000))}>x</p>{PROSE}",
        f"{PROSE}{'<!-- x -->' * 100_000}{PROSE}",
        f"{PROSE}{chr(0) * 1_000_000}{PROSE}",
        f'<script type="application/ld+json">{"[" * 100_000}</script>{PROSE}',
    ],
    ids=["deep", "open", "quotes", "script", "data", "word", "attributes", "comments", "nul", "json"],
)
def test_the_article_is_found_all_the_same(html):
    result = found(f"<html><head><title>A walk</title></head><body><article>{html}")
    assert "The path number 7" in result.text


@pytest.mark.parametrize(
    "html",
    [
        f"<table>{('<tr>' + '<td>cell</td>' * 500 + '</tr>') * 500}</table>",
        "<p>The path leaves the village behind the church and climbs for an hour.</p>" * 100_000,
        "<p>a</p>" * 100_000,
        f"<p>{'<a href=/x>word</a> ' * 50_000}</p>",
        f"<div>{'line of a text<br>' * 50_000}</div>",
    ],
    ids=["table", "paragraphs", "crumbs", "links", "breaks"],
)
def test_what_is_too_much_is_cut_with_a_note(html):
    result = found(f"<html><head><title>A walk</title></head><body><article>{PROSE}{html}")
    assert "The path number 7" in result.text and result.text.endswith("the rest of it was left out.")


@pytest.mark.parametrize(
    "html", ["<" * 200_000, "&" * 200_000, "<h1>title</h1>" * 20_000, "<a " * 50_000, "<x>" * 9_999]
)
def test_what_is_nothing_says_so_or_is_text(html):
    result = found(f"<html><body>{html}")
    assert bool(result.trouble) != bool(result.text)


@pytest.mark.parametrize(
    "markup",
    [
        '<p a\x01b="c\x02" id="k">x\x01y</p>',
        "&#xffff; &#65534; \ufffe",
        '&#x1;<b x:y\x03="1">z</b>',
        "<a\x01b>x</a\x01b>",
        "<p>" + "\uffff" * 300_000 + "</p>" + " " * 900_000,
    ],
    ids=["names", "noncharacters", "prefixes", "tags", "flood"],
)
def test_characters_that_no_tree_takes_cost_no_article(markup):
    result = found(f"<html><head><title>A walk</title></head><body><article>{PROSE}{markup}{PROSE}")
    assert "The path number 7" in result.text


MUTANTS = [path.read_bytes() for path in sorted((Path(__file__).parent / "syndicated").glob("*.html"))]
PIECES = [
    b"<",
    b">",
    b"</div>",
    b"<table>",
    b"<!--",
    b"&#x1b;",
    b"\0",
    b"<svg>",
    b"<p",
    b'"',
    b"<a href='#fn1'>1</a>",
    b"\xff",
]


@given(
    st.integers(0, 2**32),
    st.sampled_from(["", "text/html", "text/html; charset=gb2312", "text/plain; charset=utf-16"]),
)
@settings(max_examples=60, deadline=None)
def test_a_mutated_page_raises_nothing(seed, content_type):
    random = Random(seed)
    page = bytearray(random.choice(MUTANTS))
    for _ in range(random.randrange(1, 20)):
        start = random.randrange(len(page))
        end = start + random.choice([1, 3, 20, 300])
        match random.randrange(4):
            case 0:
                del page[start : min(end, len(page) - 1)]
            case 1:
                page[start:start] = random.choice(PIECES)
            case 2:
                page[start:start] = page[start:end] * 3
            case _:
                page[start:end] = bytes(reversed(page[start:end]))
    rule = random.choice([SiteRule(), SiteRule(keep=("p", "h1")), SiteRule(drop=("div > *",), next_page="a")])
    result = extract(bytes(page), content_type, URL, KNOWN, rule)
    assert bool(result.trouble) != bool(result.html)
    assert sanitize(result.html, "") == result.html


@given(st.binary(max_size=2_000))
@settings(deadline=None)
def test_any_bytes_have_an_answer(page):
    result = extract(page, "text/html", URL, KNOWN)
    assert bool(result.trouble) != bool(result.html)


def test_facts_are_clean_and_short():
    evil = "\x1b]52;c;x\x07[bold]\u202e" + "x" * 50_000
    keywords = ",".join(f"{number} \x1b[31m" for number in range(1_000))
    head = (
        f'<title>{evil}</title><meta property="og:title" content="{evil}"><meta name="author" content="{evil}">'
        f'<meta property="og:image" content="javascript:alert(1)"><link rel="canonical" href="file:///etc/passwd">'
        f'<meta name="keywords" content="{keywords}">'
    )
    page = read_page(
        f"<html lang='en-GB\x1b'><head>{head}</head><body>{PROSE}</body></html>".encode(), "", URL
    )
    facts = told_by(page.tree, URL).facts
    texts = [facts.title, facts.author, facts.site, facts.language, *facts.terms]
    assert all(text.isprintable() and len(text) <= 300 for text in texts)
    assert (facts.image_url, facts.canonical_url, len(facts.terms) <= 32) == ("", "", True)


def test_a_packed_page_is_called_so():
    assert "packed" in extract(gzip.compress(b"<html>"), "text/html", URL, KNOWN).trouble
