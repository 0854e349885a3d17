"""Find LaTeX, HTML and Markdown that pages would show as characters.

In: a Source. Out: findings. Following a hint literally gives the right entry. Formulas are right,
and so is Markdown in notes. Takes linear time: each pattern looks at a bounded part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from papershelf.catalogue import Entry, Source, forms
from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.nodes import Node, as_item
from papershelf.catalogue.structures import ListOf
from papershelf.checks.finding import Finding, within
from papershelf.importers.texts import markup
from papershelf.importers.texts.scanner import Scanner
from papershelf.text import labels, mojibake, tex
from papershelf.text.shorten import cut

_TEXTS = {name: field.form for name, field in FIELDS.items() if isinstance(field.form, forms.Text)}
_LISTS = tuple(
    name
    for name, field in FIELDS.items()
    if isinstance(field.form, ListOf) and isinstance(field.form.item, forms.Text)
)
#: Elements that publishers write in titles and abstracts.
_NAMES = (
    r"(?:jats:[\w-]+|mml:[\w-]+|i|b|em|strong|sub|sup|inf|p|br|span|div|u|tt|small|font|italic|bold"
    r"|sc|scp|math|li|ul|ol)"
)
_REFERENCE = (
    r"&(?:amp;){0,4}"  # escaped more than once
    r"(?:(?:[A-Za-z][A-Za-z0-9]{1,9}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});|(?:amp|nbsp)(?![\w;=]))"
)
#: A command, a quotation, an element, a character reference, and so on. The lookahead has every
#: character that one begins with, and makes a search four times as fast.
_SPOT = re.compile(
    r"(?=[\s\\`<&*!\[{\u3010:-])(?:"
    rf"(?P<JSON>{mojibake.ESCAPES.pattern}"
    r"|\s?(?:(?:\\r)?\\n(?!(?:Left|Right|Leftright)arrow|V[Dd]ash)"
    r"(?:(?=[A-Z•]|\\[nr]|\s*\Z)|(?<=[.:;!?]\\n)(?![a-z]))\s?)+)"
    r"|(?P<mark>\s?(?:\u3010\d[\d:]{0,9}†[^\u3010\u3011]{0,80}\u3011"
    r"|:contentReference\[oaicite:\d{1,4}\](?:\{index=\d{1,4}\})?|\[oaicite:\d{1,4}\]))"
    r"|(?P<code>```.{0,2000}?```|(?<![`\w])`[^`'\n]{1,200}`(?!`))"
    r"|(?P<LaTeX>\\(?:[&%_#{}]|[\"'`^~=.](?=[^\W\d_]|[{\\])|[A-Za-z]{1,40})"
    r"|``[^`'\"\n]{1,300}(?:''|\")|(?<![\w`])`[^`'\n]{1,200}'(?![\w']))"
    rf"|(?P<HTML>\s?<br\s?/?>\s?|<(?P<end>/?)(?P<tag>{_NAMES})(?:\s[^<>]{{0,300}})?/?>"
    rf"|{_REFERENCE})"
    r"|(?P<Markdown>\*\*(?=\S)[^*\n]{1,200}\*\*"
    r"|(?<![\w*\\])\*(?=[^\W\d_])[^*\n]{0,200}[^\W\d_]\*(?![\w*])"
    r"|!?\[[^\[\]\n]{1,200}\]\(https?://[^\s()]{1,300}\))"
    r"|(?P<braces>\{[A-Z][\w-]{0,40}\})"
    r"|(?P<dashes>(?<=\s)-{2,3}(?=\s)|(?<=\d)--(?=\d)|(?<=[a-z])-{2,3}(?=[A-Za-z])))",
    re.DOTALL,
)
#: What readers of plain text do not miss, and what may be meant in an abstract.
_ONLY_IN_LINES = frozenset({"braces", "dashes"})
#: LaTeX that readers of an abstract see through, as in those of arXiv: `2.6\%`, ``loom''.
_SLIGHT = re.compile(r"\\[&%_#{}]|`[^\n]*")
_MARK = "reference mark"
_LANGUAGES = {"code": "Markdown", "braces": "LaTeX", "dashes": "LaTeX", "mark": _MARK}
_MARKS = re.compile(r"!?\[([^\[\]]+)\]\((\S+)\)|\*\*(.+)\*\*|\*(.+)\*|`(.+)`", re.DOTALL)
_SOFT_HYPHEN = "\xad"
#: The most letters of a word around a command, and characters between the tags of an element.
_WORD, _ELEMENT = 40, 500


class _Spot(NamedTuple):
    """A part of a text that is markup."""

    language: str
    start: int
    end: int
    right: str
    """What is meant; empty if that is not certain."""


def forms_of(source: Source) -> Iterator[Finding]:
    """Yield markup in texts that are shown as they are, and LaTeX in notes."""
    for entry in source.entries:
        for name, value in entry.values.items():
            if name in _TEXTS:
                if _may_have(value):
                    is_line = not _TEXTS[name].paragraphs
                    yield from _findings(entry, name, value, entry.at(name), is_line)
            elif name in _LISTS:
                for item in filter(_may_have, value):
                    yield from _findings(entry, name, item, entry.item(name, item), True)
            elif name == "notes":
                yield from _in_notes(entry, value)


def _findings(entry: Entry, name: str, text: str, node: Node, is_line: bool) -> Iterator[Finding]:
    spots = list(_spots(text, is_line))
    if not spots:
        return
    if is_line and all(spot.right or spot.language == _MARK for spot in spots):
        first = spots[0]
        key = "" if name in _LISTS else f"{name}: "
        message = _message(first.language, text[first.start : first.end])
        right = labels.without(name, _replaced(text, spots).strip())
        hint = f"write {key}{as_item(right)}"
        yield _finding(entry, node, text[first.start : first.end], message, hint)
        return
    seen: set[str] = set()
    for spot in spots:
        part = text[spot.start : spot.end]
        if part not in seen:
            seen.add(part)
            hint = f'write "{spot.right}"' if spot.right else f"write it without {spot.language}"
            if spot.language == _MARK:
                hint = "delete it"
            elif spot.language == "JSON" and not spot.right.strip():
                hint = "write a line break in its place"
            yield _finding(entry, node, part, _message(spot.language, part), hint)


def _message(language: str, part: str) -> str:
    if language == _MARK:
        return f'"{cut(part.strip(), 80)}" is the reference mark of a language model'
    return f'pages would show the {language} of "{cut(part.strip(), 80)}" as characters'


def _finding(entry: Entry, node: Node, part: str, message: str, hint: str) -> Finding:
    return Finding(entry.source, within(entry, node, part), "markup", message, hint)


def _may_have(text: str) -> bool:
    return any(char in text for char in "\\`<&*[{\u3010") or "--" in text


def _replaced(text: str, spots: list[_Spot]) -> str:
    parts: list[str] = []
    at = 0
    for spot in spots:
        parts += (text[at : spot.start], spot.right)
        at = spot.end
    return "".join(parts) + text[at:]


#: A group that does not protect capitals, `{0, 1}`: then braces are meant.
_SET = re.compile(r"(?<![\\\w])\{(?![A-Z\\])")


def _spots(text: str, is_line: bool) -> Iterator[_Spot]:
    """Yield the markup outside of formulas."""
    formulas = [(piece.start, piece.end) for piece in tex.split(text) if piece.is_math]
    # those between `\\(` and `\\)`, which have a finding of their own
    formulas = sorted({*formulas, *((start, end) for start, end, _ in tex.doubled(text))})
    closing = Scanner(text, []).closing
    is_set = _SET.search(text) is not None
    done = at = 0
    while match := _SPOT.search(text, at):
        at = match.end()
        while formulas and formulas[0][1] <= match.start():
            del formulas[0]
        kind = next(name for name in _KINDS if match[name])
        if formulas and formulas[0][0] <= match.start():
            at = formulas[0][1]
        elif is_line and is_set and kind == "braces":
            continue
        elif is_line or not (kind in _ONLY_IN_LINES or _is_slight(match[0], kind)):
            start, end = _around(match, kind, closing, done)
            part = text[start:end]
            right = _right(part, kind)
            done = at = end
            if right or kind == "mark" or (kind == "LaTeX" and "{" in part):
                yield _Spot(_LANGUAGES.get(kind, kind), start, end, right)


def _is_slight(part: str, kind: str) -> bool:
    return kind == "LaTeX" and _SLIGHT.fullmatch(part) is not None


_KINDS = ("JSON", "mark", "code", "LaTeX", "HTML", "Markdown", "braces", "dashes")


def _around(match: re.Match[str], kind: str, closing: dict[int, int], done: int) -> tuple[int, int]:
    """Return the bounds of an element, or of the word that a command or a group is part of."""
    text, start, end = match.string, match.start(), match.end()
    if match["tag"] and not match["end"]:
        stop = text.find(f"</{match['tag']}>", end, end + _ELEMENT)
        return start, stop + len(match["tag"]) + 3 if stop >= 0 else end
    if match["JSON"] and "\\u" not in match["JSON"]:
        return start, end
    if match[0][0] in "\\{" or match[0][0] == "&":
        first = max(done, start - _WORD)
        if start > first and text[start - 1] == "{" and match[0][0] == "\\":
            start -= 1
            end = closing.get(start, end - 1) + 1
        while start > first and text[start - 1].isalpha():
            start -= 1
        is_command = end == match.end() and match[0][0] == "\\" and match[0][-1].isalpha()
        end = _word_end(text, end, closing, is_command)
    return start, end


_NEXT = re.compile(rf"[^\W\d_]{{1,{_WORD}}}|{_REFERENCE}|\\(?:[\"'`^~=.]|[A-Za-z]{{1,{_WORD}}})")


#: A space that only ends a command: `Hom\\oe opathy`, `\\emph {x}`.
_ENDING = re.compile(r" (?=[{a-z])")


def _word_end(text: str, at: int, closing: dict[int, int], is_command: bool) -> int:
    """Return the offset after the letters, groups and commands that follow."""
    while at < len(text):
        if at in closing:
            at, is_command = closing[at] + 1, False
        elif follows := _NEXT.match(text, at):
            at, is_command = follows.end(), follows[0][-2:].isalpha() and follows[0][0] == "\\"
        elif is_command and _ENDING.match(text, at):
            at, is_command = at + 1, False
        else:
            break
    return at


def _right(part: str, kind: str) -> str:
    """Return what a part of a text means; empty if that is not certain."""
    if kind == "mark":
        return ""
    if kind == "JSON":
        return mojibake.unescaped(part) if "\\u" in part else " "
    if kind in ("code", "Markdown"):
        return _MARKS.sub(_unmarked, part)
    if "<br" in part:
        return " "
    odd: list[str] = []
    right = markup.from_bibtex(part, odd).replace(_SOFT_HYPHEN, "").strip()
    if part[0] == "`":
        inner = right.strip("`'\"“”")
        right = f"“{inner}”" if part.startswith("``") else f"‘{inner}’"
    return "" if odd or right == part or "\\" in right else right


def _unmarked(match: re.Match[str]) -> str:
    if match[1]:
        return str(match[1]) if match[1] == match[2] else f"{match[1]} ({match[2]})"
    return str(match[3] or match[4] or match[5])


_COMMAND = re.compile(r"\\[A-Za-z]{2,40}\{")


def _in_notes(entry: Entry, text: str) -> Iterator[Finding]:
    """Yield LaTeX in Markdown, outside of its code."""
    if not _COMMAND.search(text):
        return
    for spot in _spots(text, is_line=False):
        part = text[spot.start : spot.end]
        if spot.language == "LaTeX" and _COMMAND.search(part):
            hint = f'write "{spot.right}"' if spot.right else "write it in Markdown"
            yield _finding(entry, entry.at("notes"), part, _message("LaTeX", part), hint)
