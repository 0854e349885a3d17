"""Room 3, citations: a paper as a BibTeX entry.

In: a Paper. Out: the text of one entry, each value escaped for BibTeX. It never touches a file.
Form: the standard styles of BibTeX 0.99 (btxdoc), with the eprint fields that arXiv asks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias
from urllib.parse import quote

from generator.model import Paper
from generator.text import escape, tex
from generator.text.names import Name

Types: TypeAlias = Mapping[str, tuple[str, str]]

#: CSL item type → BibTeX entry type and the field that takes the venue. Whatever is not here: misc.
_TYPES = {
    "article-journal": ("article", "journal"),
    "article-magazine": ("article", "journal"),
    "article-newspaper": ("article", "journal"),
    "review": ("article", "journal"),
    "review-book": ("article", "journal"),
    "paper-conference": ("inproceedings", "booktitle"),
    "chapter": ("incollection", "booktitle"),
    "entry": ("incollection", "booktitle"),
    "entry-dictionary": ("incollection", "booktitle"),
    "entry-encyclopedia": ("incollection", "booktitle"),
    "book": ("book", "series"),
    "collection": ("proceedings", "series"),
    "report": ("techreport", "institution"),
    "standard": ("techreport", "institution"),
    "thesis": ("phdthesis", "school"),
    "manuscript": ("unpublished", "note"),
}
_MISC = ("misc", "howpublished")
#: What BibLaTeX says otherwise: types, and names of fields.
_BIBLATEX_TYPES = _TYPES | {
    "report": ("report", "institution"),
    "standard": ("report", "institution"),
    "thesis": ("thesis", "institution"),
    "webpage": ("online", "organization"),
    "dataset": ("dataset", "howpublished"),
    "software": ("software", "howpublished"),
    "entry-encyclopedia": ("inreference", "booktitle"),
    "entry-dictionary": ("inreference", "booktitle"),
    "patent": ("patent", "howpublished"),
}
_BIBLATEX = {
    "journal": "journaltitle",
    "archiveprefix": "eprinttype",
    "annote": "annotation",
}
#: Their `number` is one in a series, or of a report.
_NUMBERED = frozenset({"book", "report", "standard", "thesis", "collection", "patent"})
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def to_file(papers: Iterable[Paper]) -> str:
    """All entries, an empty line between two."""
    return "\n\n".join(map(to_bibtex, papers)) + "\n"


def to_full_file(papers: Iterable[Paper]) -> str:
    """All entries with everything that BibTeX can hold, abstracts included."""
    return (
        "\n\n".join(
            _entry(paper, _TYPES, (*_fields(paper, _TYPES), *_more(paper))) for paper in papers
        )
        + "\n"
    )


def to_biblatex_file(papers: Iterable[Paper]) -> str:
    """The same in the words of BibLaTeX."""
    return "\n\n".join(map(_to_biblatex, papers)) + "\n"


def to_bibtex(paper: Paper) -> str:
    """One entry, without a line break at its end; its key is the paper's id."""
    return _entry(paper, _TYPES, _fields(paper, _TYPES))


def _to_biblatex(paper: Paper) -> str:
    fields = []
    for name, value in (*_fields(paper, _BIBLATEX_TYPES), *_more(paper)):
        if name == "year":
            fields.append(("date", f"{{{paper.published}}}"))
        elif name not in ("month", "day"):
            fields.append((_BIBLATEX.get(name, name), value))
    return _entry(paper, _BIBLATEX_TYPES, fields)


def _entry(paper: Paper, types: Types, fields: Iterable[tuple[str, str]]) -> str:
    kind, _ = types.get(paper.type, _MISC)
    lines = [f"@{kind}{{{paper.id},"]
    lines += [f"  {name:<13} = {value}," for name, value in fields if value]
    return "\n".join([*lines, "}"])


def _more(paper: Paper) -> tuple[tuple[str, str], ...]:
    """What bibliographies do not print."""
    day = paper.published.day
    return (
        ("day", f"{{{day}}}" if day else ""),
        ("howpublished", _braced(paper.venue) if paper.type == "manuscript" else ""),
        ("issue", _braced(paper.issue) if paper.type in _NUMBERED else ""),
        ("pmid", _verbatim(paper.pmid)),
        ("openreview", _verbatim(paper.openreview)),
        ("acl", _verbatim(paper.acl)),
        *((name, _verbatim(url)) for name, url in paper.urls.items() if name != "paper"),
        ("langid", _braced(paper.language)),
        ("keywords", _braced(", ".join(paper.keywords))),
        ("abstract", _prose(paper.abstract)),
        ("annote", _prose(paper.notes)),
    )


def _prose(text: str) -> str:
    paragraphs = (tex.to_bibtex(part) for part in text.split("\n\n"))
    return f"{{{chr(10).join(part + chr(10) for part in paragraphs).strip()}}}" if text else ""


def _fields(paper: Paper, types: Types) -> tuple[tuple[str, str], ...]:
    _, venue_field = types.get(paper.type, _MISC)
    published = paper.published
    return (
        ("title", f"{{{{{tex.to_bibtex(paper.title)}}}}}"),  # doubly braced: case stays as printed
        ("author", _authors(paper)),
        (venue_field, _braced(paper.venue)),
        ("publisher", _braced(paper.publisher)),
        ("volume", _braced(paper.volume)),
        ("number", _braced(paper.issue)),
        ("pages", _braced(paper.pages, lambda text: text.replace("–", "-").replace("-", "--"))),
        ("edition", _braced(paper.edition)),
        ("year", f"{{{published.year:04}}}"),
        ("month", _MONTHS[published.month - 1] if published.month else ""),
        ("doi", _verbatim(paper.doi)),
        ("eprint", _verbatim(paper.arxiv)),
        ("archiveprefix", "{arXiv}" if paper.arxiv else ""),
        ("isbn", _braced(paper.isbn)),
        ("url", _verbatim(paper.urls.get("paper", ""))),
    )


def _braced(text: str, change: Callable[[str], str] = str) -> str:
    return f"{{{change(escape.bibtex(text))}}}" if text else ""


#: What would end a value, percent-encoded.
_ENCODED = {ord(char): quote(char) for char in "\\{}"}


def _verbatim(text: str) -> str:
    """Identifiers and addresses, which styles and Biber read verbatim: `\\_` would break them."""
    return f"{{{text.translate(_ENCODED)}}}" if text else ""


def _authors(paper: Paper) -> str:
    if not paper.authors:
        return ""
    names = [_author(name) for name in paper.authors]
    if paper.number_of_authors > len(names):
        names.append("others")
    return f"{{{' and '.join(names)}}}"


def _author(name: Name) -> str:
    if name.literal or not name.given:  # braces keep BibTeX from taking a group apart
        return f"{{{escape.bibtex(name.shown)}}}"
    parts = filter(None, (name.family, name.suffix, name.given))
    return ", ".join(_name_part(part) for part in parts)


#: Wherever it stands, in any case: BibTeX would begin another name there.
_AND = re.compile(r"(?<!\S)and(?!\S)", re.IGNORECASE)


def _name_part(text: str) -> str:
    """A comma would begin another part of the name, " and " another author: braces hide both."""
    escaped = escape.bibtex(text)
    if "," in text:
        return f"{{{escaped}}}"
    return _AND.sub(r"{\g<0>}", escaped)
