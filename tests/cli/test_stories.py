"""One piece that several feeds have: fetched from a server on loopback, found, folded, read once."""

import pytest

from tests.cli.conftest import Broadsheet
from tests.server import Server, feed

RABAT = "Azerbaijan and Morocco hold the first round of political talks in Rabat"


def syndicated(name: str, title: str = RABAT, url: str = "", hour: int = 8, source: str = "") -> bytes:
    """A feed with one piece that others have too, and one of its own."""
    named = f'<source url="http://127.0.0.1/">{source}</source>' if source else ""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>{name}</title><link>http://127.0.0.1/</link>
<item><guid>{name}-1</guid><title>{title}</title><link>{url or f"http://127.0.0.1/{name}/talks"}</link>{named}
 <pubDate>Mon, 02 Nov 2026 {hour:02}:00:00 GMT</pubDate><description>Ministers met.</description></item>
<item><guid>{name}-2</guid><title>What only {name} has</title><link>http://127.0.0.1/{name}/2</link>
 <pubDate>Sun, 01 Nov 2026 08:00:00 GMT</pubDate><description>Nobody else.</description></item>
</channel></rss>""".encode()


FEEDS = {
    "Harbor": syndicated("Harbor", hour=9),
    "Wire": syndicated("Wire", url="http://www.127.0.0.1/wire/talks/", hour=8),
    "Digest": syndicated(
        "Digest", title="Talks, says the Digest", url="http://127.0.0.1/wire/talks", hour=10
    ),
}


@pytest.fixture
def stocked_with_copies(broadsheet: Broadsheet, server: Server) -> Broadsheet:
    addresses = [server.on(f"/{name}", feed(body)) for name, body in FEEDS.items()]
    assert broadsheet("add", *addresses).code == 0
    assert broadsheet("refresh").code == 0
    assert broadsheet("mark", "read", "feed:Broadsheet").code == 0
    return broadsheet


def test_copies_are_found_by_title_and_by_address(stocked_with_copies: Broadsheet) -> None:
    found = stocked_with_copies("list", "copies:3", "sort:-date", "--json").json
    assert [one["feed"] for one in found] == ["Wire", "Harbor", "Digest"]
    assert [one["duplicate"] for one in found] == [False, True, True]
    assert {one["copies"] for one in found} == {3} and len({one["story"] for one in found}) == 1
    (shown,) = stocked_with_copies("show", str(found[0]["id"]), "--json").json
    assert (shown["story"], shown["copies"]) == (found[0]["story"], 3)
    alone = stocked_with_copies("list", "title:nobody OR title:only", "--json").json
    assert {(one["story"], one["copies"]) for one in alone} == {(None, 1)}
    assert stocked_with_copies("count", "is:duplicate").out == "2\n"
    assert stocked_with_copies("count", f"story:{found[0]['story']}").out == "3\n"


def test_a_folded_list_has_one_line_for_them(stocked_with_copies: Broadsheet) -> None:
    wanted = ("list", "title:talks", "sort:-date", "--format", "{feed} {copies}")
    assert stocked_with_copies(*wanted).lines == ["Wire 3", "Harbor 3", "Digest 3"]
    assert stocked_with_copies(*wanted, "--fold").lines == ["Wire 3"]
    # A limit counts the lines that are printed.
    both = ("list", "title:talks OR title:nobody OR title:what", "sort:-date", "--fold", "--limit", "2")
    assert len(stocked_with_copies(*both).lines) == 2
    # Without the original, the first of the list stands for all.
    assert stocked_with_copies(*wanted, "-feed:Wire", "--fold").lines == ["Harbor 3"]
    assert len(stocked_with_copies("list", "title:talks", "is:duplicate", "--fold").lines) == 2


def test_read_once_is_read_everywhere_and_undone_as_one(stocked_with_copies: Broadsheet) -> None:
    marked = stocked_with_copies("mark", "read", "feed:Harbor title:talks")
    assert marked.out == "1 article marked read (and 2 copies in other feeds).\n"
    assert stocked_with_copies("count", "title:talks is:unread").out == "0\n"
    assert stocked_with_copies("undo").code == 0
    assert stocked_with_copies("count", "title:talks is:unread").out == "3\n"


def test_the_settings_keep_copies_apart(stocked_with_copies: Broadsheet) -> None:
    (stocked_with_copies.home / "config.toml").write_text("read_copies = false\n")
    assert stocked_with_copies("mark", "read", "feed:Harbor title:talks").out == "1 article marked read.\n"
    assert stocked_with_copies("count", "title:talks is:unread").out == "2\n"


def test_what_was_read_elsewhere_arrives_read(stocked_with_copies: Broadsheet, server: Server) -> None:
    assert stocked_with_copies("mark", "read", "feed:Harbor title:talks").code == 0
    late = server.on("/Late", feed(syndicated("Late", title=f"{RABAT} - Late", hour=12)))
    assert stocked_with_copies("add", late).code == 0
    assert stocked_with_copies("refresh").code == 0
    assert stocked_with_copies("count", "feed:Late is:read").out == "1\n"
    assert stocked_with_copies("count", "feed:Late is:unread").out == "1\n"


def test_without_stories_nothing_is_looked_for_until_they_are_wanted(
    broadsheet: Broadsheet, server: Server
) -> None:
    (broadsheet.home / "config.toml").parent.mkdir(exist_ok=True)
    (broadsheet.home / "config.toml").write_text("stories = false\n")
    assert broadsheet("add", *(server.on(f"/{name}", feed(body)) for name, body in FEEDS.items())).code == 0
    assert broadsheet("refresh").code == 0
    assert broadsheet("count", "copies:>1").out == "0\n"
    (broadsheet.home / "config.toml").write_text("")
    assert broadsheet("refresh").code == 0
    assert broadsheet("count", "copies:3").out == "3\n"
