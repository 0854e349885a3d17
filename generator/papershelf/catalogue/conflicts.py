"""Find what git leaves in a file that two branches changed at the same place.

In: the text of a YAML file. Out: the text without the markers, at the same offsets, and a
finding for each conflict. Never chooses one of the versions.
"""

from __future__ import annotations

import re

from papershelf.catalogue.nodes import Finding

_MARKER = re.compile(r"^(?P<sign><{7}|\|{7}|={7}|>{7})(?:[ \t][^\r\n]*)?(?=\r?$)", re.MULTILINE)
_MESSAGE = "an unresolved merge conflict"
_HINT = (
    'keep the lines above or below "=======", delete the others, and delete the lines with'
    " <<<<<<<, ======= and >>>>>>>"
)


def masked(text: str) -> tuple[str, list[Finding]]:
    """Return a text with spaces instead of conflict markers, which changes no offset, and the
    findings."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return text, []
    findings: list[Finding] = []
    is_open = False
    for match in _MARKER.finditer(text):
        if not is_open:
            findings.append(finding(match.start(), match.end()))
        is_open = match["sign"][0] != ">"
    return _MARKER.sub(lambda match: " " * len(match[0]), text), findings


def finding(start: int, end: int) -> Finding:
    """Return the finding for a conflict whose first marker is between two offsets."""
    return Finding("syntax", start, end, _MESSAGE, _HINT)
