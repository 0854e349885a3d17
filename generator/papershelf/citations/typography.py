"""Typographic rules: quotation marks, full stops, capitals.

In: plain text. Out: plain text. The style of a reference decides which rule applies to which text.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: After these, no full stop is added.
ENDS = (".", "?", "!", ".”", "?”", "!”", ".’", "?’", "!’", ":", ";")
#: A quotation in single marks that ends the text.
_QUOTED = re.compile(r"‘[^‘’]*’\Z")

#: Words of a container's name that stay as they are written.
_SMALL = frozenset(
    "about above across after against al along alongside amid among and around as at atop before"
    " behind below beneath beside besides between beyond but by c ca circa de despite down during"
    " et except for from given in inside into lest like near next nor of off on onto or out outside"
    " over per plus pro qua sans since so than the through throughout till to toward towards under"
    " underneath until unto up upon v v. van versus via von vs vs. with within without yet a an"
    .split()
)  # fmt: skip
#: Characters before the first letter of a word, and after its last.
_BEFORE, _BEHIND = "([\"'“‘", ")]\"'”’.,;:!?"


def ended(text: str) -> str:
    """Add a full stop, inside quotation marks (APA 6.7)."""
    if text.endswith(ENDS):
        return text
    if text.endswith("”") or (text.endswith("’") and _QUOTED.search(text)):
        return f"{text[:-1]}.{text[-1]}"
    return f"{text}."


@lru_cache(maxsize=4096)  # venues have many papers each
def capitalised(text: str) -> str:
    """Capitalize each word of a container's name except small ones. The first word of the name and
    after a colon is always capitalized (APA 6.17)."""
    if text == text.title():
        return text
    words, is_first = [], True
    for word in text.split(" "):
        words.append(_capital(word, is_first=is_first))
        is_first = word.endswith((":", "?", "!"))
    return " ".join(words)


def _capital(word: str, *, is_first: bool) -> str:
    """Capitalize a word, including both parts of a hyphenated word."""
    if not (word.islower() or "-" in word):
        return word
    if not is_first and len(word.strip(_BEFORE + _BEHIND)) == 1:
        return word  # `Physica Status Solidi (b)`
    return "-".join(
        [_part(part, is_first=is_first and not n) for n, part in enumerate(word.split("-"))]
    )


def _part(part: str, *, is_first: bool) -> str:
    letters = part.lstrip(_BEFORE)
    if not part.islower() or not letters[0].islower():
        return part
    if not is_first and (letters in _SMALL or letters.rstrip(_BEHIND) in _SMALL):
        return part
    return f"{part[: len(part) - len(letters)]}{letters[0].upper()}{letters[1:]}"


_QUOTE = re.compile(r"<[^<>]*>|[\"']")
#: A quotation in single marks, not an apostrophe.
_SINGLE = re.compile(r"(?<![^\s(\[\"])'(?=\S)([^\"']+)(?<=\S)'(?!\w)")


def curled(text: str) -> str:
    """Replace straight quotation marks and apostrophes by typographic ones, with double marks
    outside. An unpaired mark stays straight: `a 3" pipe`."""
    if '"' not in text and "'" not in text:
        return text
    if "'" in text:
        text = _SINGLE.sub(r"‘\1’" if '"' in text else r"“\1”", text)
    pieces: list[str] = []
    done, opened = 0, -1
    for match in _QUOTE.finditer(text):
        start, sign = match.start(), match[0]
        pieces += (text[done:start], sign)
        done = match.end()
        if sign == "'":
            pieces[-1] = "’"
        elif sign == '"':  # the quotation marks of attributes stay
            before = text[start - 1] if start else " "
            if before.isspace() or before in "([{—–/-‘>":
                opened = len(pieces) - 1
            elif opened >= 0 or text.count("“", 0, start) > text.count("”", 0, start):
                pieces[-1] = "”"
                if opened >= 0:
                    pieces[opened] = "“"
                opened = -1
    return "".join([*pieces, text[done:]])
