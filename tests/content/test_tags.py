"""What the pass before the parsers lets through; that it is quick is tested with the sanitizer."""

import re

from tui.content.nesting import MOST_DEPTH, Nesting
from tui.content.tags import spell_ampersands, start_tags, tame


def test_honest_markup_comes_back_as_it_was() -> None:
    markup = "<p class=\"x\">a <b>b</b> &amp; <a href='q'>c</a><br/><ul><li>d<li>e</ul></p>"
    assert tame(markup, "") == markup


def test_depth_and_formatting_are_bounded() -> None:
    assert tame("<div>" * 1_000, "").count("<div>") == MOST_DEPTH
    assert len(re.findall("<b ", tame("".join(f"<b id={number}>" for number in range(500)), ""))) <= 40
    # Opened again in every block: after a while they are closed for good.
    busy = tame("<b><i><u>" + "<p>x" * 50_000 + "<b>y", "")
    assert "</u></i></b>" in busy and not busy.endswith("<b>y")


def test_elements_that_end_by_themselves_do_not_count() -> None:
    for markup in (
        "<p>x" * 1_000,
        "<ul>" + "<li>x" * 1_000,
        "<table>" + "<tr><td>x" * 500,
        "<dl>" + "<dt>x<dd>y" * 500,
    ):
        assert tame(markup, "") == markup


def test_end_tags_do_not_reach_through_walls() -> None:
    nesting = Nesting()
    for name in ("div", "table", "tr", "td", "span"):
        nesting.start(name)
    nesting.end("div")
    assert nesting.stack == ["div", "table", "tr", "td", "span"]
    nesting.end("td")
    assert nesting.stack == ["div", "table", "tr"]


def test_long_tags_lose_what_does_not_matter() -> None:
    flood = " ".join(f"x{number}=1" for number in range(1_000))
    assert tame(f'<a {flood} href="/y" title=\'t"u\'>z</a>', "") == '<a href="/y" title="t&quot;u">z</a>'


def test_floods_of_ampersands_are_spelled_out() -> None:
    assert spell_ampersands("&a &amp; & &#1 ") == "&a &amp; & &#1 "
    assert spell_ampersands("&" * 3_000) == "&amp;" * 3_000
    assert spell_ampersands("&lt;&x" * 2_000) == "&lt;&amp;x" * 2_000


def test_start_tags_outside_of_scripts_and_comments() -> None:
    markup = '<p><script>"<b>"</script><!-- <i> --><a title=">">x</a><style><u></style><em/><!-- <q>'
    assert [name for name, _, _ in start_tags(markup)] == ["p", "script", "a", "style", "em"]
