"""What a pilot's test says often."""

import asyncio
import contextlib
import unicodedata

from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.message_pump import MessagePump
from textual.notifications import Notification
from textual.pilot import Pilot
from textual.worker import WorkerCancelled, WorkerFailed

from tui.ui.app import BroadsheetApp

__all__ = ["WatchedApp", "press", "ready", "rest", "rush", "titles", "toasts"]


class WatchedApp(BroadsheetApp):
    """Broadsheet that keeps every toast it raised: on the screen a toast is gone after seconds."""

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.told: list[Notification] = []

    def notify(self, message, *, title="", **options) -> None:
        self.told.append(Notification(message, title, options.get("severity", "information")))
        super().notify(message, title=title, **options)


async def ready(pilot: Pilot) -> WatchedApp:
    """Wait until the library is open and all that a start shows is painted."""
    app = pilot.app
    # Set once everything that a start shows is there, the article under the cursor too.
    await app.main.begun.wait()
    await settle(pilot)
    return app


async def settle(pilot: Pilot) -> None:
    """Wait until every key is answered, every message handled and every worker done.

    No real time has to pass for that: it is known who still has something to do.
    """
    app, quiet = pilot.app, 0
    while quiet < 3 and not app._exit:
        await asyncio.sleep(0 if quiet else 0.001)
        for worker in [*app.workers]:
            if worker.group != "dialog" and not worker.is_finished:
                quiet = 0
                with contextlib.suppress(WorkerFailed, WorkerCancelled):
                    await worker.wait()
        if is_busy(app):
            quiet = 0
        else:
            # What waits for the next frame need not wait for its time.
            app.screen._on_timer_update()
            quiet += 1


def is_busy(app: WatchedApp) -> bool:
    """Whether anybody has something to do, other than wait for a key."""
    if app.typeahead.busy:
        return True
    # Who has asked waits for the user as long as the dialog is there; then there is work again.
    asking = sum(worker.group == "dialog" and not worker.is_finished for worker in app.workers)
    dialogs = sum(screen._result_callbacks[-1].future is not None for screen in app.screen_stack[1:])
    if asking > dialogs:
        return True
    pumps = [app, *(node for screen in app.screen_stack for node in screen.walk_children(with_self=True))]
    return any(pump._running and not rests(pump) for pump in pumps)


def rests(pump: MessagePump) -> bool:
    """Whether a widget waits for the next message, with nothing left to do."""
    queue = pump._message_queue
    return queue.empty() and bool(queue.ready_event._waiters) and not pump._next_callbacks


async def press(pilot: Pilot, *keys: str) -> None:
    """Press keys one after the other, each answered before the next; without keys just wait."""
    await settle(pilot)
    for key in keys:
        pilot.app.post_message(key_event(key))
        await settle(pilot)


async def rest(pilot: Pilot) -> None:
    """Let the cursor rest: the article under it is shown, as it is after a while."""
    timer = pilot.app.main.rest
    if timer is not None and timer._task is not None and not timer._task.done():
        timer.stop()
        pilot.app.main.desk.reading.preview()
    await settle(pilot)


async def rush(pilot: Pilot, *keys: str) -> None:
    """Type keys all at once, as a slow line delivers them; then wait."""
    for key in keys:
        pilot.app.post_message(key_event(key))
    await settle(pilot)


def key_event(key: str) -> events.Key:
    """What the terminal sends for a key that is named as Textual names it, or by its character."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    try:
        character = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        character = name if len(name) == 1 else None
    return events.Key(name, character)


def titles(app: BroadsheetApp) -> list[str]:
    """The titles in the list, in order."""
    window = app.main.articles.window
    return [row.title for row in (window.row(index) for index in range(len(window))) if row is not None]


def toasts(app: WatchedApp) -> list[str]:
    """What all toasts said since the start, in order."""
    return [toast.message for toast in app.told]
