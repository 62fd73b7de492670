"""Where secrets are kept: in the system's keyring, or in a file that only its owner may read.

The store, its backups and whatever is exported hold none; they know the name under which one is
kept here. For each name there is a file: it holds the secrets, or says that the keyring has them.
Nothing here is ever logged, and no error tells more than where it happened.
"""

import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

from tui.credentials.keyring_door import KeyringDoor, KeyringSilent
from tui.model.errors import BroadsheetError

__all__ = ["CredentialsError", "Place", "Strongbox"]

#: Where something is kept.
Place = Literal["keyring", "file"]

_MOST_BYTES = 100_000
_SUFFIX = ".json"
_SILENT = (
    "The password is in the system's keyring, and that does not answer: unlock it, "
    "or give the password once more."
)
_LOST = "The password is not in the system's keyring any more: give it once more."


class CredentialsError(BroadsheetError):
    """Something is kept, but cannot be read; or cannot be kept."""


class Strongbox:
    """Keeps small tables of secrets by name; every call may take as long as the keyring's patience."""

    def __init__(self, folder: Path, door: KeyringDoor | None = None) -> None:
        self._folder, self._door = folder, door or KeyringDoor()

    @staticmethod
    def new_name() -> str:
        """A name that nobody has used."""
        return secrets.token_hex(8)

    def read(self, name: str) -> dict[str, str]:
        """What is kept under a name; nothing if there is nothing.

        Raises:
            CredentialsError: there is something, but nobody can get at it.
        """
        record = self._record(name)
        if record.get("in") != "keyring":
            return _table(record.get("secrets"))
        try:
            kept = self._door.get(name)
        except KeyringSilent as error:
            raise CredentialsError(_SILENT) from error
        if kept is None:
            raise CredentialsError(_LOST)
        try:
            return _table(json.loads(kept))
        except ValueError:
            raise CredentialsError(_LOST) from None

    def write(self, name: str, table: Mapping[str, str]) -> Place:
        """Keep a table under a name, in place of what was there; in the keyring if there is one.

        Raises:
            CredentialsError: it can be kept nowhere.
        """
        text = json.dumps(dict(table))
        if self._door.keeps(name, text):
            self._put(name, {"in": "keyring"})
            return "keyring"
        self._put(name, {"secrets": dict(table)})
        return "file"

    def remove(self, name: str) -> None:
        """Let go of what is kept under a name; nothing happens if there is nothing."""
        if self._record(name).get("in") == "keyring":
            self._door.forget(name)
        with suppress(OSError):
            self._path(name).unlink(missing_ok=True)

    def place(self, name: str) -> Place | None:
        """Where the secrets of a name are; ``None`` if there are none."""
        record = self._record(name)
        if not record:
            return None
        return "keyring" if record.get("in") == "keyring" else "file"

    def names(self, before: float = float("inf")) -> frozenset[str]:
        """All names under which something is kept, but for what is no older than ``before`` in seconds."""
        try:
            files = [one for one in self._folder.iterdir() if one.suffix == _SUFFIX]
            return frozenset(one.stem for one in files if one.stat().st_mtime < before)
        except OSError:
            return frozenset()

    def _path(self, name: str) -> Path:
        # Names come from the store, where another program may have written.
        if not (name.isascii() and name.isalnum()):
            raise CredentialsError("The store names a place for a password that cannot be one.")
        return self._folder / f"{name}{_SUFFIX}"

    def _record(self, name: str) -> Mapping[str, object]:
        try:
            with self._path(name).open("rb") as file:
                record = json.loads(file.read(_MOST_BYTES))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise CredentialsError(
                f"The file with the password cannot be read: {error.strerror or error}."
            ) from error
        except (ValueError, RecursionError):
            # What is in it must not be shown, so the cause is not either.
            raise CredentialsError("The file with the password is damaged: give it once more.") from None
        return record if isinstance(record, dict) else {}

    def _put(self, name: str, record: Mapping[str, object]) -> None:
        path = self._path(name)
        half_way = path.with_name(f".{name}.{secrets.token_hex(4)}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            # For the owner's eyes from the first moment, whatever the umask says.
            handle = os.open(half_way, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(record, file)
                file.flush()
                os.fsync(file.fileno())
            half_way.replace(path)
        except OSError as error:
            with suppress(OSError):
                half_way.unlink(missing_ok=True)
            raise CredentialsError(
                f"The password cannot be kept in {self._folder}: {error.strerror or error}."
            ) from error


def _table(found: object) -> dict[str, str]:
    if not isinstance(found, dict):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)}
