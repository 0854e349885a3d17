"""What a hostile repository plants: links, loops and pipes in the place of files and folders."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from papershelf.storage import files

#: What a repository may bring in the place of a file or a folder, and the word for it.
PLANTED: dict[str, Callable[[Path, Path], object]] = {
    "a link to a folder": lambda path, victim: path.symlink_to(victim),
    "a relative link": lambda path, victim: path.symlink_to(os.path.relpath(victim, path.parent)),
    "a link to a file": lambda path, victim: path.symlink_to(victim / "thesis.tex"),
    "a dangling link": lambda path, victim: path.symlink_to(victim / "nothing" / "here"),
    "a loop": lambda path, victim: path.symlink_to(path.name),
    "a link to its own folder": lambda path, victim: path.symlink_to("."),
    "a link to a device": lambda path, victim: path.symlink_to("/dev/zero"),
    "a pipe": lambda path, victim: os.mkfifo(path),
}


def untouched(victim: Path) -> bool:
    """Whether it is as it was."""
    found = {name: (victim / name).read_text() for name in files.iter_files(victim)}
    return found == {"thesis.tex": "precious", "papers/index.html": "precious"}


def plant(name: str, path: Path, victim: Path) -> None:
    """Put something in the place of a file or a folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    PLANTED[name](path, victim)
