"""Convert MEDLINE, PubMed's tagged format.

In: the text of a `.nbib` file. Out: a Draft for each record. Format: the National Library of
Medicine's description of MEDLINE fields, https://www.nlm.nih.gov/bsd/mms/medlineelements.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from papershelf.importers import foreign, notices, ris
from papershelf.importers.draft import Draft, one_line
from papershelf.importers.risnumbers import Tags
from papershelf.importers.tables import Table
from papershelf.text import dates, pasted
from papershelf.text.shorten import cut

_LINE = re.compile(r"([A-Z]{2,4}) {0,2}- ?(.*)")
#: Theirs → the tags of RIS that mean the same.
_TAGS = {
    "TI": "TI", "FAU": "AU", "FED": "ED", "JT": "JF", "VI": "VL", "IP": "IS", "PG": "SP",
    "AB": "AB", "LA": "LA", "OT": "KW", "PB": "PB", "ISBN": "SN", "EN": "ET", "PL": "CY",
    "CTI": "T3",
}  # fmt: skip
#: Tags of names, each followed by the identifiers of its person, and of short names, which count if
#: there are no full ones.
_NAMES = ("FAU", "FED")
_SHORT = {"AU": "FAU", "ED": "FED"}
#: Tags about PubMed's own record, and tags that repeat other fields.
_SILENT = frozenset(
    "PMID OWN STAT DCOM LR CRDT CDAT PHST EDAT MHDA SO JID SB TA IRAD DEP OTO PMCR LID AID"
    " DA DRDT CTDT".split()
)
#: Their types → those of RIS; all others are articles.
_TYPES = {
    "Preprint": "PREPRINT", "Dataset": "DATA", "Newspaper Article": "NEWS", "Book": "BOOK",
    "Books": "BOOK", "Book Chapter": "CHAP", "Technical Report": "RPRT",
}  # fmt: skip

#: Tags that name the notices about a work → its status, the most serious first.
_STATUSES = {"RIN": "retracted", "ECI": "expression-of-concern", "EIN": "corrected"}
#: PubMed's title of a work whose title it has in the language of the work alone.
_NO_TITLE = "[Not Available]"

#: A short name, in which initials have no periods: `Byron AB Jr`, `Ilyin II`.
_SHORTENED = re.compile(
    r"^(?P<family>.+?) (?P<initials>[A-Z]{1,3})(?P<suffix> (?:Jr|Sr|2nd|3rd|\dth))?(?= \(|$)"
)


def _with_commas(match: re.Match[str]) -> str:
    initials = " ".join(f"{letter}." for letter in match["initials"])
    return ", ".join(filter(None, (match["family"], initials, (match["suffix"] or "").strip())))


def read(text: str, name: str, table: Table | None = None) -> Iterator[Draft]:
    """Yield a draft for every record of a file, in order."""
    for line, theirs in _records(text):
        read_tags = partial(_from_medline, where=f"{name}:{line}")
        yield foreign.mapped(theirs, table, line, read_tags)


def _records(text: str) -> Iterator[tuple[int, Tags]]:
    """Yield the first line and the tags of each record, which begins with its PMID."""
    tags: Tags = {}
    names: list[str] = []
    begun, last = 0, ""
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        match = _LINE.fullmatch(line.rstrip())
        if match and match[1] == "PMID":
            if tags:
                yield begun, tags
            tags, names, begun = {}, [], number
        if match and begun and match[1] == "AUID" and names and (orcid := _orcid_in(match[2])):
            last = ""
            names[-1] += f" ({orcid})"
        elif match and begun:
            last = match[1]
            values = tags.setdefault(last, [])
            values.append(match[2].strip())
            if last in _NAMES or (last in _SHORT and _SHORT[last] not in tags):
                names = values
        elif begun and last and line.startswith("      ") and line.strip():
            tags[last][-1] += f" {line.strip()}"
    if tags:
        yield begun, tags


def _orcid_in(text: str) -> str:
    """Return the ORCID iD of `ORCID: http://orcid.org/…`; ISNIs have the same form."""
    if "orcid" not in text.lower():
        return ""
    name, orcid = pasted.within("orcid", text.split()[-1])
    return orcid if name == "orcid" else ""


def _from_medline(theirs: Tags, where: str) -> Draft:
    """Return the draft that the RIS reader makes of the corresponding tags."""
    theirs = dict(theirs)
    for short, full in _SHORT.items():  # full names, or short ones if there are none
        theirs.setdefault(
            full, [_SHORTENED.sub(_with_commas, name) for name in theirs.get(short, ())]
        )
    theirs.setdefault("JT", theirs.get("TA", []))
    kinds = theirs.get("PT", [])
    ours: Tags = {"TY": [next((_TYPES[kind] for kind in kinds if kind in _TYPES), "JOUR")]}
    for tag, values in theirs.items():
        if tag in _TAGS:
            ours[_TAGS[tag]] = [one_line(value) for value in values]
    ours["TI"] = list(map(title, ours.get("TI", [])))
    if ours["TI"] == [_NO_TITLE]:
        ours["TI"] = [title(one_line(text)) for text in theirs.pop("TT", ())]
    _set_book(ours, theirs.get("BTI", []))
    date, is_whole = dates.find(next(iter(theirs.get("DP", ())), ""))
    ours["PY"] = [date.replace("-", "/")] if date else theirs.get("DP", [])
    draft = ris.to_draft(ours, where)
    fields = draft.fields
    fields["pmid"] = next(iter(theirs.get("PMID", ())), "")
    numbers = [*theirs.get("AID", ()), *theirs.get("LID", ())]
    dois = [text.removesuffix("[doi]").strip() for text in numbers if text.endswith("[doi]")]
    fields["doi"] = dois[0] if dois else ""
    fields["pmcid"] = next(iter(theirs.get("PMC", ())), "")
    fields["authors"] = [*fields["authors"], *({"literal": text} for text in theirs.get("CN", ()))]
    notices.hear_document("; ".join(kinds), draft)
    notice = next((tag for tag in _STATUSES if theirs.get(tag)), "")
    if notice and fields["status"] in ("", _STATUSES[notice]):
        fields["status"] = _STATUSES[notice]
        fields["status_note"] = "; ".join(theirs.pop(notice))
    if fields["pages"] and (full := _whole_range(fields["pages"])):
        fields["pages"] = full
    _leave(draft, theirs, kinds, is_whole=is_whole)
    return draft


def title(text: str) -> str:
    """Return a title without the period with which PubMed ends each of them."""
    return re.sub(r"(?<![.\s])\.$", "", text)


def _set_book(ours: Tags, titles: list[str]) -> None:
    """Add the title of a book: the title of the work itself, or of the book that a part is in."""
    if not titles:
        return
    titles = [one_line(title).removesuffix(".") for title in titles]
    if not ours["TI"] or ours["TY"] == ["BOOK"]:
        ours |= {"TY": ["BOOK"], "TI": [*titles, *(t for t in ours["TI"] if t not in titles)]}
    else:
        ours |= {"TY": ["CHAP"], "T2": titles}


def _leave(draft: Draft, theirs: Tags, kinds: list[str], *, is_whole: bool) -> None:
    """Move tags without a place in the catalogue into `left`, under PubMed's names."""
    known = {*_TAGS, *_SILENT, "CN", "DP", "PT", "AU", "ED", "BTI", "PMC"}
    left = {tag: "; ".join(values) for tag, values in theirs.items() if tag not in known}
    heard = {"Journal Article", *_TYPES}
    heard |= {"Retracted Publication"} if draft.fields["status"] == "retracted" else set()
    others = [kind for kind in kinds if kind not in heard]
    left |= {"PT": "; ".join(others)} if others else {}
    left |= {} if is_whole or not theirs.get("DP") else {"DP": theirs["DP"][0]}
    ris.rename_left(draft, _TAGS | {"BTI": "T2"})
    draft.left.pop("PY", None)
    draft.left |= {tag: cut(text) for tag, text in left.items()}


def _whole_range(pages: str) -> str:
    """Return `1123-30` in full, `1123-1130`; empty if the range is not abbreviated."""
    match = re.fullmatch(r"(\d+)-(\d+)", pages)
    if not match or len(match[2]) >= len(match[1]):
        return ""
    return f"{match[1]}-{match[1][: len(match[1]) - len(match[2])]}{match[2]}"
