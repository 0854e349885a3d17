"""A curator who does what each hint says, to the letter: the tests' measure of a report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from papershelf.catalogue.boundaries import NO_ENTRY
from papershelf.problems import Problem

#: A line on which a field of an entry begins.
_FIELD = re.compile(r"(?P<lead>(?:- +|[ \t]*))(?P<key>[A-Za-z_]+)[ \t]*[:=].*")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4}
_WRITE_FIELD = re.compile(r"(?:.*?: )?write (?P<key>[a-z_]+): (?P<value>.*)")
_WRITE_BLOCK = re.compile(r"write \w+: >- and the text below it, indented by four spaces")
_WRITE = re.compile(r"write (?P<value>.*?)(?:, unless .*)?")
_MEANT = re.compile(r'did you mean "(?P<value>[^"]+)"\?')
_INDENT = re.compile(
    r"indent it(?: and the (?P<more>\d+) fields below it)?(?:, with its \"- \",)? by (?P<number>\w+) spaces?.*"
)
_OUTDENT = re.compile(
    r"remove (?P<number>\w+) spaces? before this line and the (?P<more>\d+) below it"
)
_SHIFT = re.compile(r"indent this line and the (?P<more>\d+) below it by (?P<number>\w+) spaces?")
_REMOVE = re.compile(r"remove (?:it|this line).*|keep one of the two")


def follow(text: str, problems: Sequence[Problem], facts: Mapping[str, str] | None = None) -> str:
    """Return the text after every hint was followed, from its end on; `facts` are fields that a
    curator looks up where a hint says `add title: …`."""
    lines = text.split("\n")
    for problem in sorted(problems, key=lambda each: each.sort_key, reverse=True):
        _apply(lines, problem, facts or {})
    return "\n".join(lines)


def _apply(lines: list[str], problem: Problem, facts: Mapping[str, str]) -> None:
    hint, row = problem.hint, problem.span.line - 1
    if found := re.match(r"replace it with the (\w+)", hint):
        _replace(lines, problem, facts[found[1]])
    elif found := _INDENT.fullmatch(hint):
        for place in range(row, row + 1 + int(found["more"] or 0)):
            _indent(lines, place, _NUMBERS.get(found["number"], 0))
    elif found := _OUTDENT.fullmatch(hint) or _SHIFT.fullmatch(hint):
        number = _NUMBERS[found["number"]]
        for place in range(row, row + 1 + int(found["more"])):
            is_out = found.re is _OUTDENT
            lines[place] = lines[place][number:] if is_out else " " * number + lines[place]
    elif hint == "remove it" and problem.message == NO_ENTRY:
        del lines[row]
    elif found := _WRITE_BLOCK.fullmatch(hint):
        first, _ = _field(lines, row)
        key, _, value = lines[first].partition(":")
        lines[first : first + 1] = [f"{key}: >-", f"    {value.strip()}"]
    elif lines[row].lstrip().startswith("- {") and _in_braces(lines, problem, facts):
        return
    elif hint.startswith("write paper: "):  # within braces
        _replace(lines, problem, _WRITE.fullmatch(hint)["value"].removeprefix("paper: "))
    elif found := _WRITE_FIELD.fullmatch(hint):
        first, last = _field(lines, row)
        lead = _lead(lines[first])
        lines[first:last] = [f"{lead}{_written(found, facts)}"]
    elif found := _MEANT.fullmatch(hint) or _WRITE.fullmatch(hint):
        _replace(lines, problem, found["value"])
    elif _REMOVE.fullmatch(hint):
        first, last = _field(lines, row)
        del lines[first:last]
    elif hint == "replace the dash with a space":
        lines[row] = lines[row].replace("-", " ", 1)
    elif hint.startswith(("delete it", 'remove the "')):
        _replace(lines, problem, "")
    elif found := re.match(r"add (\w+): ", hint):
        first, _ = _field(lines, row)
        lines.insert(first + 1, f"  {found[1]}: {facts[found[1]]}")
    else:
        raise AssertionError(f"nobody can follow this literally: {hint}")


def _written(found: re.Match[str], facts: Mapping[str, str]) -> str:
    """Return the field that a hint says to write; what it leaves open is looked up."""
    key, value = found["key"], found["value"]
    return f"{key}: {facts[key] if value.startswith(('…', 'YYYY', '[Given')) else value}"


def _in_braces(lines: list[str], problem: Problem, facts: Mapping[str, str]) -> bool:
    """Follow a hint within an entry in braces on one line; False for one that is followed alike."""
    row, at = problem.span.line - 1, problem.span.column - 1
    line = lines[row]
    if found := _WRITE_FIELD.fullmatch(problem.hint):
        key = re.compile(r"[\w\"]+:[ ]*$").search(line[:at])
        start = key.start() if key else at
        lines[row] = f"{line[:start]}{_written(found, facts)}{line[problem.span.end_column - 1 :]}"
    elif problem.hint == "put a comma before it":
        lines[row] = f"{line[:at].rstrip()}, {line[at:]}"
    elif problem.hint == 'end it with "}"':
        lines[row] += "}"
    elif found := re.match(r"add (\w+): ", problem.hint):
        first = line.index(",") + 1
        lines[row] = f"{line[:first]} {found[1]}: {facts[found[1]]},{line[first:]}"
    else:
        return False
    return True


def _field(lines: list[str], row: int) -> tuple[int, int]:
    """Return the first line of the field that a line belongs to, and the one behind its last."""
    first = row
    while not _is_field(lines[first]):
        first -= 1
    last = first + 1
    while last < len(lines) and lines[last].strip() and not _is_field(lines[last]):
        last += 1
    return first, last


def _is_field(line: str) -> bool:
    match = _FIELD.fullmatch(line)
    return match is not None and _width(match["lead"]) <= 3


def _width(lead: str) -> int:
    return len(lead.replace("\t", "  "))


def _lead(line: str) -> str:
    return "- " if line.startswith("- ") else "  "


def _indent(lines: list[str], row: int, number: int) -> None:
    """Indent a line and those below it that are indented like it, up to the next field."""
    before = len(lines[row]) - len(lines[row].lstrip())
    is_text = number == 4
    while row < len(lines):
        if is_text and not lines[row].strip():  # an empty line between two paragraphs
            row += 1
            continue
        if len(lines[row]) - len(lines[row].lstrip()) != before or lines[row].startswith("- id:"):
            break
        if is_text and re.match(r" {2}(?:authors|published|added|topics|venue|doi): ?", lines[row]):
            break
        lines[row] = " " * number + lines[row].strip()
        row += 1
        if not is_text:
            break


def _replace(lines: list[str], problem: Problem, value: str) -> None:
    """Put a value in the place that a problem marks: one item of a list, or the whole value."""
    span, row = problem.span, problem.span.line - 1
    line = lines[row]
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    value = re.sub(r"^\d+ items: ", "", value)
    if line[span.column - 1 : end] in ("[", "{"):  # the beginning of what is meant
        end = len(line)
    lines[row] = f"{line[: span.column - 1]}{value}{line[end:]}"
