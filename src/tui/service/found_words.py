"""A found feed in words, for the screen and the command line alike: pure."""

from datetime import datetime

from tui.model.clean import clean
from tui.model.fetching import FailureKind, FetchFailed
from tui.model.finding import FoundFeed
from tui.service.habits import host_in

__all__ = ["facts_of", "name_of", "outcome_of", "pace_words", "trouble_of"]

#: What a failure means for somebody who is only looking: nothing is tried again by itself.
_AGAIN, _THEN = "It will be tried again.", "It will be tried again then."
_INSTEAD = {
    FailureKind.NOT_FOUND: "{host} has nothing at this address ({status}). Is it written right?",
    FailureKind.GONE: "{host} says that what was at this address has ended ({status}).",
}
_UNITS = (("day", 1.0), ("week", 7.0), ("month", 30.0), ("year", 365.0))


def name_of(feed: FoundFeed) -> str:
    """What a feed is called: what its site calls it, and what it calls itself."""
    return " · ".join(part for part in (feed.name, feed.title) if part) or feed.feed_url


def facts_of(feed: FoundFeed, now: datetime) -> tuple[str, ...]:
    """``("Atom 1.0", "about 3 a week", "newest yesterday", "en")``, as far as it is known."""
    if feed.is_locked:
        return (feed.kind,)
    same = "the same articles as one above" if feed.same_as else ""
    newest = f"newest {day_words(feed.newest_at, now)}" if feed.newest_at is not None else ""
    pace = (pace_words(feed.per_day), newest) if feed.entries else ("no articles yet",)
    return tuple(part for part in (feed.kind, same, *pace, feed.language) if part)


def trouble_of(failed: FetchFailed, url: str) -> str:
    """Why there is nothing at an address that somebody typed, and what to do."""
    status, host = failed.status, clean(host_in(url), 100)
    if template := _INSTEAD.get(failed.kind) if status else None:
        return template.format(host=host, status=status)
    sentence = failed.sentence.replace(_AGAIN, "Try again in a while.")
    return sentence.replace(_THEN, "Try again then.")


def pace_words(per_day: float | None) -> str:
    """``about 3 a week``; "" if it is not known."""
    if per_day is None:
        return ""
    for unit, days in _UNITS:
        if round(per_day * days) >= 1:
            return f"about {round(per_day * days)} a {unit}"
    return "hardly anything"


def day_words(when: datetime, now: datetime) -> str:
    """``today``, ``yesterday``, ``12 Nov``, ``Nov 2024``."""
    local = when.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if days in (0, 1):
        return "yesterday" if days else "today"
    return f"{local.day} {local:%b}" if 0 < days < 300 else f"{local:%b} {local.year}"


def outcome_of(found: tuple[FoundFeed, ...]) -> str:
    """How a search ended, in a sentence or two."""
    sound = [one for one in found if not one.problem]
    if not sound:
        return found[0].problem if found else "No feed was found there. Is the address right?"
    words = f"Found {len(sound)} feed{'' if len(sound) == 1 else 's'}"
    if known := sum(one.known for one in sound):
        words += ", subscribed already" if known == len(sound) else f", {known} of them subscribed already"
    if failed := len(found) - len(sound):
        words += f"; {failed} more could not be read"
    return f"{words}."
