from tests.render.test_layout import page
from tui.render.find import Match, find


def test_case_and_accents_do_not_count() -> None:
    made = page("<p>Ein CAFÉ, ein cafe\u0301, ein Cafè.</p><p>cafe</p>")
    assert find(made, "café") == (Match(0, 4, 8), Match(0, 14, 19), Match(0, 25, 29), Match(2, 0, 4))
    assert [made.lines[0].text[match.start : match.end] for match in find(made, "CAFE")[:3]] == [
        "CAFÉ",
        "cafe\u0301",
        "Cafè",
    ]


def test_letters_that_fold_to_several_keep_their_place() -> None:
    made = page("<p>Die Straße, ﬁne, STRASSE</p>")
    assert [made.lines[0].text[match.start : match.end] for match in find(made, "strasse")] == [
        "Straße",
        "STRASSE",
    ]
    assert [made.lines[0].text[match.start : match.end] for match in find(made, "fine")] == ["ﬁne"]


def test_blanks_and_nothing() -> None:
    made = page("<p>two\xa0words and 100\xa0% [1]</p>")
    assert find(made, " two  words ") == (Match(0, 0, 9),)
    assert find(made, "") == find(made, "  ") == find(made, "absent") == ()
    assert len(find(made, "[1]")) == 1
