"""Our outputs in MkDocs' list of files.

In: the list, and the outputs. Out: the same list with the pages that MkDocs renders. Hand-written
pages can link to all outputs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from papershelf.catalogue.kinds import is_introduction
from papershelf.checks.taken import REPLACEABLE
from papershelf.outputs.views import addresses


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
        self.outputs: dict[str, str] = {}
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
                self.outputs[src_uri] = dest_uri

    def get_file_from_path(self, path: str) -> File | None:
        """Return the file of a path, which a link leads to."""
        src_uri = PurePath(path).as_posix()
        dest_uri = self.outputs.get(src_uri)
        return (
            self._generated(src_uri, dest_uri, content="")
            if dest_uri
            else super().get_file_from_path(path)
        )

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
