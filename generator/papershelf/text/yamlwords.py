"""Quote texts for YAML inside brackets, for hints. `catalogue.write` writes files."""

from __future__ import annotations

import re

_SAFE = re.compile(r"[^\W\d_](?:[\w .'’-]*[\w.'’])?")
_WORDS = frozenset("y n yes no on off true false null".split())


def quoted(text: str) -> str:
    """Return a text, in quotes if it needs them."""
    if _SAFE.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
