"""The ids of feeds and entries, and the authority in them and in calendars, which never change.

In: the first address of a page. Out: a tag URI (RFC 4151), the same in Atom and JSON Feed.
"""

from __future__ import annotations

from papershelf.outputs.settings import Settings
from papershelf.text.slugs import to_slug

#: The date that RFC 4151 requires in a tag: a day on which the authority had that name. Dates in
#: the data may be corrected, and the date of the build changes, so this date is fixed.
DAY = "2026-01-01"


def to_tag(name: str, settings: Settings) -> str:
    """Return `tag:papers.example.org,2026-01-01:papers/wang2024`; `name` needs no escaping."""
    return f"tag:{authority(settings)},{DAY}:{name}"


def authority(settings: Settings) -> str:
    """Return the authority of a site. A site without a known address gets a name in `.invalid`,
    which belongs to nobody (RFC 2606), so that its ids are valid and its own."""
    if settings.id_authority:
        return settings.id_authority
    return f"{to_slug(settings.site_name)[:63].strip('-')}.invalid"
