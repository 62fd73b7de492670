"""When something was, said as briefly as a list row needs."""

from datetime import date, datetime, timedelta

__all__ = ["age", "day_and_time", "day_name", "group_name"]


def age(when: datetime, now: datetime) -> str:
    """``12m``, ``3h``, ``yesterday``, ``Thu``, ``12 Nov``, ``2024``; both times aware.

    Days are the days of *now*'s time zone.
    """
    local = when.astimezone(now.tzinfo)
    passed = now - local
    if passed < timedelta(minutes=1):
        return "now"
    if passed < timedelta(hours=1):
        return f"{int(passed.total_seconds() // 60)}m"
    days = (now.date() - local.date()).days
    if days <= 0 or passed < timedelta(hours=6):
        return f"{int(passed.total_seconds() // 3600)}h"
    if days == 1:
        return "yesterday"
    if days < 7:
        return f"{local:%a}"
    if local.year == now.year or days < 300:
        return f"{local.day} {local:%b}"
    return f"{local:%b} {local.year}"


def day_and_time(when: datetime, now: datetime) -> str:
    """``21 May, 16:40``, with the year where it is another one."""
    local = when.astimezone(now.tzinfo)
    year = f" {local.year}" if local.year != now.year else ""
    return f"{local.day} {local:%b}{year}, {local:%H:%M}"


def day_name(day: date, now: datetime) -> str:
    """``Today``, ``Yesterday``, ``Monday 16 November``, with the year where it is another one."""
    passed = (now.date() - day).days
    if passed in (0, 1):
        return "Yesterday" if passed else "Today"
    year = f" {day.year}" if day.year != now.year else ""
    return f"{day:%A} {day.day} {day:%B}{year}"


def group_name(kind: str, key: str, name: str, now: datetime, *, relative: bool = True) -> str:
    """What stands over a group of articles; *key* and *name* are those of ``index.Groups``.

    Unless *relative*, a day that is named by its age has no name.
    """
    if kind == "day":
        day = date.fromisoformat(key)
        return day_name(day, now) if relative or (now.date() - day).days > 1 else ""
    if kind == "tag":
        return f"#{name}" if name else "No tag"
    if kind == "story":
        return name or ("…" if key else "Without copies")
    return name or "A feed without a title"
