"""YAML to nodes: every scalar as written, every offset exact, every entry that can be read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.catalogue.nodes import Mapping, Scalar, iter_scalars
from papershelf.catalogue.parse import parse


def entries(text: str) -> list[Mapping]:
    return [root for root in parse(text).roots if isinstance(root, Mapping)]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("one\u2028two", "write a space in its place; it was probably copied along with the text"),
        ("one\x85two", "write a space in its place; it was probably copied along with the text"),
        ("one \u2028two", "delete it; it was probably copied along with the text"),
        ("one\u2029", "delete it; it was probably copied along with the text"),
        ("co\x02operation", "delete it; it was probably copied along with the text"),
        (
            r'"one\Ltwo"',
            "write a space in place of the escape; if a backslash is meant, use single quotes",
        ),
        (r'"co\u200boperation"', "delete the escape; if a backslash is meant, use single quotes"),
    ],
)
def test_a_line_break_between_words_is_a_space(written: str, hint: str) -> None:
    """Without it, the two words would become one."""
    (finding,) = parse(f"- title: {written}\n").findings
    assert finding.hint == hint


@pytest.mark.parametrize(
    "value",
    [
        "2301.00010",
        "no",
        "1e3",
        "012",
        "12:30:45",
        "0x1F",
        "~",
        "2024-01-01",
        "1_000",
        "yes",
        "null",
    ],
)
def test_scalars_are_text(value: str) -> None:
    """What YAML 1.1 would make numbers, dates and truths stays what was written."""
    (entry,) = entries(f"- key: {value}\n")
    assert entry.pairs["key"][1] == Scalar(value, 7, 7 + len(value))


def test_offsets_are_those_of_the_source() -> None:
    """Also behind characters of four bytes, and in every style of quoting."""
    text = "# 👩\n- a: 'x y'\n  b: [one, \"two\"]\n  c: >-\n    folded\n    text\n"
    (entry,) = entries(text)
    found = {scalar.text: text[scalar.start : scalar.end] for scalar in iter_scalars(entry)}
    assert found["x y"] == "'x y'" and found["one"] == "one" and found["two"] == '"two"'
    assert found["folded text"].startswith(">-")


def test_crlf_and_cr() -> None:
    """Line breaks of other systems separate lines too."""
    assert [list(entry.pairs) for entry in entries("- a: 1\r\n  b: 2\r\n- a: 3\r\n")] == [
        ["a", "b"],
        ["a"],
    ]


def test_one_bad_entry_hides_no_other() -> None:
    """The pieces before and behind a mistake are read."""
    text = '- id: one\n- id: "two\n- id: three\n  x: {a\n- id: four\n'
    found = [entry.pairs["id"][1].text for entry in entries(text)]
    assert found == ["one", "four"]
    assert [finding.rule for finding in parse(text).findings] == ["syntax", "syntax"]
    assert parse(text).broken == 2


def test_a_bomb_stays_small() -> None:
    """Aliases are not followed, so that nine levels of nine have 81 findings and no leaf."""
    rows = ["- &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"- &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    started = time.perf_counter()
    parsed = parse("\n".join(rows) + "\n")
    assert time.perf_counter() - started < 1
    rules = [finding.rule for finding in parsed.findings]
    assert (rules.count("alias"), rules.count("anchor")) == (72, 9)


def test_deep_nesting_is_refused_quickly() -> None:
    """Twenty thousand brackets meet the limit before they meet recursion."""
    started = time.perf_counter()
    parsed = parse("- a: " + "[" * 20_000)
    assert "too-deep" in {finding.rule for finding in parsed.findings}
    assert time.perf_counter() - started < 2


@given(st.text(alphabet="-: \n'\"[]{}#&*!|>ab\t\r\u202e\x00\ud800", max_size=80))
def test_any_text(text: str) -> None:
    """It never raises, and every finding lies in the text."""
    parsed = parse(text)
    for finding in parsed.findings:
        assert 0 <= finding.start <= len(text)
        assert finding.message
