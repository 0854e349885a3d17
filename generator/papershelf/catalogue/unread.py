"""Find what a page was meant to say, but is not read as such.

In: the text of a page, and the keys of front matter. Out: findings for front matter that is only
text, and for merge conflicts. Reads no values.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from papershelf.catalogue import conflicts
from papershelf.catalogue.nodes import Finding

#: A line above a key, as other programs begin front matter, or with blank lines before it.
_BEGUN = re.compile(
    r"\s{0,99}(?P<mark>-{2,9}|\+{3}|[\u2013\u2014]{1,3})[ \t]*\r?\n"
    r"[ \t]*(?P<key>[A-Za-z_]+)[ \t]*[:=]"
)
#: A key without such a line.
_BARE = re.compile(r"\s{0,99}(?P<key>title|description|parent|aliases):[ \t]")
_CONFLICT = tuple(
    re.compile(rf"^{sign}{{7}}[ \t]*{end}", re.MULTILINE)
    for sign, end in (("<", "[^\n]*"), ("=", "\r?$"), (">", "[^\n]*"))
)
_FENCE = re.compile(r"^(?:```|~~~)", re.MULTILINE)


def front_matter(text: str, keys: Collection[str]) -> Iterator[Finding]:
    """Yield the finding for front matter without a beginning or an end."""
    found = _BEGUN.match(text) or _BARE.match(text)
    if found is None or found["key"].lower() not in keys:
        return
    if text.startswith("---") and found.groupdict().get("mark") == "---":
        message, hint = "this front matter has no end", 'end it with a line "---"'
    else:
        message = "this front matter is not read"
        hint = 'begin and end it with a line "---", the first one of the file'
    start = len(text) - len(text.lstrip())
    yield Finding("front-matter", start, max(text.find("\n", start), start + 1), message, hint)


def merge_conflicts(text: str) -> Iterator[Finding]:
    """Yield a finding for each merge conflict outside of code."""
    at, fences = 0, 0
    while found := _conflict(text, at):
        start, end, stop = found
        fences += len(_FENCE.findall(text, at, start))
        if fences % 2 == 0:
            yield conflicts.finding(start, end)
        fences += len(_FENCE.findall(text, start, stop))
        at = stop


def _conflict(text: str, at: int) -> tuple[int, int, int] | None:
    """Return start and end of the first marker of the next conflict, and the end of its last."""
    found = []
    for marker in _CONFLICT:
        match = marker.search(text, at)
        if match is None:
            return None
        found.append(match)
        at = match.end()
    return *found[0].span(), at
