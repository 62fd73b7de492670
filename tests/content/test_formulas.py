"""Formulas as lines of text."""

import pytest

from tests.content.test_sanitizer import BASE
from tui.content import build, sanitize
from tui.content.document import Paragraph, inline_text


def said(markup: str) -> str:
    return "\n".join(
        inline_text(block.parts)
        for block in build(sanitize(markup, BASE)).blocks
        if isinstance(block, Paragraph)
    )


ROW = "<mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow>"


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("<msup><mi>x</mi><mn>2</mn></msup><mo>-</mo><mi>y</mi>", "x² − y"),
        ("<mo>-</mo><mi>y</mi><mo>=</mo><mo>-</mo><mn>1</mn>", "−y = −1"),
        (f"<mfrac>{ROW}<mn>2</mn></mfrac>", "(a + 1)/2"),
        (f"<mfrac><mn>1</mn>{ROW}</mfrac>", "1/(a + 1)"),
        ("<mfrac><mn>1</mn><mrow><mn>2</mn><mi>a</mi></mrow></mfrac>", "1/(2a)"),
        ("<mfrac linethickness=0><mi>n</mi><mi>k</mi></mfrac>", "(n choose k)"),
        ("<msqrt><mi>x</mi></msqrt><mo>,</mo><msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√x, √(x + 1)"),
        (f"<mroot>{ROW}<mn>3</mn></mroot>", "∛(a + 1)"),
        ("<mroot><mi>x</mi><mi>n</mi></mroot>", "ⁿ√x"),
        (f"<msub><mi>x</mi>{ROW}</msub><msup><mi>y</mi><mi>q</mi></msup>", "xₐ₊₁y^q"),
        ("<msub><mi>x</mi><mrow><mi>b</mi><mo>=</mo><mn>2</mn></mrow></msub>", "x_(b=2)"),
        ("<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>", "∑ᵢ₌₁ⁿ i"),
        ("<munder><mi>lim</mi><mrow><mi>x</mi><mo>→</mo><mn>0</mn></mrow></munder><mi>x</mi>", "lim_(x→0) x"),
        ("<mi>sin</mi><mo>&ApplyFunction;</mo><mi>x</mi><mo>⁢</mo><mi>y</mi>", "sin xy"),
        ("<mi>a</mi><mo>cos</mo><mo>(</mo><mi>t</mi><mo>)</mo>", "a cos(t)"),
        ("<mi>f</mi><mo>(</mo><mi>x</mi><mo>)</mo><mo>≤</mo><mn>3.5</mn>", "f(x) ≤ 3.5"),
        ("<mover><mi>v</mi><mo>→</mo></mover><mover><mi>x</mi><mo>^</mo></mover>", "v\u20d7x\u0302"),
        ("<mfenced open='[' close=')'><mn>0</mn><mn>1</mn></mfenced>", "[0, 1)"),
        ("<mo>(</mo><mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd><mtd>"
         "<mi>d</mi></mtd></mtr></mtable><mo>)</mo>", "(a, b; c, d)"),
        ("<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mo>=</mo><mi>b</mi></mtd></mtr></mtable>", "a = b"),
        ("<mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts>", "₆¹⁴C"),
        ("<semantics><mi>x</mi><annotation encoding='application/x-tex'>\\xi</annotation></semantics>", "x"),
        ("<mi>x</mi><mphantom><mi>y</mi></mphantom><mtext> if </mtext><mi>z</mi>", "x if z"),
    ],
)  # fmt: skip
def test_lines(markup: str, line: str) -> None:
    assert said(f"<p><math>{markup}</math></p>") == line


def test_where_the_markup_says_nothing_its_notation_does() -> None:
    assert said('<math alttext="{\\displaystyle E=mc^{2}}"></math>') == "E=mc^{2}"
    assert said("<math><semantics><annotation>\\alpha</annotation></semantics></math>") == "\\alpha"


def test_a_formula_of_its_own_has_a_line_of_its_own() -> None:
    assert said('<p>So <math display="block"><mi>x</mi></math> holds.</p>') == "So \nx\nholds."


def test_what_draws_a_formula_again_is_left_out() -> None:
    assert (
        said(
            '<span class="katex"><math><mi>x</mi></math><span class="katex-html" aria-hidden="true"><span>x</span>'
            "<span>y</span></span></span> end"
        )
        == "x end"
    )
    assert (
        said('<math><mi>x</mi></math><img class="mwe-math-fallback-image" src="/x.svg" alt="x"> end')
        == "x end"
    )
    assert said('<p><span aria-hidden="true">kept</span></p>') == "kept"


def test_notations_are_left_as_they_are() -> None:
    assert said(r"<p>\( a_1 \) and $$\frac{a}{b}$$</p>") == r"\( a_1 \) and $$\frac{a}{b}$$"
    assert said('<p><script type="math/tex">a<b</script></p>') == r"\(a<b\)"
    assert said('<p><script type="math/tex; mode=display">x</script></p>') == r"\[x\]"


def test_pictures_of_formulas_say_themselves() -> None:
    assert said('<p>so <img src="https://s0.wp.com/latex.php?latex=x" alt="x+y"></p>') == "so x+y"
    assert said('<p>so <img src="/i.svg" alt="{\\displaystyle \\frac{a}{b}}"></p>') == r"so \frac{a}{b}"


def test_other_names_for_the_same_markup_and_none() -> None:
    assert (
        said("<p><mml:math><mml:mfrac><mml:mn>1</mml:mn><mml:mi>b</mml:mi></mml:mfrac></mml:math></p>")
        == "1/b"
    )
    assert said("<p><math><mi>x</mi> never closed") == "x never closed"
    assert "<script" not in sanitize("<math><mi><script>alert(1)</script>&lt;script&gt;</mi></math>", BASE)
