"""Cut a catalogue file into a header and pieces, each an entry with its comments.

In: the text of a file that YAML can read. Out: the same text, cut where entries can be inserted,
removed or moved without changing any other byte. Knows no normal form.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field

from papershelf.catalogue.nodes import Finding, Mapping, Node, Scalar, Sequence
from papershelf.catalogue.parse import parse
from papershelf.catalogue.read import joined
from papershelf.problems import SourceText

#: Rules whose problems must be fixed by hand before a text can be cut: moving could lose data.
BLOCKING = frozenset("encoding syntax alias anchor tag duplicate-key too-deep wrong-type".split())
#: Comments for programs about the whole file, and what YAML allows at the beginning of a file.
_MODELINE = re.compile(r"#\s*(?:yaml-language-server\s*:|vim:|-\*-)|---|%")
_DASH = re.compile(r"[ \t]*-(?=[ \t\r\n]|$)")
_MARGIN = re.compile(r"[ \t]*")
_BLANK_OR_COMMENT = re.compile(r"([ \t]*)(#[^\r\n]*)?(\r\n?|\n|\Z)")
_BRACKET = re.compile(r"\s*\[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An entry as written: `lead`, then `body`, each of whole lines."""

    id: str
    """As written; empty if there is none."""
    node: Mapping
    lead: str
    """Comments and empty lines above the entry that belong to it."""
    body: str
    start: int
    """Offset of `body` in the text."""


@dataclass(slots=True, kw_only=True)
class Layout:
    """A catalogue file, cut."""

    text: str
    header: str = ""
    """What is above the first entry and belongs to none."""
    pieces: list[Piece] = field(default_factory=list)
    tail: str = ""
    """Comments below the last entry."""
    is_list: bool = True
    """False for a file with a single entry."""
    findings: list[Finding] = field(default_factory=list)
    """Problems that prevent changing this file; then there are no pieces."""

    @property
    def line_break(self) -> str:
        """`\\n`, or `\\r\\n` if most lines end with it."""
        return "\r\n" if self.text.count("\r\n") * 2 > self.text.count("\n") else "\n"

    @property
    def is_spaced(self) -> bool:
        """Whether there is an empty line between most entries."""
        spaced = sum(piece.lead.startswith(("\n", "\r\n")) for piece in self.pieces[1:])
        return spaced * 2 >= len(self.pieces) - 1


def cut(text: str) -> Layout:
    """Cut the text of a file."""
    parsed = parse(text)
    layout = Layout(text=text)
    findings = [*parsed.findings, *joined(text, parsed.roots)[1]]
    layout.findings = [finding for finding in findings if finding.rule in BLOCKING]
    mappings = [root for root in parsed.roots if type(root) is Mapping and root.pairs]
    if not layout.findings and len(mappings) < len(parsed.roots):
        wrong = next(root for root in parsed.roots if root not in mappings)
        if not (type(wrong) is Scalar and not wrong.text and len(parsed.roots) == 1):
            message = "this is not an entry"
            hint = 'write "- id: …" and the fields below it'
            layout.findings.append(
                Finding("wrong-type", wrong.start, wrong.start + 1, message, hint)
            )
    if layout.findings:
        return layout
    if not mappings:
        layout.header = re.sub(r"^\[\s*\](?:[ \t]+(?=#)|\s*$)", "", text, flags=re.MULTILINE)
        return layout
    _cut(layout, mappings)
    return layout


def _cut(layout: Layout, mappings: list[Mapping]) -> None:
    text = layout.text
    source = SourceText("", text)
    first = source.line_starts[source.line_of(mappings[0].start) - 1]
    layout.is_list = _dash_before(text, source, mappings[0].start, 0) is not None
    if _BRACKET.match(text) or _BRACKET.match(text, first):
        at = text.index("[")
        message = "entries in brackets cannot be moved"
        layout.findings = [Finding("syntax", at, at + 1, message, 'begin each entry with "- "')]
        return
    starts: list[int] = []
    ends = [0]
    for node in mappings:
        dash = _dash_before(text, source, node.start, ends[-1])
        starts.append(dash if dash is not None else _line_start(source, node.start))
        ends.append(_inner_end(source, node, starts[-1]))
    for number, node in enumerate(mappings):
        above = text[ends[number] : starts[number]]
        if number == 0:
            layout.header, above = _split_header(above)
        written = node.value("id")
        layout.pieces.append(
            Piece(
                id=written.text.strip() if type(written) is Scalar else "",
                node=node,
                lead=above,
                body=text[starts[number] : ends[number + 1]],
                start=starts[number],
            )
        )
    layout.tail = text[ends[-1] :]


def _line_start(source: SourceText, offset: int) -> int:
    return source.line_starts[source.line_of(offset) - 1]


def _dash_before(text: str, source: SourceText, offset: int, stop: int) -> int | None:
    """Return the start of the line whose dash begins the entry; None for an entry without one."""
    line = source.line_of(offset) - 1
    while line >= 0 and source.line_starts[line] >= stop:
        if _DASH.match(text, source.line_starts[line]):
            return source.line_starts[line]
        line -= 1
    return None


def _inner_end(source: SourceText, node: Mapping, start: int) -> int:
    """Return the offset after the last line of an entry, including comments with the indentation of
    its fields."""
    text = source.text
    at = line_end(text, value_end(text, node))
    column = len(_margin(text, start))
    end = at
    while match := _BLANK_OR_COMMENT.match(text, at):
        if at == len(text) or (match[2] and len(match[1]) <= column):
            break
        at = match.end()
        if match[2]:
            end = at
    return end


def value_end(text: str, node: Node) -> int:
    """Return the offset after the last character of a value. libyaml extends block collections up
    to the next token, including comments."""
    if type(node) is Scalar:
        is_block = node.style and node.style in "|>"
        return node.start + len(text[node.start : node.end].rstrip()) if is_block else node.end
    if text[node.start : node.start + 1] in ("[", "{") and node.end > node.start:
        return node.end
    if type(node) is Sequence:
        return value_end(text, node.items[-1]) if node.items else node.start
    assert type(node) is Mapping
    last = next(reversed(node.pairs.values()), None)
    return node.end if last is None else max(last[0].end, value_end(text, last[1]))


_COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\r\n]*", re.MULTILINE)


def comments(text: str, node: Node, start: int, end: int) -> list[str]:
    """Return every comment in a part of the text whose keys and values are those of `node`."""
    if "#" not in text[start:end]:
        return []
    found, at = [], start
    for scalar in [*_scalars(node), Scalar("", end, end)]:
        found += _COMMENT.findall(text, at, scalar.start)
        if scalar.style and scalar.style in "|>":  # next to the indicator
            first = text.find("\n", scalar.start, scalar.end)
            found += _COMMENT.findall(text, scalar.start, max(first, scalar.start))
        at = value_end(text, scalar)
    return [comment.rstrip() for comment in found]


def _scalars(node: Node) -> Iterator[Scalar]:
    """Yield every key and value, in the order of the text."""
    if type(node) is Scalar:
        yield node
    elif type(node) is Sequence:
        for item in node.items:
            yield from _scalars(item)
    elif type(node) is Mapping:
        for key, value in node.pairs.values():
            yield key
            yield from _scalars(value)


def line_end(text: str, offset: int) -> int:
    """Return the offset after the line break of the line at `offset`."""
    at = text.find("\n", offset)
    return len(text) if at < 0 else at + 1


def _split_header(above: str) -> tuple[str, str]:
    """Return the file's own header, and the comment right above the first entry."""
    lines = above.splitlines(keepends=True)
    cut_at = 0
    for number, line in enumerate(lines, 1):
        if not line.strip() or _MODELINE.match(line):
            cut_at = number
    return "".join(lines[:cut_at]), "".join(lines[cut_at:])


# --- edits that change nothing else ------------------------------------------------------------


def insert(layout: Layout, entries: AbstractMapping[str, str]) -> str:
    """Return the text with new entries, each after the entry that precedes it by id.

    `entries` maps ids to texts of `write.to_entry`.
    """
    order = sorted(range(len(layout.pieces)), key=lambda number: layout.pieces[number].id)
    ids = [layout.pieces[number].id for number in order]
    behind: dict[int, list[str]] = {}
    for entry_id in sorted(entries):
        place = bisect_left(ids, entry_id)
        behind.setdefault(order[place - 1] if place else -1, []).append(entries[entry_id])
    return "".join(_with_inserted(layout, behind))


def as_list(layout: Layout) -> str:
    """Return the text of a file with a single entry as a list."""
    (piece,) = layout.pieces
    first, *others = piece.body.split("\n")
    body = "\n".join((f"- {first}", *(f"  {line}" if line.strip() else line for line in others)))
    return f"{layout.header}{piece.lead}{body}{layout.tail}"


def _with_inserted(layout: Layout, behind: dict[int, list[str]]) -> Iterator[str]:
    line_break, between = layout.line_break, layout.line_break if layout.is_spaced else ""
    margin = _margin(layout.text, layout.pieces[0].start) if layout.pieces else ""

    def as_here(entry: str) -> str:
        return "".join(f"{margin if line else ''}{line}{line_break}" for line in entry.splitlines())

    yield layout.header
    if -1 in behind:
        if layout.header and not layout.header.endswith("\n"):
            yield line_break
        if layout.header.strip() and not layout.pieces and not layout.header.endswith("\n\n"):
            yield line_break  # an empty line separates the file's own comments
        yield between.join(map(as_here, behind[-1]))
        if layout.pieces and not layout.pieces[0].lead.startswith(("\n", "\r\n")):
            yield between
    for number, piece in enumerate(layout.pieces):
        yield piece.lead + piece.body
        if number in behind:
            yield "" if piece.body.endswith("\n") else line_break
            yield "".join(between + as_here(entry) for entry in behind[number])
            following = layout.pieces[number + 1 : number + 2]
            if following and not following[0].lead.startswith(("\n", "\r\n")):
                yield between
    yield layout.tail


def _margin(text: str, start: int) -> str:
    """Return the white space at the beginning of a line."""
    match = _MARGIN.match(text, start)
    return match[0] if match else ""
