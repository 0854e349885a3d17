"""The main command: its options, progress bars, error messages and exit codes.

Exit codes: 0 no errors (there may be warnings), 1 at least one error, 2 wrong usage or unreadable
input, 130 interrupted.
"""

from __future__ import annotations

import _thread
import datetime
import gc
import os
import shlex
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import IO, Any, NoReturn, TypeVar

import click

from papershelf.problems import visible
from papershelf.text import dates
from papershelf.text.dates import PartialDate

T = TypeVar("T")
CONTEXT = {"help_option_names": ["-h", "--help"]}
INTERRUPTED = "interrupted; no file was left half-written"
#: The variable with a fixed time: https://reproducible-builds.org/specs/source-date-epoch/
_EPOCH = "SOURCE_DATE_EPOCH"


#: The module of each command. They are imported on first use: together they take half a second.
MODULES = {
    "add": "curate", "build": "site", "changes": "review", "check": "site", "digest": "digest",
    "doctor": "start", "edition": "edition", "export": "curate", "fmt": "curate",
    "import": "curate", "init": "start", "links": "links", "metrics": "metrics",
    "refresh": "review", "schema": "site", "send": "mail", "serve": "site", "suggest": "review",
}  # fmt: skip


class DayParam(click.ParamType[PartialDate]):
    """A day, `2025-12-23`."""

    name = "day"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> PartialDate:
        """Return the day, or report a wrong one."""
        try:
            day = dates.parse(value)
        except ValueError:
            day = PartialDate(1)
        if not day.day:
            self.fail(f'"{visible(value)}" is not a day; write YYYY-MM-DD', param, ctx)
        return day


#: The name of the standard output, as a file that a command writes.
STDOUT = Path("-")


def new_file(ctx: click.Context, _: click.Parameter, path: Path | None) -> Path | None:
    """Return the file that an option names. Refuse one that a curator wrote, `-o papers.yaml`, and
    one of the site."""
    from papershelf.plugin import owner  # other commands do not need it

    if path and path != STDOUT:
        what, name = owner(ctx.obj, path, ctx.params.get("site_dir"))
        if what:
            raise click.BadParameter(f"{visible(name)} belongs to the {what}; name another file")
    return path


def _unless_stdout(ctx: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    return None if path == STDOUT else new_file(ctx, option, path)


#: The option of commands that print a text, or write it into a file.
OUTPUT = click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    callback=_unless_stdout,
    help="The file to write; the default is standard output.",
)


class Program(click.Group):
    """The group of all commands; reports expected errors of each without a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; its module registers it."""
        if cmd_name in MODULES:
            import_module(f"papershelf.cli.{MODULES[cmd_name]}")
        return super().get_command(ctx, cmd_name)

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        """Parse the arguments; `--help` and completion load the modules of commands, and print."""
        try:
            return super().make_context(*args, **options)
        except KeyboardInterrupt:
            fail(INTERRUPTED, 130)
        except BrokenPipeError:
            raise
        except OSError as error:
            fail(str(error.strerror))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the requested command."""
        try:
            return guarded(lambda: click.Group.invoke(self, ctx))
        except click.Abort:  # Ctrl+C or the end of the input at a question
            fail(INTERRUPTED, 130)


@click.group(cls=Program, context_settings=CONTEXT)
@click.version_option(package_name="papershelf", prog_name="papershelf")
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
    """Turn a YAML catalogue of research papers into a searchable website."""
    for stream in (sys.stdout, sys.stderr):  # a terminal may lack characters of the catalogue
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    # A catalogue is a million small objects without cycles, and Python looks for cycles among each
    # 700 new ones. Reading and checking 10,000 entries takes 5.9 s with that, 4.4 s without.
    gc.set_threshold(50_000)
    if not os.environ.get(_EPOCH):  # workflows set variables that have no value
        os.environ.pop(_EPOCH, None)
    _fixed_day()
    if not root.is_dir():
        raise click.BadParameter(f"no such folder: {root}", param_hint="-C")
    context.obj = root


def commands() -> dict[str, click.Command]:
    """Return all commands by name."""
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: each for name, each in found.items() if each}


def command(words: str) -> str:
    """Return a papershelf command as the user must type it for the same collection."""
    root = click.get_current_context().find_root().params.get("root")
    where = "" if root in (None, Path()) else f" -C {shlex.quote(str(root))}"
    return f"papershelf{where} {words}"


def say_next(has_errors: bool, again: str, then: str) -> None:
    """Print the last line of a report: the command to run next."""
    step = f"fix the errors, then run {command(again)} again" if has_errors else command(then)
    click.echo(f"Next: {step}")


def today() -> datetime.date:
    """Return the current date, or the date of SOURCE_DATE_EPOCH (Unix seconds, UTC) if that is set.

    This is the only clock that affects output: commands that add papers need the date, builds
    never do.
    """
    return _fixed_day() or datetime.date.today()


def _fixed_day() -> datetime.date | None:
    """Return the date of SOURCE_DATE_EPOCH; None without it. Raise UsageError."""
    given = os.environ.get(_EPOCH)
    if given is None:
        return None
    try:
        if given.isascii() and given.isdigit():
            return datetime.datetime.fromtimestamp(int(given), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):  # after the year 9999
        pass
    shown = visible(given)
    raise click.UsageError(f'{_EPOCH} is "{shown}", but must be a number of seconds since 1970')


def guarded(run: Callable[[], T], label: str = "") -> T:
    """Return the result of `run`, showing `label` as progress; report errors that a user can fix
    without a traceback, and exit."""
    try:
        if not label:
            return run()
        with waiting(label):
            return run()
    except KeyboardInterrupt:
        fail(INTERRUPTED, 130)
    except BrokenPipeError:  # the reader of our output, such as `head`, has closed it
        raise
    except Exception as error:
        from papershelf.cli import errors  # it knows the errors of all packages

        context = click.get_current_context()  # of the command, or of the group that has run it
        name = context.invoked_subcommand or context.info_name or "build"
        explained = errors.explain(error, name, command)
        if _pressed:  # a library that is interrupted may raise any error
            fail(INTERRUPTED, 130)
        if explained is None:
            raise
        text, code = explained
        click.echo(text, err=True)
        sys.exit(code)


def steps(items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
    """Yield the items; on a terminal, show a progress bar after `PATIENCE` seconds."""
    with _bar(label, total) as update:
        for number, item in enumerate(items, 1):
            update(completed=number)
            yield item


@contextmanager
def waiting(label: str) -> Iterator[Callable[[str], None]]:
    """Show a progress bar without a total while the block runs, on a terminal and after `PATIENCE`
    seconds. Yield a function that changes its label."""
    with _bar(label, None) as update:
        yield lambda text: update(description=text)


#: Seconds before a progress bar appears.
PATIENCE = 1.0


def is_terminal(stream: IO[str] | None) -> bool:
    """Return whether a stream is a terminal; it is None if the program was started without it."""
    return stream is not None and stream.isatty()


@contextmanager
def _bar(label: str, total: int | None) -> Iterator[Callable[..., None]]:
    """Show a progress bar on stderr if that is a terminal; yield a function that changes it."""
    if not is_terminal(sys.stderr):
        yield lambda **changes: None
        return
    from papershelf.cli import progress  # rich takes a tenth of a second to load

    with progress.bar(label, total, PATIENCE) as update:
        yield update


#: Whether Ctrl+C was pressed.
_pressed: list[int] = []


def listen() -> None:
    """Handle Ctrl+C from now on."""
    signal.signal(signal.SIGINT, interrupt)
    sys.unraisablehook = _press_again


def interrupt(number: int, frame: FrameType | None) -> None:
    """Handle Ctrl+C as Python does, and remember it: a library that is interrupted while it loads
    may raise another error instead of KeyboardInterrupt."""
    _pressed.append(number)
    if frame is not None and frame.f_code is _press_again.__code__:  # it would be dropped again
        _thread.start_new_thread(_press_soon, ())
    else:
        signal.default_int_handler(number, frame)


def _press_again(dropped: sys.UnraisableHookArgs) -> None:
    """Repeat a Ctrl+C that came while a destructor or a hook of `fork` ran: Python drops exceptions
    there, and the command would go on."""
    if dropped.exc_type is KeyboardInterrupt:
        _thread.start_new_thread(_press_soon, ())  # without waiting, unlike Thread
    else:
        sys.__unraisablehook__(dropped)


def _press_soon() -> None:
    time.sleep(0.01)
    _thread.interrupt_main()


def require_topic(slug: str, topics: Iterable[str]) -> None:
    """Exit if a collection does not have this topic."""
    known = tuple(topics)
    if slug not in known:
        from papershelf.catalogue.report import nearest  # few commands need the catalogue

        hint = nearest(slug, known)
        fail(f'unknown topic "{visible(slug)}"{hint and f"; {hint}"}')


def fail(message: str, code: int = 2) -> NoReturn:
    """Print the reason and exit."""
    if _pressed:
        message, code = INTERRUPTED, 130
    click.echo(f"papershelf: {message}", err=True)
    sys.exit(code)
