"""Room 2, catalogue: YAML text to nodes with positions, every scalar as it was written.

In: the text of one file. Out: its entries as plain nodes, and all that is wrong with the syntax.
It knows no field and no type; it never stops at the first mistake, and reads no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import yaml

from generator.catalogue.limits import MAX_DEPTH
from generator.text import characters

try:  # the C parser is ten times as fast; both give the same events and marks
    from yaml import CLoader as _Loader
except ImportError:  # pragma: no cover - PyYAML without libyaml
    from yaml import Loader as _Loader  # type: ignore[assignment]


class Scalar(NamedTuple):
    """A text, with the offsets of its source in characters."""

    text: str
    start: int
    end: int
    style: str = ""
    """`'`, `"`, `|`, `>` or empty for a plain one."""


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    start: int
    end: int


class Mapping(NamedTuple):
    """Keys with their values, each key once."""

    pairs: dict[str, tuple[Scalar, Node]]
    start: int
    end: int


Node: TypeAlias = Scalar | Sequence | Mapping


class Finding(NamedTuple):
    """A problem of the syntax before it has a file: rule, offsets, message, hint."""

    rule: str
    start: int
    end: int
    message: str
    hint: str


@dataclass(slots=True)
class Parsed:
    """What a text holds."""

    roots: list[Node] = field(default_factory=list)
    """Entries of the top-level list, or the one mapping that stands there."""
    findings: list[Finding] = field(default_factory=list)
    broken: int = 0
    """Entries that the syntax hides."""


#: Bytes that were not UTF-8, as `surrogateescape` brings them through.
NOT_UTF8 = re.compile("[\udc80-\udcff]+")
#: The YAML at the top of a Markdown file.
FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_PIECE = re.compile(r"^-(?=[ \t\r\n]|$)", re.MULTILINE)
_REPLACED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def parse(text: str) -> Parsed:
    """All entries of a catalogue file; after a syntax error each piece that begins `- ` alone."""
    parsed = Parsed()
    for offset, name in characters.forbidden(text):
        if "\udc80" <= text[offset] <= "\udcff":
            continue  # told as what it is, a byte that is not UTF-8
        parsed.findings.append(
            Finding("control-character", offset, offset + 1, f"forbidden character {name}", _DELETE)
        )
    for offset, name in characters.invisible(text):
        parsed.findings.append(
            Finding("invisible-character", offset, offset + 1, f"invisible {name}", _DELETE)
        )
    readable = _REPLACED.sub("\ufffd", text)  # libyaml stops at these; the offsets stay
    composer = _Composer(readable, 0)
    if composer.run():
        _take(parsed, composer)
        return parsed
    pieces = _pieces(readable)
    if len(pieces) < 2:
        parsed.broken = 1
        _take(parsed, composer)
        return parsed
    for start, end in pieces:
        composer = _Composer(readable[start:end], start)
        parsed.broken += not composer.run()
        _take(parsed, composer)
    return parsed


_DELETE = "delete it; it was probably copied along with the text"


def _pieces(text: str) -> list[tuple[int, int]]:
    starts = [match.start() for match in _PIECE.finditer(text)]
    if starts and text[: starts[0]].strip() and not _is_comments(text[: starts[0]]):
        starts.insert(0, 0)
    return list(zip(starts, [*starts[1:], len(text)]))


def _is_comments(text: str) -> bool:
    lines = (line.strip() for line in text.splitlines())
    return all(not line or line.startswith("#") or line == "---" for line in lines)


def _take(parsed: Parsed, composer: _Composer) -> None:
    parsed.findings += composer.findings
    for root in composer.roots:
        if type(root) is Sequence:
            parsed.roots += root.items
        else:
            parsed.roots.append(root)


class _Abort(Exception):
    """The rest of this text is not worth reading."""


class _Composer:
    """Events of the YAML parser to nodes: like `yaml.compose`, but it sees anchors and tags.

    `yaml.compose` resolves aliases without a word, and a bomb of 306 bytes has 9**9 leaves.
    """

    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.offset = offset
        self.roots: list[Node] = []
        self.findings: list[Finding] = []

    def run(self) -> bool:
        """Reads everything; False when the syntax broke off the reading."""
        loader = _Loader(self.text)
        try:
            self._documents(loader.get_event)
        except yaml.MarkedYAMLError as error:
            self.findings.append(self._syntax(error))
            return False
        except _Abort:
            return False
        finally:
            loader.dispose()
        return True

    def _documents(self, next_event: Any) -> None:
        next_event()  # StreamStart
        documents = 0
        while True:
            event = next_event()
            kind = type(event)
            if kind is yaml.StreamEndEvent:
                return
            if kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    start = event.start_mark.index
                    self._find(
                        "syntax",
                        start,
                        start + 3,
                        "a second YAML document begins here",
                        'remove the line "---": a catalogue file is one list',
                    )
                node = self._node(next_event(), next_event, 0)
                if documents == 1 and not (type(node) is Scalar and not node.text):
                    self.roots.append(node)

    def _find(self, rule: str, start: int, end: int, message: str, hint: str) -> None:
        shift = self.offset
        self.findings.append(Finding(rule, start + shift, end + shift, message, hint))

    def _node(self, event: Any, next_event: Any, depth: int) -> Node:
        """One node from its first event on; recursion is bounded by MAX_DEPTH."""
        kind = type(event)
        start = event.start_mark.index
        if kind is yaml.AliasEvent:
            end = event.end_mark.index
            self._find("alias", start, end, f'alias "*{event.anchor}"', _WRITE_OUT)
            return Scalar("", start + self.offset, end + self.offset)
        if event.anchor is not None:
            end = start + len(event.anchor) + 1
            self._find("anchor", start, end, f'anchor "&{event.anchor}"', _WRITE_OUT)
        if event.tag is not None and event.tag != "!":
            self._tag(event)
        if kind is yaml.ScalarEvent:
            style = event.style or ""
            value = event.value
            if style == '"' and not value.isascii():
                self._escaped(event)
            return Scalar(value, start + self.offset, event.end_mark.index + self.offset, style)
        if depth >= MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH} levels (limit max_depth)"
            self._find("too-deep", start, start + 1, message, "a catalogue needs four levels")
            raise _Abort
        if kind is yaml.SequenceStartEvent:
            return self._sequence(start, next_event, depth)
        return self._mapping(start, next_event, depth)

    def _sequence(self, start: int, next_event: Any, depth: int) -> Sequence:
        items = []
        while type(event := next_event()) is not yaml.SequenceEndEvent:
            items.append(self._node(event, next_event, depth + 1))
        return Sequence(tuple(items), start + self.offset, self._end(event))

    def _mapping(self, start: int, next_event: Any, depth: int) -> Mapping:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        while type(event := next_event()) is not yaml.MappingEndEvent:
            key = self._node(event, next_event, depth + 1)
            value = self._node(next_event(), next_event, depth + 1)
            if type(key) is not Scalar:
                at = key.start - self.offset
                self._find("wrong-type", at, at + 1, "a key must be a single word", "")
            elif key.text in pairs:
                first = self.text.count("\n", 0, pairs[key.text][0].start - self.offset) + 1
                told = f'"{key.text}" stands here a second time'
                if not self.offset:
                    told += f" (first in line {first})"
                at = key.start - self.offset
                self._find("duplicate-key", at, key.end - self.offset, told, "keep one of the two")
            else:
                pairs[key.text] = (key, value)
        return Mapping(pairs, start + self.offset, self._end(event))

    def _end(self, event: Any) -> int:
        return int(event.end_mark.index) + self.offset

    def _tag(self, event: Any) -> None:
        start = event.start_mark.index
        at = self.text.find("!", start, event.end_mark.index)
        at = start if at < 0 else at
        match = re.compile(r"\S+").match(self.text, at)
        end = match.end() if match else at + 1
        hint = "remove it; every value is read as the text that is written"
        self._find("tag", at, end, f'tag "{self.text[at:end]}"', hint)

    def _escaped(self, event: Any) -> None:
        """Characters that a quoted scalar hides behind `\\u202e`: the raw text shows none."""
        start, end = event.start_mark.index, event.end_mark.index
        raw = self.text[start:end]
        if "\\" not in raw:
            return
        for rule, finder in _HIDDEN:
            for offset, name in finder(event.value):
                if event.value[offset] not in raw:
                    self._find(rule, start, end, f"escaped {name} in this text", _DELETE)

    def _syntax(self, error: yaml.MarkedYAMLError) -> Finding:
        """An error of libyaml in words for people, where it can be mended."""
        problem = error.problem or "not readable as YAML"
        context = error.context or ""
        mark = error.problem_mark or error.context_mark
        opening = error.context_mark
        is_open = "quoted scalar" in context and "escape" not in problem
        if opening is not None and (is_open or "flow" in context):
            mark = opening  # where it was opened says more than where the file ended
        at = min(mark.index if mark else 0, max(len(self.text) - 1, 0))
        told = f"{context}: {problem}"
        known = ((message, hint) for needle, message, hint in _SYNTAX if needle in told)
        message, hint = next(known, (problem, ""))
        at = at + self.offset
        return Finding("syntax", at, at + 1, message, hint)


_WRITE_OUT = "write the value out: anchors and aliases are not allowed"
_HIDDEN = (
    ("control-character", characters.forbidden),
    ("invisible-character", characters.invisible),
)

#: Part of libyaml's message → ours, and what to do. The first that fits counts.
_SYNTAX = (
    (
        "quoted scalar: found unknown escape",
        "a backslash in double quotes begins an escape that does not exist",
        "use single quotes, or a block (>-), so that TeX stays as it is",
    ),
    ("quoted scalar", "this quote is never closed", "close it, or double an apostrophe inside ''"),
    ("flow sequence", 'this "[" is not closed properly', 'separate with commas, end with "]"'),
    ("flow mapping", 'this "{" is not closed properly', 'separate with commas, end with "}"'),
    (
        "mapping values are not allowed",
        'a ":" is not allowed here',
        'put a value with ": " in it in quotes, and check that keys of one entry line up',
    ),
    (
        "found character '\\t'",
        "a tab cannot indent",
        "use spaces",
    ),
    (
        "that cannot start any token",
        "a value cannot begin with this character",
        "put the value in quotes",
    ),
    (
        "could not find expected ':'",
        'a line without "key: value"',
        "indent it to belong to the value above, or add the colon",
    ),
    (
        "did not find expected key",
        "a key was expected here",
        "check the indentation, and put a value that begins with a quote entirely in quotes",
    ),
    (
        "did not find expected '-' indicator",
        'a new entry ("- ") was expected here',
        "indent what belongs to the entry above by two spaces",
    ),
    (
        "did not find expected <document start>",
        "this does not belong to the list above",
        'begin each entry with "- " and indent its fields by two spaces',
    ),
    (
        "found a tab character",
        "a tab where spaces belong",
        "indent with spaces: two for each level",
    ),
    ("undefined tag handle", "an undefined tag", "put a value that begins with ! in quotes"),
    ("unknown anchor", "an unknown alias", "put a value that begins with * in quotes"),
)


def iter_scalars(node: Node) -> Iterator[Scalar]:
    """Every value below a node, in the order of the file."""
    if type(node) is Scalar:
        yield node
    elif type(node) is Sequence:
        for item in node.items:
            yield from iter_scalars(item)
    elif type(node) is Mapping:
        for _, value in node.pairs.values():
            yield from iter_scalars(value)


def shifted(node: Mapping, by: int) -> Mapping:
    """The same mapping with all offsets moved: front matter stands inside a larger file."""

    def move(value: Node) -> Node:
        if type(value) is Scalar:
            return value._replace(start=value.start + by, end=value.end + by)
        if type(value) is Sequence:
            return Sequence(tuple(map(move, value.items)), value.start + by, value.end + by)
        assert type(value) is Mapping
        return shifted(value, by)

    pairs = {
        name: (key._replace(start=key.start + by, end=key.end + by), move(value))
        for name, (key, value) in node.pairs.items()
    }
    return Mapping(pairs, node.start + by, node.end + by)
