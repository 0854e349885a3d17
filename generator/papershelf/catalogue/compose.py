"""Events of the YAML parser to nodes, and to mistakes of syntax.

In: a text, or a piece of one with its offset. Out: its nodes, with every scalar as written, and
what a catalogue does not allow in YAML. Stops at the first syntax error; `parse` then tries each
piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from papershelf.catalogue import hidden, syntax
from papershelf.catalogue.limits import MAX_DEPTH
from papershelf.catalogue.nodes import (
    Finding,
    Mapping,
    Node,
    Scalar,
    Sequence,
    duplicate,
    quoted,
    spaces,
)
from papershelf.text import characters

try:  # the C parser is ten times as fast; both give the same events and marks
    from yaml import CLoader as _Loader
except ImportError:  # pragma: no cover - PyYAML without libyaml
    from yaml import Loader as _Loader  # type: ignore[assignment]

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

_WRITE_OUT = "write the value out: anchors and aliases are not allowed"
_UNESCAPE = "delete the escape; if a backslash is meant, use single quotes"
_UNBREAK = "write a space in place of the escape; if a backslash is meant, use single quotes"


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
            if kind is StreamEndEvent:
                return
            if kind is DocumentStartEvent:
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
        if kind is AliasEvent:
            end = event.end_mark.index
            self._find("alias", start, end, f'alias "*{event.anchor}"', _WRITE_OUT)
            return Scalar("", start + self.offset, end + self.offset)
        if event.anchor is not None:
            end = start + len(event.anchor) + 1
            hint = _WRITE_OUT
            if f"*{event.anchor}" not in self._marks:  # nothing refers to it
                hint = (self._in_quotes(start) if kind is ScalarEvent else "") or "remove it"
            self._find("anchor", start, end, f'anchor "&{event.anchor}"', hint)
        # before a text in quotes, `!` alone takes nothing away; some programs write it there
        if event.tag is not None and not (event.tag == "!" and getattr(event, "style", "")):
            self._tag(event)
        if kind is ScalarEvent:
            text, end, style = event.value, event.end_mark.index, event.style or ""
            # an escape has more characters than its value, so most texts need no search
            if style == '"' and len(text) < end - start - 2 and "\\" in self.text[start:end]:
                self._escaped(event)
            return Scalar(text, start + self.offset, end + self.offset, style)
        if depth >= MAX_DEPTH:
            self.findings.append(_too_deep(start + self.offset))
            raise _Abort
        if kind is SequenceStartEvent:
            return self._sequence(start, next_event, depth)
        return self._mapping(start, next_event, depth)

    def _sequence(self, start: int, next_event: Any, depth: int) -> Sequence:
        items = []
        while type(event := next_event()) is not SequenceEndEvent:
            items.append(self._node(event, next_event, depth + 1))
            if type(event) is ScalarEvent and not event.style:
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
        while type(event := next_event()) is not MappingEndEvent:
            key = self._node(event, next_event, depth + 1)
            anchor = event.anchor if type(event) is AliasEvent else ""
            event = next_event()
            value = self._node(event, next_event, depth + 1)
            if type(key) is not Scalar:
                at = key.start - self.offset
                hint = "put a text in brackets or braces in quotes"
                self._find("wrong-type", at, at + 1, "a key must be a single word", hint)
            elif anchor:  # a key that begins with "*"
                broken.append(key._replace(text=anchor))
            elif key.text in pairs:
                first = self.text.count("\n", 0, pairs[key.text][0].start - self.offset) + 1
                self.findings.append(duplicate(key, 0 if self.offset else first))
            elif type(event) is AliasEvent or (
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
                    hint = _UNBREAK if char in characters.BREAKS else _UNESCAPE
                    self._find(rule, start, end, f"escaped {name} in this text", hint)
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
        if self.text.startswith("\t", at) and "start any token" in problem:
            problem = r"found character '\t'"
        before = self.text[:at].rstrip()
        if before.endswith("\n...") and "document start" in problem:
            at = len(before) - 3 + self.offset
            hint = 'remove the line "...": a catalogue file is one list'
            return Finding("syntax", at, at + 3, "a YAML document ends here", hint)
        at = at + self.offset
        if "maximum nesting depth" in problem:  # libyaml has a limit of its own
            return _too_deep(at)
        message, hint = syntax.explain(f"{context}: {problem}" if context else problem)
        return Finding("syntax", at, at + 1, message, hint)


def _too_deep(start: int) -> Finding:
    message = f"nested deeper than {MAX_DEPTH} levels (limit max_depth)"
    return Finding("too-deep", start, start + 1, message, "a catalogue needs at most four levels")
