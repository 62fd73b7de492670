import json
import sys

import pytest

from tui.model.errors import BroadsheetError
from tui.service.opening import browser_argv, open_in_browser

REFUSED = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>1</script>",
    "file:///etc/passwd",
    "mailto:a@example.org",
    "-oProxyCommand=touch x",
    "--version",
    "https://example.org/\nfile:///etc/passwd",
    "https://example.org/\x1b]52;c;x\x07",
    "https://",
    "https:example.org",
    "http://[::1",
    "https://example.org:port/",
    "http://evil.example\\@example.org/",
    "https://example.org/\ud800",
    "https://example.org/‮gro",
    "",
    " ",
    "https://example.org/" + "a" * 9_000,
]


@pytest.mark.parametrize("url", REFUSED)
@pytest.mark.parametrize("command", [(), ("firefox",), ("sh", "-c", "open {url}")])
def test_what_is_no_web_address_never_leaves(url, command):
    with pytest.raises(BroadsheetError):
        browser_argv(url, command)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a?b=c&d=e#f",
        "https://example.org/;touch x",
        "https://example.org/$(touch x)",
        "https://example.org/`touch x`",
        "https://example.org/'; touch x #",
        'https://example.org/"|<>^{}',
        "HTTPS://Example.ORG/",
        "https://xn--80ak6aa92e.com/",
        "https://bücher.example/ü",
        "http://[::1]:8080/",
    ],
)
def test_an_address_is_one_argument_without_spaces_quotes_or_backticks(url):
    for command in ((), ("firefox", "--new-tab")):
        *before, address = browser_argv(url, command, "linux")
        assert tuple(before) == (command or ("xdg-open",))
        assert address.startswith(("http://", "https://"))
        assert not set(address) & set(' "`<>|^{}\\\n$')
        assert address.isascii()


def test_percent_signs_stay():
    assert (
        browser_argv("https://example.org/a%20b?q=%C3%BC", ("b",))[1] == "https://example.org/a%20b?q=%C3%BC"
    )


def test_a_place_in_the_command_is_filled_wherever_it_stands():
    command = ("browser", "--app={url}", "{url}", "--quiet")
    url = "https://example.org/{url}"
    assert browser_argv(url, command) == (
        "browser",
        "--app=https://example.org/%7Burl%7D",
        "https://example.org/%7Burl%7D",
        "--quiet",
    )


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32", "freebsd14"])
def test_every_system_has_an_opener(platform):
    assert browser_argv("https://example.org/", (), platform)[-1] == "https://example.org/"


def test_the_program_gets_the_address_and_no_terminal(tmp_path):
    target = tmp_path / "seen"
    script = (
        "import json, sys, os, pathlib; p = pathlib.Path(sys.argv[1]);"
        "t = p.with_suffix('.part'); t.write_text(json.dumps([sys.argv[2:], sys.stdin.read()])); t.rename(p)"
    )
    import threading

    before = threading.active_count()
    open_in_browser("https://example.org/a b;c", (sys.executable, "-c", script, str(target)))
    for thread in threading.enumerate()[before:]:
        thread.join(30)
    assert json.loads(target.read_text()) == [["https://example.org/a%20b;c"], ""]


def test_a_missing_program_is_a_sentence(tmp_path):
    with pytest.raises(BroadsheetError, match=r"No such file.*config\.toml"):
        open_in_browser("https://example.org/", (str(tmp_path / "no-such-browser"),))
