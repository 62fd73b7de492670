"""When a rule shall end, as people write it: ``1w`` from now, or a date."""

from datetime import UTC, datetime, timedelta

from tui.model.errors import BroadsheetError
from tui.query.moments import period

__all__ = ["read_ending"]


def read_ending(text: str, now: datetime) -> datetime:
    """The moment that *text* names: a span onward from now, or the beginning of a day to come.

    Raises:
        BroadsheetError: it names none, or one that is past.
    """
    asked = period(text.strip(), now)
    if asked is None:
        raise BroadsheetError(f"“{text[:40]}” is no end: try 1w, 3d, 1mo or 2026-12-31.")
    start = asked.start
    if asked.start == asked.end:
        # A span counts back from now in a query; a rule lies ahead.
        start = 2 * int(now.timestamp()) - asked.start
    try:
        ending = datetime.fromtimestamp(start, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise BroadsheetError(f"“{text[:40]}” is too far away.") from error
    if ending < now + timedelta(seconds=1):
        raise BroadsheetError(f"“{text[:40]}” is past: a rule ends in the time to come.")
    return ending
