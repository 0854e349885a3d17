"""Parse the names in a `.bib` file.

In: a list of names in BibTeX's notation (`and`, braces, commas), or in BibLaTeX's extended format
(`family=…, given=…`). Out: people, and texts that BibTeX's rules do not cover, both for
`text.authors`, which reads names of every source.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

from papershelf.importers.draft import one_line
from papershelf.importers.texts.markup import plain_from_bibtex
from papershelf.text import authors, bylines, etal, missing, namemarks, names
from papershelf.text.authors import People
from papershelf.text.markers import HELD_CLOSE, HELD_OPEN
from papershelf.text.names import Name
from papershelf.text.namesplitting import is_rest, parted
from papershelf.text.shorten import cut


def read(text: str) -> list[People | str]:
    """Return the names in order, including "et al."."""
    found: list[People | str] = []
    persons = _whole([one_line(person) for person in _parted(text)])
    listed = [person for person in persons if person and not _is_others(person)]
    if len(listed) > 1 and all(map(_is_braced_person, listed)):
        persons = [person[1:-1] if person in listed else person for person in persons]
        shown = "; ".join(person[1:-1] for person in listed)
        found.append(People(odd=(cut(f"read as people, not as groups: {shown}"),)))
    is_mixed = any(" " in person and not _ENCLOSED.search(person) for person in persons)
    is_shown = not is_mixed and any(map(_FAMILY_FIRST.match, persons))
    for person in persons:
        if person and _is_others(person):
            found.append(person.strip("{}").replace("~", " "))
        elif person:
            read_one = _person(person, is_shown)
            if isinstance(read_one, People) and (doubt := _doubt(person, read_one, is_shown)):
                read_one = replace(read_one, odd=(*read_one.odd, doubt))
            found.append(read_one.rstrip(" ,") if isinstance(read_one, str) else read_one)
    return found


def _is_others(person: str) -> bool:
    """Return whether an item only stands for people who are not listed: `{and 12 others}`."""
    return not etal.cut_off(person.strip("{}").replace("~", " "))[0]


def _whole(persons: list[str]) -> list[str]:
    """Return the persons with institutions whole: `Institute of Looms and Brass`."""
    found: list[str] = []
    for person in persons:
        last = found[-1][:_LONGEST] if found else ""
        if len(last) < _LONGEST and is_rest(person, last):
            found[-1] += f" and {person}"
        else:
            found.append(person)
    return found


_ENCLOSED = re.compile("[,{}]")
_FAMILY_FIRST = re.compile(r"[^\s,{}]+,")
#: Two or three words on both sides of a comma, which may be two people.
_PERSON = r"[^\W\d_a-z]\S+(?: [^\W\d_a-z]\S*)? [^\W\d_a-z][^\s.]+"
_TWO_PEOPLE = re.compile(f"{_PERSON}, {_PERSON}")


def _doubt(text: str, people: People, is_shown: bool) -> str:
    """Return why one person may be two, or one and an affiliation; `is_shown` means that another
    name shows that a comma is behind each family name."""
    (name,) = people.names
    if not is_shown and " " in name.family and _TWO_PEOPLE.fullmatch(text):
        return authors.one_of_two(text, name.family)
    return next(authors.doubt_of(text, name), "") if authors.is_affiliation(name) else ""


_AND = re.compile(r"[{}]|(?<!\S)and(?!\S)", re.IGNORECASE)


def _parted(text: str) -> list[str]:
    """Split a list at each `and` between white space and outside of braces. The library's own
    function takes a space after a backslash as part of a command (`\\% and`)."""
    persons, depth, start = [], 0, 0
    for match in _AND.finditer(text):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif depth == 0:
            persons.append(text[start : match.start()])
            start = match.end()
    return [*persons, text[start:]]


#: A whole list in an extra pair of braces: `{Quill, Ada and Reed, Bo}`.
_BOTH_INVERTED = re.compile(
    r"\{\w[^\s,{}]*, [^\s,{}]+(?: [^\s,{}]+)?(?: and \w[^\s,{}]*, [^\s,{}]+(?: [^\s,{}]+)?)+\}"
)
#: The same around a single name, which would be a group.
_INVERTED = re.compile(r"\{\w[^\s,{}]*, [^\s,{}]+(?: [^\s,{}]+)?\}")


def _is_braced_person(text: str) -> bool:
    """Return whether a person in braces is `Family, Given`; `Loomly, Inc.`, `Meta, FAIR` and
    `Loom, University of` are none."""
    if not _INVERTED.fullmatch(text):
        return False
    family, _, given = text[1:-1].partition(", ")
    is_group = any(map(names.is_group, (f"{given} {family}", f"{family} {given}")))
    is_group = is_group or not names.GROUP_WORDS.isdisjoint(text[1:-1].lower().split())
    return not (is_group or names.is_company(given) or names.is_in_capitals(given))


#: Characters that separate nothing inside braces.
_SEPARATORS = frozenset(",;&|、，；@<(")
_EXTENDED = re.compile(r"(\w[\w-]*)\s*=\s*(\{[^{}]*\}|[^,]+)")


def _person(text: str, is_shown: bool) -> People | str:
    """Return a person by BibTeX's rules, or the text if they do not cover it; `is_shown` is that of
    `_doubt`."""
    if text.startswith("{") and text.endswith("}") and text.count("{") == text.count("}") == 1:
        if _BOTH_INVERTED.fullmatch(text):
            return one_line(plain_from_bibtex(text[1:-1]))
        literal = one_line(plain_from_bibtex(text[1:-1]))
        return literal if missing.is_nobody(literal) else _one(Name(literal=literal))
    extended = dict(_EXTENDED.findall(text)) if "=" in text else {}
    if "family" in extended:
        parts = {key: one_line(plain_from_bibtex(value)) for key, value in extended.items()}
        family = " ".join(filter(None, (parts.get("prefix"), parts["family"])))
        return _one(names.tidied(parts.get("given", ""), family, parts.get("suffix", "")))
    held, groups = _held(text)
    if etal.follow(_BRACES.sub("", text).replace("~", " ")) or _has_more(held):
        return one_line(plain_from_bibtex(text))
    bare, found = namemarks.without_marks(held)
    if not groups and not _is_bibtex(one_line(plain_from_bibtex(bare)), is_shown):
        if "\\textsuperscript" in text:  # marks with commas, which stay recognisable
            return one_line(plain_from_bibtex(bare)) + "".join(found)
        return one_line(plain_from_bibtex(text))
    return _by_bibtex(_HELD.sub(lambda match: groups[int(match[1])], bare), found)


def _has_more(text: str) -> bool:
    """Return whether a text has more than a name: an ORCID iD, a title, a remark, a group."""
    return (
        authors.ORCID.search(text) is not None
        or authors.BEHIND.fullmatch(text) is not None
        or bylines.is_more(text)
        or bool(namemarks.without_titles(text)[1])
    )


_BRACES = re.compile("[{}]")
_HELD = re.compile(f"{HELD_OPEN}(\\d+){HELD_CLOSE}")


def _held(text: str) -> tuple[str, list[str]]:
    """Return the text without braces that group something, and the contents of these braces. Braces
    of an accent or a superscript do not count."""
    parts, groups, depth, start, at = [], list[str](), 0, 0, 0
    for place, char in enumerate(text if "{" in text else ""):
        if char == "{":
            start = start if depth else place
            depth += 1
        elif char == "}" and depth:
            depth -= 1
            inner = text[start + 1 : place]
            if not depth and _is_holding(inner, text[start - 1 : start]):
                parts += [text[at:start], f"{HELD_OPEN}{len(groups)}{HELD_CLOSE}"]
                groups.append(text[start : place + 1])
                at = place + 1
    return "".join([*parts, text[at:]]), groups


def _is_holding(inner: str, before: str) -> bool:
    if before == "^" or before.isalpha() or len(inner) < 2:
        return False
    return inner[0] != "\\" or inner[1] in "&%$#_{}" or not _SEPARATORS.isdisjoint(inner)


def _one(name: Name, dropped: list[str] | None = None) -> People:
    return People(names=(name,), dropped=tuple(dropped or ()))


def _is_bibtex(text: str, is_shown: bool) -> bool:
    """Return whether BibTeX reads a name better than `text.authors`: it takes all words in lower
    case as particles, and commas never separate people."""
    if ";" in text or text.endswith(","):  # `Ada Byron, Bo Reed, and Cy Dow`
        return False
    if "," in text:
        before, _, last = text.rpartition(",")
        if " " in before and namemarks.is_degree(last.strip(), is_behind_name=True):
            return False
        people = parted(text, "family")
        if people.dropped or names.is_company(last):
            return False
        if not (people.is_sure or is_shown):  # `Ada C. Byron, Bo Reed`
            people = parted(text)
        return len(people.texts) == 1 or not (people.is_sure or text.count(",") > 2)
    words = text.split()
    if not words:
        return False
    if len(parted(text).texts) > 1:
        return False
    has_particle = any(word[:1].islower() and word not in names.JOINING for word in words[:-1])
    is_plain = not (names.is_family_first(words) or names.is_suffix(words[-1]))
    is_plain = is_plain and not names.is_group(text)
    return has_particle and is_plain and not missing.is_nobody(text)


#: Characters of a name. The library inserts a brace at the front for each that was never opened:
#: 100 KB of them take 6.6 s.
_LONGEST = 1_000


def _by_bibtex(text: str, found: list[str]) -> People | str:
    if len(text) > _LONGEST:
        return one_line(plain_from_bibtex(text))
    try:
        split = parse_single_name_into_parts(text, strict=False)
    except InvalidNameError:
        return one_line(plain_from_bibtex(text))
    parts = (split.first, (*split.von, *split.last), split.jr)
    given, family, suffix = (one_line(plain_from_bibtex(" ".join(words))) for words in parts)
    if not given:  # braces, or one word
        literal = f"{family} {suffix}".strip()
        return literal if missing.is_nobody(literal) else _one(Name(literal=literal), found)
    if names.is_suffix(given) and not names.is_suffix(suffix):  # `Byron, Ada, Jr.`
        if not suffix and "{" not in text:  # `Ada Byron, Jr.`, or initials: `Byron, JR`
            return one_line(plain_from_bibtex(text))
        given, suffix = suffix, given
    return _one(names.tidied(given, family, suffix), found)
