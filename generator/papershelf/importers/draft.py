"""A record on its way to becoming an entry.

In: plain text, lists and mappings under the names of our fields. Out: values as the fields' own
forms read them, and what had to be left out, field by field. Never invents data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from papershelf.catalogue import forms, nodes
from papershelf.catalogue.fields import CREATORS, FIELDS
from papershelf.catalogue.nodes import Node
from papershelf.catalogue.report import Report
from papershelf.importers import extras
from papershelf.problems import SourceText
from papershelf.text import (
    authorhints,
    authors,
    characters,
    identifiers,
    labels,
    languages,
    mojibake,
    pasted,
    spreadsheets,
    venues,
)
from papershelf.text.degrees import degree_of
from papershelf.text.identifiers import SCHEMES
from papershelf.text.names import Name
from papershelf.text.shorten import cut
from papershelf.text.venues import VenueType

#: Converts markup of other programs to our text; appends what it does not understand to the list.
Converter: TypeAlias = Callable[[str, list[str]], str]
_SPACE = re.compile(r"(?:(?<![ \t])[ \t]+)?[\r\n]+[ \t]*")
_PARAGRAPH = re.compile(r"(?:(?<![ \t])[ \t]+)?\r?\n(?:[ \t]*\r?\n)+[ \t]*")


@dataclass(slots=True, kw_only=True)
class Draft:
    """A record of another program."""

    where: str
    """Where the record is, for reports: `refs.bib:12 (knuth1984)`, `arXiv 2404.17858`."""
    line: int = 0
    """The first line of the record in its file; 0 if it has no line of its own."""
    key: str = ""
    """The key of the record in its source, `knuth1984`."""
    fields: dict[str, Any] = field(default_factory=dict)
    """Values by our field names: text, list, mapping or node. Dates as ISO 8601; authors as
    `text.authors` reads them."""
    left: dict[str, str] = field(default_factory=dict)
    """Values without a place in the catalogue, by their own names."""
    odd: dict[str, str] = field(default_factory=dict)
    """Commands and elements that were not understood, by field: `{"title": "\\foo"}`. The text
    around them is kept."""
    why_not: str = ""
    """Why the record cannot become an entry; empty if it can."""
    notice: str = ""
    """What the record is, if it is not a work: a retraction or correction of one, or data for other
    records."""
    order: str = ""
    """`family` if the format has names as `Family, Given`, so that `García Márquez, Gabriel José`
    is one person."""
    is_ours: bool = False
    """Whether the record comes from a catalogue like this one; then two records are two works."""

    def read(self, name: str, text: str, convert: Converter) -> str:
        """Return the text of a field as a converter reads it; note what it does not understand."""
        odd: list[str] = []
        shown = convert(text, odd)
        if odd:
            known = [self.odd[name]] if name in self.odd else []
            self.odd[name] = cut(" ".join(dict.fromkeys([*known, *odd])))
        return shown


@dataclass(slots=True, kw_only=True)
class Values:
    """The values of a draft."""

    values: dict[str, Any]
    lost: list[str]
    """Refused values, one line each: `doi: "11.1/x" is not a DOI …`."""
    doubts: list[str]
    """Changed values, one line each: `doi: "10.1000/x." is read as 10.1000/x`."""


def to_values(draft: Draft) -> Values:
    """Return each field as its own form reads it; report refused values and leave them out."""
    report = Report(SourceText(draft.where, ""))
    values: dict[str, Any] = {}
    lost: list[str] = []
    doubts = [f"{name}: not understood: {text}" for name, text in draft.odd.items()]
    fields = draft.fields
    if not draft.is_ours:
        fields = extras.from_links(extras.from_notes(_archived(fields)))
    for name, value in fields.items():
        if name not in FIELDS:
            raise KeyError(f"{name} is not a field")
        if name == "language" and isinstance(value, str) and not draft.is_ours:
            value, others = languages.read(value)
            lost += [f"language: {others}"] if others else []
        if name in SCHEMES and isinstance(value, str):
            value, given = _meant(name, value), value
            doubts += [f'{name}: "{given}" is read as {value}'] if value != given else []
        if isinstance(value, str) and not draft.is_ours and is_missing(name, value.strip()):
            lost.append(f"{name}: {value.strip()}")
            continue
        if isinstance(value, str) and not draft.is_ours:
            damage = spreadsheets.damage(name, value.strip())
            if damage and name != "title":
                lost.append(f"{name}: {damage}")
                continue
            value, given = labels.without(name, value), value
            doubts += [f'{name}: "{given}" is read as {value}'] if value != given else []
        if name == "abstract" and isinstance(value, str) and (head := _HEADING.match(value)):
            value = value[head.end() :]
            doubts.append(f'abstract: left out the heading "{head[0].strip()}"')
        if name == "urls" and isinstance(value, dict) and not draft.is_ours:
            links = {key: whole_address(text) for key, text in value.items()}
            doubts += (
                f'urls: "{value[key]}" is read as {text}'
                for key, text in links.items()
                if text != value[key]
            )
            value = links
        if name in CREATORS and (not draft.is_ours or isinstance(value, str | nodes.Scalar)):
            people = authors.read(
                value.text if isinstance(value, nodes.Scalar) else value, draft.order
            )
            value = [_parts(each) for each in people.names]
            lost += (f"{name}: {line}" for line in people.lost)
            if name == "authors":
                doubts += (f"{name}: {line}" for line in people.doubts)
                if people.count and not draft.fields.get("author_count"):
                    values["author_count"] = people.count
            else:
                lost += [f"{name}: et al."] if people.count else []
                doubts += (f"{name}: {line}" for line in people.odd)
        elif name in CREATORS:
            doubts += (f"{name}: {line}" for line in _doubts(value))
        forbidden: dict[str, None] = {}
        changed: dict[str, None] = {}
        node = _to_node(value, lambda text: _cleaned(text, draft.is_ours, forbidden, changed))  # noqa: B023
        if forbidden:
            doubts.append(f"{name}: left out: {cut(', '.join(forbidden))}")
        doubts += [f"{name}: {line}" for line in changed]
        if forms.is_empty(node):
            continue
        # topics of other programs are free words, which need no page and no slug yet
        is_word = name == "topics" and not draft.is_ours
        parsed = FIELDS["keywords" if is_word else name].form.parse(node, report)
        if parsed is None and name == "published":  # 31 February becomes February
            parsed = next(filter(None, map(_date, _shorter(str(value)))), None)
        if name == "published" and parsed and parsed.year < _PRINTED and not draft.is_ours:
            doubts.append(f"published: {parsed.year} may be a year of another calendar")
        lost += (f"{name}: {problem.message}" for problem in report.problems)
        report.problems.clear()
        if parsed not in (None, "", (), {}):
            values[name] = parsed
    if "author_count" in values and values["author_count"] < len(values.get("authors", ())):
        del values["author_count"]
    values = {name: values[name] for name in FIELDS if name in values}
    return Values(values=values, lost=lost, doubts=doubts)


#: Before the first printed books, a year is more likely one of the calendars of Islam: 1402.
_PRINTED = 1450


def _parts(name: Name) -> dict[str, str]:
    return {part: text for part in Name.__slots__ if (text := getattr(name, part))}


def _doubts(value: Any) -> Iterator[str]:
    """Yield what `check` would report on names of our own entries, which are kept unchanged."""
    items = value.items if isinstance(value, nodes.Sequence) else value
    items = items if isinstance(items, list | tuple) else ()
    texts = [item.text if isinstance(item, nodes.Scalar) else item for item in items]
    named = [text for text in texts if isinstance(text, str)]
    for doubt in authorhints.of_items(named) if len(named) == len(texts) else ():
        yield f"{doubt.message}; {doubt.hint}"


#: Placeholders of databases for a missing value, also for a missing abstract, and for numbers that
#: an article in press does not have yet.
_NONE = r"n/a|na|null|none|nan|[-–—?]+"
_LACKING = r"(?:is )?(?:missing|unavailable|not (?:available|provided))"
_NO_ABSTRACT = rf"no abstract(?: (?:is )?(?:available|provided))?|abstract {_LACKING}|{_NONE}"
_NO_NUMBER = (
    rf"{_NONE}|no[ -](?:pagination )?specified|ahead[ -]of[ -]print|online[ -]first|in press"
)
_PLACEHOLDERS = {
    "abstract": re.compile(rf"\[?(?:{_NO_ABSTRACT})\.?\]?", re.IGNORECASE)
} | dict.fromkeys(
    ("volume", "issue", "pages", "number", "edition"), re.compile(_NO_NUMBER, re.IGNORECASE)
)
#: The name of the field before an abstract: `Abstract: We weave.`, `AbstractWe weave.`
_HEADING = re.compile(
    r"\s*(?:(?i:abstract)(?:\s*[:.—–]|\s+-\s|\s*\n\s*\n)|(?i:summary)\s*\n\s*\n"
    r"|ABSTRACT(?=\s+[A-Z])|Abstract(?=[A-Z][a-z ]))\s*(?=\S)"
)


def is_missing(name: str, text: str) -> bool:
    """Return whether the text of a field only says that its value is missing: `n/a`."""
    return name in _PLACEHOLDERS and _PLACEHOLDERS[name].fullmatch(text) is not None


#: An archive as the venue, with its number of the paper: `arXiv preprint arXiv:2401.00001`, `CoRR
#: abs/2401.00001`.
_NUMBERED = re.compile(
    r"(?:preprint[,:]? )?(?:arxiv\b[^\d]{0,30}?|corr[ ,]+abs/)"
    rf"(?P<id>{SCHEMES['arxiv'].pattern}|(?=\d))",
    re.IGNORECASE,
)


#: An arXiv id as the volume of CoRR.
_VOLUME = re.compile(rf"abs/({SCHEMES['arxiv'].pattern})", re.ASCII)


def _archived(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields with the arXiv id that is the volume or a part of the venue, and these
    without it."""
    number = _VOLUME.fullmatch(str(fields.get("volume") or ""))
    if number and fields.get("arxiv") in (None, "", number[1]):
        fields = {**fields, "arxiv": number[1], "volume": ""}
    venue = fields.get("venue")
    match = _NUMBERED.match(venue) if isinstance(venue, str) else None
    if not match or not (fields.get("arxiv") or match["id"]):
        return fields
    kind = venues.type_beside(str(fields.get("type") or ""), "arXiv")
    arxiv = fields.get("arxiv") or match["id"]
    return {**fields, "arxiv": arxiv, "venue": "arXiv"} | ({"type": kind} if kind else {})


def _meant(name: str, text: str) -> str:
    """Return the identifier inside a longer text: `arXiv:2403.00010v2 [cs.CL]`; the text unchanged
    if it is a right one, or contains none."""
    try:
        identifiers.parse(SCHEMES[name], text)
    except ValueError:
        scheme, found = pasted.within(name, text)
        return found if scheme == name else text
    return text


#: A URL without its beginning, as browsers show it.
_BARE_ADDRESS = re.compile(
    r"(?:www\.[\w-]+|[\w-]+)(?:\.[\w-]+)*\.[a-z]{2,10}/\S*|www\.\S+", re.ASCII
)


def whole_address(address: Any) -> Any:
    """Return a URL with its beginning; anything else unchanged."""
    is_bare = isinstance(address, str) and _BARE_ADDRESS.fullmatch(address.strip())
    return f"https://{address.strip()}" if is_bare else address


def _shorter(date: str) -> Iterator[str]:
    """Yield a date without its day, then without its month."""
    parts = date.split("-")
    return ("-".join(parts[:length]) for length in range(len(parts) - 1, 0, -1))


def _date(text: str) -> Any:
    return FIELDS["published"].form.parse(_to_node(text, clean), Report(SourceText("", "")))


def _to_node(value: Any, change: Callable[[str], str]) -> Node:
    """Return plain data as nodes without positions; change the texts of existing nodes."""
    if isinstance(value, nodes.Scalar):
        return value._replace(text=change(value.text))
    if isinstance(value, nodes.Sequence):
        return value._replace(items=tuple(_to_node(item, change) for item in value.items))
    if isinstance(value, nodes.Mapping):
        pairs = {
            change(name): (key, _to_node(item, change)) for name, (key, item) in value.pairs.items()
        }
        return value._replace(pairs=pairs)
    if isinstance(value, dict):
        pairs = {
            change(str(key)): (nodes.Scalar(str(key), 0, 0), _to_node(item, change))
            for key, item in value.items()
        }
        return nodes.Mapping(pairs, 0, 0)
    if isinstance(value, list | tuple):
        return nodes.Sequence(tuple(_to_node(item, change) for item in value), 0, 0)
    # `|`: empty lines separate paragraphs
    return nodes.Scalar(change(str(value)), 0, 0, "|")


def _cleaned(text: str, is_ours: bool, left_out: dict[str, None], changed: dict[str, None]) -> str:
    """Return a text with LF line breaks and without forbidden characters, whose names are added to
    `left_out`. Texts of other programs also lose invisible characters, and are restored if they
    were read in a wrong encoding, which is added to `changed`."""
    if text.isascii() and text.isprintable():
        return text
    if not is_ours and (mojibake.LOST in text or mojibake.restored(text) != text):
        for word in text.split(" "):
            if (right := mojibake.restored(word)) != word:
                changed[f'"{cut(word)}" is read as "{cut(right)}"; its encoding was wrong'] = None
            if mojibake.LOST in word:
                changed[f'"{cut(word)}" has U+FFFD in place of characters that were lost'] = None
        text = mojibake.restored(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")  # Windows line breaks
    found = tuple(characters.forbidden(text))
    left_out.update(dict.fromkeys(name for _, name in found))
    return _without(text, found if is_ours else (*found, *characters.invisible(text)))


def clean(text: str) -> str:
    """Return a text without forbidden and invisible characters."""
    return _without(text, (*characters.forbidden(text), *characters.invisible(text)))


def _without(text: str, found: tuple[tuple[int, str], ...]) -> str:
    if not found:
        return text
    bad = {offset for offset, _ in found}
    return "".join(
        char if offset not in bad else " " if char in _BREAKS else ""
        for offset, char in enumerate(text)
    )


#: Removed characters that separate words, because some programs break lines at them.
_BREAKS = "\x0b\x0c\x85\u2028\u2029"


def set_version(fields: dict[str, Any], text: str) -> bool:
    """Use the version of software or a dataset as its edition, since each release is a separate
    work; return whether it was used."""
    is_release = fields.get("type") in ("software", "dataset") or _RELEASE.fullmatch(text)
    if not text or not is_release or fields.get("edition"):
        return False
    number = text.removeprefix("v")
    fields["edition"] = f"Version {number}" if number[:1].isdigit() else text
    return True


def set_institution(fields: dict[str, Any]) -> None:
    """Make the publisher of a thesis, a report or a preprint its venue. CSL and RIS have no other
    place for the university or institution, which BibTeX requires, and for the archive."""
    publisher, kind = fields.get("publisher"), fields.get("type")
    is_archive = kind == VenueType.ARCHIVE and venues.kind_of(str(publisher)) == kind
    if publisher and not fields.get("venue") and (kind in ("thesis", "report") or is_archive):
        fields["venue"] = fields.pop("publisher")


def set_degree(draft: Draft, said: str) -> bool:
    """Keep the degree of a thesis, since a master's and a PhD thesis are different works; return
    whether the text says more than that it is a thesis."""
    if draft.fields.get("type") != "thesis" or not degree_of(said):
        return False
    draft.fields["extra"] = {"genre": _DEGREE_WORDS.get(said, said)}
    return True


#: BibLaTeX's names of degrees.
_DEGREE_WORDS = {"phdthesis": "PhD thesis", "mathesis": "Master's thesis",
                 "bathesis": "Bachelor's thesis"}  # fmt: skip
_RELEASE = re.compile(r"v?\d+(?:\.\d+)+")


def one_line(text: str) -> str:
    """Return a text with each run of white space as one space."""
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    """Return a text with the lines of each paragraph joined, and one empty line between
    paragraphs."""
    parts = _PARAGRAPH.split(text.strip())
    return "\n\n".join(filter(None, (one_line(_SPACE.sub(" ", part)) for part in parts)))


_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\[\]$]+", re.IGNORECASE)
#: Patterns of URLs in an abstract and the name of the link; the first match counts.
_HOSTS = (
    (re.compile(r"(?:www\.)?(?:github|gitlab|codeberg|bitbucket)\.(?:com|org)/[^/]+/[^/]"), "code"),
    (
        re.compile(r"(?:www\.)?huggingface\.co/datasets/|zenodo\.org/|osf\.io/|.*kaggle\.com/"),
        "data",
    ),
    (re.compile(r"(?:www\.)?(?:youtube\.com|youtu\.be|vimeo\.com)/"), "video"),
    (re.compile(r"huggingface\.co/spaces/"), "demo"),
    (re.compile(r"[\w.-]+\.(?:github|gitlab)\.io(?:/|$)"), "project"),
)


def links_in(text: str) -> dict[str, str]:
    """Return the URLs in an abstract by link name; a URL that matches no pattern is the
    project's."""
    found: dict[str, str] = {}
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(".,;:!?)'’”")
        rest = address.partition("://")[2]
        if re.match(r"(?:www\.)?(?:doi\.org|arxiv\.org)/", rest):
            continue
        name = next((name for host, name in _HOSTS if host.match(rest)), "project")
        found.setdefault(name, address)
    return found
