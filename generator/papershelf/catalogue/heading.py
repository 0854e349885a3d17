"""What some files have above the list of entries: `papers:`, `version: 1`, a list of keywords.

In: the text of a catalogue file and what was read of it. Out: where the list begins, a finding, and
the text without what is above. Knows no fields but `id` and `title`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from papershelf.catalogue.nodes import Finding, Mapping, Node
from papershelf.text.shorten import cut

#: The first line of an entry. Other keys may begin an item of a list, such as a name in `authors`.
_ENTRY = re.compile(r"^[ \t]*-[ \t]+(?:\{[ \t]*)?[\"']?id[\"']?[ \t]*:(?=\s)", re.MULTILINE)


def end(text: str, roots: Sequence[Node]) -> int:
    """Return the offset of the list of entries; 0 if nothing is above it, or if there is none."""
    first = roots[0] if roots else None
    if type(first) is not Mapping or not first.pairs or _may_be_entry(text, first):
        return 0
    entry = _ENTRY.search(text, first.start)
    return entry.start() if entry else 0


def found(roots: Sequence[Node]) -> Finding:
    """Return what is wrong about it."""
    assert type(roots[0]) is Mapping
    key = next(iter(roots[0].pairs.values()))[0]
    message = f'"{cut(key.text, 60)}" is above the list of entries'
    hint = 'a catalogue file has only entries: delete everything above the first "- id: …"'
    return Finding("syntax", key.start, key.end, message, hint)


def without(text: str, at: int) -> str:
    """Return the text with blanks up to the list: offsets and lines stay."""
    return re.sub(r"[^\r\n]", " ", text[:at]) + text[at:]


def _may_be_entry(text: str, root: Mapping) -> bool:
    """Return whether a mapping is an entry, perhaps without its dash."""
    begins_line = text[root.start - 1 : root.start] in ("", "\n")
    if not begins_line or text.startswith("{", root.start) or "id" in root.pairs:
        return True
    return "title" in root.pairs and len(root.pairs) > 1
