"""Passwords and other secrets of feeds, outside of the store."""

from tui.credentials.strongbox import CredentialsError, Place, Strongbox

__all__ = ["CredentialsError", "Place", "Strongbox"]
