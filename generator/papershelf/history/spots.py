"""Where a collection lay in an earlier state, and what its files were called.

In: the tree of a state. Out: the place of the collection in it, and its files. It reads no more
than settings.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from papershelf.catalogue import nodes
from papershelf.catalogue.disk import PEOPLE, is_catalogue_file
from papershelf.catalogue.nodes import Mapping, Node, Scalar, Sequence
from papershelf.history import git
from papershelf.history.git import Objects, Tree

#: What a folder without settings is read from.
CATALOGUE, CONTENT = "papers.yaml", "content"
_SETTINGS = ("mkdocs.yml", "mkdocs.yaml")


class Spot(NamedTuple):
    """Where a collection lay in a repository, and what its files were called."""

    folder: str
    """With a slash at its end, or empty."""
    catalogue: str
    content: str

    def has_catalogue(self, tree: Tree) -> bool:
        """Whether there was anything to publish."""
        if self.folder + self.catalogue in tree:
            return True
        return any(
            name.startswith(f"{self.folder}papers/") and self.is_catalogue(self.relative(name))
            for name in tree
        )

    def is_catalogue(self, name: str) -> bool:
        """Whether a path in the collection names a file of the catalogue."""
        return is_catalogue_file(name, self.catalogue)

    def relative(self, name: str) -> str:
        """The path in the collection of a path in the repository; empty outside of it."""
        pages = posixpath.normpath(f"{self.folder}{self.content}") + "/"
        if name.startswith(pages):  # may lie beside the collection: ../texts
            return f"{self.content}/{name[len(pages) :]}"
        return name[len(self.folder) :] if name.startswith(self.folder) else ""

    def files(self, tree: Tree) -> Tree:
        """The files that the collection was read from, in the order in which a folder is read."""
        found = {}
        for name, blob in tree.items():
            path = self.relative(name)
            is_page = path.startswith(f"{self.content}/") and (
                (path.endswith(".md") and not re.search(r"/\.", path[len(self.content) :]))
                or path == f"{self.content}/{PEOPLE}"
            )
            if path and (is_page or self.is_catalogue(path)):
                found[path] = blob
        order = sorted(
            found,
            key=lambda path: (
                path != self.catalogue,
                path.startswith(f"{self.content}/"),
                path != f"{self.content}/{PEOPLE}",
                path,
            ),
        )
        return {path: found[path] for path in order}

    def one_topic(self, tree: Tree, new: Tree) -> Tree:
        """A page of a topic, where there were some and none is among the new files: with pages,
        the slugs that entries use are no topics by themselves."""
        start = f"{self.content}/topics/"
        if any(path.startswith(start) for path in new):
            return {}
        folder = posixpath.normpath(f"{self.folder}{start}") + "/"
        names = {name: tree[name] for name in tree if name.startswith(folder)}
        topics = (path for path in self.files(names) if path.count("/") == start.count("/"))
        path = next((path for path in topics if path != f"{start}index.md"), "")
        return {path: self.files(names)[path]} if path else {}


@dataclass(slots=True)
class Past:
    """Finds the collection in the trees of earlier states."""

    root: Path
    """The folder of the collection."""
    objects: Objects
    present: tuple[str, str] = (CATALOGUE, CONTENT)
    """What the catalogue and the folder of pages are called now, for settings that inherit."""
    folder: str = ""
    """Where it lies now, with a slash at its end, or empty."""
    top: Path = field(default_factory=Path)
    """Of the work tree."""
    settings: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Object of a mkdocs.yml → names of the catalogue and of the folder of pages."""

    def __post_init__(self) -> None:
        told = git.run(self.root, "rev-parse", "--show-prefix", "--show-cdup")
        prefix, up, *_ = [*told.decode("utf-8", "surrogateescape").split("\n"), "", ""]
        self.folder = prefix
        self.top = self.root / up

    def spot(self, tree: Tree) -> Spot | None:
        """The folder where it lies now; where that had no catalogue, the only one that had one
        and has none any more: it was moved since."""
        here = self._named(tree, self.folder)
        if here.has_catalogue(tree):
            return here
        others = (self._named(tree, folder) for folder in sorted(_folders(tree)))
        moved = [spot for spot in others if spot.has_catalogue(tree) and not self._is_there(spot)]
        return moved[0] if len(moved) == 1 else None

    def _is_there(self, spot: Spot) -> bool:
        folder = self.top / spot.folder
        return (folder / spot.catalogue).is_file() or any((folder / "papers").glob("*.yaml"))

    def _named(self, tree: Tree, folder: str) -> Spot:
        blob = next((tree[folder + name] for name in _SETTINGS if folder + name in tree), "")
        if not blob:
            return Spot(folder, CATALOGUE, CONTENT)
        if blob not in self.settings:
            text = self.objects.read(blob).decode("utf-8", "replace")
            self.settings[blob] = _settings(text, self.present)
        return Spot(folder, *self.settings[blob])


def _folders(tree: Tree) -> set[str]:
    """Every folder that looks like a collection, with a slash at its end, or empty."""
    found = set()
    for name in tree:
        folder, _, file = name.rpartition("/")
        if file in (CATALOGUE, *_SETTINGS):
            found.add(f"{folder}/" if folder else "")
        elif file.endswith(".yaml") and f"/{folder}".endswith("/papers"):
            found.add(folder.removesuffix("papers"))
    return found


def _settings(text: str, present: tuple[str, str]) -> tuple[str, str]:
    """Names of the catalogue and of the folder of pages in a mkdocs.yml, MkDocs' own default
    included; what it cannot be read for is as if it were not there."""
    roots = nodes.parse(text).roots
    root = roots[0] if roots else None
    catalogue, content = present if _value(root, "INHERIT") else (CATALOGUE, "docs")
    plugins = _value(root, "plugins")
    for item in plugins.items if isinstance(plugins, Sequence) else (plugins,):
        named = _value(_value(item, "papershelf"), "catalogue")
        if isinstance(named, Scalar):
            catalogue = posixpath.normpath(named.text.strip())
    folder = _value(root, "docs_dir")
    if isinstance(folder, Scalar):
        content = posixpath.normpath(folder.text.strip())
    return catalogue, content


def _value(node: Node | None, key: str) -> Node | None:
    return node.pairs.get(key, (None, None))[1] if isinstance(node, Mapping) else None
