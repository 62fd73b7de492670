"""Which selectors the entries of a page might have: guesses, the best first."""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from tui.content.extraction.troubles import wrong_kind
from tui.content.gathering.gathering import Source, entry_of, read, text_of
from tui.content.gathering.structures import Group, class_names, groups
from tui.model.month_names import looks_like_date
from tui.model.page_feed import DateOrder, PageSelectors

__all__ = ["propose"]

#: So many guesses are made, from so many entries of each group.
_MOST, _SAMPLE = 5, 12
_HEADINGS = ("h1", "h2", "h3", "h4", "h5")
_TITLES = re.compile(r"title|headline|heading|subject|titel|titre", re.IGNORECASE)
_DATES = re.compile(r"date|time|publish|posted|when|datum|fecha|day", re.IGNORECASE)
_BODIES = re.compile(
    r"summary|excerpt|desc|teaser|intro|lead|abstract|snippet|content|text|body|dek", re.IGNORECASE
)
_ENTRIES = re.compile(r"entry|post|article|news|story|item|card|teaser|release|event|episode", re.IGNORECASE)
_FIGURES = re.compile(r"(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})\2\s?\d{2,4}")
#: Attributes that hold a date where the text is for people.
_STATED = ("datetime", "data-date", "data-time", "data-timestamp", "data-datetime", "content", "title")
_LONG_DATE = 60
#: A text of so many letters is more than a label.
_TEXT = 40
#: The part of a group that must have something for it to be called so.
_MOSTLY, _OFTEN = 0.75, 0.5
#: Menus and margins score less than this.
_LEAST = 1.5

Nodes = Sequence[LexborNode]


@dataclass(frozen=True, slots=True)
class _Guess:
    selectors: PageSelectors
    score: float
    #: What it would list, to tell guesses apart.
    addresses: tuple[str, ...]


def propose(body: bytes, content_type: str, url: str) -> tuple[PageSelectors, ...]:
    """Selectors for the entries of a page; none if nothing on it repeats."""
    source = None if wrong_kind(body, content_type) else read(body, content_type, url)
    if source is None:
        return ()
    guesses = [one for group in groups(source) if (one := _guess(group, source, url)) is not None]
    guesses.sort(key=lambda one: (-one.score, len(one.selectors.item)))
    chosen: dict[tuple[str, ...], PageSelectors] = {}
    for one in guesses:
        chosen.setdefault(one.addresses, one.selectors)
    return tuple(chosen.values())[:_MOST]


def _guess(group: Group, source: Source, url: str) -> _Guess | None:
    sample = group.nodes[:_SAMPLE]
    selectors = PageSelectors(
        group.selector, _title(sample), "", _date(sample, source.language), _body(sample)
    )
    entries = [entry_of(node, source.base, url, selectors, 100_000) for node in sample]
    linked = [one for one in entries if one.url and len(one.title) > 5]
    addresses = {one.url for one in linked}
    titles = {one.title for one in linked}
    if min(len(linked), len(addresses), len(titles)) < _MOSTLY * len(sample):
        return None
    length = sum(min(len(one.title), 120) for one in linked) / len(linked)
    dated = sum(looks_like_date(one.date) for one in entries) / len(entries)
    texts = sum(len(one.html) > _TEXT for one in entries) / len(entries)
    # Whatever has several headings or many long links is a part of the page, not an entry.
    crowded = sum(_is_crowded(node) for node in sample) / len(sample)
    host = urlsplit(url).hostname
    away = sum(urlsplit(one.url).hostname != host for one in linked) / len(linked)
    score = (
        min(length, 60) / 20
        + 4 * dated
        + 1.5 * texts
        + 2.5 * bool(selectors.title)
        + 1.5 * bool(_ENTRIES.search(group.selector))
        # A name outlives the shape of a page.
        + 0.3 * ("." in group.selector.rpartition(" ")[2])
        + min(math.log2(len(group.nodes)), 5) * 0.7
        - 6 * group.noise
        - 5 * crowded
        - 1.5 * away
    )
    return _Guess(selectors, score, tuple(sorted(addresses))) if score > _LEAST else None


def _is_crowded(node: LexborNode) -> bool:
    if sum(len(node.css(name)) for name in _HEADINGS[:4]) > 2:
        return True
    long = {link.attributes.get("href") for link in node.css("a[href]")[:30] if len(text_of(link, 80)) > 25}
    return len(long) > 3


def _share(sample: Nodes, holds: Callable[[LexborNode], bool]) -> float:
    return sum(map(holds, sample)) / len(sample)


def _title(sample: Nodes) -> str:
    for name in _HEADINGS:
        if sum(node.css_first(name) is not None for node in sample) >= _MOSTLY * len(sample):
            return name
    if named := _by_class(sample, _TITLES, lambda node: len(text_of(node, 300)) > 5, _MOSTLY):
        linked = f"{named} a"
        # What stands beside the link is not the title.
        return linked if _share(sample, lambda node: node.css_first(linked) is not None) >= _MOSTLY else named
    return _child(sample)


def _child(sample: Nodes) -> str:
    """The child that is the title, where a link holds date, title and more in blocks of their own."""
    for place in range(1, 5):
        children = [_nth(node, place) for node in sample if node.tag == "a"]
        texts = [text_of(one, 300) for one in children if one is not None]
        fitting = [text for text in texts if 8 < len(text) < 200 and not _is_date(text)]
        tag = next((one.tag for one in children if one is not None), "a")
        several = any(_nth(node, 2) is not None for node in sample)
        if several and tag != "a" and len(fitting) >= _MOSTLY * len(sample):
            return f"{tag}:nth-child({place})"
    return ""


def _nth(node: LexborNode, place: int) -> LexborNode | None:
    children = [one for one in node.iter(include_text=False)]
    return children[place - 1] if len(children) >= place else None


def _is_date(text: str) -> bool:
    return len(text) < _LONG_DATE // 2 and looks_like_date(text)


def _body(sample: Nodes) -> str:
    def fits(node: LexborNode) -> bool:
        return len(text_of(node, 200)) > _TEXT and node.css_first("h1, h2, h3, h4, h5") is None

    if named := _by_class(sample, _BODIES, fits, _OFTEN):
        return named
    for name in ("p", "ul", "ol"):
        tells = sum(any(map(fits, node.css(name)[:5])) for node in sample)
        if sample[0].tag != name and tells >= _OFTEN * len(sample):
            return name
    return ""


def _by_class(
    sample: Nodes, names: re.Pattern[str], fits: Callable[[LexborNode], bool], enough: float
) -> str:
    """The class that says so, on an element inside, and whose first text fits."""
    counted: Counter[str] = Counter()
    for node in sample:
        fitting: set[str] = set()
        for inner in node.css("[class]")[:60]:
            if inner.mem_id == node.mem_id:
                continue
            for name in class_names(inner):
                if names.search(name) and name not in fitting and fits(inner):
                    fitting.add(name)
        counted.update(fitting)
    usual = [(count, name) for name, count in counted.items() if count >= enough * len(sample)]
    return f".{max(usual, key=lambda one: (one[0], -len(one[1])))[1]}" if usual else ""


def _date(sample: Nodes, language: str) -> str:
    def dates(selector: str) -> list[str]:
        firsts = (node.css_first(selector) for node in sample)
        return [text_of(one, 300) for one in firsts if one is not None]

    if _share(sample, lambda node: node.css_first("time") is not None) >= _OFTEN:
        stated = _share(sample, lambda node: bool(_stated(node.css_first("time"), "datetime")))
        return "time" if stated >= _OFTEN else _with_order("time", dates("time"), language)
    for selector in _date_places(sample):
        texts = dates(selector)
        if sum(map(looks_like_date, texts)) >= _OFTEN * len(sample):
            return _with_order(selector, texts, language)
        for name in _STATED:
            values = [_stated(node.css_first(selector), name) for node in sample]
            if sum(map(looks_like_date, values)) >= _OFTEN * len(sample):
                return f"{selector} @{name}"
    return ""


def _stated(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "" if node is not None else "")[:100]


def _date_places(sample: Nodes) -> list[str]:
    """Where a date might stand in an entry: what is called so, what is short and is one, the whole."""
    places: Counter[str] = Counter()
    for node in sample:
        here: dict[str, None] = {}
        for inner in node.css("*")[:80]:
            if inner.mem_id == node.mem_id or not (inner.tag or "").isalnum():
                continue
            telling = [f".{name}" for name in class_names(inner) if _DATES.search(name)]
            text = text_of(inner, _LONG_DATE + 20)
            if telling or (len(text) <= _LONG_DATE and looks_like_date(text)):
                here.update(dict.fromkeys([*telling, _plain_name(inner)]))
        places.update(here.keys())
    ranked = [place for place, count in places.most_common(8) if count >= _OFTEN * len(sample)]
    itself = sample[0].tag or ""
    return [*ranked, *([itself] if itself.isalnum() else [])]


def _plain_name(node: LexborNode) -> str:
    names = class_names(node)
    if names:
        return f".{names[0]}"
    if node.tag in ("td", "th"):
        place, before = 1, node.prev
        while before is not None:
            place += before.tag in ("td", "th")
            before = before.prev
        return f"{node.tag}:nth-child({place})"
    return node.tag or "*"


def _with_order(selector: str, texts: Sequence[str], language: str) -> str:
    """The selector with the order of day and month, where figures alone would be read wrongly."""
    order = _order(texts, language)
    return f"{selector} {order}" if order else selector


def _order(texts: Sequence[str], language: str) -> DateOrder:
    figures = [found for text in texts if (found := _FIGURES.search(text))]
    if not figures or any(found[2] != "/" for found in figures):
        return ""
    if any(int(found[1]) > 12 for found in figures):
        return "dmy"
    if any(int(found[3]) > 12 for found in figures):
        return "mdy"
    return "" if language.lower().partition("-")[0] in ("", "en") and language.lower() != "en-gb" else "dmy"
