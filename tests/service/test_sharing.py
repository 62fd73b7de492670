"""Targets of the share menu."""

import asyncio
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_article
from tui.model.clean import clean
from tui.model.errors import BroadsheetError
from tui.service.commanding import given_of
from tui.service.sharing import Target, address_of, mail_address, send, targets

SAVE = Target("Save", "https://share.example.org/add?url={url}&title={title}")


@given(st.text(max_size=60))
def test_values_are_encoded_whole(title: str) -> None:
    address = address_of(SAVE, given_of(make_article(title=title, url="https://example.org/?a=b&c=d#e")))
    assert urlsplit(address).hostname == "share.example.org"
    asked = parse_qs(urlsplit(address).query, keep_blank_values=True)
    assert asked == {"url": ["https://example.org/?a=b&c=d#e"], "title": [clean(title)]}


@given(st.text(max_size=400))
def test_a_letter_has_a_subject_and_a_body_and_nothing_else(title: str) -> None:
    address = mail_address(given_of(make_article(title=title)))
    parts = urlsplit(address)
    assert (parts.scheme, parts.path) == ("mailto", "")
    asked = parse_qs(parts.query, keep_blank_values=True)
    assert set(asked) == {"subject", "body"}
    assert "https://example.org/1" in asked["body"][0]
    assert "\n" not in asked["subject"][0]


def test_targets_in_the_order_of_the_settings() -> None:
    found = targets({"b": "https://example.org/{url}", "a": ("tee", "{file}")})
    assert [(one.name, sorted(one.places)) for one in found] == [("b", ["url"]), ("a", ["file"])]


async def test_a_command_gets_the_text_and_a_file() -> None:
    program = "import sys; a = sys.stdin.read(); b = open(sys.argv[1]).read(); print(a == b, sys.argv[2])"
    target = Target("Notes", command=(sys.executable, "-c", program, "{file}", "{title}"))
    said = await send(target, given_of(make_article(title="A; b")), "# text", (), 30)
    assert said == "Shared with Notes. True A; b"


async def test_an_address_goes_to_the_browser(tmp_path) -> None:
    seen = tmp_path / "seen"
    program = f"import sys, os; open({str(seen)!r} + '.part', 'w').write(sys.argv[1]); os.rename({str(seen)!r} + '.part', {str(seen)!r})"
    said = await send(SAVE, given_of(make_article(title="A & b")), "", (sys.executable, "-c", program), 30)
    assert said == "Shared with Save."
    while not seen.exists():
        await asyncio.sleep(0.01)
    assert (
        seen.read_text()
        == "https://share.example.org/add?url=https%3A%2F%2Fexample.org%2F1&title=A%20%26%20b"
    )


@pytest.mark.parametrize(
    ("target", "article", "why"),
    [
        (SAVE, make_article(url=""), "no web address"),
        (Target("x", command=("no-such-program",)), make_article(), "failed: No such file"),
        (
            Target("x", command=(sys.executable, "-c", "print('why'); exit(2)")),
            make_article(),
            r"x failed \(2\): why",
        ),
        (
            Target("x", command=(sys.executable, "-c", "import time; time.sleep(99)")),
            make_article(),
            "stopped after 1",
        ),
    ],
)
async def test_what_goes_wrong_is_said(target: Target, article, why: str) -> None:
    with pytest.raises(BroadsheetError, match=why):
        await send(target, given_of(article), "", (), 1)
