"""The types that a paper can be, groups of them that several rules need, and degrees of theses.

CSL 1.0.2 item types: https://docs.citationstyles.org/en/stable/specification.html
"""

from __future__ import annotations

import re

TYPES = (
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book",
    "broadcast", "chapter", "classic", "collection", "dataset", "document", "entry",
    "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing", "interview",
    "legal_case", "legislation", "manuscript", "map", "motion_picture", "musical_score", "pamphlet",
    "paper-conference", "patent", "performance", "periodical", "personal_communication", "post",
    "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech",
    "standard", "thesis", "treaty", "webpage",
)  # fmt: skip
#: Types by their names and other names, in small letters without spaces and signs; empty where the
#: venue says more than the name.
TYPES_BY_NAME = {re.sub("[-_]", "", name): name for name in TYPES} | {
    "journalarticle": "article-journal", "journal": "article-journal", "article": "",
    "conferencepaper": "paper-conference", "conference": "paper-conference",
    "inproceedings": "paper-conference", "proceedingspaper": "paper-conference",
    "proceedingsarticle": "paper-conference", "workshop": "paper-conference",
    "conferencearticle": "paper-conference", "preprint": "article", "postedcontent": "article",
    "booksection": "chapter", "bookchapter": "chapter", "incollection": "chapter",
    "inbook": "chapter", "phdthesis": "thesis", "mastersthesis": "thesis",
    "dissertation": "thesis", "techreport": "report", "technicalreport": "report",
    "workingpaper": "report", "computerprogram": "software", "blogpost": "post-weblog",
    "misc": "", "paper": "", "other": "", "editorial": "article-journal", "letter": "",
    "review": "", "shortsurvey": "", "datapaper": "", "note": "", "meetingabstract": "",
    "articlereview": "", "magazinearticle": "article-magazine",
    "newspaperarticle": "article-newspaper", "website": "webpage", "monograph": "book",
    "blog": "post-weblog",
}  # fmt: skip
#: Parts of books; the ISBN and the edition are those of the book.
IN_BOOKS = frozenset("chapter entry entry-dictionary entry-encyclopedia paper-conference".split())
ARTICLES = frozenset("article-journal article-magazine review review-book".split())
#: Periodicals and their parts, whose number is that of an issue.
IN_ISSUES = ARTICLES | {"article-newspaper", "periodical"}
#: Parts of a book or a periodical: their editors are those of the whole.
CONTAINED = IN_BOOKS | IN_ISSUES - {"periodical"}
#: Degrees by words without spaces and punctuation; the first match counts.
_DEGREES = (
    ("bachelor", re.compile("bachelor|bsc|licence")),
    ("master", re.compile("master|mathesis|msc|mphil|diplom|magister|maîtrise")),
    ("phd", re.compile("phd|doctor|dissertation|thèse|tesisdoctoral|habilitation")),
)


def degree_of(words: str) -> str:
    """Return the degree of a thesis: `phd` for `PhD thesis`, `master` for `Diplomarbeit`; empty if
    there is none."""
    bare = re.sub(r"[\W_]+", "", words.casefold())
    return next((degree for degree, form in _DEGREES if form.search(bare)), "")
