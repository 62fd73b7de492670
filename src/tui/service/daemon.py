"""The daemon: one process that tends a store without a screen, for as long as it is wanted."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from tui.config.paths import Paths, make_folders
from tui.config.settings import Settings
from tui.model.errors import ConfigError, StoreError
from tui.model.progress import RefreshSummary
from tui.service import supervisor
from tui.service.clock import utc_now
from tui.service.library import Library
from tui.service.lifesign import sign_of_life
from tui.service.tending import Tender

__all__ = ["TICK", "Daemon"]

_log = logging.getLogger(__name__)

#: Seconds between two looks.
TICK = 1.0


class Daemon:
    """Opens the library, looks every second what is to be done, and reads the settings again when asked.

    Whoever wants it to end cancels :meth:`run`: everything is written and closed then.

    Args:
        settings: those that it begins with.
        paths: where everything lives.
        load: reads the settings again.
        clock: the present moment.
        environ: where proxies, programs and a service manager are looked up.
        route: tells of a network, in place of the system.
        rest: waits so many seconds; tests have a clock that goes on meanwhile.
        tick: seconds between two looks.
    """

    def __init__(
        self,
        settings: Settings,
        paths: Paths,
        load: Callable[[], Settings],
        *,
        clock: Callable[[], datetime] = utc_now,
        environ: Mapping[str, str] = os.environ,
        route: Callable[[], bool] | None = None,
        rest: Callable[[float], Awaitable[object]] = asyncio.sleep,
        tick: float = TICK,
    ) -> None:
        self._settings, self._paths, self._load = settings, paths, load
        self._clock, self._environ, self._route = clock, environ, route
        self._rest, self._tick = rest, tick
        self._wants_reload = False

    def reload(self) -> None:
        """Read the settings again as soon as what runs is over."""
        self._wants_reload = True

    async def run(
        self, *, once: bool = False, began: Callable[[], None] = lambda: None
    ) -> RefreshSummary | None:
        """Tend the store until this is cancelled, or *once*; *began* is called when it stands.

        Raises:
            AlreadyRuns: another daemon does that.
            StoreError: the store cannot be written.
        """
        make_folders(self._paths)
        with sign_of_life(self._paths.lock_file, self._clock()):
            try:
                while True:
                    summary = await self._serve(once, began)
                    if once:
                        return summary
                    self._read_settings()
                    began = _nothing
            finally:
                _log.info("The daemon ends.")

    async def _serve(self, once: bool, began: Callable[[], None]) -> RefreshSummary | None:
        library = await Library.open(
            self._settings, self._paths, clock=self._clock, environ=self._environ, route=self._route
        )
        try:
            if library.read_only:
                raise StoreError(" ".join((*library.notices, "So the daemon has nothing to do.")))
            for notice in library.notices:
                _log.warning("%s", notice)
            _log.info("The daemon runs (process %d).", os.getpid())
            supervisor.tell(self._environ, supervisor.READY)
            began()
            store = self._paths.store_file.stat()
            tender = Tender(library, self._settings, self._clock)
            rested = 0.0
            while True:
                summary = await tender.look(rested)
                if once or self._wants_reload or self._is_elsewhere(store):
                    return summary
                await self._rest(self._tick)
                rested = self._tick
        except BaseException:
            supervisor.tell(self._environ, supervisor.STOPPING)
            raise
        finally:
            await library.close()

    def _is_elsewhere(self, store: os.stat_result) -> bool:
        """Whether the store is another file by now: somebody has put a backup in its place."""
        try:
            moved = not os.path.samestat(store, self._paths.store_file.stat())
        except OSError:
            moved = True
        if moved:
            _log.warning("The store was replaced, so it is opened again.")
        return moved

    def _read_settings(self) -> None:
        if not self._wants_reload:
            return
        self._wants_reload = False
        supervisor.tell(self._environ, *supervisor.reloading())
        try:
            self._settings = self._load()
            _log.info("The settings were read again.")
        except ConfigError as error:
            _log.warning("The settings stay as they were. %s", error)


def _nothing() -> None:
    """Once is enough."""
