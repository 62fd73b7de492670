"""Checks of what comes after parsing: cleaning, sanitising, drawing, and links in page heads."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import cases
from cases import Case
from comparing import fold, squeezed, visible

from tui.model.entry import ParsedFeed

Outcome = tuple[bool, str, bool]
GOOD: Outcome = (True, "", False)
NOT_THERE: Outcome = (False, "not built yet", True)
#: What nothing that is drawn may contain (newline and tab are looked at apart).
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u206a-\u206f\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
MAX_MARKS = 12
WIDTH = 80
UNSAFE_TAGS = frozenset(
    re.findall(r"\w+", "script style iframe object embed form meta base link applet frame frameset svg math")
)
ADDRESSES = frozenset(
    re.findall(r"[\w:]+", "href src action formaction background cite data poster srcset longdesc xlink:href")
)
UNSAFE_SCHEME = re.compile(
    r"^(?:javascript|vbscript|livescript|mocha|data:text/html|data:image/svg)", re.IGNORECASE
)


def bad(why: str) -> Outcome:
    return False, why[:300], False


def complaint(text: str, *, one_line: bool) -> str:
    """What is wrong with a string that is about to be drawn; "" if nothing."""
    if found := FORBIDDEN.search(text):
        return f"contains U+{ord(found[0]):04X}"
    if one_line and ("\n" in text or "\t" in text):
        return "holds more than one line"
    run = 0
    for character in text:
        run = (
            run + 1
            if unicodedata.category(character).startswith("M") and unicodedata.combining(character)
            else 0
        )
        if run > MAX_MARKS:
            return f"more than {MAX_MARKS} combining marks in a row"
    return ""


def unsafe_text(parsed: ParsedFeed) -> str:
    """What is wrong with the strings of a feed once they are ready to be drawn."""
    try:
        from tui.content import plain_text, plain_title, sanitize
        from tui.model.clean import clean, clean_body
    except ImportError:
        return ""
    for entry in parsed.entries[:200]:
        lines = [plain_title(entry.title, entry.title_is_html), clean(entry.author), *map(clean, entry.terms)]
        body = clean_body(plain_text(sanitize(entry.content or entry.summary, entry.base_url)))
        wrong = next((why for text in lines if (why := complaint(text, one_line=True))), "")
        wrong = wrong or complaint(body, one_line=False)
        if wrong:
            return f"entry {entry.guid[:40]!r}: {wrong}"
    return ""


def run_clean(case: Case) -> Outcome:
    """One row of a list."""
    try:
        from tui.model.clean import clean
    except ImportError:
        return NOT_THERE
    given = case.data["input"]
    shown = clean(given, 1_000_000)
    if wrong := complaint(shown, one_line=True):
        return bad(wrong)
    for word in case.data.get("keep", ()):
        if fold(word) not in fold(shown):
            return bad(f"lost {word!r}")
    if case.data.get("printable_survives") and squeezed(shown) != squeezed(given):
        return bad(f"changed to {shown!r}")
    return GOOD if clean(shown, 1_000_000) == shown else bad("cleaning twice changes it again")


def run_render(case: Case) -> Outcome:
    """An article body, drawn."""
    try:
        from tui.content import build, sanitize
        from tui.render.layout import layout
    except ImportError:
        return NOT_THERE
    page = layout(build(sanitize(case.data["input"], case.data.get("base") or "")), WIDTH)
    lines = ["".join(span.text for span in line.spans) for line in page.lines]
    for line in lines:
        if wrong := complaint(line, one_line=True):
            return bad(f"{wrong} in {line!r}")
    # A reference to white space may well be the end of a line.
    text = squeezed(" ".join(lines))
    for word in (*case.data.get("contains", ()), *case.data.get("keep", ())):
        if squeezed(word) not in text and not FORBIDDEN.search(word):
            return bad(f"{word!r} is not in {text[:100]!r}")
    return GOOD


def run_sanitise(case: Case) -> Outcome:
    """Safe, unchanged by a second time, and true to the text where the reference is known."""
    try:
        from tui.content import sanitize
    except ImportError:
        return NOT_THERE
    base = case.data.get("base") or ""
    once = str(sanitize(case.data["input"], base))
    if wrong := unsafe_markup(once):
        return bad(f"unsafe: {wrong} in {once!r}")
    if str(sanitize(once, base)) != once:
        return bad(f"not idempotent: {once!r}")
    wanted = references(case.data)
    seen = squeezed(visible(once)[0])
    if wanted and not any(squeezed(visible(one)[0]) == seen for one in wanted):
        return bad(f"fidelity: got {seen!r}, reference {wanted[0]!r}")
    return GOOD


def references(data: dict[str, Any]) -> list[str]:
    """What other sanitisers made of it."""
    found: list[str] = []
    for key in ("dompurify_expected", "bleach_expected"):
        value = data.get(key)
        found += value if isinstance(value, list) else [value] if isinstance(value, str) else []
    return found


class Inspector(HTMLParser):
    """Looks for anything that could act."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNSAFE_TAGS:
            self.wrong = f"<{tag}>"
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "")
            if name.startswith("on") or (name in ADDRESSES and UNSAFE_SCHEME.match(address)):
                self.wrong = f"{name}={value!r}"


def unsafe_markup(markup: str) -> str:
    """The first unsafe thing in sanitised markup; "" if there is none."""
    inspector = Inspector()
    inspector.feed(markup)
    inspector.close()
    return inspector.wrong


def run_discover(root: Path, case: Case) -> Outcome:
    """The feed that a page offers."""
    try:
        from tui.content import head
    except ImportError:
        return NOT_THERE
    from tui.feeds.discovery import candidates

    data = case.data
    page = head.scan(cases.body(root, data), cases.header(data, "content-type") or "text/html", data["url"])
    found = [candidate.feed_url for candidate in candidates(page.links, page.base or data["url"])]
    if "expected" in data:
        return (
            GOOD if set(data["expected"]) <= set(found) else bad(f"expected {data['expected']}, got {found}")
        )
    if found and found[0].endswith(data["expected_suffix"]):
        return GOOD
    return bad(f"expected …{data['expected_suffix']}, got {found}")
