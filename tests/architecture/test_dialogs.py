"""Whatever opens a dialog says so first, so that keys can wait for it."""

from pathlib import Path

import tui.ui

UI = Path(tui.ui.__file__).parent


def test_dialogs_are_opened_by_asking():
    # ``ask`` of typeahead.py, and nobody else, starts what opens a dialog.
    elsewhere = [
        path.name
        for path in UI.rglob("*.py")
        if path.name != "typeahead.py" and 'group="dialog"' in path.read_text(encoding="utf-8")
    ]
    assert not elsewhere, "use tui.ui.typeahead.ask(node, self.method, …) to open a dialog"
