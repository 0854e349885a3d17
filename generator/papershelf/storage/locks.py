"""Let only one command at a time write to a collection.

In: the folder of a collection. Out: a lock that the system releases when its holder ends, in
whatever way. The folder itself is locked, so no file is left behind, and none must be writable.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: Seconds of waiting before a message.
PATIENCE = 1.0
#: Not MkDocs' own logger, because a strict build fails on warnings there. Without configuration,
#: Python prints warnings to stderr.
log = logging.getLogger("papershelf")


@contextmanager
def hold(root: Path) -> Iterator[None]:
    """Wait until no other command writes to this collection, then make others wait.

    Systems without such locks (Windows, some network drives) go without.
    """
    if os.name != "posix":
        yield
        return
    descriptor = os.open(root, os.O_RDONLY)  # other programs do not inherit it
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
        message = f"papershelf: waiting for another command to finish in {root.resolve()}"
    timer = threading.Timer(PATIENCE, log.warning, [message])
    timer.daemon = True
    timer.start()
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    finally:
        timer.cancel()
