"""``broadsheet export articles``."""

import zipfile

from tests.cli.conftest import Broadsheet


def test_markdown_on_standard_output(stocked: Broadsheet) -> None:
    ran = stocked("export", "articles", "title:rabat")
    assert ran.code == 0
    assert ran.lines[0] == "# Rabat opens its port"
    assert "- Address: <http://127.0.0.1/n1>" in ran.lines
    assert "See [the map](http://127.0.0.1/map)." in ran.out
    assert "- grain\n- cork" in ran.out


def test_a_hostile_title_is_text(stocked: Broadsheet) -> None:
    ran = stocked("export", "articles", "title:look")
    assert ran.lines[0] == "# Look here \\[/\\] %s"
    assert not any(character < " " and character != "\n" for character in ran.out)


def test_the_ending_says_the_format(stocked: Broadsheet) -> None:
    for name, beginning in (("a.md", b"# "), ("a.html", b"<!DOCTYPE"), ("a.epub", b"PK")):
        file = stocked.home / name
        ran = stocked("export", "articles", "words:0..", "sort:title", "-o", str(file))
        assert (ran.code, ran.err) == (0, "")
        assert ran.out.endswith(f"articles written to {file}.\n")
        assert file.read_bytes().startswith(beginning)
    with zipfile.ZipFile(stocked.home / "a.epub") as book:
        assert b"Football" in book.read("EPUB/nav.xhtml")


def test_nothing_is_overwritten_by_a_slip(stocked: Broadsheet) -> None:
    file = stocked.home / "a.md"
    file.write_text("mine")
    ran = stocked("export", "articles", "title:rabat", "-o", str(file))
    assert ran.code == 1
    assert ran.err == f"broadsheet: {file} exists already and stays as it is: choose another name.\n"
    assert file.read_text() == "mine"
    assert stocked("export", "articles", "title:rabat", "-o", str(file), "--force").code == 0
    assert file.read_text() != "mine"


def test_what_is_wrong_is_said(stocked: Broadsheet) -> None:
    assert stocked("export", "articles", "title:rabat", "-o", "a.doc").code == 2
    assert stocked("export", "articles").code == 2
    nothing = stocked("export", "articles", "nosuchword", "-o", str(stocked.home / "a.md"))
    assert nothing.code == 1
    assert "no article matches" in nothing.err
    assert not (stocked.home / "a.md").exists()
