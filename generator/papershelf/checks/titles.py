"""Find titles that contain more than the title, or something else.

In: a Source. Out: findings. Following a hint literally gives the right entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papershelf.catalogue import Source
from papershelf.catalogue.nodes import quoted
from papershelf.checks.finding import Finding
from papershelf.text import pasted
from papershelf.text.characters import REFERENCE

#: A title that is in quotes as a whole, and contains none.
_QUOTED = re.compile(
    r"(?:“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|‘([^‘’]+)’"
    r"|\"([^\"]+)\"|''([^']+)''|'([^']+)')"
)
_BEHIND = ",; \u00a0"
_REFERENCE = re.compile(f"&{REFERENCE}")
_ADDRESS = re.compile(r"https?://\S+|(?:doi|arxiv):\s?\S+|www\.\S+", re.IGNORECASE)


def forms(source: Source) -> Iterator[Finding]:
    """Yield titles in quotes, titles that end with a comma or semicolon, and URLs as titles."""
    for entry in source.entries:
        title = entry.values.get("title", "")
        bare = _bare(title)
        if title and not bare:
            message = "this title has no words"
        elif _QUOTED.fullmatch(title.rstrip(_BEHIND)):
            message = "these quotes would be shown as part of the title"
        elif bare != title:
            message = f'"{title[len(bare) :].strip()}" would be shown as part of the title'
        elif title and _ADDRESS.fullmatch(title):
            message = "this is an address, not a title"
            yield Finding(entry.source, entry.at("title"), "title-form", message, _moved(title))
            continue
        else:
            continue
        hint = f"write title: {quoted(bare)}" if bare else "replace it with the title"
        yield Finding(entry.source, entry.at("title"), "title-form", message, hint)


def _bare(title: str) -> str:
    """Return a title without all quotes around it and all commas at its end."""
    bare = title.rstrip(_BEHIND)
    if _REFERENCE.fullmatch(title, title.rfind("&")):  # HTML is another rule's
        bare = title
    if match := _QUOTED.fullmatch(bare):
        bare = next(filter(None, match.groups())).strip()
    return bare if bare == title else _bare(bare)


def _moved(address: str) -> str:
    """Return the hint for a URL instead of a title."""
    name, identifier = pasted.within("", address)
    place = f"{name}: {identifier}" if name else f"urls: {{paper: {address}}}"
    return f"replace it with the title, and move the address to {place}"
