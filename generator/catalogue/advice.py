"""Room 2, catalogue: what to write instead of a value that is wrong.

In: the text of a value. Out: a hint that can be followed literally: `write 1952-05-02`; empty where
nobody can know what was meant. It never decides what is wrong.
"""

from __future__ import annotations

import re

from generator.text import dates, identifiers, pasted
from generator.text.slugs import RESERVED, to_slug

#: Characters of an address that a hint repeats.
_LONGEST = 500


def slug(text: str) -> str:
    """Return the slug of a title."""
    slug = to_slug(text)
    return "" if slug.startswith("x-") or slug in RESERVED or slug == text else f"write {slug}"


_UNDATED = re.compile(
    r"n\.?\s?d\.?|s\.?\s?[ad]\.?|o\.?\s?J\.?|undated|no date|unknown|forthcoming|to appear"
    r"|in press|soon",
    re.IGNORECASE,
)


def date(text: str) -> str:
    """Return the date that a text means, or the year where day and month may be swapped."""
    found = dates.readings(text)
    if len(found) > 1:
        either = " or ".join(map(str, found))
        return f"write {found[0].year}, unless you know which is right: {either}"
    if _UNDATED.fullmatch(text):
        return "write the year in which it came out, as YYYY"
    return f"write {found[0]}" if found else ""


def day(text: str) -> str:
    """Return the day that a text means."""
    found = dates.readings(text)
    return f"write {found[0]}" if len(found) == 1 and found[0].day else ""


def count(text: str) -> str:
    """Return the only number in a text."""
    found = re.findall(r"\d{1,3}(?:[,.' ]\d{3})+|\d+", text)
    is_one = len(found) == 1 and "-" not in text
    return f"write {int(re.sub(r'[^0-9]', '', found[0]))}" if is_one else ""


_ADDRESS = re.compile(r"https?://[^\s,\[\]{}]+")
#: Values that say that there is none.
_NONE = re.compile(r"n/?a|n\.a\.|none|nil|null|unknown|tba|tbd|todo|[-–—?.x]+", re.IGNORECASE)
#: Scheme → what an identifier of it is called.
_CALLED = {
    "arxiv": "an arXiv id",
    "doi": "a DOI",
    "acl": "an ACL Anthology id",
    "openreview": "an OpenReview id",
    "pmid": "a PubMed id",
    "orcid": "an ORCID iD",
    "isbn": "an ISBN",
}


def identifier(scheme: identifiers.Scheme, text: str, error: str) -> str:
    """Return the identifier that an address holds, or the field that it belongs to."""
    name, found = pasted.within(scheme.name, text)
    if name == scheme.name:
        return f"write {found}"
    if name:
        return f"this is {_CALLED[name]}: write {name}: {found}"
    if _ADDRESS.fullmatch(text):
        called = _CALLED[scheme.name].partition(" ")[2]
        return f"this address holds no {called}: write urls: {{paper: {text}}}"
    if _NONE.fullmatch(text):
        return "remove this line: what is not known is left out"
    if "check digit" in error:
        return "compare it with the source: a digit is wrong or missing"
    return f"its form is that of {scheme.example}"


_MARKDOWN = re.compile(r"(?:\[[^\]]*\]\(|<)(?P<address>https?://[^\s<>]+?)[)>]")
_SCHEME = re.compile(r"(?:h?tt?ps?[:;]?/{0,3}|//)(?=[\w-]+\.)", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,24}(?::\d+)?(?:[/?#].*)?", re.IGNORECASE)


def address(text: str) -> str:
    """Return how an address must be written; that of an identifier where one is given."""
    whole = "write the whole address, with https:// and without spaces"
    if len(text) > _LONGEST:
        return whole
    if marked := _MARKDOWN.fullmatch(text):
        return f"write {marked['address']}"
    name, found = pasted.within("", text)
    if name and not _HOST.match(text) and "://" not in text:
        return f"write {identifiers.address(identifiers.SCHEMES[name], found)}"
    rest = _SCHEME.sub("", text, count=1) if _SCHEME.match(text) else text
    if not _HOST.fullmatch(rest):
        return whole
    secure = "http" if text.lower().startswith("http:") else "https"
    path = re.sub(r"\s+", "%20", rest)
    return f"write {secure}://{path}"
