"""`[@id]` is found in prose and left alone in code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.text import citing
from papershelf.text.citing import iter_citations, replace


def test_positions() -> None:
    """Offsets enclose the brackets."""
    text = "See [@a1] and [@b-2024]."
    assert [text[start:end] for start, end, _ in iter_citations(text)] == ["[@a1]", "[@b-2024]"]
    assert replace(text, str.upper) == "See A1 and B-2024."


@pytest.mark.parametrize(
    "text",
    [
        "`[@a1]`",
        "``x ` [@a1]``",
        "```\n[@a1]\n```",
        "~~~py\n[@a1]\n~~~\n",
        r"\[@a1]",
        "[@ a1]",
        "a@b1",
        "```\n[@open",
        "<!-- [@a1]\n\n- [@b1] -->",
        "<!-- [@open]",
    ],
)
def test_code_and_escapes_are_left_alone(text: str) -> None:
    """Fenced code, code spans, comments, a backslash before it, and what only looks like it."""
    assert replace(text, lambda _: "WRONG") == text


@given(
    st.lists(
        st.sampled_from(["[@a1]", "`", "```", "~~~", "<!--", "-->", "\\", "\n", " "]), max_size=12
    )
)
def test_texts_without_code_are_only_searched_faster(words: list[str]) -> None:
    """What the shorter pattern finds is what the whole one finds."""
    text = "".join(words)
    whole = [match.span() for match in citing._TOKEN.finditer(text) if match["id"]]
    assert [(start, end) for start, end, _ in iter_citations(text)] == whole
    comments = [match.span() for match in citing._CODE.finditer(text) if match["comment"]]
    assert [match.span() for match in citing.iter_comments(text)] == comments


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(
    "before", ["```\n[@a1]\n```\n", "<!-- [@a1] -->\n"], ids=["code", "comment"]
)
def test_what_is_left_alone_ends(before: str, end: str) -> None:
    """Behind it are citations again, whatever ends the lines."""
    text = f"{before}[@b1]\n".replace("\n", end)
    assert [paper_id for _, _, paper_id in iter_citations(text)] == ["b1"]


@pytest.mark.parametrize(
    "before",
    [
        "TeX's ``quotes'' of a word.\n\n",
        "A lone ` mark.\n\n",
        "## \\<!-- a title\n\n",
        "\\`not code: ",
    ],
)
def test_what_is_no_code_hides_nothing(before: str) -> None:
    """A span ends with its paragraph, and a backslash takes the meaning of a mark."""
    text = f"{before}- [@a1]\n\nAnd ``another'' one, or ` one.\n"
    assert [paper_id for _, _, paper_id in iter_citations(text)] == ["a1"]


@given(st.text(alphabet="[]@a1`~\n\\ ", max_size=60))
def test_replacing_by_itself_changes_nothing(text: str) -> None:
    """Whatever is found is taken out exactly."""
    assert replace(text, lambda paper_id: f"[@{paper_id}]") == text
