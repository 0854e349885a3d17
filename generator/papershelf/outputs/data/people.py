"""The authors with pages, for searches by name.

In: a Collection. Out: files such as `browse/authors/l.json`, with the authors who have a word in
their family name, or in the name of a group, that begins with l: name, slug and number of papers,
those with the most papers first. A browser loads the file for a single word, and only if a paper
has an author of that name (named.js).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from papershelf.catalogue.model import Collection
from papershelf.outputs.data.compact import to_json
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.search_words import LETTERS
from papershelf.outputs.views.taxonomies import with_pages
from papershelf.text import names

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: The file of names that do not begin with a letter from a to z.
_OTHERS = "_"


def files(collection: Collection, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of each file."""
    shelves: dict[str, list[tuple[str, str, int]]] = {letter: [] for letter in _LETTERS + _OTHERS}
    authors = with_pages("authors", collection, settings).values()
    groups = {
        name.shown for paper in collection.listed.values() for name in paper.authors if name.literal
    }
    for term in sorted(authors, key=lambda term: (-len(term.ids), term.slug)):
        name = term.title if term.title in groups else _family(term.title)
        for letter in dict.fromkeys(map(_shelf, _words(name))):
            shelves[letter].append((term.label, term.slug, len(term.ids)))
    for letter, found in shelves.items():  # also empty ones: browsers may request any
        yield addresses.authors(letter), to_json(found)


def _family(name: str) -> str:
    """Return the family name, or the whole name if it has none."""
    try:
        return names.parse(name).family or name
    except ValueError:
        return name


def _words(name: str) -> list[str]:
    """Return the words of a name without particles such as `van` and `de`."""
    words = name.replace("-", " ").lower().split()
    return [word for word in words if word not in names.PARTICLES] or words


def _shelf(word: str) -> str:
    letter = unicodedata.normalize("NFD", word)[0]
    letter = LETTERS.get(letter, letter)[0]
    return letter if letter in _LETTERS else _OTHERS
