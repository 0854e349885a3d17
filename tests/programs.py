"""What the tests of files for programs share: a site that knows its address, and all that it has."""

from __future__ import annotations

from papershelf import outputs
from papershelf.model import Collection
from papershelf.settings import Settings

SITE = "https://example.org/shelf/"
WHOLE = Settings(site_name="Shelf", site_description="Invented papers.", site_url=SITE)


def made(collection: Collection, settings: Settings = WHOLE) -> dict[str, str]:
    """Path → text of every output."""
    outputs_ = outputs.make(collection, settings, {})
    return {output.src_uri: output.data.decode() for output in outputs_}
