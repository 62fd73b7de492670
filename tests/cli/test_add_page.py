"""Pages as feeds, from the shell."""

from tests.cli.conftest import Broadsheet
from tests.server import Server, answer

ROWS = "".join(
    f"<li class=news><a href='/n/{number}'>The headline number {number}</a> <i class=when>1{number}/02/2026</i></li>"
    for number in range(1, 5)
)
HTML = {"Content-Type": "text/html"}
OPTIONS = "--entry li.news --entry-date '.when dmy'"


def served(server: Server) -> str:
    return server.on("/", answer(f"<title>Near</title><ul>{ROWS}</ul>".encode(), headers=HTML))


def test_a_page_is_shown_as_a_feed_and_then_added(broadsheet: Broadsheet, server: Server) -> None:
    url = served(server)
    told = broadsheet("add", url)
    assert told.code == 1 and f'"broadsheet add --page {url}" makes one of the page.' in told.err
    shown = broadsheet("add", "--page", "--preview", url)
    assert shown.code == 0 and shown.lines[:3] == [
        OPTIONS,
        "4 entries, 4 with a date, 0 with a text:",
        "  2026-02-14  The headline number 4",
    ]
    assert broadsheet("feeds").out.count("\n") == 1
    added = broadsheet("add", "--page", url, "--category", "near", "--title", "Mine")
    assert (added.code, added.err) == (0, "") and f"Added {url}." in added.out
    assert "1 feed: 4 new articles." in added.out
    assert broadsheet("count", "feed:Mine").out == "4\n"
    assert "already, with the same selectors" in broadsheet("add", "--page", url).out


def test_selectors_are_given_and_changed(broadsheet: Broadsheet, server: Server) -> None:
    url = served(server)
    wrong = broadsheet("add", url, "--entry", "li..news")
    assert wrong.code == 1 and "The selector of the entry, at character 3" in wrong.err
    none = broadsheet("add", url, "--entry", "div.news")
    assert none.code == 1 and "nothing on the page is “div.news”" in none.err
    assert broadsheet("add", url, "--entry", "li").code == 0
    changed = broadsheet("add", url, "--entry", "li.news", "--entry-date", ".when dmy")
    assert "Changed the selectors of Near." in changed.out
    (row,) = [one for one in broadsheet("feeds", "--json").json if one["feed_url"] == url]
    assert row["source"] == "page" and row["selectors"] == {
        "entry": "li.news", "title": "", "link": "", "date": ".when dmy", "body": "",
    }  # fmt: skip
    assert "change the selectors of Near" in broadsheet("undo").out
    assert broadsheet("add", "--page", url, "http://127.0.0.1:1/").code == 2
    lone = server.on("/lone", answer(b"<p>a page", headers=HTML))
    assert "nothing on the page looks like a list" in broadsheet("add", "--page", lone).err
