"""Read a list that another program stored as text.

In: a text such as `['Ada Byron', 'Bo Reed']`, as spreadsheets and data frames keep lists, or
keywords. Out: its items; of a text without quotes only if it has separators of nothing else.
"""

from __future__ import annotations

import json
import re
from typing import Any

#: A list of Python or JSON, a set, a tuple, a vector of R.
_BRACKETS = re.compile(
    r"\[(?P<list>.*)\]|\{(?P<set>.*)\}|c\((?P<vector>.*)\)|\((?P<tuple>.*)\)", re.DOTALL
)
#: Sets and vectors with nothing in them.
_EMPTY = frozenset({"set()", "frozenset()", "character(0)"})
_QUOTED = r"""(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')"""
#: Items in place of a missing one.
_MISSING = re.compile(r"(?:None|null|nan|NaN|NA)\b")
_ITEM = re.compile(rf"\s*(?:{_QUOTED}|{_MISSING.pattern})\s*([,;]?)\s*", re.DOTALL)
_ESCAPE = re.compile(r"\\(['\"\\])")
#: Texts and constants of Python, which JSON writes in another way. An escaped quote begins no text:
#: after one without an end, 50 KB of them took 15 s.
_PYTHON = re.compile(rf"{_QUOTED}|\b(None|nan|True|False)\b|\\.", re.DOTALL)
_IN_JSON = {"None": "null", "nan": "null", "True": "true", "False": "false"}
#: The most characters of such a text.
_LONGEST = 100_000
#: Text in parentheses, brackets or quotes, or a formula.
_ENCLOSED = (
    r"\([^()]*\)|（[^（）]*）|\[[^][]*\]|《[^《》]*》|「[^「」]*」|“[^“”]*”"
    r"|\"[^\"]*\"|\$[^$]*\$"
)
#: A letter that says where something is bound: `N，N-二甲基甲酰胺`.
_LOCANT = "[A-ZΑ-Ωα-ω]"
#: A keyword up to a sign that only separates keywords; Latin commas are part of some, and so are
#: semicolons before a letter and commas between digits: `Steins;Gate`, `R&amp;D`, `1，2-二氯乙烷`.
_KEYWORD = re.compile(
    rf"(?:{_ENCLOSED}|&(?:[a-z]{{2,8}}\d{{0,2}}|#\w{{2,6}});|;(?![\s;；]|\Z)"
    rf"|(?<=\d)[，、،](?=\d)|(?<![^\W_]){_LOCANT}，(?={_LOCANT}-)|[^;；，、،؛])+"
)


def keywords(text: str) -> list[str]:
    """Return the keywords in one: `looms; cards`, `图像，分割`."""
    return [word for part in _KEYWORD.findall(text) if (word := part.strip())]


def items(text: str) -> list[Any] | None:
    """Return the items of a list of texts in quotes, with or without brackets, or of a list in
    JSON or Python; None for any other text."""
    text = text.strip()
    if text in _EMPTY:
        return []
    if text[:1] not in ("'", '"', "[", "{", "(", "c") or len(text) > _LONGEST:
        return None
    brackets = _BRACKETS.fullmatch(text)
    form = brackets.lastgroup if brackets else None
    inner = (brackets[form or 0] if brackets else text).strip()
    if not inner:
        return []
    if inner[0] not in ("'", '"', "{") and not (brackets and _MISSING.match(inner)):
        return None
    if form == "list" and (decoded := _decoded(text)) is not None:
        return [item for item in decoded if item is not None and item == item]  # no NaN
    found: list[str | None] = []
    at, separator = 0, ","
    while at < len(inner):
        match = _ITEM.match(inner, at)
        # NumPy puts only spaces between two items
        if match is None or not (separator or brackets):
            return None
        found.append(_text(match))
        at, separator = match.end(), match[3]
    # a single text in parentheses is a tuple only with a comma
    is_one = form in ("list", "set", "vector") or (form == "tuple" and bool(separator))
    return [item for item in found if item is not None] if is_one or len(found) > 1 else None


def _text(match: re.Match[str]) -> str | None:
    """Return a text without quotes; None for a missing one."""
    quoted = match[1] if match[1] is not None else match[2]
    return None if quoted is None else _ESCAPE.sub(r"\1", quoted)


def _decoded(text: str) -> list[Any] | None:
    """Return a list in JSON, or in Python with mappings in it; None for another text."""
    for form in (text, _PYTHON.sub(_as_json, text)):
        try:
            return list(json.loads(form))
        except (ValueError, RecursionError):
            continue
    return None


def _as_json(match: re.Match[str]) -> str:
    if match.lastindex is None:
        return match[0]
    return _IN_JSON[match[3]] if match[3] else json.dumps(_text(match))
