"""URLs of the site in files for programs.

In: the file, an address of the site. Out: the URL to write into the file.
"""

from __future__ import annotations

from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses


class LinkBase:
    """A file of the site that contains URLs of others."""

    def __init__(self, src_uri: str, settings: Settings) -> None:
        way = addresses.to_root(src_uri) if "/" in src_uri else ""
        self.root = settings.site_url or way
        """The prefix of each address: `https://example.org/`, `../`, or empty."""

    def to(self, url: str) -> str:
        """Return the URL of an address in this file; `./` for the root in the same folder."""
        return self.root + url or "./"
