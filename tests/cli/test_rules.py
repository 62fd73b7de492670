"""``broadsheet rules``: written, tried, applied, switched and deleted."""

import pytest

from tests.cli.conftest import Broadsheet
from tests.server import Server, feed

MORE = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Harbor News</title><link>http://127.0.0.1/</link>
<item><guid>n9</guid><title>Football again</title><link>http://127.0.0.1/n9</link>
 <pubDate>Thu, 05 Nov 2026 08:00:00 GMT</pubDate><description>A goal.</description></item>
<item><guid>n10</guid><title>Cork prices</title><link>http://127.0.0.1/n10</link>
 <pubDate>Thu, 05 Nov 2026 09:00:00 GMT</pubDate><description>They rise.</description></item>
</channel></rss>
"""


def test_a_rule_is_written_tried_applied_and_taken_back(stocked: Broadsheet) -> None:
    ran = stocked("rules", "add", "Grain", "--query", "grain", "--tag", "#food/grain", "--star")
    assert ran.out == (
        "The rule “Grain” acts on what arrives from now on.\n"
        'Of what is here it would change 2 articles: see "rules test", "rules apply".\n'
    )
    tried = stocked("rules", "test", "grain")
    assert tried.code == 0 and len(tried.lines) == 2
    assert all(line.endswith("\ttag #food/grain, star") for line in tried.lines)
    assert stocked("count", "#food").out == "0\n"
    (first, _) = stocked("rules", "test", "Grain", "--json").json
    assert first["would"] == [
        {"action": "tag", "value": "food/grain", "why": "it has “grain”"},
        {"action": "star", "value": "", "why": "it has “grain”"},
    ]
    assert "Changed 2 articles." in stocked("rules", "apply", "Grain").out
    assert stocked("count", "#food is:starred rule:grain").out == "2\n"
    assert stocked("rules", "apply", "Grain").out == "There is nothing to change.\n"
    assert stocked("undo").out == "Undone: apply rule “Grain” to 2 articles.\n"
    assert stocked("count", "#food OR is:starred OR rule:grain").out == "0\n"


def test_the_list_says_all_there_is_to_say(stocked: Broadsheet) -> None:
    assert stocked("rules").out == ""
    stocked(
        "rules",
        "add",
        "No sports",
        "--query",
        "title:football",
        "--hide",
        "--feed",
        "Harbor",
        "--until",
        "1w",
    )
    stocked("rules", "add", "Five a day", "--hide", "--keep", "5")
    stocked("rules", "disable", "five a day")
    stocked("rules", "apply", "No sports")
    assert stocked("rules", "list").lines == [
        "on\t1\tNo sports\thide\ttitle:football\t",
        "off\t0\tFive a day\thide\t\t",
    ]
    first, second = stocked("rules", "list", "--json").json
    assert first["actions"] == [{"kind": "hide", "value": ""}] and first["hits"] == 1
    assert first["feeds"][0].startswith("http://127.0.0.1") and first["until"].endswith("Z")
    assert (second["state"], second["keep_newest"], second["until"]) == ("off", 5, None)
    stocked("rules", "enable", "Five a day")
    assert [row["state"] for row in stocked("rules", "--json").json] == ["on", "on"]


def test_rules_are_deleted_and_come_back(stocked: Broadsheet) -> None:
    stocked("rules", "add", "Grain", "--query", "grain", "--read")
    assert "Deleted the rule “Grain”" in stocked("rules", "rm", "Grain").out
    assert stocked("rules", "list").out == ""
    stocked("undo")
    assert len(stocked("rules", "list").lines) == 1


def test_all_rules_are_applied_as_one_change(stocked: Broadsheet) -> None:
    stocked("rules", "add", "One", "--query", "title:football", "--tag", "sport")
    stocked("rules", "add", "Two", "--query", "#sport", "--read")
    assert len(stocked("rules", "test", "--all").lines) == 1
    assert "Changed 1 article." in stocked("rules", "apply", "--all").out
    assert stocked("count", "is:read #sport").out == "1\n"
    assert stocked("undo").out == "Undone: apply 2 rules to 1 article.\n"
    assert stocked("count", "is:read OR #sport").out == "0\n"


def test_a_refresh_applies_and_announces(broadsheet: Broadsheet, server: Server) -> None:
    url = server.url("/news")
    assert broadsheet("add", url).code == 0
    broadsheet("rules", "add", "Mute", "--query", "football", "--hide")
    broadsheet("rules", "add", "Tell", "--query", "cork title:prices", "--notify")
    server.on("/news", feed(MORE.encode()))
    ran = broadsheet("refresh", "--force")
    assert ran.lines == ["Tell: Cork prices (Harbor News)", "1 feed: 1 new article, 1 hidden by rules."]
    assert broadsheet("list", "rule:mute", "--format", "{title}").lines == ["Football again"]


def test_a_rule_that_breaks_is_named_by_refresh_list_and_doctor(
    broadsheet: Broadsheet, server: Server
) -> None:
    broadsheet("add", server.url("/news"))
    broadsheet("search", "save", "Money", "crypto")
    broadsheet("rules", "add", "Mute", "--query", "search:money", "--hide")
    assert broadsheet("search", "rm", "Money").code == 0
    ran = broadsheet("refresh", "--force")
    assert (
        ran.code == 0 and 'the rule "Mute" is paused: Its query is wrong: no saved search “money”' in ran.err
    )
    (row,) = broadsheet("rules", "list", "--json").json
    assert row["state"] == "paused" and "no saved search" in row["paused"]
    ran = broadsheet("doctor")
    assert ran.code == 1 and "rule “Mute”: It is paused." in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("frob",), 'there is no "rules frob"'),
        (("add", "x", "--query", "a"), "needs something to do"),
        (("add", "x", "--query", "a", "--tag", "b", "--untag", "b"), "put #b on and take it off"),
        (("add", "x", "--hide", "--until", "never"), "“never” is no end"),
        (("add", "x", "--hide", "--until", "2020-01-01"), "is past"),
        (("add", "x", "--hide", "--keep", "0"), "must be a whole number from 1"),
        (("add", "x", "--query", "titel:a", "--hide"), "did you mean title:?\n  titel:a\n  ^^^^^^\n"),
        (
            ("add", "x", "--query", "a limit:3", "--hide"),
            "leave sort:, limit: and group: out\n  a limit:3\n    ^^^^^^\n",
        ),
        (("test", "--query", "rule:x", "--hide"), "cannot ask for rule:"),
        (("test",), "needs something to do"),
        (("apply",), "say which rule, or --all"),
        (("apply", "x", "--all"), "say which rule, or --all"),
    ],
)
def test_what_is_wrong_is_said_with_exit_code_2(
    stocked: Broadsheet, words: tuple[str, ...], said: str
) -> None:
    ran = stocked("rules", *words)
    assert ran.code == 2 and said in ran.err
    assert stocked("rules", "list").out == ""


def test_no_such_rule_names_the_nearest(stocked: Broadsheet) -> None:
    stocked("rules", "add", "Grain", "--query", "grain", "--read")
    for verb in ("rm", "enable", "disable", "test", "apply"):
        ran = stocked("rules", verb, "grian")
        assert (ran.code, ran.err) == (1, "broadsheet: There is no rule “grian”: did you mean “Grain”?\n")


@pytest.mark.parametrize("verb", ["", "list", "add", "rm", "enable", "disable", "test", "apply"])
def test_every_verb_explains_itself(broadsheet: Broadsheet, verb: str) -> None:
    ran = broadsheet(*("rules", verb, "--help") if verb else ("rules", "--help"))
    assert ran.code == 0 and ran.out.startswith(f"usage: broadsheet rules {verb}".rstrip())
