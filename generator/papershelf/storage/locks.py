"""One command at a time writes in a collection.

In: the folder of a collection. Out: a lock that the system gives back when its holder ends, however
that happens. It lies on the folder itself: no file is left behind, and none has to be writable.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: Seconds after which a command that waits says so.
PATIENCE = 1.0
#: Not MkDocs' own logger: a strict build fails on a warning there. Python prints warnings of a
#: logger that nobody has set up to stderr.
log = logging.getLogger("papershelf")


@contextmanager
def hold(root: Path) -> Iterator[None]:
    """Wait until no other command writes in this collection, then keep others waiting.

    Systems without such locks (Windows, some network drives) do without.
    """
    if os.name != "posix":
        yield
        return
    descriptor = os.open(root, os.O_RDONLY)  # not passed on to programs that we start
    try:
        with suppress(OSError):
            _lock(descriptor, root)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, root: Path) -> None:
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return
    except BlockingIOError:
        told = f"papershelf: waiting for another command to finish in {root.resolve()}"
    timer = threading.Timer(PATIENCE, log.warning, [told])
    timer.daemon = True
    timer.start()
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    finally:
        timer.cancel()
