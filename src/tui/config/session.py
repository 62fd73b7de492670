"""What the screen remembers from one run to the next; never worth an error message.

A session file that is missing, broken or from another version is ignored: the worst
that is lost is where the cursor stood.
"""

import json
import os
import tempfile
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

__all__ = ["Session", "load", "save", "write_private"]

_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Session:
    """The last state of the screen; zero and "" mean: not known."""

    query: str = ""
    theme: str = ""
    density: str = ""
    feeds_width: int = 0
    list_width: int = 0
    list_height: int = 0
    #: The reader's measure as it was changed with a key, and the option's value then; another
    #: value in the configuration counts for more.
    measure: int = 0
    measure_option: int = 0
    selected_article: int = 0
    selected_feed: int = 0
    #: The ids of the first page shown, so that the next start paints it before anything loads.
    first_page: tuple[int, ...] = ()
    #: The store's generation when ``first_page`` and ``counts_text`` were true.
    generation: int = -1
    #: The count as it was shown, for example ``128 of 48,201``.
    counts_text: str = ""
    #: Category paths that are folded in the feed list.
    folded: tuple[str, ...] = ()
    #: What finds the groups again that are folded in the article list.
    folded_groups: tuple[str, ...] = ()
    #: Queries that were typed, oldest first.
    queries: tuple[str, ...] = ()
    #: Compared names of tags that are folded in the tag pane, and the order there.
    folded_tags: tuple[str, ...] = ()
    tags_order: str = ""
    #: Whether the publishers' terms are shown there.
    terms_open: bool = False
    #: Whether the words of pictures are shown instead of them.
    pictures_hidden: bool = False
    #: What was entered on the command line, the oldest first.
    commands: tuple[str, ...] = ()
    #: What articles were piped to, the oldest first, and the format they were saved in last.
    pipes: tuple[str, ...] = ()
    export_form: str = ""


def load(path: Path) -> Session:
    """Read the session; a default one if it cannot be trusted."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            return Session()
        return _session(json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError, RecursionError):
        return Session()


def save(path: Path, session: Session) -> None:
    """Write the session in one step, for the owner's eyes only.

    Raises:
        OSError: there is no room or no right to write.
    """
    record = asdict(session)
    write_private(path, json.dumps(record, ensure_ascii=True, indent=1).encode())


def write_private(path: Path, data: bytes) -> None:
    """Put ``data`` in place of ``path`` in one step: all of the old or all of the new."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # mkstemp makes the file 0600 from the first moment.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _session(record: Any) -> Session:
    if not isinstance(record, dict):
        return Session()
    known = {option.name: record[option.name] for option in fields(Session) if option.name in record}
    default = Session()
    for name, value in known.items():
        if name == "first_page":
            known[name] = tuple(_int(one) for one in value)
        elif isinstance(getattr(default, name), tuple):
            known[name] = tuple(_line(one) for one in value)
        elif not _fits(value, getattr(default, name)):
            return default
    return Session(**known)


def _fits(value: object, default: object) -> bool:
    # The query is shown: nothing may reach the terminal as more than text.
    return type(value) is type(default) and (not isinstance(value, str) or value.isprintable())


def _line(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise TypeError
    return value


def _int(value: object) -> int:
    if type(value) is not int:
        raise TypeError
    return value
