"""Turn names into the last part of an address.

In: a name as printed. Out: a slug that depends only on the name, never on order. Never returns an
empty, reserved or over-long slug.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache

from slugify import slugify
from text_unidecode import unidecode

#: Used by generated addresses: `/papers/index`, `/papers/p/2/`.
_TAKEN = frozenset({"index", "p"})
#: Names of devices, which no file on Windows can have, whatever its suffix.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
RESERVED = _TAKEN | _DEVICES
MAX_LENGTH = 80
#: A slug that a curator may write.
PATTERN = "[a-z0-9][a-z0-9-]{0,79}"
_SLUG = re.compile(PATTERN)

#: python-slugify drops these silently: C++ and C# would both be `c`. An apostrophe separates.
_SPOKEN = (("++", " plus plus "), ("+", " plus "), ("#", " sharp "), ("&", " and "), ("'", "-"))
#: Signs that people and publishers write in place of one.
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bb\u02bc\u2032\uff07", "'"))
_WORD = re.compile("[a-z0-9]+")
#: Accents, which python-slugify removes.
_ACCENTS = re.compile("[\u0300-\u034e]")
#: What it does not treat as a separator: a comma in `10,000`, and a wide `'` or `&`.
_SPECIAL = re.compile("[0-9],[0-9]|['&]")


def is_slug(name: str) -> bool:
    """Return whether an address may end with this name; one that has been published may be that of
    a device."""
    return bool(_SLUG.fullmatch(name)) and name not in _TAKEN


def is_new_slug(name: str) -> bool:
    """Return whether a new page or topic may have this name."""
    return is_slug(name) and name not in _DEVICES


def why_taken(name: str) -> str:
    """Return why no address may end with this name; empty if one may."""
    return f'"{name}" is reserved for an address of the site' if name in _TAKEN else ""


def why_device(name: str) -> str:
    """Return why no new page, topic or paper may have this slug; empty if it may."""
    return f'"{name}" is the name of a device on Windows' if name in _DEVICES else ""


@cache
def to_slug(name: str) -> str:
    """Return the slug of a name: `Grace M. Hopper` gives `grace-m-hopper`, `☃` gives `x-` and eight
    hex digits of its SHA-1."""
    slug = to_latin(name)
    if not slug or slug in RESERVED:
        # `AUX` and `aux` are spellings of one word; signs without letters have nothing in common
        return f"x-{_digest(slug if slug in _DEVICES else name)}"
    if len(slug) > MAX_LENGTH:  # if simply cut, two long names could become equal
        return f"{slug[: MAX_LENGTH - 9].rstrip('-')}-{_digest(name)}"
    return slug


def to_spelling(name: str) -> str:
    """Return a slug that a name has with any apostrophe: publishers write `O’Neil`, arXiv writes
    `O'Neil`. `to_slug` takes only the second one for a separator; topics and venues have such
    addresses, so it stays as it is."""
    return to_slug(name.translate(_APOSTROPHES))


def to_latin(name: str) -> str:
    """Return a name of any length in a-z, digits and hyphens; empty if it has none of these."""
    if name.isascii() and name.isalnum():  # most parts of names
        return name.lower()
    spoken = name
    for sign, word in _SPOKEN:
        spoken = spoken.replace(sign, word)
    letters = spoken
    if not spoken.isascii():
        letters = _ACCENTS.sub("", unicodedata.normalize("NFKD", spoken))
    # same result as slugify, in 2 µs instead of 11 per title, and 45 per name with accents
    if letters.isascii() and not _SPECIAL.search(letters):
        return "-".join(_WORD.findall(letters.lower()))
    # python-slugify takes Unidecode if it is installed, which would change addresses
    return slugify(unidecode(letters).replace("'", ""))


def _digest(name: str) -> str:
    return hashlib.sha1(name.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[
        :8
    ]
