"""What a feed's address says of where it comes from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.origin import (
    CommandOrigin,
    FileOrigin,
    OwnOrigin,
    WebOrigin,
    calling_name,
    command_url,
    file_url,
    is_local,
    is_own,
    local_url,
    origin_of,
    source_name,
)

HOME, HERE = "/home/jane", "/srv/work"


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("/var/feed.xml", "file:///var/feed.xml"),
        (" ~/notes/my feed.xml\n", "file:///home/jane/notes/my%20feed.xml"),
        ("./feed.xml", "file:///srv/work/feed.xml"),
        ("../feed.xml", "file:///srv/feed.xml"),
        ("/a/./b/../feed.xml", "file:///a/feed.xml"),
        ("file:///a%20b/ü.xml", "file:///a%20b/%C3%BC.xml"),
        ("FILE://localhost/a", "file:///a"),
        ("file:/a", "file:///a"),
        ("/a?b#c%", "file:///a%3Fb%23c%25"),
        ("command:tides", "command:tides"),
        ("Command: tides ", "command:tides"),
        # None of these is a file of this machine.
        ("file://nas/feed.xml", ""),
        ("file:feed.xml", ""),
        ("file:", ""),
        ("feed.xml", ""),
        ("example.org/feed", ""),
        ("https://example.org/", ""),
        ("feed:file:///etc/passwd", ""),
        ("~jane/feed.xml", ""),
        ("", ""),
    ],
)
def test_what_was_typed_is_a_file_or_a_command_or_neither(typed, url):
    assert local_url(typed, HOME, HERE) == url


def test_an_address_says_where_a_feed_comes_from():
    assert origin_of("file:///a%20b") == FileOrigin("/a b")
    assert origin_of("command:x") == CommandOrigin("x")
    assert origin_of("broadsheet:manual") == OwnOrigin("manual")
    for url in ("https://example.org/", "file://nas/a", "ftp://x", "", "javascript:x"):
        assert origin_of(url) == WebOrigin(url) and not is_own(url)
    urls = ("https://x/", "file:///a", "command:a", "broadsheet:manual", "")
    assert [source_name(url) for url in urls] == ["web", "file", "command", "broadsheet", "web"]
    assert is_own("broadsheet:saved") and not is_local("broadsheet:saved")
    assert is_local("file:///a") and is_local("command:a") and not is_local("https://command:a@x/")
    assert [calling_name(url) for url in ("file:///a/feed.xml", "command:x", "https://x/")] == [
        "feed.xml",
        "x",
        "",
    ]


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=()), min_size=1))
def test_any_path_comes_back_as_it_was(name):
    try:
        name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return
    url = file_url(f"/{name}")
    assert url.isascii() and url.isprintable() and " " not in url
    # The bytes are what counts: some can be written as a text in two ways.
    assert file_url(origin_of(url).path) == url


@given(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", fullmatch=True))
def test_any_name_of_a_command_comes_back_as_it_was(name):
    assert origin_of(command_url(name)) == CommandOrigin(name)
    assert local_url(command_url(name), HOME, HERE) == command_url(name)
