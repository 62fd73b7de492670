import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tui.content import build, plain_text, sanitize
from tui.content.document import Link, Paragraph, Text
from tui.content.sanitizer import MOST_BYTES

BASE = "https://example.org/posts/1"

TAGS = [
    "p",
    "div",
    "b",
    "i",
    "em",
    "a",
    "ul",
    "li",
    "table",
    "tr",
    "td",
    "th",
    "pre",
    "code",
    "blockquote",
    "span",
    "img",
    "br",
    "svg",
    "math",
    "style",
    "script",
    "select",
    "form",
]
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        [
            '<a href="/x?utm_source=y&amp;z=1" id=q>',
            "<a href='#fn1'>",
            '<img src="a.png" alt="<b>" onerror=x>',
            '<img data-src="/r.png" src="data:x">',
            "<iframe src=//e.org/f title='a & b'></iframe>",
            "<video><source src=v.mp4>no</video>",
            "<!-- c -->",
            "<!--",
            "<![CDATA[x]]>",
            "<?php ?>",
            "<a x='",
            '"',
            "<",
            "&",
            "&amp;",
            "&#x26;",
            "&nbsp;",
            "&#0;",
            "\x00",
            "\r",
            "\x0c",
            "<textarea><b>",
            "<title>",
            "<noscript>",
            "<plaintext>",
            "<template><p>",
            "<frameset>",
            "<my-tag>",
            "<x@e.org>",
            "<https://e.org>",
            "é漢\ud800",
        ]
    ),
    st.text(max_size=8),
)
MARKUP = st.lists(PIECES, max_size=25).map("".join)


@given(MARKUP)
@settings(max_examples=400, deadline=None)
@example("<table><b><tr><td></b><p><table><a href=x><div><a href=y>")
@example("<a><table><a>")
def test_sanitizing_twice_changes_nothing(markup: str) -> None:
    once = sanitize(markup, BASE)
    assert sanitize(once, BASE) == once
    once.encode("utf-8")
    lowered = once.lower()
    for forbidden in ("<script", "<style", "<iframe", "<svg", "<form", "onerror", "javascript:", "<video"):
        assert forbidden not in lowered


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("plain & simple <3", "plain &amp; simple &lt;3"),
        ("<p onclick=x>hi<script>alert(1)</script> <style>p{}</style>there", "<p>hi there</p>"),
        ('<a href="javascript:x">y</a>', "<a>y</a>"),
        ('<a href=" jav\tascript:x">y</a>', "<a>y</a>"),
        ('<a href="/a b?utm_source=f&amp;id=2">y</a>', '<a href="https://example.org/a%20b?id=2">y</a>'),
        ('<a href="../up">y</a>', '<a href="https://example.org/up">y</a>'),
        ('<img src="x.png" width="40px" alt=" a  b " onload=x>',
         '<img src="https://example.org/posts/x.png" width="40" alt="a b">'),
        ('<img src="data:image/png;base64,AA" alt="d">', '<img alt="d">'),
        ('a<img src="/p.gif" width=1 height=1>b', "ab"),
        ('a<img src="/p.gif" style="display:none">b', "ab"),
        ('a<img src="https://pixel.wp.com/b.gif?x=1">b', "ab"),
        ('<img src="blank.jpg" data-src="/real.jpg" alt="r">', '<img alt="r" src="https://example.org/real.jpg">'),
        ('<img srcset="/s.jpg 1x, /l.jpg 2x">', '<img src="https://example.org/l.jpg">'),
        ("<form><p>in a form</p></form>x", "<div><p>in a form</p></div>x"),
        ("<my-tag>kept</my-tag><o:p>too</o:p>", "kepttoo"),
        ("mail <someone@example.org> or <https://example.org/x>",
         "mail &lt;someone@example.org&gt; or &lt;https://example.org/x&gt;"),
        ("a<b and c", "a&lt;b and c"),
        ("<svg><title>icon</title><path/></svg>text", "text"),
        ("<root>words of an unknown tag</root>", "words of an unknown tag"),
        ('<pre class="brush: python; x">a</pre>', '<pre class="language-python">a</pre>'),
        ('<code class="hljs rust">a</code>', '<code class="language-rust">a</code>'),
        ('<div class="wrap footnotes">a</div>', '<div class="footnotes">a</div>'),
        ('<ol start="3" onclick=x><li value=7>a</ol>', '<ol start="3"><li value="7">a</li></ol>'),
        ("x\ud800y", "x?y"),
    ],
)  # fmt: skip
def test_what_is_kept(given: str, safe: str) -> None:
    shown = sanitize(given, BASE)
    # The order of attributes is the library's own.
    assert sorted(shown) == sorted(safe), shown


@pytest.mark.parametrize(
    ("given", "link", "label"),
    [
        ('<iframe src="https://www.youtube-nocookie.com/embed/abcdefghijk?rel=0" title="Dawn"></iframe>',
         "https://www.youtube.com/watch?v=abcdefghijk", "Video: Dawn — youtube.com"),
        ('<iframe src="//player.vimeo.com/video/42"></iframe>', "https://vimeo.com/42", "Video: vimeo.com"),
        ('<iframe src="https://w.soundcloud.com/player/x"></iframe>',
         "https://w.soundcloud.com/player/x", "Audio: w.soundcloud.com"),
        ('<video controls><source src="/v.mp4">Your browser is old</video>',
         "https://example.org/v.mp4", "Video: example.org"),
        ('<audio src="/a.mp3"></audio>', "https://example.org/a.mp3", "Audio: example.org"),
        ('<iframe src="/page"></iframe>', "https://example.org/page", "Embedded page: example.org"),
    ],
)  # fmt: skip
def test_what_plays_becomes_a_named_link(given: str, link: str, label: str) -> None:
    safe = sanitize(given, BASE)
    assert sorted(safe) == sorted(f'<br><a href="{link}" title="{label}"></a><br>')
    assert build(safe).blocks == (Paragraph((Link(link, (Text("▶ " + label.replace("— ", "—\xa0")),)),)),)
    # It is no text of the article's: neither searched nor counted.
    assert plain_text(safe) == ""


def test_worthless_and_repeated_frames_are_left_out() -> None:
    assert sanitize('<iframe src="https://www.facebook.com/plugins/like.php"></iframe>x', BASE) == "x"
    assert "Embedded page: e.org" in sanitize('<iframe src="https://e.org/"></iframe>', BASE)
    assert "Embedded page: Map — e.org" in sanitize('<iframe src="https://e.org" title="Map"></iframe>', BASE)
    assert sanitize('<embed src="/a"><object data="/a">old</object>', BASE).count("<a ") == 1


HOSTILE = {
    "nested": "<div>" * 50_000 + "deep",
    "formats": "".join(f"<b id={number}>" for number in range(30_000)) + "x",
    "formats and blocks": "".join(f"<b id={number}>" for number in range(40)) + "<p>x" * 100_000,
    "attributes": "<a " + " ".join(f"x{number}=1" for number in range(60_000)) + ">x</a>",
    "quoted attributes": "<a " + " ".join(f'x{number}=">"' for number in range(60_000)) + ">x</a>",
    "unclosed tags": "<a " * 200_000,
    "unclosed quotes": '<a x="' * 100_000,
    "comments": "<!--" * 200_000,
    "scripts": "<script>" * 100_000,
    "ampersands": "&" * 500_000,
    "half references": "&a" * 250_000,
    "walls": "<div><table><td></div>" * 20_000,
    "misnested": "<span><div></span>" * 20_000,
    "cells": "<b id=1><table><td></b></td></table>" * 10_000,
    "formulas": "<math><mrow>" * 100_000,
    "formulas in formulas": "<math>" * 200_000 + "</math>",
    "deep formulas": ("<math>" + "<mrow>" * 3_000 + "x</math>") * 50,
    "drawings of formulas": "<math>x</math>" + "<math></math><span aria-hidden=true>" * 30_000,
    "frames": "".join(f"<iframe src=//x.org/{number}></iframe>" for number in range(20_000)),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_markup_costs_seconds_at_most(name: str) -> None:
    safe = sanitize(HOSTILE[name], BASE)
    assert len(safe) < 4_000_000


def test_a_long_article_is_cut_with_a_note() -> None:
    safe = sanitize("<p>word</p>" * 250_000, BASE)
    assert len(safe.encode()) <= MOST_BYTES
    assert safe.endswith("<p><em>This article is longer than 2 MB; the rest of it was left out.</em></p>")
    assert sanitize(safe, BASE) == safe
    # Escapes make it longer than it came in.
    assert len(sanitize("<" * 900_000, BASE).encode()) <= MOST_BYTES
