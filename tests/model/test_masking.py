"""No secret is left in what is written down, and nothing else is lost."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.masking import mask

SECRETS = [
    ("https://jane:hunter2@example.org/feed", "https://***@example.org/feed"),
    ("https://jane:hun@ter2@example.org/", "https://***@example.org/"),
    ("https://hunter2@example.org", "https://***@example.org"),
    ("socks5h://jane:hunter2@[::1]:9050 failed", "socks5h://***@[::1]:9050 failed"),
    ("https://a.example/f?page=2&token=hunter2#top", "https://a.example/f?page=2&token=***#top"),
    ("https://a.example/f?API_KEY=hunter2&page=2", "https://a.example/f?API_KEY=***&page=2"),
    ("https://a.example/f?access_token=hunter2", "https://a.example/f?access_token=***"),
    ("/f?X-Amz-Signature=hunter2&a=b", "/f?X-Amz-Signature=***&a=b"),
    ("/to?next=https%3A%2F%2Fjane:hunter2@b.example", "/to?next=https%3A%2F%2F***@b.example"),
    ("/to?next=%2Ff%3Fkey%3Dhunter2", "/to?next=%2Ff%3Fkey%3D***"),
    ("Authorization: Basic amFuZTpodW50ZXIy", "Authorization: ***"),
    ("authorization: hunter2 hunter2\nHost: b", "authorization: ***\nHost: b"),
    ("{'Authorization': 'Bearer hunter2', 'Host': 'b'}", "{'Authorization': ***, 'Host': 'b'}"),
    ('{"session_token":"hunter2","host":"b"}', '{"session_token":***,"host":"b"}'),
    ("sent Bearer hunter2.hunter2", "sent Bearer ***"),
    ("Cookie: a=hunter2; b=hunter2", "Cookie: ***"),
    ("X-Api-Key: hunter2", "X-Api-Key: ***"),
    ("password = hunter2", "password = ***"),
]
PLAIN = [
    "3 feeds: 2 new articles, 1 feed unchanged.",
    "https://example.org/@jane/feed?page=2&limit=20",
    "https://example.org/a?q=jane@example.org",
    "mail to jane@example.org, please",
    "The basic authentication of this server failed.",
    "tui.ui.desk.keys: the key j is taken: choose another",
    "2026-11-26 10:00:00,000 77 INFO tui.config.session: saved",
]


@pytest.mark.parametrize(("text", "masked"), SECRETS)
def test_a_secret_goes_and_the_rest_stays(text, masked):
    assert mask(text) == masked
    assert "hunter2" not in mask(text) and mask(masked) == masked


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_no_secret_stays(text):
    assert mask(text) == text


PIECES = ["token=", "a", "@", "://", "https", ":", "&", " ", '"', "\n", "Bearer ", "cookie", "A1", "%40"]


@given(st.lists(st.sampled_from(PIECES)))
def test_twice_is_once(pieces):
    text = "".join(pieces)
    assert mask(mask(text)) == mask(text)


def test_no_text_of_a_publishers_takes_long():
    # In a process of its own, for no thread can stop a pattern; what it took before is minutes.
    pieces = ["key", "a-", "-key-", "a%3a%2f%2f", '"key', "bearer ", "key ", "https://a"]
    code = f"from tui.model.masking import mask\nfor one in {pieces!r}: mask(one * 40_000)"
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0
