"""Damaged catalogues, one folder each: the exact report, and never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from papershelf.problems.rules import RULES
from support.helpers import ROOT, compare, report

FOLDERS = sorted(path for path in (ROOT / "tests" / "damaged").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_report(folder: Path, renew: bool) -> None:
    """The report of each damaged catalogue is the one that was read and approved."""
    compare(folder / "report.txt", report(folder), renew=renew)


def test_every_rule_has_a_damaged_catalogue() -> None:
    """A rule without a negative example is not tested (too-large needs 256 MiB: see test_read)."""
    told = "".join((folder / "report.txt").read_text() for folder in FOLDERS)
    missing = [name for name in RULES if f"[{name}]" not in told]
    in_history = [
        "lost-address",
        "reused-id",
        "changed-key",
        "site-moved",
        "page-gone",
        "edition-changed",
        "course-affected",
        "digest-changed",
    ]  # see test_permanence, test_promised_courses and test_moved_sites
    assert missing == ["too-large", *in_history]


def test_good_entries_beside_a_damaged_one_stay_silent() -> None:
    """No report blames the good entry at the top of a file for the mistake below it."""
    for folder in FOLDERS:
        text = (
            (folder / "papers.yaml").read_text(errors="replace")
            if (folder / "papers.yaml").exists()
            else ""
        )
        if text.startswith("- id: good2024entry"):
            lines = [
                line
                for line in (folder / "report.txt").read_text().splitlines()
                if ": error:" in line
            ]
            places = [line.split(":")[1] for line in lines if line.startswith("papers.yaml")]
            assert not {"1", "2", "3", "4", "5"} & set(places), folder.name
