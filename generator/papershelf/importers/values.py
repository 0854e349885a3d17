"""The values of a draft, as the fields' own forms read them.

In: a Draft. Out: typed values; what had to be left out, and what was read differently from how it
is written, field by field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from papershelf.catalogue import authorhints, forms, nodes
from papershelf.catalogue.fields import CREATORS, FIELDS
from papershelf.catalogue.nodes import Node
from papershelf.catalogue.report import Report
from papershelf.importers import extras
from papershelf.importers.draft import DASH, Draft, whole_address
from papershelf.problems import SourceText
from papershelf.text import (
    authors,
    characters,
    dates,
    identifiers,
    labels,
    languages,
    missing,
    mojibake,
    namemarks,
    pasted,
    spreadsheets,
    textlists,
    venues,
)
from papershelf.text.identifiers import SCHEMES
from papershelf.text.shorten import cut


@dataclass(slots=True, kw_only=True)
class Values:
    """The values of a draft."""

    values: dict[str, Any] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    """Refused values, one line each: `doi: "11.1/x" is not a DOI …`."""
    doubts: list[str] = field(default_factory=list)
    """Changed values, one line each: `doi: "10.1000/x." is read as 10.1000/x`."""


def to_values(draft: Draft) -> Values:
    """Return each field as its own form reads it; report refused values and leave them out."""
    reader = _Reader(draft)
    fields = draft.fields
    if not draft.is_ours:
        fields = extras.from_links(extras.from_notes(_archived(fields)))
        if fields.get("volume") == fields.get("issue") == "0":  # publishers' sign for "not yet"
            reader.found.lost.append("volume, issue: 0")
            fields = {**fields, "volume": "", "issue": ""}
        series, venue = (str(fields.get(name) or "").casefold() for name in ("series", "venue"))
        if series == venue:  # ADS says it twice
            fields = {**fields, "series": ""}
        for name in labels.NUMBERS:
            numbers = {part: str(fields.get(part) or "") for part in labels.NUMBERS}
            if parts := labels.parts(name, numbers):
                said = ", ".join(f"{part}: {text}" for part, text in parts.items())
                reader.found.doubts.append(f'{name}: "{numbers[name]}" is read as {said}')
                fields = {**fields, **parts}
    for name, value in fields.items():
        reader.read(name, value)
    found = reader.found
    values = found.values
    if reader.count:
        values["author_count"] = reader.count
    if "author_count" in values and values["author_count"] < len(values.get("authors", ())):
        del values["author_count"]
    found.values = {name: values[name] for name in FIELDS if name in values}
    return found


class _Reader:
    """Reads the fields of a draft, each in these steps: its meaning, its people, its characters,
    its form."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.found = Values()
        self.count: int | None = None  # the authors, if their names show that there are more
        odd = (f"{name}: not understood: {text}" for name, text in draft.odd.items())
        self.found.doubts += [*draft.doubts, *odd]

    def read(self, name: str, value: Any) -> None:
        """Read one field."""
        if name not in FIELDS:
            raise KeyError(f"{name} is not a field")
        if isinstance(value, str):
            value = self._text(name, value)
        elif name == "urls" and isinstance(value, dict) and not self.draft.is_ours:
            value = {key: self._meant(name, url, whole_address(url)) for key, url in value.items()}
        elif name == "keywords" and isinstance(value, list) and not self.draft.is_ours:
            value = [word for item in value for word in textlists.keywords(str(item))]
        if name in CREATORS:
            value = self._creators(name, value)
        node = self._node(name, value)
        parsed = None if forms.is_empty(node) else self._parsed(name, value, node)
        if parsed not in (None, "", (), {}):
            self.found.values[name] = parsed

    def _meant(self, name: str, given: Any, meant: Any) -> Any:
        """Return what a value means, and report it if that is not what is written."""
        if meant != given:
            self.found.doubts.append(f'{name}: "{given}" is read as {meant}')
        return meant

    def _text(self, name: str, text: str) -> str:
        """Return a text as its field means it; empty if it is not a value of the field."""
        if name in labels.NUMBERS and not self.draft.is_ours:
            text = text.translate(dates.WIDE)
        if name == "pages" and not self.draft.is_ours:
            text = DASH.sub("-", re.sub(r"(?<=\d)\s?[~〜]\s?(?=\d)", "-", text))
            text = re.sub(r"-\+$", "+", text)  # and the pages that follow
        if name in SCHEMES:
            text = self._meant(name, text, _identifier(name, text))
        if not self.draft.is_ours:
            if lost := _no_value(name, text.strip()):
                self.found.lost.append(f"{name}: {lost}")
                return ""
            if name == "venue" and (shown := _EMPHASIZED.fullmatch(text.strip())):
                text = self._meant(name, text, shown["name"] + shown["more"])
            text = self._meant(name, text, labels.without(name, text))
            if name == "language":
                text, others = languages.read(text)
                self.found.lost += [f"language: {others}"] if others else []
        if name == "abstract" and (head := _HEADING.match(text)):
            self.found.doubts.append(f'abstract: left out the heading "{head[0].strip()}"')
            text = text[head.end() :]
        if name == "title" and not self.draft.is_ours:
            text, doubt = namemarks.without_footnote(text)
            self.found.doubts += [f"title: {doubt}"] if doubt else []
        return text

    def _creators(self, name: str, value: Any) -> Any:
        """Return names in parts. Those of our own entries are kept unchanged."""
        found = self.found
        if self.draft.is_ours and not isinstance(value, str | nodes.Scalar):
            found.doubts += (f"{name}: {line}" for line in _doubts(value))
            return value
        text = value.text if isinstance(value, nodes.Scalar) else value
        people = authors.read(text, self.draft.order)
        found.lost += (f"{name}: {line}" for line in people.lost)
        if name == "authors":
            if people.count and self._counts_more(len(people.names)):
                people = replace(people, others=0)
            self.count = people.count
            found.doubts += (f"{name}: {line}" for line in people.doubts)
        else:
            found.lost += [f"{name}: et al."] if people.count else []
            found.doubts += (f"{name}: {line}" for line in people.odd)
        return [each.parts for each in people.names]

    def _counts_more(self, names: int) -> bool:
        """Return whether the record itself says that there are more authors than names."""
        count = str(self.draft.fields.get("author_count", ""))[:9]
        return count.isdecimal() and int(count) > names

    def _node(self, name: str, value: Any) -> Node:
        """Return a value as a node, without characters that no catalogue may contain."""
        forbidden: dict[str, None] = {}
        changed: dict[str, None] = {}
        is_ours = self.draft.is_ours
        node = _to_node(value, lambda text: _cleaned(text, is_ours, forbidden, changed))
        if forbidden:
            self.found.doubts.append(f"{name}: left out: {cut(', '.join(forbidden))}")
        self.found.doubts += (f"{name}: {line}" for line in changed)
        return node

    def _parsed(self, name: str, value: Any, node: Node) -> Any:
        """Return a value as the form of its field reads it, and report what the form refuses."""
        # topics of other programs are free words, which need no page and no slug yet
        is_word = name == "topics" and not self.draft.is_ours
        report = Report(SourceText(self.draft.where, ""))
        parsed = FIELDS["keywords" if is_word else name].form.parse(node, report)
        self.found.lost += (f"{name}: {problem.message}" for problem in report.problems)
        if name == "published":  # 31 February becomes February
            parsed = parsed or next(filter(None, map(_date, _shorter(str(value)))), None)
            if parsed and parsed.year < _PRINTED and not self.draft.is_ours:
                line = f"published: {parsed.year} may be a year of another calendar"
                self.found.doubts.append(line)
        return parsed


#: Before the first printed books, a year is more likely one of the calendars of Islam: 1402.
_PRINTED = 1450


def _doubts(value: Any) -> Iterator[str]:
    """Yield what `check` would report on names of our own entries, which are kept unchanged."""
    items = value.items if isinstance(value, nodes.Sequence) else value
    items = items if isinstance(items, list | tuple) else ()
    texts = [item.text if isinstance(item, nodes.Scalar) else item for item in items]
    named = [text for text in texts if isinstance(text, str)]
    for doubt in authorhints.of_items(named) if len(named) == len(texts) else ():
        yield f"{doubt.message}; {doubt.hint}"


#: A venue in Markdown, as in files of Hugo: `In *Journal of Looms*`, `*Journal of Looms, 1*(2)`.
_EMPHASIZED = re.compile(r"(?:[Ii]n:?\s+)?(\*{1,2})(?P<name>[^*]+)\1(?P<more>[^*]*?)\.?")
#: The name of the field before an abstract: `Abstract: We weave.`, `AbstractWe weave.`, and what
#: CNKI writes before the beginning of a text that has no abstract.
_HEADING = re.compile(
    r"\s*(?:<正>|(?i:abstract)(?:\s*[:.—–]|\s+-\s|\s*\n\s*\n)|(?i:summary)\s*\n\s*\n"
    r"|(?i:abstract(?=\s+(?:background|objectives?|introduction|purpose|aims?|context|importance)\s*:))"
    r"|ABSTRACT(?=\s+[A-Z])|Abstract(?=[A-Z][a-z ]))\s*(?=\S)"
)


def _no_value(name: str, text: str) -> str:
    """Return why a text of another program is not a value of its field; empty if it is one."""
    if missing.is_missing(name, text) or (name == "pages" and labels.is_count(text)):
        return text
    return "" if name in ("title", "arxiv") else spreadsheets.damage(name, text)


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


def _identifier(name: str, text: str) -> str:
    """Return the identifier inside a longer text: `arXiv:2403.00010v2 [cs.CL]`; the text unchanged
    if it is a right one, or contains none."""
    if identifiers.bare(name, text):
        return text
    scheme, found = pasted.within(name, text)
    return found if scheme == name else text


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
    text = text if is_ours else text.translate(characters.LIGATURES)
    found = tuple(characters.forbidden(text))
    left_out.update(dict.fromkeys(name for _, name in found))
    return _without(text, found if is_ours else (*found, *characters.invisible(text)))


def clean(text: str) -> str:
    """Return a text without forbidden and invisible characters, and without ligatures."""
    text = text.translate(characters.LIGATURES)
    return _without(text, (*characters.forbidden(text), *characters.invisible(text)))


def _without(text: str, found: tuple[tuple[int, str], ...]) -> str:
    if not found:
        return text
    bad = {offset for offset, _ in found}
    return "".join(
        char if offset not in bad else " " if char in characters.BREAKS else ""
        for offset, char in enumerate(text)
    )
