"""Pages that are no articles say what they are, in one sentence."""

import pytest

from tui.content import extract
from tui.model.extraction import KnownFacts

URL = "https://example.org/2026/a-walk"
PROSE = "".join(
    f"<p>The path number {number} leaves the village behind the church and climbs through the woods for an hour.</p>"
    for number in range(20)
)


def trouble(html, url=URL):
    found = extract(html.encode(), "text/html; charset=utf-8", url, KnownFacts())
    assert bool(found.trouble) == (not found.html)
    assert not found.trouble or (found.trouble.endswith(".") and "\n" not in found.trouble)
    return found.trouble


@pytest.mark.parametrize(
    ("html", "word"),
    [
        (
            "<html><head><title>Just a moment...</title></head><body><div>Checking if the site connection is secure</div>"
            '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate"></script></body></html>',
            "person",
        ),
        (
            "<title>Access Denied</title><body><h1>Access Denied</h1>You don't have permission, ref 18.2</body>",
            "person",
        ),
        (
            '<title>example.org</title><body><p>Please enable JS and disable any ad blocker</p><script src="'
            'https://ct.captcha-delivery.com/c.js"></script></body>',
            "person",
        ),
        (
            '<title>News</title><body><div id="root"></div><noscript>You need to enable JavaScript to run this app.'
            "</noscript></body>",
            "JavaScript",
        ),
        (
            '<title>News</title><body><div id="app"></div><script src="/bundle.js"></script></body>',
            "JavaScript",
        ),
        (
            "<title>Neues</title><body><p>Bitte aktivieren Sie JavaScript, um die Seite zu sehen.</p></body>",
            "JavaScript",
        ),
        (
            '<title>Log in | News</title><body><form><input name="u"><input type="password"></form>'
            "<p>Welcome back! Please enter your details to see your articles.</p></body>",
            "login",
        ),
        (
            f"<title>A walk</title><body><article><h1>A walk</h1>{PROSE[:300]}</p></article><div>Subscribe to continue"
            " reading. Already a subscriber? Log in.</div></body>",
            "pay",
        ),
        (
            '<title>Ein Weg</title><script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}'
            "</script><body><article><p>Der Weg verläßt das Dorf hinter der Kirche.</p></article></body>",
            "pay",
        ),
        (
            "<title>Example</title><body><h2>We value your privacy</h2><button>Accept all cookies</button></body>",
            "cookies",
        ),
        (
            "<title>404 - Page not found</title><body><p>Sorry, there is nothing here.</p></body>",
            "no such page",
        ),
        (
            "<title>Seite nicht gefunden</title><body><p>Leider gibt es hier nichts zu sehen.</p></body>",
            "no such page",
        ),
        (
            "<title>x</title><body><ul><li><a href=/a>A</a></li><li><a href=/b>B</a></li></ul></body>",
            "No article",
        ),
        ("<html><head><title>x</title></head></html>", "."),
        ("<frameset><frame src=/a></frameset>", "."),
    ],
)
def test_a_barrier_is_told(html, word):
    assert word in trouble(html)


@pytest.mark.parametrize(
    "around",
    [
        "<noscript>Please enable JavaScript.</noscript>",
        "<form><input type=password></form>",
        "<div>Subscribe to continue reading tomorrow.</div>",
        "<div>We value your privacy. Accept all cookies.</div>",
        '<div class="g-recaptcha"></div><script src="https://hcaptcha.com/1/api.js"></script>',
    ],
)
def test_an_article_is_one_whatever_stands_beside_it(around):
    assert trouble(f"<title>A walk</title><body>{around}<article>{PROSE}</article></body>") == ""


def test_a_short_article_is_one_too():
    page = "<title>Captcha art | Blog</title><body><article><p>A short note on a picture that I liked, made of letters.</p></article></body>"
    assert trouble(page.replace("Captcha art", "Letter art")) == ""


def test_a_front_page_is_no_article():
    page = "<title>Example</title><body><main><p>Welcome to the site of our club, which meets on Mondays.</p></main></body>"
    assert "front page" in trouble(page, "https://example.org/")
    assert trouble(page) == ""
