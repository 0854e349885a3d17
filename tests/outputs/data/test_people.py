"""The authors whom the search offers by name: each on the shelf that the browser asks for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from papershelf.outputs.data import people
from papershelf.outputs.settings import Settings
from papershelf.outputs.views.search_words import LETTERS
from papershelf.text.slugs import to_slug
from support.helpers import collect, entry, write


@pytest.mark.parametrize(
    ("name", "shelves"),
    [
        ("Ada Lovelace", "l"),
        ("Emil van der Éluard-Nash", "en"),
        ("Hans Ørsted", "o"),
        ("Ewa Łoś", "l"),
        ("Æsa Þórsdóttir", "t"),
        ("مریم کریمی", "_"),
        ("{literal: Team of Looms}", "tol"),
        ("{literal: The Engine and Sons}", "teas"),
    ],
)
def test_authors_lie_by_their_family_name(name: str, shelves: str, tmp_path: Path) -> None:
    """By each of its words, without accents, as the browser spells what is typed; groups by all."""
    text = entry().replace("Ada Lovelace", name)
    made = dict(
        people.files(collect(write(tmp_path, {"papers.yaml": text})), Settings(min_papers=1))
    )
    assert len(made) == 27, "a to z and the others, so that no search asks for a missing file"
    for letter in "abcdefghijklmnopqrstuvwxyz_":
        found = json.loads(made[f"browse/authors/{letter}.json"])
        assert len(found) == (letter in shelves), letter
        assert all(title in name and slug and papers == 1 for title, slug, papers in found)


@pytest.mark.parametrize("letter", LETTERS)
def test_slugs_spell_letters_alike(letter: str) -> None:
    """As the table does, from which the script of the search has them."""
    assert to_slug(letter) == LETTERS[letter]
