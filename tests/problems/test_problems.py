"""Spans and the three forms of a report."""

from __future__ import annotations

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from papershelf.problems import (
    Problem,
    Severity,
    SourceText,
    count,
    to_github,
    to_json,
    to_text,
    visible,
)


def problem(
    text: str, start: int, end: int, message: str = "wrong", hint: str = "fix it",
    file: str = "papers.yaml",
) -> Problem:  # fmt: skip
    span = SourceText(file, text).span(start, end)
    return Problem(rule="some-rule", severity=Severity.ERROR, span=span, message=message, hint=hint)


def test_spans_count_from_one() -> None:
    """Lines and columns as editors show them; LF, CRLF and CR end a line."""
    source = SourceText("x", "ab\ncd\r\nef\rgh")
    places = [(source.span(at).line, source.span(at).column) for at in (0, 1, 3, 7, 10)]
    assert places == [(1, 1), (1, 2), (2, 1), (3, 1), (4, 1)]
    assert source.span(3).excerpt == "cd"


@given(st.text(alphabet="ab\n\r你", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_spans_lie_in_the_text(text: str, start: int, length: int) -> None:
    """Whatever the offsets, the place exists and its end is not before it."""
    start = min(start, len(text))
    span = SourceText("x", text).span(start, min(start + length, len(text)))
    assert span.line >= 1 and span.column >= 1
    assert (span.end_line, span.end_column) >= (span.line, span.column)


def test_text_form() -> None:
    """The line, carets under the place, the hint, and the counts."""
    told = to_text([problem("a: b\n  topics: [x]\n", 16, 17)], 1532)
    assert told == (
        "papers.yaml:2:12: error: wrong [some-rule]\n"
        " 2 |   topics: [x]\n"
        "   |            ^\n"
        "   = help: fix it\n"
        "1 error in 1,532 entries\n"
    )


def test_carets_stand_under_wide_characters() -> None:
    """A terminal gives them two columns, combining ones none."""
    told = to_text([problem("你好 e\u0301x", 5, 6)], 1).splitlines()
    assert told[2] == "   |       ^"


def test_long_lines_are_cut_around_the_place() -> None:
    """An abstract on one line does not fill the screen."""
    told = to_text([problem("x" * 5_000 + "HERE" + "y" * 5_000, 5_000, 5_004)], 1)
    assert max(map(len, told.splitlines())) < 120
    assert "HERE" in told and "^^^^" in told


def test_control_characters_are_shown_and_not_sent() -> None:
    """A catalogue must not move the cursor of the terminal."""
    told = to_text([problem("a \x1b[31m \u202e b", 2, 3, message="\x1b]0;x\x07")], 1)
    assert "\x1b" not in told and "\x07" not in told and "\u202e" not in told
    assert "<U+001B>" in told and visible("a\tb") == "a  b"


def test_github_form_escapes_its_own_signs() -> None:
    """A message cannot begin another command."""
    told = to_github([problem("a", 0, 1, message="50%\n::error::x")], 1)
    first = told.splitlines()[0]
    assert first.startswith(
        "::error file=papers.yaml,line=1,col=1,endLine=1,endColumn=2,title=some-rule::50%25"
    )
    assert "::error::x" in first


def test_github_looks_from_the_top_folder() -> None:
    """A collection may be a folder of its repository, with its pages beside it."""
    found = [problem("a", 0, 1), problem("a", 0, 1, file="../texts/a.md")]
    told = to_github(found, 1, "docs/shelf")
    assert re.findall(r"file=([^,]*)", told) == ["docs/shelf/papers.yaml", "docs/texts/a.md"]


def test_json_form() -> None:
    """Every key that is promised."""
    data = json.loads(to_json([problem("abc", 1, 2)], 3))
    assert set(data) == {"problems", "errors", "warnings", "entries"}
    assert set(data["problems"][0]) == {
        "rule", "severity", "file", "line", "column", "end_line", "end_column", "message", "hint",
    }  # fmt: skip


def test_numbers_with_their_nouns() -> None:
    """One entry, 1,532 entries."""
    assert [count(1, "entry", "entries"), count(1532, "entry", "entries"), count(0, "paper")] == [
        "1 entry", "1,532 entries", "0 papers",
    ]  # fmt: skip
