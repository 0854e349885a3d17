"""Restore text that a program read in a wrong encoding, or copied with the escapes of JSON.

In: a text with UTF-8 read as Windows-1252, `MÃ¼ller`, or with `Erd\\u0151s`. Out: the text as it
was, `Müller`. Changes only sequences that are UTF-8 as a whole and that right texts do not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papershelf.text.characters import LIGATURES

#: Characters beyond ASCII, the first of which begins a sequence of UTF-8.
_RUN = re.compile("[\u00c2-\u00f4][^\x00-\x7f]+")
#: The character that replaces bytes which a program could not read.
LOST = "\ufffd"
#: Characters that only one font has, as bullets and signs in text from Word and PDF files.
PRIVATE = re.compile("[\ue000-\uf8ff]")
#: What is wrong alone: a lost character, these, and ligatures, as in text from PDF files.
_ALONE = f"{LOST}\ue000-\uf8ff{''.join(map(chr, LIGATURES))}"
#: One class begins both, which Python searches three times as fast as an alternative.
_WRONG = re.compile(f"[\u00c2-\u00f4{_ALONE}](?:(?<=[{_ALONE}])|[^\x00-\x7f]+)")


def restored(text: str) -> str:
    """Return a text with such sequences read as UTF-8."""
    return text if text.isascii() else _RUN.sub(_restored, text)


def iter_wrong(text: str) -> Iterator[int]:
    """Yield the offset of each such sequence, ligature, and character that was lost or that only
    one font has."""
    if not text.isascii():
        for match in _WRONG.finditer(text):
            if match[0][0] > "\u00f4" or _restored(match) != match[0]:
                yield match.start()


#: One character of UTF-8 that cannot be right text. `Å’` and `é”…` can: a letter and punctuation.
_ONE = re.compile("[ÂÃÄÅ][^’”]|â[€„ˆ†]")


def _restored(match: re.Match[str]) -> str:
    try:
        text = b"".join(map(_byte, match[0])).decode("utf-8")
    except UnicodeError:
        return match[0]
    return text if len(text) > 1 or _ONE.match(match[0]) else match[0]


def _byte(char: str) -> bytes:
    """Return the byte that Windows-1252, or Latin-1 for the bytes it leaves undefined, reads so."""
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("latin-1")


#: Five characters beyond ASCII with two letters among them, which no Western language has in a row:
#: Cyrillic, Greek and Chinese read as Windows-1252.
_ROW = re.compile(r"(?=[^\x00-\x7f]{0,4}[À-ÖØ-öø-ÿ][^\x00-\x7f]?[À-ÖØ-öø-ÿ])[^\x00-\x7f]{5}")
#: Signs that are letters in Polish, Slovak and others, read as Windows-1252: `z³ote`, `£ódŸ`.
#: Western texts write other signs between letters, `mean±SD` and `Intel®Xeon`, and these after
#: units and before multiples: `cm³and`, `£bn`.
_SIGN = re.compile(
    r"(?<=[A-Za-zÀ-ÿ])[¡¢¤¦¨¯¶¸¾¿](?=[A-Za-zÀ-ÿ])"
    r"|(?<=[A-Za-zÀ-ÿ])(?<!(?<![^\W\d_])m)(?<!(?<![^\W\d_])[cdkmnµ]m)[³¹](?=[a-zà-ÿ])"
    r"|(?<=[A-ZÀ-Þ])[£¥](?=[A-ZÀ-Þ])"
    r"|(?<![^\s\"{(,;])[£¥¯³¹](?!(?:bn|mn?|k|tn|[mb]illions?)\b)(?=[a-zà-ÿ])"
)
#: Bytes without a character in Windows-1252.
_CONTROL = re.compile(r"[\x80-\x9f]")
_LETTER = re.compile("[À-ÖØ-öø-ÿŒœŠšŽžŸƒ]")


def is_western(data: bytes, text: str) -> bool:
    """Return whether bytes that are not UTF-8 make sense as the text, in Windows-1252. UTF-8 with
    few damaged characters does, since `restored` reads its words."""
    bad = data.decode("utf-8", "replace").count(LOST)
    is_damaged = bad * 5 < sum(byte > 127 for byte in data)
    return is_damaged or not (_ROW.search(text) or _has_wrong_signs(text))


def _has_wrong_signs(text: str) -> bool:
    """Return whether signs are a tenth of the letters beyond ASCII, as in Polish, or several bytes
    have no character. A file of a Western language may have a few signs beside many letters, or
    signs alone."""
    if len(_CONTROL.findall(text)) > 1:
        return True
    signs = len(_SIGN.findall(text))
    return signs > 1 and 0 < len(_LETTER.findall(text)) < signs * 10


#: Escapes of JSON as characters; two of them may be one character.
ESCAPES = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+")


def unescaped(text: str) -> str:
    """Return a text with the characters that escapes of JSON mean."""
    return ESCAPES.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    units = bytes.fromhex(match[0].replace("\\u", ""))
    text = units.decode("utf-16-be", "replace")
    return text if text.isprintable() else " "
