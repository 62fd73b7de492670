"""``broadsheet search``, and its searches inside other commands."""

from tests.cli.conftest import Broadsheet


def test_a_search_is_saved_listed_used_shown_and_removed(stocked: Broadsheet) -> None:
    assert (
        stocked("search", "save", "Port news", "is:unread", "feed:Harbor", "sort:title").out
        == "Saved “Port news”.\n"
    )
    assert stocked("search", "save", "Grain", 'search:"port NEWS" grain').code == 0
    stocked("mark", "read", "title:football")
    assert stocked("search", "list").out == (
        'Port news\t2\t2\tis:unread feed:Harbor sort:title\nGrain\t2\t2\tsearch:"port NEWS" grain\n'
    )
    assert stocked("search", "list", "--json").json[0] == {
        "name": "Port news", "query": "is:unread feed:Harbor sort:title", "count": 2, "unread": 2, "error": None,
    }  # fmt: skip
    found = stocked("list", 'search:"Port news"', "--format", "{title}")
    assert found.lines == ["Grain prices fall", "Rabat opens its port"]
    assert stocked("search", "show", "grain").out == 'search:"port NEWS" grain\n'
    assert "2 articles marked starred" in stocked("mark", "starred", "search:Grain").out
    assert stocked("search", "rm", "grain").out == "Removed “Grain”; undo brings it back.\n"
    assert stocked("search", "list").out.count("\n") == 1
    assert "remove “Grain”" in stocked("undo").out
    assert stocked("count", "search:Grain").out == "2\n"


def test_the_same_name_is_replaced_and_says_so(stocked: Broadsheet) -> None:
    stocked("search", "save", "x", "rabat")
    assert "has another query now" in stocked("search", "save", "X", "grain").out
    assert "already" in stocked("search", "save", "X", "grain").out
    stocked("undo")
    assert stocked("search", "show", "x").out == "rabat\n"


def test_what_is_broken_is_marked_and_told(stocked: Broadsheet) -> None:
    stocked("search", "save", "a", "rabat")
    stocked("search", "save", "b", "search:a grain")
    assert "“b” uses it" in stocked("search", "rm", "a").err
    assert (
        stocked("search", "list").out == "b\t0\t0\tsearch:a grain\t“b” cannot be used: no saved search “a”\n"
    )
    (row,) = stocked("search", "list", "--json").json
    assert (row["count"], row["unread"], row["error"]) == (
        None,
        None,
        "“b” cannot be used: no saved search “a”",
    )
    ran = stocked("list", "is:unread search:b")
    assert ran.code == 2
    assert ran.err.splitlines() == [
        "broadsheet: “b” cannot be used: no saved search “a”",
        "  is:unread search:b",
        "                   ^",
    ]


def test_mistakes_end_with_2_and_a_caret(stocked: Broadsheet) -> None:
    stocked("search", "save", "Morning", "rabat")
    for words in (
        ["count", "search:Mornin"],
        ["mark", "read", "search:Mornin"],
        ["tag", "add", "x", "search:Mornin"],
        ["search", "save", "y", "search:Mornin"],
        ["search", "save", "y", "(a"],
        ["search", "save", "Morning", "search:y", "|", "(a"],
    ):
        ran = stocked(*words)
        assert ran.code == 2, words
        assert "^" in ran.err
    assert "did you mean search:Morning?" in stocked("count", "search:Mornin").err
    for words in (["search"], ["search", "save"], ["search", "save", "y"], ["search", "rm"], ["search", "list", "x"],
                  ["search", "show", "two", "words"], ["search", "show", "x", "--json"]):  # fmt: skip
        assert stocked(*words).code == 2, words
    ran = stocked("search", "rm", "mornin")
    assert (ran.code, ran.err) == (
        1,
        "broadsheet: there is no saved search “mornin”: did you mean “Morning”?\n",
    )


def test_hostile_names_are_clean_when_they_come_out(stocked: Broadsheet) -> None:
    stocked("search", "save", 'a\x1b]0;x\x07"b" \u202e東京🌅', "rabat")
    (row,) = stocked("search", "list", "--json").json
    assert row["name"] == 'a"b" 東京🌅'
    assert stocked("count", 'search:"a\\"b\\" 東京🌅"').out == stocked("count", "rabat").out
