"""Names of CSL item types in other vocabularies.

In: nothing. Out: tables. Zotero's types: https://api.zotero.org/itemTypes; OpenURL's formats and
genres: ANSI/NISO Z39.88-2004 and its registry; Highwire's tags: Google Scholar's inclusion
guidelines; schema.org's types.
"""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """The names of one CSL item type."""

    zotero: str
    """`journalArticle`"""
    openurl: str
    """Format of the context object: `journal`, `book`, `dissertation`, `patent` or `dc`."""
    genre: str
    """Genre of the format; empty if the format has none."""
    highwire: str
    """The tag for the venue; empty if there is none."""
    schema: str
    """Type in schema.org."""


_ARTICLE = Words(
    "journalArticle", "journal", "article", "citation_journal_title", "ScholarlyArticle"
)
_WORDS = {
    "article": Words("preprint", "dc", "", "", "ScholarlyArticle"),
    "article-journal": _ARTICLE,
    "article-magazine": _ARTICLE._replace(zotero="magazineArticle", schema="Article"),
    "article-newspaper": _ARTICLE._replace(zotero="newspaperArticle", schema="NewsArticle"),
    # schema.org's Review requires the reviewed item, and Google also a rating
    "review": _ARTICLE,
    "review-book": _ARTICLE,
    "paper-conference": Words(
        "conferencePaper", "book", "proceeding", "citation_conference_title", "ScholarlyArticle"
    ),
    "book": Words("book", "book", "book", "", "Book"),
    "collection": Words("book", "book", "book", "", "Book"),
    "chapter": Words("bookSection", "book", "bookitem", "citation_inbook_title", "Chapter"),
    "entry": Words("bookSection", "book", "bookitem", "citation_inbook_title", "Chapter"),
    "entry-dictionary": Words("dictionaryEntry", "dc", "", "citation_inbook_title", "Article"),
    "entry-encyclopedia": Words(
        "encyclopediaArticle", "dc", "", "citation_inbook_title", "Article"
    ),
    "report": Words("report", "book", "report", "citation_technical_report_institution", "Report"),
    "thesis": Words("thesis", "dissertation", "", "citation_dissertation_institution", "Thesis"),
    "patent": Words("patent", "patent", "", "", "CreativeWork"),
    "dataset": Words("dataset", "dc", "", "", "Dataset"),
    "software": Words("computerProgram", "dc", "", "", "SoftwareSourceCode"),
    "standard": Words("standard", "dc", "", "", "CreativeWork"),
    "webpage": Words("webpage", "dc", "", "", "WebPage"),
    "post": Words("forumPost", "dc", "", "", "SocialMediaPosting"),
    "post-weblog": Words("blogPost", "dc", "", "", "BlogPosting"),
    "manuscript": Words("manuscript", "dc", "", "", "Manuscript"),
    "speech": Words("presentation", "dc", "", "", "PresentationDigitalDocument"),
    "interview": Words("interview", "dc", "", "", "CreativeWork"),
    "personal_communication": Words("letter", "dc", "", "", "Message"),
    "map": Words("map", "dc", "", "", "Map"),
    "bill": Words("bill", "dc", "", "", "Legislation"),
    "legislation": Words("statute", "dc", "", "", "Legislation"),
    "regulation": Words("statute", "dc", "", "", "Legislation"),
    "legal_case": Words("case", "dc", "", "", "CreativeWork"),
    "hearing": Words("hearing", "dc", "", "", "CreativeWork"),
    "motion_picture": Words("film", "dc", "", "", "Movie"),
    "broadcast": Words("tvBroadcast", "dc", "", "", "CreativeWork"),
    "song": Words("audioRecording", "dc", "", "", "MusicRecording"),
    "graphic": Words("artwork", "dc", "", "", "VisualArtwork"),
    "figure": Words("artwork", "dc", "", "", "CreativeWork"),
}
_OTHER = Words("document", "dc", "", "", "CreativeWork")


def words_for(csl_type: str) -> Words:
    """Return the names of a CSL item type; those of a document if it has none of its own."""
    return _WORDS.get(csl_type, _OTHER)
