"""Find that a list of authors leaves some out.

In: a text with names, of another program. Out: the text without "et al.", and how many authors it
stands for at least. Never splits names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papershelf.text import eastern

#: "et al." in other languages.
_ABROAD = (
    r"y (?:otros|cols?\.?|colaboradores)|e (?:altri|outros|cols?\.?|colaboradores)"
    r"|et (?:autres|coll\b\.?)|(?P<initials>[ue]\. ?a\.)|m\. ?fl\.|i in(?:ni|\.)|a kol\."
    r"|ve (?:ark|diğ)\.|és (?:mtsai|munkatársai)\.?|и (?:др|соавт)\.|та ін\."
)
_OTHERS = re.compile(
    rf"(?:^|[\s,;(\[]{{1,3}})(?:(?:and|with|und|&) )?"
    rf"(?:et\.? ?al(?:ii|ia)?\b\.?|{_ABROAD}"
    r"|(?<=and )(?:others|colleagues|co-?workers)|(?<=with )others|(?<=und )andere"
    r"|(?:plus |\+ ?)?(?P<more>\d{1,5}) (?:others|more)(?: authors)?|\+ ?(?P<plus>\d{1,5}) authors"
    r"|\.\.\.|…|\. \. \.)[)\]]?(?=[\s,;.]{0,4}(?:$|[,;]|\band\b|&))[\s.]{0,4}"
)
#: The same in Chinese, Japanese and Korean, at the end: `王小明等`, `山田太郎 他3名`.
_EASTERN = re.compile(
    rf"(?:(?P<glued>(?<={eastern.LETTER}))|^|[\s,、，;(\[]{{1,3}})"
    r"(?:(?:ほか|他|外|외) ?(?P<more>\d{1,4}) ?[名人명인]|等(?: ?\d{1,4} ?[名人])?|ほか|他"
    r"|(?(glued)(?!)|[外외등]))[)\]]?[\s.]{0,4}$"
)
#: APA leaves out the middle of a long list: `Byron, A., . . . Reed, B.`
_LEFT_OUT = re.compile(r"(?:[,;] ?| )(?:\. \. \.|\.\.\.|…),? (?:& |and )?(?=[^\W\d_])")
#: Texts that stand for authors who are not listed, in lower case.
ALL = frozenset(
    ("others", "et al", "et al.", "al., et", "al, et", "and others", "andere", "…", "...")
)


def cut_off(text: str, *, is_last: bool = True) -> tuple[str, int]:
    """Return the text without "et al.", and the least number of authors left out; 0 for none. In a
    list, 等 and 他 at the end of another name than the last are given names."""
    if is_all(text):
        return "", 1
    number = max((int(m["more"] or m["plus"] or 1) for m in _found(text)), default=0)
    if (match := _EASTERN.search(text)) and (is_last or match["more"]):
        number, text = max(number, int(match["more"] or 1)), text[: match.start()]
    if _LEFT_OUT.search(text):
        number = max(number, 1)
        text = _LEFT_OUT.sub(", ", text)
    is_small = text.islower()
    return _OTHERS.sub(lambda m: m[0] if _is_initials(m, is_small) else "", text), number


def _found(text: str) -> Iterator[re.Match[str]]:
    """Return each "et al." in a text."""
    is_small = text.islower()
    return (match for match in _OTHERS.finditer(text) if not _is_initials(match, is_small))


def _is_initials(match: re.Match[str], is_small: bool) -> bool:
    """Return whether a match is a given name, because its text has no capitals: `smith, e.a.`."""
    return is_small and match["initials"] is not None and match[0].startswith(",")


def is_all(text: str) -> bool:
    """Return whether a text stands for authors who are not listed: `et al.`, `others`."""
    return text.casefold().rstrip(".") in ALL or text in ALL


def follow(text: str) -> bool:
    """Return whether a text says after a name that there are more: `Byron, Ada et al.`."""
    return next(_found(text), None) is not None or is_eastern(text)


def is_eastern(text: str) -> bool:
    """Return whether a text ends with "et al." in Chinese, Japanese or Korean."""
    return not text.isascii() and _EASTERN.search(text) is not None
