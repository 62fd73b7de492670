"""Which server is meant, and what may be shown of an address."""

import pytest

from tui.model.servers import is_for, masked, parted, server_of, without_password


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("https://News.Example/feed?x", "https://news.example"),
        ("https://ann:pw@news.example:443/", "https://news.example"),
        ("http://news.example:8080/", "http://news.example:8080"),
        ("http://[::1]:1/", "http://[::1]:1"),
        ("file:///etc/passwd", ""),
        ("broadsheet:manual", ""),
        ("http://[", ""),
        ("http://a:x/", ""),
        ("", ""),
    ],
)
def test_servers(url, server):
    assert server_of(url) == server


@pytest.mark.parametrize(
    ("server", "url", "sent"),
    [
        ("https://a.example", "https://a.example/x", True),
        ("http://a.example", "https://a.example/x", True),
        ("https://a.example", "http://a.example/x", False),
        ("https://a.example", "https://a.example:8443/x", False),
        ("http://a.example:81", "https://a.example/x", False),
        ("https://a.example", "https://b.a.example/", False),
        ("", "https://a.example/", False),
        ("", "", False),
    ],
)
def test_where_a_secret_may_go(server, url, sent):
    assert is_for(server, url) == sent


@pytest.mark.parametrize(
    ("url", "shown", "told"),
    [
        (
            "https://ann:s3cret@a.example/x?y#z",
            "https://ann:••••@a.example/x?y#z",
            "https://ann@a.example/x?y#z",
        ),
        ("https://ann@a.example/", "https://ann@a.example/", "https://ann@a.example/"),
        ("https://a.example/@ann:me", "https://a.example/@ann:me", "https://a.example/@ann:me"),
        ("http://[", "http://[", "http://["),
    ],
)
def test_passwords_in_addresses_are_not_shown(url, shown, told):
    assert (masked(url), without_password(url)) == (shown, told)


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://a%40b:p%3Aw@a.example:1/x?y", ("https://a.example:1/x?y", "a@b", "p:w")),
        ("https://ann@a.example/", ("https://ann@a.example/", "", "")),
        ("https://:pw@a.example/", ("https://a.example/", "", "pw")),
        ("file:///a:b@c", ("file:///a:b@c", "", "")),
        ("http://[", ("http://[", "", "")),
    ],
)
def test_a_login_is_parted_from_its_address(url, parts):
    assert parted(url) == parts
