"""The fields of an entry in braces that is not valid YAML.

In: a piece of a file, `- {id: …, title: A: B}`. Out: the readable fields, the keys of the others,
and a finding for each mistake. Guesses no values: broken ones are left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from collections.abc import Mapping as AbstractMapping

from papershelf.catalogue import mistakes
from papershelf.catalogue.compose import Composer
from papershelf.catalogue.lines import Line, Lines, is_near
from papershelf.catalogue.nodes import Finding, Mapping, Node, Scalar, duplicate

_BEGIN = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*-[ \t]+(?=\{)")
_FIELD = re.compile(
    r"(?P<sign>[,{]\s*|(?<=[\"'\]}\w])[ \t]+|\n\s*)"
    r"(?P<key>[A-Za-z_][\w-]*|\"[^\"\n]*\"|'[^'\n]*')[ \t]*:(?=\s|\Z)[ \t]*"
)
_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL), "'": re.compile(r"'(?:[^']|'')*'")}
#: A value of one word, such as an id, a date or an identifier; words of prose rarely have digits.
_NUMBERED = re.compile(r"(?=[^\s,]*\d)[^\s,]+")
_MARK = re.compile(r"[\[\]{}\"']")
#: The deepest nesting of a value in an entry.
_DEEPEST = 5
#: What may follow a value.
_ENDS = re.compile(r"\s*(?:[,}]|\n|\Z)")


def begin(text: str, start: int, end: int) -> int:
    """Return the offset of the brace at the beginning of a piece; -1 if there is none."""
    match = _BEGIN.match(text, start, end)
    return match.end() if match else -1


def recover(
    known: AbstractMapping[str, str], text: str, at: int, end: int
) -> tuple[Mapping, list[Finding]] | None:
    """Return the fields of the entry whose brace is at an offset, and its mistakes; None if each
    field alone is correct."""
    stop, findings = _end(text, at, end)
    pairs: dict[str, tuple[Scalar, Node]] = {}
    broken: dict[str, Scalar] = {}
    for field in _fields(text, at, stop, known):
        key = Scalar(field.key, field.start, field.end)
        if field.is_undashed:
            message = f'missing comma before "{field.key}"'
            findings.append(Finding("syntax", *key[1:3], message, "put a comma before it"))
        if field.key in pairs or field.key in broken:
            findings.append(duplicate(key))
            continue
        piece = text[field.start : field.last]
        composer = Composer(f"{{{piece}\n}}", field.start - 1)
        root = composer.roots[0] if composer.run() and len(composer.roots) == 1 else None
        if type(root) is Mapping and field.key in root.pairs:
            findings += composer.findings
            pairs |= {name: pair for name, pair in root.pairs.items() if name not in pairs}
        else:
            broken[field.key] = key
            findings.append(mistakes.in_braces(field, known.get(field.named, "text")))
    if not findings:
        return None
    findings.sort(key=lambda finding: finding.start)
    return Mapping(pairs, at, end, tuple(broken.values())), findings


def _end(text: str, at: int, end: int) -> tuple[int, list[Finding]]:
    """Return the offset of the last brace, and the mistakes there."""
    body = re.compile(r"(?:\s|#[^\n]*\n?)*\Z")
    stop = text.rfind("}", at, end)
    inner = text[at:end]
    if stop < 0 or text.count("{", at, end) > text.count("}", at, end):
        stop = at + len(inner.rstrip())
        message, hint = "this entry has no closing brace", 'end it with "}"'
        return stop, [Finding("syntax", at, at + 1, message, hint)]
    if body.match(text[stop + 1 : end]):
        return stop, []
    behind = stop + 1 + len(text[stop + 1 : end]) - len(text[stop + 1 : end].lstrip())
    last = at + len(inner.rstrip())
    hint = "delete it" if last - behind == 1 else "move it into the braces"
    return stop, [Finding("syntax", behind, last, 'text after the closing "}"', hint)]


def _fields(text: str, at: int, stop: int, known: Collection[str]) -> Iterator[Lines]:
    """Yield the fields, each up to the next one."""
    begun = _next(text, at, stop, known)
    while begun is not None:
        value_at = begun.end()
        follows = _next(text, _behind(text, value_at, stop, known), stop, known)
        value = text[value_at : follows.start() if follows else stop].rstrip()
        first, *below = re.finditer(r"[^\r\n]+", value) if value else (None,)
        key = begun["key"].strip("'\"")
        yield Lines(
            key=key,
            named=key.lower() if key.lower() in known else key,
            start=begun.start("key"),
            end=begun.end("key"),
            indent="",
            is_first=False,
            is_undashed=not begun["sign"].strip(),
            is_glued=False,
            value=first[0] if first else "",
            value_at=value_at + (first.start() if first else 0),
            below=[Line(value_at + line.start(), line[0]) for line in below],
        )
        begun = follows


def _next(text: str, at: int, stop: int, known: Collection[str]) -> re.Match[str] | None:
    """Return the next key. A word between a comma and a colon in a text is a key only if it is
    written like one. Without a comma, a known key follows a closed value, or one word that is not
    prose."""
    word = _NUMBERED.match(text, at, stop)
    for match in _FIELD.finditer(text, at, stop):
        key, sign = match["key"], match["sign"].strip()
        is_key = key.islower() or key[0] in "'\"" or key.lower() in known or is_near(key, known)
        if sign == "{":
            is_next = match.start() == at
        elif match["sign"][0] in " \t" and text[match.start() - 1] not in "\"']}":
            is_next = key in known and word is not None and word.end() == match.start()
        else:
            is_next = is_key and (sign != "" or key in known)
        if is_next:
            return match
    return None


def _behind(text: str, at: int, stop: int, known: Collection[str]) -> int:
    """Return the offset after a value in quotes or brackets if they are closed properly, otherwise
    its own offset."""
    first = text[at : at + 1]
    if first in _QUOTED:
        quoted = _QUOTED[first].match(text, at, stop)
        end = quoted.end() if quoted else at
    else:
        end = _closed(text, at, stop, known) if first and first in "[{" else at
    return end if _ENDS.match(text, end) else at


def _closed(text: str, at: int, stop: int, known: Collection[str]) -> int:
    """Return the offset after the bracket that closes the one at `at`; `at` itself if none does, or
    if a field of the entry begins before it."""
    opened: list[str] = []
    place = at
    while len(opened) < _DEEPEST and (mark := _MARK.search(text, place, stop)):
        if opened == ["["] and any(
            field["sign"].startswith(",") and field["key"] in known
            for field in _FIELD.finditer(text, place, mark.start())
        ):
            return at
        place = mark.end()
        if mark[0] in _QUOTED:
            quoted = _QUOTED[mark[0]].match(text, mark.start(), stop)
            is_begin = text[place - 2] in " [{,:\n"  # `it's` has an apostrophe
            place = quoted.end() if quoted and is_begin else place
        elif mark[0] in "[{":
            opened.append(mark[0])
        elif opened.pop() != {"]": "[", "}": "{"}[mark[0]]:
            return at
        if not opened:
            return place
    return at
