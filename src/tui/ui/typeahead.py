"""What is typed ahead: each key is answered before the next, and none overtakes a dialog.

Textual hands keys on as they come. Whoever types fast, or over a slow line, would have
the keys meant for a dialog act on the screen behind it: the dialog needs a moment to
open. So keys stand in a line here. The next one goes when the one before has been all
the way up from the widget in focus, and what it set off in messages has been handled; and
while a screen is on its way, or not yet complete, all of them wait for it.
"""

import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker

if TYPE_CHECKING:
    from tui.ui.app import BroadsheetApp

__all__ = ["Answered", "TypeAhead", "ask"]

Typed = events.Key | events.Paste

#: These end the program whatever is on its way.
_AT_ONCE = frozenset({"ctrl+q"})


class Answered(Message):
    """Goes the way of a key, right behind it; where it comes to its end, the key has been answered."""

    def __init__(self, key: Typed, *, last: bool) -> None:
        self.key, self.last = key, last
        super().__init__()


class TypeAhead:
    """The line in which keys wait.

    Args:
        app: Whose keys they are.
        answer: What the application does with a key, new or come back.
    """

    def __init__(self, app: "BroadsheetApp", answer: Callable[[events.Event], Awaitable[None]]) -> None:
        self.app, self.answer = app, answer
        self.waiting: deque[Typed] = deque()
        #: The key that is being answered, and the widget that got it first.
        self.sent: Typed | None = None
        self.target: Widget | None = None
        self.returned = False
        #: When a key was typed last, by the monotonic clock.
        self.typed_at = time.monotonic()
        #: Who is about to open a dialog.
        self.openings: set[Worker[None]] = set()
        #: The screen that has come to the top and is not complete yet.
        self.coming: Screen[Any] | None = None

    @property
    def holding(self) -> bool:
        """Whether keys wait for a screen."""
        return self.coming is not None or any(not worker.is_finished for worker in self.openings)

    @property
    def busy(self) -> bool:
        """Whether a key is still to be answered."""
        return self.holding or bool(self.waiting) or self.sent is not None

    # ---------------------------------------------------------------------- keys

    async def take(self, event: Typed) -> None:
        """A key was typed, or one comes back that no widget stopped."""
        self.typed_at = time.monotonic()
        if event.is_forwarded:
            await self.come_back(event)
        elif isinstance(event, events.Key) and event.key in _AT_ONCE:
            await self.answer(event)
        elif isinstance(event, events.Key) and event.key == "escape" and self.openings and not self.waiting:
            self.call_off()
        else:
            if self.target is not None and not (self.target.is_attached and self.target.is_running):
                # It went, and took with it what would have come back.
                self.sent = self.target = None
            self.waiting.append(event)
            await self.go_on()

    async def go_on(self) -> None:
        """Hand out keys while nothing stands against it."""
        while self.waiting and self.sent is None and not self.holding:
            event = self.sent = self.waiting.popleft()
            self.returned = False
            await self.answer(event)
            if event.is_forwarded:
                self.target = self.app.focused or self.app.screen
                self.target.post_message(Answered(event, last=False))
            else:
                self.sent = None

    async def come_back(self, event: Typed) -> None:
        """No widget wanted the key: now it means what it is bound to."""
        if self.holding:
            # What was typed before it has asked for a dialog meanwhile: it is meant for that.
            again = (
                events.Paste(event.text)
                if isinstance(event, events.Paste)
                else events.Key(event.key, event.character)
            )
            self.waiting.appendleft(again)
            self.sent = self.target = None
            return
        self.returned = True
        await self.answer(event)
        if event is self.sent and self.target is not None and self.target.is_attached:
            # Once more around: behind the messages that the key has set off.
            self.target.post_message(Answered(event, last=True))
        else:
            self.sent = self.target = None
            await self.go_on()

    async def answered(self, message: Answered) -> None:
        """The key has been answered: the next one."""
        if message.key is self.sent and (message.last or not self.returned):
            self.sent = self.target = None
            await self.go_on()

    # ------------------------------------------------------------------- screens

    def expect(self, worker: "Worker[None]") -> None:
        """Have keys wait for the dialog that *worker* is about to open."""
        self.openings.add(worker)

    def let_go(self, worker: "Worker[None] | None") -> None:
        """No dialog came, or it has been closed long since."""
        self.openings = {one for one in self.openings if one is not worker and not one.is_finished}
        self.app.call_later(self.go_on)

    def call_off(self) -> None:
        """Esc before the dialog is there: it does not come."""
        for worker in self.openings:
            worker.cancel()
        self.let_go(None)

    def screen_changed(self, screen: Screen[Any]) -> None:
        """Another screen is at the top; it may still have to be composed."""
        self.openings.clear()
        self.sent = self.target = None
        self.coming = screen
        # Its first message is handled when it is composed, mounted and has its focus.
        screen.call_later(self.app.call_later, self.complete, screen)

    async def complete(self, screen: Screen[Any]) -> None:
        """The screen can take keys."""
        if screen is self.coming:
            self.coming = None
            await self.go_on()


def ask(node: DOMNode, work: Callable[..., Awaitable[None]], *args: object) -> None:
    """Start *work*, which opens a dialog; keys wait for that, and Esc calls it off."""
    keys = cast("BroadsheetApp", node.app).typeahead

    async def opening() -> None:
        try:
            await work(*args)
        finally:
            keys.let_go(worker)

    worker: Worker[None] = node.run_worker(opening, group="dialog", exit_on_error=False)
    keys.expect(worker)
