"""The files of a collection in its folder.

In: the folder. Out: the names of files to read and of files to publish unchanged, and each file
that a collection must not have, with the reason. Opens only small files that are published
unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from papershelf.catalogue import metrics, named
from papershelf.catalogue.left_out import NOTHING, LeftOut
from papershelf.catalogue.limits import MAX_STATIC_BYTES
from papershelf.storage import bounds
from papershelf.text import characters

#: The catalogue and the folder of hand-written pages, unless the settings name others.
CATALOGUE, CONTENT = "papers.yaml", "content"
#: MkDocs ignores names that begin with a dot.
_HIDDEN = re.compile(r"(?:^|/)\.")
#: Suffixes that MkDocs also treats as pages, and Papershelf does not read.
_PAGES = (".markdown", ".mdown", ".mkdn", ".mkd")
#: What git has in the place of a file that Git LFS keeps, in less than so many bytes:
#: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
_POINTER, _POINTER_BYTES = b"version https://git-lfs.github.com/spec/", 1024
IS_POINTER = (
    "is a pointer of Git LFS, not the file itself",
    "run git lfs pull; in a workflow, set lfs: true for actions/checkout",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The location of a collection, the names of its files, and which terms have pages."""

    root: Path
    catalogue: str = CATALOGUE
    content: str = CONTENT
    min_papers: Mapping[str, int] = field(default_factory=lambda: {"authors": 2})
    """The papers that an author or a keyword needs for a page, by taxonomy; see `Source`."""
    left_out: LeftOut = NOTHING
    """The hand-written pages that the site leaves out."""

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the names of all files and folders that a collection may have in its folder."""
        return self.catalogue, "papers", self.content, metrics.FOLDER


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The files of a collection, as POSIX paths in a fixed order."""

    catalogue: tuple[str, ...]
    words: tuple[str, ...]
    """The tables of named terms and the pages in the folder of hand-written pages."""
    metrics: tuple[str, ...]
    """The newest snapshots of numbers, oldest first."""
    others: tuple[str, ...]
    """Files of that folder that are published unchanged."""
    wrong: tuple[tuple[str, str, str], ...]
    """Files that a collection must not have: rule, path, reason."""

    @property
    def read(self) -> tuple[str, ...]:
        """Return all files to read, the catalogue first."""
        return (*self.catalogue, *self.words, *self.metrics)


def list_files(place: Place) -> Listing:
    """Return every file of a collection, without those that its site leaves out."""
    root, catalogue, content = place.root, place.catalogue, place.content
    wrong: list[tuple[str, str, str]] = []
    found: list[str] = []
    for name in _catalogue_names(root, catalogue, wrong):
        try:
            if bounds.source(root, root / name).exists():
                found.append(name)
        except bounds.Refused as error:
            wrong.append(("wrong-file", name, error.why))
    wrong += _unread(root, catalogue)
    snapshots = _snapshots(root, wrong)
    tables: list[str] = []
    pages: list[str] = []
    others: list[str] = []
    for name, refused in bounds.walk(root, content):
        inside = name.removeprefix(f"{content}/")
        if refused:
            wrong.append(("wrong-file", name, refused.why))
        elif inside in named.FILES:
            tables.append(name)
        elif _HIDDEN.search(name, len(content)) or place.left_out.has(inside):
            continue
        elif problem := _misnamed(inside) or _unfit(root / name):
            wrong.append((problem[0], name, problem[1]))
        else:
            (pages if name.endswith(".md") else others).append(name)
    pages.sort(key=lambda name: name.split("/"))
    return Listing(
        catalogue=tuple(found),
        words=(*tables, *pages),
        metrics=snapshots,
        others=tuple(others),
        wrong=tuple(wrong),
    )


def _misnamed(inside: str) -> tuple[str, str] | None:
    """Return rule and reason if a file of `content/` is not read under its name."""
    if table := named.meant(inside):
        return "wrong-file", f"is not read under this name; rename it to {table.file}"
    if inside.endswith(".md") and (why := _odd(inside)):
        return "wrong-file", f"page {why}"
    if inside.endswith(_PAGES):
        return "wrong-file", "is a page without the extension .md; rename it to end in .md"
    return None


def _odd(path: str) -> str:
    """Return the reason if no address and no report can have a path; empty otherwise."""
    odd = next(characters.forbidden(path), None)
    return f"has {odd[1]} in its path; rename it" if odd else ""


def _unfit(path: Path) -> tuple[str, str] | None:
    """Return rule and reason if a file cannot be published as it is; pages are read later."""
    if path.suffix == ".md":
        return None
    size = path.stat().st_size
    if size > MAX_STATIC_BYTES:
        message = f"has {size:,} bytes; the limit max_static_bytes is {MAX_STATIC_BYTES:,}"
        return "too-large", f"{message}; host it elsewhere and link to it"
    if size < _POINTER_BYTES and is_pointer(path.read_bytes()):
        return "wrong-file", "; ".join(IS_POINTER)
    return None


def is_pointer(data: bytes) -> bool:
    """Return whether a file is only a pointer to one that Git LFS keeps."""
    return len(data) < _POINTER_BYTES and data.startswith(_POINTER)


def _snapshots(root: Path, wrong: list[tuple[str, str, str]]) -> tuple[str, ...]:
    """Return the snapshots to read."""
    names = []
    for name, refused in bounds.walk(root, metrics.FOLDER):
        if refused:
            wrong.append(("wrong-file", name, refused.why))
        elif not _HIDDEN.search(name):
            names.append(name)
    found, others = metrics.listed(names)
    wrong += [("wrong-file", name, why) for name, why in others]
    return tuple(found)


def _catalogue_names(
    root: Path, catalogue: str, wrong: list[tuple[str, str, str]]
) -> Iterator[str]:
    """Yield the catalogue and the files in `papers/`, whether they exist or not."""
    yield catalogue
    try:
        folder = bounds.Folder(root).folder("papers")
        for name in sorted(path.name for path in folder.iterdir() if path.name.endswith(".yaml")):
            if why := _odd(name):
                wrong.append(("wrong-file", f"papers/{name}", why))
            else:
                yield f"papers/{name}"
    except bounds.Refused as error:
        wrong.append(("wrong-file", "papers", error.why))
    except FileNotFoundError:
        return


def _unread(root: Path, catalogue: str) -> Iterator[tuple[str, str, str]]:
    """Yield YAML files that look like catalogue files, but have another suffix or folder."""
    other = f"{catalogue.removesuffix('.yaml')}.yml"
    names = [other] if catalogue.endswith(".yaml") and (root / other).is_file() else []
    names += [name for name, refused in bounds.walk(root, "papers") if not refused]
    for name in dict.fromkeys(names):
        if name.endswith((".yaml", ".yml")) and not is_catalogue_file(name, catalogue):
            wanted = catalogue if name == other else ""
            new = next(each for each in _names(name, wanted) if not (root / each).exists())
            yield "wrong-file", name, f"is not read under this name; rename it to {new}"


def _names(name: str, wanted: str) -> Iterator[str]:
    """Yield names of catalogue files for a file of another name, the best one first."""
    stem = name.rpartition(".")[0].removeprefix("papers/").replace("/", "-")
    yield from filter(None, (wanted, f"papers/{stem}.yaml"))
    yield from (f"papers/{stem}-{number}.yaml" for number in count(2))


def is_catalogue_file(name: str, catalogue: str) -> bool:
    """Return whether a POSIX path is that of a catalogue file."""
    folder, _, file = name.rpartition("/")
    return name == catalogue or (folder == "papers" and file.endswith(".yaml"))
