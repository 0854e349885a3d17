"""What the tests of files for programs share: a site that knows its address, and all that it has."""

from __future__ import annotations

from papershelf.catalogue.model import Collection
from papershelf.outputs import everything
from papershelf.outputs.settings import Settings
from support.helpers import texts

SITE = "https://example.org/shelf/"
WHOLE = Settings(site_name="Shelf", site_description="Invented papers.", site_url=SITE)


def made(collection: Collection, settings: Settings = WHOLE) -> dict[str, str]:
    """Path → text of every output."""
    return texts(everything.make(collection, settings, {}))
