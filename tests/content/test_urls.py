import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.content import urls


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("https://example.org/a?b=c&d=e", "https://example.org/a?b=c&d=e"),
        (" HTTPS://Example.ORG/Path ", "https://example.org/Path"),
        ("https://example.org/a b\"c<d>|`^{}", "https://example.org/a%20b%22c%3Cd%3E%7C%60%5E%7B%7D"),
        ("https://example.org/100%/50%25", "https://example.org/100%25/50%25"),
        ("https://bücher.example/ä?ö#ü", "https://xn--bcher-kva.example/%C3%A4?%C3%B6#%C3%BC"),
        ("https://good.example\\@evil.example/", "https://good.example/@evil.example/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("mailto:a@example.org?subject=a b", "mailto:a@example.org?subject=a%20b"),
        ("https://e.org/?utm_source=a&id=1&fbclid=z&UTM_medium=q", "https://e.org/?id=1"),
        ("https://e.org/?utm_source=a#utm_campaign=b", "https://e.org/"),
        ("https://e.org/#part", "https://e.org/#part"),
        *((bad, "") for bad in (
            "", "/relative", "javascript:alert(1)", "JaVaScRiPt:x", "java\tscript:x", "data:text/html,x",
            "file:///etc/passwd", "vbscript:x", "-oProxyCommand=x", "--version", "ftp://e.org/",
            "https://example.org/\nfile:///etc/passwd", "http://", "http:///x", "http://a b/", "http://x:99999/",
            "http://[", "https://e.org/" + "x" * 9_000, "mailto:", "https://\x1b]0;x\x07/",
        )),
    ],
)  # fmt: skip
def test_addresses_for_the_browser(given: str, safe: str) -> None:
    assert urls.web_url(given) == safe


@given(st.text(max_size=40), st.sampled_from(["https://", "http://e.org/", "mailto:", "https://e.org/?", ""]))
@settings(max_examples=300, deadline=None)
def test_a_safe_address_is_ascii_and_stays_what_it_is(text: str, before: str) -> None:
    url = urls.web_url(before + text)
    assert url == "" or url.startswith(("http://", "https://", "mailto:"))
    assert url.isascii() and " " not in url
    assert urls.web_url(url) == url
    assert "\x1b" not in urls.shown(url)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://google.com@evil.example/", "evil.example"),
        ("https://xn--bcher-kva.example/", "bücher.example"),
        ("https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com"),  # аррӏе: Cyrillic that looks Latin
        ("https://xn--pple-43d.com/", "xn--pple-43d.com"),  # аpple: two scripts in one word
        ("https://xn--wgv71a119e.jp/", "日本語.jp"),
        ("https://xn--e1afmkfd.xn--p1ai/", "пример.рф"),
        ("http://[::1]/", "[::1]"),
        ("mailto:a@example.org?subject=x", "a@example.org"),
        ("", ""),
    ],
)
def test_the_host_that_is_shown(url: str, host: str) -> None:
    assert urls.shown_host(url) == host


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.example.org/third-partner/", "example.org/third-partner"),
        ("https://example.org/?q=1#x", "example.org/?q=1#x"),
        ("https://ja.example.org/%E6%97%A5%E6%9C%AC", "ja.example.org/日本"),
        ("https://example.org/%E2%80%AEgpj.exe", "example.org/%E2%80%AEgpj.exe"),
        ("https://example.org/a%20b%2Fc", "example.org/a%20b%2Fc"),
        ("https://example.org:8443/x", "example.org:8443/x"),
    ],
)
def test_addresses_for_people(url: str, shown: str) -> None:
    assert urls.shown(url) == shown


@pytest.mark.parametrize(
    ("address", "base", "resolved"),
    [
        ("../a", "https://e.org/x/y/", "https://e.org/x/a"),
        ("//f.org/a", "https://e.org/", "https://f.org/a"),
        ("htt\nps://e.org/", "", "https://e.org/"),
        ("?q", "https://e.org/a", "https://e.org/a?q"),
        ("http://[", "https://e.org/", "http://["),
        ("a", "", "a"),
    ],
)
def test_resolving(address: str, base: str, resolved: str) -> None:
    assert urls.absolute(address, base) == resolved
