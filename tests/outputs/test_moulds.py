"""Moulds: shapes, values, and pages cast from what an engine made of a page of tokens."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from papershelf.outputs.finished import without_indentation
from papershelf.outputs.moulds import Shape, Unfit, Values, split, to_mould, to_page
from papershelf.outputs.render import Page
from papershelf.outputs.views.records import Head
from papershelf.text.escape import Html, html

THEME = """<title>{{ head.title | e }}</title>
{% if head.description %}<meta name="description" content="{{ head.description | e }}">{% endif %}
{{ head.tags }}
<link rel="canonical" href="https://example.org/{{ head.url }}">
<h1>{{ head.title | e }}</h1>
<div>{{ content }}</div>
"""
LINE = st.text("ab <>&\"'\\é⟨$*_`#", max_size=20)
#: A block of HTML with any text in it, and with what cleaning may not touch.
BLOCK = LINE.map(lambda text: f"<p>{html(text)}</p>\n<pre>  {html(text)}\n\t.</pre>")
HEADING = st.sampled_from(["## Abstract", "## Cite", "Words."])
SEGMENT = st.text("abcdefgh-", min_size=1, max_size=8)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """A page of one or more segments with any blocks."""
    head = Head(
        kind=draw(st.sampled_from(["paper", "topics"])),
        url="/".join(["papers", *draw(st.lists(SEGMENT, max_size=3))]) + "/",
        title=draw(LINE),
        description=draw(LINE),
        is_indexed=draw(st.booleans()),
        tags=Html(f"<meta content='{html(draw(LINE))}'>" if draw(st.booleans()) else ""),
    )
    parts = draw(st.lists(st.one_of(BLOCK, HEADING), min_size=1, max_size=6))
    return Page(head, "\n\n".join(parts), has_aside=draw(st.booleans()))


def engine(theme: str) -> Callable[[Page], str]:
    """What an engine does: headings become HTML, blocks of HTML stay, the theme goes around."""
    template = Environment().from_string(theme)

    def render(page: Page) -> str:
        blocks = [
            block if block.startswith("<") else f"<p>{block.lower()}</p>"
            for block in page.body.split("\n\n")
        ]
        return without_indentation(template.render(head=page.head, content="\n".join(blocks)))

    return render


def shape_of(page: Page) -> Shape:
    """The first half of what `split` returns."""
    return split(page)[0]


def values_of(page: Page) -> Values:
    """The other half."""
    return split(page)[1]


@given(pages(), pages())
def test_a_page_is_what_the_engine_makes_of_it(page: Page, other: Page) -> None:
    """Whatever its texts are. Two pages of one shape share a mould."""
    render = engine(THEME)
    shape = shape_of(page)
    mould = to_mould(shape, render(to_page(shape)))
    assert mould.cast(values_of(page)) == render(page)
    if shape_of(other) == shape:
        assert mould.cast(values_of(other)) == render(other)


def test_a_page_of_tokens_has_the_shape_of_its_pages() -> None:
    """Also in the number of its segments and blocks."""
    head = Head(kind="topics", url="topics/nlp/p/2/", title="A", tags=Html("<meta>"))
    page = Page(head, "<p>a</p>\n\n<p>b</p>\n\n## H\n\n<ul></ul>", has_aside=True)
    assert shape_of(to_page(shape_of(page))) == shape_of(page)
    assert len(values_of(page)) == len(values_of(to_page(shape_of(page)))) == 3 + 3 + 2


PAGE = Page(
    Head(kind="paper", url="papers/a1/", title="A", description="B", tags=Html("<meta>")),
    "<p>One</p>\n\n## Cite\n\n<p>Two</p>",
)


@pytest.mark.parametrize(
    "theme",
    [
        THEME.replace("<h1>{{ head.title | e }}", "<h1>{{ head.title }}"),
        THEME.replace("<h1>{{ head.title | e }}", "<h1>{{ head.title | upper | e }}"),
        THEME.replace("<h1>{{ head.title | e }}", "<h1>{{ head.title[:20] | e }}"),
        THEME.replace("{{ content }}", "{{ content }}{{ content }}"),
        THEME.replace("{{ content }}", "{{ content | e }}"),
        THEME.replace("{{ content }}", ""),
        THEME.replace("{{ head.tags }}", ""),
    ],
    ids=["raw title", "upper case", "cut", "twice", "escaped", "no content", "no metadata"],
)
def test_a_theme_that_changes_a_value_has_no_mould(theme: str) -> None:
    """What came back is not the value in its place."""
    shape = shape_of(PAGE)
    with pytest.raises(Unfit, match=r"changes a value|prints a part of the page \d times"):
        to_mould(shape, engine(theme)(to_page(shape)))


@pytest.mark.parametrize(
    ("url", "link", "fits"),
    [
        ("papers/a1/", "../a1/", False),
        ("papers/a1/", "../a1/a.css", False),
        ("papers/a1/", "../a12/", True),
        ("papers/a1/", "../../a1/", True),
        ("topics/a1/p/2/", "../../../a1/", False),
        ("topics/a1/p/2/", "../a1/", True),
    ],
)
def test_a_link_of_the_theme_is_shorter_on_its_own_page(url: str, link: str, fits: bool) -> None:
    """From other pages of the folder it goes up and down again."""
    page = PAGE._replace(head=PAGE.head._replace(url=url))
    shape = shape_of(page)
    render = engine(THEME + f'<a href="{link}">x</a>')
    assert to_mould(shape, render(to_page(shape))).fits(url) is fits


@given(st.text("ab \n\t\r\x0b\xa0<>", max_size=40))
def test_lines_are_cleaned_as_by_a_pattern(text: str) -> None:
    """Any white space with a line break in it becomes one line break."""
    expected = re.sub(r"(?:(?<!\s)\s+)?\n\s*", "\n", text).lstrip()
    assert without_indentation(text) == expected
