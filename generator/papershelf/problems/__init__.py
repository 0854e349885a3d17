"""Where a problem is, what is wrong, and how it is reported.

In: positions and findings of the other packages. Out: the text, JSON and GitHub forms of a report.
It never reads a file, never decides what is wrong, and never prints.
"""

from __future__ import annotations

import bisect
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

#: The text form shows so many problems of one rule and counts the rest.
SHOWN_PER_RULE = 20
#: Characters of a source line that an excerpt shows; an abstract on one line may have 5,000.
EXCERPT_WIDTH = 96


class Severity(StrEnum):
    """How bad: an error stops the build, a warning is only told."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A place in a file of the collection: 1-based, columns in characters, the end exclusive."""

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
    """One finding of one rule at one place."""

    rule: str
    """Name of a row in the table of rules, `unknown-topic`."""
    severity: Severity
    span: Span
    message: str
    """What is wrong, one line, without full stop: `unknown topic "transfomers"`."""
    hint: str = ""
    """How to mend it, one line: `did you mean "transformers"?`."""

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """By place, then rule: the order in which every form lists problems."""
        span = self.span
        return (span.file, span.line, span.column, self.rule, self.message)


class SourceText:
    """A text file with its name, that turns character offsets into spans."""

    __slots__ = ("__dict__", "_last", "name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._last = (-1, "")

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset of each line's first character; lines end with LF, CRLF or CR."""
        return [0, *(match.end() for match in re.finditer(r"\r\n?|\n", self.text))]

    def line_of(self, offset: int) -> int:
        """The 1-based line in which an offset lies."""
        return bisect.bisect_right(self.line_starts, offset)

    def span(self, start: int, end: int | None = None) -> Span:
        """The span from one character offset to another (by default one character)."""
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
        """Return a line; all problems of one share it, as a line may have thousands."""
        if self._last[0] != start:
            self._last = (start, self.text[start:end].rstrip("\r\n"))
        return self._last[1]


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 error`, `2 errors`, `1,532 entries`: a number with its noun."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def errors_in(problems: Iterable[Problem]) -> int:
    """How many of the problems are errors."""
    return sum(problem.severity is Severity.ERROR for problem in problems)


# --- the text form -----------------------------------------------------------------------------


def to_text(problems: Sequence[Problem], entries: int, *, show_all: bool = False) -> str:
    """The report for people: each problem with its line and its hint, then the counts."""
    return f"{listing(problems, show_all=show_all)}{summary(problems, entries)}\n"


def listing(problems: Sequence[Problem], *, show_all: bool = False) -> str:
    """The problems alone."""
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
    """`2 errors, 1 warning in 1,532 entries`."""
    errors = errors_in(problems)
    warnings = len(problems) - errors
    told = [count(errors, "error")] if errors else []
    told += [count(warnings, "warning")] if warnings else []
    return f"{', '.join(told) or 'no problems'} in {count(entries, 'entry', 'entries')}"


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
    """The source line, cut around the span, and the carets that go under it."""
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
    return shown, " " * (_width(head + lead)) + "^" * max(1, _width(mark))


def visible(text: str) -> str:
    """Text safe to show on a terminal: what has no shape, or turns lines around, as `<U+202E>`."""
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


def _width(text: str) -> int:
    """Columns that a terminal gives a text: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


# --- the forms for machines --------------------------------------------------------------------


def to_json(problems: Sequence[Problem], entries: int) -> str:
    """Every problem as one JSON object, columns in characters from 1 (design: command line)."""
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


def to_github(problems: Sequence[Problem], entries: int) -> str:
    """Workflow commands that GitHub Actions turns into annotations on the lines.

    Form: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    lines = [_annotation(problem) for problem in problems]
    return "\n".join([*lines, summary(problems, entries)]) + "\n"


def _annotation(problem: Problem) -> str:
    span = problem.span
    place = {"file": span.file, "line": span.line, "col": span.column}
    if span.end_line == span.line:  # GitHub ignores columns of an annotation over several lines
        place |= {"endLine": span.end_line, "endColumn": span.end_column}
    place["title"] = problem.rule
    told = ",".join(f"{key}={_property(str(value))}" for key, value in place.items())
    message = visible(problem.message)
    hint = f"\n{visible(problem.hint)}" if problem.hint else ""
    return f"::{problem.severity} {told}::{_data(message + hint)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


#: The forms that `papershelf check --format` knows.
FORMATS = {"text": to_text, "json": to_json, "github": to_github}
