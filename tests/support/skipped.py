"""The last lines of a test run: which tests did not run, why, and what runs them."""

from __future__ import annotations

import os
import sys
from collections import Counter
from typing import Any

import pytest

#: `make sweep`: tests that draw or repeat do so in full.
IS_SWEEP = bool(os.environ.get("PAPERSHELF_SWEEP"))

#: Marker → the command that runs the tests with it.
TARGETS = {
    "large": "make test-large",
    "engines": "make test-engines",
    "hosts": "make test-hosts",
    "slow": "make test",
}
#: Why tests that need something else are skipped, each with what makes them run.
NO_DATA = "real collections are missing: set PAPERSHELF_DATA to their folder"
NO_TOOL = "missing {}: make tools"
NO_ENGINE = "{} is not installed: make test-engines"
SAMPLED = "Drawn examples, kills and histories were sampled: make sweep tries all."

#: For tests of what Windows does not have.
unix = pytest.mark.skipif(
    os.name != "posix", reason="links, pipes, modes and signals of Unix: run it there"
)
#: For tests that give a file to another user.
root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="needs the rights of root: run it as root",
)
#: For tests of processes that are copied: elsewhere, the work is done in the process itself.
linux = pytest.mark.skipif(sys.platform != "linux", reason="copies of processes: run it on Linux")

#: On the process that collects the tests.
_deselected: pytest.StashKey[Counter[str]] = pytest.StashKey()


def _count(config: pytest.Config) -> Counter[str]:
    return config.stash.setdefault(_deselected, Counter())


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Count what `-m` leaves out; `-k` and named tests are the user's own choice."""
    for item in items:
        marker = next((name for name in TARGETS if item.get_closest_marker(name)), None)
        if marker:
            _count(item.config)[marker] += 1


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Send the counts from a worker of pytest-xdist to the process that reports."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["deselected"] = dict(_count(session.config))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take the counts of a worker. Every worker collects all tests, so one answer is enough."""
    output = getattr(node, "workeroutput", {})
    node.config.stash[_deselected] = Counter(output.get("deselected"))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print one line for each reason, with the number of tests."""
    skipped = Counter(
        str(report.longrepr[2]).removeprefix("Skipped: ")
        for report in terminalreporter.stats.get("skipped", ())
        if isinstance(report.longrepr, tuple)  # an expected failure has no reason of this form
    )
    left_out = {f"marked {name}: {TARGETS[name]}": n for name, n in _count(config).items()}
    terminalreporter.section("tests that did not run")
    for reason, number in sorted((skipped | left_out).items()):
        terminalreporter.write_line(f"{number:5} {reason}")
    if not IS_SWEEP:
        terminalreporter.write_line(SAMPLED)
