"""Documents of every kind at three widths, as they are meant to look.

``BROADSHEET_GOLDEN=write pytest -n0 tests/render/test_golden.py`` writes the pictures anew;
look at every one of them before you commit it.
"""

import os
from pathlib import Path

import pytest
from rich.cells import cell_len

from tui.content import build, sanitize
from tui.render.layout import layout
from tui.render.lines import Masthead

GOLDEN = Path(__file__).parent.parent / "golden"
HEAD = Masthead(
    title="Two ministers open a third round of talks in Rabat, and say so",
    byline=("Example Digest", "Jane Doe", "21 May, 16:40", "4 min"),
    source="Example Wire",
    tags=("africa", "economy"),
)


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.html")))
def test_golden(name: str, width: int) -> None:
    document = build(sanitize((GOLDEN / f"{name}.html").read_text("utf-8"), "https://example.org/post/"))
    page = layout(document, width, masthead=HEAD if name == "headings" else None)
    assert max(cell_len(line.text) for line in page.lines) <= width
    shown = "".join(f"{line.text.rstrip()}\n" for line in page.lines)
    picture = GOLDEN / f"{name}.{width}.txt"
    if os.environ.get("BROADSHEET_GOLDEN") == "write":
        picture.write_text(shown, "utf-8")
    assert shown == picture.read_text("utf-8")
