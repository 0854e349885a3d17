"""Find deceptive characters: control characters, bidirectional overrides, invisible characters.

In: any text. Out: offsets and names of characters that a catalogue must not or should not contain.
Changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

#: Each plane has noncharacters, its last two code points. One range covers those beyond the first
#: plane, since Python searches 33 of them one by one, eight times as slowly.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 except tab and line breaks, DEL, C1
    "\u2028\u2029"  # line breaks in YAML and JavaScript
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates ("Trojan Source")
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U0001fffe-\U0010ffff]"
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f"
    "\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
#: Characters at which other programs break lines, often in place of a space.
BREAKS = "\x0b\x0c\x85\u2028\u2029"
#: Ligatures of typesetting, which text from PDF files has; a search for `fine` does not find them.
LIGATURES = dict(enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"), 0xFB00))
_JOINERS = "\u200c\u200d"
_MARKS = "\u200e\u200f\u061c"
#: Letters of scripts that are written from right to left, as a class of regular expressions of
#: Python and of JavaScript.
LEFTWARD = (
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff"
    "\U0001e800-\U0001efff]"
)
_LEFTWARD = re.compile(LEFTWARD)
#: How far a mark may be from them: those around `C++` in a Hebrew title keep its signs in place.
_NEAR = 60
#: A character reference in HTML, without the sign before it: `eacute;`, `#233;`.
REFERENCE = r"(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180f]")
#: Categories of characters whose shape a variation selector can change: symbols, Han, Mongolian.
_VARIED = frozenset({"Sm", "Sc", "Sk", "So", "Lo"})
#: Scripts whose spelling needs joiners: the first word of the Unicode name of their letters.
_JOINING_SCRIPTS = frozenset(
    "ARABIC SYRIAC MONGOLIAN NKO MANDAIC DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU"
    " KANNADA MALAYALAM SINHALA KHMER MYANMAR TIBETAN THAANA".split()
)
#: Scripts without spaces between words, in which U+200B marks where a line may break: also beside a
#: number or a word of another script.
_UNSPACED_SCRIPTS = frozenset("KHMER THAI LAO MYANMAR TIBETAN BALINESE JAVANESE TAI".split())
_BREAK = "\u200b"


def forbidden(text: str) -> Iterator[tuple[int, str]]:
    """Yield control characters, bidirectional overrides, surrogates and noncharacters."""
    for match in _FORBIDDEN.finditer(text):
        code = ord(match[0])
        if code < 0x10000 or code & 0xFFFE == 0xFFFE:
            yield match.start(), name_of(match[0])


def invisible(text: str) -> Iterator[tuple[int, str]]:
    """Yield characters without a shape, except in emoji and in scripts that need them."""
    if text.isascii():
        return
    for match in _INVISIBLE.finditer(text):
        at = match.start()
        if not _is_needed(text, at):
            yield at, name_of(text[at])


def in_place(text: str) -> str:
    """Return a text for a line that runs from left to right. A mark after Arabic or Hebrew letters
    keeps what follows in its place: the comma and the next name of a list, a date."""
    return f"{text}\u200e" if runs_left(text) else text


def runs_left(text: str) -> bool:
    """Return whether a text has letters that are written from right to left."""
    return not text.isascii() and _LEFTWARD.search(text) is not None


def name_of(char: str) -> str:
    """Return code point and name: `U+202E RIGHT-TO-LEFT OVERRIDE`."""
    name = unicodedata.name(char, "") or _UNNAMED.get(char, "control character")
    return f"U+{ord(char):04X} {name}"


_UNNAMED = {
    "\x00": "NULL", "\x07": "BELL", "\x08": "BACKSPACE", "\x0b": "VERTICAL TAB",
    "\x0c": "FORM FEED", "\x1b": "ESCAPE", "\x7f": "DELETE", "\x85": "NEXT LINE",
}  # fmt: skip


def _is_needed(text: str, at: int) -> bool:
    char = text[at]
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if char in _JOINERS:
        if char == "\u200d" and _is_pictorial(before) and _is_pictorial(after):
            return True
        return _script(before) in _JOINING_SCRIPTS
    if char == _BREAK:
        is_inside = not any(char.isspace() or _INVISIBLE.match(char) for char in (before, after))
        return is_inside and not {_script(before), _script(after)}.isdisjoint(_UNSPACED_SCRIPTS)
    if char in _MARKS:
        return _LEFTWARD.search(text, max(0, at - _NEAR), at + _NEAR) is not None
    if _VARIATION.match(char):  # selects a shape of a symbol or a Han character
        return (
            _is_pictorial(before)
            or unicodedata.category(before) in _VARIED
            or before in "#*0123456789"
        )
    if "\U000e0020" <= char <= "\U000e007f":  # regional flags: a black flag and tags
        return "\U0001f3f4" in text[max(0, at - 8) : at]
    return False


def _is_pictorial(char: str) -> bool:
    return unicodedata.category(char) in ("So", "Sk", "Mn", "Me") or char == "\ufe0f"


def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]
