"""Run git.

In: arguments, names of objects. Out: bytes. Knows nothing of collections.
"""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeAlias

from papershelf.text import dates

#: Objects by path in the repository.
Tree: TypeAlias = dict[str, str]


class HistoryError(Exception):
    """There is no repository, no such ref, or not enough history."""


def command(root: Path, *arguments: str) -> list[str]:
    """Return the command that runs git in a folder, independent of user settings. Files of a
    collection may look like a bare repository, whose settings could name programs for git to
    run."""
    ours = (
        *("core.quotePath=false", "log.showRoot=true", "log.showSignature=false"),
        "safe.bareRepository=explicit",
    )
    given = [word for setting in ours for word in ("-c", setting)]
    return ["git", *given, "-C", str(root), *arguments]


def run(root: Path, *arguments: str) -> bytes:
    """Return the output of git. Raise HistoryError with git's message."""
    try:
        done = subprocess.run(
            command(root, *arguments),
            input=b"",
            capture_output=True,
            check=False,
            env=environment(),
        )
    except OSError as error:
        raise HistoryError("git is not installed") from error
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines() or ["git failed"]
        message = next((line for line in words if line.startswith("fatal: ")), words[-1])
        # what git proposes for a repository of another user
        hint = next((line.strip() for line in words if line.startswith("\tgit config ")), "")
        hint = hint and f"; if you trust it, run {hint}"
        raise HistoryError(message.removeprefix("fatal: ") + hint)
    return done.stdout


def environment() -> dict[str, str]:
    """Return the environment for git: without a hook's variables, which point to another
    repository, and without prompts, which would wait forever."""
    env = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith("GIT_") or name.startswith("GIT_CONFIG_")
    }
    return env | {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


def line(root: Path, *arguments: str) -> str:
    """Return one line of output of git; file names may contain bytes that are not UTF-8."""
    return os.fsdecode(run(root, *arguments)).strip("\n")


class FileChange(NamedTuple):
    """A change of a file in a commit: modes and objects, zeros for none."""

    name: str
    was_mode: str
    mode: str
    before: str
    after: str


def log(root: Path, form: str, *arguments: str) -> Iterator[tuple[str, list[FileChange]]]:
    """Yield each commit of the main line, the newest first: a text in the given format, and the
    changes. File names may contain any byte except NUL, so only NUL separates the rows."""
    output = run(
        root,
        *("log", "--first-parent", "-m", "--raw", "-z"),
        *("--no-renames", "--no-abbrev", "--no-color", "--no-show-signature"),
        *(f"--format=%x01{form}", *arguments),
    )
    words = iter(output.decode("utf-8", "surrogateescape").split("\0"))
    text, changes = "", list[FileChange]()
    is_begun = False
    for word in words:
        word = word.lstrip("\n")
        if word.startswith("\x01"):
            if is_begun:
                yield text, changes
            text, changes, is_begun = word[1:], [], True
        elif word.startswith(":"):
            was_mode, mode, before, after, *_ = word[1:].split()
            changes.append(FileChange(next(words), was_mode, mode, before, after))
    if is_begun:
        yield text, changes


def day_of(seconds: str, minutes: int = 0) -> str:
    """Return the date of a time, given in seconds since 1970 and minutes of the time zone. Empty if
    it is not a number, or only possible with an unset clock."""
    try:
        since = datetime.timedelta(seconds=int(seconds), minutes=minutes)
        day = (datetime.datetime(1970, 1, 1) + since).date()
    except (ValueError, OverflowError):
        return ""
    return day.isoformat() if 1970 < day.year <= dates.YEARS[-1] else ""


class Objects:
    """Reads git objects with one process, because starting one takes 20 ms."""

    def __init__(self, root: Path) -> None:
        try:
            self.process = subprocess.Popen(
                command(root, "cat-file", "--batch"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
            )
        except OSError as error:
            raise HistoryError("git is not installed") from error

    def __enter__(self) -> Objects:
        return self

    def __exit__(self, *error: object) -> None:
        assert self.process.stdin and self.process.stdout
        with suppress(OSError):  # it may have ended because of a damaged object
            self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def read(self, blob: str) -> bytes:
        """Return the bytes of an object. Raise HistoryError if git does not have it."""
        assert self.process.stdin and self.process.stdout
        about: list[bytes] = []
        with suppress(OSError):
            self.process.stdin.write(f"{blob}\n".encode())
            self.process.stdin.flush()
            about = self.process.stdout.readline().split()
        size = int(about[2]) if len(about) == 3 else 0
        data = self.process.stdout.read(size)
        if len(about) != 3 or len(data) != size or not self.process.stdout.read(1):
            raise HistoryError(f"git does not have the object {blob}; fetch the whole history")
        return data

    def files(self, blobs: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
        """Yield names and bytes of files."""
        for name, blob in blobs.items():
            yield name, self.read(blob)
