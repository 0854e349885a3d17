"""Convert responses of the arXiv API, and lines of arXiv's metadata file.

In: an Atom feed. Out: a Draft for each entry, by arXiv id. Formats: the arXiv API user's manual,
https://info.arxiv.org/help/api/user-manual.html, and the file that arXiv publishes with the same
data, https://www.kaggle.com/datasets/Cornell-University/arxiv
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from papershelf.importers import notices
from papershelf.importers.draft import Draft, links_in, one_line
from papershelf.importers.texts.latex import from_tex
from papershelf.text import dates, identifiers
from papershelf.text.venues import VenueType, kind_of

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
#: A line that begins with spaces begins a paragraph; any other line continues one.
_PARAGRAPH = re.compile(r"\n(?:[ \t]*\n|[ \t]{2,})\s*")


_NO_FEED = "arXiv did not return a valid Atom feed"


class NotAtom(ValueError):
    """The response is not a readable feed."""


def to_drafts(data: bytes) -> dict[str, Draft]:
    """Return drafts by arXiv id; ids unknown to arXiv are missing. Raise NotAtom."""
    try:
        # decoded here, so that an encoding declaration cannot hide an entity definition from the
        # check
        text = data.decode("utf-8-sig")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:  # arXiv needs neither; entity bombs do
            raise NotAtom(_NO_FEED)
        root = ElementTree.fromstring(text)
    except (UnicodeDecodeError, ElementTree.ParseError) as error:
        raise NotAtom(_NO_FEED) from error
    if root.tag != f"{_ATOM}feed":
        raise NotAtom(_NO_FEED)
    drafts = {}
    for entry in root.iter(f"{_ATOM}entry"):
        if arxiv_id := identifiers.bare("arxiv", _text(entry, "id")):  # others are errors
            drafts[arxiv_id] = _draft(entry, arxiv_id)
    return drafts


def _draft(entry: ElementTree.Element, arxiv_id: str) -> Draft:
    draft = Draft(where=f"arXiv {arxiv_id}")
    authors = []
    for author in entry.iter(f"{_ATOM}author"):
        name = _read(draft, "authors", _text(author, "name"))
        affiliation = _read(draft, "authors", author.findtext(f"{_ARXIV}affiliation") or "")
        known = not affiliation or not name
        authors.append(name if known else {"name": name, "affiliation": affiliation})
    draft.fields = {"authors": authors, "published": _text(entry, "published")[:10]}
    texts = {"title": _text(entry, "title"), "abstract": _text(entry, "summary")}
    for name in ("doi", "comment", "journal_ref"):
        texts[name] = entry.findtext(f"{_ARXIV}{name}") or ""
    return _completed(draft, arxiv_id, texts)


#: Keys that only a line of arXiv's metadata file has.
_OF_THE_FILE = frozenset({"id", "authors_parsed", "categories", "versions"})
#: Its names of what the API has, too.
_SAME = {"title": "title", "abstract": "abstract", "doi": "doi", "comments": "comment",
         "journal-ref": "journal_ref"}  # fmt: skip


def is_record(item: dict[str, Any]) -> bool:
    """Return whether an object is a line of arXiv's metadata file."""
    lists = (item.get("authors_parsed"), item.get("versions"))
    return item.keys() >= _OF_THE_FILE and all(isinstance(value, list) for value in lists)


def from_record(item: dict[str, Any], where: str) -> Draft:
    """Return the draft of a line of arXiv's metadata file."""
    item = dict(item)
    arxiv_id, people, versions = map(item.pop, ("id", "authors_parsed", "versions"))
    draft = Draft(where=where)
    draft.fields["authors"] = [
        {
            part: _read(draft, "authors", text)
            for part, text in zip(("family", "given", "suffix", "affiliation"), map(str, person))
        }
        for person in people
        if isinstance(person, list)
    ]
    dated = [version.get("created") for version in versions if isinstance(version, dict)]
    draft.fields["published"] = dates.find(str(dated[0]))[0] if dated else ""
    draft = _completed(draft, _from_number(str(arxiv_id)), {
        ours: str(item.pop(theirs, None) or "") for theirs, ours in _SAME.items()
    })  # fmt: skip
    draft.fields["number"] = str(item.pop("report-no", None) or "")
    if not draft.why_not and not draft.fields["published"]:
        draft.why_not = "no date"
    draft.left |= {name: str(value) for name, value in item.items() if value and name != "authors"}
    return draft


#: An id that a data frame took for a number: `704.0001`, or `1501.001` for 1501.00100.
_AS_NUMBER = re.compile(r"(?P<month>\d{1,2}(?:0[1-9]|1[0-2]))\.(?P<number>\d{1,5})")
#: The first month in which numbers have five digits.
_FIVE_DIGITS = "1501"


def _from_number(text: str) -> str:
    """Return an arXiv id with the zeros that a number does not have. Its month decides how many
    digits follow: https://info.arxiv.org/help/arxiv_identifier.html"""
    match = _AS_NUMBER.fullmatch(text)
    if not match:
        return text
    month = match["month"].zfill(4)
    return f"{month}.{match['number'].ljust(5 if month >= _FIVE_DIGITS else 4, '0')}"


def _read(draft: Draft, name: str, text: str) -> str:
    return one_line(draft.read(name, text, from_tex))


def _completed(draft: Draft, arxiv_id: str, texts: dict[str, str]) -> Draft:
    """Return the draft with what both the API and the metadata file say."""
    parts = (_read(draft, "abstract", part) for part in _PARAGRAPH.split(texts["abstract"].strip()))
    abstract = "\n\n".join(filter(None, parts))
    comment = from_tex(texts["comment"])
    doi, _, others = one_line(texts["doi"]).partition(" ")
    draft.left |= {"doi": others} if others else {}
    draft.fields |= {
        "title": _read(draft, "title", texts["title"]),
        "arxiv": arxiv_id,
        "doi": doi,
        "abstract": abstract,
        "urls": links_in(f"{abstract} {draft.odd.get('abstract', '')} {comment}"),
    }
    for name in ("comment", "journal_ref"):
        if text := one_line(from_tex(texts[name])):
            draft.left[name] = text
    notices.hear_arxiv(draft.left.get("comment", ""), abstract, draft)
    journal = _journal(draft.left.get("journal_ref", ""))
    if journal:
        draft.fields |= journal
        del draft.left["journal_ref"]
    if not draft.fields["title"]:
        draft.why_not = "no title"
    return draft


_NAME = r"(?P<venue>[^\W\d_][^\d()]*?)"
_VOLUME = r"(?:vol(?:ume|\.)? ?)?(?P<volume>[A-Z]?\d+)"
_ISSUE = r"(?:\((?P<issue>\d+)\))"
_NUMBER = r"[A-Za-z]{0,2}\d+"
_PAGES = rf"(?:pp?\. ?|pages )?(?P<pages>{_NUMBER}(?: ?[-–]+ ?{_NUMBER})?)"
_YEAR = r"(?:1[89]|20)\d\d"
#: References as authors and databases write them.
_REFERENCES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # `Phys.Lett.B573:94-100,2003`, `Software Testing, 35(2):e1914, 2025`
        rf"{_NAME}[ ,]*{_VOLUME}{_ISSUE}?\s*[:,]\s*{_PAGES}\s*(?:,\s*{_YEAR}|\({_YEAR}\))\.?",
        # `JHEP 06 (2021) 123`, `J. Funct. Anal. 181 (2015), no. 1, 1-84`
        rf"{_NAME}[ ,]*{_VOLUME}{_ISSUE}?\s*\({_YEAR}\)[ ,:]*"
        rf"(?:no\. ?(?P<number>\d+)[ ,]*)?{_PAGES}\.?",
        # `EPTCS 320, 2020, pp. 1-14`
        rf"{_NAME}[ ,]*{_VOLUME}{_ISSUE}?,\s*{_YEAR},\s*{_PAGES}\.?",
    )
)
#: Numbers in the name of a venue: a year (`2024`, `EMNLP2020`, `AAAI-21`, `ISCA'21`), or which
#: meeting it is; `3DV` and `IC2E` are names.
_IN_NAMES = re.compile(
    rf"(?<![\d/.:]){_YEAR}(?![\w/:-])|(?<=[A-Z])-\d\d\b|['’]\d\d\b|\b\d+(?:st|nd|rd|th)\b|\b[A-Z]*\d[A-Z]+\b"
)
_YEAR_BEHIND = re.compile(rf",?\s*\(?{_YEAR}\)?$")
#: What authors write in place of a reference, or in addition to the name.
_NO_NAME = re.compile(
    r"\b(?:pp|pages?|vol(?:ume)?|eds?|accepted|submitted|to appear|in press|under review|thesis"
    r"|in preparation|forthcoming|published)\b|://|\d\s*[-–:]\s*\d",
    re.IGNORECASE,
)


def _journal(text: str) -> dict[str, str]:
    """Return venue, volume, issue and pages of a reference as authors write it. Only unambiguous
    parts are returned, or the whole text if it can only be a name."""
    for form in _REFERENCES:
        if found := form.fullmatch(text[:500]):
            parts = found.groupdict()
            number = parts.pop("number", None)
            parts["issue"] = parts["issue"] or number
            return {name: part for name, part in parts.items() if part}
    name = re.sub(r"^In:?\s+(?=[A-Z\d])", "", text)
    undated = _YEAR_BEHIND.sub("", name)
    if kind_of(undated) is VenueType.JOURNAL:
        name = undated
    has_numbers = any(map(str.isdigit, _IN_NAMES.sub("", name)))
    is_name = name and len(name) <= 200 and not has_numbers and not _NO_NAME.search(name)
    return {"venue": name} if is_name else {}


def _text(element: ElementTree.Element, name: str) -> str:
    return (element.findtext(f"{_ATOM}{name}") or "").strip()
