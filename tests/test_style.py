"""The code itself: formatted, without findings of ruff, and typed strictly."""

from __future__ import annotations

import subprocess
import sys

import pytest

from support.helpers import ROOT

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "format", "--check", "generator", "tests", "scripts"),
        ("ruff", "check", "generator", "tests", "scripts"),
        ("mypy",),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_passes(command: tuple[str, ...]) -> None:
    """What `make check` runs."""
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
