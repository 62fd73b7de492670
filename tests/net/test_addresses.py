import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.net.addresses import join, parse


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://example.org", "http://example.org/"),
        ("HTTP://EXAMPLE.org:80/Feed?a=1#part", "http://example.org/Feed?a=1"),
        ("https://example.org:8443/x", "https://example.org:8443/x"),
        (" http://example.org./a b ", "http://example.org/a%20b"),
        ("http://example.org/ü?q=ñ", "http://example.org/%C3%BC?q=%C3%B1"),
        ("http://example.org/%C3%BC", "http://example.org/%C3%BC"),
        ("http://example.org?q", "http://example.org/?q"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://BÜCHER.example/", "http://xn--bcher-kva.example/"),
        ("http://straße.example/", "http://xn--strae-oqa.example/"),
        ("http://例え。テスト/", "http://xn--r8jz45g.xn--zckzah/"),
        ("http://пример.рф/", "http://xn--e1afmkfd.xn--p1ai/"),
        ("http://127.1/", "http://127.0.0.1/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f.0.0.1/", "http://127.0.0.1/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("http://[0:0:0:0:0:0:0:1]/", "http://[::1]/"),
    ],
)
def test_addresses_are_written_in_one_way(text, url):
    found = parse(text)
    assert found is not None
    assert found.url == url
    assert parse(found.url) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org",
        "ftp://example.org/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://",
        "http:///feed",
        "http://exa mple.org/",
        "http://example.org:99999/",
        "http://example.org:0/",
        "http://[::1/",
        "http://[fe80::1%25eth0]/",
        "http://a..b/",
        "http://-a/",
        "http://a%00b@example.org/",
        "http://a:b%0d%0a@example.org/",
        "http://\udc80:\udc80@example.org/",
        "http://999.1.1.1/",
        "http://example.org\\@evil.example/",
        "http://‮evil.example/",
        "http://" + "a" * 64 + ".org/",
        "http://example.org/" + "a" * 9_000,
    ],
)
def test_what_is_no_web_address(text):
    assert parse(text) is None


def test_name_and_password_are_kept_apart():
    found = parse("https://me%40home:s%3Acret@example.org/feed")
    assert found is not None
    assert (found.user, found.password) == ("me@home", "s:cret")
    assert found.url == "https://example.org/feed"
    assert found.full_url == "https://me%40home:s%3Acret@example.org/feed"
    assert parse(found.full_url) == found
    alone = parse("https://me@example.org/")
    assert alone is not None
    assert alone.full_url == "https://me@example.org/"


@pytest.mark.parametrize(
    ("base", "location", "full"),
    [
        ("http://u:p@a.example/x/y", "z", "http://u:p@a.example/x/z"),
        ("http://u:p@a.example/", "https://a.example/", "https://u:p@a.example/"),
        ("https://u:p@a.example/", "http://a.example/", "http://a.example/"),
        ("http://u:p@a.example/", "http://a.example:81/", "http://a.example:81/"),
        ("http://u:p@a.example/", "//b.example/", "http://b.example/"),
        ("http://a.example/", "http://x:y@b.example/", "http://b.example/"),
        ("http://a.example/", "/caf\u00c3\u00a9", "http://a.example/caf%C3%A9"),
        ("http://a.example/", "/caf\u00e9", "http://a.example/caf%C3%A9"),
    ],
)
def test_redirects_take_the_password_only_where_it_may_go(base, location, full):
    start = parse(base)
    assert start is not None
    found = join(start, location)
    assert found is not None
    assert found.full_url == full


@pytest.mark.parametrize("location", ["ftp://a/", "file:///etc/passwd", "http://[", "mailto:a@b", "data:,x"])
def test_redirects_off_the_web_lead_nowhere(location):
    start = parse("http://a.example/")
    assert start is not None
    assert join(start, location) is None


@settings(max_examples=200)
@given(st.text(max_size=60), st.sampled_from(["http://", "https://u:p@", "http://[", ""]))
def test_any_text_gives_an_address_fit_for_the_wire_or_none(text, start):
    found = parse(start + text)
    if found is not None:
        assert found.url.isascii()
        assert found.url.isprintable()
        assert " " not in found.url
        assert parse(found.url) is not None
