"""Finds and reads the files of other readers; what they mean is said in ``peers``."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tui.model.errors import BroadsheetError
from tui.peers.belongings import Belongings
from tui.peers.elfeed_files import read_elfeed
from tui.peers.newsboat_files import read_config, read_urls

__all__ = ["NewsboatFiles", "elfeed_belongings", "newsboat_belongings", "newsboat_files"]

#: No list of feeds and no configuration is longer.
_MOST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class NewsboatFiles:
    """The files of newsboat's; ``None`` where there is none."""

    urls: Path | None
    config: Path | None
    cache: Path | None


def newsboat_files(
    environ: Mapping[str, str],
    urls: Path | None = None,
    config: Path | None = None,
    cache: Path | None = None,
) -> NewsboatFiles:
    """The files that were named, and for the others those that newsboat itself would use.

    Raises:
        BroadsheetError: there is nothing to be found.
    """
    home = Path(environ.get("HOME") or Path.home())
    at_config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "newsboat"
    at_data = Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "newsboat"
    if not at_config.is_dir():
        at_config = at_data = home / ".newsboat"
    named = (urls, config, cache)
    usual = (at_config / "urls", at_config / "config", at_data / "cache.db")
    # Who names one file means that one; the others are those beside it, if at all.
    found = [given or (path if path.is_file() else None) for given, path in zip(named, usual, strict=True)]
    if not any(found):
        raise BroadsheetError(
            f"There are no files of newsboat's in {at_config}; --urls, --config and --cache name them."
        )
    return NewsboatFiles(*found)


def newsboat_belongings(files: NewsboatFiles) -> Belongings:
    """What is in newsboat's ``urls`` and ``config``.

    Raises:
        BroadsheetError: a file cannot be read.
    """
    found = Belongings()
    if files.urls is not None:
        read_urls(files.urls.name, _text(files.urls), found)
    if files.config is not None:
        places = {files.config.name: files.config}

        def include(within: str, path: str) -> tuple[str, str] | None:
            try:
                place = Path(path).expanduser()
                place = place if place.is_absolute() else places[within].parent / place
                text = _text(place)
            except (BroadsheetError, RuntimeError):  # the latter for somebody's home who is not there
                return None
            name = place.name if places.get(place.name, place) == place else str(place)
            places[name] = place
            return name, text

        read_config(files.config.name, _text(files.config), found, include)
    return found


def elfeed_belongings(path: Path) -> Belongings:
    """What is in an ``init.el``, a file of bookmarks or an outline of elfeed-org.

    Raises:
        BroadsheetError: the file cannot be read, or there is nothing of elfeed's in it.
    """
    found = Belongings()
    read_elfeed(path.name, _text(path), found)
    if not (found.subscriptions or found.searches or found.rules or found.left):
        raise BroadsheetError(f"There is nothing of elfeed's in {path}: no feeds, filters or taggers.")
    return found


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BroadsheetError(f"{path} cannot be read: {why}.") from error
    if len(data) > _MOST_BYTES:
        raise BroadsheetError(f"{path} is larger than {_MOST_BYTES // 1_000_000} MB; it was not read.")
    return data.decode("utf-8-sig", "replace")
