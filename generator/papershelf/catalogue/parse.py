"""YAML text to nodes with positions, with every scalar as written.

In: the text of one file. Out: its entries as plain nodes, and all syntax mistakes. Knows no fields
and no types, never stops at the first mistake, and reads no files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from papershelf.catalogue import boundaries, conflicts, hidden
from papershelf.catalogue.compose import Composer
from papershelf.catalogue.nodes import Finding, Mapping, Node, Scalar, Sequence, spaces

#: Bytes that are not UTF-8, as decoded by `surrogateescape`. Python finds `[…][…]*` five times as
#: fast as `[…]+`.
NOT_UTF8 = re.compile("[\udc80-\udcff][\udc80-\udcff]*")
#: The YAML at the top of a Markdown file.
FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_REPLACED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)

NO_DASH = 'a new entry begins with "- "'


@dataclass(slots=True)
class Parsed:
    """The contents of a text."""

    roots: list[Node] = field(default_factory=list)
    """Entries of the top-level list, or the single top-level mapping."""
    findings: list[Finding] = field(default_factory=list)
    broken: int = 0
    """Number of entries that cannot be read because of the syntax."""


#: Reads a piece between two offsets that is not valid YAML; returns None if it finds no fields.
Recover: TypeAlias = Callable[[str, int, int], tuple[Mapping, list[Finding]] | None]


def parse(text: str, recover: Recover | None = None, *, is_list: bool = True) -> Parsed:
    """Return all entries of a catalogue file, or one mapping. After a syntax error, each piece of a
    list that begins with `- ` is read separately, and unreadable pieces are passed to `recover`."""
    parsed = _parse(text, recover, is_list)
    parsed.findings = [
        each for each in parsed.findings if not conflicts.is_version(text, each.rule, each.start)
    ]
    return parsed


def _parse(text: str, recover: Recover | None, is_list: bool) -> Parsed:
    parsed = Parsed()
    for rule, at, message in hidden.find(text):
        parsed.findings.append(Finding(rule, at, at + 1, message, hidden.hint(text, at)))
    # libyaml stops at these, or reads them as line breaks; offsets do not change
    readable, conflicts_in = conflicts.masked(_REPLACED.sub("\ufffd", text))
    parsed.findings += conflicts_in
    whole = composer = Composer(readable, 0)
    is_read = composer.run()
    is_text = is_list and is_read and _is_entry_in_text(readable, composer.roots)
    is_whole = not is_list or (is_read and not composer.has_duplicates and not is_text)
    found = [] if is_whole else boundaries.split(readable)
    is_undashed = any(boundaries.is_undashed(readable, start) for start, _ in found[1:])
    if is_read and not (is_undashed or is_text):
        _take(parsed, composer)
        return parsed
    margin = boundaries.margin(readable) if found else ""
    for start, end in found or [(0, len(readable))]:
        parsed.findings += _shifted(readable, start, end, margin)
        if bounds := boundaries.stray(readable, start, end):
            parsed.findings.append(Finding("syntax", *bounds, boundaries.NO_ENTRY, "remove it"))
            continue
        what, name = boundaries.pasted(readable, start)
        if what and not boundaries.is_catalogue_in_json(readable, start, end):
            parsed.broken += 1
            stop = readable.find("\n", start, end)
            stop = end if stop < 0 else stop
            message = f"this is {what}, which belongs in a separate file"
            hint = f"move it to {name}, and run papershelf import {name}"
            if boundaries.is_entry_in_json(readable, start, end):
                message = NO_DASH
                hint = f"write - {readable[start:stop].rstrip()}"
            parsed.findings.append(Finding("syntax", start, stop, message, hint))
            continue
        if len(found) > 1 and not (recover and boundaries.is_undashed(readable, start)):
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


def _is_entry_in_text(text: str, roots: list[Node]) -> bool:
    """Return whether an entry is so far indented that the block of text above it contains it."""
    if text.count("- id:") == text.count("\n- id:") + text.startswith("- id:"):
        return False
    items = (item for root in roots if type(root) is Sequence for item in root.items)
    last = (next(reversed(item.pairs.values()), None) for item in items if type(item) is Mapping)
    return any(
        type(pair[1]) is Scalar
        and pair[1].style in ("|", ">")
        and boundaries.has_entry(text, pair[1].start, pair[1].end)
        for pair in last
        if pair
    )


def _shifted(text: str, start: int, end: int, margin: str) -> Iterator[Finding]:
    """Yield a finding for an entry that is indented less or more than the others."""
    indent = boundaries.indent(text, start)
    if indent is None or indent == margin:
        return
    more = boundaries.number_of_lines(text[start:end]) - 1
    lines = f"this line and the {more} below it"
    by = spaces(abs(len(indent) - len(margin)))
    hint = f"remove {by} before {lines}" if len(indent) > len(margin) else f"indent {lines} by {by}"
    message = "this entry does not line up with the others"
    at = start + len(indent)
    yield Finding("syntax", at, text.find(":", at), message, hint)


def _undashed(text: str, roots: list[Node]) -> Iterator[Finding]:
    """Yield a finding for the entry of a list without a dash."""
    for root in roots:
        if type(root) is Mapping and root.pairs:
            key = next(iter(root.pairs.values()))[0]
            end = text.find("\n", key.start)
            line = text[key.start : end if end >= 0 else len(text)].rstrip()
            hint = f"write - {line}"
            yield Finding("syntax", key.start, key.end, NO_DASH, hint)


def _take(parsed: Parsed, composer: Composer) -> None:
    parsed.findings += composer.findings
    for root in composer.roots:
        if type(root) is Sequence:
            parsed.roots += root.items
        else:
            parsed.roots.append(root)
