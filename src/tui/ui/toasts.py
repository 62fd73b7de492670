"""Toasts that go before their time, because what they say no longer holds."""

from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.notifications import Notification

__all__ = ["take_back"]


def take_back(app: App[Any], belongs: Callable[[Notification], bool]) -> None:
    """Have the toasts go that *belongs* is true of."""
    # By its public names Textual lets go of all toasts or of none.
    for one in [toast for toast in app._notifications if belongs(toast)]:
        app._unnotify(one)
