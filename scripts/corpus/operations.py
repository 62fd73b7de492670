"""What is done with a case, by its ``op``; runs inside a worker.

Each function returns (passed, why not, whether a part of the program it needs is missing).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cases
import leaving
import neutral
import rawchecks
import shingles
import showing
from cases import Case
from comparing import holds, same_as_browser

from tui.content import extract
from tui.feeds import distinct, parse, parse_date
from tui.model.entry import ParsedFeed
from tui.model.errors import FeedError, OpmlError
from tui.model.extraction import KnownFacts

#: With figures behind, where a suite is scored by more than right and wrong.
Outcome = tuple[bool, str, bool] | tuple[bool, str, bool, float, float, float]
GOOD: Outcome = (True, "", False)


def bad(why: str) -> Outcome:
    return False, why[:300], False


def run_case(root: Path, case: Case) -> Outcome:
    """Run one case."""
    op = case.data["op"]
    if op in WITH_FILES:
        return WITH_FILES[op](root, case)
    if op in ALONE:
        return ALONE[op](case)
    raise ValueError(f"unknown op: {op}")


def run_parse(root: Path, case: Case) -> Outcome:
    """Parse a document and hold it against every expectation."""
    data = case.data
    body, content_type = cases.body(root, data), cases.header(data, "content-type")
    url, language = cases.base(data), cases.header(data, "content-language")
    try:
        parsed = parse(body, content_type=content_type, url=url, language=language)
        result = neutral.of_feed(parsed, url)
    except FeedError as error:
        parsed = None
        result = {"feed": {}, "entries": [], "error": str(error)}
    complaint = (
        failed_check(data, result, url)
        or forbidden_text(data, result)
        or count_complaint(data, result)
        or raw_complaint(data, body, content_type)
        or (showing.unsafe_text(parsed) if parsed else "")
    )
    if not complaint and data.get("stable_id"):
        complaint = unstable(parsed, body, url)
    return bad(complaint) if complaint else GOOD


def failed_check(data: dict[str, Any], result: dict[str, Any], url: str) -> str:
    """The first of the neutral checks that does not hold."""
    for check in data.get("checks") or []:
        actual = neutral.at(result, check["p"])
        if not any(check_holds(check, result, path, url) for path in neutral.paths(check["p"])):
            return f"{check['p']} {check['m']}: expected {check['v']!r}, got {shortened(actual)}"
    return ""


def check_holds(check: dict[str, Any], result: dict[str, Any], path: str, url: str) -> bool:
    """True if the check holds for the value at ``path``."""
    value = neutral.at(result, path)
    if holds(check["m"], value, check["v"], url):
        return True
    raw = neutral.at(result, f"raw.{path}")
    return check["m"] in ("html", "text") and bool(raw) and same_as_browser(str(value), raw, check["v"])


def shortened(value: Any) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return f"{len(value)} items"
    return repr(value)[:160]


def forbidden_text(data: dict[str, Any], result: dict[str, Any]) -> str:
    """Strings that must not have come through."""
    everything = repr(result)
    return next((f"contains {word!r}" for word in data.get("must_not_contain", ()) if word in everything), "")


def count_complaint(data: dict[str, Any], result: dict[str, Any]) -> str:
    """Generated cases say how many entries there are."""
    found = len(result["entries"])
    return f"expected {data['n']} entries, got {found}" if "n" in data and data["n"] != found else ""


def raw_complaint(data: dict[str, Any], body: bytes, content_type: str) -> str:
    """The first of feedparser's expectations that its result through our door does not meet."""
    if not data.get("raw_checks") or not data.get("released", True) or body.lstrip()[:1] == b"{":
        return ""
    url = cases.base(data)
    result = through_our_door(body, content_type, url, cases.header(data, "content-language"))
    for check in data["raw_checks"]:
        if check.get("path") in (["modified"], ["bozo"]) and check["op"] != "falsy":
            continue  # HTTP headers never reach the parser; and we do not complain of media types
        if not rawchecks.passes(result, check, url):
            got = shortened(rawchecks.lookup(result, check.get("path", [])))
            return f"raw {check.get('path')} {check.get('op')}: expected {check.get('value')!r}, got {got}"
    return ""


def through_our_door(body: bytes, content_type: str, url: str, language: str) -> dict[str, Any]:
    """feedparser's result, reached exactly as ``tui.feeds.parse`` reaches it."""
    from tui.feeds.decoding import decode
    from tui.feeds.doctype import defuse
    from tui.feeds.parser import readable, to_utf8
    from tui.feeds.reading import read

    try:
        decoded = decode(readable(body), content_type)
        prolog = defuse(to_utf8(decoded.text.lstrip("\ufeff \t\r\n\0")))
        reading = read(prolog.data, url, prolog.entities, language)
    except FeedError as error:
        return {"bozo": True, "bozo_exception": error, "feed": {}, "entries": []}
    return {
        "bozo": not reading.well_formed or bool(decoded.problem),
        "encoding": decoded.encoding,
        "feed": reading.feed,
        "channel": reading.feed,
        "entries": list(reading.entries),
        "items": list(reading.entries),
        "version": "rss091n" if prolog.netscape else reading.version,
    }


def unstable(parsed: ParsedFeed | None, body: bytes, url: str) -> str:
    """Identity must be the same each time."""
    if parsed is None:
        return "nothing was parsed"
    first = [entry.guid for entry in distinct(parsed.entries)]
    again = [entry.guid for entry in distinct(parse(body, content_type="", url=url).entries)]
    return "" if first == again and all(first) else "guids differ from one time to the next"


def run_opml(root: Path, case: Case) -> Outcome:
    """Read a subscription list."""
    from tui.feeds import opml

    data = case.data
    try:
        result = neutral.of_list(opml.read(cases.body(root, data)))
    except OpmlError as error:
        result = {"feeds": [], "error": str(error)}
    for item in result["feeds"]:
        for beginning in data.get("must_not_urls", ()):
            if str(item["url"]).startswith(beginning):
                return bad(f"an address begins with {beginning!r}")
        if not str(item["url"]).startswith(("http://", "https://")):
            return bad(f"not a web address: {item['url']!r}")
    complaint = failed_check(data, result, "")
    return bad(complaint) if complaint else GOOD


def run_extract(root: Path, case: Case) -> Outcome:
    """Find the article on a page, knowing nothing of it; nine tenths right is a pass."""
    data = case.data
    page = extract(cases.body(root, data), cases.header(data, "content-type"), cases.base(data), KnownFacts())
    right, much, missing = shingles.shares(data["article"], page.text)
    score = shingles.f1([(right, much, missing)])
    why = f"F1 {score:.3f}: {much:.3f} too much, {missing:.3f} missing{f': {page.trouble}' if page.trouble else ''}"
    return score >= 0.9, why, False, right, much, missing


def run_date(case: Case) -> Outcome:
    """Read a date."""
    moment = parse_date(case.data["input"])
    if holds("date", moment, case.data["expected"], ""):
        return GOOD
    return bad(f"{case.data['input']!r}: expected {case.data['expected']}, got {moment}")


def run_evolution(root: Path, case: Case) -> Outcome:
    """A second version of a document must bring exactly the new entries that it says."""
    versions = [
        {
            entry.guid
            for entry in distinct(parse(cases.body(root, case.data, key), content_type="", url="").entries)
        }
        for key in ("file", "file2")
    ]
    new = len(versions[1] - versions[0])
    return GOOD if new == case.data["new"] else bad(f"expected {case.data['new']} new entries, got {new}")


WITH_FILES = {
    "parse": run_parse,
    "opml_import": run_opml,
    "evolution": run_evolution,
    "discover": showing.run_discover,
    "extract": run_extract,
}
ALONE = {
    "parse_date": run_date,
    "clean_text": showing.run_clean,
    "render": showing.run_render,
    "sanitise": showing.run_sanitise,
    "open_argv": leaving.run_open,
    "pipe_argv": leaving.run_pipe,
    "download_path": leaving.run_download,
}
