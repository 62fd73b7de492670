"""Letter hints: what in view can be picked, the letters that pick it, and where they stand."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal, NamedTuple

from rich.cells import cell_len

from tui.render.lines import Page

__all__ = ["LETTERS", "Hints", "Label", "Target", "labels", "targets"]

#: In the order in which they are given out: the home row first.
LETTERS = "fjdkaghrueiwncvmtbxz"

Kind = Literal["link", "note", "code"]


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be picked: which one of its kind, and where its label may stand."""

    kind: Kind
    key: str
    #: (line, first cell without the margin, cells that the label may cover)
    places: tuple[tuple[int, int, int], ...]


class Label(NamedTuple):
    """A label on a line, ``cells`` wide with the blanks around it; ``typed`` letters are typed already."""

    start: int
    cells: int
    text: str
    typed: int


def labels(count: int, letters: str) -> list[str]:
    """*count* words of *letters*, the shortest there are, none of which begins another.

    Raises:
        ValueError: with fewer than two letters there are none.
    """
    if len(letters) < 2:
        raise ValueError("two letters at least")
    words = [""]
    first = 0
    while len(words) - first < max(count, 1) or first == 0:
        word = words[first]
        words += [word + letter for letter in letters]
        first += 1
    return words[first : first + count]


def targets(page: Page, rows: Mapping[int, int], kinds: Collection[Kind]) -> list[Target]:
    """What stands in view, in reading order; one thing in several places once.

    *rows* are the lines in view, and which line of the page each of them shows.
    """
    found: dict[tuple[Kind, str], list[tuple[int, int, int, bool]]] = {}
    for number, shown in rows.items():
        for kind, key, start, cells, is_number in _on_line(page, shown):
            if kind in kinds:
                found.setdefault((kind, key), []).append((number, start, cells, is_number))
    made = []
    for (kind, key), places in found.items():
        # A number behind the words is the place for a label: nothing has to be covered.
        numbers = [place[:3] for place in places if place[3]]
        made.append(Target(kind, key, tuple(numbers or [places[0][:3]])))
    return made


def _on_line(page: Page, number: int) -> Iterator[tuple[Kind, str, int, int, bool]]:
    """What can be picked on a line: kind, key, first cell, cells, whether it is but a number."""
    for code, part in enumerate(page.codes):
        if part.start <= number < part.end:
            # Only its first line in view gets the label, in the indent.
            yield "code", str(code), 0, 2, False
    found = [*_marks(page, number), *_links(page, number)]
    yield from sorted(found, key=itemgetter(2))


def _marks(page: Page, number: int) -> Iterator[tuple[Kind, str, int, int, bool]]:
    for note in page.notes:
        for at, mark in enumerate(note.marks):
            if mark.line == number:
                text = page.lines[number].text
                start = cell_len(text[: mark.start])
                yield "note", f"{note.number}:{at}", start, cell_len(text[: mark.end]) - start, False


def _links(page: Page, number: int) -> Iterator[tuple[Kind, str, int, int, bool]]:
    at = 0
    for span in page.lines[number].spans:
        cells = cell_len(span.text)
        if span.link:
            # A no-break space stands between the words and the number.
            blank = 1 if span.text.startswith("\u00a0") else 0
            is_number = span.role == "link-number"
            yield "link", str(span.link), at + blank, cells - blank, is_number
        at += cells


class Hints:
    """The labels that are lit, and what has been typed of one.

    Raises:
        ValueError: there are fewer than two letters to make labels of.
    """

    def __init__(self, found: Sequence[Target], letters: str) -> None:
        self.typed = ""
        self.letters = letters
        self.by_label = dict(zip(labels(len(found), letters), found, strict=True))
        #: All that have a label, lit or not: another verb changes no letters.
        self._all = self.by_label

    def only(self, kinds: Collection[Kind]) -> bool:
        """Light the labels of these kinds, under the letters that they have; False if there are none."""
        self.typed = ""
        self.by_label = {label: one for label, one in self._all.items() if one.kind in kinds}
        return bool(self.by_label)

    def type(self, letter: str) -> Target | None:
        """One letter more: what is picked by now, if anything; a letter that leads nowhere is ignored."""
        typed = self.typed + letter
        if any(label.startswith(typed) for label in self.by_label):
            self.typed = typed
        return self.by_label.get(self.typed)

    def erase(self) -> None:
        """One letter less."""
        self.typed = self.typed[:-1]

    def drop(self, target: Target) -> None:
        """It was picked: the others stay, under their own labels."""
        self.typed = ""
        self._all = {label: one for label, one in self._all.items() if one is not target}
        self.by_label = {label: one for label, one in self.by_label.items() if one is not target}

    def on(self, line: int) -> list[Label]:
        """The labels that stand on a line, from the left; only those that can still be meant."""
        found = [
            Label(start, cells, label, len(self.typed))
            for label, target in self.by_label.items()
            if label.startswith(self.typed)
            for number, start, cells in target.places
            if number == line
        ]
        return sorted(found)
