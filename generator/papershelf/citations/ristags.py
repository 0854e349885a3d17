"""RIS tags of fields that depend on the type of a record.

In: nothing. Out: tags by type, for the writer and the reader. Source: the RIS specification of
2011; where it allows several tags, the one that Zotero reads.
"""

from __future__ import annotations

from typing import TypeAlias

from papershelf.catalogue.fields import FIELDS

_Tags: TypeAlias = dict[str, tuple[str, ...]]
#: The publisher is the venue; our export writes another publisher to `A3`, which the specification
#: defines for reports.
_PUBLISHED: _Tags = {"venue": ("PB",), "publisher": ("A3",), "editors": ("A2",)}
#: Without `A2`, which means the editors of the series.
_BOOK: _Tags = {"editors": ("A3", "ED")}
#: CSL type → field → tags that differ from its row in the table of fields.
_TAGS: dict[str, _Tags] = {
    "report": _PUBLISHED | {"series": ("T2",), "number": ("SN", "M1")},
    "standard": _PUBLISHED | {"series": ("T2",), "number": ("SN", "T3")},
    "software": _PUBLISHED | {"series": ("T2",)},
    "dataset": _PUBLISHED,
    "patent": {"number": ("SN", "SE", "M1")},
    # CY is the location of the conference; ProCite and Springer use it for the publisher's town
    "paper-conference": {"place": ("C1", "CY", "PP")},
    "book": _BOOK,
    "collection": _BOOK,
}


def tags_of(field: str, kind: str) -> tuple[str, ...]:
    """Return the tags of a field in records of a CSL type. The first tag is written; the first tag
    with a value is read."""
    return _TAGS.get(kind, {}).get(field) or FIELDS[field].ris
