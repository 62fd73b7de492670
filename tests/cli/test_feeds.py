"""Feeds: ``add``, ``remove``, ``feeds``, ``refresh``, ``import``, ``export``, ``starter``."""

import xml.etree.ElementTree as ElementTree

import pytest

from tests.cli.conftest import NEWS, Broadsheet
from tests.server import Server, answer, feed, in_turn

#: What is left of its title.
EVIL = "Evil 52;c;eA==œ Daily"
FEED_NAMES = [
    "id", "title", "feed_url", "site_url", "category", "hidden", "tags", "unread", "added_at", "checked_at",
    "changed_at", "next_check_at", "active", "failures", "error", "error_kind", "source",
    "selectors", "settings",
]  # fmt: skip


def _own(command: Broadsheet) -> list[dict[str, object]]:
    """The feeds beside the manual."""
    return [
        row for row in command("feeds", "--json").json if not str(row["feed_url"]).startswith("broadsheet:")
    ]


def test_the_manual_is_there_before_any_network(broadsheet: Broadsheet) -> None:
    (row,) = broadsheet("feeds", "--json").json
    assert row["feed_url"] == "broadsheet:manual"
    assert broadsheet("count").out == "8\n"
    titles = [line.split("\t")[3] for line in broadsheet("list").lines]
    assert titles[0] == "Welcome to Broadsheet"
    assert "comes with Broadsheet" in broadsheet("feeds").out


def test_each_feed_says_why_it_is_checked_so_often(broadsheet: Broadsheet, server: Server) -> None:
    broadsheet("add", server.url("/news"), "--title", "Mine")
    own = broadsheet("feeds", "Mine", "--why").out.rstrip("\n").split("\t")
    assert own[1] == "Mine"
    assert own[2].startswith("Checked every ") and "because it publishes about" in own[2]
    assert "Never checked, because it comes with Broadsheet." in broadsheet("feeds", "--why").out


def test_add_subscribes_and_fetches(broadsheet: Broadsheet, server: Server) -> None:
    ran = broadsheet(
        "add", server.url("/news"), "--title", "Mine", "--category", "news/local", "--tag", "a", "--tag", "#b"
    )
    assert (ran.code, ran.err) == (0, "")
    assert "Added Mine." in ran.out
    assert "1 feed: 3 new articles." in ran.out
    (row,) = _own(broadsheet)
    assert list(row) == FEED_NAMES
    assert (row["title"], row["category"], row["tags"], row["unread"]) == (
        "Mine",
        "news/local",
        ["a", "b"],
        3,
    )
    assert (row["error"], row["error_kind"], row["failures"], row["active"]) == (None, None, 0, True)
    assert broadsheet("count", "#a", "#b").out == "3\n"
    assert "already" in broadsheet("add", server.url("/news")).out


def test_add_finds_the_feeds_that_a_page_names(broadsheet: Broadsheet, server: Server) -> None:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{path}" href="{path}">'
        for path in ("/news", "/evil")
    )
    page = f"<!doctype html><title>Site</title>{links}<p>Hello".encode()
    server.on("/", answer(page, headers={"Content-Type": "text/html"}))
    assert broadsheet("add", server.url("/"), "--yes").code == 0
    assert [row["title"] for row in _own(broadsheet)] == ["Harbor News"]


def _several(server: Server) -> str:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{path}" href="{path}">'
        for path in ("/news", "/gone", "/evil")
    )
    return server.on("/", answer(f"<title>x</title>{links}".encode(), headers={"Content-Type": "text/html"}))


def test_what_an_address_leads_to_is_listed_with_what_each_is_like(
    broadsheet: Broadsheet, server: Server
) -> None:
    page, news = _several(server), server.url("/news")
    assert broadsheet("add", news).code == 0
    first, second = broadsheet("find", page, "--json").json
    assert list(first) == [
        *("asked", "number", "feed_url", "name", "title", "kind", "language", "articles", "per_day"),
        *("newest_at", "newest", "subscribed", "same_as"),
    ]
    assert (first["asked"], first["number"], first["feed_url"], first["title"]) == (
        page,
        1,
        news,
        "Harbor News",
    )
    assert (first["kind"], first["articles"], first["per_day"], first["subscribed"]) == (
        "RSS 2.0",
        3,
        1.0,
        True,
    )
    assert first["newest_at"] == "2026-11-04T08:00:00Z" and first["newest"][0] == "Football: a draw"
    assert (second["title"], second["subscribed"]) == (EVIL, False)
    assert broadsheet("add", page, "--list", "--json").json == [first, second]
    listed = broadsheet("add", "--list", page).out.splitlines()
    assert listed[0].split("\t") == [
        *("1", news, "", "Harbor News", "RSS 2.0", "1.00", "2026-11-04T08:00:00Z", "", "subscribed")
    ]
    with_password = news.replace("//", "//ann:hunter2@")
    for asked in ((with_password,), (with_password, "--json"), (f"{with_password}/nothing",)):
        said = broadsheet("find", *asked)
        assert "ann:" in f"{said.out}{said.err}" and "hunter2" not in f"{said.out}{said.err}"
    assert len(listed) == 2 and "\x1b" not in listed[1]
    assert [row["title"] for row in _own(broadsheet)] == ["Harbor News"]


def test_feeds_are_picked_by_number_or_all(broadsheet: Broadsheet, server: Server) -> None:
    page = _several(server)
    refused = broadsheet("add", page, "--pick", "3")
    assert refused.code == 1 and "there are 2" in refused.err and _own(broadsheet) == []
    assert broadsheet("add", page, "--pick", "2", "--category", "x").code == 0
    assert [row["title"] for row in _own(broadsheet)] == [EVIL]
    ran = broadsheet("add", page, "--all")
    assert ran.code == 0 and "Added Harbor News." in ran.out and f"You have {EVIL} already." in ran.out
    assert len(_own(broadsheet)) == 2
    assert broadsheet("add", page, "--all", "--pick", "1").code == 2
    assert broadsheet("add", page, "--json").code == 2
    assert broadsheet("add", page, "--all", "--title", "x").code == 2
    nowhere = broadsheet("find", "python news")
    assert nowhere.code == 1 and "r/python" in nowhere.err and nowhere.out == ""


def test_add_says_why_not_and_goes_on_with_the_others(broadsheet: Broadsheet, server: Server) -> None:
    ran = broadsheet("add", server.url("/missing"), server.url("/news"), "ftp://example.org/x")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 2
    assert all(line.startswith("broadsheet: ") for line in ran.err.splitlines())
    assert [row["title"] for row in _own(broadsheet)] == ["Harbor News"]


def test_remove_is_undone_with_all_marks(stocked: Broadsheet) -> None:
    stocked("mark", "starred", "Rabat", "feed:Harbor")
    assert "Unsubscribed from Harbor News." in stocked("remove", "harbor news").out
    assert stocked("count", "feed:Harbor").out == "0\n"
    assert stocked("undo").code == 0
    assert stocked("count", "feed:Harbor").out == "3\n"
    assert stocked("count", "is:starred").out == "1\n"


@pytest.mark.parametrize(("name", "reason"), [("xyzzy", "there is no feed"), ("127.0.0.1", "fits 2 feeds")])
def test_remove_needs_exactly_one_feed(stocked: Broadsheet, name: str, reason: str) -> None:
    ran = stocked("remove", "Harbor News", name)
    assert ran.code == 1
    assert reason in ran.err
    assert len(_own(stocked)) == 2


def test_feeds_can_be_narrowed(stocked: Broadsheet) -> None:
    def titles(*words: str) -> list[object]:
        return [row["title"] for row in stocked("feeds", "--json", *words).json]

    assert titles("harbor") == ["Harbor News"]
    assert titles("--category", "news") == ["Harbor News"]
    assert titles("--failing") == []
    cells = stocked("feeds", "harbor").out.rstrip("\n").split("\t")
    assert cells[1:4] == ["3", "Harbor News", "news/local"]
    assert cells[5].startswith("well; checked ")


def test_feeds_are_hidden_and_shown_as_one_undo(stocked: Broadsheet) -> None:
    mine = [str(row["title"]) for row in _own(stocked)]
    unread = int(stocked("count", "is:unread").out)

    def hidden() -> list[object]:
        return [row["title"] for row in stocked("feeds", "--hidden", "--json").json]

    assert stocked("feeds", "hide", "-n", "harbor").out == "Would hide Harbor News.\n"
    assert hidden() == []
    assert stocked("feeds", "hide", *mine).lines == [f"{title} is hidden now." for title in mine]
    assert sorted(map(str, hidden())) == sorted(mine)
    assert int(stocked("count", "is:unread").out) < unread
    assert stocked("count", "feed:Harbor").out == "3\n"
    assert stocked("feeds", "hide", "harbor").out == "1 feed hidden already.\n"
    assert stocked("feeds", "show", "harbor").out == "Harbor News is shown again.\n"
    assert hidden() == [title for title in mine if title != "Harbor News"]
    assert stocked("undo").code == 0 and sorted(map(str, hidden())) == sorted(mine)
    assert "hide 2 feeds" in stocked("undo").out and hidden() == []
    assert int(stocked("count", "is:unread").out) == unread


def test_hiding_needs_names_that_fit(stocked: Broadsheet) -> None:
    assert stocked("feeds", "hide").code == 2
    ran = stocked("feeds", "hide", "Harbor News", "xyzzy")
    assert ran.code == 1 and "there is no feed" in ran.err
    assert stocked("feeds", "--hidden", "--json").json == []


def test_refresh_says_in_words_what_came(broadsheet: Broadsheet, server: Server) -> None:
    more = NEWS.replace("</channel>", "<item><guid>n4</guid><title>Fourth</title></item></channel>")
    server.on("/news", in_turn(feed(NEWS.encode()), feed(NEWS.encode()), feed(more.encode(), etag='"2"')))
    broadsheet("add", server.url("/news"))
    ran = broadsheet("refresh", "--force")
    assert (ran.code, ran.out, ran.err) == (0, "1 feed: 1 new article.\n", "")
    assert broadsheet("refresh", "--force").out == "1 feed: 0 new articles, 1 feed unchanged.\n"
    assert broadsheet("refresh", "--force", "--quiet").out == ""


def test_refresh_visits_only_what_is_named(broadsheet: Broadsheet, server: Server) -> None:
    broadsheet("add", server.url("/news"), server.url("/evil"), "--category", "x")
    before = len(server.seen)
    for words in (["harbor"], ["--category", "x"], [server.url("/evil")]):
        assert broadsheet("refresh", *words).code == 0
    paths = [seen.path for seen in server.seen[before:]]
    assert sorted(paths) == ["/evil", "/evil", "/news", "/news"]
    assert broadsheet("refresh", "nobody").code == 1
    assert broadsheet("refresh", "--category", "nowhere").code == 1


def test_a_refresh_leaves_a_backup_of_the_day(stocked: Broadsheet) -> None:
    stocked("refresh", "--quiet")
    stocked("refresh", "--quiet")
    (backup,) = (stocked.home / "data" / "backups").iterdir()
    (store,) = (stocked.home / "data").glob("*.sqlite3")
    store.write_bytes(backup.read_bytes())
    for beside in store.parent.glob(f"{store.name}-*"):
        beside.unlink()
    assert stocked("count", "feed:Harbor").out == "3\n"


def test_a_failing_feed_is_code_1_and_a_sentence_and_keeps_its_articles(
    broadsheet: Broadsheet, server: Server
) -> None:
    server.on("/news", in_turn(feed(NEWS.encode()), feed(NEWS.encode()), answer(b"no", status=500)))
    broadsheet("add", server.url("/news"), server.url("/evil"))
    ran = broadsheet("refresh", "--force")
    assert ran.code == 1
    assert ran.out == "2 feeds: 0 new articles, 1 feed unchanged, 1 feed failed.\n"
    assert ran.err.startswith("broadsheet: Harbor News: ")
    assert ran.err.count("\n") == 1
    assert broadsheet("count", "feed:Harbor").out == "3\n"
    (row,) = broadsheet("feeds", "--failing", "--json").json
    assert (row["title"], row["failures"], row["error_kind"]) == ("Harbor News", 1, "server")
    assert str(row["error"]) in ran.err
    assert "failing: " in broadsheet("feeds", "harbor").out


def test_what_is_exported_can_be_imported(stocked: Broadsheet) -> None:
    written = stocked("export")
    outlines = [node for node in ElementTree.fromstring(written.out).iter("outline") if node.get("xmlUrl")]
    assert len(outlines) == 2
    other = Broadsheet(stocked.home.parent / "other")
    assert "2 feeds added" in other("import", "-", given=written.out).out
    assert "0 feeds added; 2 known already." in other("import", "-", given=written.out).out
    assert {(row["title"], row["category"]) for row in _own(other)} == {
        (row["title"], row["category"]) for row in _own(stocked)
    }


def test_export_does_not_overwrite_by_a_slip(stocked: Broadsheet) -> None:
    file = stocked.home.parent / "feeds.opml"
    assert stocked("export", str(file)).out == f"2 feeds written to {file}.\n"
    file.write_text("precious")
    ran = stocked("export", str(file))
    assert (ran.code, file.read_text()) == (1, "precious")
    assert "--force" in ran.err
    assert stocked("export", str(file), "--force").code == 0
    assert file.read_text().startswith("<?xml")


@pytest.mark.parametrize("text", ["", "hello", "<rss version='2.0'/>", "<opml><body><outline"])
def test_a_file_that_is_no_opml_is_code_1_in_one_line(broadsheet: Broadsheet, text: str) -> None:
    ran = broadsheet("import", "-", given=text)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("broadsheet: ")
    assert ran.err.count("\n") == 1


def test_a_file_that_is_not_there_is_code_1(broadsheet: Broadsheet) -> None:
    ran = broadsheet("import", "/nowhere/feeds.opml")
    assert (ran.code, ran.err) == (1, "broadsheet: No such file or directory (/nowhere/feeds.opml)\n")


def test_import_brings_no_commands_and_says_so(broadsheet: Broadsheet) -> None:
    text = (
        '<opml version="2.0"><body><outline text="bad" xmlUrl="exec:touch x"/>'
        '<outline text="good" xmlUrl="https://feeds.invalid/a"/></body></opml>'
    )
    ran = broadsheet("import", "-", given=text)
    assert ran.code == 1
    assert "1 feed added" in ran.out
    assert ran.err.startswith("broadsheet: ")
    assert [row["feed_url"] for row in _own(broadsheet)] == ["https://feeds.invalid/a"]


def test_the_starter_set_is_added_once(broadsheet: Broadsheet) -> None:
    listed = broadsheet("starter", "--list").lines
    assert 15 <= len(listed) <= 30
    assert all("<https://" in line for line in listed)
    assert broadsheet("starter").out.startswith(f"{len(listed)} feeds added.")
    assert broadsheet("starter").out == "You have all of them already.\n"
    assert len(_own(broadsheet)) == len(listed)
    assert {str(row["category"]).split("/")[0] for row in _own(broadsheet)} == {
        "News",
        "Science",
        "Technology",
        "Leisure",
    }
