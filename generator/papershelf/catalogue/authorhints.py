"""Suggest how to write authors that the catalogue does not accept or may misread.

In: the text or the items of a field `authors`. Out: hints that, followed literally, give the right
entry, and doubts about items that are valid but most likely wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from papershelf.catalogue.nodes import as_item
from papershelf.text import authors, etal, missing, mojibake, namejoining, namemarks, names
from papershelf.text.authors import People
from papershelf.text.names import DEGREES, Name
from papershelf.text.namesplitting import may_be_two


class Doubt(NamedTuple):
    """A doubt about an item or a whole list."""

    rule: str
    message: str
    hint: str
    more: int | None = None
    """The least number of authors beyond one per item: 0 for an item that is only "et al."; None if
    the doubt is not about that."""


def list_hint(text: str) -> str:
    """Return the hint for a text instead of a list: `write ["Hopper, Grace"] or …`."""
    pairs, found = authors.read_with_texts(text)
    items = [_suggestion(*pair) for pair in pairs]
    hint = f"write [{', '.join(items)}]"
    if may_be_two(text):
        hint += f" or [{_mapping(names.parse(text))}]"
    if len(items) == 1 and "," in items[0] and items[0][0] != "{" and not found.names[0].literal:
        hint += f" or [{as_item(found.names[0].shown)}]"
    return hint + _and_count(found)


def items_hint(text: str) -> str:
    """Return the hint for one item with several names."""
    items = suggested(text)
    number = f"{len(items)} items: " if len(items) > 1 else ""
    return f"write {number}{', '.join(items) or 'the name of the author'}"


def parts_hint(parts: Mapping[str, str]) -> str:
    """Return the suggestion for a mapping with a `name`: the name, or a mapping of its parts."""
    if not all(isinstance(text, str) for text in parts.values()):
        return ""
    found = authors.read(parts)
    if len(found.names) != 1:
        return ", ".join(suggested(parts["name"])) or "the name of the author"
    name = found.names[0]
    if not name.literal and not (name.orcid or name.affiliation or name.url):
        return suggested(parts["name"])[0]
    return _mapping(name)


def mapping_hint(parts: Mapping[str, Any]) -> str:
    """Return the suggestion for a mapping with keys of other programs, `{first: Ada, last: Byron}`;
    empty if not all of them are understood."""
    if not all(isinstance(text, str) for text in parts.values()):
        return ""
    found = authors.read(parts)
    if len(found.names) != 1 or found.odd or found.dropped:
        return ""
    name = found.names[0]
    if name.literal or names.parse(name.shown) == name:
        return _suggestion(name.shown, name)
    is_clear = names.parse(name.inverted) == name and not may_be_two(name.inverted)
    return _suggestion(name.inverted, name) if is_clear else _mapping(name)


def _mapping(name: Name) -> str:
    """Return a name as a mapping of its parts in YAML."""
    return f"{{{', '.join(f'{part}: {as_item(text)}' for part, text in name.parts.items())}}}"


def suggested(value: str | Sequence[str]) -> list[str]:
    """Return items of a YAML list for the authors in a text, or in other items.

    Family names stay first where they were first; a group is a mapping: `{literal: ATLAS}`.
    """
    return [_suggestion(*pair) for pair in authors.read_with_texts(value)[0]]


def _suggestion(text: str, name: Name) -> str:
    if name.orcid or name.affiliation or name.url:
        return _mapping(name)
    if name.literal:
        return f"{{literal: {as_item(name.literal)}}}"
    if name.given and ("," in text or names.is_family_first(text.split())):
        return as_item(name.inverted)
    return as_item(name.shown)


def _and_count(found: People) -> str:
    return f", and author_count: {found.count}" if found.count else ""


def of_list(items: Sequence[str]) -> Doubt | None:
    """Return the doubt about a list of texts that was split at commas inside names."""
    quoted_whole = _in_quotes(items)
    if len(quoted_whole) < len(items):
        message = "curly quotes do not keep a name with a comma together"
        return Doubt("name-list", message, _listed(quoted_whole))
    if pairs := namejoining.divided(items):  # `[Byron; A., Reed; Bo]`
        hint = f"{_listed(pairs)}; a name of one word: {{family: {items[0].partition(';')[0]}}}"
        return Doubt("name-list", "a semicolon divides these names into halves", hint)
    inner = [item for item in items if ";" in item.strip("; ")]
    if (
        inner and len(items) > 1 and not any("," in item for item in items)
    ):  # `[Byron, A.; Reed, B.]`
        text = ", ".join(items)
        message = f"these look like {len(suggested(text))} names, separated by semicolons"
        return Doubt("name-list", message, _listed(text))
    if cut_up := namejoining.halves(items) or namejoining.halves(_at_and(items)):
        message = "these look like family names and given names, not like people"
        hint = f"{_listed(cut_up)}; a name of one word: {{family: {items[0]}}}"
        return Doubt("name-list", message, hint)
    whole = namejoining.joined(items)
    if len(whole) == len(items):
        return None
    parts = [item for item in items if names.looks_like_initials(item) or names.is_suffix(item)]
    message = f"these look like parts of names, not like people: {', '.join(dict.fromkeys(parts))}"
    return Doubt("name-initials", message, _listed(whole))


def _at_and(items: Sequence[str]) -> list[str]:
    """Return the items, split at each `and`, if there is one in all of them but two: `Byron`, `Ada
    and Reed`, `Bo`."""
    inner = items[1:-1]
    parts = [part for item in items for part in _AND.split(item)]
    return parts if inner and len(parts) == len(items) + len(inner) else []


_AND = re.compile(r"(?<!\s)\s+(?:and|&|und|et|y)\s+")


def _listed(value: str | Sequence[str]) -> str:
    """Return the hint for a list; an "et al." in it has a doubt of its own."""
    pairs, found = authors.read_with_texts(value)
    items = [_suggestion(*pair) for pair in pairs] + ["et al."] * bool(found.others)
    return f"write [{', '.join(items)}]"


def _in_quotes(items: Sequence[str]) -> list[str]:
    """Return the items, with those between two curly quotes joined: `“Byron`, `Ada”`."""
    whole: list[str] = []
    is_open = False
    for item in items:
        if is_open:
            whole[-1] += f", {item}"
        else:
            whole.append(item)
        is_open = whole[-1][:1] in ("“", "„") and item[-1:] not in ("”", "“")
    return [item.strip("“”„") for item in whole] if not is_open else list(items)


def of_items(texts: Sequence[str]) -> Iterator[Doubt]:
    """Yield the doubts about the items of a list, or only the doubt about the whole list."""
    if (doubt := of_list(texts)) is not None:
        yield doubt
        return
    is_listed = are_inverted(texts)
    yield from filter(None, (of_item(text, is_listed) for text in texts))


def are_inverted(texts: Sequence[str]) -> bool:
    """Return whether a list of several items has names such as `Byron, Ada`."""
    return len(texts) > 1 and any(map(names.is_inverted, texts))


#: `J{\\"o}rg`, `Erd\\H{o}s`.
_LATEX = re.compile(r"\\(?:[\"'`^~=.][A-Za-z{\\]|[A-Za-z])")


@lru_cache(maxsize=50_000)
def of_item(text: str, is_listed: bool) -> Doubt | None:
    """Return the doubt about one item. `is_listed` means that another item has its family name
    first; then two words on both sides of a comma are one name."""
    if etal.is_eastern(text):
        return look_closely(text, False)
    is_word = text.isalpha() and text.casefold() not in _NOT_NAMES
    is_clear = is_word or not _is_worth_a_look(text)
    return None if is_clear else look_closely(text, is_listed)


def look_closely(text: str, is_listed: bool) -> Doubt | None:
    """Return the doubt about one item. This reads it as another program's, which takes 35 µs."""
    if mojibake.ESCAPES.search(text):
        hint = f"write {as_item(mojibake.unescaped(text))}"
        return Doubt("name-mark", f'"{text}" contains an escape of JSON', hint)
    found = authors.read([text, "Byron, Ada"] if is_listed else text)
    people = found.names[:-1] if is_listed else found.names
    if not people or not any(map(str.isalpha, text)):
        return _nobody(text, found)
    if found.others:
        message = f'"{text}" means that there are more authors'
        hint = _written(text, is_listed)
        if text.isalpha() and len(text) > 2:  # `竹内等`
            hint += f"; a given name: {{family: {text[:-1]}, given: {text[-1]}}}"
        return Doubt("name-list", message, hint, found.others)
    if len(people) > 1:
        message = f'"{text}" looks like {len(people)} people'
        return Doubt("name-list", message, _written(text, is_listed) + _or_one(text))
    if text[0] in _OPENING and text[-1] in _CLOSING:
        message = f"the quotes in {text} are not part of the name"
        return Doubt("name-mark", message, _written(text, is_listed))
    behind = _IN_BRACKETS.search(text)
    if behind and not people[0].literal and behind[0][0] not in people[0].shown:
        message = f'{behind[0]} in "{text}" is not part of the name'
        return Doubt("name-mark", message, _written(text, is_listed))
    if found.dropped:
        message = f'{" ".join(found.dropped)} in "{text}" is not part of the name'
        return Doubt("name-mark", message, _written(text, is_listed))
    if people[0].orcid:
        message = f'the ORCID iD in "{text}" is not part of the name'
        return Doubt("name-mark", message, _written(text, is_listed))
    if _LATEX.search(text):
        hint = 'write the letters themselves, such as "ü"'
        return Doubt("name-mark", f'"{text}" contains LaTeX', hint)
    if _PARTS.match(text):
        message = f'"{text}" is a mapping in quotes'
        return Doubt("name-mark", message, f"write {text if text[0] == '{' else f'{{{text}}}'}")
    if _BRACE.search(text):
        message = f'the braces in "{text}" are not part of the name'
        bare = _BRACE.sub("", text).removeprefix("name:").strip()
        is_group = _GROUP.fullmatch(text) or not bare
        return Doubt("name-mark", message, _written(text if is_group else bare, is_listed))
    if (odd := _ODD.search(text)) and not people[0].literal:
        bare = _ODD.sub(lambda sign: _MEANT.get(sign[0], " "), text).strip(" ,")
        message = f'"{odd[0].strip()}" in "{text}" is not part of a name'
        meant = "the name of the author" if text[0] == "@" else ", ".join(suggested(bare))
        hint = f"write {meant}; a group: {{literal: {as_item(text)}}}"
        return Doubt("name-mark", message, hint)
    if _BETWEEN_NAMES.search(text):
        message = f'"{text}" looks like several people or a group'
        hint = "write each person as a separate item"
        hint = _written(text, is_listed) if people[0].literal else hint
        return Doubt("name-list", message, hint)
    if message := next(authors.doubt_of(text, people[0]), ""):
        if names.may_be_initials(people[0]):
            other = f"a pope or king: {{literal: {as_item(text)}}}"
            hint = f"write {as_item(_inverted(people[0]))}; {other}"
            return Doubt("name-initials", message, hint)
        return Doubt("name-mark", message, _in_its_place(people[0]))
    if "," not in text and names.is_family_first(text.split()):
        message = f'"{text}" looks like a family name and initials; it is read as {people[0].shown}'
        hint = f"{_written(text, is_listed)}; a group: {{literal: {as_item(text)}}}"
        return Doubt("name-initials", message, hint)
    return None


def of_person(text: str) -> Doubt | None:
    """Return the doubt about the name of a described person, who is never a group in a mapping:
    several whole names, or quotes, titles and brackets around one."""
    doubt = of_item(text, is_listed=True)
    people = authors.read([text, "Byron, Ada"]).names[:-1] if doubt else ()
    if doubt is None or not people or not all(name.given for name in people):
        return None
    if len(people) > 1:
        return doubt._replace(hint="write an item of the list for each person")
    shown = people[0].shown
    is_less = sum(map(str.isalnum, shown)) < sum(map(str.isalnum, text)) or text[0] in _OPENING
    return doubt._replace(hint=f"write {as_item(shown)}") if is_less else None


def of_spellings(items: Sequence[str], name: str) -> Doubt | None:
    """Return the doubt about the spellings of a person's name, which may be single words: those of
    `Plato` are not halves of one name."""
    doubt, pairs = of_list(items), namejoining.halves(items)
    if doubt is None or not pairs:
        return doubt
    words = {*(name.split() if " " in name else name)}
    is_cut = any(len(words & {*pair.replace(",", "").split()}) > 1 for pair in pairs)
    return doubt._replace(hint=_listed(pairs)) if is_cut else None


def _inverted(name: Name) -> str:
    """Return `Ilyin, I. I.` for the name `Ilyin II`."""
    return f"{name.family}, {' '.join(f'{letter}.' for letter in name.suffix)}"


def _in_its_place(name: Name) -> str:
    """Return the hint for a family name in capitals, an affiliation, or initials alone."""
    if not name.given:
        return "write the whole name, or remove it"
    if authors.is_affiliation(name):
        return f"write {_mapping(replace(names.parse(name.family), affiliation=name.given))}"
    family = _capitalized(name.family)
    given = " ".join(map(_capitalized, name.given.split()))
    return "write " + as_item(f"{family}, {given}")


def _capitalized(word: str) -> str:
    """Return a name in capitals as usual: `BYRON-REED` gives `Byron-Reed`; initials stay."""
    return "-".join(map(str.capitalize, word.split("-"))) if names.is_in_capitals(word) else word


#: A mapping of the parts of a name that is in quotes, and so a text; the braces of BibTeX.
_PARTS = re.compile(r"\{?\s*(?:literal|family|given)\s*:\s")
_BRACE = re.compile(r"[{}]")
_GROUP = re.compile(r"\{(?!name:)[^{},]+\}")
#: Signs that no name has, and what they mean where it is not a space.
_ODD = re.compile(r"[_=@~%+\\…|<>^{}，；]|(?<=\w)--(?=\w)|--+|\A[-–—•*]\s")
_MEANT = {"，": ", ", "；": ", ", "…": "", "\\": "", "--": "-"}
_BETWEEN_NAMES = re.compile(r"\s(?:and|with|und(?! zu\b)|avec|mit)\s")
#: An affiliation after a name.
_IN_BRACKETS = re.compile(r"\([^()]*\)\Z|\[[^\[\]]*\]\Z")
_OPENING, _CLOSING = '"“”„«', '"“”»'


def _written(text: str, is_listed: bool) -> str:
    """Return the hint for a doubtful item. This reads the item again, but few items are
    doubtful."""
    items = suggested([text, "Byron, Ada"])[:-1] if is_listed else suggested(text)
    return f"write {items[0]}" if len(items) == 1 else items_hint(text)


def _or_one(text: str) -> str:
    """Return the other half of the hint for two people who may be one."""
    return f"; one person: {_mapping(names.parse(text))}" if may_be_two(text) else ""


def _nobody(text: str, found: People) -> Doubt:
    if found.others:
        return Doubt("name-list", f'"{text}" is not a name', "remove it", found.others - 1)
    return Doubt("name-mark", f'"{text}" is not a name', "remove it")


_RAISED = frozenset(namemarks.RAISED)
#: Words that may begin with a capital but are not names: titles, degrees, separators, and the words
#: of placeholders.
_NOT_NAMES = DEGREES | frozenset("and by dr et etal professor".split())
_NOT_NAMES |= {word for text in missing.NOBODY | etal.ALL for word in text.split()}


def _is_worth_a_look(text: str) -> bool:
    """Return whether a name is more than plain words with spaces or hyphens; most are not."""
    return not all(map(_is_plain, text.replace("-", " ").split(" ")))


def _is_plain(word: str) -> bool:
    """Return whether a word can only be a whole name: `Wei`, `McKay`."""
    is_name = word.isalpha() and word[0].isupper() and not word.isupper()
    return is_name and _RAISED.isdisjoint(word) and word.casefold() not in _NOT_NAMES
