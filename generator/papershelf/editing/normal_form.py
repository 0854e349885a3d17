"""Sort and format a catalogue file, and keep every comment where it belongs.

In: the text of a file, and a function for the dates of entries without `added`. Out: a text with
the same meaning: entries sorted by id, fields in the order of the table, identifiers, dates,
languages and abstracts in one format. What cannot be formatted without changing its meaning stays
as written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from papershelf.catalogue import forms, nodes, write
from papershelf.catalogue.entries import parse_entry
from papershelf.catalogue.fields import CREATORS, FIELDS, PLACES
from papershelf.catalogue.nodes import Mapping, Node, Scalar
from papershelf.catalogue.parse import parse
from papershelf.catalogue.report import Report
from papershelf.editing import layout
from papershelf.editing.layout import Layout, Piece
from papershelf.problems import SourceText
from papershelf.text import characters

_DATES = ("published", "added")
_PROSE = tuple(
    name for name, field in FIELDS.items()
    if isinstance(field.form, forms.Text) and field.form.paragraphs
)  # fmt: skip
_SCALARS = {
    name: field.form
    for name, field in FIELDS.items()
    if name in (*_DATES, "language") or isinstance(field.form, forms.Identifier)
}
_ORCID = FIELDS["authors"].form.item.parts.fields["orcid"]  # type: ignore[attr-defined]
_BLOCK = re.compile(r">-[ \t]*(?P<comment>#[^\n]*)?\n")


class Chunk(NamedTuple):
    """A field of an entry with its comments: lines without indentation."""

    name: str
    lead: list[str]
    lines: list[str]


def to_normal(text: str, added: Callable[[dict[str, Any]], str] | None = None) -> str:
    """Return the text of a catalogue file in normal form. Raise ValueError if it cannot be cut.

    `added` returns the date for an entry without one, from its values, or an empty text.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    cut = layout.cut(plain)
    if cut.findings:
        raise ValueError(cut.findings[0].message)
    if not cut.pieces:
        return text
    source = SourceText("", plain)
    entries = [(_sort_key(piece), _normal(piece, source, cut, added)) for piece in cut.pieces]
    entries.sort(key=lambda pair: pair[0])
    header = cut.header.rstrip()
    parts = [f"{header}\n"] if header else []
    parts += [entry for _, entry in entries]
    tail = _comments(cut.tail)
    parts += ["".join(f"{line}\n" for line in tail)] if tail else []
    # a modeline may be right above the first entry, but not above that entry's comments
    is_tight = bool(header) and cut.header.rstrip(" \t") == f"{header}\n" and not cut.pieces[0].lead
    is_tight = is_tight and not entries[0][1].startswith("#")
    joined = parts[0] + "\n".join(parts[1:]) if is_tight else "\n".join(parts)
    return joined.replace("\n", "\r\n") if Layout(text=text).line_break == "\r\n" else joined


def _sort_key(piece: Piece) -> tuple[bool, str]:
    return (not piece.id, piece.id)


def _normal(
    piece: Piece, source: SourceText, cut: Layout, added: Callable[[dict[str, Any]], str] | None
) -> str:
    """Return the text of an entry with its comments."""
    chunks = list(_chunks(piece, source))
    day = _day(piece, source, added) if added else ""
    if day:
        chunks = [chunk for chunk in chunks if chunk.name != "added"]
        chunks.append(Chunk("added", [], [f"added: {day}"]))
    # a comment above the first field would have no place between the dash and the key
    above = chunks[0].lead
    chunks[0] = chunks[0]._replace(lead=[])
    chunks.sort(key=lambda chunk: PLACES.get(chunk.name, len(PLACES)))
    above = above + chunks[0].lead
    chunks[0] = chunks[0]._replace(lead=[])
    body = [line for chunk in chunks for line in (*chunk.lead, *chunk.lines)]
    text = _entry_lines(body, cut.is_list)
    if text != piece.body and not _means(text, above, piece, source, day):
        above, text = [], piece.body if piece.body.endswith("\n") else f"{piece.body}\n"
    return "".join(f"{line}\n" for line in (*_comments(piece.lead), *above)) + text


def _day(piece: Piece, source: SourceText, added: Callable[[dict[str, Any]], str]) -> str:
    """Return the date for an entry without `added`; empty for one that has it."""
    if "added" in piece.node.pairs and not forms.is_empty(piece.node.pairs["added"][1]):
        return ""
    values = parse_entry(source, piece.node, Report(source)).values
    return added(values) if "published" in values else ""


def _means(text: str, above: list[str], piece: Piece, source: SourceText, day: str) -> bool:
    """Return whether the new text of an entry has the same meaning, except for the `added` date.

    This includes mistakes: a refused value stays refused for the same reason. No comment may be
    lost; those in `above` have moved there. Nor may a forbidden character, which a parsed value
    has replaced.
    """
    if _forbidden(piece.body) != _forbidden(text):
        return False
    parsed = parse(text)
    if len(parsed.roots) != 1 or type(parsed.roots[0]) is not Mapping:
        return False
    before, after, now = piece.node, parsed.roots[0], SourceText("", text)
    old, new = Report(source), Report(now)
    wanted = parse_entry(source, before, old).values
    found = parse_entry(now, after, new).values
    if day:
        wanted["added"] = found.get("added")
    same_keys = (
        set(after.pairs) == {*before.pairs, "added"}
        if day
        else (set(after.pairs) == set(before.pairs))
    )
    messages = [sorted(problem.message for problem in report.problems) for report in (old, new)]
    if wanted != found or not same_keys or messages[0] != messages[1]:
        return False
    there = layout.comments(source.text, before, piece.start, piece.start + len(piece.body))
    kept = [line for line in above if line] + layout.comments(text, after, 0, len(text))
    return sorted(there) == sorted(kept)


def _forbidden(text: str) -> list[str]:
    """Return the forbidden characters of an entry, whose fields may have another order."""
    return sorted(text[at] for at, _ in characters.forbidden(text))


def _entry_lines(lines: list[str], is_list: bool) -> str:
    if not is_list:
        return "".join(f"{line}\n" for line in lines)
    blanks = " " * write.INDENT
    text = "".join(f"{blanks}{line}\n" if line else "\n" for line in lines)
    return f"- {text[write.INDENT :]}"


def _comments(above: str) -> list[str]:
    """Return the comments between two entries without indentation; one empty line between them
    stays."""
    lines: list[str] = []
    for line in above.split("\n"):
        bare = line.strip()
        if bare or (lines and lines[-1]):
            lines.append(bare)
    while lines and not lines[-1]:
        lines.pop()
    return lines


# --- one entry ---------------------------------------------------------------------------------


def _chunks(piece: Piece, source: SourceText) -> Iterator[Chunk]:
    """Yield the fields in the order of the file."""
    text = source.text
    if text[piece.node.start] == "{":
        yield from _flow_chunks(piece, text)
        return
    keys = sorted(piece.node.pairs.values(), key=lambda pair: pair[0].start)
    column = keys[0][0].start - (text.rfind("\n", 0, keys[0][0].start) + 1)
    at = piece.start
    for number, (key, value) in enumerate(keys):
        start = key.start if number == 0 else text.rfind("\n", 0, key.start) + 1
        above = text[at:start]
        if number == 0:  # "-", or "- # why" above the first key
            above = above.replace("-", "", 1)
        end = layout.line_end(text, max(key.end, layout.value_end(text, value)))
        between, lines = _field(key, value, text, column, end)
        yield Chunk(key.text, _comments(above) + between, lines)
        at = end
    rest = _comments(text[at : piece.start + len(piece.body)])
    if rest:  # comments below the last field stay at the end
        yield Chunk("\uffff", [], rest)


def _flow_chunks(piece: Piece, text: str) -> Iterator[Chunk]:
    """Yield the fields of an entry in braces. One on a single line becomes lines; others stay as
    they are."""
    raw = text[piece.node.start : piece.node.end]
    if "\n" in raw:
        lines = text[piece.node.start : piece.start + len(piece.body)].rstrip("\n").split("\n")
        yield Chunk("", [], [line.rstrip() for line in lines])
        return
    behind = text[piece.node.end : piece.start + len(piece.body)].strip()
    comment = [line.strip() for line in behind.split("\n") if line.strip()]
    for name, (key, value) in piece.node.pairs.items():
        shown = _scalar(name, value, text) if type(value) is Scalar else ""
        shown = shown or text[value.start : value.end]
        yield Chunk(name, comment, [f"{text[key.start : key.end]}: {shown}".rstrip()])
        comment = []


def _field(
    key: Scalar, value: Node, text: str, column: int, end: int
) -> tuple[list[str], list[str]]:
    """Return the lines of a field, with its value in normal form if it has one, and the comments
    between its key and a value on the next line."""
    name = key.text
    written = text[key.start : end].rstrip("\n")
    if type(value) is Scalar and not forms.is_empty(value):
        beside = text[value.end : end].rstrip() if value.style not in ("|", ">") else ""
        gap = text[key.end : value.start]
        between = _comments(gap.partition(":")[2]) if "\n" in gap else []
        if name in _PROSE:
            return between, _prose(name, value, text, column, beside.strip())
        shown = _scalar(name, value, text)
        if shown:
            head = (
                f"{text[key.start : key.end]}: " if "\n" in gap else text[key.start : value.start]
            )
            return between, [f"{head}{shown}{beside}"]
    elif name in CREATORS:
        written = _authors(key, value, text, end)
    return [], _outdented(written, column)


def _scalar(name: str, value: Scalar, text: str) -> str:
    """Return an identifier or date in normal form, or text that other programs would read as a
    number, in quotes; empty for other values."""
    form = _SCALARS.get(name)
    if form is None:
        is_text = name in FIELDS and isinstance(FIELDS[name].form, forms.Text)
        is_mistaken = is_text and not value.style and write.is_number(value.text)
        return write.to_scalar(value.text) if is_mistaken else ""
    report = Report(SourceText("", text))
    parsed = form.parse(value, report)
    if parsed is None:
        return ""
    return str(parsed) if name in _DATES else write.to_scalar(parsed, in_flow=True)


def _authors(key: Scalar, value: Node, text: str, end: int) -> str:
    """Return the names as written, with each ORCID iD in its bare form."""
    written, shift = text[key.start : end].rstrip("\n"), key.start
    for item in reversed(value.items if type(value) is nodes.Sequence else ()):
        orcid = item.value("orcid") if type(item) is Mapping else None
        if type(orcid) is Scalar:
            parsed = _ORCID.parse(orcid, Report(SourceText("", text)))
            if parsed and parsed != text[orcid.start : orcid.end]:
                head, tail = written[: orcid.start - shift], written[orcid.end - shift :]
                written = f"{head}{parsed}{tail}"
    return written


def _outdented(written: str, column: int) -> list[str]:
    """Return the lines of a field without their common indentation."""
    first, *others = written.split("\n")
    margin = re.compile(rf"[ ]{{0,{column}}}")
    return [first.rstrip(), *(margin.sub("", line, count=1) for line in others)]


def _prose(name: str, value: Scalar, text: str, column: int, beside: str) -> list[str]:
    """Return the lines of a folded block. Lines that fit keep their breaks."""
    raw = text[value.start : value.end].rstrip()
    head = _BLOCK.match(raw)
    comment = (head["comment"] if head else "") or beside
    if value.style in ("|", ">") and not comment:
        first = raw.partition("\n")[0]
        comment = first[first.index("#") :] if " #" in first else ""
    if head:
        lines = raw[head.end() :].split("\n")
        margin = min(len(line) - len(line.lstrip(" ")) for line in lines if line.strip())
        kept = [f"  {line[margin:]}" if line.strip() else "" for line in lines]
        if max(map(len, kept)) <= write.WIDTH - write.INDENT or not _is_fillable(kept):
            return [f"{name}: >-{' ' + comment if comment else ''}", *kept]
    parsed = FIELDS[name].form.parse(value, Report(SourceText("", text)))
    if parsed is None:  # too long: reported by the check, unchanged here
        return _outdented(text[text.rfind("\n", 0, value.start) + 1 + column : value.end], column)
    lines = write.to_folded(name, parsed)
    if comment:
        lines[0] += f"  {comment}" if len(lines) == 1 else f" {comment}"
    return lines


def _is_fillable(lines: list[str]) -> bool:
    """Return whether a line that is too long can be broken at all."""
    limit = write.WIDTH - write.INDENT
    return any(
        len(line) > limit and len(list(write.fill(line[2:], limit - 2))) > 1 for line in lines
    )
