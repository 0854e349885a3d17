"""Labels before short values: `Vol. 3`, `С. 5–12`, `第3卷`, `In Proceedings of …`.

In: the text of a field. Out: the text without a label, which citation styles add. A text that says
more than one value, `Vol. 3, No. 4`, keeps its label.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_NUMBER = r"[\s:]*(?=\d|(?-i:[IVXLC]+\b))"
#: Words before a value, in the languages of most bibliographies; an initial needs its period.
_BEFORE = {
    name: re.compile(rf"(?:{pattern})", re.IGNORECASE)
    for name, pattern in {
        "volume": r"(?:vol(?:umen?)?\b\.?|vol(?=\d)|v\.|tập\b|τόμ(?:\.|ος\b)|bd\.|band\b|jg\."
        rf"|jahrgang\b|t\.|tom[eo]?\b\.?|т\.|том\b\.?|roč\.|ročník\b|cilt\b){_NUMBER}",
        "issue": r"(?:n[or]?[.°º]|n\.\s?[°º]|số\b|τχ\.|iss\.|n[or](?=[\s\d])|№|issue\b"
        r"|number\b|h\.|heft\b|n[uú]m\.|num[ée]ro\b|número\b|вып\.|выпуск\b|č\.|číslo\b|z\.|zeszyt\b|sayı\b|fasc\.)"
        r"[\s:]*(?=\d)",
        "pages": r"(?:pp?\.|pp|pages?\b|ss?\.|seiten?\b|blz\.|tr\.|σσ?\.|str\.|с\.|стр\."
        r"|p[áa]gs?\.|páginas?\b|art(?:icle|n|\.)(?: ?(?:id\b|no\.|number\b))?"
        r"|unsp(?=\s))"  # of the Web of Science
        r"[\s:]*(?=[a-z]?\d)",
        "venue": r"available\s+at\s+(?=ssrn\b)|in:\s*|in\s+(?=(?:the\s+)?(?:\d"
        r"|proc(?:eedings)?\b|advances\b|international\b|annual\b))",
    }.items()
}
#: Units around a value in Chinese, Japanese and Korean.
_AROUND = {
    name: re.compile(rf"[第제]?\s?(?P<value>\d[\d–-]*)\s?(?:{units})")
    for name, units in {
        "volume": "卷|巻|권",
        "issue": "期|号|號|호",
        "pages": "页|頁|쪽|면",
    }.items()
}

#: `3`, `12A`, `4.1`, `IV`, `S2`, `4 Suppl.`
_ONE = (
    r"(?:[A-Za-z]{0,3}\d{1,9}(?:\.\d{1,9})?(?:\s?[A-Z]|[a-z]{1,2})?|[IVXLC]{1,9})"
    r"(?:\s[Ss]uppl(?:ement|\.)?)?"
)
_DASH = r"\s?(?:[-‐-―−/&+]|--)\s?"
#: One number or range; `4/2020` is a number and a year.
_WHOLE = re.compile(
    rf"(?!\d{{1,3}}\s?/\s?(?:1[89]|20)\d\d\b)(?P<value>{_ONE}(?:{_DASH}{_ONE})?)[.,]?"
)
_PAGE = r"[A-Za-z]{0,4}\d{1,9}(?:[.:]\d{1,9})*(?:[A-Za-z]{1,2}|\sff?)?"
_RANGE = rf"{_PAGE}(?:{_DASH}{_PAGE})?"
#: Any number of pages and ranges; a year at the end is not one of them.
_PAGES = re.compile(rf"(?P<value>{_RANGE}(?:\s?[,;]\s?(?!(?:1[89]|20)\d\d[.,]?$){_RANGE})*)[.,]?")
_VALUES = {"volume": _WHOLE, "issue": _WHOLE, "pages": _PAGES}

#: Fields whose values may have a label, and those of them with numbers: the volume first.
FIELDS = tuple(_BEFORE)
NUMBERS = tuple(_VALUES)


def without(name: str, text: str) -> str:
    """Return the value of a field without its label; the text itself if it has none, or if more
    than one value follows."""
    bare = text.strip()
    if around := _AROUND[name].fullmatch(bare) if name in _AROUND else None:
        return around["value"]
    before = _BEFORE[name].match(bare) if name in _BEFORE else None
    if before is None:
        return text
    if name not in _VALUES:
        return bare[before.end() :]
    value = _VALUES[name].fullmatch(bare, before.end())
    return value["value"] if value else text


#: `8 p.`, `56 pages`, `xii, 310 S.`, but not `p. 8`, nor `25P` of a journal's proceedings.
_COUNT = re.compile(
    r"(?:[ivxlc]{1,9}\s?[,+]\s?)?\d{1,5}"
    r"(?:\s?(?:pp|pages?|pgs?|str|páginas|págs?|seiten|стр)\b\.?|(?:\s[psс]|(?-i:p))\b\.?|[sс]\.)",
    re.IGNORECASE,
)


def is_count(pages: str) -> bool:
    """Return whether a text is a number of pages instead of the pages, as HAL writes it."""
    return _COUNT.fullmatch(pages) is not None


def has_label(name: str, text: str) -> bool:
    """Return whether the value of a field begins with a label, whatever follows."""
    return name in _BEFORE and _BEFORE[name].match(text.strip()) is not None


#: `12(3)`, `12 (3-4)`; also with a label before each.
_WITH_ISSUE = re.compile(
    rf"(?:{_BEFORE['volume'].pattern})?(?P<volume>\d{{1,4}})\s?"
    rf"\((?:{_BEFORE['issue'].pattern})?(?P<issue>\d{{1,3}}(?:{_DASH}\d{{1,3}})?)\)",
    re.IGNORECASE,
)


#: The same before the pages: `12(3):1-4`.
_WITH_PAGES = re.compile(
    rf"{_WITH_ISSUE.pattern}\s?[:,]\s?(?:{_BEFORE['pages'].pattern})?(?P<pages>{_RANGE})\.?",
    re.IGNORECASE,
)
_PARTED = {"volume": _WITH_ISSUE, "pages": _WITH_PAGES}


def parts(name: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return the values in `volume: 12(3)` or `pages: 12(3):1-4`, its own first; empty for another
    text, and if another value is known for one of them."""
    found = _PARTED[name].fullmatch(values.get(name, "").strip()) if name in _PARTED else None
    if found is None:
        return {}
    others = (part for part in found.groupdict() if part != name and values.get(part))
    is_one = all(values[part] == found[part] for part in others)
    return {name: found[name]} | found.groupdict() if is_one else {}
