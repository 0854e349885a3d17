"""Find that a list of authors leaves some out.

In: a text with names, of another program. Out: the text without "et al.", and how many authors it
stands for at least. Never splits names.
"""

from __future__ import annotations

import re

from papershelf.text.names import EASTERN

#: "et al." in other languages.
_ABROAD = (
    r"y (?:otros|cols?\.?|colaboradores)|e (?:altri|outros|cols?\.?|colaboradores)"
    r"|et (?:autres|coll\b\.?)|u\. ?a\.|e\. ?a\.|m\. ?fl\.|i in(?:ni|\.)|a kol\.|ve (?:ark|diğ)\."
    r"|és (?:mtsai|munkatársai)\.?|и (?:др|соавт)\.|та ін\."
    r"|外?等|(?:ほか|他|외) ?(?:\d{1,4} ?[名人명])?"
)
_OTHERS = re.compile(
    rf"(?:^|[\s,;(\[]{{1,3}}|(?<={EASTERN})(?=等|ほか|他))(?:(?:and|with|und|&) )?"
    rf"(?:et\.? ?al(?:ii|ia)?\b\.?|{_ABROAD}"
    r"|(?<=and )(?:others|colleagues|co-?workers)|(?<=with )others|(?<=und )andere"
    r"|(?:plus |\+ ?)?(?P<more>\d{1,5}) (?:others|more)(?: authors)?|\+ ?(?P<plus>\d{1,5}) authors"
    r"|\.\.\.|…|\. \. \.)[)\]]?(?=[\s,;.]{0,4}(?:$|[,;]|\band\b|&))[\s.]{0,4}"
)
#: APA leaves out the middle of a long list: `Byron, A., . . . Reed, B.`
_LEFT_OUT = re.compile(r"(?:[,;] ?| )(?:\. \. \.|\.\.\.|…),? (?:& |and )?(?=[^\W\d_])")
#: Texts that stand for authors who are not listed, in lower case.
ALL = frozenset(
    ("others", "et al", "et al.", "al., et", "al, et", "and others", "andere", "…", "...")
)


def cut_off(text: str) -> tuple[str, int]:
    """Return the text without "et al.", and the least number of authors left out; 0 for none."""
    if is_all(text):
        return "", 1
    number = max((int(m["more"] or m["plus"] or 1) for m in _OTHERS.finditer(text)), default=0)
    if _LEFT_OUT.search(text):
        number = max(number, 1)
        text = _LEFT_OUT.sub(", ", text)
    return (_OTHERS.sub("", text) if number else text), number


def is_all(text: str) -> bool:
    """Return whether a text stands for authors who are not listed: `et al.`, `others`."""
    return text.casefold().rstrip(".") in ALL or text in ALL


def follow(text: str) -> bool:
    """Return whether a text says after a name that there are more: `Byron, Ada et al.`."""
    return _OTHERS.search(text) is not None
