"""Our outputs in MkDocs' list of files.

In: the list, and the outputs. Out: the same list with the pages that MkDocs renders. Hand-written
pages can link to all outputs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from papershelf.catalogue.kinds import is_introduction
from papershelf.catalogue.read import to_checked
from papershelf.checks.taken import REPLACEABLE
from papershelf.outputs.everything import Finder
from papershelf.outputs.views import addresses

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


class WithOutputs(Files):
    """MkDocs' files, and our outputs. Those that MkDocs does not render are known only by name:
    objects for the outputs of 10,000 papers would take seconds."""

    def __init__(
        self,
        files: Files,
        src_uris: Iterable[str],
        pages: Mapping[str, str],
        config: MkDocsConfig,
    ) -> None:
        """Add outputs; `pages` are the paths of those that MkDocs renders. Raise PluginError if a
        hand-written page has the address of an output and is not its introduction."""
        super().__init__(files)
        self.config = config
        outputs: dict[str, str] = {}
        self.outputs: Mapping[str, str] = outputs
        """dest_uri by src_uri, of outputs that MkDocs does not render."""
        written = {file.dest_uri.lower(): file for file in files}
        for src_uri in src_uris:
            dest_uri = addresses.to_dest_uri(src_uri)
            other = written.get(dest_uri.lower())
            if other is not None and src_uri in REPLACEABLE:
                continue
            if other is not None:
                self._replace(other, src_uri)
            if src_uri in pages:
                self.append(self._generated(src_uri, dest_uri, abs_src_path=pages[src_uri]))
            else:
                outputs[src_uri] = dest_uri

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file of a path, which a link leads to."""
        if found := super().get_file_from_path(path):
            return found
        src_uri = PurePath(path).as_posix()
        dest_uri = self.outputs.get(src_uri)
        return self._generated(src_uri, dest_uri, content="") if dest_uri else None

    def _generated(self, src_uri: str, dest_uri: str, **source: str) -> File:
        file = File.generated(
            self.config,
            src_uri,
            inclusion=InclusionLevel.NOT_IN_NAV,
            **source,
        )
        file.dest_uri = dest_uri
        return file

    def _replace(self, other: File, src_uri: str) -> None:
        if not is_introduction(other.src_uri):
            raise PluginError(
                f"{other.src_uri} and the generated {src_uri} have the same address:"
                " rename the hand-written page"
            )
        self.remove(other)


class Found(Mapping[str, str]):
    """dest_uri by src_uri of outputs that are not made yet, found when a page links to them."""

    def __init__(self, finder: Finder) -> None:
        self.finder = finder

    def __getitem__(self, src_uri: str) -> str:
        if not self.finder.has(src_uri):
            raise KeyError(src_uri)
        return addresses.to_dest_uri(src_uri)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
