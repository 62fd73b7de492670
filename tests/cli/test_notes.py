"""``note`` from a shell, and the note wherever an article is printed."""

from tests.cli.conftest import Broadsheet


def number_of(stocked: Broadsheet, query: str) -> str:
    (line,) = stocked("list", query).lines
    return line.split("\t")[0]


def test_a_note_is_written_printed_and_removed(stocked: Broadsheet) -> None:
    number = number_of(stocked, "title:Grain")
    none = stocked("note", number)
    assert (none.code, none.out) == (1, "") and f"no note on article {number}" in none.err
    done = stocked("note", number, "Ask", "Ana", "-", "or Bo")
    assert (done.code, done.out) == (0, "Note written on “Grain prices fall”.\n")
    assert stocked("note", number).out == "Ask Ana - or Bo\n"
    assert stocked("note", number, "Ask Ana - or Bo").out == "The note says that already.\n"
    assert [stocked("count", query).out for query in ("has:note", "note:ana", "ana", "-has:note ana")] == [
        "1\n",
        "1\n",
        "1\n",
        "0\n",
    ]
    assert stocked("list", "has:note", "--format", "{note}").out == "Ask Ana - or Bo\n"
    assert stocked("note", number, "--remove").out == "Note removed from “Grain prices fall”.\n"
    assert stocked("note", number, "--remove").out == "There was no note on “Grain prices fall”.\n"
    assert stocked("undo").out == "Undone: Removed the note on “Grain prices fall”.\n"
    assert stocked("note", number).out == "Ask Ana - or Bo\n"


def test_a_note_comes_from_a_pipe_and_is_harmless(stocked: Broadsheet) -> None:
    number = number_of(stocked, "title:Grain")
    stocked("note", number, "-", given="first\n\x1b]52;c;eA==\x07\n  two\u202e \n\n")
    assert stocked("note", number).out == "first\n\n  two\n"
    (shown,) = stocked("show", number, "--json").json
    assert shown["note"] == "first\n\n  two"
    page = stocked("show", number, "--width", "40").lines
    place = page.index("▎ first")
    assert page[place - 1 : place + 3] == ["", "▎ first", "▎", "▎   two"]
    written = stocked("export", "articles", number).out
    assert "\n> **Note:** first\n>\n> two\n\n" in written
    html = stocked("export", "articles", number, "--format", "html").out
    assert "<p>first</p>\n<p>  two</p>" in html


def test_what_is_not_understood_ends_with_two(stocked: Broadsheet) -> None:
    number = number_of(stocked, "title:Grain")
    for words in (["note"], ["note", "grain", "x"], ["note", number, "x", "--remove"], ["note", number, " "]):
        ran = stocked(*words)
        assert ran.code == 2 and ran.out == "" and ran.err, words
    gone = stocked("note", "999999", "x")
    assert gone.code == 1 and "no article 999999" in gone.err
