"""The table of formats.

In: records. Out: the text of one file of theirs. A format is a row; the files beside the pages and
`papershelf export` are made from it. The text of an entry is made once and joined for each list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from papershelf.catalogue.fields import CREATORS, FIELDS
from papershelf.catalogue.model import Paper
from papershelf.citations import bibtex, csl, data, ris
from papershelf.citations.record import Record, to_record

_ALL = frozenset(FIELDS)
_AUTHORS = "without ORCID iDs, affiliations and addresses; a name of one part as that of a group"
_ID = (
    "of a renamed paper the first, its citation key; two papers of one title and first author come"
    " back as one"
)
_WARNING = "retracted and withdrawn alone"
_BIBTEX_IN_PART = {
    "id": _ID,
    "type": "there are fewer types",
    "pages": "ranges with a hyphen, without the sign of pages",
    **dict.fromkeys(CREATORS, _AUTHORS),
    "keywords": "parted at commas and semicolons",
    "notes": "without line breaks",
    "status": _WARNING,
}


_IN_RIS_IN_PART = {
    "id": _ID,
    "title": "formulas as plain text",
    "type": "there are fewer types",
    "pages": "ranges with a hyphen, without the sign of pages",
    **dict.fromkeys(CREATORS, f"{_AUTHORS}; without commas in a part"),
    "publisher": "not that of a thesis beside its university",
    "abstract": "as one paragraph",
    "notes": "as one line",
    "urls": "paper and pdf alone",
    "keywords": "parted at semicolons",
    "status": _WARNING,
}
#: Fields that have a name in a format and come back, with one blank for white space.
_IN_BIBTEX = frozenset(row.name for row in FIELDS.values() if row.bibtex) - _BIBTEX_IN_PART.keys()
_IN_RIS = frozenset(row.name for row in FIELDS.values() if row.ris) - _IN_RIS_IN_PART.keys()


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One row."""

    name: str
    """As `papershelf export` takes it, `bibtex`."""
    label: str
    """For readers, `BibTeX`."""
    suffix: str
    """Of its files, `bib`."""
    media_type: str
    """As links to its files name it, `application/x-bibtex`."""
    to_full_entry: Callable[[Record], str]
    """One paper with everything that the format holds."""
    join: Callable[[Iterable[str]], str]
    """A file of entries."""
    to_entry: Callable[[Record], str] | None = None
    """One paper in the files beside lists, without abstract; None for a format that has none."""
    is_full_beside: bool = False
    """Whether the file beside a paper has everything: it is imported, not copied by hand."""
    holds: frozenset[str] = _ALL
    """Fields that come back when the file is imported again."""
    in_part: Mapping[str, str] = field(default_factory=dict)
    """Fields of which something is lost: what."""

    def to_text(self, papers: Iterable[Paper]) -> str:
        """A whole file, for `export`."""
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
            to_entry=ris.to_entry, is_full_beside=True, holds=_IN_RIS,
            in_part=_IN_RIS_IN_PART,
        ),
        Format(
            name="csl-json", label="CSL-JSON", suffix="json",
            media_type="application/vnd.citationstyles.csl+json",
            to_full_entry=csl.to_full_entry, join=csl.to_file,
            to_entry=csl.to_entry, is_full_beside=True,
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
#: The files beside a page.
BESIDE = tuple(row for row in FORMATS.values() if row.to_entry is not None)
#: Suffix → media type of the files beside a page.
MEDIA_TYPES = {row.suffix: row.media_type for row in BESIDE} | {"md": "text/markdown"}


def left_out(row: Format, papers: Iterable[Paper]) -> list[str]:
    """Fields that these papers have and the format cannot hold, in the order of the table."""
    used: set[str] = set()
    for paper in papers:
        used |= csl.to_data(paper).keys()
    return [name for name in FIELDS if name in used and name not in row.holds | row.in_part.keys()]
