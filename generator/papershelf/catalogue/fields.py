"""The one table of fields of an entry.

A row says everything about a field: its form, its documentation, and its name on pages and in
each format. The reader, the JSON Schema, the documentation, pages, exports and imports are made
from it. A plain field, one line of text, takes a row here and nothing else, as long as no other
field has its names in the formats. Fields with a structure of their own have code in each format,
and their rows name where they go there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from papershelf.catalogue import advice, forms
from papershelf.catalogue.forms import Form
from papershelf.catalogue.item_types import TYPES
from papershelf.catalogue.statuses import STATUSES
from papershelf.catalogue.structures import Author, Fields, Free, ListOf
from papershelf.text.identifiers import SCHEMES

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
    Fields(
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


class Update(Enum):
    """What an entry takes over from another record of the same work."""

    OWN = "by a rule of its own, or never: the curator decides"
    WORK = "where the entry has nothing"
    PUBLICATION = "with the other data of its publication, or not at all"


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
    update: Update = Update.OWN
    """Whether an entry takes it over from another record of the same work."""
    label: str = ""
    """Its name in the list of details on a page, `Publisher`; empty if the page shows it elsewhere
    or not at all. The search finds a paper by all that its page shows."""
    schema_org: str = ""
    """Property of schema.org: `publisher`."""
    csl: tuple[str, ...] = ()
    """Variables of CSL 1.0.2. The first is written; of all, the first that has a value is read."""
    bibtex: tuple[str, ...] = ()
    """Fields of BibTeX and BibLaTeX, by the same rule."""
    ris: tuple[str, ...] = ()
    """Tags of RIS, by the same rule."""
    others: tuple[str, ...] = ()
    """Its names in YAML, JSON and CSV of other programs; a dot leads into what is nested."""
    is_plain: bool = False
    """Whether it is one line of text that formats hold as it is."""


def _field(name: str, form: Form, doc: str, example: str, *, required: bool = False,
           update: Update = Update.OWN, label: str = "",
           schema_org: str = "", csl: str = "", bibtex: str = "", ris: str = "", others: str = "",
           is_plain: bool = False) -> Field:  # fmt: skip
    """A row; several names in one format are separated by blanks."""
    return Field(
        name=name, form=form, doc=doc, example=example, required=required, update=update,
        label=label, schema_org=schema_org, csl=tuple(csl.split()),
        bibtex=tuple(bibtex.split()), ris=tuple(ris.split()), others=tuple(others.split()),
        is_plain=is_plain,
    )  # fmt: skip


def plain_field(name: str, doc: str, example: str, *, label: str = "", schema_org: str = "",
                csl: str = "", bibtex: str = "", ris: str = "", others: str = ""
                ) -> Field:  # fmt: skip
    """The row of a line of text about a publication, which is all that such a field takes."""
    return _field(
        name, _TEXT, doc, example, update=Update.PUBLICATION, label=label,
        schema_org=schema_org, csl=csl, bibtex=bibtex, ris=ris, others=others, is_plain=True,
    )  # fmt: skip


def _identifier(name: str, doc: str, *, update: Update = Update.WORK, csl: str = "",
                ris: str = "", others: str = "") -> Field:  # fmt: skip
    example = SCHEMES[name].example
    # other readers of YAML would take it for a number
    written = f'"{example}"' if example.replace(".", "").isdigit() else example
    form = forms.Identifier(SCHEMES[name])
    bibtex = _EPRINT if name == "arxiv" else name
    return _field(
        name, form, doc, written, update=update, schema_org="identifier",
        csl=csl, bibtex=bibtex, ris=ris, others=others,
    )  # fmt: skip


_EPRINT = "eprint archiveprefix eprinttype eprintclass primaryclass arxiv"
_WORK, _PUBLICATION = Update.WORK, Update.PUBLICATION
_ROWS = (
    _field("id", forms.Id(), "The permanent key: the address of its page and its citation key.",
           "wang2024broad", required=True, csl="id", ris="ID",
           others="id key slug citekey citation_key bibtex_key"),
    _field("title", _TEXT, "The title as published, with optional $TeX$.",
           "Sorting in $O(n \\log n)$", required=True, schema_org="name",
           csl="title", bibtex="title subtitle titleaddon", ris="TI T1 CT",
           others="title titles name display_name document_title article_title paper_title"),
    _field("authors", ListOf(_AUTHOR), "All authors in the order of the paper.",
           "[Ada Lovelace, {given: Grace, family: Hopper}]", update=_WORK,
           schema_org="author", csl="author", bibtex="author", ris="AU A1",
           others="authors author author(s) author/s creators author_names author_full_names"
           " author_string authorships"),
    _field("author_count", forms.POSITIVE,
           "How many authors there are, where names are unknown or cut short.", "5",
           others="authors_count number_of_authors"),
    _field("editors", ListOf(_AUTHOR), "Editors of a book, or of the book that it is in.",
           "[Grace Hopper]", update=_PUBLICATION, label="Editors",
           schema_org="editor", csl="editor", bibtex="editor", ris="A2 A3 ED",
           others="editors editor book_editors"),
    _field("translators", ListOf(_AUTHOR), "Translators of the work.", "[Ada Lovelace]",
           update=_PUBLICATION, label="Translators",
           schema_org="translator", csl="translator",
           bibtex="translator", ris="A4", others="translators translator"),
    _field("published", forms.DATE,
           "When the work came out, as precisely as it is known. If that was a preprint, and the"
           " venue has a later year, citations have that year.",
           "2024-04-27", required=True, update=_PUBLICATION,
           schema_org="datePublished", csl="issued", bibtex="year date month day",
           ris="DA Y1 PY YR",
           others="published year date publication_date published_date date_published"
           " published_at publication_year pub_date pub_year issued release_date date_released"
           " pdate"),
    _field("added", forms.DAY, "The day on which it entered this catalogue.", "2025-12-23"),
    _field("type", forms.Choice(TYPES), "CSL item type; derived where left out.",
           "article-journal", update=_PUBLICATION, csl="type", ris="TY",
           others="type item_type document_type entry_type entrytype publication_type"
           " publication_types"),
    _field("venue", _TEXT, "Journal, conference or archive.", "NeurIPS 2024",
           update=_PUBLICATION, schema_org="isPartOf",
           csl="container-title event-title event",
           bibtex="journal journaltitle booktitle maintitle eventtitle howpublished",
           ris="JF JO T2 JA J2 BT",
           others="venue publication journal conference booktitle container_title source_title"
           " publication_title proceedings_title journal_title journal/book journal_name"
           " conference_name journal.name journal_info.journal.title venue.name venue.value"
           " host_venue.display_name primary_location.source.display_name"),
    plain_field("event", "Conference or meeting at which it was given, where the venue is another"
                " name.", "37th Conference on Neural Information Processing Systems",
                label="Event", schema_org="recordedAt", csl="event-title event",
                bibtex="eventtitle event", ris="C8", others="event event_title event_name"),
    plain_field("series", "Series of a book, or of the book that it is in.",
                "Lecture Notes in Computer Science", label="Series", schema_org="isPartOf",
                csl="collection-title", bibtex="series", ris="T3",
                others="series collection_title series_title book_series book_series_title"),
    plain_field("publisher", "Publisher.", "MIT Press", label="Publisher",
                schema_org="publisher", csl="publisher", bibtex="publisher", ris="PB",
                others="publisher"),
    plain_field("place", "Where it was published.", "Cambridge, MA", label="Place",
                schema_org="address", csl="publisher-place publisher-location",
                bibtex="address location", ris="CY PP",
                others="place publisher_place publisher_location"),
    plain_field("number", "Number of a report, standard or patent, or of a book in its series.",
                "RFC 2119", label="Number", schema_org="reportNumber",
                csl="number collection-number", bibtex="number reportnumber", ris="M1",
                others="report_number patent_number series_number"),
    plain_field("volume", "Volume of the journal or series.", '"12"', schema_org="volumeNumber",
                csl="volume", bibtex="volume", ris="VL VO",
                others="volume biblio.volume journal.volume journal_info.volume"),
    plain_field("issue", "Issue of the journal.", '"3"', schema_org="issueNumber", csl="issue",
                bibtex="number issue", ris="IS CP",
                others="issue number issue_number biblio.issue journal.issue journal_info.issue"),
    plain_field("pages", "Pages, or the article number.", "117-134", schema_org="pagination",
                csl="page article-number",
                bibtex="pages eid article-number art_number articleno", ris="SP EP C7",
                others="pages page page_info pagination article_number art._no. journal.pages"),
    plain_field("edition", "Edition of a book.", '"2"', label="Edition",
                schema_org="bookEdition", csl="edition edition-number", bibtex="edition",
                ris="ET"),
    _identifier("doi", "DOI, bare; an address is accepted.", update=_PUBLICATION, csl="DOI",
                ris="DO", others="doi external_ids.doi ids.doi identifiers.doi"),
    _identifier("arxiv", "arXiv id without version; an address is accepted.", ris="UR",
                others="arxiv arxiv_id eprint external_ids.arxiv ids.arxiv identifiers.arxiv"),
    _identifier("openreview", "OpenReview forum id.", others="openreview openreview_id"),
    _identifier("acl", "ACL Anthology id.", others="acl acl_id external_ids.acl"),
    _identifier("pmid", "PubMed id.", csl="PMID", ris="AN PM",
                others="pmid pubmed_id pubmed external_ids.pubmed ids.pmid identifiers.pmid"),
    _identifier("pmcid", "PubMed Central id, of a paper that everyone can read there.",
                csl="PMCID", ris="C2", others="pmcid pmc external_ids.pubmedcentral ids.pmcid"),
    _identifier("isbn", "ISBN-10 or ISBN-13, with or without hyphens.", update=_PUBLICATION,
                csl="ISBN isbn-type", ris="SN", others="isbn isbns"),
    _field("urls", Fields("a mapping of links", dict.fromkeys(LINKS, forms.Address()), "urls"),
           "Links, each under its name: " + ", ".join(LINKS) + ".",
           "{pdf: https://example.org/a.pdf, code: https://example.org/a}", update=_WORK,
           schema_org="sameAs", csl="URL", bibtex="url", ris="UR L1"),
    _field("abstract", _PROSE, "The abstract as published, with $TeX$; quoted text, not Markdown.",
           ">- …", update=_WORK, schema_org="abstract", csl="abstract",
           bibtex="abstract", ris="AB N2",
           others="abstract description abstract_note abstract_text"),
    _field("summary", _TEXT, "The curator's one sentence.", "Why this paper is worth reading.",
           schema_org="description", others="summary tldr tldr.text"),
    _field("notes", forms.Markdown(),
           "The curator's words, in Markdown; links have a whole address.", "|- …",
           csl="note", bibtex="annote annotation note", ris="N1 NO RN",
           others="notes note comment comments"),
    _field("topics", ListOf(forms.SLUG, unique=True), "Slugs of topics.", "[graph-learning]",
           schema_org="about"),
    _field("keywords", ListOf(_TEXT, unique=True), "Free words, for search and a filter.",
           "[sorting]", schema_org="keywords", csl="keyword",
           bibtex="keywords author_keywords", ris="KW",
           others="keywords keyword tags categories category author_keywords manual_tags"),
    _field("related", ListOf(forms.OTHER_ID, unique=True), "Ids of papers to read with it.",
           "[hopper1952education]"),
    _field("language", forms.LANGUAGE, "BCP 47 tag of title and abstract.", "en", update=_WORK,
           label="Language", schema_org="inLanguage", csl="language",
           bibtex="langid language", ris="LA",
           others="language lang language_of_original_document"),
    _field("awards", ListOf(_TEXT, split=advice.prizes), "Prizes.", "[Best paper]",
           schema_org="award", others="awards award"),
    _field("license", _TEXT, "SPDX id or address.", "CC-BY-4.0", update=_WORK, label="License",
           schema_org="license"),
    _field("discussion",
           Fields("a mapping with url and count",
                        {"url": forms.Address(), "count": forms.COUNT}, "discussion"),
           "Where it is discussed, and how many comments there are.",
           "{url: https://example.org/d, count: 12}"),
    _field("aliases", ListOf(forms.OTHER_ID, unique=True),
           "Ids that this paper had before, the first one first: it is the citation key.",
           "[wang2023broad]"),
    _field("status", forms.Choice(tuple(STATUSES)), "What became of the work.", "retracted",
           schema_org="creativeWorkStatus", csl="status"),
    _field("status_note", _TEXT, "Why.", "The data could not be reproduced."),
    _field("superseded_by", forms.OTHER_ID, "Id of the paper that replaces it.", "wang2025broad"),
    _field("extra", Free(), "A free mapping, kept and exported, never shown. Citations of a thesis"
           " have its `genre`, such as Master's thesis.",
           "{shelf: B12}"),
)  # fmt: skip

FIELDS: dict[str, Field] = {field.name: field for field in _ROWS}
#: Positions of fields in an entry.
PLACES = {name: place for place, name in enumerate(FIELDS)}


#: The rows of plain fields, in the order of the table.
PLAIN = tuple(field for field in _ROWS if field.is_plain)


#: Fields whose values are lists of names, in the order of the table.
CREATORS = tuple(
    field.name
    for field in _ROWS
    if isinstance(field.form, ListOf) and isinstance(field.form.item, Author)
)


def updated_by(update: Update) -> tuple[str, ...]:
    """The fields that an entry takes over by one rule."""
    return tuple(field.name for field in FIELDS.values() if field.update is update)


def plain(name: str) -> str:
    """Normalize a name for comparison: `Publication-Date` → `publicationdate`."""
    return re.sub(r"[\s_-]+", "", name.casefold()).strip(".")


#: What other programs call a field → ours, normalized.
OTHER_NAMES = {plain(name): field.name for field in _ROWS for name in field.others}
#: What people mean in an entry that they write, where it is something else or no other program says
#: so. Empty: no field has it, although one has a similar name.
MEANT = {
    "address": "place", "location": "place", "description": "summary", "remarks": "notes",
    "annote": "notes", "dateadded": "added", "addedon": "added", "addedby": "", "vol": "volume",
    "proceedings": "venue", "collectionnumber": "number", "tag": "keywords",
    "category": "keywords", "subject": "keywords", "subjects": "keywords", "url": "urls",
    "link": "urls", "links": "urls", "issn": "", "star": "", "state": "", "subtitle": "",
}  # fmt: skip
REQUIRED = tuple(field.name for field in _ROWS if field.required)
