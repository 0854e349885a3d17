"""Parse the authors of a record of any program.

In: a text with one or more names, a list of names, or mappings with the parts of names. Out: names,
and what was left out, changed or not understood, for the report. Importers of all sources use this
module.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from papershelf.text import bylines, etal, missing, namejoining, namemarks, names, textlists
from papershelf.text.names import Name
from papershelf.text.namesplitting import may_be_two, odd_among, parted
from papershelf.text.shorten import cut

#: Our parts of a name by those of other programs, in lower case without punctuation.
_PARTS = {
    "given": "given", "givenname": "given", "givennames": "given", "first": "given",
    "firstname": "given", "firstnames": "given", "forename": "given", "forenames": "given",
    "middle": "middle", "middlename": "middle", "middlenames": "middle", "family": "family",
    "familyname": "family", "familynames": "family", "last": "family", "lastname": "family",
    "lastnames": "family", "surname": "family", "surnames": "family", "initials": "initials",
    "prefix": "particle", "von": "particle", "particle": "particle", "nameparticle": "particle",
    "nondroppingparticle": "particle", "droppingparticle": "particle", "suffix": "suffix",
    "namesuffix": "suffix", "jr": "suffix", "lineage": "suffix",
    "literal": "literal", "collective": "literal", "collaboration": "literal",
    "group": "literal", "organization": "literal",
    "name": "name", "fullname": "name", "displayname": "name", "creatorname": "name",
    "authorname": "name", "text": "name", "author": "name", "value": "name",
    "orcid": "orcid", "orcidid": "orcid",
    "affiliation": "affiliation", "affiliations": "affiliation", "institution": "affiliation",
    "institutions": "affiliation", "url": "url", "homepage": "url", "website": "url",
}  # fmt: skip
#: Keys that do not describe a person.
_SILENT = frozenset(
    "type sequence authenticatedorcid id authorid pid role creatortype authorposition"
    " iscorresponding rawauthorname raworcid rawaffiliationstrings countries".split()
)
_KEY = re.compile(r"[^a-z]")
ORCID = re.compile(
    r"[(\[<]?(?:\bORCID(?: ?iD)?\b:? ?)?(?:https?://orcid\.org/)?\b(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\b[)\]>]?",
    re.IGNORECASE,
)
BEHIND = re.compile(r"(?P<name>[^()\[\]]+?) ?(?P<more>\([^()]+\)|\[[^\[\]]+\])")
#: Text in one part of a name that has more: `Byron, Ada`, and several names.
_INVERTED = re.compile(r"[^\W\d_][^\s,;]*, [^\W\d_][^\s,;]*(?: [^\W\d_][^\s,;]*)?")
_SEVERAL = re.compile(r"[,;]|\sand\s")
#: A person whom a program took for a group: `Fann E.`, but not `Airbus SE` and `Study Group B.`
_NO_GROUP = re.compile(r"(?:[a-z]+ ){0,3}[^\W\d_][\w'’-]+(?: [^\W\d_]\.(?:-?[^\W\d_]\.)*)+")
_QUOTES = frozenset('"“”„')
_DOT = re.compile(r"(?<=[^\W\d_]{3})\.$")
#: Legal forms of companies that are initials of people, too.
_COMPANIES = frozenset("AB AG AS BV KG NV OY SA SE".split())
_ABBREVIATED = frozenset("inc. ltd. corp. univ. dept. assoc. soc. inst.".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The authors of one record."""

    names: tuple[Name, ...] = ()
    others: int = 0
    """The least number of authors not listed: 1 for "et al.", 0 for a complete list."""
    dropped: tuple[str, ...] = ()
    """What was removed: placeholders, marks, degrees."""
    odd: tuple[str, ...] = ()
    """What was not understood, or has another likely reading, one line each."""

    @property
    def count(self) -> int | None:
        """`author_count`, if there are more authors than names."""
        return len(self.names) + self.others if self.others else None

    @property
    def lost(self) -> Iterator[str]:
        """Yield lines on what is not kept, for a report."""
        if self.dropped:
            yield f"left out: {' '.join(dict.fromkeys(self.dropped))}"

    @property
    def doubts(self) -> Iterator[str]:
        """Yield lines on what is kept and how it was read, for a report."""
        if self.others:
            more = "one" if self.others == 1 else self.others
            yield f"et al.: author_count is {self.count}, at least {more} more"
        yield from self.odd


def read(value: Any, order: str = "") -> People:
    """Return the authors of a record, from a text, list or mapping, or from parsed names.

    `order` is `family` if the format of the record has `Family, Given`; see `namesplitting.parted`.
    """
    return read_with_texts(value, order)[1]


def read_with_texts(value: Any, order: str = "") -> tuple[list[tuple[str, Name]], People]:
    """Return each name with the text it was read from, and the authors."""
    reader = _Reader(order)
    reader.take(value)
    pairs = reader.pairs()
    return pairs, reader.people(pairs)


@dataclass(frozen=True, slots=True)
class _Found:
    """A name to be parsed after all are known: the others show in which order its parts are."""

    text: str
    extra: Mapping[str, str]
    is_literal: bool = False


class _Reader:
    """Collects the names of one record."""

    def __init__(self, order: str = "") -> None:
        self.order = order
        self.found: list[_Found | Name] = []
        self.others = 0
        self.is_last = True
        self.dropped: list[str] = []
        self.odd: list[str] = []

    def take(self, value: Any, *, is_item: bool = False) -> None:
        """Add a value of any kind."""
        if isinstance(value, Name):
            self.found.append(value)
        elif isinstance(value, People):
            self.found += value.names
            self.dropped += value.dropped
            self.odd += value.odd
        elif isinstance(value, Mapping):
            self.mapping(value)
        elif isinstance(value, list | tuple):
            self.items(value)
        elif value is not None and str(value).strip():
            self.text(str(value), is_item=is_item)

    def items(self, items: Sequence[Any]) -> None:
        """Add a list; lists of words inside it are names."""
        items, nested = namejoining.nested(items)
        self.odd += (f'a nested list is read as one name: "{cut(name)}"' for name in nested)
        texts = [item for item in items if isinstance(item, str)]
        if len(texts) == len(items):
            items = namejoining.joined(texts)
            if len(items) < len(texts):
                self.odd.append(f"read as initials of the name before: {_shown(items)}")
            elif cut_up := namejoining.halves(texts):
                number = f"{len(cut_up)} names" if len(cut_up) > 1 else "one name"
                self.odd.append(f"these may be {number}: {'; '.join(cut_up)}")
        listed_names = [text for text in texts if etal.cut_off(text)[1] == 0]
        if self.order == "family" and (odd := odd_among(listed_names)):
            texts = [text for text in texts if text not in odd]
            self.odd.append(
                f"these have no comma, unlike the others, and may be groups: {_shown(odd)}"
            )
        is_inverted = len(items) > 1 and any(map(names.is_inverted, texts))
        if any("," not in text and " " in text and not names.is_group(text) for text in texts):
            self.order = ""  # not all names have the order of the format
        for place, item in enumerate(items, 1):
            self.is_last = place == len(items)
            self.take(item, is_item=is_inverted)

    def text(
        self, text: str, extra: Mapping[str, str] | None = None, *, is_item: bool = False
    ) -> None:
        """Add one or more names."""
        if (items := textlists.items(text)) is not None:
            self.take(items)
            return
        if text.startswith("{") and text.endswith("}") and text.count("{") == 1:
            self.found.append(_Found(text[1:-1].strip(), extra or {}, True))
            return
        text, extra = namemarks.without_link(text, extra or {})
        text, found = namemarks.without_markup(text)
        text = re.sub(r"[^\S\n]+", " ", text).strip()
        if text[:1] in _QUOTES and text[-1:] in _QUOTES:
            text = text[1:-1].strip()
        orcids = ORCID.findall(text)
        text = ORCID.sub("", text).strip() if orcids else text
        is_item = is_item or text.endswith(";")  # Google Scholar ends each name with one
        text, behind = namemarks.without_marks(self.without_others(text))
        byline = bylines.parse(text)
        people, inside = namemarks.without_marks(byline.names)  # before what the byline left out
        self.dropped += [*byline.dropped, *found, *behind, *inside]
        self.odd += (f'"{aside}" is left out' for aside in byline.asides)
        if byline.before:
            self.found.append(_Found(byline.before, {}, True))
        names_in = parted(people, "family" if is_item else self.order)
        if len(orcids) == len(names_in.texts) == 1:
            extra.setdefault("orcid", orcids[0])
        else:
            self.dropped += orcids
        self.dropped += names_in.dropped
        if not names_in.is_sure:
            self.odd.append(_reading(people, names_in.texts))
        elif self.order and not is_item and len(names_in.texts) == 1 and may_be_two(people):
            family = people.partition(",")[0].strip()
            self.odd.append(one_of_two(people, family))
        for each in names_in.texts:
            self.one(each, extra if len(names_in.texts) == 1 else {})
        if byline.behind:
            self.found.append(_Found(byline.behind, {}, True))

    def without_others(self, text: str) -> str:
        """Return the text without "et al."."""
        text, number = etal.cut_off(text, is_last=self.is_last)
        self.others = max(self.others, number)
        return text

    def one(self, text: str, extra: Mapping[str, str]) -> None:
        """Add a single name, without marks around it."""
        text, extra = namemarks.without_link(text, extra)
        if missing.is_nobody(text) or text == "NA":  # as R writes a missing value
            self.dropped += [text] if text else []
            return
        text, found = namemarks.without_titles(text.strip(" ,;:"))
        self.dropped += found
        if (dot := _DOT.search(text)) and text.split()[-1].lower() not in _ABBREVIATED:
            text = text[: dot.start()] if not names.is_suffix(text.split()[-1]) else text
        behind = BEHIND.fullmatch(text)
        # `Ada Byron (University of Loom)` is a person
        is_group = names.is_group(text) and (not behind or names.is_group(behind["name"]))
        is_literal = is_group and "," not in text
        if text.startswith("{") and text.endswith("}"):
            text, is_literal = text[1:-1], True
        behind = None if is_literal else behind
        if behind:
            self.odd.append(f'"{behind["more"]}" after "{behind["name"]}" is left out')
            text = behind["name"]
        self.found.append(_Found(text, extra, is_literal))

    def mapping(self, value: Mapping[Any, Any]) -> None:
        """Add a name given in parts, under the keys of any program."""
        parts: dict[str, str] = {}
        inner: list[Any] = []
        for key, item in value.items():
            part = _PARTS.get(plain := _KEY.sub("", str(key).casefold()), "")
            if part == "name" and isinstance(item, Mapping | list):
                inner.append(item)
            elif part in ("name", "affiliation") and parts.get(part):
                continue
            elif part == "particle" and parts.get(part):
                parts[part] += f" {_plain(item)}"
            elif part:
                parts[part] = _plain(item)
            elif plain == "creatortype" and str(item) not in ("author", ""):
                self.odd.append(f"left out, {item} instead of author: {_plain(value)}")
                return
            elif plain not in _SILENT and item not in (None, "", [], {}):
                self.odd.append(f"{key}: {_plain(item)}")
        for item in inner:
            self.take({**item, **parts} if isinstance(item, Mapping) else item)
        if not inner:
            self.parts(parts, value)

    def parts(self, parts: dict[str, str], value: Mapping[Any, Any]) -> None:
        """Add a name in parts; read a name that is in one part as text."""
        extra = {part: parts[part] for part in ("orcid", "affiliation", "url") if parts.get(part)}
        given = " ".join(filter(None, (parts.get("given"), parts.get("middle"))))
        has_both = bool(parts.get("family") and given)
        given = self.clean(given or parts.get("initials", ""), is_part=has_both)
        particle, family = parts.get("particle", ""), parts.get("family", "")
        family = names.with_particle(particle, family)
        family = self.clean(family, is_part=has_both, has_given=bool(given))
        literal = parts.get("literal", "")
        alone = "" if given else family or literal
        if etal.is_all(f"{family}, {given}" if given else alone):
            self.others = max(self.others, 1)
        elif (
            _INVERTED.fullmatch(alone)
            or (family and _SEVERAL.search(alone))
            or (names.is_family_first(alone.split()) and (family or _NO_GROUP.fullmatch(literal)))
        ):
            self.text(alone, extra)
        elif family:
            suffix = self.clean(parts.get("suffix", ""))
            if suffix and namemarks.is_degree(suffix, is_behind_name=True):
                self.dropped.append(suffix)
                suffix = ""
            name = names.tidied(given, family, suffix)
            self.found.append(replace(name, **extra) if extra else name)
        elif literal:
            byline = bylines.parse(literal)
            if byline.behind and not byline.names:  # `on behalf of the Loom Group`
                literal = byline.behind
                self.dropped += byline.dropped
            self.found.append(_Found(literal, extra, True))
            if missing.is_nobody(literal):
                self.dropped.append(literal)
                self.found.pop()
        elif whole := parts.get("name") or given:
            self.text(whole, extra, is_item=True)  # a mapping is one person
        elif not extra and value:
            self.odd.append(f"no name in {_plain(value)}")

    def clean(self, text: str, *, is_part: bool = False, has_given: bool = False) -> str:
        """Return a part of a name without marks; empty for a placeholder. Beside a given name,
        `Null` is a family name, and `MD` after one is a degree."""
        text, found = namemarks.without_markup(text)
        text, behind = namemarks.without_marks(" ".join(text.split()).strip(" ,;"), is_part=is_part)
        text, titles = namemarks.without_titles(text.removeprefix("and "), is_family=has_given)
        self.dropped += [*found, *behind, *titles]
        is_name = has_given and text.isalpha() and text.istitle()
        if text and not is_name and missing.is_nobody(text):
            self.dropped.append(text)
            return ""
        return text

    # --- all of them ---------------------------------------------------------------------------

    def pairs(self) -> list[tuple[str, Name]]:
        """Return each name with its text."""
        read_one = self.reading()
        made = []
        for found in self.found:
            if isinstance(found, Name):
                made.append((found.shown, found))
                continue
            try:
                is_one = found.is_literal or "," in found.text
                name = names.parse(found.text) if is_one else read_one(found.text)
            except ValueError:
                self.odd.append(f'"{found.text}" is kept unchanged as one name')
                name = Name(literal=found.text)
            name = Name(literal=found.text) if found.is_literal else name
            self.odd += doubt_of(found.text, name)
            made.append((found.text, replace(name, **found.extra) if found.extra else name))
        return made

    def reading(self) -> Callable[[str], Name]:
        """Return how to parse names without commas, by the format of most of them."""
        found = [each for each in self.found if isinstance(each, _Found)]
        texts = [each.text for each in found if not each.is_literal]  # not groups
        words = [text.split() for text in texts if "," not in text and " " in text]
        sure = [each for each in words if names.is_family_first(each)]
        letters = [each for each in sure if names.is_one_letter(each)]
        clear = sum(not _is_unclear(each) for each in words)  # the unambiguous ones
        # nothing else shows that these are initials
        if sure and (sure == letters or _COMPANIES.issuperset(each[-1] for each in sure)):
            if sure == letters and clear >= 2 * len(sure):
                return names.parse_as_printed
            shown = "; ".join(" ".join(each) for each in sure)
            self.odd.append(f"read as family names and initials: {shown}")
        return names.parse_family_first if 0 < 2 * len(sure) > clear else names.parse

    def people(self, pairs: Iterable[tuple[str, Name]]) -> People:
        """Return the authors: the names to keep, and the lines for the report."""
        kept: list[Name] = []
        seen: set[Name] = set()
        for _, name in pairs:
            is_again = name in seen
            seen.add(name)
            is_proven = is_again and bool(name.orcid or name.affiliation)
            if is_again:  # sometimes two people of the same name write a paper
                self.odd.append(f"{name.shown} is listed twice{'; kept once' if is_proven else ''}")
            if not is_proven:
                kept.append(name)
        return People(
            names=tuple(kept),
            others=self.others,
            dropped=tuple(dict.fromkeys(self.dropped)),
            odd=tuple(dict.fromkeys(self.odd)),
        )


def one_of_two(text: str, family: str) -> str:
    """Return the doubt about one person who may be two: `García Márquez, Gabriel José`."""
    return f'"{text}" is read as one person with the family name {family}'


def doubt_of(text: str, name: Name) -> Iterator[str]:
    """Yield doubts about a parsed name that do not depend on other names."""
    if "." in text and not name.given and names.looks_like_initials(text):
        yield f'"{text}" looks like initials, not like a name'
    elif is_affiliation(name):
        yield f'"{name.given}" in "{text}" looks like an affiliation, not like a given name'
    elif names.is_in_capitals(name.family):
        yield f'the family name of "{text}" is read as {name.family}, because it is in capitals'
    elif names.may_be_initials(name):
        yield f'"{text}" is read as a name with a number; {name.suffix} may be initials'


def is_affiliation(name: Name) -> bool:
    """Return whether the given name looks like an affiliation: `Ada Byron, MIT`."""
    is_group = " " in name.family and names.is_group(name.given)
    return is_group and not names.looks_like_initials(name.given)


def _is_unclear(words: Sequence[str]) -> bool:
    """Return whether a name may be `Family Initials`, but is ambiguous."""
    return names.is_initials_or_family(words) and not names.is_family_first(words)


def _reading(text: str, texts: Sequence[str]) -> str:
    if len(texts) == 1:
        return f'"{cut(text)}" is read as one name'
    return f'"{cut(text)}" is read as {len(texts)} people: {_shown(texts)}'


def _shown(texts: Iterable[Any]) -> str:
    return cut("; ".join(map(str, texts)))


def _plain(value: Any) -> str:
    """Return a value of a record as text."""
    if isinstance(value, Mapping):
        named = {_KEY.sub("", str(key).casefold()): item for key, item in value.items()}
        for key in ("displayname", "name", "value", "rawaffiliationstring"):
            if isinstance(named.get(key), str):
                return str(named[key])
        return "; ".join(f"{key}: {_plain(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(_plain, value))
    return "" if value is None else " ".join(str(value).split())
