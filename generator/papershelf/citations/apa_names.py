"""Names in a reference in APA style, 7th edition.

In: creators, the language of their work. Out: plain text, by the rules of the official CSL style.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from papershelf.citations.record import Creator

Creators: TypeAlias = tuple[Creator, ...]
#: A longer list is shortened to the first 19 authors and the last one.
_MAX_AUTHORS, _FIRST_AUTHORS = 20, 19


def listed(creators: Creators, language: str, *, is_cut: bool = False) -> str:
    """Return names as a list of authors, family names first."""
    if is_cut:  # the manual has no rule for a list with an unknown end
        first = creators[:_FIRST_AUTHORS]
        return ", ".join([*(_name(creator, language) for creator in first), "et al."])
    is_long = len(creators) > _MAX_AUTHORS
    if is_long:
        creators = (*creators[:_FIRST_AUTHORS], creators[-1])
    names = [_name(creator, language) for creator in creators]
    if is_long:
        return f"{', '.join(names[:-1])}, … {names[-1]}"
    if len(names) > 1:
        names[-1] = f"& {names[-1]}"
    return ", ".join(names)


def in_text(creators: Creators, language: str) -> str:
    """Return names within a reference, given names first: `A. Lovelace & G. Hopper`."""
    names = [_in_order(creator, language) for creator in creators]
    if len(names) > _MAX_AUTHORS:
        return f"{', '.join(names[:_FIRST_AUTHORS])}, … {names[-1]}"
    if len(names) < 3:
        return " & ".join(names)
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def _in_order(creator: Creator, language: str) -> str:
    """Return one name, given names first."""
    family, given, suffix, particle, literal = creator
    if literal or not given or not _LETTERS.search(family) or language[:2] in ("ja", "zh"):
        return _name(creator, language)
    gap = "" if not particle or particle[-1] in "’'-" else " "
    return " ".join(filter(None, (_initials(given), f"{particle}{gap}{family}", suffix)))


#: Scripts whose names have initials; names in other scripts are written family name first.
_LETTERS = re.compile(
    "[-0-9A-Za-z\u00c0-\u017f\u0218-\u021b\u0370-\u03ff\u0400-\u052f\u0590-\u05d4\u05d6-\u05ff"
    "\u0600-\u06ff\u0e01-\u0e5b\u1e00-\u1eff\u1f00-\u1fff\u200c-\u200e\u202a-\u202e]"
)
_STARTS = re.compile(f"(?![-0-9]){_LETTERS.pattern}")


def _name(creator: Creator, language: str) -> str:
    family, given, suffix, particle, literal = creator
    if literal:
        return literal
    if not _LETTERS.search(family):
        gap = " " if _STARTS.match(given) else ""
        return f"{particle}{family}{gap}{_initials(given) if gap else given}"
    if particle:
        gap = "" if particle[-1] in "’'-" else " "
        family = f"{particle}{gap}{family}"
    initials = _initials(given)
    if language[:2] in ("ja", "zh"):
        return f"{family} {initials}".strip()
    return ", ".join([part for part in (family, initials, suffix) if part])


_DOT = re.compile(r"\.(?=[^\s.-])")
#: A hyphen between two names; `Jean-luc` is one name.
_HYPHEN = re.compile(r"\s*-\s*(?![a-z])")


@lru_cache(maxsize=20_000)  # many people share a given name
def _initials(given: str) -> str:
    """Return `J.-L. P.` for `Jean-Luc P.`; keep lower-case words and abbreviations like `Chr.`"""
    if not given or not _STARTS.match(given):
        return given
    words = _DOT.sub(". ", given).replace(" -", "-").split()  # also handles `P. -H.`
    return " ".join([_initial(word) for word in words])


def _initial(word: str) -> str:
    if "-" not in word:
        return _cut(word) if word.strip(".") else ""
    return "-".join([_cut(part) for part in _HYPHEN.split(word) if part.strip(".")])


def _cut(part: str) -> str:
    if part[0].islower() or not part[0].isalpha() or part.endswith("."):
        return part
    return f"{part[0]}."


def role(editors: Creators) -> str:
    """Return the label after the names of editors."""
    return "Eds." if len(editors) > 1 else "Ed."
