"""A record on its way to becoming an entry.

In: plain text, lists and mappings under the names of our fields. Out: values as the fields' own
forms read them, and what had to be left out, field by field. It invents nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from papershelf.catalogue import forms, nodes
from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.nodes import Node
from papershelf.catalogue.report import Report
from papershelf.problems import SourceText
from papershelf.text import authorhints, authors, characters, languages, pasted
from papershelf.text.degrees import degree_of
from papershelf.text.identifiers import SCHEMES, clean_doi
from papershelf.text.names import Name
from papershelf.text.shorten import cut

#: Markup of others → our text; what it does not understand is added to the list.
Converter: TypeAlias = Callable[[str, list[str]], str]
_SPACE = re.compile(r"(?:(?<![ \t])[ \t]+)?[\r\n]+[ \t]*")
_PARAGRAPH = re.compile(r"(?:(?<![ \t])[ \t]+)?\r?\n(?:[ \t]*\r?\n)+[ \t]*")


@dataclass(slots=True, kw_only=True)
class Draft:
    """One record of another program."""

    where: str
    """Where it stands, for people: `refs.bib:12 (knuth1984)`, `arXiv 2404.17858`."""
    line: int = 0
    """Of its file, the first of the record; 0 where it has no line of its own."""
    key: str = ""
    """What the record calls itself, `knuth1984`."""
    fields: dict[str, Any] = field(default_factory=dict)
    """Ours, as text, list, mapping or node; dates as ISO 8601, authors as `text.authors` reads."""
    left: dict[str, str] = field(default_factory=dict)
    """Theirs that have no place here: name → text."""
    odd: dict[str, str] = field(default_factory=dict)
    """Field → commands and elements in it that were not understood; the text around them is kept:
    `{"title": "\\foo"}`."""
    why_not: str = ""
    """Why there is no entry in it at all."""
    notice: str = ""
    """What it is where it is no work, but a retraction or a correction of one."""
    is_ours: bool = False
    """Whether it was an entry of a catalogue like this one: two of a file are two works, then."""

    def read(self, name: str, text: str, convert: Converter) -> str:
        """Return the text of a field as a converter of markup reads it; what that does not
        understand is noted."""
        odd: list[str] = []
        shown = convert(text, odd)
        if odd:
            known = [self.odd[name]] if name in self.odd else []
            self.odd[name] = cut(" ".join(dict.fromkeys([*known, *odd])))
        return shown


@dataclass(slots=True, kw_only=True)
class Values:
    """What a draft comes to."""

    values: dict[str, Any]
    lost: list[str]
    """`doi: "11.1/x" is not a DOI …`, one line for each value that our forms refuse."""
    doubts: list[str]
    """`doi: "10.1000/x." is read as 10.1000/x`, one line for each that is not kept as written."""


def to_values(draft: Draft) -> Values:
    """Return each field as its own form reads it; what one refuses is reported and left out."""
    report = Report(SourceText(draft.where, ""))
    values: dict[str, Any] = {}
    lost: list[str] = []
    doubts = [f"{name}: not understood: {text}" for name, text in draft.odd.items()]
    for name, value in draft.fields.items():
        if name not in FIELDS:
            raise KeyError(f"{name} is no field")
        if name == "language" and isinstance(value, str) and not draft.is_ours:
            value, others = languages.read(value)
            lost += [f"language: {others}"] if others else []
        if name == "doi" and isinstance(value, str) and not draft.is_ours:
            value, given = clean_doi(value), value
            doubts += [f'doi: "{given}" is read as {value}'] if value != given else []
        if name == "abstract" and isinstance(value, str) and _NO_ABSTRACT.fullmatch(value.strip()):
            lost.append(f"abstract: {value.strip()}")
            continue
        if name == "authors" and (not draft.is_ours or isinstance(value, str | nodes.Scalar)):
            people = authors.read(value.text if isinstance(value, nodes.Scalar) else value)
            lost += (f"authors: {line}" for line in people.lost)
            doubts += (f"authors: {line}" for line in people.doubts)
            value = [_parts(each) for each in people.names]
            if people.count and not draft.fields.get("author_count"):
                values["author_count"] = people.count
        elif name == "authors":
            doubts += _doubts(value)
        forbidden: dict[str, None] = {}
        node = _to_node(value, lambda text: _cleaned(text, draft.is_ours, forbidden))  # noqa: B023
        if forbidden:
            doubts.append(f"{name}: left out: {cut(', '.join(forbidden))}")
        if forms.is_empty(node):
            continue
        # topics of others are words of theirs, which need no page and no slug yet
        is_word = name == "topics" and not draft.is_ours
        parsed = FIELDS["keywords" if is_word else name].form.parse(node, report)
        if parsed is None and name == "published":  # 31 February is in February
            parsed = next(filter(None, map(_date, _shorter(str(value)))), None)
        if parsed is None and name in SCHEMES and isinstance(value, str):
            parsed = _meant(name, value, report, lost)
        lost += (f"{name}: {problem.message}" for problem in report.problems)
        report.problems.clear()
        if parsed not in (None, "", (), {}):
            values[name] = parsed
    if "author_count" in values and values["author_count"] < len(values.get("authors", ())):
        del values["author_count"]
    values = {name: values[name] for name in FIELDS if name in values}
    return Values(values=values, lost=lost, doubts=doubts)


def _parts(name: Name) -> dict[str, str]:
    return {part: text for part in Name.__slots__ if (text := getattr(name, part))}


def _doubts(value: Any) -> Iterator[str]:
    """What `check` will say of the names in an entry of ours, which are taken as they are."""
    items = value.items if isinstance(value, nodes.Sequence) else value
    items = items if isinstance(items, list | tuple) else ()
    texts = [item.text if isinstance(item, nodes.Scalar) else item for item in items]
    named = [text for text in texts if isinstance(text, str)]
    for doubt in authorhints.of_items(named) if len(named) == len(texts) else ():
        yield f"authors: {doubt.message}; {doubt.hint}"


#: What databases write in the place of an abstract.
_NO_ABSTRACT = re.compile(r"\[?no abstract(?: (?:is )?available)?\.?\]?", re.IGNORECASE)


def _meant(name: str, value: str, report: Report, lost: list[str]) -> str | None:
    """Return the identifier that a text around it was meant for: `arXiv:2403.00010v2 [cs.CL]`."""
    scheme, found = pasted.within(name, value)
    if scheme != name:
        return None
    report.problems.clear()
    lost.append(f'{name}: "{value}" is taken as {found}')
    return found


def _shorter(date: str) -> Iterator[str]:
    """A date without its day, and without its month."""
    parts = date.split("-")
    return ("-".join(parts[:length]) for length in range(len(parts) - 1, 0, -1))


def _date(text: str) -> Any:
    return FIELDS["published"].form.parse(_to_node(text, clean), Report(SourceText("", "")))


def _to_node(value: Any, change: Callable[[str], str]) -> Node:
    """Plain data as the nodes that the forms read, all at no place; of nodes only texts change."""
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
    # `|`: paragraphs are parted by empty lines
    return nodes.Scalar(change(str(value)), 0, 0, "|")


def _cleaned(text: str, is_ours: bool, left_out: dict[str, None]) -> str:
    """A text with line feeds alone and without the characters that no catalogue may hold, whose
    names are added to `left_out`; one of others also without those that say nothing."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace(
        "\r", "\n"
    )  # other programs break lines as Windows does
    found = tuple(characters.forbidden(text))
    left_out.update(dict.fromkeys(name for _, name in found))
    return _without(text, found if is_ours else (*found, *characters.invisible(text)))


def clean(text: str) -> str:
    """Without the characters that say nothing."""
    return _without(text, (*characters.forbidden(text), *characters.invisible(text)))


def _without(text: str, found: tuple[tuple[int, str], ...]) -> str:
    if not found:
        return text
    bad = {offset for offset, _ in found}
    return "".join(
        char if offset not in bad else " " if char in _BREAKS else ""
        for offset, char in enumerate(text)
    )


#: Characters that are left out, but part words: they break lines for some programs.
_BREAKS = "\x0b\x0c\x85\u2028\u2029"


def set_version(fields: dict[str, Any], text: str) -> bool:
    """Take the version of a program or a data set for its edition, since each release is a work of
    its own; return whether it was taken."""
    is_release = fields.get("type") in ("software", "dataset") or _RELEASE.fullmatch(text)
    if not text or not is_release or fields.get("edition"):
        return False
    number = text.removeprefix("v")
    fields["edition"] = f"Version {number}" if number[:1].isdigit() else text
    return True


def set_degree(draft: Draft, said: str) -> bool:
    """Keep what a record says of the degree that a thesis is for, since a master's and a PhD thesis
    are two works; return whether it says more than that it is a thesis."""
    if draft.fields.get("type") != "thesis" or not degree_of(said):
        return False
    draft.fields["extra"] = {"genre": _DEGREE_WORDS.get(said, said)}
    return True


#: What biblatex calls them.
_DEGREE_WORDS = {"phdthesis": "PhD thesis", "mathesis": "Master's thesis",
                 "bathesis": "Bachelor's thesis"}  # fmt: skip
_RELEASE = re.compile(r"v?\d+(?:\.\d+)+")


def one_line(text: str) -> str:
    """White space as one blank."""
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    """Lines of a paragraph joined, paragraphs parted by one empty line."""
    parts = _PARAGRAPH.split(text.strip())
    return "\n\n".join(filter(None, (one_line(_SPACE.sub(" ", part)) for part in parts)))


_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\[\]$]+", re.IGNORECASE)
#: Host of an address in an abstract → the link that it is. The first that fits counts.
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
    """Addresses in an abstract, each under its name; one that is none of them is the project's."""
    found: dict[str, str] = {}
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(".,;:!?)'’”")
        rest = address.partition("://")[2]
        if re.match(r"(?:www\.)?(?:doi\.org|arxiv\.org)/", rest):
            continue
        name = next((name for host, name in _HOSTS if host.match(rest)), "project")
        found.setdefault(name, address)
    return found
