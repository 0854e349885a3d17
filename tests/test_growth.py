"""Time and memory grow with the size of a text, for every parser, converter, check and importer, and
for whatever texts they dislike: those are found by trying.

A run tries a part of the texts on each function; `make sweep` tries all of them, with 100 KB of each.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import pytest

from papershelf import checks, problems
from papershelf.catalogue import read_files
from support import growing
from support.helpers import entry
from support.skipped import IS_SWEEP

pytestmark = pytest.mark.slow

#: What is measured, and of how many texts one is tried.
MEASURE, PART = (growing.WHOLE, 1) if IS_SWEEP else (growing.QUICK, 60)


@pytest.mark.parametrize("group", [growing.of_texts, growing.of_readers, growing.of_fields])
def test_time_grows_with_the_size(group: Callable[[], dict[str, growing.Run]]) -> None:
    """No text makes more work than its length says."""
    wrong = {
        name: found
        for number, (name, run) in enumerate(group().items())
        if (found := growing.found(run, MEASURE, slice(number % PART, None, PART)))
    }
    assert wrong == {}


def test_what_grows_too_fast_is_found() -> None:
    """The finder finds: a loop in a loop that only one character starts."""

    def slow(text: str) -> list[str]:
        return [other for one in text if one == "\\" for other in text]

    found = growing.found(slow, replace(growing.QUICK, moment=0.001), slice(8, 16))
    assert any("'\\\\" in each for each in found)


@pytest.mark.parametrize("unit", [r"\x01", r"\u202e", r"\(", "\x01", "\u200b", "[", "$", "'"])
def test_a_large_abstract_costs_what_it_weighs(unit: str) -> None:
    """Fifty thousand characters of it, and the same in the title: 2 s and 50 MB at the most."""
    quote = '"' if unit.startswith("\\") and unit != r"\(" else ""
    value = quote + unit * (50_000 // len(unit)) + quote
    text = entry(more=f"  abstract: {value}\n") + entry("b2024", value)
    tracemalloc.start()
    took = growing.cost(lambda text: _report(text), text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (took < 4, most < 50_000_000) == (True, True), (took, most)  # traced, it takes longer


@pytest.mark.parametrize(
    ("name", "unit"),
    [("check: authors", " "), ("import yaml: authors", r"\\"), ("import csv: authors", r"\\"), ("import endnote: U", " ")],
)  # fmt: skip
def test_spaces_cost_what_they_weigh(name: str, unit: str) -> None:
    """Each of them, some from LaTeX, was tried as the first before an address of mail, an "and" or the
    next link."""
    run = (growing.of_fields() | growing.of_readers())[name]
    assert growing.cost(run, "Ada Byron" + unit * 20_000 + "@a, B") < 2


def _report(text: str) -> str:
    source = read_files([("papers.yaml", text.encode())])
    return problems.FORMATS["json"](checks.check(source), source.found)
