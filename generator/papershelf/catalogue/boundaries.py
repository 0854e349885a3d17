"""Where the entries of a catalogue file begin, judged only by dashes and ids.

In: the text of a file that is not valid YAML as a whole, or has more than a list of entries. Out:
the offsets of its pieces, one per entry, and of what is above them. Does not parse YAML, so that a
mistake in one entry does not hide others.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from papershelf.catalogue.nodes import Finding, Mapping, Node
from papershelf.text.shorten import cut

_DASH = re.compile(r"^(?P<indent> *)-(?=[ \t\r\n]|$)", re.MULTILINE)
#: A field without a value on its line; a list or a text may follow.
_OPEN_FIELD = re.compile(r"[ \t-]*[\w-]+:[ \t]*(?:[|>][+-]?[ \t]*)?(?:#.*)?")
#: The beginning of an entry; other pieces may be items of a list that is not indented.
_ENTRY = re.compile(r" *-\s+(?:[\w\"'-]+[ \t]*:(?:\s|\Z)|\{)")
#: What looks like a space, as a class of regular expressions; only the first is one in YAML.
SPACES = " \t\u00a0\u2000-\u200b\u202f\u205f\u3000"
#: An entry with another sign instead of the dash or the space, or without the dash that YAML needs.
SIGN = rf"[-\u2010-\u2015\u2212\uff0d*•·+][{SPACES}]*"
_UNDASHED = re.compile(rf" *(?!-[ \t])(?:{SIGN})?id[ \t]*:[ \t]")
#: An entry, wherever its dash is: its id, and below that a date. A shorter one may be an example
#: in a text.
_WHOLE = re.compile(
    r"^(?P<indent> *)- +id[ \t]*:[ \t][^\n]*\n"
    r"(?=(?:[ \t\r]*\n|(?P=indent)  (?=[ \t]*\S)[^\n]*\n)*?"
    r"(?P=indent)  +(?:published|added)[ \t]*:)",
    re.MULTILINE,
)
#: The two fields that every entry has once.
_ONCE = re.compile(rf"^(?P<indent> *)(?P<sign>{SIGN})?(?P<key>id|title)[ \t]*:[ \t]", re.MULTILINE)


#: Records of other programs at the left margin: format, file name, and pattern.
_PASTED = (
    ("BibTeX", "refs.bib", re.compile(r"@\w+[ \t]*[{(][^\n]*,", re.ASCII)),
    ("JSON", "refs.jsonl", re.compile(r'\{[ \t]*"[^"\n]+"[ \t]*:')),
    ("JSON", "refs.json", re.compile(r'(?:\[\s*)?\{\s*"[^"\n]+"[ \t]*:')),
    ("RIS", "refs.ris", re.compile(r"TY  -")),
    ("EndNote", "refs.enw", re.compile(r"%0 ")),
)
_PASTED_LINE = re.compile(rf"^(?:{'|'.join(row[2].pattern for row in _PASTED)})", re.MULTILINE)

#: A line of Markdown or of git, copied along with an entry, and a key above a list of entries.
STRAY = re.compile(r"[`~]{3}[\w-]*|([=*_])\1{2,}|[A-Za-z]+:")
NO_ENTRY = "this line belongs to no entry"


def pasted(text: str, start: int) -> tuple[str, str]:
    """Return the format and a file name for a record of another program; empty for other pieces."""
    found = ((what, name) for what, name, form in _PASTED if form.match(text, start))
    return next(found, ("", ""))


def is_entry_in_json(text: str, start: int, end: int) -> bool:
    """Return whether a piece that begins with JSON has a field of nothing but entries, so that it
    needs only a dash."""
    return text[start] == "{" and '"added"' in text[start:end]


def is_catalogue_in_json(text: str, start: int, end: int) -> bool:
    """Return whether a piece that begins with JSON is a list of entries, which YAML can read."""
    return text[start] == "[" and '"added"' in text[start:end]


def is_undashed(text: str, start: int) -> bool:
    """Return whether a piece begins with `id:` without a dash, or with another sign instead."""
    return bool(_UNDASHED.match(text, start))


def margin(text: str) -> str:
    """Return the indentation of most entries: spaces."""
    widths = Counter(match["indent"] for match in _WHOLE.finditer(text))
    first = _DASH.search(text)
    return widths.most_common(1)[0][0] if widths else first["indent"] if first else ""


def indent(text: str, start: int) -> str | None:
    """Return the indentation of a piece that is an entry; None for other pieces."""
    entry = _WHOLE.match(text, start)
    return entry["indent"] if entry else None


def has_entry(text: str, start: int, end: int) -> bool:
    """Return whether an entry begins between two offsets."""
    return _WHOLE.search(text, start, end) is not None


def number_of_lines(piece: str) -> int:
    """Return the number of lines of an entry, without comments and empty lines at its end."""
    lines = piece.splitlines()
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return len(lines)


def split(text: str) -> list[tuple[int, int]]:
    """Return start and end of each piece, including the text before the first dash."""
    width = margin(text)
    starts = [match.start() for match in _DASH.finditer(text) if match["indent"] == width]
    starts = _without_items(text, starts)
    shifted = (match.start() for match in _WHOLE.finditer(text) if match["indent"] != width)
    starts = sorted([*starts, *shifted])
    starts = _with_undashed(text, starts, len(width))
    starts = _with_pasted(text, starts)
    if starts and text[: starts[0]].strip() and not _is_comments(text[: starts[0]]):
        starts.insert(0, 0)
    return list(zip(starts, [*starts[1:], len(text)]))


def _with_pasted(text: str, starts: list[int]) -> list[int]:
    """Return the starts and, in each piece, that of the first record of another program."""
    places = [match.start() for match in _PASTED_LINE.finditer(text)]
    first = {bisect_right(starts, at): at for at in reversed(places)}
    return sorted({*starts, *first.values()})


def _with_undashed(text: str, starts: list[int], width: int) -> list[int]:
    """Return the starts of entries, including those without a dash: a second `id` with a `title`
    before and after it, or an `id` after another sign."""
    dashed, undashed = set(starts), []
    passed = iter([*starts, len(text) + 1])
    next_start = next(passed)
    seen: set[str] = set()
    candidate = -1
    for match in _ONCE.finditer(text):
        if len(match["indent"]) > width + 2:
            continue
        if match.start() >= next_start:
            seen, candidate = set(), -1
            while match.start() >= next_start:
                next_start = next(passed)
        is_first = match.start() in dashed or not (starts or seen)
        if match["sign"] and not is_first:
            if match["key"] == "id" and is_undashed(text, match.start()):
                undashed.append(match.start())
                seen, candidate = {"id"}, -1
            continue
        if match["key"] == "title" and candidate >= 0:
            undashed.append(candidate)
            seen, candidate = {"id"}, -1
        elif match["key"] == "id" and seen >= {"id", "title"}:
            candidate = match.start()
        seen.add(match["key"])
    return sorted([*starts, *undashed])


def _without_items(text: str, starts: list[int]) -> list[int]:
    """Return the starts of entries, without items of a list in the entry above."""
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
    return not any(line.strip() for line in _iter_content(text))


def _iter_content(text: str) -> Iterator[str]:
    """Yield the lines without comments."""
    for line in text.splitlines():
        if not line.lstrip().startswith("#") and line.strip() != "---":
            yield line


def stray(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the bounds of the only line of a piece, if it is one that belongs to no entry."""
    lines = [line.strip() for line in _iter_content(text[start:end]) if line.strip()]
    if len(lines) != 1 or not STRAY.fullmatch(lines[0]):
        return None
    at = text.index(lines[0], start)
    return at, at + len(lines[0])


# --- what is above the list ----------------------------------------------------------------------

#: The first line of an entry. Other keys may begin an item of a list, such as a name in `authors`.
_FIRST = re.compile(r"^[ \t]*-[ \t]+(?:\{[ \t]*)?[\"']?id[\"']?[ \t]*:(?=\s)", re.MULTILINE)


def end_of_preamble(text: str, roots: Sequence[Node]) -> int:
    """Return the offset of the list of entries; 0 if nothing is above it, or if there is none."""
    first = roots[0] if roots else None
    if type(first) is not Mapping or not first.pairs or _may_be_entry(text, first):
        return 0
    entry = _FIRST.search(text, first.start)
    return entry.start() if entry else 0


def preamble(roots: Sequence[Node]) -> Finding:
    """Return the finding about it."""
    assert type(roots[0]) is Mapping
    key = next(iter(roots[0].pairs.values()))[0]
    message = f'"{cut(key.text, 60)}" is above the list of entries'
    hint = 'a catalogue file has only entries: delete everything above the first "- id: …"'
    return Finding("syntax", key.start, key.end, message, hint)


def without_preamble(text: str, at: int) -> str:
    """Return the text with blanks up to the list: offsets and lines stay."""
    return re.sub(r"[^\r\n]", " ", text[:at]) + text[at:]


def _may_be_entry(text: str, root: Mapping) -> bool:
    """Return whether a mapping is an entry, perhaps without its dash."""
    begins_line = text[root.start - 1 : root.start] in ("", "\n")
    if not begins_line or text.startswith("{", root.start) or "id" in root.pairs:
        return True
    return "title" in root.pairs and len(root.pairs) > 1
