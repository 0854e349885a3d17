"""What Zotero makes of a RIS file: a model of its translator "RIS".

Zotero cannot be installed for tests. This follows which tags its translator of 2024 reads for each
type, and the rule that the first of two values of one field counts.
"""

from __future__ import annotations

#: Types of RIS that Zotero imports as one of its own types.
_TYPES = {
    "BOOK": "book", "EDBOOK": "book", "SER": "book", "CHAP": "bookSection", "CONF": "conferencePaper",
    "CPAPER": "conferencePaper", "RPRT": "report", "STAND": "report", "PAT": "patent",
    "COMP": "computerProgram", "THES": "thesis", "JOUR": "journalArticle", "DATA": "dataset",
}  # fmt: skip
#: Tag → field by type; `*` is any other type. A tag without a field for the type is left out.
_FIELDS: dict[str, dict[str, str]] = {
    "TI": {"*": "title"},
    "T2": {"bookSection": "bookTitle", "conferencePaper": "conferenceName", "report": "seriesTitle",
           "computerProgram": "seriesTitle", "book": "series", "journalArticle": "publicationTitle"},
    "T3": {"bookSection": "series", "conferencePaper": "series", "journalArticle": "series", "book": "series"},
    "JF": {"*": "publicationTitle"},
    "C1": {"conferencePaper": "place"},
    "C3": {"conferencePaper": "proceedingsTitle", "patent": "country"},
    "CY": {"*": "place"},
    "PB": {"report": "institution", "thesis": "university", "patent": "assignee",
           "computerProgram": "company", "*": "publisher"},
    "SN": {"report": "reportNumber", "patent": "patentNumber", "journalArticle": "ISSN", "*": "ISBN"},
    "M1": {"book": "seriesNumber", "patent": "applicationNumber", "journalArticle": "issue"},
    "IS": {"*": "issue"},
    "VL": {"*": "volume"},
    "ET": {"*": "edition"},
    "DO": {"*": "DOI"},
}  # fmt: skip
_CREATORS = {
    "AU": {"patent": "inventor", "computerProgram": "programmer", "*": "author"},
    "A2": {"book": "seriesEditor", "report": "seriesEditor", "bookSection": "editor",
           "conferencePaper": "editor", "journalArticle": "editor"},
    "A3": {"book": "editor", "bookSection": "seriesEditor", "conferencePaper": "seriesEditor"},
    "A4": {"conferencePaper": "contributor", "*": "translator"},
    "ED": {"*": "editor"},
}  # fmt: skip


def read(text: str) -> tuple[str, dict[str, str], list[tuple[str, str]]]:
    """Return the type, fields and creators (role and name as written) of one record."""
    pairs = [line.split("  - ", 1) for line in text.splitlines() if "  - " in line]
    kind = _TYPES[pairs[0][1]]
    fields: dict[str, str] = {}
    creators: list[tuple[str, str]] = []
    for tag, value in pairs[1:]:
        if role := _field(_CREATORS, tag, kind):
            creators.append((role, value))
        elif name := _field(_FIELDS, tag, kind):
            fields.setdefault(name, value)
    return kind, fields, creators


def _field(table: dict[str, dict[str, str]], tag: str, kind: str) -> str:
    of_type = table.get(tag, {})
    return of_type.get(kind) or of_type.get("*", "")


def write(kind: str, fields: dict[str, str], creators: list[tuple[str, str]]) -> str:
    """Return the record as Zotero exports it, with the tags that it reads first."""
    name = {own: ris for ris, own in reversed(_TYPES.items())}[kind]
    if kind == "conferencePaper":
        name = "CONF"  # and its place is in C1
    lines = [f"TY  - {name}"]
    for role, creator in creators:
        lines += [f"{_tag(_CREATORS, role, kind)}  - {creator}"]
    lines += ["PY  - 2024", *(f"{_tag(_FIELDS, each, kind)}  - {fields[each]}" for each in fields)]
    return "".join(f"{line}\n" for line in [*lines, "ER  - "])


def _tag(table: dict[str, dict[str, str]], field: str, kind: str) -> str:
    return next(tag for tag in table if _field(table, tag, kind) == field)
