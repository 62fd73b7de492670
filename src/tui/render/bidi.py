"""Right-to-left text in the order in which it is seen, for terminals that do not reorder it.

The Unicode Bidirectional Algorithm (UAX #9) without its explicit controls, which never reach us:
directions of letters, of numbers among them, of brackets and of what stands between, then the order.
Marks stay with their letter. The one library for this that is well kept is not under a licence
that we take, and it gives no places, which links and roles need.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby

from rich.cells import cell_len, split_graphemes

from tui.render.lines import Span, Spans

__all__ = ["has_right_to_left", "reordered", "visual"]

_STRONG = {"L": "L", "R": "R", "AL": "R"}
_NEUTRAL = frozenset({"B", "S", "WS", "ON", "BN"})
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("<", ">"), ("«", "»"), ("‹", "›"), ("≤", "≥"), ("⟨", "⟩"))
_MIRRORED = dict(_PAIRS) | {closing: opening for opening, closing in _PAIRS}
_BRACKETS = {"(": ")", "[": "]", "{": "}"}
#: So many blanks keep columns apart.
_GAP = 3
_FIRST_RIGHT_TO_LEFT = "\u0590"


def has_right_to_left(text: str) -> bool:
    """True if any letter of *text* runs from right to left."""
    return any(one >= _FIRST_RIGHT_TO_LEFT and _kind(one) in ("R", "AL", "AN") for one in text)


def visual(text: str) -> str:
    """*text* as one line in the order in which it is seen."""
    return "".join(span.text for span in _ordered((Span(text),), _runs_left(text)))


def reordered(lines: Sequence[Spans], width: int) -> list[Spans]:
    """The lines of a block as they are seen; those of a block that runs leftwards end at the right edge."""
    text = "\n".join("".join(span.text for span in spans) for spans in lines)
    if not has_right_to_left(text):
        return list(lines)
    runs_left = _runs_left(text)
    made: list[Spans] = []
    for spans in lines:
        if any(span.role.startswith("code") for span in spans) or not spans:
            made.append(spans)
            continue
        ordered = _ordered(spans, runs_left)
        blank = width - sum(cell_len(span.text) for span in ordered) if runs_left else 0
        made.append((Span(" " * blank), *ordered) if blank > 0 else ordered)
    return made


def _runs_left(text: str) -> bool:
    """The direction of a paragraph is that of its first letter."""
    return next((_STRONG[kind] for kind in map(_kind, text) if kind in _STRONG), "L") == "R"


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    return unicodedata.bidirectional(character) or "L"


def _ordered(spans: Spans, runs_left: bool) -> Spans:
    """The characters of one line in the order of their levels, mirrored where they run leftwards."""
    units = [(text, span) for span in spans for text in _graphemes(span.text)]
    if not any(has_right_to_left(text) for text, _ in units) and not runs_left:
        return spans
    levels = _levels([text for text, _ in units], int(runs_left))
    order = list(range(len(units)))
    for level in range(max(levels, default=0), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = max(end, at + 1)
    shown = [
        (_MIRRORED.get(units[at][0], units[at][0]) if levels[at] % 2 else units[at][0], units[at][1])
        for at in order
    ]
    return tuple(first._replace(text="".join(text for text, _ in group)) for first, group in _by_span(shown))


def _by_span(shown: Sequence[tuple[str, Span]]) -> list[tuple[Span, list[tuple[str, Span]]]]:
    return [
        (list_[0][1], list_)
        for _, group in groupby(shown, key=lambda unit: unit[1][1:])
        if (list_ := list(group))
    ]


def _graphemes(text: str) -> list[str]:
    if text.isascii():
        return list(text)
    return [text[start:end] for start, end, _ in split_graphemes(text)[0]]


def _levels(units: Sequence[str], base: int) -> list[int]:
    """The level of each unit: odd ones run leftwards."""
    side = "R" if base else "L"
    kinds = _numbers([_kind(unit[0]) for unit in units], side)
    _gaps(units, kinds, side)
    _brackets(units, kinds, side)
    _neutrals(kinds, side)
    return [
        base
        + (
            (kind == "L" or kind in ("EN", "AN"))
            if base
            else 1
            if kind == "R"
            else 2 * (kind in ("EN", "AN"))
        )
        for kind in kinds
    ]


def _numbers(kinds: list[str], side: str) -> list[str]:
    """Rules W1 to W7: what the letters before make of numbers and of the signs among them."""
    made = ["ON" if kind in ("NSM", "BN") else kind for kind in kinds]
    strong = side
    for at, kind in enumerate(made):
        if kind in _STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":
            made[at] = "AN"
    _signs(made)
    strong = side
    for at, kind in enumerate(made):
        if kind in _STRONG:
            strong = made[at] = _STRONG[kind]
        elif kind == "EN" and strong == "L":
            made[at] = "L"
        elif kind in ("ES", "ET", "CS"):
            made[at] = "ON"
    return made


def _signs(kinds: list[str]) -> None:
    """Rules W4 and W5: a point between figures is one of them, and so is a percent sign beside one."""
    for at in range(1, len(kinds) - 1):
        before = kinds[at - 1]
        between = ("EN",) if kinds[at] == "ES" else ("EN", "AN") if kinds[at] == "CS" else ()
        if before in between and kinds[at + 1] == before:
            kinds[at] = before
    for places, step in ((range(1, len(kinds)), -1), (range(len(kinds) - 2, -1, -1), 1)):
        for at in places:
            if kinds[at] == "ET" and kinds[at + step] == "EN":
                kinds[at] = "EN"


def _gaps(units: Sequence[str], kinds: list[str], side: str) -> None:
    """Wide gaps are between the columns of a table: what is beside them has nothing to do with each other."""
    at = 0
    while at < len(units):
        end = at
        while end < len(units) and units[end] == " ":
            end += 1
        if end - at >= _GAP:
            kinds[at:end] = [side] * (end - at)
        at = max(end, at + 1)


def _brackets(units: Sequence[str], kinds: list[str], side: str) -> None:
    """Rule N0: a pair of brackets runs as what is in it, or as what is before it."""
    waiting: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for at, unit in enumerate(units):
        if unit in _BRACKETS:
            waiting.append((_BRACKETS[unit], at))
        elif any(unit == closing for closing, _ in waiting):
            while waiting:
                closing, begin = waiting.pop()
                if closing == unit:
                    pairs.append((begin, at))
                    break
    for begin, end in sorted(pairs):
        inside = {_side(kind) for kind in kinds[begin + 1 : end]} - {""}
        if side in inside:
            kinds[begin] = kinds[end] = side
        elif inside:
            before = next((_side(kind) for kind in reversed(kinds[:begin]) if _side(kind)), side)
            kinds[begin] = kinds[end] = before if before in inside else side


def _side(kind: str) -> str:
    return "R" if kind in ("R", "EN", "AN") else "L" if kind == "L" else ""


def _neutrals(kinds: list[str], side: str) -> None:
    """Rules N1 and N2: what stands between letters of one direction goes with them, else with the line."""
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > at:
            before = _side(kinds[at - 1]) if at else side
            after = _side(kinds[end]) if end < len(kinds) else side
            kinds[at:end] = [before if before == after else side] * (end - at)
        at = max(end, at + 1)
