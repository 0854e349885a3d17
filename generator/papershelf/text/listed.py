"""Read a list that another program stored as text.

In: a text such as `['Ada Byron', 'Bo Reed']`, as spreadsheets and data frames keep lists. Out: its
items; None for any other text. Never splits a text without quotes.
"""

from __future__ import annotations

import json
import re
from typing import Any

_ITEM = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*([,;]?)\s*""", re.DOTALL)
_ESCAPE = re.compile(r"\\(['\"\\])")
#: The most characters of such a text.
_LONGEST = 100_000


def items(text: str) -> list[Any] | None:
    """Return the items of a list of texts in quotes, with or without brackets, or of a list in
    JSON; None for any other text."""
    text = text.strip()
    inner = text[1:-1].strip() if text[:1] == "[" and text[-1:] == "]" else text
    if len(text) > _LONGEST or inner[:1] not in ("'", '"', "{"):
        return None
    if inner is not text and (decoded := _json(text)) is not None:
        return decoded
    found: list[str] = []
    at, separator = 0, ","
    while at < len(inner):
        match = _ITEM.match(inner, at)
        if match is None or not separator:
            return None
        found.append(_ESCAPE.sub(r"\1", match[1] if match[1] is not None else match[2]))
        at, separator = match.end(), match[3]
    return found if inner is not text or len(found) > 1 else None


def _json(text: str) -> list[Any] | None:
    try:
        return list(json.loads(text))
    except (ValueError, RecursionError):
        return None
