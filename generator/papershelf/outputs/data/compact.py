"""JSON for our own scripts: not to be read by people, as small as it can be."""

from __future__ import annotations

import json


def to_json(value: object) -> bytes:
    """One line; what is no text in UTF-8 becomes a question mark."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode("utf-8", "replace")
