"""Room 0: one command at a time writes in a collection.

In: the folder of a collection. Out: a lock that the system gives back when its holder ends, however
that happens. It lies on the folder itself: no file is left behind, and none has to be writable.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def hold(root: Path) -> Iterator[None]:
    """Wait until no other command writes in this collection, then keep others waiting.

    Systems without such locks (Windows, some network drives) do without.
    """
    if os.name != "posix":
        yield
        return
    import fcntl

    descriptor = os.open(root, os.O_RDONLY)  # not passed on to programs that we start
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
