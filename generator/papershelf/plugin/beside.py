"""Work in a second process, while this one goes on.

In: a function. Out: a function that waits for its result. Only where the system can copy a process
cheaply, and has a processor for it; elsewhere, the work is done when the result is asked for.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import warnings
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_NAME = "papershelf-beside"
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
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)

    ours = os.getpid()

    def run() -> None:
        receiver.close()  # otherwise a result without a reader would be written for ever
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != ours:  # it was killed before
            return
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
