"""The markup that an article has on its page is the markup that it keeps."""

import pytest

from tui.content import extract
from tui.model.extraction import KnownFacts

URL = "https://example.org/2026/a-walk"
PROSE = [
    f"The path number {number} leaves the village behind the church and climbs through the woods for an hour."
    for number in range(1, 9)
]


def html_of(*blocks, around=("<article>", "</article>"), **more):
    """The extracted markup of an article of prose, with *blocks* in its midst."""
    inner = "".join(f"<p>{one}</p>" for one in PROSE[:4]) + "".join(blocks)
    inner += "".join(f"<p>{one}</p>" for one in PROSE[4:])
    page = (
        f"<!DOCTYPE html><html><head><title>x</title></head><body>{around[0]}{inner}{around[1]}</body></html>"
    )
    found = extract(page.encode(), "text/html; charset=utf-8", URL, KnownFacts(), **more)
    assert found.trouble == "" and all(one in found.text for one in PROSE)
    return found.html


@pytest.mark.parametrize(
    "markup",
    [
        '<pre><code class="language-python">def walk():\n    return "there and back"\n</code></pre>',
        '<ol start="4"><li>Turn left at the mill and follow the brook</li><li>Cross the bridge of stone'
        "<ol><li>Or wade, when it has not rained for a week</li></ol></li></ol>",
        "<dl><dt>Mill</dt><dd>A house beside a brook, with a wheel</dd><dt>Ford</dt><dd>Where one may wade</dd></dl>",
        '<table><tbody><tr><th colspan="2">Heights of the way</th></tr><tr><td>The mill</td><td align="right">312 m'
        "</td></tr></tbody></table>",
        "<blockquote><p>Whoever walks arrives, says the miller of the valley.</p><p>— The miller</p></blockquote>",
        "<h2>The way back through the valley</h2>",
        "<p>Water is H<sub>2</sub>O, and the mill has a floor of 40 m<sup>2</sup> and <code>one</code> wheel.</p>",
        '<p>It is <strong>far</strong> and <em>steep</em>, says <a href="https://example.net/mill">the mill</a>.</p>',
        "<p>First a line of a poem,<br>then a second one that is longer,<br>then a third.</p>",
    ],
)
def test_markup_is_kept_as_it_is(markup):
    assert markup.replace("\n", "") in html_of(markup).replace("\n", "")


@pytest.mark.parametrize(
    "figure",
    [
        '<figure><img src="/mill.jpg" alt="A mill"><figcaption>The mill. <b>Photo</b>: Jo</figcaption></figure>',
        '<figure><picture><source srcset="/mill-2.webp 2x"><img data-src="/mill.jpg" src="data:image/gif;base64,AA"'
        ' alt="A mill"></picture><figcaption>The mill. <b>Photo</b>: Jo</figcaption></figure>',
        '<figure><noscript><img src="/mill.jpg" alt="A mill"></noscript><img class="lazy" data-src="/mill.jpg"'
        ' alt="A mill"><figcaption>The mill. <b>Photo</b>: Jo</figcaption></figure>',
    ],
)
def test_a_figure_keeps_its_place_and_its_caption(figure):
    html = html_of(figure)
    kept = (
        '<figure><img src="https://example.org/mill.jpg" alt="A mill">'
        "<figcaption>The mill. <b>Photo</b>: Jo</figcaption></figure>"
    )
    assert html.count("<img") == 1 and kept in html
    assert html.index(PROSE[3]) < html.index("<figure>") < html.index(PROSE[4])
    assert "mill" not in html_of(figure, images=False)


def test_a_picture_above_the_text_stays_and_icons_go():
    lead = '<h1>x</h1><figure><img src="/lead.jpg" alt=""><figcaption>The village</figcaption></figure>'
    icon = '<div class="share-icons"><img src="/f.png" width="16" height="16"></div><img src="/logo.png">'
    html = html_of(icon, around=(f"<article>{lead}", "</article>"))
    assert html.index("lead.jpg") < html.index(PROSE[0]) and html.count("<img") == 1


def test_footnotes_come_along_from_wherever_they_stand():
    marks = '<p>The mill is old<sup><a href="#fn1" id="ref1">1</a></sup> and the wheel is new, they say there.</p>'
    notes = '<div class="tail"><ol><li id="fn1">Built in 1602. <a href="#ref1">↩</a></li></ol></div>'
    html = html_of(marks, around=("<article>", f"</article><footer>{notes}</footer>"))
    assert '<section class="footnotes"><ol><li id="fn1">Built in 1602.' in html


def test_a_paragraph_is_taken_as_a_whole_and_with_its_kin():
    """Divs that are full of links pass for menus."""
    linked = "".join(
        f'<div class="text">The river <a href="/r">Aar</a> rises <a href="/s">in the snow</a> above the <a href="/t">old'
        f" village</a>, and it takes number {number} of its waters along through the gorge.</div>"
        for number in range(6)
    )
    html = html_of(around=("<article>", f"{linked}</article>"))
    assert (
        all(f"number {number} of its waters" in html for number in range(6)) and html.count("The river") == 6
    )


def test_what_is_quoted_from_elsewhere_stays():
    quote = (
        '<div class="social-embed"><blockquote class="tweet"><p>Up here, there is snow.</p>— Jo (@jo)'
        ' <a href="https://example.com/jo">3 May</a></blockquote></div>'
    )
    assert "<blockquote><p>Up here, there is snow.</p>" in html_of(quote)


def test_links_are_told_from_the_base_that_the_page_names():
    page = (
        '<html><head><base href="https://cdn.example.net/deep/"></head><body><article>'
        + "".join(f"<p>{one}</p>" for one in PROSE)
        + '<p>More of this is told by <a href="mill?utm_source=x&amp;a=1">the mill</a> down there.</p></article></body></html>'
    )
    html = extract(page.encode(), "text/html", URL, KnownFacts()).html
    assert 'href="https://cdn.example.net/deep/mill?a=1"' in html


def test_a_player_becomes_a_link():
    frame = '<div><iframe src="https://www.youtube.com/embed/abcdefghijk" title="A walk"></iframe></div>'
    assert 'href="https://www.youtube.com/watch?v=abcdefghijk"' in html_of(frame)


def test_a_page_within_a_form_and_texts_that_come_twice():
    """Some systems put whole pages into a form; some pages say things twice."""
    html = html_of(
        "<h2>Again</h2>",
        f"<p>{PROSE[0]}</p>",
        around=("<form id='aspnetForm'><article>", "</article></form>"),
    )
    assert html.count(PROSE[0]) == 2 and "<h2>Again</h2>" in html
    assert html.index(PROSE[3]) < html.index("Again") < html.rindex(PROSE[0]) < html.index(PROSE[4])


def test_what_was_taken_out_of_a_paragraph_comes_back():
    button = '<p>The mill grinds on Mondays <label>(and <a href="/t">Tuesdays</a>)</label> for whoever brings some corn up here.</p>'
    assert "for whoever brings some corn up here." in html_of(button)
