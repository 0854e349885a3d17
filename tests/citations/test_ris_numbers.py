"""Numbers in RIS, whose tags mean another thing in each type."""

from __future__ import annotations

from pathlib import Path

import pytest

from papershelf.citations import FORMATS
from papershelf.importers import ris
from support.helpers import collect, entry, write


@pytest.mark.parametrize("number", ["1234-5678", "2049-363X", "123-X"])
def test_a_number_like_an_issn_comes_back(number: str, tmp_path: Path) -> None:
    """Our own export has no ISSN; in that of another program, it is the ISSN of the series."""
    text = entry("ada2024", more=f"  type: report\n  number: {number}\n")
    papers = collect(write(tmp_path, {"papers.yaml": text})).papers.values()
    exported = FORMATS["ris"].to_text(papers)
    ours, theirs = (
        next(ris.read(each, "x")).fields["number"]
        for each in (exported, exported.replace("DP  - Papershelf", "DP  - Another"))
    )
    assert (ours, theirs) == (number, number if number == "123-X" else "")
