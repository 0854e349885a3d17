"""Escapes of JSON that were copied as characters: `Erd\\u0151s`.

In: a text. Out: the text with the characters that they mean.
"""

from __future__ import annotations

import re

FORM = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+")


def resolved(text: str) -> str:
    """Return a text without escapes; two of them may be one character."""
    return FORM.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    units = bytes.fromhex(match[0].replace("\\u", ""))
    text = units.decode("utf-16-be", "replace")
    return text if text.isprintable() else " "
