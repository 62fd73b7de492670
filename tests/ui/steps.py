"""What a pilot's test says often."""

import contextlib

from textual import events
from textual.notifications import Notification
from textual.pilot import Pilot
from textual.worker import WorkerCancelled, WorkerFailed

from tui.ui.app import BroadsheetApp

__all__ = ["WatchedApp", "press", "ready", "rush", "titles", "toasts"]


class WatchedApp(BroadsheetApp):
    """Broadsheet that keeps every toast it raised: on the screen a toast is gone after seconds."""

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.told: list[Notification] = []

    def notify(self, message, *, title="", **options) -> None:
        self.told.append(Notification(message, title, options.get("severity", "information")))
        super().notify(message, title=title, **options)


async def ready(pilot: Pilot) -> WatchedApp:
    """Wait until the library is open and its answer is painted."""
    app = pilot.app
    await app.main.opened.wait()
    await settle(pilot)
    # Where there is room, the article under the cursor is shown once the cursor rests.
    if app.main.articles.count and app.size.width >= 80:
        for _ in range(200):
            if app.main.desk.reading.article is not None:
                break
            await pilot.pause(0.05)
        await settle(pilot)
    return app


async def settle(pilot: Pilot) -> None:
    """Wait for the workers that the last key started."""
    quiet = 0
    while quiet < 2:
        await pilot.pause()
        # Dialogs wait for the user; everything else ends by itself.
        running = [
            worker for worker in pilot.app.workers if worker.group != "dialog" and not worker.is_finished
        ]
        # A key that waits for a dialog to be there has not been answered yet.
        waiting = pilot.app.typeahead.busy and not pilot.app._exit
        quiet = 0 if running or waiting else quiet + 1
        for worker in running:
            with contextlib.suppress(WorkerFailed, WorkerCancelled):
                await worker.wait()


async def press(pilot: Pilot, *keys: str) -> None:
    """Press keys one after the other, each answered before the next; without keys just wait."""
    await settle(pilot)
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def rush(pilot: Pilot, *keys: str) -> None:
    """Type keys all at once, as a slow line delivers them; then wait."""
    for key in keys:
        pilot.app._driver.send_message(events.Key(key, key if len(key) == 1 else None))
    await settle(pilot)


def titles(app: BroadsheetApp) -> list[str]:
    """The titles in the list, in order."""
    window = app.main.articles.window
    return [row.title for row in (window.row(index) for index in range(len(window))) if row is not None]


def toasts(app: WatchedApp) -> list[str]:
    """What all toasts said since the start, in order."""
    return [toast.message for toast in app.told]
