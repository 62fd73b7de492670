"""The only HTTP."""

from tui.net.client import Client

__all__ = ["Client"]
