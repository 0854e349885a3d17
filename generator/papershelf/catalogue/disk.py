"""The files of a collection in its folder.

In: the folder. Out: the names of what is read and of what is published as it is, and for each file
that no collection may have the reason. Nothing is opened here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from papershelf.catalogue.limits import MAX_STATIC_BYTES
from papershelf.storage import bounds

#: Where people are described, below the folder of the hand-written words.
PEOPLE = "people.yaml"
#: MkDocs leaves names with a dot out.
_HIDDEN = re.compile(r"(?:^|/)\.")
#: What MkDocs takes for a page, too, and we would not read.
_PAGES = (".markdown", ".mdown", ".mkdn", ".mkd")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The files of a collection, by their POSIX paths, in a fixed order."""

    catalogue: tuple[str, ...]
    words: tuple[str, ...]
    """people.yaml and the pages of the folder of hand-written words."""
    others: tuple[str, ...]
    """Files of that folder that are published as they are."""
    wrong: tuple[tuple[str, str, str], ...]
    """Files that no collection may have: rule, path, reason."""

    @property
    def read(self) -> tuple[str, ...]:
        """All files that the collection is read from, the catalogue first."""
        return (*self.catalogue, *self.words)


def list_files(root: Path, catalogue: str = "papers.yaml", content: str = "content") -> Listing:
    """Every file of a collection."""
    wrong: list[tuple[str, str, str]] = []
    found: list[str] = []
    for name in _catalogue_names(root, catalogue, wrong):
        try:
            if bounds.source(root, root / name).exists():
                found.append(name)
        except bounds.Refused as error:
            wrong.append(("wrong-file", name, error.why))
    people, pages, others = [], [], []
    for name, refused in bounds.walk(root, content):
        if refused:
            wrong.append(("wrong-file", name, refused.why))
        elif name == f"{content}/{PEOPLE}":
            people.append(name)
        elif _HIDDEN.search(name, len(content)):
            continue
        elif name.endswith(".md"):
            pages.append(name)
        elif name.endswith(_PAGES):
            wrong.append(("wrong-file", name, "is a page by its name; end it with .md"))
        elif (size := (root / name).stat().st_size) > MAX_STATIC_BYTES:
            told = f"has {size:,} bytes, max_static_bytes is {MAX_STATIC_BYTES:,}"
            wrong.append(("too-large", name, f"{told}; link to it on another host"))
        else:
            others.append(name)
    pages.sort(key=lambda name: name.split("/"))
    return Listing(
        catalogue=tuple(found),
        words=(*people, *pages),
        others=tuple(others),
        wrong=tuple(wrong),
    )


def _catalogue_names(
    root: Path, catalogue: str, wrong: list[tuple[str, str, str]]
) -> Iterator[str]:
    """The catalogue and the files in `papers/`, there or not."""
    yield catalogue
    try:
        folder = bounds.Folder(root).folder("papers")
        names = [path.name for path in folder.iterdir()]
        yield from sorted(f"papers/{name}" for name in names if name.endswith(".yaml"))
    except bounds.Refused as error:
        wrong.append(("wrong-file", "papers", error.why))
    except FileNotFoundError:
        return


def is_catalogue_file(name: str, catalogue: str = "papers.yaml") -> bool:
    """Whether a POSIX path names a file of the catalogue."""
    folder, _, file = name.rpartition("/")
    return name == catalogue or (folder == "papers" and file.endswith(".yaml"))
