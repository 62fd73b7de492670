"""Finds the style files: beside the package in a wheel, at the repository's top in a checkout."""

from importlib.resources import files
from pathlib import Path

__all__ = ["NAMES", "style_paths"]

#: In this order; a later file may refine an earlier one.
NAMES = ("base", "panes", "reader", "query_bar", "command_line", "dialogs", "rules", "room")


def style_paths() -> list[Path]:
    """The style files, in their fixed order.

    Raises:
        FileNotFoundError: if neither place has them, which means a broken installation.
    """
    package = Path(str(files("tui")))
    for folder in (package / "styles", package.parent.parent / "styles"):
        if (folder / "base.tcss").is_file():
            return [folder / f"{name}.tcss" for name in NAMES]
    raise FileNotFoundError(f"The style files are missing beside {package}; install Broadsheet again.")
