"""Work in a second process, while this one goes on.

In: a function. Out: a function that waits for its result. Only where the system can copy a process
cheaply, and has a processor for it; elsewhere, the work is done when the result is asked for.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import warnings
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_NAME = "papershelf-beside"


def processors() -> int:
    """Return the number of processors that processes of this one can use; 1 where a process cannot
    be copied."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def begin(work: Callable[[], T], *, is_patient: bool = False) -> Callable[[], T]:
    """Begin work in a copy of this process, and return a function that waits for its result or
    raises its error. The copy ends with this process. The result is pickled. Patient work takes
    the time that other processes leave."""
    if processors() == 1:
        return work
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)

    def run() -> None:
        if is_patient:
            os.nice(19)
        try:
            sender.send((work(), None))
        except BaseException as error:
            sender.send((None, error))

    process = context.Process(target=run, name=_NAME, daemon=True)
    with warnings.catch_warnings():
        # a copy has no threads: the only other one draws a progress bar
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    sender.close()

    def wait() -> T:
        try:
            result, error = receiver.recv()
        except EOFError:
            raise ChildProcessError("a process of this build was ended") from None
        finally:
            process.join()
            receiver.close()
        if error is not None:
            raise error
        return result  # type: ignore[no-any-return]

    return wait


def end() -> None:
    """End work that nobody will wait for, after an error."""
    for process in multiprocessing.active_children():
        if process.name == _NAME:
            process.kill()
            process.join()
