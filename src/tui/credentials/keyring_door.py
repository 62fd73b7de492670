"""The door to the system's keyring: opened when first needed, and never waited at for long.

A keyring may be missing, may have no session to talk to, or may show a window that nobody sees and
wait for it. So every call is made in a thread of its own, and whoever waits too long goes away.
"""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["KeyringDoor", "KeyringSilent"]

_SERVICE = "Broadsheet"
#: Backends below that keep secrets in ways that they themselves do not recommend.
_RECOMMENDED = 1
#: Seconds for an answer.
_PATIENCE = 5.0

Result = TypeVar("Result")


class KeyringSilent(Exception):
    """The keyring is not there, says no, or does not answer in time."""


class KeyringDoor:
    """Asks the keyring one thing at a time; ``patience`` is in seconds."""

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._patience = patience
        self._asking: threading.Thread | None = None
        self._turn = threading.Lock()

    def get(self, name: str) -> str | None:
        """What it keeps under a name, ``None`` if nothing.

        Raises:
            KeyringSilent: nobody knows.
        """
        found = self._ask(lambda backend: backend.get_password(_SERVICE, name))
        return found if isinstance(found, str) else None

    def keeps(self, name: str, secret: str) -> bool:
        """Give it something to keep; True if it really has it afterwards."""

        def put(backend: Any) -> bool:
            backend.set_password(_SERVICE, name, secret)
            # The one that keeps nothing says yes to everything.
            return bool(backend.get_password(_SERVICE, name) == secret)

        try:
            return self._ask(put)
        except KeyringSilent:
            return False

    def forget(self, name: str) -> bool:
        """Take something out; True if that went well."""
        try:
            self._ask(lambda backend: backend.delete_password(_SERVICE, name))
        except KeyringSilent:
            return False
        return True

    def _ask(self, question: Callable[[Any], Result]) -> Result:
        with self._turn:
            if self._asking is not None and self._asking.is_alive():
                raise KeyringSilent
            answers: list[Result] = []

            def ask() -> None:
                # Backends are other people's plug-ins: whatever one raises means that it has no answer.
                # Its text may hold what was asked, so it goes nowhere.
                try:
                    answers.append(question(_backend()))
                except Exception:
                    return

            self._asking = threading.Thread(target=ask, name="keyring", daemon=True)
            self._asking.start()
            self._asking.join(self._patience)
            if not answers:
                raise KeyringSilent
            return answers[0]


def _backend() -> Any:
    """The keyring's own choice, which its settings and ``PYTHON_KEYRING_BACKEND`` decide."""
    # Imported here: most people have no secrets, and some have no keyring.
    import keyring

    backend = keyring.get_keyring()
    if backend.priority < _RECOMMENDED:
        raise KeyringSilent
    return backend
