"""Moving in from newsboat and elfeed, as somebody would do it."""

import json
import os
import pty
import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import COMMAND, Broadsheet
from tests.newsboat import make_cache
from tests.routes import feed
from tests.server import Server

FEED = "https://a.example/feed"


def _newsboat_home(broadsheet: Broadsheet, folder: str = ".newsboat") -> Path:
    home = broadsheet.home / folder
    home.mkdir(parents=True)
    (home / "urls").write_text(
        f'{FEED} news "~My own"\nexec:x\n"query:Unread:unread = \\"yes\\""\n"query:Bad:guid = \\"x\\""\n'
    )
    (home / "config").write_text('ignore-article * "author =~ \\"spam\\""\nmax-items 5\n')
    make_cache(
        home / "cache.db",
        {FEED: "A"},
        [
            {"guid": "1", "title": "Read \x1b]0;x\x07one", "unread": 0, "flags": "s"},
            {"guid": "2", "title": "Unread one"},
        ],
    )
    return home


def test_newsboats_own_places_are_found(broadsheet: Broadsheet) -> None:
    _newsboat_home(broadsheet)
    ran = broadsheet("import", "newsboat")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (
        "1 feed brought.\n1 saved search brought.\n1 rule brought.\n2 articles brought, 2 marks set.\n\n"
        "Left behind:\n"
        "  urls:2: exec:x\n    its articles come from a program; name it under [commands] in config.toml and add it\n"
        '  urls:4: Bad: guid = "x"\n'
        "    `guid` has no counterpart: an article's own mark is not shown here\n"
        "  config: 1 other setting\n    keys, colors and commands of newsboat are not brought\n\n"
        '"broadsheet refresh" fetches what is new; "broadsheet undo" takes this back.\n'
    )
    assert broadsheet("list", "feed:own", "--format", "{title}|{read}|{tags}", "sort:title").lines == [
        "Read one|true|flag/s, news",
        "Unread one|false|news",
    ]
    assert broadsheet("undo").code == 0
    assert broadsheet("count", "feed:own").out == "0\n"


def test_the_folders_of_xdg_come_first(broadsheet: Broadsheet) -> None:
    home = _newsboat_home(broadsheet)
    modern = broadsheet.home / ".config" / "newsboat"
    modern.mkdir(parents=True)
    shutil.copy(home / "urls", modern / "urls")
    (modern / "urls").write_text("https://modern.example/feed\n")
    broadsheet("import", "newsboat")
    assert "https://modern.example/feed" in broadsheet("feeds").out
    assert FEED not in broadsheet("feeds").out


def test_nothing_to_bring_is_said(broadsheet: Broadsheet) -> None:
    ran = broadsheet("import", "newsboat")
    assert ran.code == 1
    assert "There are no files of newsboat's in" in ran.err
    assert "--urls" in ran.err
    ran = broadsheet("import", "newsboat", "--urls", "/nowhere/urls")
    assert (ran.code, ran.err) == (
        1,
        "broadsheet: /nowhere/urls cannot be read: No such file or directory.\n",
    )


def test_a_dry_run_changes_nothing_and_json_says_it_all(broadsheet: Broadsheet) -> None:
    _newsboat_home(broadsheet)
    said: dict[str, Any] = json.loads(broadsheet("import", "newsboat", "--dry-run", "--json").out)
    assert (said["dry_run"], said["feeds"], said["searches"], said["articles"]) == (True, 1, ["Unread"], 2)
    assert said["left"][0] == {
        "place": "urls:2", "what": "exec:x", "brought": False,
        "reason": "its articles come from a program; name it under [commands] in config.toml and add it",
    }  # fmt: skip
    assert "would be brought" in broadsheet("import", "newsboat", "--dry-run").out
    assert FEED not in broadsheet("feeds").out
    again = json.loads(broadsheet("import", "newsboat", "--json").out)
    assert (again["dry_run"], again["articles"], again["marks"]) == (False, 2, 2)


def test_a_file_that_is_no_cache_is_refused(broadsheet: Broadsheet) -> None:
    home = _newsboat_home(broadsheet)
    (home / "cache.db").write_bytes(b"\x1b]0;evil\x07" * 500)
    ran = broadsheet("import", "newsboat")
    assert ran.code == 3
    assert "cannot be read as a cache of newsboat's" in ran.err
    assert FEED not in broadsheet("feeds").out


def test_elfeed_is_brought_from_its_file(broadsheet: Broadsheet, tmp_path: Path) -> None:
    init = tmp_path / "init.el"
    init.write_text(
        '(setq elfeed-feeds \'(("https://b.example/rss" blog)))\n'
        '(setq-default elfeed-search-filter "@6-months-ago +unread")\n'
        '(elfeed-make-tagger :feed-url "b\\\\.example" :add \'bee)\n'
        '(elfeed-make-tagger :feed-url "\\\\cg" :add \'bee)\n'
    )
    ran = broadsheet("import", "elfeed", str(init))
    assert ran.code == 0
    assert ran.lines[:3] == ["1 feed brought.", "1 saved search brought.", "1 rule brought."]
    assert "  init.el:4: elfeed-make-tagger" in ran.out
    empty = tmp_path / "empty.el"
    empty.write_text('(message "hello")')
    assert broadsheet("import", "elfeed", str(empty)).code == 1


def test_ctrl_c_leaves_nothing_behind(broadsheet: Broadsheet) -> None:
    home = _newsboat_home(broadsheet)
    (home / "cache.db").unlink()
    items = [{"guid": str(n), "content": "<p>word</p>" * 500} for n in range(20_000)]
    make_cache(home / "cache.db", {FEED: "A"}, items)
    before = broadsheet("count").out
    master, slave = pty.openpty()
    running = subprocess.Popen(
        [*COMMAND, "import", "newsboat"], env=broadsheet.environment, stdout=subprocess.PIPE, stderr=slave
    )
    os.close(slave)
    # The line that moves says that articles are being read.
    said = b""
    while b"articles read" not in said:
        said += os.read(master, 1000)
    running.send_signal(signal.SIGINT)
    assert running.communicate(timeout=60)[0] == b""
    os.close(master)
    assert running.returncode == 130
    assert broadsheet("count").out == before
    assert FEED not in broadsheet("feeds").out


# With newsboat itself, where it is installed.

DAY = "Mon, 02 Nov 2026 08:00:00 GMT"
RSS = f"""\
<?xml version="1.0"?><rss version="2.0"><channel><title>News &amp; more</title><link>http://127.0.0.1/</link>
<item><guid isPermaLink="false">g1</guid><title>Rabat &amp;amp; port</title><link>http://127.0.0.1/a?y=1</link>
<pubDate>{DAY}</pubDate><description>Ships</description><author>j@example.org (Jane)</author>
<enclosure url="http://127.0.0.1/n.mp3" type="audio/mpeg" length="12"/></item>
<item><title>Without guid</title><link>http://127.0.0.1/b</link><pubDate>{DAY}</pubDate><description>t</description></item>
<item><title>Without date</title><link>http://127.0.0.1/c</link><description>text</description></item>
<item><title>Without link</title><description>text</description><pubDate>{DAY}</pubDate></item>
<item><guid>http://127.0.0.1/perma</guid><title>Permanent</title><description>t</description></item>
</channel></rss>"""
ATOM = """\
<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title><id>x</id>
<updated>2026-11-05T08:00:00Z</updated>
<entry><id>tag:x,2026:1</id><title type="html">A &lt;i&gt;b&lt;/i&gt;</title><updated>2026-11-05T08:00:00Z</updated>
<link href="/rel"/><content type="html">&lt;p&gt;hi&lt;/p&gt;</content></entry>
<entry><id>tag:x,2026:2</id><title>Plain</title><published>2026-11-04T08:00:00Z</published>
<updated>2026-11-05T08:00:00Z</updated><link href="http://127.0.0.1/p"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div></content></entry></feed>"""
RDF = """\
<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://127.0.0.1/"><title>RDF</title><link>http://127.0.0.1/</link><description/></channel>
<item rdf:about="http://127.0.0.1/r1"><title>One</title><link>http://127.0.0.1/r1</link>
<dc:date>2026-11-03T08:00:00Z</dc:date><description>d</description></item></rdf:RDF>"""


@pytest.mark.skipif(shutil.which("newsboat") is None, reason="newsboat is not installed")
def test_a_cache_that_newsboat_made_comes_whole_and_no_refresh_doubles_it(broadsheet: Broadsheet) -> None:
    home = broadsheet.home / ".newsboat"
    home.mkdir(parents=True)
    with Server() as server:
        urls = [
            server.on(f"/{name}", feed(text.encode()))
            for name, text in (("rss", RSS), ("atom", ATOM), ("rdf", RDF))
        ]
        (home / "urls").write_text("\n".join(f"{url} tag{place}" for place, url in enumerate(urls)))
        (home / "config").write_text("")
        environment = {**broadsheet.environment, "TERM": "xterm"}
        subprocess.run(
            ["newsboat", "-x", "reload"], env=environment, check=True, timeout=60, capture_output=True
        )
        ran = broadsheet("import", "newsboat")
        assert "3 feeds brought." in ran.out
        assert "8 articles brought, 0 marks set." in ran.out
        assert broadsheet("list", "category:(tag0,tag1,tag2)", "sort:title", "--format", "{title}").lines == [
            "A b", "One", "Permanent", "Plain", "Rabat & port", "Without date", "Without guid", "Without link",
        ]  # fmt: skip
        assert broadsheet("list", "has:audio", "--format", "{author} {enclosures}").lines[-1:] == [
            "Jane http://127.0.0.1/n.mp3"
        ]
        broadsheet("mark", "read", "Rabat feed:News")
        refreshed = broadsheet("refresh")
        assert refreshed.code == 0, refreshed.err
        assert re.match(r"3 feeds: 0 new articles", refreshed.out), refreshed.out
        assert broadsheet("count", "category:(tag0,tag1,tag2)").out == "8\n"
        assert broadsheet("count", "is:read feed:News").out == "1\n"
