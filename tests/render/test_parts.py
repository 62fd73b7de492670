"""What a page says of its code, notes, pictures and wide tables."""

from tests.render.test_layout import page
from tui.render.lines import MarkPlace, Page

NOTES = (
    '<p>The treaty<sup><a href="#fn1">1</a></sup> was signed<sup><a href="#fn2">2</a></sup> twice'
    '<sup><a href="#fn1">1</a></sup>.</p><div class="footnotes"><ol><li id="fn1"><p>Signed in 1904 in a hotel'
    ' that burned down.</p><p>With its papers.</p></li><li id="fn2">See the other one.</li></ol></div>'
)


def shown(made: Page, start: int, end: int) -> list[str]:
    return [line.text.rstrip() for line in made.lines[start:end]]


def test_code_knows_its_text_and_its_lines() -> None:
    markup = "<p>before</p><ul><li>item<pre><code class=language-python>x = 1\n\ny = '" + "long " * 9
    made = page(markup + "'</code></pre></li></ul><pre>plain</pre>", 30)
    first, second = made.codes
    assert first.text == "x = 1\n\ny = '" + "long " * 9 + "'"
    assert (first.language, second.text, second.language) == ("python", "plain", "")
    assert shown(made, first.start, first.end) == [
        "    x = 1              python", "", "    y = 'long long long long l", "  ↪ ong long long long long '",
    ]  # fmt: skip
    assert shown(made, second.start, second.end) == ["  plain"]


def test_notes_know_their_lines_and_every_mark() -> None:
    made = page(NOTES, 30)
    first, second = made.notes
    assert (first.name, first.label, second.name, second.label) == ("fn1", "1", "fn2", "2")
    assert shown(made, first.start, first.end) == [
        "¹ Signed in 1904 in a hotel", "  that burned down.", "", "  With its papers.",
    ]  # fmt: skip
    assert shown(made, second.start, second.end) == ["² See the other one."]
    assert first.marks == (MarkPlace(0, 10, 11), MarkPlace(1, 5, 6))
    assert [made.lines[mark.line].text[mark.start : mark.end] for mark in second.marks] == ["²"]


def test_a_figure_knows_its_room_and_its_link() -> None:
    markup = (
        "<blockquote><figure><a href='/page'><img src='/p.png' alt='A port' width=1200 height=800></a>"
        "<figcaption>The port.</figcaption></figure></blockquote><p><img src='/q.png'></p>"
    )
    first, second = page(markup, 50).figures
    assert (first.url, first.alt, first.width, first.height) == (
        "https://example.org/p.png", "A port", 1200, 800,
    )  # fmt: skip
    assert (first.indent, first.room, first.link, first.end - first.start) == (2, 48, 1, 1)
    assert (second.indent, second.room, second.link, second.alt) == (0, 50, 0, "")


def test_a_mark_in_a_hidden_column_is_where_its_table_is() -> None:
    wide = "<table><tr>" + "<th>a header" * 9 + "<tr><td>x<td>y<td>z" + "<td>some value" * 5
    made = page(wide + '<td>end<a href="#fn1">1</a></table>' + NOTES[NOTES.index("<div") :], 40)
    assert made.notes[0].marks == (MarkPlace(made.wides[0].start, 0, 0),)
