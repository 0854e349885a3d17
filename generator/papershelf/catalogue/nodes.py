"""YAML text to nodes with positions, with every scalar as written.

In: the text of one file. Out: its entries as plain nodes, and all syntax mistakes. Knows no fields
and no types, never stops at the first mistake, and reads no files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import yaml

from papershelf.catalogue import hidden, pieces, syntax
from papershelf.catalogue.limits import MAX_DEPTH

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
    broken: tuple[Scalar, ...] = ()
    """Keys with values that cannot be parsed as YAML."""


Node: TypeAlias = Scalar | Sequence | Mapping


class Finding(NamedTuple):
    """A syntax problem before it has a file: rule, offsets, message, hint."""

    rule: str
    start: int
    end: int
    message: str
    hint: str


@dataclass(slots=True)
class Parsed:
    """The contents of a text."""

    roots: list[Node] = field(default_factory=list)
    """Entries of the top-level list, or the single top-level mapping."""
    findings: list[Finding] = field(default_factory=list)
    broken: int = 0
    """Number of entries that cannot be read because of the syntax."""


#: Bytes that are not UTF-8, as decoded by `surrogateescape`.
NOT_UTF8 = re.compile("[\udc80-\udcff]+")
#: The YAML at the top of a Markdown file.
FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_MARK = re.compile(r"[*][^\s,\[\]{}]+")
#: TeX commands that YAML reads as an escape in double quotes: `\theta` is a tab and "heta".
_TEX = re.compile(
    r"(?<!\\)(?:\\\\)*(\\(?:theta|tau|text[a-z]*|times|tilde|to|tfrac|nu|nabla|neq?|not|ni|beta|bar|bf"
    r"|big|bigl?|binom|bot|bullet|frac|forall|flat|rho|right|rangle|rm|alpha|approx|ast|angle|vec"
    r"|vee|varphi|varepsilon|epsilon|eta|exists|equiv|ell|emph|underline|xi|le|leq|lambda))(?![a-z])"
)
_ITEM = re.compile(r"\n[ \t]*(- [^\r\n]*)")
#: A key with text on its line.
_PAIR = re.compile(
    r"[ \t]*(?:-[ \t]+)?(?P<key>\w+):[ \t]+(?P<value>(?!\S+[ \t]+[\[{'\"|>])[^\s\[{][^\r\n]*)"
)
_REPLACED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)


#: Reads a piece between two offsets that is not valid YAML; returns None if it finds no fields.
Recover: TypeAlias = Callable[[str, int, int], tuple[Mapping, list[Finding]] | None]


def parse(text: str, recover: Recover | None = None) -> Parsed:
    """Return all entries of a catalogue file. After a syntax error, each piece that begins with
    `- ` is read separately, and unreadable pieces are passed to `recover`."""
    parsed = Parsed()
    for rule, at, message in hidden.find(text):
        parsed.findings.append(Finding(rule, at, at + 1, message, hidden.DELETE))
    # libyaml stops at these, or reads them as line breaks; offsets do not change
    readable = _REPLACED.sub("\ufffd", text)
    whole = composer = Composer(readable, 0)
    is_read = composer.run()
    found = [] if is_read and not composer.has_duplicates else pieces.split(readable)
    if is_read and not any(pieces.is_undashed(readable, start) for start, _ in found[1:]):
        _take(parsed, composer)
        return parsed
    for start, end in found or [(0, len(readable))]:
        what, name = pieces.pasted(readable, start)
        if what:
            parsed.broken += 1
            message = f"this is {what}, which belongs in a separate file"
            hint = f"move it to {name}, and run papershelf import {name}"
            stop = readable.find("\n", start, end)
            stop = end if stop < 0 else stop
            parsed.findings.append(Finding("syntax", start, stop, message, hint))
            continue
        if len(found) > 1 and not (recover and pieces.is_undashed(readable, start)):
            composer = Composer(readable[start:end], start)
            if composer.run():
                _take(parsed, composer)
                parsed.findings += _undashed(readable, composer.roots)
                continue
        recovered = recover(readable, start, end) if recover else None
        if recovered is None:
            parsed.broken += 1
            _take(parsed, composer)
        else:
            parsed.roots.append(recovered[0])
            parsed.findings += recovered[1]
    if not is_read and not any(finding.rule == "syntax" for finding in parsed.findings):
        # each piece alone is correct, but not in its place
        parsed.findings += [each for each in whole.findings if each.rule == "syntax"]
    return parsed


def _undashed(text: str, roots: list[Node]) -> Iterator[Finding]:
    """Yield a finding for the entry of a list without a dash."""
    for root in roots:
        if type(root) is Mapping and root.pairs:
            key = next(iter(root.pairs.values()))[0]
            end = text.find("\n", key.start)
            line = text[key.start : end if end >= 0 else len(text)].rstrip()
            hint = f"write - {line}"
            yield Finding("syntax", key.start, key.end, 'a new entry begins with "- "', hint)


def _take(parsed: Parsed, composer: Composer) -> None:
    parsed.findings += composer.findings
    for root in composer.roots:
        if type(root) is Sequence:
            parsed.roots += root.items
        else:
            parsed.roots.append(root)


class _Abort(Exception):
    """The rest of this text is not worth reading."""


class Composer:
    """Turns events of the YAML parser into nodes, and reports anchors, aliases and tags.

    `yaml.compose` resolves aliases silently, and a bomb of 306 bytes has 9**9 leaves.
    """

    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.offset = offset
        self.roots: list[Node] = []
        self.findings: list[Finding] = []

    @cached_property
    def _marks(self) -> set[str]:
        """Return all texts that look like an alias."""
        return set(_MARK.findall(self.text))

    @property
    def has_duplicates(self) -> bool:
        """Return whether a mapping has a key twice."""
        return any(finding.rule == "duplicate-key" for finding in self.findings)

    def run(self) -> bool:
        """Read everything; return False if a syntax error ended the reading."""
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
        """Return the node that begins with an event; recursion is limited by MAX_DEPTH."""
        kind = type(event)
        start = event.start_mark.index
        if kind is yaml.AliasEvent:
            end = event.end_mark.index
            self._find("alias", start, end, f'alias "*{event.anchor}"', _WRITE_OUT)
            return Scalar("", start + self.offset, end + self.offset)
        if event.anchor is not None:
            end = start + len(event.anchor) + 1
            hint = self._in_quotes(start) if f"*{event.anchor}" not in self._marks else ""
            self._find("anchor", start, end, f'anchor "&{event.anchor}"', hint or _WRITE_OUT)
        if event.tag is not None and event.tag != "!":
            self._tag(event)
        if kind is yaml.ScalarEvent:
            style = event.style or ""
            value = event.value
            if style == '"':
                self._escaped(event)
            return Scalar(value, start + self.offset, event.end_mark.index + self.offset, style)
        if depth >= MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH} levels (limit max_depth)"
            hint = "a catalogue needs at most four levels"
            self._find("too-deep", start, start + 1, message, hint)
            raise _Abort
        if kind is yaml.SequenceStartEvent:
            return self._sequence(start, next_event, depth)
        return self._mapping(start, next_event, depth)

    def _sequence(self, start: int, next_event: Any, depth: int) -> Sequence:
        items = []
        while type(event := next_event()) is not yaml.SequenceEndEvent:
            items.append(self._node(event, next_event, depth + 1))
            if type(event) is yaml.ScalarEvent and not event.style:
                items += self._run_on(event, items)
        return Sequence(tuple(items), start + self.offset, self._end(event))

    def _run_on(self, event: Any, items: list[Node]) -> Iterator[Scalar]:
        """Yield items that YAML reads as part of the one above, because they are indented more."""
        start, end = event.start_mark.index, event.end_mark.index
        if event.start_mark.line == event.end_mark.line:
            return
        for below in _ITEM.finditer(self.text, start, end):
            if start == event.start_mark.index:
                above = " ".join(self.text[start : below.start()].split())
                items[-1] = Scalar(above, start + self.offset, below.start() + self.offset)
            start = below.start(1)
            message = "this item does not line up with the one above, and is read as part of it"
            hint = f"indent it by {spaces(event.start_mark.column - 2)}"
            self._find("syntax", start, below.end(), message, hint)
            text = below[1][2:].strip()
            yield Scalar(text, start + 2 + self.offset, below.end() + self.offset)

    def _mapping(self, start: int, next_event: Any, depth: int) -> Mapping:
        pairs: dict[str, tuple[Scalar, Node]] = {}
        broken: list[Scalar] = []
        while type(event := next_event()) is not yaml.MappingEndEvent:
            key = self._node(event, next_event, depth + 1)
            event = next_event()
            value = self._node(event, next_event, depth + 1)
            if type(key) is not Scalar:
                at = key.start - self.offset
                self._find("wrong-type", at, at + 1, "a key must be a single word", "")
            elif key.text in pairs:
                first = self.text.count("\n", 0, pairs[key.text][0].start - self.offset) + 1
                self.findings.append(duplicate(key, 0 if self.offset else first))
            elif type(event) is yaml.AliasEvent or (
                event.tag and type(value) is Scalar and not value.text
            ):
                broken.append(key)  # a text that begins with "*" or "!"
            else:
                pairs[key.text] = (key, value)
        return Mapping(pairs, start + self.offset, self._end(event), tuple(broken))

    def _end(self, event: Any) -> int:
        return int(event.end_mark.index) + self.offset

    def _tag(self, event: Any) -> None:
        start = event.start_mark.index
        at = self.text.find("!", start, event.end_mark.index)
        at = start if at < 0 else at
        match = re.compile(r"\S+").match(self.text, at)
        end = match.end() if match else at + 1
        hint = "" if self.text.startswith("!!", at) else self._in_quotes(at)
        hint = hint or "remove it; every value is read as text, exactly as written"
        self._find("tag", at, end, f'tag "{self.text[at:end]}"', hint)

    def _in_quotes(self, at: int, text: str = "") -> str:
        """Return how to write the text of a field in quotes; empty in a list."""
        line = self.text.rfind("\n", max(at - 100, 0), at) + 1
        match = _PAIR.match(self.text, line)
        if not match or match.start("value") != at:
            return ""
        return f"write {match['key']}: {quoted(text or match['value'].rstrip())}"

    def _escaped(self, event: Any) -> None:
        """Report invisible characters written as escapes such as `\\u202e` in a quoted scalar."""
        start, end = event.start_mark.index, event.end_mark.index
        raw = self.text[start:end]
        if "\\" not in raw:
            return
        if tex := _TEX.search(raw):
            message = f'"{tex[1][:2]}" is a YAML escape in double quotes, and "{tex[1]}" is lost'
            as_meant = raw[1:-1].replace("\\\\", "\\").replace('\\"', '"')
            hint = self._in_quotes(start, as_meant) or "use single quotes"
            at = start + tex.start(1)
            self._find("control-character", at, at + len(tex[1]), message, hint)
            return
        for rule, _, finder in hidden.KINDS:
            names = dict.fromkeys((event.value[at], name) for at, name in finder(event.value))
            for char, name in names:
                if char not in raw:
                    self._find(rule, start, end, f"escaped {name} in this text", _UNESCAPE)
        if "\r" in event.value:  # without an escape, it would be the end of a line
            message = "escaped U+000D CARRIAGE RETURN in this text"
            self._find("control-character", start, end, message, _UNESCAPE)

    def _syntax(self, error: yaml.MarkedYAMLError) -> Finding:
        """Return an error of libyaml with a readable message, at the place to fix it."""
        problem = error.problem or "not readable as YAML"
        context = error.context or ""
        mark = error.problem_mark or error.context_mark
        opening = error.context_mark
        is_open = "quoted scalar" in context and "escape" not in problem
        if opening is not None and (is_open or "flow" in context):
            mark = opening  # more useful than the end of the file
        at = min(mark.index if mark else 0, max(len(self.text) - 1, 0))
        message, hint = syntax.explain(f"{context}: {problem}" if context else problem)
        at = at + self.offset
        return Finding("syntax", at, at + 1, message, hint)


def duplicate(key: Scalar, first: int = 0) -> Finding:
    """Return the finding for a duplicate key; `first` is the line of the first one, if known."""
    message = f'duplicate key "{key.text}"' + (f" (first in line {first})" if first else "")
    return Finding("duplicate-key", key.start, key.end, message, "keep one of the two")


_WRITE_OUT = "write the value out: anchors and aliases are not allowed"
_UNESCAPE = "delete the escape; if a backslash is meant, use single quotes"


def iter_scalars(node: Node) -> Iterator[Scalar]:
    """Yield every scalar below a node, in the order of the file."""
    if type(node) is Scalar:
        yield node
    elif type(node) is Sequence:
        for item in node.items:
            yield from iter_scalars(item)
    elif type(node) is Mapping:
        for _, value in node.pairs.values():
            yield from iter_scalars(value)


def shifted(node: Mapping, by: int) -> Mapping:
    """Return a mapping with all offsets moved, since front matter is part of a larger file."""

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
    broken = tuple(key._replace(start=key.start + by, end=key.end + by) for key in node.broken)
    return Mapping(pairs, node.start + by, node.end + by, broken)


_NUMBERS = {1: "one space", 2: "two spaces", 3: "three spaces", 4: "four spaces"}


def spaces(number: int) -> str:
    """Return `four spaces`."""
    return _NUMBERS.get(number, f"{number} spaces")


def quoted(text: str) -> str:
    """Return a text of one line as a quoted scalar, in single quotes if it contains TeX."""
    if "\\" in text or '"' in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'
