"""Names of files that others have a say in."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.service.file_names import LONGEST, download_path, free_path, safe_name

FOLDER = Path("/srv/podcasts")
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def check(path: Path) -> None:
    """What holds for every name."""
    assert path.parent == FOLDER
    assert path == Path(str(path.resolve()))
    name = path.name
    assert 0 < len(name) <= LONGEST
    assert len(name.encode()) <= 255
    assert not name.startswith((".", "-", " "))
    assert not name.endswith((".", " "))
    assert not DEVICES.match(name)
    assert re.fullmatch(r"[^/\\:*?\"<>|;$`&'!\x00-\x1f\x7f]+", name)
    assert name.rpartition(".")[2] not in ("exe", "sh", "desktop", "bat", "app", "js", "html", "svg", "com")


@given(st.text(max_size=300), st.text(max_size=200), st.text(max_size=40))
@example("../../.ssh/authorized_keys", "", "")
@example("", 'attachment; filename="../../../../tmp/PWNED"', "")
@example("CON", "attachment; filename=nul.mp3", "audio/mpeg")
@example("a" * 300 + ".mp3", "", "audio/mpeg")
@example("\U0001f600" * 80, "", "")
@example("ب" * 200 + ".mp3", "", "audio/mpeg")
@example("x.desktop", "attachment; filename*=UTF-8''..%2f..%2fx.sh", "application/x-sh")
def test_a_download_stays_in_its_folder(path: str, disposition: str, media_type: str) -> None:
    headers = {"Content-Disposition": disposition, "Content-Type": media_type}
    check(download_path(FOLDER, f"https://example.org/{path}", headers, media_type))


@pytest.mark.parametrize(
    ("url", "headers", "media_type", "name"),
    [
        ("https://example.org/ep/12.mp3?token=x", {}, "", "12.mp3"),
        ("https://example.org/ep/12", {}, "audio/mpeg", "12.mp3"),
        ("https://example.org/ep/12.MP3", {"content-type": "audio/mpeg"}, "", "12.mp3"),
        ("https://example.org/a%20b.m4a", {"Content-Type": "audio/x-m4a; x=y"}, "audio/mpeg", "a b.m4a"),
        ("https://example.org/x", {"Content-Disposition": 'attachment; filename="Folge 1.ogg"'}, "audio/ogg", "Folge 1.ogg"),
        ("https://example.org/x", {"Content-Disposition": "attachment; filename*=UTF-8''%D8%A8%20a.mp3"}, "", "ب a.mp3"),
        # What the file is decides, not what it is called.
        ("https://example.org/run.sh", {"Content-Type": "audio/mpeg"}, "", "run.sh.mp3"),
        ("https://example.org/run.sh", {}, "", "run.sh.bin"),
        ("https://example.org/cover.mp3", {"Content-Type": "application/pdf"}, "", "cover.pdf"),
        ("https://example.org/", {}, "", "example.org.bin"),
        ("https://example.org/v1.2", {}, "video/mp4", "v1.2.mp4"),
    ],
)  # fmt: skip
def test_names(url: str, headers: dict[str, str], media_type: str, name: str) -> None:
    assert download_path(FOLDER, url, headers, media_type).name == name


@given(st.text(max_size=300))
@example("…")
@example("aux")
def test_a_title_becomes_a_name(title: str) -> None:
    check(FOLDER / safe_name(title, ".epub"))


def test_titles_keep_their_words() -> None:
    assert safe_name("What next? A/B; “quoted”", ".md") == "What next A B quoted.md"
    assert safe_name("砂漠の太陽光発電所", ".md") == "砂漠の太陽光発電所.md"
    assert safe_name("???", ".md") == "article.md"


def test_nothing_is_overwritten(tmp_path) -> None:
    path = tmp_path / "a.mp3"
    assert free_path(path) == path
    path.touch()
    assert free_path(path).name == "a (2).mp3"
    (tmp_path / "a (2).mp3").symlink_to("nowhere")
    assert free_path(path).name == "a (3).mp3"
    long = tmp_path / ("x" * (LONGEST - 4) + ".mp3")
    long.touch()
    assert len(free_path(long).name) == LONGEST
