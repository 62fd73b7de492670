import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.content.test_sanitizer import MARKUP
from tui.content import build, sanitize
from tui.content.document import (
    Block,
    Break,
    CodeBlock,
    Details,
    Document,
    Emphasis,
    Figure,
    Footnote,
    Heading,
    Image,
    Inline,
    Link,
    ListBlock,
    ListItem,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
    inline_text,
)
from tui.model.ids import SafeHtml

BASE = "https://example.org/posts/1"


def made(markup: str) -> tuple[Block, ...]:
    return build(sanitize(markup, BASE)).blocks


def said(*words: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph((Text(one),)) for one in words)


@given(st.one_of(MARKUP, st.text(max_size=80)))
@settings(max_examples=300, deadline=None)
def test_anything_builds(markup: str) -> None:
    assert isinstance(build(SafeHtml(markup)), Document)
    assert isinstance(build(sanitize(markup, BASE)), Document)


WORDS = st.lists(st.text("abcXYZ019äß", min_size=1, max_size=8), min_size=1, max_size=12)


@given(
    WORDS,
    st.lists(st.sampled_from([" ", "\n", "  \t", " <b>", "</b> ", "<i> ", " </i>", "<span>\n"]), max_size=12),
)
@settings(max_examples=150, deadline=None)
def test_no_word_is_lost_and_no_blank_is_doubled(words: list[str], between: list[str]) -> None:
    gaps = [*between, *[" "] * len(words)]
    (paragraph,) = made("<p>" + "".join(word + gap for word, gap in zip(words, gaps, strict=False)) + "</p>")
    assert isinstance(paragraph, Paragraph)
    assert inline_text(paragraph.parts).split() == words
    assert "  " not in inline_text(paragraph.parts)


@pytest.mark.parametrize(
    ("markup", "blocks"),
    [
        ("one<br><br>two", said("one", "two")),
        ("<div>a<div>b</div>c</div>", said("a", "b", "c")),
        ("<p> <b> </b> &nbsp; </p>", ()),
        ("<b><p>x</p></b>", (Paragraph((Emphasis("strong", (Text("x"),)),)),)),
        ("<p>a<br>b<br></p>", (Paragraph((Text("a"), Break(), Text("b"))),)),
        ("<a href=/x><h2>Title</h2><p>text</p></a>",
         (Heading(2, (Link("https://example.org/x", (Text("Title"),)),)), *said("text"))),
        ("<ol start=4><li>a</li><li value=9>b</li><li>c</ol>",
         (ListBlock(True, tuple(ListItem(said(word), at) for word, at in (("a", 4), ("b", 9), ("c", 10)))),)),
        ("<ol reversed><li>a<li>b</ol>", (ListBlock(True, (ListItem(said("a"), 2), ListItem(said("b"), 1))),)),
        ("<ul>loose<li>a</li><ul><li>b</li></ul></ul>",
         (ListBlock(False, (ListItem(said("loose")),
                            ListItem((*said("a"), ListBlock(False, (ListItem(said("b")),)))))),)),
        ("<blockquote>a<hr></blockquote>", (Quote((*said("a"), Rule())),)),
        ('<pre><code class="language-js">\n  a  b\n\tc\n\n</code></pre>', (CodeBlock("  a  b\n    c", "js"),)),
        ("<pre>a<br>b<div>c</div></pre>", (CodeBlock("a\nb\nc"),)),
        ("<p><img src=/a.png alt=A width=3></p>", (Figure(Image("https://example.org/a.png", "A", 3)),)),
        ("<a href=/b><img src=/a.png></a>",
         (Figure(Image("https://example.org/a.png", ""), url="https://example.org/b"),)),
        ("<a href=/a.png><img src=/a.png></a>", (Figure(Image("https://example.org/a.png", "")),)),
        ("<h2><img src=/a.png></h2>", (Figure(Image("https://example.org/a.png", "")),)),
        ("<q>x</q><ruby>漢<rp>(<rt>kan<rp>)</ruby>",
         (Paragraph((Text("“"), Text("x"), Text("”"), Text("漢"), Text("（"), Text("kan"), Text("）"))),)),
        ("<details><summary>S</summary>b</details>",
         (Details((Text("S"),), said("b")),)),
        ("<details>b</details><details><summary>S</summary></details>",
         (*said("b"), Paragraph((Emphasis("strong", (Text("S"),)),)))),
        ("<blockquote><p>x</p><footer>— <cite>Name</cite></footer></blockquote>", (Quote(said("x"), (Text("Name"),)),)),
        ("<blockquote>x<p><cite>— Name</cite></p></blockquote>", (Quote(said("x"), (Text("Name"),)),)),
        ("<blockquote><p>x</p><p>-- Name</p></blockquote>", (Quote(said("x"), (Text("Name"),)),)),
        ("<blockquote>x<br>– Name</blockquote>", (Quote(said("x"), (Text("Name"),)),)),
        ("<figure><blockquote>x</blockquote><figcaption>– Name</figcaption></figure>",
         (Quote(said("x"), (Text("Name"),)),)),
        ("<blockquote><p>— Yes.</p><p>— No</p></blockquote>", (Quote(said("— Yes.", "— No")),)),
        ("<blockquote><p>x</p><p>— No, said he.</p></blockquote>", (Quote(said("x", "— No, said he.")),)),
        ("<blockquote>— Name</blockquote>", (Quote(said("— Name")),)),
        ("<ul><li><input type=checkbox checked> a<li><input type='checkbox' disabled> b<li>c</ul>",
         (ListBlock(False, (ListItem(said("a"), 0, True), ListItem(said("b"), 0, False), ListItem(said("c")))),)),
        ("<p><input type=checkbox>x<q>a<q>b</q></q></p>",
         (Paragraph((Text("x"), Text("“"), Text("a"), Text("‘"), Text("b"), Text("’"), Text("”"))),)),
        ("<abbr title='Long Name'>LN</abbr> and <abbr title='Long Name'>LN</abbr>",
         (Paragraph((Text("LN"), Text(" (Long Name)"), Text(" and "), Text("LN"))),)),
        ("<div dir=rtl><p>Abc אב<p>אב Abc<ul><li>1 x</ul></div>",
         (*(Paragraph((Text("\u200f"), Text("Abc אב"))), *said("אב Abc")),
          ListBlock(False, (ListItem((Paragraph((Text("\u200f"), Text("1 x"))),)),)))),
        ("<p>see <a href='#there'>there</a></p><p id=there>x</p>",
         (Paragraph((Text("see "), Text("there"))), *said("x"))),
        ("<table><tr><td><p>only</p><p>arranged</p></table>", said("only", "arranged")),
        ("<table><tr><td>a<td>b</table>", said("a", "b")),
    ],
)  # fmt: skip
def test_blocks(markup: str, blocks: tuple[Block, ...]) -> None:
    assert made(markup) == blocks


def test_footnotes() -> None:
    mark, note = made(
        '<p>x<sup><a href="#fn-1">1</a></sup></p><section class="footnotes"><hr><ol>'
        '<li id="fn-1">Note <a href="#ref-1">↩</a></li></ol></section>'
    )
    assert mark == Paragraph((Text("x"), Emphasis("sup", (Link("#fn-1", (Text("1"),)),))))
    assert note == Footnote("fn-1", said("Note"), "1")


@pytest.mark.parametrize(
    "markup",
    [
        '<p>x<a href="#fn1" id="fnref1">[1]</a></p><p id="fn1">[1] Note <a href="#fnref1">↩</a></p>',
        '<p>x<a href="#_ftn1" name="_ftnref1">[1]</a></p><div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> Note',
        '<p>x<sup><a href="#footnote-1" id="footnote-anchor-1">1</a></sup></p>'
        '<div><a id="footnote-1" href="#footnote-anchor-1">1</a><div><p>Note</p></div></div>',
        '<p>x<a href="#fn:a">1</a></p><ol class="wp-block-footnotes"><li id="fn:a">Note',
        '<p>x<a href="#odd">1</a></p><ol class="footnotes"><li id="odd">Note',
    ],
)
def test_notes_of_many_makers(markup: str) -> None:
    mark, note = made(markup)
    assert isinstance(mark, Paragraph) and isinstance(note, Footnote)
    assert f"url='#{note.name}'" in repr(mark)
    assert (note.label, note.blocks) == ("1", said("Note"))


def test_what_no_mark_leads_to_is_no_note() -> None:
    assert made('<p id="note1">Please note.</p>') == said("Please note.")


def test_a_table_of_data() -> None:
    (table,) = made(
        "<table><caption>C</caption><tfoot><tr><td>z<td>9</tfoot><tr><th>A<th>B</tr>"
        "<tr><td rowspan=2>1<td align=right>2</tr><tr><td>3<ul><li>x</ul></tr><tr><td colspan=2>4</table>"
    )
    assert isinstance(table, Table)
    assert inline_text(table.caption) == "C"
    assert table.head == 1
    assert [[inline_text(cell.parts) for cell in row] for row in table.rows] == [
        ["A", "B"], ["1", "2"], ["", "3\n• x"], ["4", ""], ["z", "9"],
    ]  # fmt: skip
    assert table.rows[1][1].align == "right"


def test_a_huge_table_is_counted_not_built() -> None:
    markup = "<table>" + ("<tr>" + "<td>x</td>" * 100 + "</tr>") * 300 + "</table>"
    (table,) = build(sanitize(markup, BASE), whole=True).blocks
    assert isinstance(table, Table)
    assert len(table.rows) + table.omitted == 300
    assert len(table.rows) * len(table.rows[0]) <= 6_000


def words_of(parts: tuple[Inline, ...]) -> str:
    return inline_text(parts)


def test_marks_spread_over_elements_are_no_flood() -> None:
    (paragraph,) = made("<p>z" + "<b>\u0301</b>" * 40 + "end</p>")
    assert isinstance(paragraph, Paragraph)
    assert words_of(paragraph.parts) == "z" + "\u0301" * 12 + "end"


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "tags", ["<blockquote>", "<ul><li>", "<div><b>", "<span>", "<table><tr><th>x<td>", "<dl><dd>"]
)
def test_depth_costs_no_words(tags: str) -> None:
    document = build(SafeHtml(tags * 400 + "deepest"))
    assert "deepest" in re.sub(r"\W+", " ", repr(document))
