"""MathML of others: TeX that our own converter reads, or plain text that says the same."""

from __future__ import annotations

import pytest

from papershelf.importers.texts.markup import from_html
from papershelf.text import tex


def math(inner: str, odd: list[str] | None = None) -> str:
    return from_html(f"<math>{inner}</math>", odd)


def test_a_title_of_a_physics_journal() -> None:
    """Powers, fractions, units, roots and scripts are kept, with any prefix of the namespace."""
    prefixed = (
        'Decay at <mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:msup><mml:mn>10</mml:mn>'
        "<mml:mrow><mml:mo>-</mml:mo><mml:mn>3</mml:mn></mml:mrow></mml:msup></mml:math> of "
        "<m:math><m:mfrac><m:mn>1</m:mn><m:mn>2</m:mn></m:mfrac></m:math>, in <math><msub>"
        '<mi mathvariant="normal">MoS</mi><mn>2</mn></msub></math>.'
    )
    assert from_html(prefixed) == "Decay at 10⁻³ of $\\frac{1}{2}$, in MoS₂."


@pytest.mark.parametrize(
    ("inner", "right"),
    [
        ("<mover><mrow><mi>A</mi><mi>B</mi><mi>C</mi><mi>D</mi></mrow><mo>¯</mo></mover>", r"$\overline{ABCD}$"),
        ("<munder><mi>x</mi><mi>y</mi></munder>", r"$\underset{y}{x}$"),
        ("<munder><mi>x</mi><mo>_</mo></munder>", r"$\underline{x}$"),
        ("<munderover><mi>x</mi><mi>a</mi><mi>b</mi></munderover>", r"$\overset{b}{\underset{a}{x}}$"),
        ("<mover><mi>x</mi><mi>def</mi></mover>", r"$\overset{\mathrm{def}}{x}$"),
        ('<mfenced open="|" close="|"><mi>x</mi></mfenced>', "$|x|$"),
        ("<mfenced><mi>a</mi><mi>b</mi><mi>c</mi></mfenced>", "$(a,b,c)$"),
        ('<mfenced separators=";"><mi>a</mi><mi>b</mi></mfenced>', "$(a;b)$"),
        ('<mfrac bevelled="true"><mi>a</mi><mi>b</mi></mfrac>', "$a/b$"),
        ("<mmultiscripts><mi>C</mi><mn>6</mn><none/><mprescripts/><none/><mn>14</mn></mmultiscripts>", "${}^{14}C_6$"),
        ("<mphantom><mi>x</mi></mphantom><mi>y</mi>", r"$\phantom{x}y$"),
        ('<mi>a</mi><mspace width="1em"/><mi>b</mi>', r"$a\quad b$"),
        ("<mstyle><mpadded><mi>x</mi></mpadded></mstyle>", "$x$"),
        ("<mi>&#x1D4AA;</mi><mo>(</mo><mi>n</mi><mo>)</mo>", r"$\mathcal{O}(n)$"),
        ('<mi mathvariant="script">L</mi><mi mathvariant="fraktur">g</mi>', r"$\mathcal{L}\mathfrak{g}$"),
        ("<mi>γγ</mi><mo>&#x2062;</mo><mi>x</mi>", r"$\gamma\gamma x$"),
        ("<mtext>5 of 7</mtext>", "5 of 7"),
        ("<mo>∼</mo><mn>5</mn>", "∼5"),
        ("<mn>3</mn><mo>×</mo>", "3×"),
        ("<mn>5</mn><mspace/><mi>GeV</mi>", "5 GeV"),
        ("", ""),
    ],
)  # fmt: skip
def test_elements(inner: str, right: str) -> None:
    """Each as TeX writes it; what is simple needs none."""
    assert right == math(inner)


def test_all_of_it_is_tex_that_we_show() -> None:
    """What the converter writes becomes MathML again on the page."""
    for inner in (
        "<msqrt><mi>s</mi></msqrt><mo>=</mo><mn>13</mn><mspace width='0.25em'/><mi>TeV</mi>",
        "<munderover><mo>∏</mo><mi>i</mi><mi>n</mi></munderover><mi>sin</mi><mi>x</mi>",
        "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mn>1</mn></mtd></mtr></mtable><mo>%</mo><mo>&amp;</mo>",
        "<mroot><mi>x</mi><mn>3</mn></mroot><mo>{</mo><mo>}</mo><mo>∥</mo><mtext>a_b % $5</mtext>",
        "<mfrac linethickness='0'><mi>n</mi><mi>k</mi></mfrac><mo>⟶</mo><mi>ℏ</mi><mo>≲</mo>",
        "<mover><mi>x</mi><mo>~</mo></mover><mover><mi>x</mi><mo>⏞</mo></mover>",
    ):
        shown = math(inner)
        assert "<math" in tex.to_html(shown) and list(tex.problems(shown)) == [], shown


def test_what_nobody_knows_keeps_its_content() -> None:
    """And is reported; so is an element without its parts."""
    odd: list[str] = []
    assert math("<menclose><mi>x</mi></menclose><msup><mi>y</mi></msup>", odd) == "$xy$"
    assert odd == ["<menclose>", "<msup>"]
    assert math("<msup><mi>x</mi><mn>2</mn><mn>3</mn></msup>") == "$x23$"
    assert math("<msqrt>loose<mi>y</mi></msqrt><mn>5</mn>") == r"$\text{loose}y5$"
