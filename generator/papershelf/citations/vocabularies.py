"""Names of CSL item types in other vocabularies.

In: nothing. Out: tables. Zotero's types: https://api.zotero.org/itemTypes; OpenURL's formats and
genres: ANSI/NISO Z39.88-2004 and its registry; Highwire's tags: Google Scholar's inclusion
guidelines; schema.org's types.
"""

from __future__ import annotations

from typing import NamedTuple


class TypeNames(NamedTuple):
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


_ARTICLE = TypeNames(
    "journalArticle", "journal", "article", "citation_journal_title", "ScholarlyArticle"
)
_WORDS = {
    "article": TypeNames("preprint", "dc", "", "", "ScholarlyArticle"),
    "article-journal": _ARTICLE,
    "article-magazine": _ARTICLE._replace(zotero="magazineArticle", schema="Article"),
    "article-newspaper": _ARTICLE._replace(zotero="newspaperArticle", schema="NewsArticle"),
    # schema.org's Review requires the reviewed item, and Google also a rating
    "review": _ARTICLE,
    "review-book": _ARTICLE,
    "paper-conference": TypeNames(
        "conferencePaper", "book", "proceeding", "citation_conference_title", "ScholarlyArticle"
    ),
    "book": TypeNames("book", "book", "book", "", "Book"),
    "collection": TypeNames("book", "book", "book", "", "Book"),
    "chapter": TypeNames("bookSection", "book", "bookitem", "citation_inbook_title", "Chapter"),
    "entry": TypeNames("bookSection", "book", "bookitem", "citation_inbook_title", "Chapter"),
    "entry-dictionary": TypeNames("dictionaryEntry", "dc", "", "citation_inbook_title", "Article"),
    "entry-encyclopedia": TypeNames(
        "encyclopediaArticle", "dc", "", "citation_inbook_title", "Article"
    ),
    "report": TypeNames(
        "report", "book", "report", "citation_technical_report_institution", "Report"
    ),
    "thesis": TypeNames(
        "thesis", "dissertation", "", "citation_dissertation_institution", "Thesis"
    ),
    "patent": TypeNames("patent", "patent", "", "", "CreativeWork"),
    "dataset": TypeNames("dataset", "dc", "", "", "Dataset"),
    "software": TypeNames("computerProgram", "dc", "", "", "SoftwareSourceCode"),
    "standard": TypeNames("standard", "dc", "", "", "CreativeWork"),
    "webpage": TypeNames("webpage", "dc", "", "", "WebPage"),
    "post": TypeNames("forumPost", "dc", "", "", "SocialMediaPosting"),
    "post-weblog": TypeNames("blogPost", "dc", "", "", "BlogPosting"),
    "manuscript": TypeNames("manuscript", "dc", "", "", "Manuscript"),
    "speech": TypeNames("presentation", "dc", "", "", "PresentationDigitalDocument"),
    "interview": TypeNames("interview", "dc", "", "", "CreativeWork"),
    "personal_communication": TypeNames("letter", "dc", "", "", "Message"),
    "map": TypeNames("map", "dc", "", "", "Map"),
    "bill": TypeNames("bill", "dc", "", "", "Legislation"),
    "legislation": TypeNames("statute", "dc", "", "", "Legislation"),
    "regulation": TypeNames("statute", "dc", "", "", "Legislation"),
    "legal_case": TypeNames("case", "dc", "", "", "CreativeWork"),
    "hearing": TypeNames("hearing", "dc", "", "", "CreativeWork"),
    "motion_picture": TypeNames("film", "dc", "", "", "Movie"),
    "broadcast": TypeNames("tvBroadcast", "dc", "", "", "CreativeWork"),
    "song": TypeNames("audioRecording", "dc", "", "", "MusicRecording"),
    "graphic": TypeNames("artwork", "dc", "", "", "VisualArtwork"),
    "figure": TypeNames("artwork", "dc", "", "", "CreativeWork"),
}
_OTHER = TypeNames("document", "dc", "", "", "CreativeWork")


def words_for(csl_type: str) -> TypeNames:
    """Return the names of a CSL item type; those of a document if it has none of its own."""
    return _WORDS.get(csl_type, _OTHER)
