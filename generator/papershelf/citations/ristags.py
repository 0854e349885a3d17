"""What RIS calls the fields of records of some types.

In: nothing. Out: tags by type, for the writer and the reader. Source: the RIS specification of
2011, where it leaves a choice as Zotero reads it.
"""

from __future__ import annotations

from typing import TypeAlias

from papershelf.catalogue.fields import FIELDS

_Tags: TypeAlias = dict[str, tuple[str, ...]]
#: The publisher is the venue; our own export names another publisher in `A3`, as the
#: specification has it for reports.
_PUBLISHED: _Tags = {"venue": ("PB",), "publisher": ("A3",), "editors": ("A2",)}
#: `A2` means the editors of its series.
_BOOK: _Tags = {"editors": ("A3", "ED")}
#: CSL type → field → tags, where they are not those of its row in the table of fields.
_TAGS: dict[str, _Tags] = {
    "report": _PUBLISHED | {"series": ("T2",), "number": ("SN", "M1")},
    "standard": _PUBLISHED | {"series": ("T2",), "number": ("SN", "T3")},
    "software": _PUBLISHED | {"series": ("T2",)},
    "dataset": _PUBLISHED,
    "patent": {"number": ("SN", "SE", "M1")},
    # CY is where the meeting was; ProCite and Springer write the publisher's town there
    "paper-conference": {"place": ("C1", "CY", "PP")},
    "book": _BOOK,
    "collection": _BOOK,
}


def tags_of(field: str, kind: str) -> tuple[str, ...]:
    """Return the tags of a field in records of a CSL type: the first is written; of all, the first
    that has a value is read."""
    return _TAGS.get(kind, {}).get(field) or FIELDS[field].ris
