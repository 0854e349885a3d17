"""Read a list that another program stored as text.

In: a text such as `['Ada Byron', 'Bo Reed']`, as spreadsheets and data frames keep lists. Out: its
items; None for any other text. Never splits a text without quotes.
"""

from __future__ import annotations

import json
import re
from typing import Any

#: A list of Python or JSON, a set, a tuple, a vector of R.
_BRACKETS = re.compile(r"(?:\[(?P<list>.*)\]|\{(?P<set>.*)\}|c?\((?P<tuple>.*)\))", re.DOTALL)
_QUOTED = r"""(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')"""
_ITEM = re.compile(rf"\s*{_QUOTED}\s*([,;]?)\s*", re.DOTALL)
_ESCAPE = re.compile(r"\\(['\"\\])")
#: Texts and constants of Python, which JSON writes in another way.
_PYTHON = re.compile(rf"{_QUOTED}|\b(None|nan|True|False)\b", re.DOTALL)
_IN_JSON = {"None": "null", "nan": "null", "True": "true", "False": "false"}
#: The most characters of such a text.
_LONGEST = 100_000


def items(text: str) -> list[Any] | None:
    """Return the items of a list of texts in quotes, with or without brackets, or of a list in
    JSON or Python; None for any other text."""
    text = text.strip()
    if text[:1] not in ("'", '"', "[", "{", "(", "c") or len(text) > _LONGEST:
        return None
    brackets = _BRACKETS.fullmatch(text)
    inner = (brackets[brackets.lastgroup or 0] if brackets else text).strip()
    if not inner:
        return []
    if inner[0] not in ("'", '"', "{"):
        return None
    is_list = brackets is not None and brackets["list"] is not None
    if is_list and (decoded := _decoded(text)) is not None:
        return decoded
    found: list[str] = []
    at, separator = 0, ","
    while at < len(inner):
        match = _ITEM.match(inner, at)
        # NumPy puts only spaces between two items
        if match is None or not (separator or brackets):
            return None
        found.append(_text(match))
        at, separator = match.end(), match[3]
    return found if is_list or len(found) > 1 else None


def _text(match: re.Match[str]) -> str:
    return _ESCAPE.sub(r"\1", match[1] if match[1] is not None else match[2])


def _decoded(text: str) -> list[Any] | None:
    """Return a list in JSON, or in Python with mappings in it; None for another text."""
    for form in (text, _PYTHON.sub(_as_json, text)):
        try:
            return list(json.loads(form))
        except (ValueError, RecursionError):
            continue
    return None


def _as_json(match: re.Match[str]) -> str:
    return _IN_JSON[match[3]] if match[3] else json.dumps(_text(match))
