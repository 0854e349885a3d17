"""Reading an entry that is not valid YAML, field by field.

In: a piece of a file that a YAML parser rejects. Out: a mapping of readable fields, the keys of the
others, and a finding for each mistake. Guesses no values: broken ones are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as AbstractMapping
from itertools import groupby

from papershelf.catalogue import braces, lines, mistakes
from papershelf.catalogue.compose import Composer
from papershelf.catalogue.lines import Lines
from papershelf.catalogue.nodes import Finding, Mapping, Node, Scalar, duplicate


def recover(
    known: AbstractMapping[str, str], text: str, start: int, end: int
) -> tuple[Mapping, list[Finding]] | None:
    """Return the readable fields of a piece, and the mistakes in the others.

    `known` says for each field whether its value is a `text`, a `list` or a `mapping`. Return None
    if the piece has no line `key: value`, or if each field alone is correct.
    """
    if (brace := braces.begin(text, start, end)) >= 0:
        return braces.recover(known, text, brace, end)
    fields = lines.fields(text, start, end, known)
    pairs: dict[str, tuple[Scalar, Node]] = {}
    broken: dict[str, Scalar] = {}
    findings: list[Finding] = []
    column = len(fields[0].indent) if fields else 0
    if fields and fields[0].key == "id" and fields[0].is_undashed and "id" in known:
        findings.append(mistakes.missing_dash(text, fields[0]))
        column = 2
    runs = _runs(fields)
    for place, each in enumerate(fields):
        key = Scalar(each.key, each.start, each.end)
        if each.key in pairs or each.key in broken:
            findings.append(duplicate(key))
            continue
        if place in runs:
            findings += mistakes.indentation(each, column, runs[place] - 1)
        value = _value(text, each, findings, column, known)
        if value is None:
            broken[each.key] = key
        else:
            pairs[each.key] = (key, value)
    if not any(finding.rule == "syntax" for finding in findings):
        return None
    for key in _without_colon([each for each in fields if each.key in broken], column):
        if key.text in known and key.text not in pairs:
            broken.setdefault(key.text, key)
    return Mapping(pairs, fields[0].start, end, tuple(broken.values())), findings


def _without_colon(fields: Sequence[Lines], column: int) -> Iterator[Scalar]:
    """Yield the first words of lines below broken fields that may be fields, too: `authors`."""
    for line in (line for each in fields for line in each.below if len(line.indent) <= column):
        word = line.text.strip().partition(" ")[0]
        yield Scalar(word, line.at, line.at + len(word))


def _runs(fields: Sequence[Lines]) -> dict[int, int]:
    """Return the number of fields in each run with the same indentation, by its first position."""
    runs, place = {}, 0
    for _, alike in groupby(fields, key=lambda each: each.indent):
        runs[place] = sum(1 for _ in alike)
        place += runs[place]
    return runs


def _value(
    text: str, field: Lines, findings: list[Finding], column: int, known: AbstractMapping[str, str]
) -> Node | None:
    """Return the value of one field, parsed separately; None after a finding."""
    if field.is_glued:
        findings.append(
            mistakes.missing_space(field, is_equation="=" in text[field.end : field.value_at])
        )
        return None
    wrong = list(mistakes.layout(field, column))
    findings += wrong
    if wrong:
        return None
    composer = Composer(text[field.start : field.last] + "\n", field.start)
    if composer.run() and len(composer.roots) == 1:
        root = composer.roots[0]
        if type(root) is Mapping and list(root.pairs) == [field.key]:
            findings += composer.findings
            return root.pairs[field.key][1]
    found = [each for each in composer.findings if each.rule == "syntax"]
    if found:
        findings.append(mistakes.explain(field, found, known))
    else:
        findings += composer.findings
    return None
