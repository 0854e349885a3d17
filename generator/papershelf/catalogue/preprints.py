"""Whether a record is that of a preprint.

In: values of a record or an entry. Out: yes or no. Does not compare works.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from papershelf.text import identifiers, venues

#: Prefixes of DOIs from preprint archives.
_ARCHIVE_DOIS = (
    "10.48550/", "10.1101/", "10.64898/", "10.2139/ssrn", "10.21203/rs", "10.20944/preprints",
    "10.26434/", "10.31234/", "10.31235/", "10.31219/", "10.31223/", "10.36227/", "10.22541/",
)  # fmt: skip
_EARLY = frozenset({"", "article", "document", "manuscript", "post", "report", "webpage"})


#: Fields that a preprint without an archive does not have.
_OF_A_PUBLICATION = ("publisher", "volume", "issue", "isbn", "acl", "pmid", "pmcid")


def is_archive(venue: str) -> bool:
    """Return whether a venue is a preprint archive, or says that there is no venue yet."""
    return not venue.strip() or venues.kind_of(venue) is venues.VenueType.ARCHIVE


def is_preprint(values: Mapping[str, Any]) -> bool:
    """Return whether a record has no publication: its venue is an archive or missing."""
    doi, venue = identifiers.lower(str(values.get("doi") or "")), str(values.get("venue") or "")
    if not is_archive(venue) or (doi and not doi.startswith(_ARCHIVE_DOIS)):
        return False
    # an archive's DOI has a publisher: `Cold Spring Harbor Laboratory`
    is_bare = not any(
        values.get(name) for name in _OF_A_PUBLICATION if not doi or name != "publisher"
    )
    return str(values.get("type") or "") in _EARLY and (bool(venue) or is_bare)
