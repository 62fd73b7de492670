"""Whether there is a network: what the last visits met with, what the machine says, what the user wants."""

import asyncio
from collections.abc import Callable

from tui.model.fetching import FailureKind, FetchFailed, FetchResult

__all__ = ["Network"]


class Network:
    """One for a library. ``route`` says whether this machine has a way out; by default it is asked."""

    def __init__(self, route: Callable[[], bool] | None = None) -> None:
        self._route = route
        self._lost = False
        #: The user wants nothing fetched for now.
        self.stay_offline = False

    @property
    def offline(self) -> bool:
        """True while nothing can, or shall, be fetched; as far as is known."""
        return self.stay_offline or self._lost

    def route_exists(self) -> bool:
        """Ask the machine; this sends nothing."""
        if self._route is None:
            # Imported here: it brings the whole client with it, which a start can do without.
            from tui.net.route import route_exists

            self._route = route_exists
        return self._route()

    async def look(self) -> bool:
        """Ask the machine again; True if there is no network, or none is wanted."""
        # In a thread for the first import.
        self._lost = not await asyncio.to_thread(self.route_exists)
        return self.offline

    def noted(self, result: FetchResult) -> None:
        """Learn from a visit: any answer, even a refusal, comes over a network."""
        if isinstance(result, FetchFailed) and result.kind is FailureKind.OFFLINE:
            self._lost = True
        elif not isinstance(result, FetchFailed) or result.status:
            self._lost = False
