"""Simple markup: what is made without a parser is what the parser would have made."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.content import sanitize
from tui.content.sanitizer import _cleaner
from tui.content.simple import simple
from tui.content.tags import tame

BASE = "https://example.org/posts/1"

TEXTS = [
    "", " ", "\n", "words", "a & b", "&amp;", "&lt;b&gt;", "&nbsp;", "\xa0", ">", "&#8217;", "&rsquo;", "&#x1F600;",
    "&quot;", "&#39;", "&copy", "&amp;lt;", "&bogus;", "&#0;", "&#128;", "&#xD800;", "&#10;", "&Tab;", "&NewLine;",
    "\ufeff", "\u202e", "\x1b[1m", "\t", "\r", "\0", "<", "<!-- c -->", "<?x?>", "<!doctype html>", "日本語", "😀", "&&",
]  # fmt: skip
NAMES = str.split(
    "p div b i em strong a span code pre ul ol li dl dt dd h1 h2 blockquote table caption colgroup col thead tbody tr td"
    " th br hr img wbr figure figcaption ruby rt rp font form iframe script style nobr button svg math o:p sup u"
)
ATTRIBUTES = [
    'href="https://example.com/a"',
    'href="http://a-b.example.com/A/(b)-c.html"',
    'href="https://e.org"', 'href="../b?x=1&amp;y=2"', "href='/q?a=1&b=2'", 'href="javascript:alert(1)"',
    'href="#note"', 'href="https://xn--a.example/"', 'href="https://1.2.3.4.5/"', 'href="HTTP://Example.COM/%zz?utm_source=x"',
    'href="mailto:a@example.org"', 'href="//host/x y"', 'href="https://[::1"', 'src="/i.png"', 'src="pixel.gif"',
    'src="https://b.scorecardresearch.com/p"', 'src="data:image/png;base64,AA"', 'data-src="/lazy.png"', 'width="1"',
    'width="0800px"', 'alt="An &quot;image&quot; &amp; &lt;more&gt;"', 'alt=" srcset "', "alt", 'alt=""', 'title=" "', 'height="9"', 'title="a&nbsp;b\u200e"', "title='\"'",
    'title="x > y"', 'id="note"', 'id="not valid"', 'class="footnotes"', 'class="hljs python"', 'class="language-C++"',
    'style="display:none"', "onclick", 'onclick="go()"', 'colspan="2"', 'align=" Left "', 'start="-03"', "reversed", 'dir="rtl"', 'dir=" RTL"',
    'href="https://e.org/?copy=1&copyx=2&amp"', "width=1", 'HREF="/upper"', '"', "/",
]  # fmt: skip

texts = st.sampled_from(TEXTS) | st.text(max_size=8)
attributes = st.lists(st.sampled_from(ATTRIBUTES), max_size=6, unique=True).map(
    lambda given: "".join(f" {one}" for one in given)
)
names = st.sampled_from(NAMES)
loose = st.lists(
    texts
    | st.builds(lambda name, given: f"<{name}{given}>", names, attributes)
    | names.map(lambda name: f"</{name}>"),
    max_size=12,
).map("".join)
nested = st.recursive(
    texts
    | st.builds(
        lambda name, given: f"<{name}{given}>", st.sampled_from(["br", "hr", "img", "col"]), attributes
    ),
    lambda inner: st.builds(
        lambda name, given, parts: f"<{name}{given}>{''.join(parts)}</{name}>",
        names,
        attributes,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)
tables = st.lists(nested, min_size=1, max_size=3).map(
    lambda cells: "<table>\n<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr> </table>"
)


@settings(max_examples=400, deadline=None)
@given(
    st.lists(loose | nested | tables, max_size=3).map("".join), st.sampled_from([BASE, "", "https://[bad/"])
)
def test_the_quick_way_and_the_parser_agree(markup: str, base: str) -> None:
    markup = markup.encode("utf-8", "replace").decode("utf-8")
    quick = simple(markup, base)
    if quick is not None:
        cleaner = _cleaner(base)
        assert quick == cleaner.clean(tame(markup, base))
        assert quick == cleaner.clean(tame(quick, base))


@pytest.mark.parametrize(
    "markup",
    [
        "<p>one <a href='/x'>two</a><br/>three</p>",
        '<ul><li>a</li> <li><p>b &amp; c</p></li></ul><hr><img src="a.png" alt="x">',
        "<table><tr><td>1</td></tr></table>",
        "<pre><code class='language-c'>i &lt; 3</code></pre>",
        "a &#8217; b & c > d",
    ],
)
def test_ordinary_markup_needs_no_parser(markup: str) -> None:
    assert simple(markup, BASE) == _cleaner(BASE).clean(markup)
    assert sanitize(markup, BASE) == simple(markup, BASE)


@pytest.mark.parametrize(
    "markup",
    [
        "<script>x</script>", "<p onclick=go()>x</p>", "<p>one<p>two", "<p><div>x</div></p>", "<a><b><a>x</a></b></a>",
        "<table>text<tr><td>x</td></tr></table>", "<li>x</li>", "<b><i>x</b></i>", "<pre>\nx</pre>", "<h1><h2>x</h2></h1>",
        "<p/>", "<!-- x -->", "a < b", "<a href='javascript:x'>y</a>", "<img src='/i' srcset='/j 2x'>", "<p id=a id=b>x</p>",
        "<p id='a' id='b'>x</p>", "&copy 2020", "<font>x</font>", "</p>", "<p>x", "a\rb", "<img src='/x.gif' width='1'>",
        "<div>" * 30 + "</div>" * 30,
    ],
)  # fmt: skip
def test_what_is_not_simple_is_left_to_the_parser(markup: str) -> None:
    assert simple(markup, BASE) is None


def test_what_goes_is_replaced_by_the_last() -> None:
    image = '<img alt="" id="no id" width="8" height="x" title="t" src="/i.png">'
    assert simple(image, BASE) == _cleaner(BASE).clean(image)
    assert simple(image, BASE) == '<img src="https://example.org/i.png" title="t" width="8">'


def test_what_is_made_holds_nothing_active() -> None:
    made = simple('<p style="x" onclick="y"><a href="/a" onmouseover="z" title="&quot;&gt;">t</a></p>', BASE)
    assert made == '<p><a href="https://example.org/a" title="&quot;&gt;">t</a></p>'
