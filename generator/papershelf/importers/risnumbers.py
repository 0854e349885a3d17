"""Identifiers and links among the tags of a RIS record.

In: tags with their values, and a Draft. Out: the draft with DOI, arXiv and PubMed ids, ISBN and
URLs; numbers of other kinds are in its `left`.
"""

from __future__ import annotations

import re
from typing import Any

from papershelf.importers.draft import Draft, whole_address
from papershelf.text import identifiers, recordpages
from papershelf.text.identifiers import SCHEMES

#: Between addresses. White space begins after something else, or many spaces take quadratic time.
_BETWEEN = re.compile(r"(?<!\s)\s*+(?:;\s*+|(?<=\s))(?=https?://)")

Tags = dict[str, list[str]]
"""Values by tag, each on one line, in order."""


def read(tags: Tags, draft: Draft, used: set[str]) -> None:
    """Set identifiers and links, and add the tags that they come from to `used`."""
    fields = draft.fields
    addresses = [
        part for tag in ("UR", "LK") for text in tags.get(tag, ()) for part in _BETWEEN.split(text)
    ]
    dois = [text for tag in ("DO", "L2", "L3", "M3") for text in tags.get(tag, ())]
    for text in (*dois, *addresses):
        match = re.search(r"10\.\d{4,9}/\S+", text)
        if match and "doi" not in fields and ("doi" in text.lower() or text.startswith("10.")):
            fields["doi"] = match[0].rstrip(".")
            used |= {tag for tag in ("L2", "L3", "M3") if tags.get(tag) == [text]}
        if arxiv := identifiers.bare("arxiv", text):
            fields.setdefault("arxiv", arxiv)
    if len(set(tags.get("DO", ()))) > 1:
        draft.left["DO"] = "; ".join(tags["DO"][1:])
    used |= {"UR", "LK"} | ({"DO"} if fields.get("doi") or fields.get("arxiv") else set())
    if fields.get("arxiv") and str(fields.get("doi", "")).lower().startswith("10.48550/"):
        del fields["doi"]
    fields["urls"] = urls = dict[str, str]()
    if draft.is_ours and fields.get("arxiv"):  # our export gives the arXiv id by its URL
        addresses.remove(identifiers.address(SCHEMES["arxiv"], fields["arxiv"]))
    if not draft.is_ours:  # the address of an identifier takes no other's place
        addresses.sort(key=lambda text: _says(text, fields))
    links = [("paper", text) for text in addresses]
    links += [("pdf", text) for text in tags.get("L1", ())]
    # Zotero puts PDFs here
    links += [("pdf", text) for text in tags.get("L4", ())[:1] if text.lower().endswith("pdf")]
    others: list[str] = []
    for link, text in links:
        is_page = whole_address(text).startswith(("http://", "https://"))
        if is_page and link not in urls and (draft.is_ours or not recordpages.is_one(text)):
            urls[link] = text
        elif text != urls.get(link) and not _says(text, fields):
            others.append(text)
    used |= {"L1"} | {tag for tag in ("L4",) if tags.get(tag, [""])[0] == urls.get("pdf")}
    if others:
        draft.left["UR"] = "; ".join(others)
    _numbers(tags, draft, used)


def _says(address: str, fields: dict[str, Any]) -> bool:
    """Return whether a URL is that of an identifier in `fields`, not of a publisher's page or PDF
    that contains it."""
    return any(
        found.lower() == str(fields.get(name, "")).lower()
        for name in ("doi", "arxiv")
        if (found := identifiers.bare(name, address))
    )


def _numbers(tags: Tags, draft: Draft, used: set[str]) -> None:
    """Read PubMed ids and ISBNs among numbers of other kinds."""
    fields = draft.fields
    base = " ".join((*tags.get("DB", ()), *tags.get("U1", ()))).lower()
    for name, tag in (("scopus", "C2"), ("embase", "C5")):
        if name in base and len(tags.get(tag, ())) == 1 and tags[tag][0].isdigit():
            fields["pmid"] = tags[tag][0]
            used.add(tag)
    for text in tags.get("C2", ()):
        if text.upper().startswith("PMC"):
            fields["pmcid"] = text
            used.add("C2")
    is_pubmed = any("pubmed" in text.lower() for text in (*tags.get("DB", ()), *tags.get("DP", ())))
    others: dict[str, list[str]] = {}
    for tag in ("AN", "PM"):
        for text in tags.get(tag, ()):
            if (is_pubmed or tag == "PM") and text.isdigit() and "pmid" not in fields:
                fields["pmid"] = text
                used.add("DB")
            else:
                others.setdefault(tag, []).append(text)
    for text in tags.get("SN", ()):
        found, isbns = _isbns(text)
        if isbns and "isbn" not in fields:
            fields["isbn"] = isbns[0]
        if (isbns != [fields.get("isbn")] or len(found) > 1) and text != fields.get("number"):
            others.setdefault("SN", []).append(text)
    used |= {"AN", "PM", "SN"}
    draft.left |= {tag: "; ".join(texts) for tag, texts in others.items()}


def _isbns(text: str) -> tuple[list[str], list[str]]:
    """Return what could be an ISBN by its length, and what is one."""
    found = [number.replace("-", "") for number in re.findall(r"[\dXx-]{9,17}", text)]
    return found, [n for n in found if len(n) in (10, 13) and identifiers.is_isbn(n)]


_ISSN = re.compile(r"\d{4}-\d{3}[\dXx]")


def own_number(tags: Tags, *, is_ours: bool) -> str:
    """Return the number of a report or patent, which has the tag of ISBN and ISSN. Our own export
    writes no ISSN, so it means a number by 1234-5678."""
    texts = tags.get("SN", ())
    own = (t for t in texts if is_ours or not _ISSN.fullmatch(t))
    return next((t for t in own if not _isbns(t)[1]), "")
