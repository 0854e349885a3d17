"""Time and memory grow with the size of a text, for every parser, converter, check and importer, and
for whatever texts they dislike: those are found by trying.

A run tries a part of the texts on each function; `make sweep` tries all of them, and larger ones.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import growing
import pytest
from helpers import IS_SWEEP, entry

from generator import checks, problems
from generator.catalogue import read_files

#: Characters of a text, seconds that none takes, and of how many texts one is tried.
SIZE, MOMENT, PART = (6000, 0.02, 1) if IS_SWEEP else (800, 0.01, 60)


@pytest.mark.parametrize("group", [growing.of_texts, growing.of_readers, growing.of_fields])
def test_time_grows_with_the_size(group: Callable[[], dict[str, growing.Run]]) -> None:
    """No text makes four times the work of four times more than four."""
    wrong = {
        name: told
        for number, (name, run) in enumerate(group().items())
        if (told := growing.found(run, SIZE, MOMENT, slice(number % PART, None, PART)))
    }
    assert wrong == {}


def test_what_grows_too_fast_is_found() -> None:
    """The finder finds: a loop in a loop that only one character starts."""

    def slow(text: str) -> list[str]:
        return [other for one in text if one == "\\" for other in text]

    told = growing.found(slow, 400, 0.001, slice(8, 16))
    assert any("'\\\\" in each for each in told)


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


def _report(text: str) -> str:
    source = read_files([("papers.yaml", text.encode())])
    return problems.FORMATS["json"](checks.check(source), source.found)
