"""Find a collection and its files in an earlier state.

In: the tree of a state. Out: the place of the collection in it, and its files. Reads only settings.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeGuard
from urllib.parse import urlsplit

from papershelf.catalogue import named
from papershelf.catalogue.disk import CATALOGUE, CONTENT, is_catalogue_file
from papershelf.catalogue.left_out import NOTHING, LeftOut
from papershelf.catalogue.nodes import Mapping, Node, Scalar, Sequence
from papershelf.catalogue.parse import parse
from papershelf.history import git
from papershelf.history.git import Objects, Tree

_SETTINGS = ("mkdocs.yml", "mkdocs.yaml")


class SiteLayout(NamedTuple):
    """What a mkdocs.yml says about the files of a collection."""

    catalogue: str = CATALOGUE
    content: str = CONTENT
    keywords: int | None = 0
    """The papers that a keyword needed for a page; 0 if no keyword had one, None if unknown."""
    left_out: LeftOut = NOTHING
    """The pages that the site left out."""
    authority: str | None = ""
    """The name in the ids of feeds and calendars; empty if nothing is said, None if unknown."""
    list_id: str | None = None
    """The name of the mailing list, or empty; None if no mail was sent, or if unknown."""


class Spot(NamedTuple):
    """The place of a collection in a repository, and the names of its files."""

    folder: str
    """With a slash at its end, or empty."""
    catalogue: str
    content: str
    keywords: int | None = 0
    left_out: LeftOut = NOTHING
    authority: str | None = ""
    list_id: str | None = None
    """Both as in `SiteLayout`."""

    def has_catalogue(self, tree: Tree) -> bool:
        """Return whether there was a catalogue to publish."""
        if self.folder + self.catalogue in tree:
            return True
        return any(
            name.startswith(f"{self.folder}papers/") and self.is_catalogue(self.relative(name))
            for name in tree
        )

    def is_catalogue(self, name: str) -> bool:
        """Return whether a path in the collection is that of a catalogue file."""
        return is_catalogue_file(name, self.catalogue)

    def relative(self, name: str) -> str:
        """Return the path in the collection of a path in the repository; empty outside of it."""
        pages = posixpath.normpath(f"{self.folder}{self.content}") + "/"
        if name.startswith(pages):  # may be outside of the collection's folder: ../texts
            return f"{self.content}/{name[len(pages) :]}"
        return name[len(self.folder) :] if name.startswith(self.folder) else ""

    def files(self, tree: Tree) -> Tree:
        """Return the files of the collection, in the order in which a folder is read."""
        tables = {f"{self.content}/{name}" for name in named.FILES}
        found = {}
        for name, blob in tree.items():
            path = self.relative(name)
            is_page = path.startswith(f"{self.content}/") and (
                (path.endswith(".md") and not self._leaves_out(path)) or path in tables
            )
            if path and (is_page or self.is_catalogue(path)):
                found[path] = blob
        order = sorted(
            found,
            key=lambda path: (
                path != self.catalogue,
                path.startswith(f"{self.content}/"),
                path not in tables,
                path,
            ),
        )
        return {path: found[path] for path in order}

    def _leaves_out(self, path: str) -> bool:
        src_uri = path[len(self.content) + 1 :]
        return bool(re.search(r"(?:^|/)\.", src_uri)) or self.left_out.has(src_uri)

    def one_topic(self, tree: Tree, new: Tree) -> Tree:
        """Return a topic page if the state had some and none is among the new files: in a
        collection with topic pages, slugs used by entries alone are not topics."""
        start = f"{self.content}/topics/"
        if any(path.startswith(start) for path in new):
            return {}
        folder = posixpath.normpath(f"{self.folder}{start}") + "/"
        names = {name: tree[name] for name in tree if name.startswith(folder)}
        topics = (path for path in self.files(names) if path.count("/") == start.count("/"))
        path = next((path for path in topics if path != f"{start}index.md"), "")
        return {path: self.files(names)[path]} if path else {}


@dataclass(slots=True)
class SpotFinder:
    """Finds the collection in the trees of earlier states."""

    root: Path
    """The folder of the collection."""
    objects: Objects
    present: SiteLayout
    """What is known of settings that inherit."""
    folder: str = ""
    """The present folder in the repository, with a slash at its end, or empty."""
    top: Path = field(default_factory=Path)
    """The top folder of the work tree."""
    layouts: dict[str, SiteLayout] = field(default_factory=dict)
    """What each mkdocs.yml says, by its object."""

    def __post_init__(self) -> None:
        output = git.run(self.root, "rev-parse", "--show-prefix", "--show-cdup")
        prefix, up, *_ = [*output.decode("utf-8", "surrogateescape").split("\n"), "", ""]
        self.folder = prefix
        self.top = self.root / up

    def spot(self, tree: Tree) -> Spot | None:
        """Return the place of the collection: the present folder or, if that had no catalogue, the
        only folder that had one and has none now, because the collection was moved."""
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
        if blob not in self.layouts:
            text = self.objects.read(blob).decode("utf-8", "replace")
            self.layouts[blob] = _layout(text, self.present)
        return Spot(folder, *self.layouts[blob])


def _folders(tree: Tree) -> set[str]:
    """Return every folder that looks like a collection, with a slash at its end, or empty."""
    found = set()
    for name in tree:
        folder, _, file = name.rpartition("/")
        if file in (CATALOGUE, *_SETTINGS):
            found.add(f"{folder}/" if folder else "")
        elif file.endswith(".yaml") and f"/{folder}".endswith("/papers"):
            found.add(folder.removesuffix("papers"))
    return found


def _layout(text: str, present: SiteLayout) -> SiteLayout:
    """Return what a mkdocs.yml says, with MkDocs' own defaults. Unreadable settings are ignored,
    and those that it inherits are taken to be the present ones."""
    roots = parse(text).roots
    root = roots[0] if roots else None
    inherits = _value(root, "INHERIT") is not None
    layout = present if inherits else SiteLayout(content="docs")
    catalogue, content, keywords, left_out, authority, list_id = layout
    address = _value(root, "site_url")
    if address is not None and not inherits:
        authority = _host(address.text) if _is_text(address, text) else None
    plugins = _value(root, "plugins")
    for item in plugins.items if isinstance(plugins, Sequence) else (plugins,):
        named = _value(_value(item, "papershelf"), "catalogue")
        if isinstance(named, Scalar):
            catalogue = posixpath.normpath(named.text.strip())
        least = _value(_value(_value(item, "papershelf"), "keywords"), "min_papers")
        if isinstance(least, Scalar):
            keywords = int(least.text) if re.fullmatch("[0-9]{1,9}", least.text) else 0
        given = _value(_value(item, "papershelf"), "id_authority")
        if given is not None and not _is_text(given, text):
            authority = None
        elif isinstance(given, Scalar) and given.text.strip():
            authority = given.text.strip().lower()
        mail = _value(_value(item, "papershelf"), "mail")
        sender = _value(mail, "sender")
        if isinstance(sender, Scalar) and sender.text.strip():
            name = _value(mail, "list_id") or Scalar("", 0, 0)
            list_id = name.text.strip() if _is_text(name, text) else None
    folder = _value(root, "docs_dir")
    if isinstance(folder, Scalar):
        content = posixpath.normpath(folder.text.strip())
    patterns = {"excluded": _value(root, "exclude_docs"), "drafts": _value(root, "draft_docs")}
    texts = {name: each.text for name, each in patterns.items() if isinstance(each, Scalar)}
    return SiteLayout(catalogue, content, keywords, left_out._replace(**texts), authority, list_id)


def _is_text(node: Node, source: str) -> TypeGuard[Scalar]:
    """Return whether a value says itself what it is, unlike `!ENV SITE_URL`."""
    return isinstance(node, Scalar) and not source.startswith("!", node.start)


def _host(address: str) -> str:
    try:
        return urlsplit(address.strip()).hostname or ""
    except ValueError:  # [ without ]
        return ""


def _value(node: Node | None, key: str) -> Node | None:
    return node.value(key) if isinstance(node, Mapping) else None
