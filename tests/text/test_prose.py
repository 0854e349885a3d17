"""The text of a page for mail and feeds: what the page shows, without classes, ids and scripts."""

from __future__ import annotations

import time

import pytest

from papershelf.text import plaintext, prose, readings
from papershelf.text.prose import Extensions, Prose

#: What Material's documentation recommends.
MATERIAL: Extensions = (
    *prose.USUAL,
    ("def_list", {}),
    ("material.extensions.preview", {"targets": {"include": ["*"]}}),
    ("pymdownx.caret", {}),
    ("pymdownx.details", {}),
    ("pymdownx.emoji", {"emoji_index": lambda options, md: {}}),
    ("pymdownx.highlight", {"linenums": True, "anchor_linenums": True}),
    ("pymdownx.inlinehilite", {}),
    ("pymdownx.superfences", {}),
    ("pymdownx.tabbed", {"alternate_style": True}),
    ("pymdownx.tasklist", {"custom_checkbox": True}),
    ("pymdownx.tilde", {}),
)


def converted(page: str, extensions: Extensions = prose.USUAL) -> Prose:
    """The text of a page; citations are their ids in capitals."""
    options: Extensions = tuple(
        (name, {**given, "permalink": True} if name == "toc" else given)
        for name, given in extensions
    )
    return prose.to_prose(
        page,
        prose.reader(options),
        to_link=lambda paper_id: f"<i>{paper_id.upper()}</i>",
        to_math=lambda formula: None if formula.startswith("\\") else formula.strip("$"),
        to_mathml=lambda element: f"<u>{element.count('<mi>')}</u>",
        to_url=lambda url: f"https://papers.example.org/{url}",
    )


def shown(page: str, extensions: Extensions = prose.USUAL) -> str:
    """All of its HTML without line breaks."""
    return converted(page, extensions).between(0, len(page) + 1).replace("\n", "")


@pytest.mark.parametrize(
    ("page", "html"),
    [
        ("[a][x] [b]\n\n## H\n\n[x]: about.md\n[b]: https://b.example 'B'",
         '<p><a href="https://papers.example.org/about.md" rel="nofollow">a</a>'
         ' <a href="https://b.example" title="B" rel="nofollow">b</a></p><h2>H</h2>'),
        ('!!! note "Dead*line*"\n    By **Friday**.\n\n    - a',
         "<blockquote><p><strong>Dead<em>line</em></strong></p><p>By <strong>Friday</strong>.</p>"
         "<ul><li>a</li></ul></blockquote>"),
        ("| a | b |\n| - | -: |\n| `x|y` | 2 |",
         '<table><thead><tr><th>a</th><th style="text-align:right">b</th></tr></thead><tbody><tr>'
         '<td><code>x|y</code></td><td style="text-align:right">2</td></tr></tbody></table>'),
        ("A ![loom](loom.png){ width=300 } and [b](c.md){ .md-button }.",
         '<p>A <img alt="loom" src="https://papers.example.org/loom.png"> and'
         ' <a href="https://papers.example.org/c.md" rel="nofollow">b</a>.</p>'),
        ('<details open><summary>More</summary>\n\nInside.\n\n</details>\n\n<div class="x" markdown>\n**a**\n</div>',
         "<blockquote><p><strong>More</strong></p>Inside.</blockquote><div><p><strong>a</strong></p></div>"),
        ("<script>alert(1)</script><b onclick='x()'>b</b> <a href='javascript:x()'>c</a><svg><title>t</title></svg>",
         '<p><b>b</b> <a rel="nofollow">c</a></p>'),
        ("```\n$a_1$ [@a1]\n```\n\n`$b$` and $c_1$, [@a1], \\(d\\) \\[1\\].",
         "<pre><code>$a_1$ [@a1]</code></pre>"
         "<p><code>$b$</code> and c_1, <i>A1</i>, (d) [1].</p>"),
        ("![Of [@a1], $x$](a.png) [b](c.md '[@a1] > \"b\"')",
         '<p><img alt="Of A1, x" src="https://papers.example.org/a.png">'
         ' <a href="https://papers.example.org/c.md" title="A1 &gt; &quot;b&quot;" rel="nofollow">b</a></p>'),
        ("[TOC]\n\n# One\n\ntext", "<h1>One</h1><p>text</p>"),
        ("A <math><mi>a</mi></math> `<math>` <math>\n<mi>b</mi><mi>c</mi></math>,\n\n<math display='block'><mi>d</mi></math>",
         "<p>A <u>1</u> <code>&lt;math&gt;</code> <u>2</u>,</p><u>1</u>"),
        ("## Of <math><mi>a</mi></math>\n\nA <math> without an end.", "<h2>Of <u>1</u></h2><p>A  without an end.</p>"),
        ("<iframe src='https://v.example/1'></iframe>\n<video controls src=\"b.mp4\"></video>",
         '<a href="https://v.example/1" rel="nofollow">https://v.example/1</a>'
         '<a href="https://papers.example.org/b.mp4" rel="nofollow">b.mp4</a>'),
    ],
)  # fmt: skip
def test_what_every_page_shows(page: str, html: str) -> None:
    """With the extensions that need no settings."""
    assert shown(page) == html


@pytest.mark.parametrize(
    ("page", "html"),
    [
        ("- [x] done\n- [ ] open", "<ul><li>☑  done</li><li>☐  open</li></ul>"),
        ('??? tip "Fold"\n    In.', "<blockquote><p><strong>Fold</strong></p><p>In.</p></blockquote>"),
        ('``` py title="x.py" linenums="1"\na = 1\n```',
         "<div><p><strong>x.py</strong></p><pre><code>a = 1</code></pre></div>"),
        ('=== "C"\n    One.\n\n=== "C++"\n    Two.',
         "<div><div><div><p><strong>C</strong></p><p>One.</p></div><div><p><strong>C++</strong></p><p>Two.</p></div></div></div>"),
        (":tada: :material-book:{ .lg } :nothing: a", "<p>🎉  :nothing: a</p>"),
        ("H~2~O ~~no~~ x^2^ `#!py f(x)`",
         "<p>H<sub>2</sub>O <del>no</del> x<sup>2</sup> <code>f(x)</code></p>"),
        ("Term\n:   Text", "<dl><dt>Term</dt><dd>Text</dd></dl>"),
    ],
)  # fmt: skip
def test_what_extensions_of_the_settings_show(page: str, html: str) -> None:
    """Without images, line numbers, and boxes that need a style sheet."""
    assert shown(page, MATERIAL) == html


PAGE = """\
A[^b] word.[^a]

## Looms

- [@a1] Note.

Between.[^b]

[^a]: Of *a*.

    More.

    - item

[^b]: Of [b](b.md).
"""


def test_footnotes_have_the_numbers_of_the_page() -> None:
    """Apart from the text, without links back."""
    found = converted(PAGE)
    first, last = found.pieces[0], found.between(PAGE.index("Note"), len(PAGE))
    assert first == "<p>A<sup>[2]</sup> word.<sup>[1]</sup></p>"
    assert (prose.numbers_in(first), prose.numbers_in(last)) == ([2, 1], [2])
    assert [each.replace("\n", "") for each in found.footnotes.values()] == [
        "<p>Of <em>a</em>.</p><p>More.</p><ul><li>item</li></ul>",
        '<p>Of <a href="https://papers.example.org/b.md" rel="nofollow">b</a>.</p>',
    ]
    assert prose.with_number(1, "<p>a</p>") == "<p><sup>[1]</sup> a</p>"


def test_stretches_cost_what_they_weigh() -> None:
    """Of a page with words between its papers."""
    page = "- [@a1]\n\nWords.\n\n" * 5000
    found, stretches = converted(page), readings.split(page)
    started = time.process_time()
    words = [found.between(each.start, each.end) for each in stretches if not each.id]
    assert words == ["<p>Words.</p>"] * 5000
    assert time.process_time() - started < 0.5


def test_images_become_links() -> None:
    """With their text; within a link, this is all."""
    html = (
        '<img src="u" alt="a"> <a href="x"><img alt="b" src="v">c</a> <img src="w"> <img alt="d">'
        ' <a href="y"><img src="z"></a>'
    )
    assert prose.without_images(html) == (
        '<a href="u">a</a> <a href="x">bc</a> <a href="w">Image</a> d <a href="y">Image</a>'
    )


TEXT = """\
Hi x (https://a.example/) https://a.example/ ada@a.example H₂O 10th a[1]
~gone~
next

- one
  - in
- two

  more

      x = 1

        y

> T
>
> body
>
> 3. c
> 4. d

--------------------

Name   V
a & b  1

Term
    Text

> > deep

end"""


def test_plain_text_reads_well() -> None:
    """Blocks apart, lists and quotes with marks, columns below each other."""
    html = (
        '<p>Hi <a href="https://a.example/">x</a> <a href="https://a.example/">https://a.example/</a>'
        ' <a href="mailto:ada@a.example">ada@a.example</a> H<sub>2</sub>O 10<sup>th</sup>\n'
        "a<sup>[1]</sup><br><del>gone</del><br>next</p><ul><li>one<ul><li>in</li></ul></li><li><p>two</p>"
        "<p>more</p><pre><code>x = 1\n\n  y\n</code></pre></li></ul><blockquote><p><strong>T</strong></p>"
        '<p>body</p><ol start="3"><li>c</li><li>d</li></ol></blockquote><hr><table><thead><tr><th>Name</th>'
        "<th>V</th></tr></thead><tbody><tr><td>a &amp; b</td><td>1</td></tr></tbody></table><dl><dt>Term</dt>"
        "<dd><p>Text</p></dd></dl><blockquote><blockquote><p>deep</p></blockquote></blockquote>end"
    )
    assert plaintext.to_text(html) == TEXT


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("a<blockquote>b</blockquote><hr><dl><dd>c</dd></dl>", "a b c"),
        ("<ul><li><table><tr><td>a</td><td>b</td></tr></table></li></ul>c", "a b c"),
    ],
)
def test_a_cell_is_one_line(cell: str, text: str) -> None:
    """Whatever it contains, which has no effect on what is below the table."""
    html = f"<table><tr><td>{cell}</td><td>x</td></tr><tr><td>y</td></tr></table><p>end</p>"
    assert plaintext.to_text(html) == f"{text}  x\ny\n\nend"


@pytest.mark.parametrize(
    ("begin", "end"), [("<blockquote>", ""), ("<ul><li>", "</ul>"), ("<dd>", "")]
)
def test_margins_have_an_end(begin: str, end: str) -> None:
    """However many elements are within each other, as in a mail that was answered again and again."""
    close = f"</{begin.rpartition('<')[2]}{end}"
    html = f"{begin}a" * 2000 + close * 2000
    assert len(plaintext.to_text(html)) < 20 * len(html)


def test_numbers_that_are_none() -> None:
    """A list begins with 1 then."""
    lists = [f'<ol start="{start}"><li>a</li></ol>' for start in ("9" * 5000, "-1", "b", "12")]
    assert plaintext.to_text("".join(lists)).split() == "1. a 1. a 1. a 12. a".split()
