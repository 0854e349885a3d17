"""Recognize the degree of a thesis.

In: `PhD thesis`, `Diplomarbeit`, `mathesis`. Out: `phd`, `master`, `bachelor`, or nothing.
"""

from __future__ import annotations

import re

#: Degrees by words without spaces and punctuation; the first match counts.
_DEGREES = (
    ("bachelor", re.compile("bachelor|bsc|licence")),
    ("master", re.compile("master|mathesis|msc|mphil|diplom|magister|maîtrise")),
    ("phd", re.compile("phd|doctor|dissertation|thèse|tesisdoctoral|habilitation")),
)


def degree_of(words: str) -> str:
    """Return the degree in a text; empty if there is none."""
    bare = re.sub(r"[\W_]+", "", words.casefold())
    return next((degree for degree, form in _DEGREES if form.search(bare)), "")
