"""Series, place and event in COinS."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import pytest

from papershelf.catalogue.model import Paper
from papershelf.citations.coins import to_context
from papershelf.citations.parts import inverted
from papershelf.text.dates import PartialDate
from papershelf.text.names import Name


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"type": "book", "series": "Notes", "place": "Turin"}, {"rft.series": ["Notes"], "rft.place": ["Turin"]}),
        ({"type": "chapter", "venue": "Book", "series": "Notes"}, {"rft.btitle": ["Book"], "rft.series": ["Notes"]}),
        ({"type": "paper-conference", "event": "Meeting"}, {"rft.btitle": ["Meeting"]}),
    ],
)  # fmt: skip
def test_fields_of_books(values: dict[str, Any], wanted: dict[str, list[str]]) -> None:
    """Zotero reads the series of a book and of its parts; a paper without proceedings has its event."""
    paper = Paper(
        id="a1", title="T", published=PartialDate(2024), added=PartialDate(2024), **values
    )
    found = parse_qs(to_context(paper))
    assert wanted == {name: found.get(name) for name in wanted}


def test_names_in_one_text() -> None:
    """The comma behind a group says that it has no parts, so it has no other."""
    assert inverted(Name(literal="Loom Works, Inc.")) == "Loom Works Inc.,"
    assert inverted(Name(family="van Oss", given="Ada", suffix="Jr.")) == "van Oss, Ada Jr."
