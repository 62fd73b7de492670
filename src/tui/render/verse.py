"""Paragraphs, and lines of verse among them: what goes on in a second line is set in further."""

from collections.abc import Sequence

from tui.render.lines import Span, Spans
from tui.render.wrap import Run, wrap

__all__ = ["set_paragraph"]

#: So many lines, none of them longer, are verse, an address, a list of names.
_FEWEST, _LONGEST = 3, 100
_TURN = 4
_LEAST_ROOM = 20


def set_paragraph(runs: Sequence[Run], width: int) -> list[Spans]:
    """The lines of a paragraph."""
    lines = wrap(runs, width)
    if width < _LEAST_ROOM or not _is_verse(runs, len(lines)):
        return lines
    made: list[Spans] = []
    for verse in _split(runs):
        set_line = wrap(verse, width)
        if len(set_line) > 1:
            # The first line keeps the whole width; what is left of the words is set again.
            rest = _after(verse, sum(len(span.text) for span in set_line[0]))
            indent = _TURN + _indent(verse)
            set_line = [
                set_line[0],
                *((Span(" " * indent), *spans) for spans in wrap(rest, max(1, width - indent))),
            ]
        made += set_line or [()]
    return made


def _is_verse(runs: Sequence[Run], lines: int) -> bool:
    """Short lines that the publisher broke, of which at least one is too long for us."""
    text = "".join(run.text for run in runs)
    breaks = text.count("\n")
    return breaks >= _FEWEST - 1 and lines > breaks + 1 and max(map(len, text.split("\n"))) <= _LONGEST


def _split(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs of each line."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        lines[-1].append(run._replace(text=first))
        lines += [[run._replace(text=text)] for text in others]
    return lines


def _indent(runs: Sequence[Run]) -> int:
    text = "".join(run.text for run in runs)
    return min(len(text) - len(text.lstrip("\xa0 ")), 2 * _TURN)


def _after(runs: Sequence[Run], characters: int) -> list[Run]:
    """What stands behind so many characters, blanks at the start of a line not counted."""
    text = "".join(run.text for run in runs).replace("\u200b", "")
    characters += len(text) - len(text.lstrip(" "))
    left: list[Run] = []
    for run in runs:
        shown = run.text.replace("\u200b", "")
        left.append(run._replace(text=shown[characters:]))
        characters = max(0, characters - len(shown))
    return left
