"""``doctor feeds`` from a shell."""

from tests.cli.conftest import NEWS, Broadsheet
from tests.server import Server, answer, feed, redirect


def test_a_line_a_feed_and_what_is_known_of_it(broadsheet: Broadsheet, server: Server) -> None:
    gone = server.on("/gone", feed(NEWS.replace("Harbor", "Old").encode()))
    news = server.url("/news")
    assert broadsheet("add", gone).code == broadsheet("add", news).code == 0
    well = broadsheet("doctor", "feeds")
    assert well.code == 0 and [line.split("\t")[1:4:2] for line in well.lines] == [["well", "200"]] * 2
    server.on("/gone", answer(status=410))
    broadsheet("refresh", "Old")
    done = broadsheet("doctor", "feeds")
    assert done.code == 1
    number, kind, title, status, size, milliseconds, new, opened, sentence = done.lines[0].split("\t")
    assert (kind, title, status, opened) == ("gone", "Old News", "410", "0")
    assert int(size) > 0 and int(milliseconds) >= 0 and int(new) >= 0 and "unsubscribe" in sentence
    assert broadsheet("doctor", "feeds", "--trouble").lines == done.lines[:1]
    (row,) = broadsheet("doctor", "feeds", number, "--json").json
    assert row["feed_url"] == gone and [said["kind"] for said in row["troubles"]] == ["gone"]
    assert [visit["status"] for visit in row["visits"]] == [410, 200] and len(row["days"]) == 30
    assert row["visits"][0]["error"] and row["fix"] is None and row["schedule"].startswith("Not checked")


def test_a_move_is_mended_and_undone(broadsheet: Broadsheet, server: Server) -> None:
    old = server.on("/old", redirect(server.url("/news"), 301))
    assert broadsheet("add", server.url("/evil")).code == 0
    assert broadsheet("import", "-", given=f'<opml><body><outline xmlUrl="{old}"/></body></opml>').code == 0
    broadsheet("refresh")
    (row,) = broadsheet("doctor", "feeds", "Harbor", "--json").json
    assert row["fix"] == server.url("/news")
    done = broadsheet("doctor", "feeds", "--fix", "Harbor")
    assert done.code == 0 and server.url("/news") in done.out
    assert broadsheet("feeds", "Harbor", "--json").json[0]["feed_url"] == server.url("/news")
    assert broadsheet("doctor", "feeds", "--fix", "Harbor").code == 1
    assert broadsheet("undo").code == 0
    assert broadsheet("feeds", "Harbor", "--json").json[0]["feed_url"] == old


def test_words_that_mean_nothing(stocked: Broadsheet) -> None:
    assert stocked("doctor", "feeds", "nobody").code == 1
    assert stocked("doctor", "feeds", "--sort", "weather").code == 2
    assert stocked("doctor", "feeds", "--fix", "nobody").code == 1
    assert "--sort" in stocked("doctor", "feeds", "--help").out
