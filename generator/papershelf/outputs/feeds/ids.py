"""The ids of feeds and entries, which never change.

In: an address that something had first. Out: a tag URI (RFC 4151), the same in Atom and JSON Feed.
"""

from __future__ import annotations

from papershelf.outputs.settings import Settings
from papershelf.text.slugs import to_slug

#: The date that RFC 4151 wants in a tag: a day on which its authority had that name. A day of the
#: data could be corrected, one of the build would differ tomorrow, so that it is this one for ever.
DAY = "2026-01-01"


def to_tag(name: str, settings: Settings) -> str:
    """`tag:papers.example.org,2026-01-01:papers/wang2024`; `name` holds nothing to escape."""
    return f"tag:{_authority(settings)},{DAY}:{name}"


def _authority(settings: Settings) -> str:
    """A site whose address nobody knows has a name below `.invalid`, which is nobody's (RFC 2606):
    its ids are valid and its own, and those of a preview."""
    if settings.id_authority:
        return settings.id_authority
    return f"{to_slug(settings.site_name)[:63].strip('-')}.invalid"
