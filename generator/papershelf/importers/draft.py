"""A record on its way to becoming an entry.

In: plain text, lists and mappings under the names of our fields, as formats and services have them.
Out: a Draft, which `values` turns into an entry's values. Never invents data.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from papershelf.catalogue import linkhints
from papershelf.catalogue.item_types import degree_of
from papershelf.text import venues
from papershelf.text.shorten import cut
from papershelf.text.venues import VenueType

#: Converts markup of other programs to our text; appends what it does not understand to the list.
Converter: TypeAlias = Callable[[str, list[str]], str]
#: Dashes and minus signs of ranges.
DASH = re.compile(r"(?:(?<!\s)\s+)?[-\u2010-\u2015\u2212]+\s*")
_SPACE = re.compile(r"(?:(?<![ \t])[ \t]+)?[\r\n]+[ \t]*")
_PARAGRAPH = re.compile(r"(?:(?<![ \t])[ \t]+)?\r?\n(?:[ \t]*\r?\n)+[ \t]*")


@dataclass(slots=True, kw_only=True)
class Draft:
    """A record of another program."""

    where: str
    """Where the record is, for reports: `refs.bib:12 (knuth1984)`, `arXiv 2404.17858`."""
    line: int = 0
    """The first line of the record in its file; 0 if it has no line of its own."""
    key: str = ""
    """The key of the record in its source, `knuth1984`."""
    fields: dict[str, Any] = field(default_factory=dict)
    """Values by our field names: text, list, mapping or node. Dates as ISO 8601; authors as
    `text.authors` reads them."""
    left: dict[str, str] = field(default_factory=dict)
    """Values without a place in the catalogue, by their own names."""
    odd: dict[str, str] = field(default_factory=dict)
    """Commands and elements that were not understood, by field: `{"title": "\\foo"}`. The text
    around them is kept."""
    doubts: list[str] = field(default_factory=list)
    """Lines on values that were chosen for want of better ones."""
    why_not: str = ""
    """Why the record cannot become an entry; empty if it can."""
    notice: str = ""
    """What the record is, if it is not a work: a retraction or correction of one, or data for other
    records."""
    order: str = ""
    """`family` if the format has names as `Family, Given`, so that `García Márquez, Gabriel José`
    is one person."""
    is_ours: bool = False
    """Whether the record comes from a catalogue like this one; then two records are two works."""

    def read(self, name: str, text: str, convert: Converter) -> str:
        """Return the text of a field as a converter reads it; note what it does not understand."""
        odd: list[str] = []
        shown = convert(text, odd)
        if odd:
            known = [self.odd[name]] if name in self.odd else []
            self.odd[name] = cut(" ".join(dict.fromkeys([*known, *odd])))
        return shown


def set_version(fields: dict[str, Any], text: str) -> bool:
    """Use the version of software or a dataset as its edition, since each release is a separate
    work; return whether it was used."""
    is_release = fields.get("type") in ("software", "dataset") or _RELEASE.fullmatch(text)
    if not text or not is_release or fields.get("edition"):
        return False
    number = text.removeprefix("v")
    fields["edition"] = f"Version {number}" if number[:1].isdigit() else text
    return True


def set_institution(fields: dict[str, Any], institution: str = "") -> None:
    """Make the institution of a thesis, a report or a preprint its venue. Crossref names it; CSL
    and RIS have only the publisher for the university or institution, which BibTeX requires, and
    for the archive."""
    publisher, kind = fields.get("publisher"), fields.get("type")
    name = institution or publisher
    if kind == "manuscript":
        kind = fields["type"] = venues.type_beside(kind, str(fields.get("venue") or name))
    if not name or fields.get("venue"):
        return
    is_archive = kind == VenueType.ARCHIVE and venues.kind_of(str(name)) == kind
    if kind in ("thesis", "report") or is_archive:
        fields["venue"] = name
        if name == publisher:
            del fields["publisher"]


def set_degree(draft: Draft, said: str) -> bool:
    """Keep the degree of a thesis, since a master's and a PhD thesis are different works; return
    whether the text says more than that it is a thesis."""
    if draft.fields.get("type") != "thesis" or not degree_of(said):
        return False
    draft.fields["extra"] = {"genre": _DEGREE_WORDS.get(said, said)}
    return True


#: BibLaTeX's names of degrees.
_DEGREE_WORDS = {"phdthesis": "PhD thesis", "mathesis": "Master's thesis",
                 "bathesis": "Bachelor's thesis"}  # fmt: skip
_RELEASE = re.compile(r"v?\d+(?:\.\d+)+")


def one_line(text: str) -> str:
    """Return a text with each run of white space as one space."""
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    """Return a text with the lines of each paragraph joined, and one empty line between
    paragraphs."""
    parts = _PARAGRAPH.split(text.strip())
    return "\n\n".join(filter(None, (one_line(_SPACE.sub(" ", part)) for part in parts)))


#: A URL without its beginning, as browsers show it.
_BARE_ADDRESS = re.compile(
    r"(?:www\.[\w-]+|[\w-]+)(?:\.[\w-]+)*\.[a-z]{2,10}/\S*|www\.\S+", re.ASCII
)


#: Between two URLs in one text.
_NEXT_ADDRESS = re.compile(r"[\s,;|]{1,3}(?:and\s)?(?=https?://|www\.)")

#: A second scheme, and the backslash of TeX.
_TWICE = re.compile(r"\A(?:https?://)+(?=https?://)", re.IGNORECASE)
_TEX = re.compile(r"\\(?=[_&%#~$])")


def whole_address(address: Any) -> Any:
    """Return a URL with its beginning and without what was copied along, the first of several;
    anything else unchanged, such as a URL in a text."""
    if not isinstance(address, str):
        return address
    first = _NEXT_ADDRESS.split(address.strip().lstrip('"“”„«'), maxsplit=1)[0]
    first = _TEX.sub("", _TWICE.sub("", first.replace("&amp;", "&"))).rstrip(',;"`“”‘’»')
    if _BARE_ADDRESS.fullmatch(first):
        return f"https://{first}"
    return (
        first if first.startswith(("http://", "https://")) and first != address.strip() else address
    )


_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\[\]$]+", re.IGNORECASE)
#: Archives of what an abstract says that it offers.
_ARCHIVE = re.compile(r"(?:zenodo\.org|osf\.io)/")
#: The page of a host, or of a group or a person there, who may have many repositories.
_NO_REPOSITORY = re.compile(r"[^/]+/[^/]*/?")


def links_in(text: str) -> dict[str, str]:
    """Return the URLs in an abstract by link name; one of an unknown kind is the project's."""
    found: dict[str, str] = {}
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(".,;:!?)'’”")
        rest = address.partition("://")[2]
        if re.match(r"(?:www\.)?(?:doi\.org|arxiv\.org)/", rest):
            continue
        name = linkhints.kind_by_host(address) or ("data" if _ARCHIVE.match(rest) else "project")
        is_group = name == "code" and _NO_REPOSITORY.fullmatch(rest)
        found.setdefault("project" if is_group else name, address)
    return found
