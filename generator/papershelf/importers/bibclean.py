"""Clean up BibTeX from databases and search engines.

In: the fields of an entry. Out: the same fields without second braces, macros and remarks about the
database record, and without a type that contradicts the venue. What is removed goes into `left`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from papershelf.importers import bibwords
from papershelf.importers.draft import DASH
from papershelf.text import recordpages, venues
from papershelf.text.venues import VenueType

#: A macro instead of a journal name, `\\apj`.
_MACRO = re.compile(r"\\([A-Za-z]+)\s*(?:\{\})?")


def unwrapped(raw: dict[str, str], left: dict[str, str]) -> dict[str, str]:
    """Return the values without a second pair of braces, as the Web of Science writes them
    (`{{10.5555/x}}`), unless they are markup. Macros of ADS become names of journals."""
    for key, value in raw.items():
        if key in bibwords.VERBATIM:
            bare = value.strip()
            inner = bare.lstrip("{")
            depth = len(bare) - len(inner)
            inner = inner[: len(inner) - depth] if inner.endswith("}" * depth) else bare
            raw[key] = bare if "{" in inner or "}" in inner else inner.strip()
        elif key in ("journal", "journaltitle", "booktitle", "series"):
            match = _MACRO.fullmatch(value.strip().strip("{}").strip())
            raw[key] = bibwords.JOURNALS.get(match[1].lower(), value) if match else value
            if match and raw[key] == value:
                left[f"{key}, abbreviation"] = f"unknown macro {match[0]}"
        elif key == "keywords":  # as journals of Elsevier separate them
            raw[key] = re.sub(r"\\sep\b\s*", "; ", value)
    return raw


#: Remarks of databases about the record, not about the work.
_OF_THE_RECORD = re.compile(r"cited by\b|export date\b", re.IGNORECASE)


def set_aside(texts: dict[str, str], fields: dict[str, Any], left: dict[str, str]) -> None:
    """Move remarks about the database record, such as citation counts and its page, into `left`."""
    for name in bibwords.NOTES:
        if _OF_THE_RECORD.match(texts.get(name, "")):
            left[name] = texts[name]
            texts[name] = ""
    page = fields["urls"].get("paper", "")
    if recordpages.is_one(page):
        left["url"] = page
        del fields["urls"]["paper"]


def retype(texts: dict[str, str], fields: dict[str, Any], left: dict[str, str]) -> None:
    """Clear the type if it contradicts the venue: BibTeX has no type for preprints, and search
    engines write `@article` for everything."""
    kind = fields["type"]
    names = ("journaltitle", "journal", "booktitle")
    venue = next((texts[name] for name in names if texts.get(name)), "")
    fields["type"] = venues.type_beside(kind, venue)
    if kind != fields["type"] == VenueType.CONFERENCE:
        left["type"] = f"@article; {venue} is a conference"
    is_early = kind == VenueType.JOURNAL and not venue
    is_early |= kind in ("webpage", "manuscript")
    if is_early and fields.get("arxiv") and not fields.get("doi"):
        fields["type"] = str(VenueType.ARCHIVE)


_LINK = re.compile(r"https?://[^\s<>\"“”„‘’«»{}|\\^`\[\]]+", re.IGNORECASE)
_EDGES = " ,.;:"
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]")
#: Words before an address that say nothing about the work.
_ON_THE_WEB = re.compile(
    r"(?:^|[\s,.;:(\[]{1,3})(?:(?:available )?online|available|urls?|doi|retrieved|see"
    r"|dispon(?:[ií]vel|ible|ibile)|verfügbar|abrufbar|dostępn[ey]|dostupn[éo]|режим доступа"
    r"|diakses|tersedia|beschikbaar|tillgänglig|erişim adresi)"
    r"(?: (?:at|from|via|on|under|em|en|sur|su|unter|na|pod|z|dari|di|op|på))?[\s,.;:()\[\]]{0,3}$",
    re.IGNORECASE,
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
#: The day of a visit; the same words without a day may be a name, `Visited Places`.
_VISIT = re.compile(
    r"(?:^|[\s,.;:(\[]{1,3})(?:last |date )?(?:accessed|visited|checked|retrieved)\b\W{0,3}"
    r"(?:(?:at|from|via)\s+)?"
    r"(?:$|on\b|\d{4}\b|\d+[-./]\d"
    rf"|\d+[a-z]{{0,2}}\W{{1,2}}(?:of )?{_MONTH}|{_MONTH}\W{{0,2}}\d).*"
    r"|(?:^|[\s,.;:(\[]{1,3})(?:acess(?:o|ado) em|consultado(?: el)?|accedido|ultimo accesso"
    r"|consulté|(?:zuletzt )?(?:abgerufen|aufgerufen|besucht)|(?:letzter )?zugriff|дата обращения"
    r"|diakses|dostęp|erişim(?: tarihi)?)\b[^\d\n]{0,20}\d.*",
    re.IGNORECASE,
)


def howpublished(text: str) -> tuple[str, str, bool]:
    """Return the venue and the link of `Blog post, available at https://…, accessed 2020-01-01`,
    and whether they say all of it."""
    link = _LINK.search(text)
    before, behind = (text[: link.start()], text[link.end() :]) if link else (text, "")
    for _ in range(4):
        before = _ON_THE_WEB.sub("", before)
    rest = f"{before} {behind}".strip()
    if link and not re.search(r"\w", rest):
        return "", _trimmed(link[0]), True  # quotes around the address
    if not link and rest == text and not _VISIT.match(text):
        return text, "", True
    venue = _VISIT.sub("", rest)
    if venue == rest and all(re.search(r"\w", part) for part in (before, behind)):
        return text, "", True  # the address is within a sentence
    address = _trimmed(link[0]) if link else ""
    return _trimmed(_EMPTY.sub(" ", venue)), address, venue == rest and link is not None


def _trimmed(text: str) -> str:
    """Return a text without punctuation, and brackets that have no partner, at its edges."""
    text = text.strip(_EDGES)
    for opening, closing in ("()", "[]") * 4:  # few, since each takes time
        if more := text.count(opening) - text.count(closing):
            edge = opening if more > 0 else closing
            is_last = text.endswith(edge)
            text = text.removesuffix(edge) if is_last else text.removeprefix(edge)
            text = text.strip(_EDGES)
    return text


def in_words(text: str) -> str:
    """Return a value with words in place of BibLaTeX's keys: `countryde and countryuk`."""
    keys = re.split(r"\sand\s", text)
    are_known = all(key in bibwords.KEYS for key in keys)
    return ", ".join(map(bibwords.KEYS.__getitem__, keys)) if are_known else text


#: `arXiv--2104`, and the year and the month of `2020--03`.
_CUT_NUMBER = re.compile(
    rf"arXiv{DASH.pattern}\d{{4}}|20\d\d{DASH.pattern}(?:0[1-9]|1[0-2])", re.IGNORECASE
)


def pages(texts: Mapping[str, str], fields: dict[str, Any], left: dict[str, str]) -> set[str]:
    """Remove pages that are the arXiv id, as ADS writes them, or the beginning of a preprint's
    number, as Google Scholar has them. Return the names of fields that only repeat the pages or
    this id."""
    if fields["type"] == VenueType.ARCHIVE and _CUT_NUMBER.fullmatch(fields.get("pages", "")):
        left["pages"] = fields.pop("pages")
    number = f"arXiv:{fields.get('arxiv')}"
    said = {number, number.removeprefix("arXiv:"), fields.get("pages", "")}
    if fields.get("pages") in (number, fields.get("arxiv")):
        fields["pages"] = ""
    return {name for name in ("pages", "eid") if texts.get(name) in said}
