"""Hints: what to write instead of a wrong value.

In: the text of a value. Out: a hint to follow literally, such as `write 1952-05-02`; empty if the
intended value cannot be known. Never decides whether a value is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from collections.abc import Mapping as AbstractMapping

from papershelf.catalogue import linkhints
from papershelf.catalogue.compose import Composer
from papershelf.catalogue.item_types import TYPES_BY_NAME
from papershelf.catalogue.nodes import Mapping, Node, Scalar, Sequence
from papershelf.text import dates, languages, namejoining, pasted
from papershelf.text.identifiers import SCHEMES, Scheme
from papershelf.text.names import GROUP_WORDS
from papershelf.text.slugs import RESERVED, to_slug

#: The longest block that is read again as a list or a mapping, in characters.
_LONGEST_BLOCK = 20_000


#: Signs that people leave before and after a value: `@looms`, `- 2024`, `https://a.org ]`.
_SIGNS = r"[\s,;:.!?*&%@`'\"“”„‘’«»|<>()\[\]{}#=~\\–—-]"
_AROUND = re.compile(rf"^(?:{_SIGNS}(?=\s)|(?![-–—]){_SIGNS})+|(?:{_SIGNS})+$")


def bare(text: str) -> str:
    """Return a value without the signs around it; a long one as it is."""
    return _AROUND.sub("", text) if len(text) <= linkhints.LONGEST else text


_ENCLOSED: AbstractMapping[type[Node], re.Pattern[str]] = {
    Sequence: re.compile(r"[^\w\[{]{0,4}(\[.*\])[^\w\]}]{0,4}"),
    Mapping: re.compile(r"[^\w\[{]{0,4}(\{.*\})[^\w\]}]{0,4}"),
}


def enclosed(text: str, kind: type[Node]) -> str:
    """Return the list in brackets, or the mapping in braces, that a text is, as it is written but
    without signs around it: `@[looms, "C, D"]`; empty for other texts."""
    found = _ENCLOSED[kind].fullmatch(text) if len(text) <= linkhints.LONGEST else None
    return found[1] if found and _is_yaml(found[1], kind) else ""


def block(source: str, node: Scalar, kind: type[Node]) -> str:
    """Return the sign that makes a text of the list or the mapping below it; empty for others."""
    header, _, below = source[node.start : node.end].partition("\n")
    is_block = node.style in tuple("|>") and len(below) <= _LONGEST_BLOCK
    return header.split()[0] if is_block and _is_yaml(below, kind) else ""


def _is_yaml(text: str, kind: type[Node]) -> bool:
    composer = Composer(text, 0)
    return composer.run() and not composer.findings and [*map(type, composer.roots)] == [kind]


def slug(text: str) -> str:
    """Return the slug of a title."""
    given = text
    if "://" in text or "topics/" in text:
        text = text.rstrip("/").rpartition("/")[2]
    text = text.lstrip("#@*• ").removesuffix(".md")
    parts = [to_slug(part) for part in re.split("[,;，；、|]", text) if part.strip()]
    if len(parts) > 1:
        return f"write {len(parts)} items: {', '.join(parts)}"
    slug = to_slug(text)
    return "" if slug.startswith("x-") or slug in RESERVED or slug == given else f"write {slug}"


#: `1952–1955`, and `1950s`.
_SPAN = re.compile(r"([1-9]\d{3})\s*[-–—/]\s*([1-9]\d{3})", re.ASCII)
_DECADE = re.compile(r"(?:the )?[1-9]\d{2}0['’]?s", re.ASCII)
_UNDATED = re.compile(
    r"n\.?\s?d\.?|s\.?\s?[ad]\.?|o\.?\s?J\.?|undated|no date|unknown|forthcoming|to appear"
    r"|in press|soon",
    re.IGNORECASE,
)


def date(text: str) -> str:
    """Return the date that a text means, or only the year if day and month may be swapped."""
    found = dates.readings(text)
    if not found and text.lower().startswith(("10.", "doi", "http", "arxiv")):
        name, identifier = pasted.within("", text)
        if name:
            return f"this is {SCHEMES[name].called}: write {name}: {identifier}"
    if not found and (span := _SPAN.fullmatch(text)):
        found = tuple(map(dates.parse, span.groups()))
    if _DECADE.fullmatch(text):
        return f"write {found[0]}, unless you know the year"
    if len(found) > 1:
        either = " or ".join(map(str, found))
        return f"write {found[0].year}, unless you know which is right: {either}"
    if _UNDATED.fullmatch(text):
        return "write the year of publication as YYYY"
    if not found and (begun := dates.find(text)[0]):
        return f"write {begun}"
    return f"write {found[0]}" if found else ""


def day(text: str) -> str:
    """Return the day that a text means, without "write"; empty if there is not exactly one."""
    found = dates.readings(text)
    return str(found[0]) if len(found) == 1 and found[0].day else ""


#: Parts of a date that other programs write as a mapping.
_DATE_PARTS = ("year", "month", "day")


def date_in_parts(node: Node) -> str:
    """Return a date in parts, `[1952, 5, 2]` or `{year: 1952, month: may}`; empty if a part is
    missing before another one, or does not exist."""
    parts: tuple[Node, ...] = ()
    if type(node) is Sequence:
        parts = node.items
    elif type(node) is Mapping and node.pairs.keys() == {*_DATE_PARTS[: len(node.pairs)]}:
        parts = tuple(node.pairs[name][1] for name in _DATE_PARTS if name in node.pairs)
    texts = [part.text.strip() for part in parts if type(part) is Scalar]
    found = dates.readings("-".join(texts))
    only = str(found[0]) if len(found) == 1 and len(texts) == len(parts) else ""
    return only if texts[:1] == [only[:4]] and only.count("-") == len(texts) - 1 else ""


def day_in_parts(node: Node) -> str:
    """Return a whole day in parts; empty for other dates."""
    found = date_in_parts(node)
    return found if found.count("-") == 2 else ""


def language(text: str) -> str:
    """Return the tag of a language from its name."""
    tag, _ = languages.read(text)
    return f"write {tag}" if tag and " " not in tag else ""


def choice(text: str, options: Collection[str]) -> str:
    """Return the option with the same words, or with this BibTeX name; empty if there is none."""
    option, hint = _VAGUE.get(text.lower(), ("", ""))
    if option in options:
        return hint
    words = set(re.findall(r"[a-z]+", text.lower()))
    same = (option for option in options if set(option.split("-")) == words)
    meant = next(same, _TYPES.get(re.sub(r"[\W_]+", "", text.lower()), ""))
    return f"write {meant}" if meant in set(options) else ""


#: Types for words that in an import leave the choice to the venue.
_TYPES = TYPES_BY_NAME | {"misc": "document", "proceedings": "paper-conference"}
#: Words that may mean several options or none: one of the options, and what to do.
_VAGUE = dict.fromkeys(
    ("paper", "publication", "research paper"),
    ("paper-conference", "write article-journal, paper-conference or article"),
) | dict.fromkeys(
    ("published", "accepted", "final", "active", "ok", "none"),
    ("withdrawn", "remove this line: other works need no status"),
)


def count(text: str) -> str:
    """Return the only number in a text."""
    if text == "0":
        return "remove this line: omit fields that are not known"
    found = re.findall(r"\d{1,3}(?:[,.' ]\d{3})+|\d+", text)
    if len(found) != 1 or "-" in text:
        return ""
    return f"write {int(''.join(filter(str.isdecimal, found[0])))}"  # digits of any script


#: Values that mean "none".
_NONE = re.compile(r"n/?a|n\.a\.|none|nil|null|unknown|tba|tbd|todo|[-–—?.x]+", re.IGNORECASE)


def identifier(scheme: Scheme, text: str, error: str) -> str:
    """Return the identifier in a URL, or the field that it belongs to."""
    name, found = pasted.within(scheme.name, text)
    if name == scheme.name:
        return f"write {found}"
    if name:
        return f"this is {SCHEMES[name].called}: write {name}: {found}"
    if linkhints.WEB.fullmatch(text):
        called = scheme.called.partition(" ")[2]
        return f"this URL contains no {called}: write urls: {{paper: {text}}}"
    if _NONE.fullmatch(text):
        return "remove this line: omit fields that are not known"
    if "check digit" in error:
        return "compare it with the source: a digit is wrong or missing"
    return f"use the form of {scheme.example}"


#: Brackets, also those of Chinese and Japanese keyboards.
_BRACKETS = dict(zip("]})］】）", "[{(［【（"))


def unbracketed(text: str) -> str:
    """Return a text without brackets around it as a whole, and without one that has no other."""
    text = text.strip(" ,")
    for _ in range(3):
        first, last = text[:1], text[-1:]
        if not (opening := _BRACKETS.get(last)):
            break
        is_around = first == opening and text.count(opening) == 1 and opening in "[［【"
        if text.count(opening) >= text.count(last) and not is_around:
            break
        text = text[is_around:-1].strip(" ,")
    return text if any(map(text.count, _BRACKETS)) else text.lstrip("[{(［【（ ")


def cut(source: str, node: Mapping, known: Collection[str]) -> dict[str, Scalar]:
    """Return the complete texts that a mapping in braces cuts off at a comma, and the keys that
    their rests became: `{published: May 2, 1952}` has a key 1952 without a value."""
    found: dict[str, Scalar] = {}
    above = ""
    for name, (key, value) in node.pairs.items():
        if name in known:
            above = name if type(value) is Scalar and value.text and not value.style else ""
        elif above and type(value) is Scalar and not value.text:
            _, first = node.pairs[above]
            whole = found.get(above, first)
            assert type(whole) is Scalar
            text = " ".join(source[whole.start : key.end].split())
            found[above] = whole._replace(text=text, end=key.end)
            found[name] = key
        else:
            above = ""
    return found


#: An item up to a comma, a semicolon or the end of the line; those in parentheses are part of it.
_ITEM = re.compile(r"(?:\([^()\n]*\)|（[^（）\n]*）|[^,;，；、\n])+")
#: The same, with a comma before a year.
_PRIZE = re.compile(r"(?:\([^()\n]*\)|,(?=\s*\d{4}\s*(?:[,;\n]|\Z))|[^,;\n])+")


def words(text: str) -> list[str]:
    """Return the items that a single text was meant to be: `hives; bees (wild, tame)`."""
    return [word for part in _ITEM.findall(text.strip("[] ")) if (word := part.strip())]


def prizes(text: str) -> list[str]:
    """Return the prizes in a text, each with its year: `Best paper, 2024; best talk`."""
    return [prize for part in _PRIZE.findall(text.strip("[] ")) if (prize := part.strip())]


def people(text: str) -> list[str]:
    """Return the names in a text, as written: `Dr. Ada Byron and Bo Reed`; `Byron, Ada` is one."""
    found: list[str] = []
    for part in _AND.split(text.strip("[] ")):
        names = [name for piece in part.split(",") if (name := piece.strip())]
        found += namejoining.halves(names) or namejoining.joined(names)
    return found


_AND = re.compile(r"[;\n]|\s(?:and|&|und|et(?! al\b))\s")


#: A bullet or number before an item of a list that is not a YAML list.
_BULLET = re.compile(r"\A[ \t]*(?:[-\u2010-\u2015*•·+]|\d{1,3}[.)])[ \t\u00a0]*")


def lines_to_items(rows: Iterable[str]) -> list[str]:
    """Return the items of lines, without bullets and numbers."""
    items = (_BULLET.sub("", row, count=1).strip(" \t,;") for row in rows)
    return [item for item in items if item]


_FIELD_ABOVE = re.compile(r"([a-z_]+)[ \t]*:\s*\Z")


def items(source: str, node: Scalar, commas: int) -> list[str]:
    """Return the list items that a text of several lines was meant to be, one in each line; empty
    if it was not, or if a line has more commas than an item may have."""
    rows = source[node.start : node.end].splitlines()
    rows = rows[1:] if node.style == "|" else rows
    found = lines_to_items(rows) if len(rows) > 1 and node.style in ("", "|") else []
    are_whole = all(item.count(",") <= commas and not _SEVERAL.search(item) for item in found)
    return found if are_whole and not (commas and _is_wrapped(found)) else []


_SEVERAL = re.compile(r"(?:\A|\s)(?:and|&)(?:\s|\Z)|;")


def _is_wrapped(rows: list[str]) -> bool:
    """Return whether a name goes on in the next line: `Grace Hopper, Ada` and `Byron`, `The Loom`
    and `Collaboration`."""
    words = {row.lower() for row in rows if " " not in row and "," not in row}
    return not words.isdisjoint(GROUP_WORDS) or (
        bool(words) and any(" " in row.partition(",")[0] for row in rows if "," in row)
    )


def field_above(source: str, start: int) -> str:
    """Return the key of the value at an offset, `authors: `."""
    match = _FIELD_ABOVE.search(source, max(start - 100, 0), start)
    return f"{match[1]}: " if match else ""
