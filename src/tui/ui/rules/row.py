"""How one rule reads: its name and hits, and below what it does to what. Pure."""

from collections.abc import Mapping
from datetime import datetime

from tui.model.clean import clean
from tui.model.rule import Rule
from tui.ui.ages import day_and_time
from tui.ui.marks import Marks
from tui.ui.paint import Mark, row

__all__ = ["rule_lines", "what_it_does"]


def what_it_does(rule: Rule, feed_titles: Mapping[str, str]) -> str:
    """``hide · the rest of 5 a day · in Harbor News``."""
    parts = [", ".join(action.words for action in rule.actions)]
    if rule.keep_newest is not None:
        parts.append(f"beyond the newest {rule.keep_newest} a day")
    if len(rule.feeds) == 1:
        parts.append(f"in {feed_titles.get(rule.feeds[0], 'a feed that is gone')}")
    elif rule.feeds:
        parts.append(f"in {len(rule.feeds)} feeds")
    return " · ".join(parts)


def rule_lines(
    rule: Rule,
    hits: int,
    paused: str,
    feed_titles: Mapping[str, str],
    now: datetime,
    width: int,
    marks: Marks,
) -> list[list[Mark]]:
    """Two lines and an empty one."""
    ended = rule.until is not None and rule.until <= now
    acts = rule.enabled and not ended and not paused
    sign = marks.failing if paused else marks.required if acts else marks.excluded
    role = "mark" if paused or acts else "soft"
    state = "paused" if paused else "off" if not rule.enabled else "ended" if ended else ""
    if acts and rule.until is not None:
        state = f"until {day_and_time(rule.until, now)}"
    counted = f"{hits:,} in 30 days" if hits else "no hits"
    right = [Mark(f"{state}  ", "soft" if not paused else "mark")] if state else []
    first = row(
        [Mark(f"{sign} ", role), Mark(rule.name, "strong" if acts else "ink")],
        [*right, Mark(counted, "soft")],
        width,
        marks.ellipsis,
    )
    does = [Mark(f"  {what_it_does(rule, feed_titles)}", "soft")]
    query = [Mark(" · ", "soft"), Mark(clean(rule.query, 500) or "everything", "link" if acts else "soft")]
    second = row([Mark(f"  {paused}", "mark")] if paused else [*does, *query], [], width, marks.ellipsis)
    return [first, second, [Mark("")]]
