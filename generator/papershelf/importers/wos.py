"""Convert the tagged export of the Web of Science.

In: the text of a file. Out: a Draft for each record. Its tags are translated to those of RIS.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from papershelf.importers import foreign, notices, ris
from papershelf.importers.draft import Draft, one_line
from papershelf.importers.risnumbers import Tags
from papershelf.importers.tables import Table
from papershelf.text import dates, names
from papershelf.text.shorten import cut

_TAGS = {"TI": "TI", "AF": "AU", "BE": "ED", "SE": "T3", "PI": "CY", "SO": "JF",
        "PY": "PY", "AB": "AB", "VL": "VL", "IS": "IS",
        "BP": "SP", "EP": "EP", "DI": "DO", "DE": "KW", "PU": "PB", "LA": "LA", "PM": "PM",
        "BN": "SN", "AR": "C7"}  # fmt: skip
_TYPES = {"J": "JOUR", "B": "BOOK", "S": "SER", "P": "PAT", "C": "CPAPER"}
#: Tags of which each line is a value; lines of other tags are one text.
_LISTS = frozenset({"CA", "AU", "AF", "BE", "BA", "BF", "C1", "CR"})
_LINE = re.compile(r"([A-Z][A-Z0-9])(?: (.*))?")


def is_one(text: str) -> bool:
    """Return whether a text is such an export, not RIS, which has the same suffixes."""
    has_records = re.search(r"^PT [A-Z]\s*$", text, re.MULTILINE) is not None
    return has_records and not ris.START.search(text)


def read(text: str, name: str, table: Table | None = None) -> Iterator[Draft]:
    """Yield the drafts of records from `PT` to `ER`, whose continued lines are indented."""
    tags: Tags = {}
    number, last, begun = 0, "", 0
    for at, line in enumerate((*text.split("\n"), "EF"), 1):
        match = _LINE.fullmatch(line.rstrip())
        tag = match[1] if match else ""
        if tag in ("PT", "EF") and tags:
            yield Draft(where=f"{name}: record {number}", line=begun, why_not=ris.CUT_OFF)
            tags = {}
        if match and tag == "PT":
            number, begun = number + 1, at
            tags, last = {"PT": [match[2] or ""]}, "PT"
        elif tag == "ER" and tags:
            read_tags = partial(to_draft, where=f"{name}: record {number}")
            yield foreign.mapped(tags, table, begun, read_tags)
            tags = {}
        elif match and tags:
            tags.setdefault(tag, []).append(match[2] or "")
            last = tag
        elif tags and line.strip():
            tags[last].append(line.strip())


def to_draft(theirs: Tags, where: str) -> Draft:
    """Return the draft of a record with tags of the Web of Science."""
    theirs = dict(theirs)
    if "AF" not in theirs and "AU" in theirs:  # only short names
        theirs["AF"] = theirs.pop("AU")
    ours: Tags = {"TY": [_type(theirs)]}
    others: dict[str, str] = {}
    for tag, values in theirs.items():
        texts = values if tag in _LISTS else [one_line(" ".join(values))]
        if tag in _TAGS:
            ours[_TAGS[tag]] = texts
        elif tag not in ("PT", "AU", "PD", "CA"):
            others[tag] = "; ".join(texts)
    if theirs.get("PD"):  # `MAR 15`, mostly without the year
        day, year = (" ".join(theirs.get(tag, ())) for tag in ("PD", "PY"))
        date, is_whole = dates.beside(day, year)
        if is_whole and date.startswith(year):
            ours["PY"] = [date.replace("-", "/")]
        else:
            others["PD"] = day
    ours["AU"] = [_with_comma(name) for name in ours.get("AU", ())]
    draft = ris.to_draft(ours, where)
    groups = ({"literal": text} for text in theirs.get("CA", ()))
    draft.fields["authors"] = [*draft.fields["authors"], *groups]
    notices.hear_document("; ".join(theirs.get("DT", ())), draft)
    ris.rename_left(draft, _TAGS)
    draft.left |= {tag: cut(text) for tag, text in others.items()}
    return draft


def _with_comma(name: str) -> str:
    """Return a name with a comma behind the family name, which is first: some journals have
    `Vas Ada-Lin`. Groups, and initials as in `Vas AL`, need none."""
    words = name.split()
    if len(words) < 2 or re.search(r"[,\[]", name) or words[0] in names.PARTICLES:
        return name
    is_known = names.is_group(name) or names.is_initials(words)
    return name if is_known else f"{words[0]}, {' '.join(words[1:])}"


def _type(theirs: Tags) -> str:
    """Return the RIS type; a record of a book or a series is mostly that of a part of it."""
    kind, document = ("; ".join(theirs.get(tag, ())) for tag in ("PT", "DT"))
    is_part = ("BP" in theirs or "AR" in theirs) and "Book" not in document.split("; ")
    if kind in ("B", "S") and is_part:
        return "CPAPER" if "CT" in theirs or "Proceedings Paper" in document else "CHAP"
    return _TYPES.get(kind, "GEN")
