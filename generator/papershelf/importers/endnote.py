"""Convert EndNote's tagged format (`.enw`), which derives from refer.

In: the text of a file, as EndNote, Google Scholar and libraries write it. Out: a Draft for each
record. Format: EndNote's "Tagged EndNote Import Format", each line a percent sign, a tag and a
value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from papershelf.importers import extras, foreign, ris
from papershelf.importers.draft import Draft, one_line
from papershelf.importers.risnumbers import Tags
from papershelf.importers.tables import Table
from papershelf.text import dates

_LINE = re.compile(r"%([^\s%])(?:[ \t]+(.*))?")
#: Theirs → the tags of RIS that mean the same.
_TAGS = {
    "A": "AU", "E": "ED", "C": "CY", "T": "TI", "J": "JF", "B": "T2", "S": "T3", "D": "PY",
    "V": "VL", "N": "IS", "P": "SP", "I": "PB", "@": "SN", "R": "DO", "U": "UR", "X": "AB",
    "K": "KW", "G": "LA", "Z": "N1", "7": "ET", "F": "ID", "9": "M3", "M": "AN", "~": "DB",
}  # fmt: skip
#: Their types → those of RIS.
_TYPES = {
    "journal article": "JOUR", "electronic article": "JOUR", "article": "JOUR",
    "magazine article": "MGZN", "newspaper article": "NEWS", "conference paper": "CPAPER",
    "conference proceedings": "CONF", "book": "BOOK", "edited book": "EDBOOK",
    "electronic book": "EBOOK", "book section": "CHAP", "electronic book section": "ECHAP",
    "thesis": "THES", "report": "RPRT", "government document": "GOVDOC", "patent": "PAT",
    "unpublished work": "UNPB", "manuscript": "MANSCPT", "preprint": "PREPRINT",
    "web page": "ELEC", "blog": "BLOG", "computer program": "COMP", "dataset": "DATA",
    "standard": "STAND", "encyclopedia": "ENCYC", "dictionary": "DICT", "serial": "SER",
    "map": "MAP", "artwork": "ART", "audiovisual material": "VIDEO", "music": "MUSIC",
    "statute": "STAT", "bill": "BILL", "case": "CASE", "hearing": "HEAR", "generic": "GEN",
}  # fmt: skip

_PROCEEDINGS = ("conference proceedings", "conference paper")


def read(text: str, name: str, table: Table | None = None) -> Iterator[Draft]:
    """Yield a draft for every record of a file, in order."""
    for line, theirs in _records(text.removeprefix("\ufeff")):
        tags = {f"%{tag}": found for tag, found in theirs.items()}
        yield foreign.mapped(tags, table, line, partial(_from_tags, where=f"{name}:{line}"))


def _records(text: str) -> Iterator[tuple[int, Tags]]:
    """Yield the first line and the tags of each record. A record begins with its type or, if no
    record has one, after an empty line. A line without a tag continues the one before."""
    is_typed = re.search(r"^%0\s", text, re.MULTILINE) is not None
    tags: Tags = {}
    begun, last, is_behind = 0, "", False
    for number, line in enumerate(text.split("\n"), 1):
        match = _LINE.fullmatch(line.rstrip())
        if match and tags and (match[1] == "0" if is_typed else is_behind):
            yield begun, tags
            tags = {}
        if match:
            begun = begun if tags else number
            last = match[1]
            tags.setdefault(last, []).append((match[2] or "").strip())
        elif tags and line.strip():
            tags[last].append(line.strip())
        is_behind = not line.strip()
    if tags:
        yield begun, tags


def _from_tags(tags: Tags, where: str) -> Draft:
    """Return the draft that the RIS reader makes of the corresponding tags."""
    theirs = {tag.removeprefix("%"): found for tag, found in tags.items()}
    kind = one_line(" ".join(theirs.get("0", ())))
    ours: Tags = {"TY": [_TYPES.get(kind.lower(), kind)] if kind else []}
    for tag, values in theirs.items():
        if tag in _TAGS:
            is_list = tag in ("A", "E", "K", "U", "@")
            whole = extras.join(values) if tag == "Z" else one_line(" ".join(values))
            ours[_TAGS[tag]] = values if is_list else [whole]
    is_in_series = kind.lower() in _PROCEEDINGS and not {"T2", "JF"} & ours.keys()
    if is_in_series and "T3" in ours:
        # the ACL Anthology has the proceedings as a series, and their editors as its editors
        ours["T2"] = ours.pop("T3")
        ours["ED"] = [*ours.get("ED", ()), *theirs.pop("Y", ())]
    # CNKI may have all authors in one line: `%A 王五 %A 李四`
    ours["AU"] = [part for name in ours.get("AU", ()) for part in re.split(r"\s+%A\s+", name)]
    # EndNote ends the name of a group with a comma
    ours["AU"] = [re.sub(r"^([^,{}]+),$", r"{\1}", name) for name in ours.get("AU", ())]
    day = " ".join(theirs.get("8", ())).rstrip("/ ")
    years = " ".join(theirs.get("D", ()))
    date, is_whole = dates.beside(day, years)
    if day and is_whole and date.startswith(years[:4]):
        ours["PY"] = [date.replace("-", "/")]
    draft = ris.to_draft(ours, where)
    ris.rename_left(draft, {f"%{tag}": ris_tag for tag, ris_tag in _TAGS.items()} | {"%0": "TY"})
    known = {*_TAGS, "0"} | ({"8"} if "PY" in ours and is_whole else set())
    draft.left |= {f"%{tag}": "; ".join(found) for tag, found in theirs.items() if tag not in known}
    return draft
