"""Represent problems and format reports of them.

In: positions and findings of the other packages. Out: reports as text, JSON or GitHub annotations.
Never reads a file, never decides what is wrong, and never prints.
"""

from __future__ import annotations

import bisect
import json
import posixpath
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

#: The most problems of one rule that the text report shows; it counts the rest.
SHOWN_PER_RULE = 20
#: The most characters of a source line in an excerpt; an abstract on one line may have 5,000.
EXCERPT_WIDTH = 96


class Severity(StrEnum):
    """The severity of a problem: an error stops the build, a warning is only reported."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A range in a file of the collection: 1-based, columns in characters, the end exclusive."""

    file: str
    """POSIX path relative to the collection, `papers.yaml`."""
    line: int
    column: int
    end_line: int
    end_column: int
    excerpt: str
    """The whole source line, without its line break."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A violation of one rule at one place."""

    rule: str
    """Name of a rule in `rules.RULES`: `unknown-topic`."""
    severity: Severity
    span: Span
    message: str
    """What is wrong, one line, without a period: `unknown topic "transfomers"`."""
    hint: str = ""
    """How to fix it, one line: `did you mean "transformers"?`."""

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """The key by which every report sorts problems: place, then rule."""
        span = self.span
        return (span.file, span.line, span.column, self.rule, self.message)


class SourceText:
    """A text file and its name; turns character offsets into spans."""

    __slots__ = ("__dict__", "_last", "name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._last = (-1, "")

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset of each line's first character; lines end with LF, CRLF or CR."""
        text = self.text.replace("\r\n", " \n").replace("\r", "\n")
        starts = [0]
        while at := text.find("\n", starts[-1]) + 1:
            starts.append(at)
        return starts

    def line_of(self, offset: int) -> int:
        """Return the 1-based line number of an offset."""
        return bisect.bisect_right(self.line_starts, offset)

    def span(self, start: int, end: int | None = None) -> Span:
        """Return the span between two character offsets; without `end`, that of one character."""
        end = max(start + 1 if end is None else end, start)
        line, end_line = self.line_of(start), self.line_of(end)
        line_start = self.line_starts[line - 1]
        line_end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        return Span(
            file=self.name,
            line=line,
            column=start - line_start + 1,
            end_line=end_line,
            end_column=end - self.line_starts[end_line - 1] + 1,
            excerpt=self._line(line_start, line_end),
        )

    def _line(self, start: int, end: int) -> str:
        """Return a line. All problems of a line share one string: there may be thousands."""
        if self._last[0] != start:
            self._last = (start, self.text[start:end].rstrip("\r\n"))
        return self._last[1]


def count(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: `1 error`, `2 errors`, `1,532 entries`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def with_and(texts: Sequence[str]) -> str:
    """Return texts as a sentence lists them: `a`, `a and b`, `a, b and c`."""
    *others, last = texts
    return f"{', '.join(others)} and {last}" if others else last


def errors_in(problems: Iterable[Problem]) -> int:
    """Return how many of the problems are errors."""
    return sum(problem.severity is Severity.ERROR for problem in problems)


# --- text report -------------------------------------------------------------------------------


def to_text(problems: Sequence[Problem], entries: int, *, show_all: bool = False) -> str:
    """Return the text report: each problem with its source line and hint, then the counts."""
    return f"{listing(problems, show_all=show_all)}{summary(problems, entries)}\n"


def listing(problems: Sequence[Problem], *, show_all: bool = False) -> str:
    """Return the text report without the counts."""
    shown: Counter[str] = Counter()
    blocks: list[str] = []
    for problem in problems:
        shown[problem.rule] += 1
        if show_all or shown[problem.rule] <= SHOWN_PER_RULE:
            blocks.append(_block(problem))
    for rule, number in sorted(shown.items()):
        if not show_all and number > SHOWN_PER_RULE:
            blocks.append(f"… and {number - SHOWN_PER_RULE:,} more [{rule}]; --all shows them\n")
    return "".join(blocks)


def summary(problems: Sequence[Problem], entries: int) -> str:
    """Return the counts: `2 errors, 1 warning in 1,532 entries`."""
    errors = errors_in(problems)
    warnings = len(problems) - errors
    counts = [count(errors, "error")] if errors else []
    counts += [count(warnings, "warning")] if warnings else []
    return f"{', '.join(counts) or 'no problems'} in {count(entries, 'entry', 'entries')}"


def _block(problem: Problem) -> str:
    span = problem.span
    number = str(span.line)
    before, marked = _excerpt(span)
    margin = " " * (len(number) + 2)
    lines = [
        f"{visible(span.file)}:{span.line}:{span.column}: {problem.severity}: "
        f"{visible(problem.message)} [{problem.rule}]",
        f" {number} | {before}".rstrip(),
        f"{margin}| {marked}",
    ]
    if problem.hint:
        lines.append(f"{margin}= help: {visible(problem.hint)}")
    return "\n".join(lines) + "\n"


def _excerpt(span: Span) -> tuple[str, str]:
    """Return the part of the source line around the span, and the carets below it."""
    text, start = span.excerpt, span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(text)
    first = 0
    if len(text) > EXCERPT_WIDTH:
        first = max(0, min(start - EXCERPT_WIDTH // 4, len(text) - EXCERPT_WIDTH))
        text = text[first : first + EXCERPT_WIDTH]
    head = "…" if first else ""
    tail = "…" if first + len(text) < len(span.excerpt) else ""
    lead = visible(text[: start - first])
    mark = visible(text[start - first : max(end, start + 1) - first])
    shown = head + lead + mark + visible(text[max(end, start + 1) - first :]) + tail
    return shown, " " * (width(head + lead)) + "^" * max(1, width(mark))


def visible(text: str) -> str:
    """Return the text, safe to print on a terminal: control, format and bidirectional characters
    become `<U+202E>`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        char
        if char == " " or unicodedata.category(char)[0] not in "CZ"
        else "  "
        if char == "\t"
        else " "
        if unicodedata.category(char) == "Zs"
        else f"<0x{ord(char) - 0xDC00:02X}>"  # a byte that was not UTF-8
        if "\udc80" <= char <= "\udcff"
        else f"<U+{ord(char):04X}>"
        for char in text
    )


def width(text: str) -> int:
    """Return the width of a text in terminal columns: two for wide characters, none for combining
    and invisible ones."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(char) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in text
    )


# --- reports for programs ----------------------------------------------------------------------


def to_json(problems: Sequence[Problem], entries: int) -> str:
    """Return the JSON report; lines and columns are 1-based, columns in characters."""
    errors = errors_in(problems)
    report = {
        "problems": [
            {
                "rule": problem.rule,
                "severity": problem.severity.value,
                "file": problem.span.file,
                "line": problem.span.line,
                "column": problem.span.column,
                "end_line": problem.span.end_line,
                "end_column": problem.span.end_column,
                "message": problem.message,
                "hint": problem.hint,
            }
            for problem in problems
        ],
        "errors": errors,
        "warnings": len(problems) - errors,
        "entries": entries,
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def to_github(problems: Sequence[Problem], entries: int, folder: str = "") -> str:
    """Return workflow commands that GitHub Actions shows as annotations on the lines. `folder` is
    that of the collection in its repository, since GitHub looks for files from the top folder.

    Format: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    lines = [_annotation(problem, folder) for problem in problems]
    return "\n".join([*lines, summary(problems, entries)]) + "\n"


def _annotation(problem: Problem, folder: str) -> str:
    span = problem.span
    file = posixpath.normpath(posixpath.join(folder, span.file))
    place = {"file": file, "line": span.line, "col": span.column}
    if span.end_line == span.line:  # GitHub ignores columns if an annotation spans several lines
        place |= {"endLine": span.end_line, "endColumn": span.end_column}
    place["title"] = problem.rule
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in place.items())
    message = visible(problem.message)
    hint = f"\n{visible(problem.hint)}" if problem.hint else ""
    return f"::{problem.severity} {properties}::{_data(message + hint)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


#: The formats of `papershelf check --format`.
FORMATS = {"text": to_text, "json": to_json, "github": to_github}
