"""Work in a second process."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time

import pytest

from papershelf.plugin import beside

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, there is none")


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also on a machine with one."""
    monkeypatch.setattr(beside, "processors", lambda: 2)


def test_its_result_is_waited_for() -> None:
    """It comes from another process."""
    assert beside.begin(os.getpid)() != os.getpid()


def test_its_error_is_raised() -> None:
    """So is the end of a process that was killed."""
    with pytest.raises(ValueError, match="loom"):
        beside.begin(lambda: int("loom"))()
    with pytest.raises(ChildProcessError, match="was ended"):
        beside.begin(lambda: os._exit(1))()


def test_patient_work_has_the_lowest_priority() -> None:
    """Other work has the one that it had."""
    assert beside.begin(lambda: os.nice(0), is_patient=True)() == 19
    assert beside.begin(lambda: os.nice(0))() == os.nice(0)


def test_work_ends_after_an_error() -> None:
    """Nothing of it stays, and processes of others do."""
    other = multiprocessing.get_context("fork").Process(target=time.sleep, args=(60,), daemon=True)
    other.start()
    beside.begin(lambda: time.sleep(60))
    beside.end()
    assert multiprocessing.active_children() == [other]
    other.kill()
    other.join()
