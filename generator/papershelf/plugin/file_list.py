"""Our outputs in MkDocs' list of files.

In: the list, and the outputs. Out: the same list with the pages that MkDocs renders. Hand-written
pages can link to all outputs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from papershelf.catalogue.kinds import is_introduction
from papershelf.catalogue.pages import to_checked
from papershelf.checks.taken import REPLACEABLE
from papershelf.outputs.everything import Finder
from papershelf.outputs.views import addresses
from papershelf.plugin import engine
from papershelf.plugin.writing import Outputs

#: Theme files for Material's own search and for debugging, 2.9 MB that no page loads, and MkDocs'
#: sitemap, which has the day of the build for every address.
UNUSED = re.compile(r"assets/javascripts/(?:lunr/.*|workers/search\..*)|.*\.map|sitemap\.xml")


def prepare(files: Files, config: MkDocsConfig, *, is_preview: bool) -> None:
    """Remove files of the theme that no page needs, and those that the site leaves out, so that
    links to them are broken links. Check the front matter of pages."""
    for file in list(files):
        is_written = file.src_dir == config.docs_dir
        if _is_left_out(file.inclusion, is_preview) or (
            not is_written and UNUSED.fullmatch(file.src_uri)
        ):
            files.remove(file)
            continue
        if file.inclusion == InclusionLevel.UNDEFINED:
            file.inclusion = InclusionLevel.NOT_IN_NAV  # no warning about pages not in the nav
        if is_written and file.is_documentation_page():
            file.content_string = to_checked(file.content_string)


def _is_left_out(level: InclusionLevel, is_preview: bool) -> bool:
    return level == InclusionLevel.EXCLUDED or (level == InclusionLevel.DRAFT and not is_preview)


def replaced(files: Files) -> frozenset[str]:
    """Return the outputs that hand-written files replace."""
    return REPLACEABLE.intersection(file.dest_uri for file in files)


class _Generated(File):
    """A page of ours, which MkDocs renders in each build: a page that `--dirty` skipped would be
    missing in the search."""

    def is_modified(self) -> bool:
        return True


class WithOutputs(Files):
    """MkDocs' files, and our outputs. Those that MkDocs does not render are known only by name:
    objects for the outputs of 10,000 papers would take seconds."""

    def __init__(
        self,
        files: Files,
        pages: Mapping[str, bool],
        folder: Path,
        outputs: Mapping[str, str],
        config: MkDocsConfig,
    ) -> None:
        """Add pages; True for those that MkDocs reads from a folder. `outputs` has the dest_uri of
        all other outputs by src_uri. Raise PluginError if a hand-written page has the address of a
        page and is not its introduction."""
        super().__init__(files)
        self.config = config
        self.outputs = outputs
        self.written = {file.dest_uri.lower(): file for file in files}
        """Files that are not ours, by dest_uri in lower case."""
        for src_uri, is_put in pages.items():
            dest_uri = addresses.to_dest_uri(src_uri)
            if other := self.written.pop(dest_uri.lower(), None):
                if not is_introduction(other.src_uri):
                    raise _taken(other, src_uri)
                self.remove(other)
            if is_put:
                path = str(folder / src_uri)
                self.append(self._generated(src_uri, dest_uri, abs_src_path=path))

    def require_free(self, src_uris: Iterable[str]) -> None:
        """Raise PluginError if a file that is not ours has the address of one of these outputs."""
        for src_uri in src_uris:
            if other := self.written.get(addresses.to_dest_uri(src_uri).lower()):
                raise _taken(other, src_uri)

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file of a path, which a link leads to."""
        if found := super().get_file_from_path(path):
            return found
        src_uri = PurePath(path).as_posix()
        dest_uri = self.outputs.get(src_uri)
        return self._generated(src_uri, dest_uri, content="") if dest_uri else None

    def _generated(self, src_uri: str, dest_uri: str, **source: str) -> File:
        file = _Generated.generated(
            self.config, src_uri, inclusion=InclusionLevel.NOT_IN_NAV, **source
        )
        file.dest_uri, file.generated_by = dest_uri, engine.OURS
        return file


def _taken(other: File, src_uri: str) -> PluginError:
    return PluginError(
        f"{other.src_uri} and the generated {src_uri} have the same address:"
        " rename the hand-written page"
    )


class Found(Mapping[str, str]):
    """dest_uri by src_uri of outputs that are not made yet, found when a page links to them."""

    def __init__(self, finder: Finder, others: Finder | Outputs) -> None:
        """`others` knows the files for programs."""
        self.finder = finder
        self.others = others

    def __getitem__(self, src_uri: str) -> str:
        is_page = src_uri.endswith(".md")
        if not (self.finder.has_page(src_uri) if is_page else src_uri in self.others.files):
            raise KeyError(src_uri)
        return addresses.to_dest_uri(src_uri)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
