"""Split a text into several names.

In: a text without marks, as another program stores its authors. Out: one text per name, and whether
another reading is likely. Does not parse names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from papershelf.text import eastern
from papershelf.text.namemarks import is_beside_name, is_degree
from papershelf.text.names import (
    GROUP_WORDS,
    PARTICLES,
    are_particles,
    has_prose,
    is_family_first,
    is_group,
    is_institution,
    is_suffix,
    looks_like_initials,
)

#: The comma and semicolon of Arabic and Persian.
_ARABIC = {0x60C: ",", 0x61B: ";"}
#: Runs of spaces, which would make the patterns below search for the end of each.
_BLANKS = re.compile(r"[^\S\n]{2,}")
_LINES = re.compile(r"(?:(?<!\s)\s+)?\n\s*")
#: Separators of names and of nothing else; the first one found is used. The last name may have an
#: `and` as well: `Byron, A.; Reed, B.; & Dow, C.`
_SEMICOLON = r"\s*[;；]\s*(?:(?:[Aa]nd|AND|&|und|et(?! al\b))\s+)?"
_HARD = tuple(
    map(
        re.compile,
        (_SEMICOLON, r"\s*[、|]\s*", r"\s+[•·/]\s+|(?<=[가-힣])[·ㆍ](?=[가-힣])", r"\t+"),
    )
)
_AND = re.compile(r"\s*,?\s(?:and|&|(?<!von )und(?! zu )|AND|And|et|و)\s+")
#: Words that may be inside a name or before a group, and signs: they only separate whole names.
_WEAK = re.compile(r"\s(?:with|con|y|avec|mit|en|och|og|ja|ve|és|и|і|та|και|\+)\s|\s?/\s?")
_BRACED = re.compile(r"\{[^{}]*\}")
#: Initials without a space before the family name: `A.B.Reed`.
_GLUED = re.compile(r"(?<![^\s,;&(])(?:[^\W\d_]\.-?){1,4}(?=[^\W\d_]{2})")


class Parted(NamedTuple):
    """The names in a text."""

    texts: list[str]
    is_sure: bool = True
    """Whether no other reading is likely."""
    dropped: tuple[str, ...] = ()
    """Degrees, roles and years between commas."""


def parted(text: str, order: str = "") -> Parted:
    """Return the names in a text; groups that contain an `and` are in braces.

    `order` says what two words on both sides of a comma are: `family` for `Family Family, Given
    Given`, `given` for two people; empty if unknown.
    """
    text = _BLANKS.sub(lambda match: "\t" if "\t" in match[0] else " ", text.strip())
    if _BRACED.fullmatch(text):
        return Parted([text])
    if "\n" in text:
        lines = _LINES.split(text)
        if ";" not in text and all(_is_line(line) for line in lines):
            return _joined([_by_words(line, "family") for line in lines])
        text = " ".join(lines)
    text = _GLUED.sub(lambda match: f"{match[0]} " if match[0].isupper() else match[0], text)
    if "，" in text:
        text = text.replace("，", "、" if re.search(eastern.LETTER, text) else ",")
    text = text.translate(_ARABIC)
    for pattern in _HARD:
        pieces = [piece for piece in pattern.split(text) if piece]
        if len(pieces) > 1:
            is_mixed = any("," not in piece and not is_group(piece) for piece in pieces)
            found = _joined([_by_words(piece, "" if is_mixed else "family") for piece in pieces])
            return found._replace(is_sure=found.is_sure and not odd_among(pieces))
    return _by_words(text.strip(";；、|• \t"), order)


def odd_among(texts: Sequence[str]) -> list[str]:
    """Return the names of several words without a comma, and without initials, in a list in which
    more have the form `Family, Given`: they may be groups."""
    alone = [
        text for text in texts if not {*",{"} & {*text} and len(_ASIDE.sub("", text).split()) > 1
    ]
    odd = [text for text in alone if not any(map(looks_like_initials, text.split()))]
    odd = [text for text in odd if text[0].isupper() and not is_group(text)]
    return odd if sum("," in text for text in texts) > len(odd) else []


def _joined(found: Sequence[Parted]) -> Parted:
    return Parted(
        [text for each in found for text in each.texts],
        all(each.is_sure for each in found),
        tuple(text for each in found for text in each.dropped),
    )


def _is_line(line: str) -> bool:
    """Return whether a line is one name, not part of a wrapped list."""
    is_wrapped = line.startswith(("and ", "& ")) or line.endswith((",", " and", "&"))
    return line.count(",") < 2 and not is_wrapped and " " in line


# --- words ---------------------------------------------------------------------------------------


def _by_words(text: str, order: str) -> Parted:
    """Split at each `and`, and between these at commas."""
    chunks = [name for chunk in _AND.split(text) if chunk for name in _by_weak(chunk)]
    if len(chunks) < 2:
        return _by_commas(text, order)
    if not _are_people(chunks):
        return Parted([f"{{{text}}}"], False)
    # `Byron, Ada and Reed, Bo` has each family name first, `Ada Byron, Bo Reed and Cy Dow` does not
    order = "family" if "," in chunks[-1] else "given"
    found = _joined([_by_commas(chunk, order) for chunk in chunks])
    lengths = {" " in text for text in found.texts if not is_group(text)}
    return found._replace(is_sure=found.is_sure and len(lengths) < 2)  # `Paul and Mary Smith`


def _by_weak(text: str) -> list[str]:
    """Return the names on both sides of `with` or `y`, if each is just `Given Family`."""
    names = _WEAK.split(text)
    if len(names) < 2:
        return [text]
    are_whole = all(_is_whole_name(name) for part in names for name in part.split(","))
    return names if are_whole else [text]


def _is_whole_name(text: str) -> bool:
    words = text.split()
    is_plain = not any(word.lower() in GROUP_WORDS for word in words)
    is_named = all(word[:1].isupper() or word in PARTICLES for word in words)
    return is_plain and is_named and 1 < len(words) < 5 and words[0] not in PARTICLES


def _are_people(chunks: Sequence[str]) -> bool:
    """Return whether `and` is between names, not inside one: `Ministry of Health and Welfare`."""
    words = [chunk.replace(",", " ").split() for chunk in chunks]
    if any(is_rest(chunk, before) for before, chunk in pairwise(chunks)):
        return False
    if not any(word.lower() in GROUP_WORDS for each in words for word in each):
        return True
    for each in words:
        is_whole = len(each) > 1 and not each[-1].lower().endswith(("tions", "tia", "groups"))
        is_prose = any(w in ("of", "for", "on", "in") for w in each) and not is_group(each[-1])
        if not is_whole or is_prose:
            return False
    return True


_ASIDE = re.compile(r" ?\([^()]*\)")
_PARTED = re.compile("[,{]")


def is_rest(chunk: str, before: str) -> bool:
    """Return whether a text is not a name, but the end of the institution before it: `Prevention
    (CDC)` after `Centers for Disease Control and`, or `de l'Alimentation` after `Ministère de
    l'Agriculture et`. After `Institut Loom and`, which is whole, one word is a name."""
    text = _ASIDE.sub("", chunk).strip()
    words = before.replace(",", " ").split()
    if not text or _PARTED.search(text) or is_group(text) or not is_institution(words):
        return False
    is_open = has_prose(words) or text != chunk.strip()
    return text[:1].islower() or (is_open and " " not in text)


# --- commas --------------------------------------------------------------------------------------


class _Token(NamedTuple):
    """A part between two commas."""

    text: str
    kind: str
    """`I` initials, `W` a word (with particles), `V` family name and initials, `F` several
    words."""
    suffix: str = ""

    @property
    def alone(self) -> str:
        return f"{self.text} {self.suffix}".rstrip()

    def with_given(self, given: _Token) -> str:
        suffix = self.suffix or given.suffix
        return f"{self.text}, {suffix}, {given.text}" if suffix else f"{self.text}, {given.text}"


def _kind(text: str, before: str) -> str:
    """Return the kind of a text, given the text before it: `R D` may be a name."""
    if looks_like_initials(text) and (before == "W" or "." in text):
        return "I"
    words = text.split()
    while len(words) > 1 and words[0] in PARTICLES:
        words = words[1:]
    if len(words) == 1:
        return "W"
    return "V" if is_family_first(words) else "F"


def _by_commas(text: str, order: str) -> Parted:
    if "," not in text:
        return Parted([text.strip()] if text.strip() else [])
    parts = [part for each in text.split(",") if (part := each.strip())]
    tokens, dropped = _tokens(parts)
    kinds = "".join(token.kind for token in tokens)
    if len(tokens) < 2:
        return Parted([token.alone for token in tokens], True, dropped)
    if len(tokens) == 2 and is_group(parts[0]) and " " in parts[0]:
        return Parted([f"{{{text}}}"], False)
    pairs, is_sure = _pairs(kinds, tokens, order)
    if "F" in kinds and order != "family":  # `Ada Byron, Ed.`
        is_sure = is_sure and _EDS.isdisjoint(token.text for token in tokens)
    texts, place = [], 0
    while place < len(tokens):
        if place in pairs:
            texts.append(tokens[place].with_given(tokens[place + 1]))
        else:
            texts.append(tokens[place].alone)
        place += 2 if place in pairs else 1
    return Parted(texts, is_sure, dropped)


def _tokens(parts: Sequence[str]) -> tuple[list[_Token], tuple[str, ...]]:
    """Return the parts with suffixes joined to the name before them, and the removed degrees, roles
    and years."""
    tokens: list[_Token] = []
    dropped = []
    for part in parts:
        last = tokens[-1] if tokens else None
        if last and _continues(last, part, is_final=part is parts[-1]):
            tokens[-1] = last._replace(suffix=part)
        elif last and _is_beside(part, is_behind_name=_is_complete(tokens, part)):
            dropped.append(part)
        else:
            tokens.append(_Token(part, _kind(part, last.kind if last else "")))
    return tokens, tuple(dropped)


def _continues(last: _Token, part: str, *, is_final: bool) -> bool:
    """Return whether a part belongs to the name before it: `Jr.`, or `van den` in `Oss, van den,
    Ada`."""
    if are_particles(part):
        return last.kind == "W" and not is_final
    return is_suffix(part) and not (part.isupper() and len(part) < 3 and last.kind == "W")


_EDS = frozenset(("Ed", "Ed."))


def _is_complete(tokens: Sequence[_Token], part: str) -> bool:
    """Return whether the parts so far end with a whole name. `Ed.` is the given name of `Van Horn,
    Ed.`, and a role behind both parts of a name."""
    if part in _EDS:
        return tokens[-1].kind in "IV" or len(tokens) % 2 == 0
    return len(tokens) > 1 or tokens[-1].kind != "W"


def _is_beside(part: str, *, is_behind_name: bool) -> bool:
    """Return whether a part is not a name: a degree, a role, the years of a life."""
    is_near = is_beside_name(part) and (is_behind_name or part[0].isdigit())
    return is_near or is_degree(part, is_behind_name=is_behind_name)


#: Sequences of kinds in which family names are followed by the given name after a comma.
_BOTH = re.compile(r"(?:[WF]I)+")
_EACH = re.compile(r"[FV]+")
_FAMILIES = re.compile(r"(?:W[WFV])+")
#: An initial before another word, which no family name begins with.
_INITIAL = re.compile(r"[^\W\d_]\.")
#: An initial between words, which few family names have: `Ada C. Byron`, `Garcia M. Lopez`.
_WITH_MIDDLE = re.compile(r"[^\W\d_a-z][\w'’-]+\.? (?:[^\W\d_a-z]\. ?)+[^\W\d_a-z][\w'’ -]+")
_FIRST_ALONE = re.compile(r"W[WV][FV]+")


def _pairs(kinds: str, tokens: Sequence[_Token], order: str) -> tuple[set[int], bool]:
    """Return the positions of family names whose given name follows the comma, and whether that is
    certain."""
    every = set(range(0, len(kinds), 2))
    is_eastern = all(len(t.text) > 1 and re.search(eastern.LETTER, t.text) for t in tokens)
    if is_eastern and order != "family":
        if len(tokens) == 2 and eastern.is_pair(tokens[0].text, tokens[1].text):
            return every, False
        return set(), len(tokens) > 2 or any(len(t.text) > 2 for t in tokens)
    if _BOTH.fullmatch(kinds):
        return every, True
    if kinds == "FF" and _are_whole(texts := [token.text for token in tokens]):
        is_one = order == "family" and may_be_two(", ".join(texts))
        return ({0}, False) if is_one else (set(), True)
    if len(kinds) == 2:
        return _pair_of_two(kinds, order)
    if _EACH.fullmatch(kinds):
        return set(), True
    if "I" in kinds:
        return _with_initials(kinds, tokens), False
    if len(kinds) % 2 == 0 and _FAMILIES.fullmatch(kinds):
        return every, set(kinds[1::2]) == {"V"}
    if _FIRST_ALONE.fullmatch(kinds):
        return {0}, False
    return set(), not kinds.startswith("W") and all(
        is_group(token.text) for token in tokens if token.kind == "W"
    )


_ONE_COMMA = re.compile(r"[\w .'’‐-]+, *\w[\w .'’‐-]*")


def may_be_two(text: str) -> bool:
    """Return whether a text is one person whose family name is several words or initials, or two
    people: `García Márquez, Gabriel José`, `S. K., Ravi Kumar`."""
    if not _ONE_COMMA.fullmatch(text):
        return False
    parts = [part.strip() for part in text.split(",")]
    are_two = any(all(map(each, parts)) for each in (_INITIAL.match, _WITH_MIDDLE.fullmatch))
    return not are_two and "".join(_kind(part, "") for part in parts) in ("FF", "IF", "IW")


def _are_whole(parts: Sequence[str]) -> bool:
    """Return whether two parts of several words are two people, if nothing else shows their order:
    `J. Smith, K. Doe`, `Ada C. Byron, Bo Reed`."""
    return all(map(_INITIAL.match, parts)) or _WITH_MIDDLE.fullmatch(parts[0]) is not None


def _pair_of_two(kinds: str, order: str) -> tuple[set[int], bool]:
    if kinds in ("IW", "IF") and order == "family":  # `M. V, Rajesh`, `S. K., Ravi Kumar`
        return {0}, False
    if kinds[0] in "IV":
        return set(), kinds[0] == "V" and kinds[1] != "I"
    if kinds == "FF":
        return ({0} if order == "family" else set()), bool(order)
    return {0}, order != "given"


def _with_initials(kinds: str, tokens: Sequence[_Token]) -> set[int]:
    """Return the positions of family names whose initials follow the comma."""
    return {
        place
        for place in range(len(kinds) - 1)
        if kinds[place + 1] == "I"
        and (kinds[place] == "W" or (kinds[place] == "F" and "." in tokens[place + 1].text))
    }
