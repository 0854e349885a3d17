"""Room 0: names of authors.

In: a name as the catalogue writes it. Out: its parts, as CSL knows them, and how it is shown.
It never guesses who a person is; two people of one name are told apart elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

#: Words that belong to the family name although they stand before it (CSL: non-dropping particles).
PARTICLES = frozenset(
    "af al an ap auf aus av bin bint da dal dalla das de degli dei del dela della den der des di do"
    " dos du e ed el et la las le les lo los op st. ten ter 't ’t tot und van vande vander vom von"
    " vor y zu zum zur".split()
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One author as printed on one paper."""

    given: str = ""
    """`Ludwig`"""
    family: str = ""
    """With its particles: `van Beethoven`."""
    suffix: str = ""
    """`Jr.`, `III`"""
    literal: str = ""
    """A group, or a name that has no parts: `ATLAS Collaboration`."""
    orcid: str = ""
    """16 digits in groups of four: `0000-0002-1825-0097`."""
    affiliation: str = ""
    url: str = ""

    @property
    def shown(self) -> str:
        """As printed on a title page: `Ludwig van Beethoven Jr.`."""
        return self.literal or " ".join(filter(None, (self.given, self.family, self.suffix)))

    @property
    def sort_key(self) -> str:
        """Family name first, without regard to case."""
        return (self.literal or f"{self.family}, {self.given}").casefold()


@lru_cache(maxsize=50_000)  # one name for all papers of an author, which is found by identity
def parse(text: str) -> Name:
    """`Given Family`, `Family, Given` or `Family, Suffix, Given`; raises ValueError."""
    text = _SPACE.sub(" ", text).strip()
    if "," not in text:
        return _given_family(text)
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 3 or not parts[0] or not parts[-1]:
        raise ValueError("a name has at most two commas, with text around each")
    suffix = parts[1] if len(parts) == 3 else ""
    return Name(given=parts[-1], family=parts[0], suffix=suffix)


def _given_family(text: str) -> Name:
    words = text.split(" ")
    if len(words) == 1:
        return Name(family=text)
    start = len(words) - 1
    while start > 1 and words[start - 1] in PARTICLES:
        start -= 1
    if start == 1 and len(words) > 2 and words[0] in PARTICLES:
        return Name(family=text)
    return Name(given=" ".join(words[:start]), family=" ".join(words[start:]))
