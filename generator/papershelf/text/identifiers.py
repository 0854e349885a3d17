"""Public identifiers: DOI, arXiv, OpenReview, ACL Anthology, PubMed and its archive, ISBN, ORCID.

In: an identifier or a URL that contains one. Out: the bare identifier in normal form, and its URL.
Never checks online whether it exists.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote, unquote


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A kind of identifier: a row of the table below."""

    name: str
    """The field of the catalogue, `doi`."""
    label: str
    """For readers, `DOI`."""
    called: str
    """In a sentence, `a DOI`."""
    form: str
    """The expected format, for messages and documentation."""
    pattern: str
    """A regular expression for the whole bare identifier; also used in the JSON Schema."""
    addresses: tuple[str, ...]
    """Regular expressions for what may precede it in a URL."""
    home: str
    """The public URL; `{}` is the identifier, percent-encoded."""
    example: str
    tidy: Callable[[str], str] = str
    """Returns a matching identifier in normal form."""
    verify: Callable[[str], bool] = bool
    """Returns whether the checksum is right."""
    is_plain: bool = False
    """Whether bare identifiers look like words or numbers; in pasted texts, only those with an
    address or a name before them count."""


def _isbn_digits(text: str) -> str:
    return re.sub(r"[\s-]", "", text).upper()


def is_isbn(text: str) -> bool:
    """Return whether the check digit of an ISBN-10 or ISBN-13 is right (ISO 2108)."""
    digits = _isbn_digits(text)
    if len(digits) == 10:
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum(weight * value for weight, value in zip(range(10, 0, -1), values)) % 11 == 0
    values = [int(digit) for digit in digits]
    return sum(value * (3 if place % 2 else 1) for place, value in enumerate(values)) % 10 == 0


def is_orcid(text: str) -> bool:
    """Return whether the check digit is right (ISO 7064 MOD 11-2, as described by ORCID)."""
    total = 0
    for digit in text.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return text[-1] == ("X" if check == 10 else str(check))


def _plain_arxiv(text: str) -> str:
    """Return an arXiv id without the subject class, which was often written in old ids and which
    arXiv itself omits: `math.GT/0309136` gives `math/0309136`."""
    archive, slash, number = text.partition("/")
    return f"{archive.partition('.')[0].lower()}/{number}" if slash else text


_ARXIV = r"(?:\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[A-Z]{2})?/\d{7})"

SCHEMES: dict[str, Scheme] = {
    scheme.name: scheme
    for scheme in (
        Scheme(
            name="doi",
            label="DOI",
            called="a DOI",
            form="a DOI such as 10.1000/182",
            pattern=r"10\.\d{4,9}(?:\.\d+)*/\S+",
            addresses=(r"https?://(?:dx\.|www\.)?doi\.org/", r"doi:\s*"),
            home="https://doi.org/{}",
            example="10.1007/978-3-032-06078-5_29",
        ),
        Scheme(
            name="arxiv",
            label="arXiv",
            called="an arXiv id",
            form="an arXiv id such as 2404.17858 or hep-th/9603067, without version",
            pattern=_ARXIV,
            addresses=(
                r"https?://(?:www\.|export\.|browse\.)?arxiv\.org/"
                r"(?:abs|pdf|html|ps|format|src|e-print|ftp/arxiv/papers/\d{4})/",
                r"(?:https?://(?:dx\.)?doi\.org/)?10\.48550/arxiv\.",
                r"arxiv:\s*",
            ),
            home="https://arxiv.org/abs/{}",
            example="2404.17858",
            tidy=_plain_arxiv,
        ),
        Scheme(
            name="openreview",
            label="OpenReview",
            called="an OpenReview id",
            form="an OpenReview forum id such as B1xsqj09Fm",
            pattern=r"[A-Za-z0-9_-]{4,40}",
            addresses=(
                r"https?://(?:www\.)?openreview\.net/(?:forum|pdf|attachment|revisions)\?(?:[^#&\s]*&)*id=",
            ),
            home="https://openreview.net/forum?id={}",
            example="B1xsqj09Fm",
            is_plain=True,
        ),
        Scheme(
            name="acl",
            label="ACL Anthology",
            called="an ACL Anthology id",
            form="an ACL Anthology id such as 2020.acl-main.1 or P18-1001",
            pattern=r"(?:\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+|[A-Z]\d{2}-\d{4,5})",
            addresses=(
                r"https?://(?:www\.)?aclanthology\.org/",
                r"https?://(?:www\.)?aclweb\.org/anthology/(?:(?:papers/)?[A-Z]/[A-Z]\d\d/)?",
            ),
            home="https://aclanthology.org/{}/",
            example="2020.acl-main.1",
        ),
        Scheme(
            name="pmid",
            label="PubMed",
            called="a PubMed id",
            form="a PubMed id of 1 to 8 digits",
            pattern=r"[1-9]\d{0,7}",
            addresses=(
                r"https?://pubmed\.ncbi\.nlm\.nih\.gov/",
                r"https?://(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed/",
                r"https?://(?:www\.)?europepmc\.org/(?:article|abstract)/MED/",
                r"(?:pubmed\s+)?pmid(?:\s*:\s*|\s+)",
            ),
            home="https://pubmed.ncbi.nlm.nih.gov/{}/",
            example="31452104",
            is_plain=True,
        ),
        Scheme(
            name="pmcid",
            label="PubMed Central",
            called="a PubMed Central id",
            form="a PubMed Central id such as PMC6706296",
            pattern=r"PMC\d{1,9}",
            addresses=(
                r"https?://pmc\.ncbi\.nlm\.nih\.gov/articles/",
                r"https?://(?:www\.)?ncbi\.nlm\.nih\.gov/pmc/articles/",
                r"https?://(?:www\.)?europepmc\.org/(?:articles?|abstract)/(?:pmc/)?",
                r"pmcid:\s*",
            ),
            home="https://pmc.ncbi.nlm.nih.gov/articles/{}/",
            example="PMC6706296",
            tidy=str.upper,
        ),
        Scheme(
            name="isbn",
            label="ISBN",
            called="an ISBN",
            form="an ISBN of 10 or 13 digits",
            pattern=r"(?:97[89][\s-]?)?(?:\d[\s-]?){9}[\dXx]",
            addresses=(r"(?:urn:)?isbn:\s*",),
            home="",
            example="9780262046305",
            tidy=_isbn_digits,
            verify=is_isbn,
        ),
        Scheme(
            name="orcid",
            label="ORCID",
            called="an ORCID iD",
            form="an ORCID iD such as 0000-0002-1825-0097",
            pattern=r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]",
            addresses=(r"https?://(?:www\.)?orcid\.org/",),
            home="https://orcid.org/{}",
            example="0000-0002-1825-0097",
            verify=is_orcid,
            is_plain=True,
        ),
    )
}

#: What can follow an identifier in a URL of its own site, before a query or a fragment.
TAILS = {
    "arxiv": r"(?:\.pdf)?(?:v\d+)?(?:\.pdf)?/?",
    "acl": r"(?:(?:v\d+)?\.pdf|\.bib|/)?",
    "pmid": r"/?",
    "pmcid": r"(?:/.*)?",
}
_BARE = {name: re.compile(scheme.pattern, re.ASCII) for name, scheme in SCHEMES.items()}
_IN_ADDRESS = {
    name: re.compile(
        rf"(?:{'|'.join(scheme.addresses)})({scheme.pattern}){TAILS.get(name, '/?')}(?:[?&#].*)?"
        if name != "doi"
        else rf"(?:{'|'.join(scheme.addresses)})({scheme.pattern})",
        re.ASCII | re.IGNORECASE,
    )
    for name, scheme in SCHEMES.items()
}
_ARXIV_VERSION = re.compile(rf"({_ARXIV})v\d+", re.ASCII)


def is_bare(scheme: Scheme, text: str) -> bool:
    """Return whether a text has the form of an identifier alone."""
    return bool(_BARE[scheme.name].fullmatch(text))


def parse(scheme: Scheme, text: str) -> str:
    """Return the bare identifier in normal form. Raise ValueError with the reason."""
    text = text.strip()
    if not _BARE[scheme.name].fullmatch(text):
        found = _ARXIV_VERSION.fullmatch(text) if scheme.name == "arxiv" else None
        found = found or _IN_ADDRESS[scheme.name].fullmatch(text)
        if not found:
            raise ValueError(f"not {scheme.form}")
        text = unquote(found[1]) if scheme.name == "doi" else found[1]
        if scheme.name == "doi" and not _BARE["doi"].fullmatch(text):  # an encoded space
            raise ValueError(f"not {scheme.form}")
    if scheme.name == "doi" and (clean := clean_doi(text)) != text:
        raise ValueError(f"more than a DOI; the DOI is {clean}")
    text = scheme.tidy(text)
    if not scheme.verify(text):
        raise ValueError(f"wrong check digit in this {scheme.label}")
    return text


def bare(name: str, *texts: str) -> str:
    """Return the bare identifier of a scheme that the first of these texts is; empty if none is."""
    for text in texts:
        with suppress(ValueError):
            return parse(SCHEMES[name], text)
    return ""


_DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
#: A DOI with an encoded first slash, as in URLs, and signs that are always encoded there; other
#: DOIs may contain a percent sign.
_ENCODED = re.compile(r"10\.\d{4,9}%2f", re.IGNORECASE)
_ENCODED_SIGN = re.compile(r"%(?:3[abce]|2[89]|5[bd])", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|[mn]dash|#\d{2,4}|#x[0-9a-f]{2,4});", re.IGNORECASE)
#: What follows a DOI in URLs and Markdown: sessions, queries, the type of page, an address.
_BEHIND_DOI = re.compile(
    r"(?:;jsessionid=.*|[?&][A-Za-z][\w.-]*=.*|#(?:abstract|sec|page|fig|tab|ref|bib)[^/]*"
    r"|/(?:full|full-text|fulltext|pdf|epdf|abstract|meta|html|summary|references|citations)/?"
    r"|/(?:full)?\.pdf|%(?:20|0[9ad])|\]\(https?:.*)\Z",
    re.IGNORECASE,
)
#: Preprint servers whose pages write the version after the DOI.
_VERSION = re.compile(r"(?P<doi>10\.(?:1101|64898)/[\d.]*\d)v\d+(?:[./].*)?", re.ASCII)
#: The most characters; the longest known DOI has about 200, and each ending is searched for.
_LONGEST_DOI = 500
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}


def clean_doi(text: str) -> str:
    """Return a DOI without what is copied with it: typographic dashes, punctuation or brackets at
    its end, and what follows it in URLs. A correct DOI is returned unchanged."""
    if len(text) > _LONGEST_DOI:
        return text
    text = _INVISIBLE.sub("", _DASHES.sub("-", text))
    text = _ENTITY.sub(lambda match: unescape(match[0]), text)
    text = unquote(text) if _ENCODED.match(text) else _unquote_signs(text)
    if version := _VERSION.fullmatch(text):
        text = version["doi"]
    while text != (shorter := _BEHIND_DOI.sub("", text)):
        text = shorter
    while text and (text[-1] in ".,;:'\"\u2019\u201d\u00bb/" or _is_extra(text[-1], text)):
        text = text[:-1]
    return text


def _unquote_signs(text: str) -> str:
    return _ENCODED_SIGN.sub(lambda match: unquote(match[0]), text)


def _is_extra(last: str, text: str) -> bool:
    return last in _PAIRS and text.count(last) > text.count(_PAIRS[last])


def address(scheme: Scheme, identifier: str) -> str:
    """Return the URL of an identifier; empty if the scheme has no site."""
    if not scheme.home:
        return ""
    # most need no encoding, and a pattern checks that in a tenth of the time of quote()
    safe = identifier if _PLAIN.fullmatch(identifier) else quote(identifier, safe="/:;()")
    return scheme.home.replace("{}", safe)


_PLAIN = re.compile(r"[A-Za-z0-9._~/:;()-]+")


_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def lower(identifier: str) -> str:
    """Return an identifier in lower case, of which DOIs change only ASCII letters:
    https://www.doi.org/doi-handbook/"""
    return identifier.translate(_LOWER)


def as_arxiv(doi: str) -> str:
    """Return the arXiv id of a DOI `10.48550/arXiv.X`; empty for others."""
    return bare("arxiv", doi) if doi.startswith("10.48550/") else ""


def to_key(scheme: Scheme, identifier: str) -> str:
    """Return a key that is equal for all spellings of an identifier: DOIs ignore case, and old
    arXiv ids are the same with and without the class in `math.GT/0309136`."""
    if scheme.name == "arxiv":
        return _CLASS.sub("/", lower(identifier))
    return lower(identifier) if scheme.name == "doi" else identifier


_CLASS = re.compile(r"\.[a-z]{2}/")
