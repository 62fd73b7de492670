"""``feed set`` and ``feed show``: from the words of the shell to the wire, and never a password out."""

import base64
import contextlib
import os
import pty
import select
import stat
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import COMMAND, NEWS, Broadsheet
from tests.server import Server, feed

SECRET = "correct horse battery"
BASIC = "Basic " + base64.b64encode(f"ann:{SECRET}".encode()).decode()


@pytest.fixture
def subscribed(broadsheet: Broadsheet, server: Server) -> Broadsheet:
    server.on("/news", feed(NEWS.encode()))
    assert broadsheet("add", server.url("/news")).code == 0
    return broadsheet


def shown(command: Broadsheet) -> dict[str, str]:
    """All rows that have a value."""
    rows = [line.split("\t") for line in command("feed", "show", "Harbor News").lines]
    return {key: value for key, value in rows if value}


def all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_password_from_a_pipe_goes_to_the_server_and_nowhere_else(
    subscribed: Broadsheet, server: Server
) -> None:
    ran = subscribed("feed", "set", "Harbor News", "user=ann", "password", given=f"{SECRET}\n")
    assert (ran.code, ran.out, ran.err) == (0, "Harbor News is changed.\n", "")
    assert subscribed("refresh", "Harbor News").code == 0
    assert server.seen[-1].headers["authorization"] == BASIC
    assert {"auth": "basic", "user": "ann", "password": "kept"}.items() <= shown(subscribed).items()
    everything = [
        subscribed(*words)
        for words in (
            ("feed", "show", "Harbor News"), ("feeds",), ("feeds", "--json"), ("export",),
            ("doctor", "feeds", "--json"), ("config", "show"),
        )
    ]  # fmt: skip
    assert not any(SECRET in ran.out + ran.err for ran in everything)
    folder = subscribed.home / "data" / "credentials"
    (kept,) = folder.iterdir()
    assert (stat.S_IMODE(folder.stat().st_mode), stat.S_IMODE(kept.stat().st_mode)) == (0o700, 0o600)
    kept.unlink()
    assert SECRET.encode() not in all_bytes(subscribed.home)
    assert shown(subscribed)["password"] == "missing"


def test_several_settings_at_once_and_one_undo(subscribed: Broadsheet, server: Server) -> None:
    before = shown(subscribed)
    words = (
        "title=Mine", "category=news/local", "tags=a, #b", "hidden=yes", "text=always", "every=2 days",
        "agent=Reader/1", "headers=Accept-Language: de;q=1; X-Ask: yes", "proxy=direct", "keep-newest=50",
        "keep-days=30", "tls=unchecked",
    )  # fmt: skip
    ran = subscribed("feed", "set", "Harbor News", *words)
    assert ran.out.startswith("Harbor News is changed.\nTLS is not checked any more")
    subscribed("refresh", "Mine")
    sent = server.seen[-1].headers
    assert (sent["user-agent"], sent["accept-language"], sent["x-ask"]) == ("Reader/1", "de;q=1", "yes")
    (row,) = subscribed("feeds", "Mine", "--json").json
    assert row["settings"] == {
        "every_minutes": 2880,
        "user_agent": "Reader/1",
        "headers": {"Accept-Language": "de;q=1", "X-Ask": "yes"},
        "cookies_file": "",
        "authorization": None,
        "user": "",
        "unencrypted": False,
        "proxy": "direct",
        "tls_checked": False,
        "keep_newest": 50,
        "keep_days": 30,
    }
    assert (row["title"], row["category"], row["tags"], row["hidden"]) == (
        "Mine",
        "news/local",
        ["a", "b"],
        True,
    )
    assert "because you want it so" in subscribed("feeds", "Mine", "--why").out
    assert subscribed("undo").code == 0
    after = shown(subscribed)
    assert {key: after.get(key) for key in before if key != "schedule"} == {
        key: value for key, value in before.items() if key != "schedule"
    }
    assert "every" not in after and "tls" not in after


def test_a_setting_is_taken_back(subscribed: Broadsheet) -> None:
    subscribed("feed", "set", "Harbor News", "every=6h", "keep-days=3", "title=Mine")
    subscribed("feed", "set", "Mine", "every=", "title=")
    after = shown(subscribed)
    assert "every" not in after
    assert (after["title"], after["keep-days"]) == ("Harbor News", "3")
    assert (
        subscribed("feed", "set", "Harbor News", "keep-days=3").out == "Harbor News was like that already.\n"
    )


def test_a_secret_header_and_a_proxy_with_a_password(subscribed: Broadsheet, server: Server) -> None:
    proxy = f"proxy=http://me@127.0.0.1:{server.port}"
    ran = subscribed("feed", "set", "Harbor News", "header=X-Api-Key", proxy, given="p:w\nk-1\n")
    assert ran.code == 0, ran.err
    server.on(server.url("/news"), feed(NEWS.encode()))
    subscribed("refresh", "Harbor News")
    sent = server.seen[-1].headers
    assert sent["x-api-key"] == "k-1"
    assert sent["proxy-authorization"] == "Basic " + base64.b64encode(b"me:p:w").decode()
    rows = shown(subscribed)
    assert (rows["headers"], rows["proxy"]) == ("X-Api-Key: ••••", f"http://me@127.0.0.1:{server.port}")
    (row,) = subscribed("feeds", "Harbor News", "--json").json
    assert row["settings"]["headers"] == {"X-Api-Key": None}
    subscribed("feed", "set", "Harbor News", "header=X-Api-Key:", "proxy=")
    assert not {"headers", "proxy"} & set(shown(subscribed))
    assert list((subscribed.home / "data" / "credentials").iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("password=x",), "history of the shell"),
        (("token=x",), "history of the shell"),
        (("header=X-Api-Key: x",), "write header=x-api-key"),
        (("proxy=http://me:pw@p:1",), "history of the shell"),
        (("password",), "a password goes with user=NAME"),
        (("every",), "is no KEY=VALUE"),
        (("every=1m",), "every 10 minutes at most"),
        (("evry=1h",), "did you mean every?"),
        (("header=Host: x",), "made from the address"),
        (("agent=é",), "letters without accents"),
        (("auth=digest",), "basic (a name and a password)"),
        (("tls=maybe",), "checked or unchecked"),
        (("every=1h", "every=2h"), "twice"),
        (("user=a:b",), "colon"),
        (("text=sometimes",), "always or never"),
    ],
)
def test_what_cannot_be_meant(stocked: Broadsheet, words: tuple[str, ...], said: str) -> None:
    ran = stocked("feed", "set", "Harbor News", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not (stocked.home / "data" / "credentials").exists()


def test_somebody_else_gives_a_password_of_his_own(subscribed: Broadsheet, server: Server) -> None:
    subscribed("feed", "set", "Harbor News", "user=ann", given=f"{SECRET}\n")
    assert subscribed("feed", "set", "Harbor News", "user=bob").code == 1
    assert subscribed("feed", "set", "Harbor News", "user=bob", given="other\n").code == 0
    assert subscribed("feed", "set", "Harbor News", "auth=bearer", given="t0ken\n").code == 0
    assert subscribed("feed", "set", "Harbor News", "keep-days=3").code == 0
    subscribed("refresh", "Harbor News")
    assert server.seen[-1].headers["authorization"] == "Bearer t0ken"


def test_nothing_given_changes_nothing(stocked: Broadsheet) -> None:
    ran = stocked("feed", "set", "Harbor News", "auth=bearer")
    assert (ran.code, ran.err) == (1, "broadsheet: Token: nothing was given, so nothing was changed\n")
    assert "auth" not in shown(stocked)


def test_a_password_in_an_address_is_not_shown_and_not_exported(
    broadsheet: Broadsheet, server: Server
) -> None:
    address = f"http://ann:s3cret@127.0.0.1:{server.port}/news"
    assert "Added Harbor News." in broadsheet("add", address).out
    assert "already" in broadsheet("add", address).out
    assert server.seen[-1].headers["authorization"] == "Basic YW5uOnMzY3JldA=="
    opml = broadsheet.home / "feeds.opml"
    opml.write_text(
        f'<opml version="2.0"><body><outline type="rss" text="Old" xmlUrl="{address}?x"/></body></opml>'
    )
    assert broadsheet("import", str(opml)).code == 0
    opml.unlink()
    for words in (
        ("feeds",),
        ("feeds", "--json"),
        ("doctor", "feeds"),
        ("export",),
        ("feed", "show", "Old"),
        ("refresh",),
    ):
        ran = broadsheet(*words)
        assert ran.code in (0, 1)
        assert "s3cret" not in ran.out + ran.err, words


def test_on_a_terminal_a_password_is_asked_for_without_an_echo(subscribed: Broadsheet) -> None:
    main, side = pty.openpty()
    words = [*COMMAND, "feed", "set", "Harbor News", "user=ann"]
    process = subprocess.Popen(
        words, env=subscribed.environment, stdin=side, stdout=side, stderr=side, start_new_session=True
    )
    os.close(side)
    seen = b""
    while b"Password of ann: " not in seen and select.select([main], [], [], 30)[0]:
        seen += os.read(main, 1_000)
    os.write(main, f"{SECRET}\n".encode())
    while select.select([main], [], [], 30)[0]:
        try:
            data = os.read(main, 1_000)
        except OSError:  # the other side is closed
            break
        if not data:
            break
        seen += data
    os.close(main)
    assert process.wait(30) == 0
    assert b"is changed" in seen
    assert SECRET.encode() not in seen
    assert shown(subscribed)["password"] == "kept"


def test_help_names_all_keys(broadsheet: Broadsheet) -> None:
    ran = broadsheet("feed", "set", "--help")
    for key in ("every", "headers", "cookies", "auth", "proxy", "tls", "keep-newest", "password"):
        assert f"\n  {key} " in ran.out
    assert broadsheet("feed").code == 2


def on_a_terminal(broadsheet: Broadsheet, *words: str) -> list[str]:
    """The lines that somebody sees whose terminal is 50 columns wide."""
    main, side = pty.openpty()
    environment = {**broadsheet.environment, "COLUMNS": "50", "NO_COLOR": "1"}
    process = subprocess.Popen(
        [*COMMAND, *words], env=environment, stdout=side, stderr=side, start_new_session=True
    )
    os.close(side)
    seen = b""
    with contextlib.suppress(OSError):  # the other side is closed
        while data := os.read(main, 1_000):
            seen += data
    os.close(main)
    assert process.wait(30) == 0
    return seen.decode().splitlines()


def test_on_a_terminal_sentences_are_broken_between_words(subscribed: Broadsheet) -> None:
    lines = on_a_terminal(subscribed, "feed", "show", "Harbor News")
    (first,) = [number for number, line in enumerate(lines) if line.startswith("schedule")]
    assert lines[first + 1].startswith(" " * 14) and all(len(line) <= 50 for line in lines[first:])
    sentence = " ".join(line.strip() for line in lines[first:]).removeprefix("schedule").strip()
    assert sentence == shown(subscribed)["schedule"]


def test_on_a_terminal_what_to_do_about_a_failing_feed_is_not_cut_off(subscribed: Broadsheet) -> None:
    subscribed("feed", "set", "Harbor News", "cookies=/nowhere/cookies.txt")
    assert subscribed("refresh", "Harbor News").code == 1
    lines = on_a_terminal(subscribed, "feeds", "--failing")
    assert all(len(line) <= 50 for line in lines)
    assert "Export it once more, or take it out" in " ".join(line.strip() for line in lines)
