"""Work in other processes, while this one goes on.

In: functions. Out: their results. Only where the system can copy a process cheaply, and has a
processor for it; elsewhere, this process does the work when a result is asked for.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import pickle
import signal
import sys
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, NamedTuple, TypeVar

S = TypeVar("S")
T = TypeVar("T")
_NAME = "papershelf-beside"
_ENDED = "a process of this build was ended; perhaps the system had no memory left"
#: Copies that share work, at most: each takes 10 ms and 150 MB for 10,000 papers.
MOST = 8
#: Items for each copy, at most, from the one whose result is wanted on. Results that come early
#: wait in memory.
_AHEAD = 4
#: PR_SET_PDEATHSIG of Linux: https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html
_END_WITH_PARENT = 1


def processors() -> int:
    """Return the number of processors that processes of this one can use; 1 where a process cannot
    be copied."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def begin(work: Callable[[], T], *, is_patient: bool = False) -> Callable[[], T]:
    """Begin work in a copy of this process, and return a function that waits for its result or
    raises its error. The copy ends with this process, even if that is killed. The result is
    pickled. With `is_patient`, the work has the lowest priority, also while it is waited for."""
    if processors() == 1:
        return work

    def run(pipe: Connection) -> None:
        if is_patient:
            os.nice(19)
        pipe.send(_Outcome.of(work))

    copy = _copy(run)

    def wait_for_it() -> T:
        try:
            outcome: _Outcome[T] = copy.receive()
        finally:
            copy.end()
        return outcome.get()

    return wait_for_it


def each(work: Callable[[S], T], items: Sequence[S]) -> Iterator[T]:
    """Begin work on each item in copies of this process: one for each processor, at most MOST. As
    `map`, yield the results in the order of the items, or raise the first error in this order."""
    if processors() == 1:
        return map(work, items)

    def run(pipe: Connection) -> None:
        while True:
            index = pipe.recv()
            pipe.send((index, _Outcome.of(partial(work, items[index]))))

    copies = [_copy(run) for _ in range(min(processors(), MOST, len(items)))]
    return _results(copies, len(items))


def end() -> None:
    """End work that nobody will wait for, after an error."""
    for process in multiprocessing.active_children():
        if process.name == _NAME:
            process.kill()
            process.join()


class _Copy(NamedTuple):
    """A copy of this process."""

    process: BaseProcess
    pipe: Connection

    def give(self, index: int) -> None:
        """Tell the copy which item is next."""
        with suppress(OSError):  # if it was ended, `receive` says so
            self.pipe.send(index)

    def receive(self) -> Any:
        """Wait for what the copy sends."""
        try:
            return self.pipe.recv()
        except (EOFError, OSError):  # before a message, or in the middle of one
            raise ChildProcessError(_ENDED) from None

    def end(self) -> None:
        """End the copy, also if it waits until somebody reads its result."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _copy(run: Callable[[Connection], None]) -> _Copy:
    """Begin a copy of this process, which calls a function with its end of a pipe."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    parent = os.getpid()

    def start() -> None:
        ours.close()  # otherwise a result without a reader would be written for ever
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process gets it, too
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
        if os.getppid() == parent:  # otherwise it was killed before
            with suppress(EOFError, OSError):  # nobody wants a result any more
                run(theirs)

    process = context.Process(target=start, name=_NAME, daemon=True)
    with warnings.catch_warnings():
        # a copy has no threads: the only other one draws a progress bar
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    theirs.close()
    return _Copy(process, ours)


def _results(copies: Sequence[_Copy], number: int) -> Iterator[Any]:
    """Give each copy another item when it has done one, and yield all results in order."""
    free = deque([*copies, *copies])  # with a second item at hand, none waits for its next one
    given = 0
    done: dict[int, _Outcome[Any]] = {}
    try:
        for wanted in range(number):
            end_of_given = min(number, wanted + _AHEAD * len(copies))
            while True:
                while free and given < end_of_given:
                    free.popleft().give(given)
                    given += 1
                if wanted in done:
                    break
                for copy in _ready(copies):
                    index, done[index] = copy.receive()
                    free.append(copy)
            yield done.pop(wanted).get()
    finally:
        for copy in copies:
            copy.end()


def _ready(copies: Sequence[_Copy]) -> list[_Copy]:
    """Wait for results, and return the copies that have one."""
    pipes = wait([copy.pipe for copy in copies])
    return [copy for copy in copies if copy.pipe in pipes]


class _Outcome(NamedTuple, Generic[T]):
    """The result of work, or its error."""

    result: T | None
    error: BaseException | None

    @classmethod
    def of(cls, work: Callable[[], T]) -> _Outcome[T]:
        try:
            return cls(work(), None)
        except BaseException as error:
            return cls(None, _portable(error))

    def get(self) -> T:
        if self.error is not None:
            raise self.error
        return self.result  # type: ignore[return-value]


def _portable(error: BaseException) -> BaseException:
    """Return an error that another process can raise: some cannot be made again from what is
    pickled."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return ChildProcessError(f"{type(error).__name__}: {error}")
    return error
