"""Whatever a publisher wrote reads the same for who reads the Markdown."""

import re
from html.parser import HTMLParser

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.factories import make_article
from tui.content import build, sanitize
from tui.content.document import Document, Emphasis, Heading, Link, Paragraph, Text
from tui.model.clean import clean
from tui.model.note import note_text
from tui.render.writing.markdown import article_markdown, document_markdown

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SIGNS = st.text(
    alphabet=st.sampled_from(list("ab1 *_`[]()<>#+-.!|~&;:\\\"'=/{}@%\n")) | st.characters(), max_size=40
)


class Words(HTMLParser):
    """The words of a page and the tags around them."""

    def __init__(self) -> None:
        super().__init__()
        self.text, self.tags = "", []

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)


def read(markdown: str) -> Words:
    words = Words()
    words.feed(READER.render(markdown))
    return words


def squeezed(text: str) -> str:
    return " ".join(text.split())


@given(SIGNS)
@example("# heading")
@example("1) list")
@example("---")
@example("===")
@example("![x](javascript:alert(1))")
@example("<script>")
@example("&lt;")
@example("a\\")
@example(": b")
@example("[^1]: note")
def test_words_stay_words(text: str) -> None:
    """A paragraph of any signs is a paragraph of the same signs."""
    line = squeezed(clean(text))
    if not line:
        return
    found = read(document_markdown(Document((Paragraph((Text(line),)),))))
    assert found.tags == ["p"]
    assert squeezed(found.text) == line


@given(SIGNS)
@example("C #")
@example("# #")
def test_a_title_is_one_heading(title: str) -> None:
    article = make_article(title=title, author=title, tags=(title,), url="https://example.org/1")
    found = read(article_markdown(article, Document()))
    assert found.tags.count("h1") == 1
    assert set(found.tags) <= {"h1", "ul", "li", "a"}
    assert squeezed(clean(title)) in squeezed(found.text)


@given(SIGNS, st.sampled_from(["emphasis", "strong", "strike", "code", "sup"]))
def test_emphasis_keeps_its_words(text: str, kind: str) -> None:
    line = squeezed(clean(text))
    if not line:
        return
    found = read(
        document_markdown(
            Document((Paragraph((Text("before "), Emphasis(kind, (Text(line),)), Text(" after"))),))
        )
    )
    assert found.tags[0] == "p"
    assert set(found.tags) <= {"p", "em", "strong", "s", "code", "sup"}
    # Emphasis that begins or ends with a sign may show its stars; its words are there.
    letters = "".join(re.findall(r"\w", line))
    assert letters in "".join(re.findall(r"\w", found.text))


@given(st.text(alphabet="ab()<>\\ \"'?=%&é", max_size=20), SIGNS)
def test_a_link_leads_where_it_led(path: str, text: str) -> None:
    url = "https://example.org/" + path.strip().replace(" ", "%20")
    found = MarkdownIt("commonmark").parse(
        document_markdown(Document((Paragraph((Link(url, (Text("x " + squeezed(clean(text))),)),)),)))
    )
    links = [
        token.attrs["href"] for part in found for token in part.children or () if token.type == "link_open"
    ]
    assert len(links) == 1
    assert str(links[0]).startswith("https://example.org/")


@given(st.lists(SIGNS, min_size=1, max_size=4))
def test_a_table_keeps_its_cells(cells: list[str]) -> None:
    from html import escape

    html = (
        "<table><tr>"
        + "".join(f"<td>{escape(clean(cell))}</td>" for cell in cells)
        + "</tr></table><p>end</p>"
    )
    document = build(sanitize(html, ""))
    found = read(document_markdown(document))
    for cell in cells:
        assert "".join(re.findall(r"\w", clean(cell))) in "".join(re.findall(r"\w", found.text))


def test_headings_stay_below_the_title() -> None:
    written = document_markdown(Document((Heading(1, (Text("One"),)), Heading(6, (Text("Six"),)))))
    assert written == "## One\n\n###### Six\n"


def test_notes_of_several_articles_are_kept_apart() -> None:
    document = build(
        sanitize(
            '<p>x<sup><a href="#fn1">1</a></sup></p><div class="footnotes"><ol><li id="fn1">Note</li></ol></div>',
            "",
        )
    )
    assert "x[^2-1]" in document_markdown(document, "2-")
    assert "[^2-1]: Note" in document_markdown(document, "2-")


@given(SIGNS)
def test_a_note_reads_the_same(text: str) -> None:
    note = note_text(text)
    written = article_markdown(make_article(note=note), Document((Paragraph((Text("The end."),)),)))
    found = read(written)
    expected = " ".join(f"Note: {note} The end.".split()) if note else "The end."
    assert " ".join(found.text.split()).endswith(expected)
    assert ("blockquote" in found.tags) == bool(note)
    assert found.tags.count("br") <= note.count("\n")


def test_a_note_keeps_its_lines() -> None:
    written = article_markdown(make_article(note="# one\n2. two\n\n- three"), Document(()))
    assert "\n> **Note:** \\# one\\\n> 2\\. two\n>\n> \\- three\n" in written
