"""The table of formats.

In: records. Out: the text of a file that contains them. Each format is a row; the files next to the
pages and `papershelf export` use it. The text of an entry is made once and joined for each list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from papershelf.catalogue.fields import CREATORS, FIELDS
from papershelf.catalogue.model import Paper
from papershelf.citations import bibtex, csl, data, ris
from papershelf.citations.record import Record, to_record

_ALL = frozenset(FIELDS)
_AUTHORS = "without ORCID iDs, affiliations and URLs; a single name as the name of a group"
_ID = (
    "for a renamed paper, its first id, which is its citation key; two papers with the same title"
    " and first author become one"
)
_WARNING = "only retracted and withdrawn"
#: See `parts.issued`.
_ISSUED = "the year in the name of the venue, if that is later"
_BIBTEX_IN_PART = {
    "id": _ID,
    "type": "as one of fewer types",
    "published": _ISSUED,
    "pages": "ranges with a hyphen, without “pp.”",
    **dict.fromkeys(CREATORS, _AUTHORS),
    "keywords": "split at commas and semicolons",
    "notes": "without line breaks",
    "status": _WARNING,
}


_IN_RIS_IN_PART = {
    "id": _ID,
    "title": "formulas as plain text",
    "type": "as one of fewer types",
    "published": _ISSUED,
    "pages": "ranges with a hyphen, without “pp.”",
    **dict.fromkeys(CREATORS, f"{_AUTHORS}; without commas within a part"),
    "publisher": "omitted for a thesis that also names a university, and if it is also the venue",
    "abstract": "as one paragraph",
    "notes": "as one line",
    "urls": "only paper and pdf",
    "keywords": "split at semicolons",
    "status": _WARNING,
}
#: Fields that an import restores completely, except that white space becomes one space.
_IN_BIBTEX = frozenset(row.name for row in FIELDS.values() if row.bibtex) - _BIBTEX_IN_PART.keys()
_IN_RIS = frozenset(row.name for row in FIELDS.values() if row.ris) - _IN_RIS_IN_PART.keys()


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A row of the table."""

    name: str
    """The name in `papershelf export`, `bibtex`."""
    label: str
    """The name for readers, `BibTeX`."""
    suffix: str
    """The suffix of its files, `bib`."""
    media_type: str
    """The type in links to its files, `application/x-bibtex`."""
    to_full_entry: Callable[[Record], str]
    """Returns one paper with everything that the format can hold."""
    join: Callable[[Iterable[str]], str]
    """Joins entries to a file."""
    to_entry: Callable[[Record], str] | None = None
    """Returns one paper for the files next to lists, without its abstract; None if the format has
    no such files."""
    with_reading: Callable[[str, str, str], str] | None = None
    """Returns an entry with its importance in a course and the note on it, for the file next to the
    course; None if the format has no place for them."""
    completed: Callable[[str, Record], str] | None = None
    """Adds to an entry of `to_entry` what it omits, for the file next to a paper; None if that file
    is short, since people copy from it."""
    holds: frozenset[str] = _ALL
    """Fields that an import of the file restores."""
    in_part: Mapping[str, str] = field(default_factory=dict)
    """Fields that an import restores in part → what differs."""

    def to_text(self, papers: Iterable[Paper]) -> str:
        """Return a complete file, for `export`."""
        return self.join([self.to_full_entry(to_record(paper)) for paper in papers])


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format(
            name="bibtex", label="BibTeX", suffix="bib",
            media_type="application/x-bibtex",
            to_full_entry=bibtex.to_full_entry, join=bibtex.to_file,
            to_entry=bibtex.to_entry, holds=_IN_BIBTEX, in_part=_BIBTEX_IN_PART,
        ),
        Format(
            name="biblatex", label="BibLaTeX", suffix="bib",
            media_type="application/x-bibtex",
            to_full_entry=bibtex.to_biblatex_entry, join=bibtex.to_file, holds=_IN_BIBTEX,
            in_part=_BIBTEX_IN_PART,
        ),
        Format(
            name="ris", label="RIS", suffix="ris",
            media_type="application/x-research-info-systems",
            to_full_entry=ris.to_full_entry, join=ris.to_file,
            to_entry=ris.to_entry, with_reading=ris.with_reading,
            completed=ris.completed, holds=_IN_RIS,
            in_part=_IN_RIS_IN_PART,
        ),
        Format(
            name="csl-json", label="CSL-JSON", suffix="json",
            media_type="application/vnd.citationstyles.csl+json",
            to_full_entry=csl.to_full_entry, join=csl.to_file,
            to_entry=csl.to_entry, completed=csl.completed,
        ),
        Format(
            name="jsonl", label="JSON Lines", suffix="jsonl",
            media_type="application/jsonl",
            to_full_entry=data.to_line, join=data.to_lines,
        ),
        Format(
            name="yaml", label="YAML", suffix="yaml",
            media_type="application/yaml",
            to_full_entry=data.to_yaml, join=data.to_catalogue,
        ),
    )
}  # fmt: skip
#: Formats of the files next to a page.
BESIDE = tuple(row for row in FORMATS.values() if row.to_entry is not None)
#: Suffix → media type of the files next to a page.
MEDIA_TYPES = {row.suffix: row.media_type for row in BESIDE} | {"md": "text/markdown"}


def left_out(row: Format, papers: Iterable[Paper]) -> list[str]:
    """Return fields of these papers that the format cannot hold, in the order of the table."""
    used: set[str] = set()
    for paper in papers:
        used |= csl.to_data(paper).keys()
    return [name for name in FIELDS if name in used and name not in row.holds | row.in_part.keys()]
