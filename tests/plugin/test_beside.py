"""Work in other processes."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

from papershelf.outputs import map_layout, pagefind
from papershelf.plugin import beside, writing
from support import helpers, skipped

pytestmark = skipped.linux


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


def test_each_item_has_its_result() -> None:
    """In the order of the items; other processes made them, at most one for each processor."""
    found = list(beside.each(lambda number: (number, os.getpid()), range(50)))
    assert [number for number, _ in found] == list(range(50))
    makers = {maker for _, maker in found}
    assert len(makers) <= 2 and os.getpid() not in makers
    assert multiprocessing.active_children() == []
    assert list(beside.each(str, [])) == []


def test_results_wait_until_they_are_asked_for() -> None:
    """Processes do not run ahead, or all results would be in memory together."""
    begun = multiprocessing.get_context("fork").Value("i", 0)

    def work(number: int) -> int:
        with begun.get_lock():
            begun.value += 1
        return number

    results = beside.each(work, range(1000))
    for wanted in range(3):
        assert next(results) == wanted
        time.sleep(0.1)
    assert begun.value < 20
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


def test_no_process_runs_ahead_of_one_that_takes_long() -> None:
    """The first result comes last of those that were begun."""
    begun = multiprocessing.get_context("fork").Value("i", 0)

    def work(number: int) -> int:
        with begun.get_lock():
            begun.value += 1
        time.sleep(0 if number else 0.3)
        return number

    results = beside.each(work, range(1000))
    assert next(results) == 0 and begun.value <= 8
    assert list(results) == list(range(1, 1000))


def test_the_first_error_of_an_item_is_raised() -> None:
    """After the results before it, and even if a later item fails earlier."""

    def work(text: str) -> int:
        if text == "loom":
            time.sleep(0.2)
        return int(text)

    results = beside.each(work, ["1", "2", "loom", "reed", "5"])
    assert [next(results), next(results)] == [1, 2]
    with pytest.raises(ValueError, match="loom"):
        next(results)
    assert multiprocessing.active_children() == []


def test_a_copy_that_is_killed_is_an_error() -> None:
    """At its first item, with items or results in the pipe, or between two of them."""
    with pytest.raises(ChildProcessError, match="was ended"):
        list(beside.each(lambda number: os._exit(number), [1, 2]))
    results = beside.each(lambda number: b"x" * 1_000_000, range(50))
    assert len(next(results)) == 1_000_000
    first, _ = multiprocessing.active_children()
    first.kill()
    first.join()
    with pytest.raises(ChildProcessError, match="was ended"):
        list(results)
    assert multiprocessing.active_children() == []


def test_a_copy_that_is_killed_in_the_middle_of_its_result_is_an_error() -> None:
    """The result is larger than the pipe, so the copy waits with a part of it still to write."""
    result = beside.begin(lambda: b"x" * 1_000_000)
    (copy,) = multiprocessing.active_children()
    time.sleep(0.2)
    copy.kill()
    copy.join()
    with pytest.raises(ChildProcessError, match="was ended"):
        result()
    assert multiprocessing.active_children() == []


class Loose(Exception):
    """An error that cannot be made again from its message."""

    def __init__(self, name: str, number: int) -> None:
        super().__init__(f"{name} {number}")


def test_an_error_that_cannot_be_sent_keeps_its_message() -> None:
    """It has the name of its kind."""

    def fail() -> None:
        raise Loose("reed", 7)

    with pytest.raises(ChildProcessError, match="Loose: reed 7"):
        beside.begin(fail)()


def test_an_interrupt_ends_a_copy_whose_result_nobody_reads() -> None:
    """The copy ignores Ctrl+C, and its result fills the pipe."""

    def work() -> bytes:
        time.sleep(0.3)
        return b"x" * 10_000_000

    wait, begun = beside.begin(work), time.monotonic()
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, 0.1, 10)
    try:
        with pytest.raises(KeyboardInterrupt):
            wait()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    assert time.monotonic() - begun < 9
    assert multiprocessing.active_children() == []


def test_work_ends_after_an_error() -> None:
    """Nothing of it stays, and processes of others do."""
    other = multiprocessing.get_context("fork").Process(target=time.sleep, args=(60,), daemon=True)
    other.start()
    beside.begin(lambda: time.sleep(60))
    beside.end()
    assert multiprocessing.active_children() == [other]
    other.kill()
    other.join()


KILLED = """
import os, sys, time
from papershelf.plugin import beside
beside.processors = lambda: 2
def work():
    print(os.getpid(), flush=True)
    return b"x" * 1_000_000
beside.begin(work)
time.sleep(60)
"""


def test_work_ends_with_a_process_that_is_killed() -> None:
    """Its result would fill a pipe that nobody reads, and it would keep the lock of the collection."""
    program = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE)
    assert program.stdout
    number = int(program.stdout.readline())
    program.kill()
    program.wait()
    program.stdout.close()
    latest = time.monotonic() + 20
    while is_running(number) and time.monotonic() < latest:
        time.sleep(0.01)
    assert not is_running(number)


def is_running(number: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{number}/stat").read_text()
    except FileNotFoundError:
        return False


def test_a_failed_build_ends_what_it_began(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the map would be written into the next build."""

    def fail(*given: object, **config: object) -> dict[str, bytes]:
        assert multiprocessing.active_children()
        raise pagefind.SearchFailed("no memory")

    monkeypatch.setattr(writing, "LARGE", 1)
    monkeypatch.setattr(map_layout, "find", lambda *given: time.sleep(60))
    monkeypatch.setattr(pagefind, "run", fail)
    root = helpers.write(tmp_path, {"papers.yaml": helpers.entry()})
    with pytest.raises(Abort):
        helpers.build(root, tmp_path / "site")
    assert multiprocessing.active_children() == []
