"""The way from a file for programs to an address of the site.

In: the file, an address of ours. Out: what to write into the file.
"""

from __future__ import annotations

from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses


class Place:
    """One file of the site, from which others are named."""

    def __init__(self, src_uri: str, settings: Settings) -> None:
        way = addresses.to_root(src_uri) if "/" in src_uri else ""
        self.root = settings.site_url or way
        """What stands before each address: `https://example.org/`, `../`, or nothing."""

    def to(self, url: str) -> str:
        """An address of ours as this file has to write it; `./` for the root beside it."""
        return self.root + url or "./"
