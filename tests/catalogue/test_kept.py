"""What is kept from one reading to the next: the second reading finds what a first one would."""

from __future__ import annotations

import random

import pytest

from papershelf.catalogue import Source, read_files
from papershelf.catalogue.entries import KeptEntries
from support.helpers import ROOT, entry

TEXT = (ROOT / "papers.yaml").read_text()
#: An entry with a warning, whose position must be right each time.
NOTED = entry("odd2024", "Odd", "  urls: {pdf: 'http://example.org/a b.pdf'}\n  topic: x\n")


def read(text: str, kept: KeptEntries | None = None) -> Source:
    return read_files([("papers.yaml", text.encode())], kept=kept)


def edited(text: str, chance: random.Random) -> str:
    """A catalogue after an edit of a random kind."""
    items = text.split("\n- id: ")
    number = chance.randrange(len(items))
    match chance.randrange(5):
        case 0:
            items[number] = items[number].replace("the", "that", 3)
        case 1:
            del items[max(1, number)]
        case 2:
            chance.shuffle(items[1:])
        case 3:
            items[number] += "\n" + NOTED.rstrip().replace("odd", f"odd{number}")
        case 4:
            items[number] += "\n  unclosed: 'text"
    return "\n- id: ".join(items)


def parts(source: Source) -> list[object]:
    return [(entry.node, entry.values, entry.misspelt) for entry in source.entries]


@pytest.mark.parametrize("seed", range(4))
def test_a_reading_after_others_is_the_same_as_a_first_one(seed: int) -> None:
    """Entries, values, positions and problems, also after texts with errors."""
    kept, text, chance = KeptEntries(), TEXT, random.Random(seed)
    for _ in range(5):
        text = edited(text if read(text).is_whole else TEXT, chance)
        alone, after = read(text), read(text, kept)
        assert after.problems == alone.problems
        assert after.found == alone.found
        assert parts(after) == parts(alone)


def test_equal_entries_are_not_parsed_again() -> None:
    """Only the entry that changed."""
    kept = KeptEntries()
    first, second = read(TEXT, kept), read(TEXT.replace("\n- id: ", "\n\n- id: ", 1), kept)
    same = [one.values is other.values for one, other in zip(first.entries, second.entries)]
    assert len(same) == 36 and same.count(True) >= 34
