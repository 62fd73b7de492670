"""Articles of every kind as they are written, looked at and right.

``BROADSHEET_GOLDEN=write pytest -n0 tests/render/writing/test_golden.py`` writes them anew.
"""

import os
from io import BytesIO
from pathlib import Path

import pytest

from tests.factories import NOW, make_article
from tui.content import build, sanitize
from tui.render.writing.forms import Picture
from tui.render.writing.writers import writer_for

GOLDEN = Path(__file__).parents[2] / "golden"
NAMES = ("writing/everything", "footnotes", "lists", "quotes")
ARTICLE = make_article(
    title="Two ministers [open](http://x) a *third* round # of talks",
    source="Example Wire",
    tags=("africa", "economy"),
)
PICTURES = {"https://example.org/kept.png": Picture("image/png", b"\x89PNG")}


@pytest.mark.parametrize("form", ["md", "html"])
@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str, form: str) -> None:
    document = build(sanitize((GOLDEN / f"{name}.html").read_text("utf-8"), "https://example.org/post/"))
    file = BytesIO()
    writer = writer_for(form, file, "All of it", ["one"], NOW)
    writer.add(ARTICLE, document, PICTURES)
    writer.finish()
    written = file.getvalue().decode()
    if form == "html":
        # The style is looked at in a browser.
        written = written.partition("<body>\n")[2]
    picture = GOLDEN / "writing" / f"{Path(name).name}.{'md' if form == 'md' else 'page'}.txt"
    if os.environ.get("BROADSHEET_GOLDEN") == "write":
        picture.write_text(written, "utf-8")
    assert written == picture.read_text("utf-8")
