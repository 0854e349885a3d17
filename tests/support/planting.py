"""What a hostile repository plants: links, loops and pipes in the place of files and folders."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from pathlib import Path

import mkdocs.commands.build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from papershelf.storage import files
from support.helpers import entry, write

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


SETTINGS = "site_name: X\ntheme: {name: material}\ndocs_dir: content\nplugins: [papershelf]\n"


def shelf(root: Path, settings: str = "", **pages: str) -> Path:
    """A small collection with settings."""
    texts = {f"content/{name}": text for name, text in pages.items()}
    return write(
        root,
        {"papers.yaml": entry(), "mkdocs.yml": SETTINGS + settings, "content/about.md": "# A\n"}
        | texts,
    )


def mkdocs_build(root: Path, **options: str) -> str:
    """What `mkdocs build` says; nothing when it builds."""
    told: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("mkdocs").addHandler(handler)
    try:
        mkdocs.commands.build.build(load_config(config_file=str(root / "mkdocs.yml"), **options))
    except MkDocsException as error:
        told.append(str(error))
    finally:
        logging.getLogger("mkdocs").removeHandler(handler)
    return "\n".join(told)
