"""Everything that Broadsheet raises on purpose.

::

    BroadsheetError           str() is a sentence for a person
    ├── ConfigError           file, key, line and the nearest right name
    ├── QuerySyntaxError      position and what was expected
    │   └── SearchError       a saved search that it names cannot be used
    ├── QueryTooSlow          a pattern needs longer than anybody waits
    ├── OpmlError             the file is not an OPML file
    ├── FeedError             the bytes are not a feed
    ├── StoreError            the store cannot do it
    │   ├── StoreBusy         another program holds the lock
    │   ├── StoreFull         no room left, or no right to write
    │   ├── StoreDamaged      the file is broken and no backup could stand in
    │   └── StoreTooNew       written by a newer Broadsheet: read only
    ├── Stopped               the user ended it, and nothing was changed
    └── NotFound              no such feed, article or tag
"""

__all__ = [
    "BroadsheetError",
    "ConfigError",
    "FeedError",
    "NotFound",
    "OpmlError",
    "QuerySyntaxError",
    "QueryTooSlow",
    "SearchError",
    "Stopped",
    "StoreBusy",
    "StoreDamaged",
    "StoreError",
    "StoreFull",
    "StoreTooNew",
    "changed_elsewhere",
]


class BroadsheetError(Exception):
    """Base of all expected errors; ``str()`` can be shown as it is."""


class Stopped(BroadsheetError):
    """The user ended it before it was over; everything is as it was."""


class ConfigError(BroadsheetError):
    """A setting is wrong; names file, key and line."""


class QuerySyntaxError(BroadsheetError):
    """A query does not parse.

    Attributes:
        position: 0-based offset of the offending character in the query.
        length: how many characters to mark, at least 1.
        message: what was expected, with the nearest right name where there is one.
    """

    def __init__(self, message: str, position: int, length: int = 1) -> None:
        super().__init__(message)
        self.message, self.position, self.length = message, position, max(1, length)


class SearchError(QuerySyntaxError):
    """A query names a saved search that is not there, is wrong itself, or leads back to itself.

    Attributes:
        name: the search as the query names it.
        text: the query that ``position`` counts in.
    """

    def __init__(self, message: str, name: str, text: str = "", position: int = 0, length: int = 1) -> None:
        super().__init__(message, position, length)
        self.name, self.text = name, text


class QueryTooSlow(BroadsheetError):
    """A pattern was stopped because one text alone took it too long.

    Attributes:
        pattern: as it stands in the query.
    """

    def __init__(self, message: str, pattern: str = "") -> None:
        super().__init__(message)
        self.pattern = pattern


class OpmlError(BroadsheetError):
    """The file cannot be read as OPML."""


class FeedError(BroadsheetError):
    """The bytes are not a feed, or nothing of it could be saved."""


class StoreError(BroadsheetError):
    """The store could not do what was asked."""


class StoreBusy(StoreError):
    """Another program holds the write lock for longer than we wait."""


class StoreFull(StoreError):
    """The disk is full or the folder cannot be written."""


class StoreDamaged(StoreError):
    """The store is broken and nothing could take its place."""


class StoreTooNew(StoreError):
    """A newer Broadsheet wrote this store; it was opened for reading only."""


class NotFound(BroadsheetError):
    """There is no such feed, article, tag or category."""


def changed_elsewhere(name: str) -> StoreError:
    """What is said instead of overwriting what another process wrote under a name."""
    return StoreError(f"“{name}” was changed elsewhere meanwhile: look at it and do it again.")
