"""The one table of fields of an entry.

The reader, the JSON Schema, the documentation and the order in which fields are written are made
from it. Adding a field is adding a row here and an attribute to `model.Paper`.
"""

from __future__ import annotations

from dataclasses import dataclass

from papershelf.catalogue import forms
from papershelf.catalogue.forms import Form
from papershelf.catalogue.model import STATUSES
from papershelf.catalogue.structures import Author, Free, ListOf, Record
from papershelf.text.identifiers import SCHEMES

#: CSL 1.0.2 item types that a paper can be: https://docs.citationstyles.org/en/stable/specification.html
TYPES = (
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book",
    "broadcast", "chapter", "classic", "collection", "dataset", "document", "entry",
    "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing", "interview",
    "legal_case", "legislation", "manuscript", "map", "motion_picture", "musical_score", "pamphlet",
    "paper-conference", "patent", "performance", "periodical", "personal_communication", "post",
    "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech",
    "standard", "thesis", "treaty", "webpage",
)  # fmt: skip
#: Links of a paper, in the order in which they are shown, with the words that readers see.
LINKS = {
    "paper": "Paper",
    "pdf": "PDF",
    "code": "Code",
    "data": "Data",
    "project": "Project",
    "video": "Video",
    "slides": "Slides",
    "poster": "Poster",
    "blog": "Blog",
    "demo": "Demo",
}

_TEXT = forms.Text()
_PROSE = forms.Text(words="text in paragraphs", limit="max_prose", paragraphs=True)
_AUTHOR = Author(
    Record(
        "a name",
        {
            "given": _TEXT,
            "family": _TEXT,
            "suffix": _TEXT,
            "literal": _TEXT,
            "orcid": forms.Identifier(SCHEMES["orcid"]),
            "affiliation": _TEXT,
            "url": forms.Address(),
        },
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One row: a field of an entry."""

    name: str
    form: Form
    doc: str
    """One sentence for curators."""
    example: str
    """As written in YAML after `name: `."""
    required: bool = False


def _field(name: str, form: Form, doc: str, example: str, required: bool = False) -> Field:
    return Field(name=name, form=form, doc=doc, example=example, required=required)


def _identifier(name: str, doc: str) -> Field:
    example = SCHEMES[name].example
    # other readers of YAML would take it for a number
    written = f'"{example}"' if example.replace(".", "").isdigit() else example
    return _field(name, forms.Identifier(SCHEMES[name]), doc, written)


_ROWS = (
    _field("id", forms.Id(), "Our permanent key: the address of its page and its citation key.",
           "wang2024broad", required=True),
    _field("title", _TEXT, "The title as published, with optional $TeX$.",
           "Sorting in $O(n \\log n)$", required=True),
    _field("authors", ListOf(_AUTHOR), "All authors in the order of the paper.",
           "[Ada Lovelace, {given: Grace, family: Hopper}]"),
    _field("author_count", forms.POSITIVE,
           "How many authors there are, where names are unknown or cut short.", "5"),
    _field("published", forms.DATE, "When the work came out, as precisely as it is known.",
           "2024-04-27", required=True),
    _field("added", forms.DAY, "The day on which it entered this catalogue.", "2025-12-23"),
    _field("type", forms.Choice(TYPES), "CSL item type; derived where left out.",
           "article-journal"),
    _field("venue", _TEXT, "Journal, conference or archive.", "NeurIPS 2024"),
    _field("publisher", _TEXT, "Publisher.", "MIT Press"),
    _field("volume", _TEXT, "Volume of the journal or series.", '"12"'),
    _field("issue", _TEXT, "Issue of the journal.", '"3"'),
    _field("pages", _TEXT, "Pages, or the article number.", "117-134"),
    _field("edition", _TEXT, "Edition of a book.", '"2"'),
    _identifier("doi", "DOI, bare; an address is accepted."),
    _identifier("arxiv", "arXiv id without version; an address is accepted."),
    _identifier("openreview", "OpenReview forum id."),
    _identifier("acl", "ACL Anthology id."),
    _identifier("pmid", "PubMed id."),
    _identifier("isbn", "ISBN-10 or ISBN-13, with or without hyphens."),
    _field("urls", Record("a mapping of links", dict.fromkeys(LINKS, forms.Address())),
           "Links, each under its name: " + ", ".join(LINKS) + ".",
           "{pdf: https://example.org/a.pdf, code: https://example.org/a}"),
    _field("abstract", _PROSE, "The abstract as published, with $TeX$; quoted text, not Markdown.",
           ">- …"),
    _field("summary", _TEXT, "The curator's one sentence.", "Why this paper is worth reading."),
    _field("notes", forms.Markdown(), "The curator's words, in Markdown.", "|- …"),
    _field("topics", ListOf(forms.SLUG, unique=True), "Slugs of topics.", "[graph-learning]"),
    _field("keywords", ListOf(_TEXT, unique=True), "Free words, for search and a filter.",
           "[sorting]"),
    _field("related", ListOf(forms.Id(), unique=True), "Ids of papers to read with it.",
           "[hopper1952education]"),
    _field("language", forms.LANGUAGE, "BCP 47 tag of title and abstract.", "en"),
    _field("awards", ListOf(_TEXT), "Prizes.", "[Best paper]"),
    _field("license", _TEXT, "SPDX id or address.", "CC-BY-4.0"),
    _field("discussion",
           Record("a mapping with url and count",
                        {"url": forms.Address(), "count": forms.COUNT}),
           "Where it is discussed, and how many comments there are.",
           "{url: https://example.org/d, count: 12}"),
    _field("aliases", ListOf(forms.Id(), unique=True),
           "Ids that this paper had before, the first one first: it is the citation key.",
           "[wang2023broad]"),
    _field("status", forms.Choice(tuple(STATUSES)), "What became of the work.", "retracted"),
    _field("status_note", _TEXT, "Why.", "The data could not be reproduced."),
    _field("superseded_by", forms.Id(), "Id of the paper that replaces it.", "wang2025broad"),
    _field("extra", Free(), "A free mapping, kept and exported, never shown.",
           "{shelf: B12}"),
)  # fmt: skip

FIELDS: dict[str, Field] = {field.name: field for field in _ROWS}
#: What other programs call a field → ours, for those that no spelling brings near.
OTHER_NAMES = {
    "year": "published",
    "date": "published",
    "journal": "venue",
    "booktitle": "venue",
    "conference": "venue",
    "number": "issue",
    "lang": "language",
    "url": "urls",
    "link": "urls",
    "links": "urls",
    "note": "notes",
    "description": "summary",
}
REQUIRED = tuple(field.name for field in _ROWS if field.required)
