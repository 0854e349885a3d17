"""What the search offers where nothing is found: near words.

In: what Pagefind keeps of each page. Out: name → bytes of small files beside its index, of which
a browser loads one or two (at 10,000 papers 20 KB at most, after gzip). Every word in them finds
something.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from papershelf.outputs.views.search_words import SIGN

#: Shorter ones are too near to each other; longer ones are no words.
_WORD = re.compile(r"\w{3,24}")
_SHELVES = "abcdefghijklmnopqrstuvwxyz_"
_MARKS = re.compile(r"[\u0300-\u036f]")


def files(pages: Iterable[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """`a.txt`: the words that begin with a, one a line, those of most pages first, with
    their number where it is not one: `attention 12`."""
    often: Counter[str] = Counter()
    for page in pages:
        often.update(_words(page["content"].rsplit(f" {SIGN}", 2)[0]))
    shelves: dict[str, list[str]] = {letter: [] for letter in _SHELVES}
    for word in sorted(often, key=lambda word: (-often[word], word)):
        shelves[_shelf(word)].append(f"{word} {often[word]}" if often[word] > 1 else word)
    for letter, words in shelves.items():  # an empty one, too: a browser asks for any
        yield f"{letter}.txt", "\n".join(words).encode()


def _words(text: str) -> set[str]:
    """Words with a letter in them, in lower case."""
    return {word for word in _WORD.findall(text.lower()) if not word.isdigit()}


def _shelf(word: str) -> str:
    """The letter under which a word is kept: `é` is `e`, what is not a to z is `_`."""
    letter = _MARKS.sub("", unicodedata.normalize("NFD", word[0]))
    return letter if letter in _SHELVES else "_"
