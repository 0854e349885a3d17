"""Parse lists of one item per line, with a bullet or a number before it.

In: lines. Out: the items. Never decides whether the lines are a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: A bullet or number before an item of a list that is not a YAML list.
_BULLET = re.compile(r"\A[ \t]*(?:[-\u2010-\u2015*•·+]|\d{1,3}[.)])[ \t\u00a0]*")


def lines_to_items(rows: Iterable[str]) -> list[str]:
    """Return the items of lines, without bullets and numbers."""
    items = (_BULLET.sub("", row, count=1).strip(" \t,;") for row in rows)
    return [item for item in items if item]
