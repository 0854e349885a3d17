"""Room 5, metadata: a paper in Highwire's `citation_*` tags, for Google Scholar and Zotero.

In: a Paper, its address. Out: names and values, one author a tag. Sources: Google Scholar's
inclusion guidelines (https://scholar.google.com/intl/en/scholar/inclusion.html) and the tags that
Zotero's translator for embedded metadata reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from generator.citations import parts
from generator.citations.vocabularies import words_for
from generator.model import Paper
from generator.text import tex
from generator.text.dates import PartialDate

_NO_BREAK = "\N{NO-BREAK SPACE}"


def iter_tags(
    paper: Paper, url: str, site_url: str, topics: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Every tag of a paper; `url` is the whole address of its page, or empty."""
    words = words_for(paper.type)
    yield "citation_title", tex.to_plain(paper.title)
    yield from _authors(paper)
    yield from _dates(paper.published)
    venue = words.highwire or ("citation_series_title" if words.zotero == "book" else "")
    if venue:
        yield venue, paper.venue
    yield "citation_volume", paper.volume
    yield "citation_issue", paper.issue
    first, last = parts.page_range(paper.pages)
    yield "citation_firstpage", first
    yield "citation_lastpage", last
    yield "citation_publisher", paper.publisher or _archive(paper)
    yield "citation_doi", parts.doi(paper)
    yield "citation_arxiv_id", paper.arxiv
    yield "citation_pmid", paper.pmid
    yield "citation_isbn", paper.isbn
    yield "citation_language", paper.language
    for word in dict.fromkeys((*topics, *paper.keywords)):
        yield "citation_keywords", word.replace(";", ",")  # Zotero takes a semicolon for an end
    yield "citation_abstract", tex.to_plain(paper.abstract)
    yield "citation_public_url", parts.home(paper)
    yield "citation_abstract_html_url", url
    pdf = paper.urls.get("pdf", "")
    if site_url and urlsplit(pdf).netloc == urlsplit(site_url).netloc:
        yield "citation_pdf_url", pdf  # Scholar wants it on the host of the page
    # Zotero guesses a journal article wherever no venue says otherwise; this is its own word
    yield "z:itemType", words.zotero


def _archive(paper: Paper) -> str:
    """Zotero's `repository` of a preprint."""
    return "arXiv" if paper.arxiv and paper.type == "article" else ""


def _authors(paper: Paper) -> Iterator[tuple[str, str]]:
    is_alone = len(paper.authors) == 1
    for name in paper.authors:
        text = parts.inverted(name)
        family, comma, given = text.partition(",")
        if is_alone and " " in family and " " in given.strip():
            # Zotero takes "García Márquez, Gabriel José" alone in its tag for two people
            text = family.replace(" ", _NO_BREAK) + comma + given
        yield "citation_author", text
        yield "citation_author_institution", name.affiliation
        yield "citation_author_orcid", f"https://orcid.org/{name.orcid}" if name.orcid else ""


def _dates(date: PartialDate) -> Iterator[tuple[str, str]]:
    """Scholar knows a day or a year; a month goes into an older tag, which Zotero prefers."""
    if date.day:
        yield "citation_publication_date", f"{date.year:04}/{date.month:02}/{date.day:02}"
        return
    yield "citation_publication_date", f"{date.year:04}"
    if date.month:
        yield "citation_date", f"{date.year:04}/{date.month:02}"
