"""Room 4, history: git as a program.

In: arguments, names of objects. Out: bytes. It knows no collection.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

#: Name in the repository → object.
Tree: TypeAlias = dict[str, str]


class HistoryError(Exception):
    """There is no repository, no such ref, or not enough of its history."""


def command(root: Path, *arguments: str) -> list[str]:
    """What runs git in a folder, whatever somebody's settings are."""
    ours = ("core.quotePath=false", "log.showRoot=true", "log.showSignature=false")
    given = [word for setting in ours for word in ("-c", setting)]
    return ["git", *given, "-C", str(root), *arguments]


def run(root: Path, *arguments: str) -> bytes:
    """What git says; raises HistoryError with its words."""
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
        told = next((line for line in words if line.startswith("fatal: ")), words[-1])
        raise HistoryError(told.removeprefix("fatal: "))
    return done.stdout


def environment() -> dict[str, str]:
    """A hook's variables would point git at another repository; prompts wait for ever."""
    env = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith("GIT_") or name.startswith("GIT_CONFIG_")
    }
    return env | {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


class Objects:
    """git's objects, asked one after the other of one process: to start one takes 20 ms."""

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

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def read(self, blob: str) -> bytes:
        """The bytes of an object."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{blob}\n".encode())
        self.process.stdin.flush()
        about = self.process.stdout.readline().split()
        if len(about) != 3:
            raise HistoryError(f"git does not have the object {blob}; fetch the whole history")
        data = self.process.stdout.read(int(about[2]) + 1)
        return data[:-1]

    def files(self, blobs: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
        """Names and bytes."""
        for name, blob in blobs.items():
            yield name, self.read(blob)
