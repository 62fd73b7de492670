"""How sizes and shares read: a bar of kinds with its legend, and a line for each feed. Pure."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from tui.model.amounts import amount_words
from tui.model.retention import FeedShare
from tui.model.sizes import FeedSize, StoreSizes
from tui.ui.marks import UNICODE, Marks
from tui.ui.paint import Mark, fit, row

__all__ = ["NARROW", "bar", "head_line", "kinds", "legend", "share_line", "size_line"]

#: Cells below which a line has fewer columns.
NARROW = 60
_LEFT = " (unsubscribed)"


def kinds(sizes: StoreSizes) -> list[tuple[str, int, str]]:
    """What the file holds: words, bytes, and a color by its role; nothing that takes no room."""
    found = [
        (f"{sizes.articles:,} articles", sizes.texts, "$link"),
        ("index of words", sizes.words, "$tag"),
        (f"{sizes.full_texts:,} full texts", sizes.full_texts_size, "$star"),
        (f"{sizes.pictures:,} pictures", sizes.pictures_size, "$mark"),
        ("all else", sizes.rest, "$soft"),
        ("free", sizes.free, "$faint"),
    ]
    return [one for one in found if one[1]]


def bar(sizes: StoreSizes, width: int, marks: Marks) -> Content:
    """All kinds in one line, each as wide as its share; what is there at all has a cell."""
    shown = kinds(sizes)
    total = sum(size for _words, size, _color in shown)
    sign = "█" if marks is UNICODE else "#"
    if not total or width < len(shown):
        return Content("")
    spare = width - len(shown)
    cells = [1 + spare * size // total for _words, size, _color in shown]
    cells[cells.index(max(cells))] += width - sum(cells)
    parts = [
        Content.styled((sign if color != "$faint" else "░" if marks is UNICODE else ".") * count, color)
        for (_words, _size, color), count in zip(shown, cells, strict=True)
    ]
    return Content("").join(parts)


def legend(sizes: StoreSizes, width: int, marks: Marks) -> Content:
    """What each color of the bar is, on as many lines as it takes."""
    sign = "■" if marks is UNICODE else "#"
    lines: list[list[Content]] = [[]]
    used = 0
    for words, size, color in kinds(sizes):
        text = f" {words} {amount_words(size)}"
        cells = cell_len(text) + 4
        if used and used + cells > width:
            lines.append([])
            used = 0
        own = color if color != "$faint" else "$soft"
        lines[-1].append(Content.assemble((sign, own), (text, "$ink"), "   "))
        used += cells
    return Content("\n").join(Content("").join(line) for line in lines)


def head_line(width: int, *, going: bool) -> list[Mark]:
    """What the columns are."""
    right = (
        f"{'articles':>9}{'size':>10}"
        if going or width < NARROW
        else _columns("unread", "articles", "oldest", "size")
    )
    return row([Mark("  feed", "soft")], [Mark(right, "soft")], width)


def size_line(one: FeedSize, width: int, marks: Marks) -> list[Mark]:
    """A feed: its title, and what it takes."""
    size = amount_words(one.size)
    if width < NARROW:
        right = [Mark(f"{one.articles:>9,}", "soft"), Mark(f"{size:>10}", "link")]
    else:
        oldest = "" if one.oldest is None else f"{one.oldest:%Y-%m}"
        columns = _columns(f"{one.unread:,}", f"{one.articles:,}", oldest, "")
        right = [Mark(columns.rstrip() if not oldest else columns[:-10], "soft"), Mark(f"{size:>10}", "link")]
    return _titled(one.title, one.left, right, width, marks)


def share_line(one: FeedShare, width: int, marks: Marks) -> list[Mark]:
    """What would go of a feed."""
    right = [Mark(f"{one.articles:>9,}", "ink"), Mark(f"{amount_words(one.size):>10}", "link")]
    return _titled(one.title, one.left, right, width, marks)


def _columns(unread: str, articles: str, oldest: str, size: str) -> str:
    return f"{unread:>9}{articles:>10}{oldest:>10}{size:>10}"


def _titled(title: str, left: bool, right: Sequence[Mark], width: int, marks: Marks) -> list[Mark]:
    room = width - sum(cell_len(mark.text) for mark in right) - 3 - (len(_LEFT) if left else 0)
    shown = [Mark("  "), Mark(fit(title, max(4, room), marks.ellipsis), "ink")]
    return row([*shown, Mark(_LEFT if left else "", "soft")], right, width, marks.ellipsis)
