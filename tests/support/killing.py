"""Commands to be killed. Each is a fork of one process that has imported papershelf, so that a random
moment is one of the work and not of the imports, which take longer."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping
from multiprocessing.process import BaseProcess

from papershelf.cli.base import MODULES

_FORKS = multiprocessing.get_context("forkserver") if os.name == "posix" else None


def start(*arguments: str) -> BaseProcess:
    """Start papershelf, with the environment of now and without its output."""
    assert _FORKS
    _FORKS.set_forkserver_preload(
        ["pytest", *(f"papershelf.cli.{name}" for name in set(MODULES.values()))]
    )
    started = _FORKS.Process(target=_run, args=(dict(os.environ), arguments))
    started.start()
    return started


def _run(environment: Mapping[str, str], arguments: tuple[str, ...]) -> None:
    os.environ.update(environment)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.argv = ["papershelf", *arguments]
    from papershelf.__main__ import run

    run()
