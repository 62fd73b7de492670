"""What would take long to show is cut, and says so."""

import pytest

from tui.content import build
from tui.content.document import Paragraph, inline_text
from tui.model.ids import SafeHtml
from tui.render.layout import layout

HUGE = {
    "paragraphs": "<p>word</p>" * 60_000,
    "breaks": "x<br>" * 90_000,
    "links": "".join(f'<a href="https://e.org/{number}">y</a> ' for number in range(40_000)),
    "cells": "<table>" + ("<tr>" + "<td>cell</td>" * 500 + "</tr>") * 500 + "</table>",
    "code": '<pre><code class="language-python">' + "x = 1  # y\n" * 100_000 + "</code></pre>",
    "items": "<ul>" + "<li>x</li>" * 80_000 + "</ul>",
}


@pytest.mark.parametrize("name", sorted(HUGE))
def test_a_huge_article_is_cut_with_a_note(name: str) -> None:
    document = build(SafeHtml(HUGE[name]))
    note = document.blocks[-1]
    assert isinstance(note, Paragraph)
    said = inline_text(note.parts)
    percent = int(said.split(" % ")[0].split()[-1])
    assert "left out here" in said and 60 <= percent < 100
    lines = layout(document, 80).lines
    assert len(lines) < 25_000
    assert "left out here" in " ".join(line.text for line in lines[-12_000:])


def test_the_whole_can_be_had() -> None:
    document = build(SafeHtml(HUGE["paragraphs"]), whole=True)
    assert len(document.blocks) == 60_000


def test_a_long_read_is_not_cut() -> None:
    document = build(
        SafeHtml("<p>" + "words that go on " * 30 + "<em>and</em> on</p>\n" + "<p>x</p>\n" * 3_000)
    )
    assert "left out" not in repr(document.blocks[-1])
