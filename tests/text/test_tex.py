"""Text with TeX in it: MathML, plain text, BibTeX; money stays money."""

from __future__ import annotations

import html
import re
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.text import tex


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $10",
        "US$5, A$7",
        "it costs $5",
        "$1,000 or $2.5M each",
        r"\$5 and \$6",
        "$ x $",
        "from $5 to $7 in $n",
    ],
)
def test_money(text: str) -> None:
    """No formula is seen in prices."""
    assert not [piece for piece in tex.split(text) if piece.is_math]
    assert tex.to_plain(text) == text.replace(r"\$", "$")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"$O(n \log n)$", "O(n log n)"),
        (r"$\alpha_1^2$", "α₁²"),
        (r"$\frac{a}{b}$", "a/b"),
        (r"$\mathbb{R}^n$", "ℝⁿ"),
        (r"$$x$$ and \(y\) and \[z\]", "x and y and z"),
        (r"$5$ and $n$", "5 and n"),
        (r"$\mathcal{O}(1)$", "O(1)"),
        ("a $x$-b", "a x-b"),
    ],
)
def test_formulas(text: str, plain: str) -> None:
    """They become MathML in pages and words elsewhere."""
    assert "<math" in tex.to_html(text)
    assert tex.to_plain(text) == plain


@pytest.mark.parametrize(
    ("formula", "plain"),
    [
        (r"\frac12\beta", "1/2 β"),
        (r"\frac{n^{2}}{2}", "n²/2"),
        (r"\frac{a+b}{c+d}", "(a+b)/(c+d)"),
        (r"\frac{1}{1+\frac{1}{x}}", "1/(1+1/x)"),
        (r"\tfrac{\partial f}{\partial x}", "∂f/∂x"),
        (r"O(\sqrt{n\log n})", "O(√(n log n))"),
        (r"\sqrt[3]{x}y", "∛x y"),
        (r"\{0,1\}^n", "{0,1}ⁿ"),
        (r"\left\{x\right.", "{x"),
        (r"2^{n^{2}}", "2^(n²)"),
        (r"x_{a_{i}}^{(t)}", "x_(a_i)^(t)"),
        (r"\mathcal{O}(\log n)", "O(log n)"),
        (r"n\log^2n", "n log² n"),
        (r"\operatorname*{arg\,max}_xf(x)", "arg max_x f(x)"),
        (r"\tilde{O}(n)", "Õ(n)"),
        (r"x\not\in S", "x∉ S"),
        (r"f\colon X \to Y", "f: X → Y"),
        (r"\|x\|_2 \geqslant \binom{n}{k}", "‖x‖₂ ⩾ (n choose k)"),
        (r"\textcolor{red}{x}+y", "x+y"),
        (r"19^{\textrm{th}}", "19th"),
        (r"x^\mathbf{y}+n^\mathrm{th}", "x^y+nth"),
        (r"\begin{matrix}a\end{matrix}", "a"),
    ],
)
def test_plain_text_means_the_same(formula: str, plain: str) -> None:
    """Half is not twelve, sets keep their braces, and what belongs together has parentheses."""
    assert plain == tex.to_plain(f"${formula}$")
    assert "<math" in tex.to_html(f"${formula}$")


@pytest.mark.parametrize("piece", [r"\frac", r"\sqrt{", "{", "x^", r"\hat", r"\log", "}{"])
def test_plain_text_of_endless_formulas(piece: str) -> None:
    """Arguments within arguments end somewhere, and time grows with the formula."""
    begun = time.process_time()
    tex.to_plain(f"${piece * 5_000}x$")
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"by \(17%\) and $9%$", "by 17% and 9%"),
        (r"$50\%$ of $x\\%$", "50% of x %"),
        (r"{\(\rm {\scriptsize HIVE}\)}", "{HIVE}"),
        (r"S$_{\textnormal{N}}$", "S_N"),
        (r"$\mbox{a b}$ and $\tiny x$", "a b and x"),
    ],
)
def test_signs_and_sizes_in_formulas(text: str, plain: str) -> None:
    """A percent sign is a sign, not a comment that hides the rest; sizes change nothing."""
    assert plain == tex.to_plain(text)
    assert list(tex.problems(text)) == []
    assert text.count("%") == tex.to_html(text).count("%")


@pytest.mark.slow
@pytest.mark.parametrize("piece", [r"\(", r"\[", "$(", "$$", r"\(a\]"])
def test_time_grows_with_the_text(piece: str) -> None:
    """100 KB of formulas that never end."""
    text = piece * (100_000 // len(piece))
    begun = time.process_time()
    assert tex.to_plain(text)
    assert time.process_time() - begun < 3


def test_display() -> None:
    """Double dollars make a display formula."""
    assert 'display="block"' in tex.to_html("$$x$$")
    assert 'display="block"' not in tex.to_html("$x$")


@pytest.mark.parametrize(
    "text",
    [r"$\frac{1$", r"$\href{javascript:x}{y}$", r"$\def\x{1}$", "$" + "{" * 300 + "}" * 300 + "$"],
)
def test_what_does_not_parse_is_shown_as_source(text: str) -> None:
    """The reader sees what was written, and the checker tells it."""
    shown = tex.to_html(text)
    assert shown == f'<code class="ps-tex">{html.escape(text, quote=False)}</code>'.replace(
        "'", "&#39;"
    )
    ((start, end, reason),) = tex.problems(text)
    assert (text[start:end], bool(reason)) == (text, True)


def test_macros_of_a_collection() -> None:
    """A site names its own; ours are there without it."""
    assert "<code" in tex.to_html(r"$\half$")
    assert "<mfrac>" in tex.to_html(r"$\half$", (("half", r"\frac12"),))
    assert "<code" not in tex.to_html(r"$\eps + \bigO(n) + \cO$")


def test_one_bad_macro_loses_no_other() -> None:
    """A row that does not parse is left out."""
    assert "<mfrac>" in tex.to_html(r"$\half$", (("bad name", "{"), ("half", r"\frac12")))


@given(st.text(alphabet=r"$\{}ab1 _^(),.[]<>&", max_size=50))
def test_any_text(text: str) -> None:
    """It never raises; pieces cover the text; nothing of it becomes markup but MathML and our code."""
    pieces = tex.split(text)
    assert all(before.end <= after.start for before, after in pairwise(pieces))
    shown = re.sub(r"<math.*?</math>|</?code[^>]*>", "", tex.to_html(text))
    assert "<" not in shown and ">" not in shown
    tex.to_markdown(text)
    tex.to_bibtex(text)


@given(st.text(alphabet="abc $5,.", max_size=40))
def test_plain_text_without_commands_keeps_its_words(text: str) -> None:
    """What has no TeX commands loses nothing but dollars and spaces."""
    assert re.sub(r"[$\s]", "", tex.to_plain(text)) == re.sub(r"[$\s]", "", text)


@pytest.mark.parametrize("text", [r"$\,$", r"$\mathrm{}$", r"$\quad$ $\;$"])
def test_a_title_is_never_empty(text: str) -> None:
    """A formula that shows nothing is shown as its source: a feed refuses a title of blanks."""
    assert tex.to_plain(text) == text


def test_a_percent_sign_in_a_formula_reaches_bibtex() -> None:
    """TeX would take the rest of the line for a comment."""
    assert tex.to_bibtex(r"Hives at \(17%\) and $9\%$") == r"Hives at $17\%$ and $9\%$"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (r"at $15\\%$", [r"$15\%$"]),
        (r"$O(n \\log n)$ and $\\{0, 1\\}$", [r"$O(n \log n)$", r"$\{0, 1\}$"]),
        (r"so \\(n^2\\) or \\[x\\]", [r"\(n^2\)", r"\[x\]"]),
        (r"$$a \\ b$$ and $a\\b$", []),
        (r"$\begin{cases} a \\bb \end{cases}$", []),
        (r"$\sum_{\substack{ii\\jj}} x$", []),
        (r"C:\\temp (a\\b)", []),
    ],
)
def test_doubled_backslashes(text: str, right: list[str]) -> None:
    """As JSON has them; those that end a line are meant."""
    found = [*tex.doubled(text)]
    assert right == [fixed for _, _, fixed in found]
    assert all(text[start:end].replace("\\\\", "\\") == fixed for start, end, fixed in found)
