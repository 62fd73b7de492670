"""The tag pane as rows: which tags, how deep, in what order. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from tui.query.edit import TagMode
from tui.query.words import path_key, term_key

__all__ = ["UNCOUNTED", "Fold", "Kind", "Order", "TagRow", "tag_rows", "term_rows"]

#: The count of a row that nobody has counted.
UNCOUNTED = -1

Fold = Literal["", "open", "folded"]
Order = Literal["count", "name"]
Kind = Literal["tag", "term", "heading"]


@dataclass(frozen=True, slots=True)
class TagRow:
    """One tag: how it filters, and how many articles its branch has under the query."""

    name: str
    mode: TagMode | None
    count: int
    #: The last part of the name below its parent, else all of it.
    label: str = ""
    depth: int = 0
    #: Whether there are rows below it, shown or not.
    fold: Fold = ""
    kind: Kind = "tag"

    @property
    def key(self) -> str:
        """How the tag is compared."""
        return path_key(self.name)

    @property
    def place(self) -> tuple[Kind, str]:
        """Finds the row again after a change."""
        return self.kind, self.key


def tag_rows(
    counts: Mapping[str, int],
    modes: Mapping[str, TagMode],
    narrow: str = "",
    folded: Collection[str] = (),
    order: Order = "count",
) -> list[TagRow]:
    """Filtering tags first, then the others as a tree; *narrow* keeps those that hold it, as a list.

    Tags without articles sink below their neighbors. *folded* holds compared names.
    """
    forest = _Forest(counts, modes, order)
    if narrow:
        return forest.holding(narrow.casefold())
    return list(forest.rows(folded))


def term_rows(
    counts: Mapping[str, int], modes: Mapping[str, TagMode], narrow: str = "", order: Order = "count"
) -> list[TagRow]:
    """The publishers' terms below their heading; closed (no *counts*) only those that filter."""
    names = {term_key(name): name for name in (*modes, *counts)}
    by_key = {term_key(name): modes[name] for name in reversed(list(modes))}
    rows = [
        TagRow(name, by_key.get(key), counts.get(name, UNCOUNTED), name, kind="term")
        for key, name in names.items()
        if key in by_key or (term_key(narrow) in key and (counts[name] or narrow))
    ]
    by_name = order == "name"
    rows.sort(key=lambda row: (row.mode is None, not row.count, 0 if by_name else -row.count, row.key))
    return rows


class _Forest:
    """Tags by their compared names, and who stands below whom."""

    def __init__(self, counts: Mapping[str, int], modes: Mapping[str, TagMode], order: Order) -> None:
        self.counts, self.order = counts, order
        # Where the query writes a tag in another way, the tag's own writing is shown.
        self.names = {path_key(name): name for name in (*modes, *counts)}
        self.modes = {path_key(name): modes[name] for name in reversed(list(modes))}
        self.below: dict[str, list[str]] = {}
        for key in self.names:
            if key not in self.modes:
                parent = key.rpartition("/")[0].rstrip("/")
                self.below.setdefault(parent if parent in self.names else "", []).append(key)

    def holding(self, text: str) -> list[TagRow]:
        """All tags whose whole name holds *text*, and all that filter."""
        others = [key for key in self.names if text in key and key not in self.modes]
        return [self.row(key) for key in (*self.sorted(self.modes), *self.sorted(others))]

    def rows(self, folded: Collection[str]) -> Iterator[TagRow]:
        """The tree, from the top."""
        for key in (*self.sorted(self.modes), *self.sorted(self.below.get("", ()))):
            yield from self.branch(key, 0, folded)

    def branch(self, key: str, depth: int, folded: Collection[str]) -> Iterator[TagRow]:
        """A tag and, unless it is folded, those below it."""
        below = self.below.get(key)
        if not below:
            yield self.row(key, depth)
            return
        is_folded = key in folded
        yield self.row(key, depth, "folded" if is_folded else "open")
        if not is_folded:
            for child in self.sorted(below):
                yield from self.branch(child, depth + 1, folded)

    def row(self, key: str, depth: int = 0, fold: Fold = "") -> TagRow:
        """One row."""
        name = self.names[key]
        label = name.rpartition("/")[2] if depth else name
        return TagRow(name, self.modes.get(key), self.counts.get(name, 0), label, depth, fold)

    def sorted(self, keys: Collection[str]) -> list[str]:
        """Neighbors in their order."""
        count = {key: self.counts.get(self.names[key], 0) for key in keys}
        if self.order == "name":
            return sorted(keys, key=lambda key: (not count[key], key))
        return sorted(keys, key=lambda key: (-count[key], key))
