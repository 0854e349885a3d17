"""Compact JSON for the site's own scripts."""

from __future__ import annotations

import json


def to_json(value: object) -> bytes:
    """Return one line of JSON; characters that UTF-8 cannot encode become question marks."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode("utf-8", "replace")
