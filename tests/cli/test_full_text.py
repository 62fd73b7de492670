"""``fulltext``, ``save`` and ``show --step``: pages as others see them, by process and exit code."""

import subprocess
import threading

from tests.cli.conftest import COMMAND
from tests.routes import answer, feed, held
from tests.service.test_fulltext import HTML, document, entry, page

PDF = answer(b"%PDF-1.7 rest", headers={"Content-Type": "application/pdf"})


def ready(broadsheet, server, *paths, when="never"):
    """A home with a feed whose articles have their pages on the same server; their ids by path."""
    broadsheet.home.mkdir(exist_ok=True)
    (broadsheet.home / "config.toml").write_text(f"full_text = '{when}'\n")
    items = [entry(server.url(path), f"The feed says {path}.", path) for path in paths]
    assert broadsheet("add", server.on("/own", feed(document(*items)))).code == 0
    found = broadsheet("list", "feed:harbour", "--json").json
    return {one["url"].rpartition("/")[2]: str(one["id"]) for one in found}


def test_texts_are_fetched_found_and_printed(broadsheet, server):
    server.on("/a", answer(page("heron", "gannet"), headers=HTML))
    ids = ready(broadsheet, server, "/a", "/b")
    dry = broadsheet("fulltext", "feed:harbour", "--dry-run")
    assert (dry.code, len(dry.lines)) == (0, 2) and ids["a"] in dry.out and not server.requests("/a")
    ran = broadsheet("fulltext", "feed:harbour")
    assert ran.code == 1
    assert f"{ids['b']} The ferry: 127.0.0.1 has no such page any more (404)." in ran.err
    assert ran.lines[-1] == "1 text fetched, 1 page could not be had."
    assert ran.lines[0].split("\t")[:2] == [ids["a"], "extracted"]
    assert broadsheet("count", "is:fulltext gannet").out == "1\n"
    again = broadsheet("fulltext", ids["a"])
    assert (again.code, again.lines) == (0, ["0 texts fetched, 1 left alone."])
    assert "1 text fetched." in broadsheet("fulltext", ids["a"], "--again").out


def test_show_prints_the_text_that_is_asked_for(broadsheet, server):
    server.on("/a", answer(page("heron", "gannet"), headers=HTML))
    ids = ready(broadsheet, server, "/a", "/b")
    lacking = broadsheet("show", ids["a"], "--step", "extracted")
    assert lacking.code == 1 and "The feed says /a." in lacking.out
    assert f'"broadsheet fulltext {ids["a"]}" fetches it' in lacking.err
    broadsheet("fulltext", "feed:harbour")
    shown = broadsheet("show", ids["a"], "--step", "extracted")
    assert shown.code == 0 and "Gannet" in shown.out and "full text from 127.0.0.1" in shown.out
    # Without a step it is as on the screen: nobody wanted the page's text of this feed.
    assert "Gannet" not in broadsheet("show", ids["a"]).out
    (row,) = broadsheet("show", ids["a"], "--step", "extracted", "--json").json
    assert (row["step"], row["steps"]) == ("extracted", ["feed", "extracted"])
    assert "Gannet" in row["text"] and "<p>" in row["html"]
    (text,) = row["full_texts"]
    assert (text["error"], text["url"], text["words"] > 20) == (None, server.url("/a"), True)
    (failed,) = broadsheet("show", ids["b"], "--json").json
    assert "(404)" in failed["full_texts"][0]["error"] and failed["step"] == "feed"


def test_what_rules_and_feeds_ask_for_comes_with_the_refresh(broadsheet, server):
    server.on("/a", answer(page("heron"), headers=HTML))
    ids = ready(broadsheet, server, "/a", when="always")
    assert ids and broadsheet("count", "is:fulltext").out == "1\n"
    server.on("/c", answer(page("petrel"), headers=HTML))
    (broadsheet.home / "config.toml").write_text("full_text = 'never'\n")
    assert broadsheet("rules", "add", "Whole", "--query", "ferry", "--fulltext").code == 0
    server.on(
        "/own",
        feed(document(entry(server.url("/c"), "Short.", "/c"), entry(server.url("/d"), "Short.", "/d"))),
    )
    refreshed = broadsheet("refresh", "--force")
    # A page that cannot be had is no feed that failed.
    assert refreshed.code == 0 and "1 text fetched, 1 page could not be had." in refreshed.out
    assert broadsheet("count", "is:fulltext").out == "2\n"


def test_rules_apply_fetches_what_it_asked_for(broadsheet, server):
    ready(broadsheet, server, "/a")
    server.on("/a", answer(page("heron"), headers=HTML))
    broadsheet("rules", "add", "Whole", "--query", "feed:harbour", "--fulltext")
    tried = broadsheet("rules", "test", "Whole")
    assert "fetch full text" in tried.out
    applied = broadsheet("rules", "apply", "Whole")
    assert applied.code == 0 and "asked for its full text: 1 article" in applied.out
    assert broadsheet("count", "is:fulltext").out == "1\n"


def test_any_page_is_saved(broadsheet, server):
    url = server.on("/ferry", answer(page("heron", "gannet"), headers=HTML))
    paper = server.on("/paper.pdf", PDF)
    saved = broadsheet("save", url, paper, "--tag", "#to read")
    assert saved.code == 0 and "The ferry." in saved.lines[0]
    assert "its text is not there" in saved.err and "PDF" in saved.err
    rows = broadsheet("list", "is:later tag:'to read'".replace("'", '"'), "--json").json
    assert {row["title"] for row in rows} == {"The ferry", paper.removeprefix("http://")}
    assert {row["feed"] for row in rows} == {"Saved pages"}
    assert "Gannet" in broadsheet("show", str(rows[0]["id"])).out + broadsheet("show", str(rows[1]["id"])).out
    assert "Saved pages" not in broadsheet("export").out
    assert broadsheet("undo").code == 0
    assert broadsheet("count", "is:later").out == "1\n"
    wrong = broadsheet("save", "mailto:me@example.org")
    assert wrong.code == 1 and "is not a web address" in wrong.err


def test_what_is_not_there_is_said(broadsheet, server):
    assert broadsheet("fulltext", "4711").code == 1
    assert broadsheet("fulltext", "is:nothing").code == 2
    assert broadsheet("fulltext", "--step", "feed", "1").code == 2
    assert broadsheet("fulltext").lines == ["0 texts fetched."]


def test_a_kill_leaves_nothing_half_done(broadsheet, server):
    never = threading.Event()
    paths = [f"/p{number}" for number in range(6)]
    ready(broadsheet, server, *paths)
    for place, path in enumerate(paths):
        there = answer(page(f"word{place}"), headers=HTML)
        server.on(path, there if place < 2 else held(never, there))
    process = subprocess.Popen(
        [*COMMAND, "fulltext", "feed:harbour"],
        env=broadsheet.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    assert process.stdout is not None
    done = [process.stdout.readline().partition("\t")[0] for _ in range(2)]
    process.kill()
    process.communicate(timeout=30)
    assert broadsheet("doctor").code == 0
    kept = {str(row["id"]) for row in broadsheet("list", "is:fulltext", "--json").json}
    assert set(done) <= kept
    # Told, stored, and findable by its words once somebody looks: the rest is fetched by another run.
    never.set()
    assert broadsheet("fulltext", "feed:harbour").code == 0
    assert broadsheet("count", "is:fulltext").out == "6\n"
    assert (
        broadsheet("count", "is:fulltext word5").out == broadsheet("count", "is:fulltext word0").out == "1\n"
    )
