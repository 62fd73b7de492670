"""A book as its readers look at it: container, package, contents, well-formed pages."""

import inspect
import zipfile
from io import BytesIO
from typing import get_args
from xml.etree import ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import NOW, make_article
from tui.content import build, sanitize
from tui.content.document import Block, Cell, Document, Image, Inline, Paragraph, Table, Text
from tui.render.writing import markup
from tui.render.writing.book import EpubWriter
from tui.render.writing.forms import Picture
from tui.render.writing.writers import HtmlWriter

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SOURCE = inspect.getsource(markup)
PICTURE = Picture("image/png", b"\x89PNG")


def written(*pairs, title="A book", pictures=None) -> zipfile.ZipFile:
    file = BytesIO()
    book = EpubWriter(file, title, NOW)
    for article, document in pairs:
        book.add(article, document, pictures or {})
    book.finish()
    return zipfile.ZipFile(BytesIO(file.getvalue()))


def test_structure() -> None:
    first = make_article(
        1, title="One & <b>two</b>", tags=("a&b",), language="de_DE", source="Wire", note="<i> & \x1b[1m\n\nz"
    )
    second = make_article(2, title="الرباط", author="", language="")
    document = build(sanitize("<p>x</p><p><img src='https://example.org/p.png' alt='y'></p>", ""))
    with written(
        (first, document), (second, document), pictures={"https://example.org/p.png": PICTURE}
    ) as book:
        names = book.namelist()
        assert names[0] == "mimetype"
        assert book.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert book.read("mimetype") == b"application/epub+zip"
        container = ElementTree.fromstring(book.read("META-INF/container.xml"))
        assert container.find(".//{*}rootfile").get("full-path") == "EPUB/package.opf"
        package = ElementTree.fromstring(book.read("EPUB/package.opf"))
        assert [one.text for one in package.iter(f"{DC}language")] == ["de-DE", "und"]
        assert [one.text for one in package.iter(f"{DC}subject")] == ["a&b"]
        assert [one.text for one in package.iter(f"{DC}creator")] == ["Jane Doe"]
        manifest = {one.get("id"): one.get("href") for one in package.iter(f"{OPF}item")}
        # Everything that is in the file is in its list, and the other way round.
        assert {f"EPUB/{href}" for href in manifest.values()} == set(names) - {
            "mimetype", "META-INF/container.xml", "EPUB/package.opf"}  # fmt: skip
        spine = [manifest[one.get("idref")] for one in package.iter(f"{OPF}itemref")]
        assert spine == ["text/00001.xhtml", "text/00002.xhtml"]
        contents = ElementTree.fromstring(book.read("EPUB/nav.xhtml"))
        links = [(one.get("href"), one.text) for one in contents.iter(f"{XHTML}a")]
        assert links == [("text/00001.xhtml", "One & <b>two</b>"), ("text/00002.xhtml", "الرباط")]
        # The picture that both have is there once, and found from both.
        assert [name for name in names if "images" in name] == ["EPUB/images/00001.png"]
        for name in spine:
            page = ElementTree.fromstring(book.read(f"EPUB/{name}"))
            assert [one.get("src") for one in page.iter(f"{XHTML}img")] == ["../images/00001.png"]


def test_of_one_article_all_is_said() -> None:
    with written((make_article(source="Example Wire"), Document())) as book:
        package = ElementTree.fromstring(book.read("EPUB/package.opf"))
    assert package.find(f".//{DC}source").text == "https://example.org/1"
    assert package.find(f".//{DC}publisher").text == "Example Wire"
    assert package.find(f".//{DC}date").text == f"{NOW:%Y-%m-%dT%H:%M:%SZ}"


def test_the_same_articles_are_the_same_book() -> None:
    files = []
    for _ in range(2):
        file = BytesIO()
        book = EpubWriter(file, "A book", NOW)
        book.add(make_article(), Document((Paragraph((Text("x"),)),)), {})
        book.finish()
        files.append(file.getvalue())
    assert files[0] == files[1]


@settings(max_examples=60)
@given(st.text(max_size=30), st.text(max_size=60))
def test_any_words_are_well_formed(title: str, text: str) -> None:
    """Whatever a publisher writes, pages and lists are XML; and nothing of it is markup."""
    article = make_article(title=title, author=text, tags=(text,), language=text, url=text, source=title)
    document = Document((Paragraph((Text(text), Image(text, title))),))
    with written((article, document), title=title) as book:
        for name in book.namelist():
            if name.endswith(("xhtml", "opf")):
                root = ElementTree.fromstring(book.read(name))
                assert not [
                    one for one in root.iter() if one.tag.rpartition("}")[2] in ("script", "img", "b")
                ]


def test_a_page_loads_nothing() -> None:
    html = """<p onclick="x()">a<script>alert(1)</script><img src="https://example.org/p.png" alt="y">
    <img src="https://example.org/kept.png" alt="z"><a href="https://example.org/">link</a></p>"""
    file = BytesIO()
    page = HtmlWriter(file, "<script>", ["<script>", "b"])
    page.add(
        make_article(title="<script>"), build(sanitize(html, "")), {"https://example.org/kept.png": PICTURE}
    )
    page.finish()
    text = file.getvalue().decode()
    assert "<script" not in text
    assert text.count("<img") == 1
    assert 'src="data:image/png;base64,' in text
    assert '<a class="picture" href="https://example.org/p.png">y</a>' in text
    assert "default-src 'none'" in text
    assert "@import" not in text
    assert "url(" not in text
    ElementTree.fromstring(text.partition("<!DOCTYPE html>")[2])


def test_cells_that_span_leave_out_what_stands_for_their_rest() -> None:
    both = Cell((Text("both"),), header=True, across=2)
    tall = Cell((Text("tall"),), down=9)
    rows = ((both, Cell(())), (tall, Cell((Text("b"),))), (Cell(()), Cell((Text("c"),))))
    document = Document((Table(rows, head=1, omitted=1_000, omitted_columns=2),))
    with written((make_article(), document)) as book:
        text = book.read("EPUB/text/00001.xhtml").decode()
    assert '<tr><th colspan="2">both</th></tr>' in text
    assert '<tr><td rowspan="2">tall</td><td>b</td></tr>\n<tr><td>c</td></tr>' in text
    assert "(1,000 more rows and 2 more columns are not here.)" in text


def test_every_kind_of_block_and_inline_is_written() -> None:
    """A kind that is new to the writers would be told by its words alone."""
    for kind in (*get_args(Block), *get_args(Inline)):
        assert f"case {kind.__name__}(" in SOURCE, kind
