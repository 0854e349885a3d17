"""The curator's Markdown: an allow-list, and formulas."""

from __future__ import annotations

import growing
import hostile
import pytest

from generator.text import notes


@pytest.mark.parametrize("text", hostile.HOSTILE)
def test_nothing_outside_the_list(text: str) -> None:
    """No script, style, picture, handler, class, id or address of another scheme."""
    html = notes.to_html(text).lower()
    for tag in (
        "<script",
        "<style",
        "<img",
        "<svg",
        "<iframe",
        "<base",
        "<meta",
        "<form",
        "<plaintext",
    ):
        assert tag not in html
    import re

    for tag in re.findall(r"<[^>]*>", html):
        assert not re.search(r"\son\w+=|style=|class=\"(?!ps-tex)|\bid=|javascript:", tag), tag


def test_markdown_works() -> None:
    """Emphasis, lists, tables, code, links; headings stay below those of the page."""
    html = notes.to_html(
        "# Big\n\n**a** [b](https://example.org)\n\n- c\n\n| x | y |\n|---|---|\n| 1 | 2 |\n"
    )
    for part in (
        "<h3>Big</h3>",
        "<strong>a</strong>",
        'href="https://example.org"',
        "<li>c</li>",
        "<td>1</td>",
    ):
        assert part in html


def test_fenced_code_is_code() -> None:
    """As the editor of GitHub shows it; what its language is called is no class of the page."""
    html = notes.to_html("So:\n\n```py\nif a < b:\n\n- c\n```\n\n~~~ { .x onclick=y }\nd\n~~~\n")
    assert html == (
        "<p>So:</p>\n<pre><code>if a &lt; b:\n- c\n</code></pre>\n<pre><code>d\n</code></pre>"
    )


def test_formulas_survive_markdown() -> None:
    """Underscores and stars of a formula are not emphasis."""
    html = notes.to_html("With $a_1 * b_1 * c_1$ and $\\frac{1$.")
    assert "<math>" in html and "<em>" not in html
    assert '<code class="ps-tex">$\\frac{1$</code>' in html


def test_no_empty_line() -> None:
    """The block of HTML it stands in would end there."""
    assert "\n\n" not in notes.to_html("a\n\nb\n\n    code\n\n    more\n")


@pytest.mark.parametrize("unit", ["[(", "[", "![", "[a](", "[[a]", "[a][", "](", '[a](b "(") '])
def test_brackets_cost_what_they_weigh(unit: str) -> None:
    """Fifty thousand characters of brackets that never close took minutes."""
    assert growing.cost(notes.to_html, (unit * 50_000)[:50_000]) < 2


def test_brackets_in_links_work() -> None:
    """Nested, in addresses, and in titles."""
    html = notes.to_html('[x [y] z](https://e.org/(a)) [t](https://e.org "see (b") [q]\n\n[q]: q')
    assert html.count("<a ") == 3 and ">x [y] z</a>" in html and 'href="https://e.org/(a)"' in html
