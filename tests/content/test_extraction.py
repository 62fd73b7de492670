"""Pages in, articles out, and a sentence where there is none."""

import pytest

from tui.content import extract
from tui.model.extraction import KnownFacts

NOTHING = KnownFacts()
URL = "https://example.org/2026/a-walk"
SENTENCES = [
    f"The path number {number} leaves the village behind the church and climbs through the woods for an hour."
    for number in range(1, 7)
]
PARAGRAPHS = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def page(body, head="<title>A walk</title>"):
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def found(body, content_type="text/html; charset=utf-8", known=NOTHING, **more):
    return extract(body if isinstance(body, bytes) else page(body), content_type, URL, known, **more)


def test_the_article_and_nothing_else():
    menu = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/b'>Sports</a></li></ul></nav>"
    result = found(f"{menu}<article>{PARAGRAPHS}</article><footer>Imprint and so on</footer>")
    assert result.trouble == ""
    assert result.text.split("\n") == SENTENCES
    assert result.words == sum(len(sentence.split()) for sentence in SENTENCES) and result.minutes == 1


@pytest.mark.parametrize(
    ("body", "content_type", "word"),
    [
        (b"", "text/html", "empty"),
        (b" \n ", "text/html", "empty"),
        (b"%PDF-1.7 \x00\x01", "text/html", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "text/html", "picture"),
        (b"\x00\x01", "image/webp", "picture"),
        (b"\x00\x01", "video/mp4", "video"),
        (b"\x00\x01", "application/x-tar", "application/x-tar"),
        (b"<html><body></body></html>", "text/html", "No article"),
    ],
)
def test_what_is_no_article_says_so_in_a_sentence(body, content_type, word):
    result = found(body, content_type)
    assert word in result.trouble and result.trouble.endswith(".")
    assert (result.html, result.text, result.words) == ("", "", 0)


@pytest.mark.parametrize(
    ("encoding", "content_type", "meta"),
    [
        ("utf-8", "text/html", ""),
        ("utf-8", "text/html; charset=iso-8859-1", ""),
        ("windows-1252", "text/html; charset=windows-1252", ""),
        ("windows-1252", "text/html", "<meta charset='latin1'>"),
        ("windows-1252", "text/html; charset=utf-8", ""),
        ("utf-16", "text/html", ""),
    ],
)
def test_the_encoding_that_is_meant(encoding, content_type, meta):
    text = "Über den Wäldern zieht ein Nebel auf, und die Straße wird glatt; „Vorsicht“, sagt der Förster."
    html = (
        f"<html><head>{meta}</head><body><article>"
        + f"<p>{text}</p>" * 4
        + "<p>Ende</p></article></body></html>"
    )
    assert found(html.encode(encoding), content_type).text.startswith(text)


@pytest.mark.parametrize(
    "sign", ["\x07", "\x1b]52;c;QUJD\x07", "&#7;", "&#x1B;[31m", "&#27;]0;x&#7;", "\x0b", "&#11;"]
)
def test_a_control_character_does_not_cost_the_article(sign):
    result = found(f"<article>{PARAGRAPHS.replace('woods', f'woods{sign}')}</article>")
    assert result.trouble == "" and result.text.split("\n") == SENTENCES
