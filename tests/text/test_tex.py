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
