"""Documents of every kind at three widths, as they are meant to look.

``BROADSHEET_GOLDEN=write pytest -n0 tests/render/test_golden.py`` writes the pictures anew;
look at every one of them before you commit it.
"""

import os
from pathlib import Path

import pytest
from rich.cells import cell_len

from tui.content import build, sanitize, with_pictures
from tui.render.layout import layout
from tui.render.lines import Line, Masthead, Page

GOLDEN = Path(__file__).parent.parent / "golden"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.html"))
HEAD = Masthead(
    title="Two ministers open a third round of talks in Rabat, and say so",
    byline=("Example Digest", "Jane Doe", "21 May, 16:40", "4 min"),
    source="Example Wire",
    tags=("africa", "economy"),
)


def made(name: str, width: int) -> Page:
    document = build(sanitize((GOLDEN / f"{name}.html").read_text("utf-8"), "https://example.org/post/"))
    return layout(with_pictures(document), width, masthead=HEAD if name == "headings" else None)


def compare(picture: Path, lines: list[str]) -> None:
    shown = "".join(f"{line.rstrip()}\n" for line in lines)
    if os.environ.get("BROADSHEET_GOLDEN") == "write":
        picture.write_text(shown, "utf-8")
    assert shown == picture.read_text("utf-8")


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str, width: int) -> None:
    page = made(name, width)
    assert max(cell_len(line.text) for line in page.lines) <= width
    compare(GOLDEN / f"{name}.{width}.txt", [line.text for line in page.lines])


@pytest.mark.parametrize(
    "name",
    [
        "headings",
        "inline",
        "attribution",
        "code-languages",
        "notes-many",
        "figures",
        "table-links",
        "details",
    ],
)
def test_roles(name: str) -> None:
    """The same with what each span is, and the number of its link: ``‹link 1:words›``."""
    compare(GOLDEN / f"{name}.roles.txt", [with_roles(line) for line in made(name, 80).lines])


def with_roles(line: Line) -> str:
    made = ""
    for span in line.spans:
        link = f" {span.link}" if span.link else ""
        is_plain = span.role == "text" or not span.text.strip()
        made += span.text if is_plain else f"‹{span.role}{link}:{span.text.rstrip()}›"
        made += "" if is_plain else " " * (len(span.text) - len(span.text.rstrip()))
    return made


@pytest.mark.parametrize("name", ["arabic", "hebrew", "persian-urdu"])
def test_reordered(name: str) -> None:
    """Right-to-left text as terminals show it that do not reorder."""
    document = build(sanitize((GOLDEN / f"{name}.html").read_text("utf-8"), "https://example.org/post/"))
    compare(GOLDEN / f"{name}.seen.txt", [line.text for line in layout(document, 60, reorder=True).lines])
