"""Find identifiers among the notes of a record, where Zotero keeps what it has no field for, and in
its links.

In: the fields of a draft, with notes such as `arXiv:1706.03762 [cs]`. Out: the fields with the
identifiers in their own places, and notes without these lines. Other lines, and links, stay as
they are.
"""

from __future__ import annotations

import re
from typing import Any

from papershelf.text import identifiers
from papershelf.text.identifiers import SCHEMES, to_key

#: Also as references have it: `arXiv preprint arXiv:1706.03762, 2017.`
_LINE = re.compile(
    r"\s*(?:arxiv (?:e-?prints?|preprints?),?\s+(?=arxiv))?"
    r"(?P<name>arxiv|doi|pmid|pmcid|isbn)\s*:\s*(?P<value>\S{1,300}?)"
    r"(?:\s+\[[\w., -]{1,60}\])?(?:,?\s+\(?\d{4}\)?)?[.,;]?\s*",
    re.IGNORECASE,
)


#: What Better BibTeX writes among the notes for itself.
_KEY = re.compile(r"^[ \t]*citation key[ \t]*:[ \t]*(?P<key>\S{1,200})[ \t]*\n?", re.I | re.M)


def join(lines: list[str]) -> str:
    """Return the lines of a note as one, except those that are an identifier or the citation key:
    other formats than JSON and CSV break a note where they like."""
    parts: list[str] = []
    was_own = False
    for line in filter(None, (" ".join(line.split()) for line in lines)):
        is_own = _LINE.fullmatch(line) is not None or _KEY.fullmatch(line) is not None
        parts += ["\n" if is_own or was_own else " ", line]
        was_own = is_own
    return "".join(parts[1:])


def take_key(fields: dict[str, Any]) -> str:
    """Remove the citation key from the notes and return it; empty if they have none."""
    notes = fields.get("notes")
    if not isinstance(notes, str) or not (match := _KEY.search(notes)):
        return ""
    fields["notes"] = (notes[: match.start()] + notes[match.end() :]).strip()
    return match["key"]


def from_notes(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with identifiers from the lines of `notes`, and with an arXiv id that is
    the number of a report in its place. A line that contradicts a field stays in the notes."""
    notes = fields.get("notes")
    if isinstance(notes, str) and ":" in notes:
        found = dict(fields)
        kept = [line for line in notes.split("\n") if not _take(line, found)]
        if len(kept) <= notes.count("\n"):
            fields = found | {"notes": "\n".join(kept).strip()}
    number = str(fields.get("number") or "")
    if number.lower().startswith("arxiv:") and _take(number, found := dict(fields)):
        fields = found | {"number": ""}
    return _from_pages(fields)


def _from_pages(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with a DOI that is written as the pages in its place."""
    pages = str(fields.get("pages") or "")
    doi = identifiers.bare("doi", pages) if "10." in pages else ""
    if not doi or (fields.get("doi") and not _is_same("doi", doi, fields)):
        return fields
    return {**fields, "pages": "", "doi": fields.get("doi") or doi}


#: Identifiers that the ACL Anthology, OpenReview and PubMed export only as a part of a link.
_LINKED = ("acl", "openreview", "pmid", "pmcid")


def from_links(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with identifiers from the link to the paper."""
    urls = fields.get("urls")
    link = str(urls.get("paper") or "") if isinstance(urls, dict) else ""
    found = dict(fields)
    for name in _LINKED if "://" in link else ():
        if identifier := found.get(name) or identifiers.bare(name, link):
            found[name] = identifier
    return found


def _take(line: str, fields: dict[str, Any]) -> bool:
    """Set the identifier that is the whole line; return whether the fields have it now."""
    match = _LINE.fullmatch(line)
    if not match:
        return False
    name = match["name"].lower()
    if fields.get(name):
        return _is_same(name, match["value"], fields)
    if found := identifiers.bare(name, match["value"]):
        fields[name] = found
    return bool(found)


def _is_same(name: str, text: str, fields: dict[str, Any]) -> bool:
    found = [identifiers.bare(name, each) for each in (text, str(fields[name]))]
    return all(found) and len({to_key(SCHEMES[name], each) for each in found}) == 1
