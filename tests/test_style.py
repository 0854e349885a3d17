"""The code itself: formatted, without findings of ruff, and typed strictly."""

from __future__ import annotations

import re
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


def test_what_opens_a_page_is_waited_for() -> None:
    """A click returns before the page that it opens is there, so its address is not read next:
    `wait_for_url` waits until the page has loaded, and fails if it has another address."""
    hasty = re.compile(r"\.(?:click|press|tap)\([^\n]*\)\n +assert \w+\.url\b")
    found = {
        f"{path.relative_to(ROOT)}: {text}"
        for path in (ROOT / "tests").rglob("*.py")
        for text in hasty.findall(path.read_text())
    }
    assert found == set()
