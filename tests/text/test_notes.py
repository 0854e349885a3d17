"""The curator's Markdown: an allow-list, and formulas."""

from __future__ import annotations

import html.parser
import re

import markdown
import pytest

from papershelf.text import notes
from papershelf.text.prose import EXTENSIONS
from support import growing, hostile


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
    for tag in re.findall(r"<[^>]*>", html):
        assert not re.search(
            r"\son\w+=|style=|class=\"(?!ps-(?:tex|long|display)\")|\bid=|javascript:", tag
        ), tag


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
    """It is shown as in the editor of GitHub; the name of its language is not used as a class."""
    html = notes.to_html("So:\n\n```py\nif a < b:\n\n- c\n```\n\n~~~ { .x onclick=y }\nd\n~~~\n")
    assert html == (
        "<p>So:</p>\n<pre><code>if a &lt; b:\n&#10;- c\n</code></pre>\n<pre><code>d\n</code></pre>"
    )


@pytest.mark.parametrize("lines", [1, 2, 3, 4, 5])
def test_blank_lines_of_code_stay(lines: int) -> None:
    """However many, and without an empty line in the HTML, where Markdown would end it."""
    html = notes.to_html("```\na" + "\n" * lines + "b\n```\n\n\n\nc")
    assert "\n\n" not in html
    assert html.replace("&#10;", "\n") == f"<pre><code>a{chr(10) * lines}b\n</code></pre>\n<p>c</p>"


def test_formulas_survive_markdown() -> None:
    """Underscores and stars of a formula are not emphasis."""
    html = notes.to_html("With $a_1 * b_1 * c_1$ and $\\frac{1$.")
    assert "<math>" in html and "<em>" not in html
    assert '<code class="ps-tex">$\\frac{1$</code>' in html


def test_titles_of_links_have_text_alone() -> None:
    """A citation in them is a title without its link, and a formula without its elements."""
    text = "[a](https://a.example 'See [@a1], $x$') [@a1] $y$"
    html = notes.to_html(text, to_link=lambda paper_id: f'<a href="/{paper_id}/">A &lt;1&gt;</a>')
    link = '<a href="/a1/">A &lt;1&gt;</a>'
    assert html.startswith('<p><a href="https://a.example" title="See A &lt;1&gt;, x"')
    assert html.endswith(f" {link} <math><mi>y</mi></math></p>")


@pytest.mark.parametrize(
    "url", ["https://a.example/$x$/b", "$javascript:$alert", "java$s$cript:a", "[@a1]alert"]
)
def test_addresses_are_what_is_written(url: str) -> None:
    """No formula and no title of a paper makes another address of them."""
    html = notes.to_html(f"[a]({url})", to_link=lambda paper_id: "javascript:")
    assert html.startswith(f'<p><a href="{url}"')


def test_no_empty_line() -> None:
    """The surrounding block of HTML would end there."""
    assert "\n\n" not in notes.to_html("a\n\nb\n\n    code\n\n    more\n")


#: The same Markdown engine, as a curator's note and as a page of `content/` are read.
ENGINES = [notes.to_html, growing.to_page]


#: Brackets and tags that never close, lines that end a block, marks in one paragraph.
UNITS = (
    "[(", "[", "![", "[a](", "[[a]", "[a][", "](", '[a](b "(") ',
    "<a ", "<a\n", "a<", '<a href="', "<a '", "<!--", "<!-- <a ", "<script ", "<style", "</b", "<b>", "`<a `",
    "# a\n", "---\n", "* * *\n", "a\n=\n", "a\n---\n", "!!! a\n", "## a b\n## c\n", "a\n[b]: c\n", "a\n [^b]: c\n",
    "\\", r"\(", r"\[", "&amp;", "*a*", "`a`", "[a](b)", "a\n",
)  # fmt: skip


def test_mathml_without_an_end_costs_what_it_weighs() -> None:
    """Each beginning was compared with all that is behind it."""
    assert growing.cost(notes.to_html, "<math>" * 16_000) < 2


@pytest.mark.slow
@pytest.mark.parametrize("convert", ENGINES)
@pytest.mark.parametrize("unit", UNITS)
def test_text_costs_what_it_weighs(convert: growing.Run, unit: str) -> None:
    """Fifty thousand characters of them took minutes."""
    assert growing.cost(convert, (unit * 50_000)[:50_000]) < 2


@pytest.mark.slow
def test_references_to_one_footnote_cost_what_they_weigh() -> None:
    """Those after the first 300 are text; ten thousand took minutes."""
    text = "a[^1] " * 10_000 + "b[^2]\n\n" + "[^1]: c\n" * 5_000 + "[^2]: d\n"
    assert growing.cost(growing.to_page, text) < 4
    page = growing.to_page(text)
    assert page.count('class="footnote-ref"') == 301 and page.count("a[^1]") == 9_700


class Depth(html.parser.HTMLParser):
    """How deep elements are in each other."""

    depth = most = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.depth += 1
        self.most = max(self.most, self.depth)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1


@pytest.mark.parametrize("convert", ENGINES)
@pytest.mark.parametrize(
    "text",
    ["- " * 3000, "1. " * 3000, "> - " * 3000, "> " * 3000, "**" * 3000 + "a" + "**" * 3000, "*a _b " * 2000,
     "".join(f"{'    ' * depth}- a\n" for depth in range(150)), "<div markdown>\n" * 400 + "a\n" + "</div>\n" * 400],
)  # fmt: skip
def test_nesting_has_an_end(convert: growing.Run, text: str) -> None:
    """What is in too much else is text: browsers nest 512 elements. It ended in a RecursionError."""
    depth = Depth()
    depth.feed(convert(text))
    assert depth.most < 500


@pytest.mark.slow
@pytest.mark.parametrize("convert", ENGINES)
def test_a_long_paragraph_keeps_every_mark(convert: growing.Run) -> None:
    """Thousands of them in one paragraph; none is lost."""
    html = convert("".join(f"*a* b{number} " for number in range(4000)))
    assert html.count("<em>a</em>") == 4000 and "b3999" in html
    assert growing.to_page("a<b" * 9000).count("&lt;") == 9000


def test_long_blocks_are_what_they_were() -> None:
    """Each heading and line of a block without empty lines, whatever comes between."""
    text = "".join(f"# a\nb {number}\n***\n- c\n\n    d\nTitle\n===\n" for number in range(60))
    plain = [name for name in EXTENSIONS if not name.startswith("papershelf.")]
    assert growing.to_page(text) == markdown.markdown(text, extensions=plain)
    alike = growing.to_page("# a\n" * 300)
    assert len(set(re.findall(r'id="([^"]+)"', alike))) == 300


def test_each_of_many_headings_stays_a_heading() -> None:
    """Those after the first 1,000 are not in the table of contents."""
    html = growing.to_page("## a\n" * 1_100)
    assert html.count("<h2 id=") == 1_000
    assert html.count('<div aria-level="2" role="heading">a</div>') == 100


def test_brackets_in_links_work() -> None:
    """Nested, in addresses, and in titles."""
    html = notes.to_html('[x [y] z](https://e.org/(a)) [t](https://e.org "see (b") [q]\n\n[q]: q')
    assert html.count("<a ") == 3 and ">x [y] z</a>" in html and 'href="https://e.org/(a)"' in html


def test_a_loose_bracket_is_a_character() -> None:
    """In prose, in code, in formulas of programs; what is whole stays HTML, a comment stays hidden."""
    html = notes.to_html(
        "if a<b then <em>x</em> `y<z` <https://e.org/> <a href='//e.org' title='1<b'>q</a> <!-- <i -->\n\n    x<y <z"
    )
    assert "a&lt;b then <em>x</em> <code>y&lt;z</code>" in html and "x&lt;y &lt;z" in html
    assert (
        html.count("<a ") == 2 and re.search('title="1(?:&lt;|<)b"', html) and "&lt;i" not in html
    )
    page = growing.to_page(
        '<script type="application/ld+json">{"a": "b <c"}</script>\n\na<b\n\n<!-- c'
    )
    assert '"b <c"' in page and "a&lt;b" in page and "&lt;!-- c" in page


def test_relative_urls_are_those_of_links() -> None:
    """In every form of a link, once each time; not in code, and none with a scheme."""
    text = "[a](x.md) <a href='y&amp;z'>b</a> [c][1] [d](https://a.example) <e@a.example> `[f](g)`\n\n[1]: #h"
    assert notes.relative_urls(text) == ["x.md", "y&z", "#h"]
    for other in ("[x] (y) $[a](b)$", "![x](y.png)", "[x](javascript:y)"):
        assert notes.relative_urls(other) == []


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1. a\n2. b\n\n- c\n\n- d", "1. a\n2. b\n\n- c\n\n- d"),
        ("<https://a.example> <ada@a.example>", "https://a.example ada@a.example"),
        ("- a\n- <b></b>", "- a"),
        ("> [a](b)\n\nH<sub>2</sub>O", "> a\n\nH₂O"),
    ],
)
def test_plain_text_reads_as_in_a_mail(text: str, plain: str) -> None:
    """In calendars and citations."""
    assert notes.to_plain(text, str.upper, lambda _: None) == plain
