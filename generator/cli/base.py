"""Room 10, cli: the program itself: where it works, and how it ends.

Exit codes: 0 no error (warnings may be there), 1 at least one error, 2 wrong usage or unreadable
input, 130 interrupted.
"""

from __future__ import annotations

import datetime
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

import click
from rich.console import Console
from rich.progress import Progress

from generator import __version__, problems
from generator.catalogue import Unreadable
from generator.edits import Blocked
from generator.history import HistoryError
from generator.plugin import CheckFailed, MkDocsException, Unusable

T = TypeVar("T")
CONTEXT = {"help_option_names": ["-h", "--help"]}


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, prog_name="papershelf")
@click.option(
    "-C",
    "root",
    metavar="DIR",
    default=".",
    type=click.Path(file_okay=False, path_type=Path),
    help="Work on the collection in DIR.",
)
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Papershelf: a catalogue of research papers in YAML becomes a searchable website."""
    for stream in (sys.stdout, sys.stderr):  # a catalogue may hold any script, a terminal may not
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if not root.is_dir():
        raise click.BadParameter(f"no such folder: {root}", param_hint="-C")
    context.obj = root


def today() -> datetime.date:
    """The day by the clock, or by SOURCE_DATE_EPOCH where a caller fixes it.

    The only clock that decides anything: commands that add papers need the day, builds never do.
    """
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    if fixed.isdigit():
        return datetime.datetime.fromtimestamp(int(fixed), datetime.UTC).date()
    return datetime.date.today()


def guarded(run: Callable[[], T]) -> T:
    """Runs a command; what a user can mend is told without a traceback."""
    try:
        return run()
    except CheckFailed as error:
        found = error.build
        click.echo(problems.to_text(found.problems, found.entries), nl=False, err=True)
        click.echo("nothing was built; the last site is as it was", err=True)
        sys.exit(1)
    except Blocked as error:
        click.echo(problems.listing(error.problems), nl=False, err=True)
        click.echo("nothing was changed: mend this first", err=True)
        sys.exit(1)
    except (Unreadable, HistoryError) as error:
        fail(str(error))
    except Unusable as error:
        fail(error.format_message())
    except MkDocsException as error:
        fail(error.format_message(), 1)
    except KeyboardInterrupt:
        fail("interrupted; no file is half-written", 130)
    except OSError as error:
        fail(f"{error.filename or ''}: {error.strerror or error}")


def steps(items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
    """The items, with a progress bar on a terminal once they have taken more than a second."""
    shown = Progress(console=Console(stderr=True), transient=True)
    begun = time.monotonic()
    task = None
    try:
        for number, item in enumerate(items):
            if task is None and time.monotonic() - begun > 1 and sys.stderr.isatty():
                shown.start()
                task = shown.add_task(label, total=total)
            if task is not None:
                shown.update(task, completed=number)
            yield item
    finally:
        if task is not None:
            shown.stop()


@contextmanager
def waiting(label: str) -> Iterator[None]:
    """A sign of life on a terminal while something takes its time."""
    if sys.stderr.isatty():
        with Console(stderr=True).status(label):
            yield
    else:
        yield


def fail(message: str, code: int = 2) -> NoReturn:
    """Says why, and ends."""
    click.echo(f"papershelf: {message}", err=True)
    sys.exit(code)
