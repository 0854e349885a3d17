"""A progress bar on a terminal."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


@contextmanager
def bar(label: str, total: int | None, patience: float) -> Iterator[Callable[..., None]]:
    """Show a progress bar on stderr after so many seconds, until the block ends. Yield a function
    that changes its `description` or what is `completed`."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        *((MofNCompleteColumn(),) if total else ()),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    shown = Progress(*columns, console=console, transient=True, redirect_stdout=False)
    task = shown.add_task(escape(label), total=total)

    def update(completed: int | None = None, description: str | None = None) -> None:
        text = None if description is None else escape(description)
        shown.update(task, completed=completed, description=text)

    timer = threading.Timer(patience, shown.start)
    timer.daemon = True
    timer.start()
    try:
        yield update
    finally:
        timer.cancel()
        timer.join()
        if shown.live.is_started:
            shown.stop()
