"""How a feed reads to its doctor: two lines in the list, and all that is known below it. Pure."""

from collections.abc import Sequence
from datetime import datetime

from rich.cells import cell_len
from textual.content import Content

from tui.model.clean import clean
from tui.model.feed import Visit
from tui.model.page_feed import PAGE_VERSION
from tui.model.servers import masked
from tui.service.checkup import Checkup, answer_words, sparkline
from tui.ui.ages import age, day_and_time
from tui.ui.marks import UNICODE, Marks
from tui.ui.paint import Mark, fit, row

__all__ = ["NARROW", "WIDE", "checkup_lines", "more_of"]

#: Cells from which all days are drawn; below it the last two weeks, and in narrow rows none.
WIDE, NARROW = 90, 60
_FEWER_DAYS = 14


def checkup_lines(one: Checkup, now: datetime, width: int, marks: Marks) -> list[list[Mark]]:
    """The title with its days and counts; below, what is wrong or how the last visit went."""
    days = one.days if width >= WIDE else one.days[-_FEWER_DAYS:] if width >= NARROW else ()
    drawn = sparkline(days, plain=marks is not UNICODE)
    counts = f"{one.new:>6,} new {one.opened:>5,} opened"
    sign = marks.failing if one.is_grave else marks.dot if one.complaints else " "
    hidden = [Mark("  hidden", "soft")] if one.feed.hidden else []
    first = row(
        [Mark(f"{sign} ", "mark"), Mark(one.feed.title, "strong" if one.is_grave else "ink"), *hidden],
        [Mark(drawn, "link"), Mark(counts, "soft")],
        width,
        marks.ellipsis,
    )
    said = one.complaints[0].sentence if one.complaints else _last(one.last, now, marks)
    role = "mark" if one.is_grave else "soft"
    return [first, row([Mark(f"  {clean(said, 500)}", role)], [], width, marks.ellipsis)]


def more_of(
    one: Checkup, visits: Sequence[Visit], now: datetime, size: tuple[int, int], marks: Marks
) -> Content:
    """The address, all that is wrong, the schedule, and as many of the last visits as fit into *size*."""
    width, height = size
    page = f" {marks.dot} a page, read by selectors" if one.feed.version == PAGE_VERSION else ""
    address = fit(clean(masked(one.feed.feed_url), 500), max(10, width - cell_len(page)), marks.ellipsis)
    lines = [Content.assemble((address, "$link"), (page, "$soft"))]
    for complaint in one.complaints:
        key = f" {marks.dot} f takes that address" if complaint.new_url else ""
        lines += _wrapped(f"{clean(complaint.sentence, 500)}{key}", width, "$mark")
    lines += _wrapped(one.schedule, width, "$ink")
    room = max(0, height - len(lines))
    # What is said above already is not said again.
    known = " ".join(complaint.sentence for complaint in one.complaints)
    lines += [_visit(visit, known, now, width, marks) for visit in visits[:room]]
    return Content("\n").join(lines[:height])


def _last(last: Visit | None, now: datetime, marks: Marks) -> str:
    if last is None:
        return "not visited yet"
    return f"well {marks.dot} {_answer(last, marks)} {marks.dot} {age(last.made_at, now)}"


def _answer(visit: Visit, marks: Marks) -> str:
    return answer_words(visit).replace("·", marks.dot)


def _visit(visit: Visit, known: str, now: datetime, width: int, marks: Marks) -> Content:
    parts = [_answer(visit, marks)]
    parts += [f"{visit.new:,} new"] if visit.new else []
    parts += [f"{visit.updated:,} updated"] if visit.updated else []
    parts += [clean(visit.sentence, 500)] if visit.sentence and visit.sentence not in known else []
    said = f"{day_and_time(visit.made_at, now):>14}  {f' {marks.dot} '.join(parts)}"
    return Content.styled(fit(said, width, marks.ellipsis), "$soft")


def _wrapped(text: str, width: int, style: str) -> list[Content]:
    """A sentence on as many lines as it takes; a word that is too long is cut."""
    lines: list[str] = []
    for word in text.split():
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(fit(word, width))
    return [Content.styled(line, style) for line in lines]
