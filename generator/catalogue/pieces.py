"""Room 2, catalogue: where the entries of a catalogue file begin, by the dashes alone.

In: the text of a file that is no YAML as a whole. Out: the offsets of its pieces, one an entry.
It parses no YAML, so that a mistake in one entry hides no other.
"""

from __future__ import annotations

import re

_DASH = re.compile(r"^(?P<indent> *)-(?=[ \t\r\n]|$)", re.MULTILINE)
#: A field without a value on its line: items of a list, or a text, may follow.
_OPEN_FIELD = re.compile(r"[ \t-]*[\w-]+:[ \t]*(?:[|>][+-]?[ \t]*)?(?:#.*)?")
#: What an entry begins with; other pieces may be items of a list that was not indented.
_ENTRY = re.compile(r" *-\s+(?:[\w\"'-]+[ \t]*:(?:\s|\Z)|\{)")


def split(text: str) -> list[tuple[int, int]]:
    """Return start and end of each piece; what comes before the first dash is one of them."""
    dashes = list(_DASH.finditer(text))
    starts = [match.start() for match in dashes if match["indent"] == dashes[0]["indent"]]
    starts = _without_items(text, starts)
    if starts and text[: starts[0]].strip() and not _is_comments(text[: starts[0]]):
        starts.insert(0, 0)
    return list(zip(starts, [*starts[1:], len(text)]))


def _without_items(text: str, starts: list[int]) -> list[int]:
    """Return the starts of entries, without the items of a list of the entry above them."""
    kept: list[int] = []
    is_list = False
    for start, end in zip(starts, [*starts[1:], len(text)]):
        is_list = is_list and not _ENTRY.match(text, start, end)
        if not is_list:
            kept.append(start)
        last_line = text[start:end].rstrip().rpartition("\n")[2]
        is_list = is_list or bool(_OPEN_FIELD.fullmatch(last_line.rstrip()))
    return kept


def _is_comments(text: str) -> bool:
    lines = (line.strip() for line in text.splitlines())
    return all(not line or line.startswith("#") or line == "---" for line in lines)
