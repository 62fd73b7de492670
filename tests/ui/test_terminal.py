"""What really reaches a terminal: nothing of a publisher's but text; and a clean end."""

import asyncio
import re
import signal
from base64 import b64decode
from contextlib import aclosing
from html import escape

import pytest

from tests.demo_store import SETTINGS, demo_paths
from tests.server import Server, answer, feed
from tests.ui.long_store import fill_from
from tests.ui.terminal import Terminal
from tui.model.feed import Subscription
from tui.service.library import Library

#: Each must be gone with its payload, whatever field it came in.
ATTACKS = (
    "\x1b]52;c;UFdORUQ=\x07", "\x1b]0;PWNED-TITLE\x07", "\x1b]8;;http://evil.example\x1b\\", "\x1b]1337;File=:UFdO\x07",
    "\x1bPPWNED-DCS\x1b\\", "\x1b_PWNED-APC\x1b\\", "\x9d52;c;QUJD\x9c", "\x9b31m", "\x1b[2J\x1b[31;1m", "\x07", "\x05", "\x0e",
    "\u202ePWNED\u202c", "\x00", "\x7f", "[bold red]x[/]", "[/", "[@click=app.quit]y[/]", ":smile:", "%s{}", "\U000e0041", "\ufffa",
)  # fmt: skip


def hostile_feed() -> bytes:
    """Every attack in every field, raw where XML allows it and as character references."""
    entries = []
    for number, attack in enumerate(ATTACKS):
        packed = "".join(f"&amp;#{ord(char)};" for char in attack)
        # XML itself refuses C0: those can come as references only.
        text = "" if re.search(r"[\x00-\x1f]", attack) else escape(attack)
        entries.append(
            f"<item><title>T{number} {packed} {text}</title><guid>{number}</guid><author>{packed}</author>"
            f"<link>https://example.org/{number}?{packed}</link><category>{packed}c{number}</category>"
            f"<description>&lt;p&gt;Body {packed} {text} &lt;a href=&quot;https://example.org/{packed}&quot;&gt;link&lt;/a&gt;"
            f"&lt;pre&gt;{packed}&lt;/pre&gt;&lt;img src=&quot;x&quot; alt=&quot;{packed}&quot;&gt;</description></item>"
        )
    title = "".join(f"&amp;#{ord(char)};" for char in "".join(ATTACKS))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Evil {title}</title>{"".join(entries)}</channel></rss>'.encode()


@pytest.fixture
def hostile_home(tmp_path):
    async def fill(url):
        library = await Library.open(SETTINGS, demo_paths(tmp_path))
        await library.subscribe([Subscription(url, "", "", "[red]cat", ("[b]tag",))])
        async with aclosing(library.refresh(force=True)) as events:
            async for _ in events:
                pass
        await library.close()

    with Server() as server:
        asyncio.run(fill(server.on("/evil", feed(hostile_feed()))))
    (tmp_path / "config.toml").write_text(
        "refresh_on_start = false\nrefresh_interval_minutes = 0\ninstant_start = false\nfull_text = 'never'\n"
    )
    return tmp_path


def check_bytes(output: bytes) -> None:
    # The string sequences of our own: Textual shapes the mouse pointer, and links are clickable.
    text = re.sub(r"\x1b\]22;[a-z-]+\x07", "", output.decode("utf-8"))
    text = re.sub(r"\x1b\]8;id=[-\d]+;(https?://|mailto:)[!-~]+\x1b\\", "", text)
    text = re.sub(r"\x1b\]8;;\x1b\\", "", text)
    assert not re.search(r"[\x80-\x9f]", text), "C1"
    assert not re.search("[\x00\x05\x07\x0e\x7f]", text), "C0"
    assert not re.search(r"\x1b[\]P_X^]", text), "a string sequence"
    assert "PWNED-" not in text
    assert "UFdO" not in text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]", text)


def test_a_hostile_feed_writes_nothing_but_text(hostile_home):
    with Terminal(hostile_home) as terminal:
        terminal.until("ARTICLES")
        terminal.until("T0")
        terminal.quiet()
        for _ in ATTACKS:
            terminal.keys("n")
        terminal.keys(
            "\r",
            " ",
            ";",
            "\x1b",
            "\x1b",
            "t",
            "c1",
            "\x1b",
            "gf",
            "j",
            "j",
            "F",
            "\x1b",
            "?",
            "\x1b",
            "gt",
            "j",
            " ",
            "c",
            "/",
            "T1",
            "\r",
            "m",
            "u",
            "A",
            "D",
            "u",
        )
        terminal.keys(":", "mark", "\x1b", "z", "z")
        check_bytes(bytes(terminal.output))
        # Markup is text.
        assert "[bold red]" in terminal.output.decode()
        terminal.keys("q", "q", "q")
        assert terminal.ended() == 0
        check_bytes(bytes(terminal.output))


def test_links_are_clickable_where_the_terminal_can_and_hints_are_text(hostile_home):
    with Terminal(hostile_home) as terminal:
        terminal.until("T0")
        terminal.quiet()
        terminal.keys("\r")
        # Addresses with control characters are none: the first attacks have no link.
        for _ in ATTACKS:
            terminal.keys("n", ";", "y", "f", "\x1b")
        terminal.until("\x1b]8;id=")
        terminal.keys("/", "link", "\r", "\x1b", "z", ";", ";", "y", "z", "\x11")
        assert terminal.ended() == 0
        output = bytes(terminal.output)
        # What was copied is ours: base64 of cleaned addresses, nothing else.
        copied = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", output)
        assert copied and all(re.fullmatch(rb"https?://[!-~]+", b64decode(one)) for one in copied)
        check_bytes(re.sub(rb"\x1b\]52;c;[A-Za-z0-9+/=]*\x07", b"", output))


def hostile_page() -> bytes:
    """Every attack in a page, raw and as character references."""
    parts = []
    for number, attack in enumerate(ATTACKS):
        packed = "".join(f"&#{ord(char)};" for char in attack if char != "\0")
        text = escape(attack.replace("\0", ""))
        parts.append(
            f"<h2>Part {number} {packed}</h2><p>Sentence {number} of this page {packed} goes on {text} and on, as "
            f"sentences do that have nothing to say, until <a href='https://example.org/{number}/{text}' "
            f"title='{packed}'>a link</a> ends it.</p><pre><code class='language-{packed}'>{packed} code</code></pre>"
        )
    title = "".join(f"&#{ord(char)};" for char in "".join(ATTACKS) if char != "\0")
    return (
        f"<html><head><title>Evil page {title}</title><meta name='author' content='{title}'></head>"
        f"<body><article><h1>Evil page</h1>{''.join(parts)}</article></body></html>"
    ).encode("utf-8", "surrogatepass")


def test_a_hostile_page_is_only_text_in_a_preview_and_when_it_is_saved(tmp_path):
    config = "refresh_on_start = false\nrefresh_interval_minutes = 0\ninstant_start = false\n"
    with Server() as server:
        html = {"Content-Type": "text/html; charset=utf-8"}
        page = server.on("/page", answer(hostile_page(), headers=html))
        fill_from(server, tmp_path, [[("Linking", f'<p>See <a href="{page}">the page</a>.</p>')]])
        (tmp_path / "config.toml").write_text(config)
        with Terminal(tmp_path) as terminal:
            terminal.until("Linking")
            terminal.quiet()
            terminal.keys("\r", ";", "p", "f")
            terminal.until("PREVIEW")
            terminal.until("Sentence 0")
            terminal.keys(";", "\x1b", "go", "j", "\r", "/", "page", "\r", "\x1b", "^", " ", " ", "z", "b")
            terminal.until("Kept")
            terminal.keys("\x1b", "\x1b", ";", "s", "f", "G", "gl", "\x11")
            assert terminal.ended() == 0
            check_bytes(bytes(terminal.output))


@pytest.mark.parametrize("env", [{"TERM": "linux", "COLORTERM": ""}, {"TERM": "dumb"}])
def test_no_links_where_the_terminal_would_print_them(hostile_home, env):
    with Terminal(hostile_home, env=env) as terminal:
        terminal.until("T0")
        terminal.quiet()
        terminal.keys("\r", "\x11")
        assert terminal.ended() == 0
        assert b"\x1b]8;" not in terminal.output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_it_cleanly_with_the_marks_saved(hostile_home, number):
    with Terminal(hostile_home) as terminal:
        terminal.until("T0")
        terminal.quiet()
        terminal.keys("s")
        terminal.send(number)
        assert terminal.ended(3.0) == 0
        assert b"\x1b[?1049l" in terminal.output
    with Terminal(hostile_home) as terminal:
        terminal.until("★")


@pytest.mark.parametrize(("columns", "rows"), [(20, 5), (1, 1), (300, 100)])
def test_any_size_is_survived(hostile_home, columns, rows):
    with Terminal(hostile_home, columns=columns, rows=rows) as terminal:
        terminal.quiet(1.5)
        terminal.keys("j", "\r", "j", "q", "?", "\x1b", "\x11")
        assert terminal.ended() == 0


@pytest.mark.parametrize(
    "env",
    [
        {"NO_COLOR": "1"},
        {"TERM": "dumb"},
        {"TERM": "linux", "COLORTERM": ""},
        {"LC_ALL": "C", "PYTHONUTF8": "1"},
    ],
)
def test_poor_terminals_are_survived(hostile_home, env):
    with Terminal(hostile_home, env=env) as terminal:
        terminal.until("ARTICLES")
        terminal.quiet()
        terminal.keys("j", "\r", "\x11")
        assert terminal.ended() == 0
