"""Which pictures to fetch and which to let go of: pure decisions about what is known of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from tui.model.fetching import FailureKind
from tui.model.picture import LoosePicture, Picture
from tui.service.visiting import is_private

__all__ = ["is_at_home", "missing", "to_let_go", "trouble_of"]

#: What could not be had is tried again by itself after so long; by key at once.
_AGAIN = timedelta(days=1)
_TROUBLES: Mapping[FailureKind, str] = {
    FailureKind.ADDRESS: "Its address leads into a private network or nowhere, so it was not asked for.",
    FailureKind.DNS: "Its server was not found.",
    FailureKind.TIMEOUT: "Its server took too long.",
    FailureKind.TOO_LARGE: "It is larger than 10 MB.",
    FailureKind.UNAUTHORIZED: "Its server shows it to nobody.",
    FailureKind.NOT_FOUND: "It is not there any more.",
    FailureKind.GONE: "It is not there any more.",
    FailureKind.THROTTLED: "Its server asks not to be visited for a while.",
}


def missing(
    urls: Iterable[str], known: Mapping[str, Picture], now: datetime, *, again: bool = False
) -> tuple[str, ...]:
    """The addresses to fetch: never tried, or tried long ago; ``again`` tries all that are not there."""
    return tuple(url for url in dict.fromkeys(urls) if _is_missing(known.get(url), now, again))


def _is_missing(picture: Picture | None, now: datetime, again: bool) -> bool:
    return picture is None or (not picture.ready and (again or now - picture.fetched_at >= _AGAIN))


def trouble_of(kind: FailureKind) -> str:
    """What a fetch that failed means for a picture; "" for what says nothing about it."""
    if kind is FailureKind.OFFLINE:
        return ""
    return _TROUBLES.get(kind, "It could not be fetched.")


def is_at_home(url: str, feed_url: str) -> bool:
    """Whether a picture is on the very server, in the user's own network, that he has the feed from."""
    try:
        return is_private(feed_url) and urlsplit(url).netloc == urlsplit(feed_url).netloc
    except ValueError:
        return False


def to_let_go(
    loose: Sequence[LoosePicture], total: int, most_bytes: int, oldest: datetime | None
) -> tuple[int, ...]:
    """The ids of pictures to drop: too long unused, and then the least used until the rest fits.

    *loose* are those that nothing kept needs, the least used first; *total* counts the others, too.
    """
    gone: list[int] = []
    for one in loose:
        if total <= most_bytes and (oldest is None or one.used_at >= oldest):
            break
        gone.append(one.id)
        total -= one.size
    return tuple(gone)
