"""Similar words that the search suggests if nothing is found.

In: the text that Pagefind found on each page. Out: names and bytes of small files beside its index,
of which a browser loads one or two (at most 20 KB after gzip for 10,000 papers). Every word in them
has results.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from papershelf.outputs.views.search_words import SIGN, without_accents

#: Shorter words are too similar to each other; longer ones are not words.
_WORD = re.compile(r"\w{3,24}")
_SHELVES = "abcdefghijklmnopqrstuvwxyz_"


def count(texts: Iterable[str]) -> Counter[str]:
    """Return how many pages have each word; `texts` are those that Pagefind found on each."""
    often: Counter[str] = Counter()
    for text in texts:
        often.update(_words(text.rsplit(f" {SIGN}", 2)[0]))
    return often


def files(often: Counter[str]) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file. `a.txt` has the words that begin with a, one per line,
    most frequent first, each with its number of pages unless that is 1: `attention 12`."""
    shelves: dict[str, list[str]] = {letter: [] for letter in _SHELVES}
    for word in sorted(often, key=lambda word: (-often[word], word)):
        shelves[_shelf(word)].append(f"{word} {often[word]}" if often[word] > 1 else word)
    for letter, words in shelves.items():  # also empty ones: browsers may request any
        yield f"{letter}.txt", "\n".join(words).encode()


def _words(text: str) -> set[str]:
    """Return the words that contain a letter, in lower case."""
    return {word for word in set(_WORD.findall(text.lower())) if not word.isdigit()}


def _shelf(word: str) -> str:
    """Return the letter whose file has a word: `e` for `é`, `_` for anything that is not a to z."""
    letter = without_accents(word[0])
    return letter if letter in _SHELVES else "_"
