"""Which program plays what, and with which arguments."""

from pathlib import Path

import pytest

from tui.model.attached import kind_words
from tui.model.errors import BroadsheetError
from tui.service.playing import player_argv

URL = "https://example.org/a b;c.mp3"
SAFE = "https://example.org/a%20b;c.mp3"


def nowhere(_name: str) -> None:
    return None


def anywhere(name: str) -> str:
    return f"/usr/bin/{name}"


@pytest.mark.parametrize(
    ("place", "kind", "options", "argv"),
    [
        (URL, "audio/mpeg", {}, ("mpv", "--force-window=immediate", "--", SAFE)),
        (URL, "audio/mpeg", {"find": nowhere}, ("xdg-open", SAFE)),
        (URL, "audio/mpeg", {"find": nowhere, "browser": ("lynx",)}, ("lynx", SAFE)),
        (URL, "application/pdf", {}, ("xdg-open", SAFE)),
        (URL, "audio/mpeg", {"player": ("vlc",)}, ("vlc", "--", SAFE)),
        (URL, "audio/mpeg", {"player": ("vlc", "{url}", "--loop")}, ("vlc", SAFE, "--loop")),
        (
            URL,
            "video/mp4; x=y",
            {"player": ("vlc",), "players": {"video": ("mpv", "--fs")}},
            ("mpv", "--fs", "--", SAFE),
        ),
        (URL, "application/pdf", {"players": {"application/pdf": ("zathura",)}}, ("zathura", "--", SAFE)),
        (Path("/srv/-x.mp3"), "audio/mpeg", {}, ("mpv", "--force-window=immediate", "--", "/srv/-x.mp3")),
        (Path("/srv/x.pdf"), "application/pdf", {}, ("xdg-open", "/srv/x.pdf")),
        (Path("/srv/x.pdf"), "", {"platform": "darwin"}, ("open", "--", "/srv/x.pdf")),
    ],
)
def test_commands(place, kind, options, argv) -> None:
    assert player_argv(place, kind, **{"find": anywhere, "platform": "linux", **options}) == argv


@pytest.mark.parametrize("url", ["file:///etc/passwd", "--version", "javascript:1", "mms://x", ""])
def test_only_web_addresses_are_played(url) -> None:
    with pytest.raises(BroadsheetError):
        player_argv(url, "audio/mpeg")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("audio/mpeg", "Audio, MP3"),
        ("video/x-m4v", "Video, M4V"),
        ("video/mpeg", "Video, MPEG"),
        ("application/pdf", "File, PDF"),
        ("application/octet-stream", "File"),
        ("AUDIO/OGG; codecs=opus", "Audio, Ogg"),
        ("", "File"),
    ],
)
def test_kinds_in_words(kind, words) -> None:
    assert kind_words(kind) == words
