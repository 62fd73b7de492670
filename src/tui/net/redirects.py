"""The way from the address asked for to the one that answers, hop by hop."""

from collections.abc import Mapping

from tui.net import sentences
from tui.net.addresses import Address, join

__all__ = ["Trail"]

_PERMANENT = frozenset({301, 308})
_TEMPORARY = frozenset({302, 303, 307})


class Trail:
    """Where a request is now, where it has been, and where it has moved to for good."""

    def __init__(self, first: Address, most: int) -> None:
        self.first = self.address = first
        #: True while every step was taken on the server that was asked first, or up to its https: what
        #: belongs to that server alone goes along.
        self.at_home = True
        #: The last address reached by permanent redirects only, "" if there was none.
        self.permanent_url = ""
        self._left = self._most = most
        self._unbroken = True
        self._visited = {first.url}

    @staticmethod
    def follows(status: int, headers: Mapping[str, str]) -> bool:
        """True if the answer sends us elsewhere."""
        return (status in _PERMANENT or status in _TEMPORARY) and bool(headers.get("location", "").strip())

    def step(self, status: int, location: str) -> sentences.Problem | None:
        """Go on, or say why not."""
        host = self.address.host
        target = join(self.address, location)
        if target is None:
            return sentences.bad_redirect(host)
        if target.url in self._visited:
            return sentences.circle(host)
        if not self._left:
            return sentences.too_many_redirects(self.first.host, self._most)
        self._left -= 1
        self._visited.add(target.url)
        self._unbroken = self._unbroken and status in _PERMANENT
        if self._unbroken:
            self.permanent_url = target.full_url
        # Who comes back from elsewhere was sent by a stranger.
        self.at_home = self.at_home and self.address.trusts(target)
        self.address = target
        return None
