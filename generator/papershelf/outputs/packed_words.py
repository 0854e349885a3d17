"""The words of a search index, as bytes: pages are counted, but not unpacked.

In: the CBOR of a chunk, or the pages of words from several chunks. Out: words with their pages, or
the CBOR of a word or a chunk. To unpack and pack each page takes four times as long.

Pagefind 1.5 does not document its format. A chunk is `[[[word, pages, variants], …]]`. A variant,
`[form, pages]`, is the same word with accents. A page is `[number, positions, positions in
metadata]`. The number is the difference from the page before. A negative position in metadata
names a field: -1 is the first one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import cbor2

from papershelf.outputs.pagefind import SearchFailed

#: Kinds of items, in their first three bits: https://www.rfc-editor.org/rfc/rfc8949#section-3.1
_NATURAL, _TEXT, _LIST = 0, 3, 4
_OTHER = "unsupported version of Pagefind: words have another form"
#: A number of at most 32 bits, a list of numbers, and a page. The first byte of each item tells its
#: kind, so a match ends where the pages do.
_NUMBER = rb"(?:[\x00-\x17\x20-\x37]|[\x18\x38].|[\x19\x39]..|[\x1a\x3a].{4})"
_NUMBERS = rb"(?:[\x80-\x97]|\x98.|\x99..|\x9a.{4})" + _NUMBER + rb"*+"
_PAGE = re.compile(rb"\x83(" + _NUMBER + rb")" + _NUMBERS + _NUMBERS, re.DOTALL)
_PAGES = re.compile(rb"(?:\x83" + _NUMBER + _NUMBERS + _NUMBERS + rb")*+", re.DOTALL)


class Pages(NamedTuple):
    """The pages of a word in one index."""

    number: int
    """How many there are."""
    data: bytes
    """One page after the other."""

    def first(self) -> re.Match[bytes]:
        """Return the first page; its group is the number."""
        found = _PAGE.match(self.data)
        assert found, "a word without pages has no first one"
        return found

    def last(self) -> int:
        """Return the number of the last page."""
        numbers = Counter(_PAGE.findall(self.data))
        return sum([_value(number) * times for number, times in numbers.items()])


class Word(NamedTuple):
    """A word in one index."""

    text: str
    forms: list[tuple[str, Pages]]
    """First the word itself, which may have no pages; then its variants."""


def read(data: bytes) -> Iterator[Word]:
    """Yield the words of a chunk. Raise SearchFailed if it is of another version of Pagefind."""
    count, at = _head(data, 1, _LIST)
    for _ in range(count):
        own, at = _form(data, at + 1)
        variants, at = _head(data, at, _LIST)
        forms = [own]
        for _ in range(variants):
            form, at = _form(data, at + 1)
            forms.append(form)
        yield Word(own[0], forms)
    if at != len(data):
        raise SearchFailed(_OTHER)


def joined(parts: Sequence[tuple[int, Pages]]) -> Pages:
    """Return the pages of a word in several indexes, given each with the number of its first
    page."""
    lasts = [0, *(start + pages.last() for start, pages in parts[:-1])]
    made: list[bytes] = []
    for (start, pages), last in zip(parts, lasts):
        first = pages.first()
        number = start + _value(first[1]) - last
        made += (_begin(_LIST, 3), _begin(_NATURAL, number), pages.data[first.end(1) :])
    return Pages(sum(pages.number for _, pages in parts), b"".join(made))


def pack(word: Word) -> bytes:
    """Return the CBOR of a word."""
    own, *variants = word.forms
    made = [_begin(_LIST, 3), *_packed(own), _begin(_LIST, len(variants))]
    for form in variants:
        made += (_begin(_LIST, 2), *_packed(form))
    return b"".join(made)


def chunk(words: Sequence[bytes]) -> bytes:
    """Return the CBOR of a chunk of packed words."""
    return b"".join([_begin(_LIST, 1), _begin(_LIST, len(words)), *words])


def _form(data: bytes, at: int) -> tuple[tuple[str, Pages], int]:
    """Read a text and its pages, and return where they end."""
    length, at = _head(data, at, _TEXT)
    text = data[at : at + length].decode()
    count, at = _head(data, at + length, _LIST)
    found = _PAGES.match(data, at)
    assert found, "no page is a match, too"
    return (text, Pages(count, found[0])), found.end()


def _packed(form: tuple[str, Pages]) -> tuple[bytes, ...]:
    text, pages = form
    return cbor2.dumps(text), _begin(_LIST, pages.number), pages.data


def _head(data: bytes, at: int, kind: int) -> tuple[int, int]:
    """Return a natural number, or the length of a text or a list, and where its bytes end."""
    if data[at] >> 5 != kind:
        raise SearchFailed(_OTHER)
    low = data[at] & 31
    if low < 24:
        return low, at + 1
    end = at + 1 + (1 << (low - 24))
    return int.from_bytes(data[at + 1 : end], "big"), end


@cache
def _value(data: bytes) -> int:
    """Return a natural number: large indexes have few different ones."""
    return _head(data, 0, _NATURAL)[0]


@cache
def _begin(kind: int, number: int) -> bytes:
    """Return a natural number, or the first bytes of an item with this length."""
    first, *more = cbor2.dumps(number)
    return bytes([kind << 5 | first, *more])
