"""Room 3, citations: the table of formats.

In: papers. Out: the text of one file of theirs. A format is a row; the files beside the pages and
`papershelf export` are made from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from generator.catalogue.fields import FIELDS
from generator.citations import bibtex, csl, data, ris
from generator.model import Paper

_ALL = frozenset(FIELDS)
_AUTHORS = "without ORCID iDs, affiliations and addresses; a name of one part as that of a group"
#: What every format of references holds, with one blank for white space.
_COMMON = frozenset(
    "id title published venue publisher volume issue edition doi arxiv isbn pmid abstract"
    " language".split()
)
_IN_BIBTEX = _COMMON - {"id"}
_IN_RIS = _COMMON - {"abstract", "publisher"}


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
    to_text: Callable[[Iterable[Paper]], str]
    """A whole file, for `export`."""
    to_brief: Callable[[Iterable[Paper]], str] | None = None
    """A file beside a page, without abstracts; None for a format that has none."""
    holds: frozenset[str] = _ALL
    """Fields that come back when the file is imported again."""
    in_part: Mapping[str, str] = field(default_factory=dict)
    """Fields of which something is lost: what."""


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format(
            name="bibtex", label="BibTeX", suffix="bib",
            media_type="application/x-bibtex", to_text=bibtex.to_full_file,
            to_brief=bibtex.to_file, holds=_IN_BIBTEX | {"urls", "openreview", "acl"},
            in_part={
                "type": "there are fewer types",
                "pages": "ranges with a hyphen",
                "id": "two papers of one title and first author come back as one",
                "authors": _AUTHORS,
                "keywords": "parted at commas and semicolons",
                "notes": "without line breaks",
            },
        ),
        Format(
            name="biblatex", label="BibLaTeX", suffix="bib",
            media_type="application/x-bibtex", to_text=bibtex.to_biblatex_file,
            holds=_IN_BIBTEX | {"urls", "openreview", "acl"},
            in_part={
                "type": "there are fewer types",
                "pages": "ranges with a hyphen",
                "id": "two papers of one title and first author come back as one",
                "authors": _AUTHORS,
                "keywords": "parted at commas and semicolons",
                "notes": "without line breaks",
            },
        ),
        Format(
            name="ris", label="RIS", suffix="ris",
            media_type="application/x-research-info-systems", to_text=ris.to_file, holds=_IN_RIS,
            in_part={
                "type": "there are fewer types",
                "pages": "ranges with a hyphen",
                "authors": f"{_AUTHORS}; without commas in a part",
                "publisher": "not that of a thesis, where it is the venue, too",
                "abstract": "as one paragraph",
                "notes": "as one line",
                "urls": "paper and pdf alone",
                "keywords": "parted at semicolons",
            },
        ),
        Format(name="csl-json", label="CSL-JSON", suffix="json",
            media_type="application/vnd.citationstyles.csl+json", to_text=csl.to_file),
        Format(name="jsonl", label="JSON Lines", suffix="jsonl",
            media_type="application/jsonl", to_text=data.to_lines),
        Format(name="yaml", label="YAML", suffix="yaml",
            media_type="application/yaml", to_text=data.to_yaml),
    )
}  # fmt: skip
#: The files beside a page: suffix and label with the function that makes them.
BESIDE = tuple(row for row in FORMATS.values() if row.to_brief is not None)
#: Suffix → media type of the files beside a page.
MEDIA_TYPES = {row.suffix: row.media_type for row in BESIDE}


def left_out(row: Format, papers: Iterable[Paper]) -> list[str]:
    """Fields that these papers have and the format cannot hold, in the order of the table."""
    used: set[str] = set()
    for paper in papers:
        used |= csl.to_data(paper).keys()
    return [name for name in FIELDS if name in used and name not in row.holds | row.in_part.keys()]
