"""Titles that hold more than the title, or something else.

In: a Source. Out: findings, with hints which, followed literally, give the right entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papershelf.catalogue import Source
from papershelf.catalogue.nodes import quoted
from papershelf.checks.finding import Finding
from papershelf.text import pasted

#: A title that is in quotes as a whole, and has none within.
_QUOTED = re.compile(
    r"(?:“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|‘([^‘’]+)’"
    r"|\"([^\"]+)\"|''([^']+)''|'([^']+)')"
)
_BEHIND = ",; \u00a0"
_ADDRESS = re.compile(r"https?://\S+|(?:doi|arxiv):\s?\S+|www\.\S+", re.IGNORECASE)


def forms(source: Source) -> Iterator[Finding]:
    """Quotes around a title, a comma or semicolon behind it, an address in its place."""
    for entry in source.entries:
        title = entry.values.get("title", "")
        bare = _bare(title)
        if title and not bare:
            told = "this title has no words"
        elif _QUOTED.fullmatch(title.rstrip(_BEHIND)):
            told = "these quotes are shown as a part of the title"
        elif bare != title:
            told = f'"{title[len(bare) :].strip()}" is shown as a part of the title'
        elif title and _ADDRESS.fullmatch(title):
            told = "this is an address, not a title"
            yield Finding(entry.source, entry.at("title"), "title-form", told, _moved(title))
            continue
        else:
            continue
        hint = f"write title: {quoted(bare)}" if bare else "write the title in its place"
        yield Finding(entry.source, entry.at("title"), "title-form", told, hint)


def _bare(title: str) -> str:
    """Return a title without quotes around it and commas behind it, however many."""
    bare = title.rstrip(_BEHIND)
    if match := _QUOTED.fullmatch(bare):
        bare = next(filter(None, match.groups())).strip()
    return bare if bare == title else _bare(bare)


def _moved(address: str) -> str:
    """Return the hint for an address in the place of a title."""
    name, identifier = pasted.within("", address)
    place = f"{name}: {identifier}" if name else f"urls: {{paper: {address}}}"
    return f"write the title in its place; the address belongs in {place}"
