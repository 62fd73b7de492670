"""Breaking runs of text into lines, by cells.

A line ends at the last place before its edge where it may: at a blank, between characters
of scripts that have no blanks by their line-end rules, at a soft place of an address that
is longer than a line, and only then between any two graphemes.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes

from tui.render.lines import Span, Spans

__all__ = ["Run", "wrap"]


class Run(NamedTuple):
    """Text that is set in one way."""

    text: str
    role: str = "text"
    link: int = 0
    part: int = 0


#: Text of which every character takes one cell: most of what is written in Latin, Greek or Cyrillic.
_NARROW = re.compile(
    "[\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2015\u2018-\u201f\u2020-\u2022\u2026\u2030\u2032\u2033"
    "\u2039\u203a\u2070-\u209c\u20ac\u2190-\u2193\u2212\u2248\u2260\u2264\u2265\u25a8]*"
)
#: Characters between which a line may break anywhere, and the punctuation that goes with them.
_IDEOGRAPHS = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
)
_WIDE_MARKS = "\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff5e"
#: What may not begin a line, and what may not end one.
_NOT_FIRST = re.escape(
    "、。，．・：；？！ー〜」』）〕】》〉’”ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々…‥,.:;?!)]}%％℃"
)
_NOT_LAST = re.escape("「『（〔【《〈‘“([{￥＄")
#: « Guillemets » and the marks that French sets apart stay with their words.
_SET_APART = "»!?:;"
_BREAK = re.compile(
    f"(?<=[ \u200b])(?<!« )(?![{_SET_APART}])|(?<!«)(?= )(?! [{_SET_APART}])"
    f"|(?:(?<=[{_IDEOGRAPHS}{_WIDE_MARKS}])|(?=[{_IDEOGRAPHS}]))(?<![{_NOT_LAST}])(?![{_NOT_FIRST}\u00a0])(?<!\u00a0)"
)
#: After these an address or a long compound may go on in the next line.
_SOFT = re.compile("(?<=[/?&=_.\\-\u2013\u2014])(?=[^/?&=_.\\-])")
#: Thai, Lao, Burmese, Khmer: words without blanks, whose ends only a dictionary knows.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff](?<![ะาำๅๆฯ])(?<![เแโใไ].)")


def wrap(runs: Sequence[Run], width: int) -> list[Spans]:
    """The lines of *runs*, none wider than *width* cells (a single wide character may be)."""
    text = "".join(run.text for run in runs)
    ends = list(accumulate(len(run.text) for run in runs))
    return [_spans(runs, ends, start, end) for start, end in _ranges(text, max(1, width))]


def _spans(runs: Sequence[Run], ends: Sequence[int], start: int, end: int) -> Spans:
    spans: list[Span] = []
    index = bisect_right(ends, start)
    while start < end:
        run = runs[index]
        stop = min(end, ends[index])
        offset = ends[index] - len(run.text)
        words = run.text[start - offset : stop - offset].replace("\u200b", "")
        if words:
            spans.append(Span(words, run.role, run.link, run.part))
        start = stop
        index += 1
    return tuple(spans)


def _ranges(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends, without the blanks at its ends."""
    sums = _sums(text)
    begin = 0
    while begin < len(text):
        stop = text.find("\n", begin)
        stop = len(text) if stop < 0 else stop
        start, end = _without_blanks(text, begin, stop)
        if start == end:
            yield start, start
        while start < end:
            if sums[end] - sums[start] <= width:
                yield start, end
                break
            # The last offset up to which the line fits; marks stay with their letter.
            most = bisect_right(sums, sums[start] + width, start, end + 1) - 1
            cut = _cut(text, sums, start, max(most, start + 1))
            yield _without_blanks(text, start, cut)
            start, end = _without_blanks(text, cut, end)
        begin = stop + 1


def _sums(text: str) -> Sequence[int]:
    """How many cells stand before each offset."""
    if _NARROW.fullmatch(text):
        return range(len(text) + 1)
    if "\u200d" not in text and "\ufe0f" not in text:
        return list(accumulate(map(_CELLS.__getitem__, text), initial=0))
    cells = [0] * len(text)
    for start, _, wide in split_graphemes(text)[0]:
        cells[start] = wide
    return list(accumulate(cells, initial=0))


class _Cells(dict[str, int]):
    """Cells of a character, remembered."""

    def __missing__(self, character: str) -> int:
        wide = 0 if character in "\n\u200b" else cell_len(character)
        self[character] = wide
        return wide


_CELLS = _Cells()


def _without_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \u200b":
        start += 1
    while end > start and text[end - 1] in " \u200b":
        end -= 1
    return start, end


def _cut(text: str, sums: Sequence[int], start: int, most: int) -> int:
    """Where the line that begins at *start* and has room until *most* ends."""
    middle = start + (most - start) // 2
    is_narrow = isinstance(sums, range)
    if is_narrow:
        place = max(start, text.rfind(" ", start, most + 1))
        # « Guillemets » and the marks that French sets apart stay with their words.
        while place > start and (text[place - 1] == "«" or text[place + 1] in _SET_APART):
            place = max(start, text.rfind(" ", start, place))
    else:
        place = most
        while place > start and not _BREAK.match(text, place):
            place -= 1
    if place <= middle and not is_narrow:
        # Nothing near the edge: words without blanks may be cut there.
        for unspaced in range(most, middle, -1):
            if sums[unspaced + 1] > sums[unspaced] and _UNSPACED.match(text, unspaced):
                return unspaced
    if place > start:
        return place
    for soft in range(most, middle, -1):
        if _SOFT.match(text, soft):
            return soft
    return most
