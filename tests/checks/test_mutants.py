"""What `check` lets through builds, what it refuses is refused, and `fmt` changes no meaning: on
entries of the real catalogue, damaged at random. `scripts/mutants.py` tries thousands."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from papershelf import problems
from support.drawing import times
from support.helpers import ROOT, write

sys.path.insert(0, str(ROOT / "scripts"))
import mutants  # type: ignore[import-not-found]

sys.path.pop(0)
CASES = ROOT / "tests" / "cases" / "safety"
SEED = (ROOT / "papers.yaml").read_text()


def test_commands_agree_on_mutants() -> None:
    """None of a hundred, in `make check` of ten."""
    wrong = [
        (told, data)
        for data in mutants.mutants([SEED], times(1), seed=7)
        if (told := mutants.disagreement(data))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "text",
    [
        (CASES / "fmt-drops-all-dashes-first-dash-missing.yaml").read_text(),
        (CASES / "year-9999-crashes-build-check-is-clean.yaml").read_text(),
        "title: A\n- id: b1\n  title: B\n  published: 2024\n",
        " - id: a1\n   title: A\n   published: 2024\n- id: b1\n  title: B\n  published: 2024\n",
        "- id: a1\n  title: A\n  published: 2024\n-   venue: V\n- id: b1\n  title: B\n  published: 2024\n",
        '- id: a1\n  title: "A\\a"\n  published: 2024\n',
        "\ufeff\ufeff- id: a1\n  title: A\n  published: 2024\n- id: b1\n  title: B\n  published: 2024\n",
    ],
)
def test_what_is_refused(text: str, tmp_path: Path) -> None:
    """Check reports an error, the build the same, and fmt leaves what it cannot read whole."""
    assert mutants.disagreement(text.encode()) == ""
    told, same = mutants.build_refuses(write(tmp_path, {"papers.yaml": text}))
    assert told == same and ": error: " in told


def test_a_missing_dash_is_named() -> None:
    """With the line to write."""
    name = "fmt-drops-all-dashes-first-dash-missing.yaml"
    source = mutants.read_files([("papers.yaml", (CASES / name).read_bytes())])
    told = problems.to_text(source.problems, source.found)
    assert 'papers.yaml:1:3: error: a new entry begins with "- " [syntax]' in told
    assert "= help: write - title: Scalable garbage collection" in told
