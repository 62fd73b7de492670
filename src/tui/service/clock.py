"""The clock that is used where none is given."""

from datetime import UTC, datetime

__all__ = ["utc_now"]


def utc_now() -> datetime:
    """The present moment, aware and in UTC."""
    return datetime.now(UTC)
