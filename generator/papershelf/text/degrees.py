"""The degree that a thesis is for, by what programs say of it.

In: `PhD thesis`, `Diplomarbeit`, `mathesis`. Out: `phd`, `master`, `bachelor`, or nothing.
"""

from __future__ import annotations

import re

#: By words without blanks and signs; the first that fits counts.
_DEGREES = (
    ("bachelor", re.compile("bachelor|bsc|licence")),
    ("master", re.compile("master|mathesis|msc|mphil|diplom|magister|maîtrise")),
    ("phd", re.compile("phd|doctor|dissertation|thèse|tesisdoctoral|habilitation")),
)


def degree_of(words: str) -> str:
    """Return the degree that some words name; empty where they name none."""
    bare = re.sub(r"[\W_]+", "", words.casefold())
    return next((degree for degree, form in _DEGREES if form.search(bare)), "")
