"""Keyrings for tests, made as other people make theirs: by the library's own API."""

import threading

from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import KeyringError, PasswordDeleteError

KEPT: dict[tuple[str, str], str] = {}


class Memory(KeyringBackend):
    """Keeps everything, until the process ends."""

    @properties.classproperty
    def priority(self) -> float:
        return 1

    def get_password(self, service, username):
        return KEPT.get((service, username))

    def set_password(self, service, username, password):
        KEPT[(service, username)] = password

    def delete_password(self, service, username):
        if KEPT.pop((service, username), None) is None:
            raise PasswordDeleteError("not there")


class Weak(Memory):
    """One that its own makers do not recommend."""

    @properties.classproperty
    def priority(self) -> float:
        return 0.5


class Angry(Memory):
    """Raises, and tells in its error what it was asked to keep."""

    def get_password(self, service, username):
        raise KeyringError("locked")

    def set_password(self, service, username, password):
        raise RuntimeError(f"cannot keep {password}")


class Mute(Memory):
    """Waits for somebody to unlock it."""

    unlocked = threading.Event()

    def get_password(self, service, username):
        self.unlocked.wait()
        return super().get_password(service, username)
