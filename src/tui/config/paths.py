"""Where configuration, data, state and logs live.

``BROADSHEET_HOME`` puts everything into one folder. Else Unix follows the XDG base
directory specification (a relative path in a variable counts as unset, as it demands),
and macOS and Windows follow their own customs through platformdirs.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tui.model.errors import ConfigError

__all__ = ["Paths", "from_environment", "make_folders", "systemd_folder"]

_NAME = "broadsheet"
_PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class Paths:
    """Every file and folder that Broadsheet owns."""

    config_file: Path
    data_dir: Path
    store_file: Path
    state_dir: Path
    cache_dir: Path
    log_file: Path
    session_file: Path
    backup_dir: Path

    @property
    def lock_file(self) -> Path:
        """What the daemon of this store holds while it runs."""
        return self.store_file.with_name("daemon.lock")

    @property
    def sites_file(self) -> Path:
        """The rules for single sites, beside the settings."""
        return self.config_file.with_name("sites.toml")


def from_environment(environ: Mapping[str, str], platform: str = sys.platform) -> Paths:
    """Find the folders for this user; nothing is created."""
    if home := environ.get("BROADSHEET_HOME", ""):
        root = Path(home).expanduser().absolute()
        return _paths(root, root / "data", root / "state", root / "cache")
    if platform in ("darwin", "win32"):
        return _native()
    return _paths(
        _xdg(environ, "XDG_CONFIG_HOME", ".config"),
        _xdg(environ, "XDG_DATA_HOME", ".local/share"),
        _xdg(environ, "XDG_STATE_HOME", ".local/state"),
        _xdg(environ, "XDG_CACHE_HOME", ".cache"),
    )


def systemd_folder(environ: Mapping[str, str]) -> Path:
    """Where systemd looks for a user's own units."""
    named = Path(environ.get("XDG_CONFIG_HOME", ""))
    base = named if named.is_absolute() else _home(environ) / ".config"
    return base / "systemd" / "user"


def make_folders(paths: Paths) -> None:
    """Create the folders that are missing, readable by their owner only."""
    for folder in (paths.config_file.parent, paths.data_dir, paths.state_dir, paths.cache_dir):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
        except OSError as error:
            reason = error.strerror or "it cannot be created"
            raise ConfigError(
                f"The folder {folder} cannot be used: {reason}. Set BROADSHEET_HOME to a folder of yours."
            ) from error


def _paths(config: Path, data: Path, state: Path, cache: Path) -> Paths:
    return Paths(
        config_file=config / "config.toml",
        data_dir=data,
        store_file=data / "store.sqlite3",
        state_dir=state,
        cache_dir=cache,
        log_file=state / "broadsheet.log",
        session_file=state / "session.json",
        backup_dir=data / "backups",
    )


def _xdg(environ: Mapping[str, str], variable: str, default: str) -> Path:
    named = Path(environ.get(variable, ""))
    base = named if named.is_absolute() else _home(environ) / default
    return base / _NAME


def _home(environ: Mapping[str, str]) -> Path:
    home = Path(environ.get("HOME", ""))
    if home.is_absolute():
        return home
    # Cron and service managers may give no HOME; the password database still knows.
    try:
        import pwd

        return Path(pwd.getpwuid(os.getuid()).pw_dir)
    except (ImportError, KeyError):
        raise ConfigError("There is no home folder: set HOME or BROADSHEET_HOME.") from None


def _native() -> Paths:
    from platformdirs import PlatformDirs

    dirs = PlatformDirs(_NAME, appauthor=False)
    return _paths(dirs.user_config_path, dirs.user_data_path, dirs.user_state_path, dirs.user_cache_path)
