"""One escape function per format; all of them meet the same hostile texts."""

from __future__ import annotations

import html
import json

import markdown
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from papershelf.text import escape
from support import hostile

TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029"), max_size=60
)
MARKDOWN = [
    "md_in_html",
    "attr_list",
    "tables",
    "footnotes",
    "admonition",
    "toc",
    "abbr",
    "def_list",
    "smarty",
]


@pytest.mark.parametrize("text", hostile.HOSTILE)
def test_html_reads_back(text: str) -> None:
    """Between tags and in both quotes a text is what it was."""
    escaped = escape.html(text)
    assert html.unescape(escaped) == text
    assert not set("<>\"'") & set(escaped)


@pytest.mark.parametrize("text", hostile.HOSTILE)
def test_markdown_is_one_plain_paragraph(text: str) -> None:
    """Every extension of Python-Markdown sees words: one paragraph without a tag in it."""
    rendered = markdown.markdown(escape.markdown(text), extensions=MARKDOWN)
    assert rendered.startswith("<p>") and rendered.endswith("</p>")
    inner = rendered[3:-4]
    assert "<" not in inner
    assert html.unescape(inner).split() == text.split()


@given(TEXT)
@example("... -- ''")  # typographic extensions join them
def test_markdown_of_any_text(text: str) -> None:
    """The same for whatever Hypothesis thinks of."""
    escaped = escape.markdown(text)
    if escaped:
        rendered = markdown.markdown(f"Begin {escaped}", extensions=MARKDOWN)
        assert "<" not in rendered[3:-4]
        assert html.unescape(rendered[3:-4]).split() == ["Begin", *text.split()]


@pytest.mark.parametrize("text", hostile.HOSTILE)
def test_bibtex_values_stay_inside_their_braces(text: str) -> None:
    """Braces are balanced at every point, and no line ends inside."""
    escaped = escape.bibtex(text)
    depth = 0
    for char in escaped:
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0 and "\n" not in escaped


@pytest.mark.parametrize("text", hostile.HOSTILE)
def test_json_in_a_script_element(text: str) -> None:
    """It reads back, and no tag ends in it."""
    escaped = escape.json_script(json.dumps(text))
    assert json.loads(escaped) == text
    assert "<" not in escaped and ">" not in escaped


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "/x", "vbscript:x", ""]
)
def test_addresses_that_are_refused(address: str) -> None:
    """Only http, https and mailto lead anywhere."""
    with pytest.raises(ValueError, match="not an address"):
        escape.url(address)


def test_addresses() -> None:
    """What is not allowed in an attribute is encoded, what was encoded stays."""
    assert (
        escape.url("https://example.org/a b?x=%20&y=\"'<>")
        == "https://example.org/a%20b?x=%20&amp;y=%22&#39;%3C%3E"
    )


def test_no_break_spaces_stay() -> None:
    """Only white space that browsers fold is folded."""
    assert escape.markdown("a\u00a0b \t c") == "a\u00a0b c"
