"""The expected errors of all packages: what to print about each, and the exit code."""

from __future__ import annotations

from collections.abc import Callable

from papershelf import problems
from papershelf.catalogue import Unreadable
from papershelf.editing.changeset import Blocked, Meanwhile
from papershelf.history import HistoryError
from papershelf.importers.fetch import FetchError
from papershelf.plugin import CheckFailed, MkDocsException, Unusable
from papershelf.storage.bounds import Refused


def explain(error: Exception, name: str, command: Callable[[str], str]) -> tuple[str, int] | None:
    """Return the text for an error that a user can fix, and the exit code; None for another error.

    `name` is the command that failed; `command` returns a command as the user must type it.
    """
    match error:
        case CheckFailed():
            found = error.build
            text = problems.to_text(found.problems, found.entries)
            if name in ("build", "serve"):
                text += "nothing was built; the last site is unchanged\n"
            return f"{text}Next: fix the errors, then run {command(name)} again", 1
        case Blocked():
            text = problems.listing(error.problems)
            text += "fix these problems first; nothing was changed\n"
            return f"{text}Next: fix the errors, then run {command(name)} again", 1
        case Unreadable() | HistoryError() | Refused():
            return _one_line(error), 2
        case Unusable():
            return _one_line(error.format_message()), 2
        case MkDocsException():
            return _one_line(error.format_message()), 1
        case Meanwhile():
            return _one_line(error), 1
        case FetchError():
            return _one_line(f"{error}; nothing was changed"), 1
        case OSError():
            # a copy names both files, and the disk may be full where the second one is
            names = " → ".join(str(each) for each in (error.filename, error.filename2) if each)
            return _one_line(f"{names}: {error.strerror or error}".removeprefix(": ")), 2
    return None


def _one_line(message: object) -> str:
    """Return a message for the terminal: a path or a setting in it may hold escape sequences."""
    shown = "\n".join(map(problems.visible, str(message).splitlines()))
    return f"papershelf: {shown}"
