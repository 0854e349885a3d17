"""Labels before short values: `Vol. 3`, `С. 5–12`, `第3卷`, `In Proceedings of …`.

In: the text of a field. Out: the text without a label, which citation styles add.
"""

from __future__ import annotations

import re

_NUMBER = r"[\s:]*(?=\d|[IVXLC]+\b)"
#: Words before a value, in the languages of most bibliographies; an initial needs its period.
_BEFORE = {
    name: re.compile(rf"(?:{pattern})", re.IGNORECASE)
    for name, pattern in {
        "volume": r"(?:vol(?:umen?)?\b\.?|vol(?=\d)|bd\.|band\b|jg\.|jahrgang\b|t\.|tom[eo]?\b\.?"
        rf"|т\.|том\b\.?|roč\.|ročník\b|cilt\b){_NUMBER}",
        "issue": r"(?:n[or]?[.°º]|n[or](?=[\s\d])|№|issue\b|number\b|h\.|heft\b|n[uú]m\."
        r"|num[ée]ro\b|número\b|вып\.|выпуск\b|č\.|číslo\b|z\.|zeszyt\b|sayı\b|fasc\.)[\s:]*(?=\d)",
        "pages": r"(?:pp?\.|pp|pages?\b|ss?\.|seiten?\b|str\.|с\.|стр\.|p[áa]gs?\.|páginas?\b)"
        r"[\s:]*(?=[a-z]?\d)",
        "venue": r"in:\s*|in\s+(?=(?:the\s+)?(?:\d|proc|advances\b|international\b|annual\b))",
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

#: Fields whose values may have a label.
FIELDS = tuple(_BEFORE)


def without(name: str, text: str) -> str:
    """Return the value of a field without its label; the text itself if it has none."""
    bare = text.strip()
    if around := _AROUND[name].fullmatch(bare) if name in _AROUND else None:
        return around["value"]
    before = _BEFORE[name].match(bare) if name in _BEFORE else None
    return bare[before.end() :] if before else text
