"""Pictures in documents: set free, found, and the titles of comics."""

import re

from hypothesis import given, settings

from tests.content.test_sanitizer import MARKUP
from tui.content import build, picture_urls, sanitize, with_pictures
from tui.content.document import Document, Figure, Image, Paragraph, Text, inline_text

BASE = "https://example.org/posts/1"
A, B = "https://example.org/a.png", "https://example.org/b.png"


def made(markup: str, *leading: Image) -> Document:
    return with_pictures(build(sanitize(markup, BASE)), leading)


def kinds(markup: str) -> list[str]:
    return [
        inline_text(block.parts) if isinstance(block, Paragraph) else type(block).__name__
        for block in made(markup).blocks
    ]


def test_pictures_at_the_edges_of_a_paragraph_stand_alone():
    assert kinds(f'<p><img src="{A}" alt="a"> Words.</p>') == ["Figure", "Words."]
    assert kinds(f'<p>Words.<br><img src="{A}"><br>More.</p>') == ["Words.", "Figure", "More."]
    assert kinds(f'<p><a href="/x"><img src="{A}"></a><img src="{B}"> Words</p>') == [
        "Figure",
        "Figure",
        "Words",
    ]


def test_small_ones_and_those_among_words_stay():
    assert kinds(f'<p><img src="{A}" alt="flag" width="16" height="12"> Words.</p>') == ["flag Words."]
    assert kinds(f'<p><img src="{A}" alt="🙂"> Words.</p>') == ["🙂 Words."]
    assert kinds(f'<p>One <img src="{A}" alt="x"> two.</p>') == ["One x two."]
    assert kinds(f'<p>One <img src="{A}" alt="x" width="600"> two.</p>') == ["One", "Figure", "two."]


def test_a_title_that_says_something_is_the_caption():
    (figure,) = made(f'<img src="{A}" alt="A strip" title="The second joke is here.">').blocks
    assert isinstance(figure, Figure) and figure.caption == (Text("The second joke is here."),)
    # Many feeds say it twice.
    (figure,) = made(f'<img src="{A}" alt="The joke, twice." title="The joke, twice.">').blocks
    assert isinstance(figure, Figure) and inline_text(figure.caption) == "The joke, twice."
    (figure,) = made(f'<img src="{A}" alt="A strip" title="IMG_2034">').blocks
    assert isinstance(figure, Figure) and not figure.caption
    markup = f'<figure><img src="{A}" title="What it says below"><figcaption>This is What it says below.</figcaption>'
    (figure,) = made(markup).blocks
    assert isinstance(figure, Figure) and inline_text(figure.caption) == "This is What it says below."


def test_what_came_with_the_entry_leads_where_the_text_has_none():
    lead = Image(B, "")
    assert picture_urls(made("<p>Words", lead)) == (B,)
    assert isinstance(made("<p>Words", lead).blocks[0], Figure)
    assert picture_urls(made(f'<ul><li>x<p><img src="{A}"></ul>', lead)) == (A,)
    assert made("<p>Words") == build(sanitize("<p>Words", BASE))


def test_the_same_picture_twice_is_one():
    assert picture_urls(
        made(f'<img src="{A}"><blockquote><img src="{A}"><p><img src="{B}"></blockquote>')
    ) == (A, B)


def letters(blocks) -> str:
    """Everything that is said anywhere in a tree, white space aside."""
    return "".join(re.findall(r"Text\(text='((?:[^'\\\\]|\\\\.)*)'", repr(blocks))).replace(" ", "")


@given(MARKUP)
@settings(max_examples=200, deadline=None)
def test_no_word_is_lost(markup):
    markup = re.sub("title", "x", markup, flags=re.IGNORECASE)
    before, after = build(sanitize(markup, BASE)), made(markup)
    assert letters(before.blocks) == letters(after.blocks)
