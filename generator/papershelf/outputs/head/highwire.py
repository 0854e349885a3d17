"""A paper as Highwire's `citation_*` tags, for Google Scholar and Zotero.

In: a Record, its address. Out: names and values, one tag per author. Sources: Google Scholar's
inclusion guidelines (https://scholar.google.com/intl/en/scholar/inclusion.html) and the tags that
Zotero's translator for embedded metadata reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from papershelf.catalogue.model import Paper
from papershelf.citations import Record, parts
from papershelf.citations.vocabularies import words_for
from papershelf.text import tex
from papershelf.text.dates import PartialDate

_NO_BREAK = "\N{NO-BREAK SPACE}"


def tags(record: Record, url: str, site_url: str, topics: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return every tag of a paper, some of them empty; `url` is that of its page, which is absolute
    if the site knows its own address."""
    paper, words = record.paper, words_for(record.type)
    venue = words.highwire or ("citation_series_title" if words.zotero == "book" else "")
    first, last = parts.page_range(record.page)
    keywords = dict.fromkeys((*topics, *paper.keywords))
    pdf = paper.urls.get("pdf", "")
    is_ours = site_url and urlsplit(pdf).netloc == urlsplit(site_url).netloc
    return [
        ("citation_title", record.plain_title),
        *_authors(paper),
        *[("citation_editor", parts.inverted(name)) for name in paper.editors],
        *_dates(record.issued),
        (venue, paper.venue if venue else ""),
        ("citation_volume", paper.volume),
        ("citation_issue", paper.issue),
        ("citation_firstpage", first),
        ("citation_lastpage", last),
        # Zotero's repository of a preprint; an institution has a tag of its own
        ("citation_publisher", paper.publisher if venue else record.publisher),
        ("citation_doi", record.doi),
        ("citation_arxiv_id", paper.arxiv),
        ("citation_pmid", paper.pmid),
        ("citation_isbn", paper.isbn),
        ("citation_language", paper.language),
        # Zotero reads a semicolon as a separator
        *[("citation_keywords", word.replace(";", ",")) for word in keywords],
        # the only whole abstract of the head: Scholar does not ask for it, but Zotero reads it here
        ("citation_abstract", _lines(tex.to_plain(paper.abstract))),
        ("citation_public_url", parts.home(paper)),
        ("citation_abstract_html_url", url),
        ("citation_pdf_url", pdf if is_ours else ""),  # Scholar requires the host of the page
        # without it, Zotero assumes a journal article unless a venue tag says otherwise
        ("z:itemType", words.zotero),
    ]


def _lines(text: str) -> str:
    """Return a text without indentation and empty lines, which finished pages do not have."""
    return "\n".join(filter(None, map(str.strip, text.split("\n"))))


def _authors(paper: Paper) -> Iterator[tuple[str, str]]:
    is_alone = len(paper.authors) == 1
    for name in paper.authors:
        text = parts.inverted(name)
        if is_alone:
            family, comma, given = text.partition(",")
            if " " in family and " " in given.strip():
                # Zotero reads a tag with only "García Márquez, Gabriel José" as two people
                text = family.replace(" ", _NO_BREAK) + comma + given
        yield "citation_author", text
        if name.affiliation:
            yield "citation_author_institution", name.affiliation
        if name.orcid:
            yield "citation_author_orcid", f"https://orcid.org/{name.orcid}"


def _dates(date: PartialDate) -> Iterator[tuple[str, str]]:
    """Yield the date tags. Scholar reads a day or a year; a month goes into an older tag, which
    Zotero prefers."""
    if date.day:
        yield "citation_publication_date", f"{date.year:04}/{date.month:02}/{date.day:02}"
        return
    yield "citation_publication_date", f"{date.year:04}"
    if date.month:
        yield "citation_date", f"{date.year:04}/{date.month:02}"
