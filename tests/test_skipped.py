"""The last lines of a test run say what did not run, why, and what runs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from support.helpers import ROOT, write
from support.skipped import NO_DATA, SAMPLED

TESTS = f"""import pytest

@pytest.mark.parametrize("number", range(3))
def test_without_data(number):
    pytest.skip({NO_DATA!r})

@pytest.mark.skipif(True, reason="missing a tool: make tools")
def test_without_tool(): ...

@pytest.mark.large
def test_large(): ...

@pytest.mark.parametrize("number", range(2))
@pytest.mark.engines
@pytest.mark.slow
def test_engines(number): ...

@pytest.mark.slow
def test_slow(): ...

def test_quick(): ...
"""
CONFTEST = """from support.skipped import *
"""


@pytest.mark.parametrize("workers", ["0", "2"])
def test_what_did_not_run_is_listed(workers: str, tmp_path: Path) -> None:
    """Skipped and left out, by one process and by several; `--lf` or names of tests add nothing."""
    write(tmp_path, {"test_some.py": TESTS, "conftest.py": CONFTEST})
    # plugins that take a third of the time; a folder of its own, or it removes those of earlier runs
    without = (
        "-p",
        "no:cacheprovider",
        "-p",
        "no:hypothesispytest",
        "--basetemp",
        tmp_path / "temp",
    )
    command = [sys.executable, "-m", "pytest", *without, "-c", ROOT / "pyproject.toml"]
    done = subprocess.run(
        [*command, "--rootdir", tmp_path, "-n", workers, "-m", "not slow and not large", tmp_path],
        capture_output=True, text=True, env={"PYTHONPATH": str(ROOT / "tests")}, cwd=tmp_path,
    )  # fmt: skip
    (*_, lines) = done.stdout.partition("tests that did not run")
    told = [line.strip() for line in lines.splitlines()[1:]]
    assert told[:6] == [
        "2 marked engines: make test-engines",
        "1 marked large: make test-large",
        "1 marked slow: make test",
        "1 missing a tool: make tools",
        f"3 {NO_DATA}",
        SAMPLED,
    ], done.stdout
