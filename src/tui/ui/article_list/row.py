"""How one article reads as one line, two or three. Pure."""

from datetime import datetime
from enum import StrEnum

from rich.cells import cell_len

from tui.model.article import ArticleRow
from tui.ui.ages import age
from tui.ui.looks import USUAL, TagLooks
from tui.ui.marks import Marks
from tui.ui.paint import Mark, row

__all__ = ["Density", "article_lines", "copy_lines", "heading_lines", "placeholder_lines"]


#: Cells that a row must have for a sign that not every reader needs.
_ROOMY = 30


class Density(StrEnum):
    """How much room an article takes."""

    AUTO = "auto"
    LINE = "line"
    TWO = "two"
    AIRY = "airy"

    def height(self, *, wide: bool, count: int) -> int:
        """Lines an article takes in a list of *count*; AUTO grows dense as the list grows."""
        if self is Density.AUTO:
            if not wide:
                return 1
            return 3 if count <= 200 else 2
        return {Density.LINE: 1, Density.TWO: 2, Density.AIRY: 3}[self]

    @property
    def following(self) -> "Density":
        """The one that the key turns to."""
        order = list(Density)
        return order[(order.index(self) + 1) % len(order)]


def article_lines(
    article: ArticleRow,
    width: int,
    height: int,
    now: datetime,
    marks: Marks,
    *,
    chosen: bool = False,
    ages: bool = True,
    looks: TagLooks = USUAL,
) -> list[list[Mark]]:
    """The lines of an article, each *width* cells wide; without *ages* their places stay blank."""
    said = age(article.sorted_at, now)
    when = Mark(said if ages else " " * cell_len(said), "soft")
    kept = _signs(article, width, marks)
    kept[:0] = [Mark(f"{marks.copies}{article.copies} ", "link")] if article.copies > 1 else []
    title = Mark(article.title, "ink" if article.read else "strong")
    gutter = _gutter(article, marks, chosen)
    if height == 1:
        return [row([*gutter, title], [*kept, when], width, marks.ellipsis)]
    feed = Mark(f"  {article.feed_title}", "soft")
    return [
        row([*gutter, title], [], width, marks.ellipsis),
        row([feed, *_tags_that_fit(article, width, looks)], [*kept, when], width, marks.ellipsis),
    ]


def copy_lines(
    article: ArticleRow,
    width: int,
    height: int,
    now: datetime,
    marks: Marks,
    *,
    chosen: bool = False,
    ages: bool = True,
    looks: TagLooks = USUAL,
    last: bool = True,
) -> list[list[Mark]]:
    """The lines of a copy below the article it is of: set in, its feed first, for that is what is new."""
    said = age(article.sorted_at, now)
    when = Mark(said if ages else " " * cell_len(said), "soft")
    branch = Mark(f"{marks.last_branch if last else marks.branch} ", "soft")
    feed = Mark(article.feed_title, "ink" if article.read else "strong")
    gutter = [*_gutter(article, marks, chosen), branch, feed]
    right = [*_signs(article, width, marks), when]
    if height == 1:
        # A feed that fills the line says more than the title that everybody has seen.
        title = Mark(f"  {article.title}", "soft")
        return [row([*gutter, title], right, width, marks.ellipsis)]
    below = [Mark(f"    {article.title}", "soft"), *_tags_that_fit(article, width, looks)]
    return [row(gutter, right, width, marks.ellipsis), row(below, [], width, marks.ellipsis)]


def _signs(article: ArticleRow, width: int, marks: Marks) -> list[Mark]:
    """What stands before the age."""
    signs = [Mark(f"{marks.offline} ", "soft")] if article.offline else []
    signs += [Mark(f"{marks.noted} ", "tag")] if article.noted and width >= _ROOMY else []
    return signs + ([Mark(f"{marks.later} ", "star")] if article.later else [])


def _tags_that_fit(article: ArticleRow, width: int, looks: TagLooks) -> list[Mark]:
    """Whole tags behind the feed's name, while they leave a third of the line free."""
    room = width * 2 // 3 - cell_len(article.feed_title) - 4
    tags: list[Mark] = []
    for tag in article.tags:
        room -= cell_len(tag) + 3
        if room < 0:
            break
        tags.append(Mark(f"  #{tag}", looks.role(tag)))
    return tags


def _gutter(article: ArticleRow, marks: Marks, chosen: bool) -> list[Mark]:
    if chosen:
        return [Mark(f"{marks.chosen} ", "mark")]
    if article.starred:
        return [Mark(f"{marks.starred} ", "star")]
    if not article.read:
        return [Mark(f"{marks.unread} ", "mark")]
    return [Mark("  ")]


def placeholder_lines(width: int, height: int) -> list[list[Mark]]:
    """What stands where a row is still on its way."""
    bar = Mark("  " + "·" * max(0, min(width - 6, 24)), "faint")
    return [[bar]] + [[Mark("")]] * (height - 1)


def heading_lines(
    name: str, count: int, unread: int, width: int, height: int, marks: Marks, *, folded: bool
) -> list[list[Mark]]:
    """A group's heading: fold mark, name, how many of how many are unread; air above where there is room."""
    fold = Mark(f"{marks.folded if folded else marks.unfolded} ", "soft")
    title = Mark(name, "section" if unread else "heading")
    right = [Mark(f"{unread:,}", "strong"), Mark(f" of {count:,}", "soft")]
    if not unread:
        right = [Mark(f"{count:,}", "soft")]
    line = row([fold, title], right, width, marks.ellipsis)
    return [line] if height == 1 else [[], line]
