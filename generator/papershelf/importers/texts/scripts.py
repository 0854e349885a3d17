"""Convert superscripts and subscripts to Unicode or a formula.

In: the text before a script, and the script. Out: both as text, `10⁻³`, or with the base in a
formula, `O($n^{2.81}$)`, if Unicode lacks a character.
"""

from __future__ import annotations

import re

from papershelf.importers.texts.formulas import marked
from papershelf.text.markers import DOLLAR, HELD_CLOSE, HELD_OPEN
from papershelf.text.symbols import SUBSCRIPTS, SUPERSCRIPTS

_RAISED = SUPERSCRIPTS | {"−": "⁻", "i": "ⁱ"}
_LOWERED = SUBSCRIPTS | dict(zip("−aehijklmnoprstuvx", "₋ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"))
#: Characters that look raised without a superscript.
_SIGNS = {"∘": "°", "°": "°", "'": "′", "TM": "™", "tm": "™"} | {
    sign: sign for sign in "*†‡§¶®™©ªº′″”’"
}
#: Ordinal suffixes after a number.
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|[eè]me|ère|e)", re.IGNORECASE)
#: Bases before raised letters, in French and other languages: `XIX` and `e`, `n` and `o`, `M` and
#: `me`.
_CENTURY = re.compile(r"(?<![^\W_])[IVXLC]{1,7}\Z")
_RAISED_ENDS = frozenset(
    "Mme Mmes Mlle Mlles Mgr Mc Dr Dre St Ste Sts Cie Bd Mr Mrs no nos No".split()
)
_LETTERS = re.compile(r"(?<![^\W_])[A-Za-z]{1,2}\Z")
_BARE = re.compile(f"{HELD_OPEN}([-+−]?[\\d.]*){HELD_CLOSE}")
_ORDINAL_SIGNS = {"a": "ª", "o": "º"}
#: The base of a script: a number, or the letters before it.
_BASE = re.compile(r"(?:\d[\d.,]{0,20}|[^\W\d_]{1,30})\Z")
#: Functions that are commands in TeX.
FUNCTIONS = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf"
    " limsup ln log max min Pr sec sin sinh sup tan tanh".split()
)
_SPECIAL = re.compile(r"([%#&_{}])")
_WORD = re.compile(r"([^\W\d_]{2,}(?: [^\W\d_]+)*)")


def to_unicode(script: str, *, is_raised: bool) -> str:
    """Return a script in Unicode characters, `⁻³`; empty if one is missing. Words stay words: only
    single letters are converted."""
    table = _RAISED if is_raised else _LOWERED
    script = script.replace("‐", "-").replace("–", "-")
    whole = script if is_raised else re.sub(r"(?<=\d)\.(?=\d)", "", script)  # `PM₂.₅`
    if not script or any(char not in table for char in whole):
        return ""
    if len(script) > 1 and any(char.isalpha() for char in script):
        return ""
    return "".join(table.get(char, char) for char in script)


def joined(before: str, script: str, *, is_raised: bool) -> str:
    """Return a text followed by a script; either may contain marked formulas."""
    script = _BARE.sub(r"\1", script.strip())
    if is_raised:
        if script in _SIGNS:
            return before + _SIGNS[script]
        if before[-1:].isdigit() and script in _ORDINAL_SIGNS:
            return before + _ORDINAL_SIGNS[script]
        if before[-1:].isdigit() and _ORDINAL.fullmatch(script):
            return before + script
        if _is_written_out(before[-9:], script):
            return before + script
    if not script or (shown := to_unicode(script, is_raised=is_raised)):
        return before + (script and shown)
    match = _BASE.search(before[-40:])
    base = match[0] if match else ""
    head = before[: len(before) - len(base)]
    sign = "^" if is_raised else "_"
    return head + marked(f"{in_tex(base)}{sign}{{{in_tex(script)}}}")


def _is_written_out(before: str, script: str) -> bool:
    """Return whether raised letters are the end of a word: `XIXe`, `Mme`, `no`."""
    if _CENTURY.search(before) and _ORDINAL.fullmatch(script):
        return True
    word = _LETTERS.search(before)
    return word is not None and word[0] + script in _RAISED_ENDS


def in_tex(text: str) -> str:
    """Return a text as part of a formula: formulas in it unchanged, words as words."""
    shown = []
    for part in re.split(f"({HELD_OPEN}[^{HELD_CLOSE}]*{HELD_CLOSE})", text):
        if part.startswith(HELD_OPEN):
            shown.append(part[1:-1])
            continue
        escaped = _SPECIAL.sub(r"\\\1", part.replace("$", DOLLAR))
        for place, word in enumerate(_WORD.split(escaped)):
            if place % 2:
                shown.append(rf"\{word} " if word in FUNCTIONS else rf"\text{{{word}}}")
            else:
                shown.append(word.replace(" ", r"\ "))
    return "".join(shown).replace(r" \ ", " ").rstrip(" ")
