import pytest

from tui.content import count_words, plain_text, plain_title, reading_minutes, sanitize


def test_plain_text_keeps_blocks_apart_and_words_together() -> None:
    html = sanitize(
        "<h2>Trade</h2><p>Exp<b>ort</b>s&nbsp;rose\n by 5&nbsp;%.<br>Im<wbr>ports</p><ul><li>one<li>two</ul>",
        "",
    )
    assert plain_text(html) == "Trade\nExports rose by 5 %.\nImports\none\ntwo"


def test_plain_text_is_clean() -> None:
    assert plain_text(sanitize("<p>a&#27;]0;x&#7;b &lt;i&gt; \u202ec</p>", "")) == "ab <i> c"


@pytest.mark.parametrize(
    ("title", "is_html", "shown"),
    [
        ("Plain <b>title</b> &amp; all", False, "Plain <b>title</b> &amp; all"),
        ("Rich <b>title</b> &amp; all", True, "Rich title & all"),
        ("5 &lt; 6", True, "5 < 6"),
        ("[bold]x[/]", True, "[bold]x[/]"),
        ("a<script>x</script>b", True, "ab"),
        ("line\n one \x1b[31mred", False, "line one red"),
        ("x\ud800&amp;", True, "x&"),
        ("<" * 5_000, True, "<" * 999 + "…"),
        ("", True, ""),
    ],
)
def test_titles(title: str, is_html: bool, shown: str) -> None:
    assert plain_title(title, is_html) == shown


def test_length() -> None:
    assert count_words("three little words") == 3
    assert count_words("日本語 and words") == 5
    assert reading_minutes("", "en") == 1
    assert reading_minutes("word " * 920, "en") == 4
    assert reading_minutes("語" * 1_500, "ja") == 3
