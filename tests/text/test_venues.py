"""What the names of venues say."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from papershelf.catalogue.collect import derive_type
from papershelf.text import venues

TABLE = Path(__file__).with_name("venues.txt")


def rows() -> Iterator[tuple[str, str]]:
    """Type and venue of each line of the table."""
    kind = ""
    for line in TABLE.read_text().splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            yield kind, line


@pytest.mark.parametrize(("kind", "venue"), tuple(rows()))
def test_types_of_venues(kind: str, venue: str) -> None:
    """The type of a paper that says no more than its venue."""
    assert kind == derive_type({"venue": venue})


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ({"venue": "ICML 2024", "volume": "235"}, "paper-conference"),
        ({"venue": "Proceedings of the AAAI Conference on Artificial Intelligence", "issue": "3"}, "paper-conference"),
        ({"venue": "HIVECON 2031", "volume": "3"}, "article-journal"),
        ({"venue": "CoRR", "volume": "abs/2401.00001"}, "article"),
        ({"venue": "Preprint", "isbn": "9780262046305"}, "book"),
        ({"venue": "Findings", "acl": "2020.findings-emnlp.1"}, "paper-conference"),
    ],
)  # fmt: skip
def test_other_fields_speak_too(values: dict[str, str], kind: str) -> None:
    """A volume makes a journal of a name that leaves it open, and of no conference."""
    assert kind == derive_type(values)


@pytest.mark.slow
@pytest.mark.parametrize("word", ["Proc. ", "a ", "A2-", "Proceedings of the ", "'24", "J. ", "("])
def test_long_names(word: str) -> None:
    """Are read in a moment."""
    begun = time.process_time()
    venues.kind_of(word * 20_000)
    venues.is_dated(word * 20_000)
    assert time.process_time() - begun < 1
