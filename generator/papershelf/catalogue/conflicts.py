"""Find what git leaves in a file that two branches changed at the same place.

In: the text of a file. Out: a finding for each conflict, and for YAML the text without the markers,
at the same offsets. Never chooses one of the versions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from papershelf.catalogue.nodes import Finding

_MARKER = re.compile(r"^(?P<sign><{7}|\|{7}|={7}|>{7})(?:[ \t][^\r\n]*)?(?=\r?$)", re.MULTILINE)
_FENCE = re.compile(r"^ *(?:```|~~~)", re.MULTILINE)
_MESSAGE = "an unresolved merge conflict"
_HINT = (
    "keep the lines of one version, and delete those of the others and the lines with"
    " <<<<<<<, |||||||, ======= and >>>>>>>"
)


def masked(text: str) -> tuple[str, list[Finding]]:
    """Return a YAML text with spaces instead of conflict markers, which changes no offset, and the
    findings."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return text, []
    findings: list[Finding] = []
    is_open = False
    for match in _MARKER.finditer(text):
        if not is_open:
            findings.append(_finding(match))
        is_open = match["sign"][0] != ">"
    return _MARKER.sub(lambda match: " " * len(match[0]), text), findings


@lru_cache(maxsize=2)  # a file may have a thousand duplicates
def _conflicts(text: str) -> list[tuple[int, int]]:
    """Return the bounds of all conflicts in a YAML text."""
    found: list[tuple[int, int]] = []
    start = -1
    for match in _MARKER.finditer(text) if "<<<<<<<" in text or ">>>>>>>" in text else ():
        start = match.start() if start < 0 else start
        if match["sign"][0] == ">":
            found.append((start, match.end()))
            start = -1
    return found


def is_version(text: str, rule: str, at: int) -> bool:
    """Return whether a finding at this offset of a YAML text says only that two versions have
    something in common, such as a key or an id."""
    return "duplicate" in rule and any(start < at < end for start, end in _conflicts(text))


def in_markdown(text: str) -> Iterator[Finding]:
    """Yield a finding for each whole conflict outside of code: a single marker may be a quote, or
    underline a heading."""
    begun: re.Match[str] | None = None
    has_both, fences, at = False, 0, 0
    for match in _MARKER.finditer(text):
        sign = match["sign"][0]
        if sign == "<":
            begun, has_both = match, False
        elif sign == "=":
            has_both = True
        elif sign == ">" and begun and has_both:
            fences += len(_FENCE.findall(text, at, begun.start()))
            if fences % 2 == 0:
                yield _finding(begun)
            at, begun = begun.start(), None


def _finding(marker: re.Match[str]) -> Finding:
    return Finding("syntax", *marker.span(), _MESSAGE, _HINT)
