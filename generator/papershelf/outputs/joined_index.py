"""One search index from several, each of some of the pages, or from one.

In: files of indexes in one language, by path. Out: those of the index that Pagefind would make of
all pages together, which takes memory in proportion to their number. Only large chunks are divided.

Pagefind 1.5 does not document its format. The metadata is CBOR in lists: `[version, pages, chunks,
filters, sorts, fields]`. A page is `[name, words]`, a chunk `[first word, last word, name]`. Its
words are in `packed_words`.

The code that writes them: https://github.com/CloudCannon/pagefind/tree/main/pagefind/src/index.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, chain, islice, takewhile
from typing import Any, NamedTuple, TypeAlias

import cbor2

from papershelf.outputs import packed_words, pagefind
from papershelf.outputs.each import Each
from papershelf.outputs.packed_words import Pages, Word

#: Bytes of a file, by its path.
Files: TypeAlias = dict[str, bytes]
ENTRY = "pagefind-entry.json"
#: What belongs to one index, unlike scripts.
_OWN = re.compile(r".*\.pf_(?:index|meta|filter)|" + re.escape(ENTRY))
_FRAGMENT = "fragment/{}.pf_fragment"
_CHUNK = "index/{}.pf_index"
_META = "pagefind.{}.pf_meta"
#: Bytes of a chunk, at least: an index then has about as many chunks as Pagefind would make, 163 of
#: 165 for 10,000 papers.
_SIZE = 60_000
#: Bytes of a chunk's file from which it is divided: half of Pagefind's. They have up to 100 KB, and
#: the most frequent words are in the largest ones. To divide all would take twice the time.
_LARGE = 24_000
#: Words that begin with the same letters, so many, stay together. A query of as many letters thus
#: finds all words that begin with it, as before, and a shorter one loads both parts.
_LETTERS = 3
#: Level of compression of chunks: 4 % larger than Pagefind's, in an eighth of the time of 9.
_LEVEL = 5
#: Chunks of the first index whose words one process joins at a time, with those of the others.
_RANGE = 8


class _Chunk(NamedTuple):
    """A chunk of words."""

    first: str
    last: str
    digest: str
    data: bytes
    beginnings: tuple[str, ...] = ()
    """Short queries for which it is also loaded: its first word and the last one of the chunk
    before begin with them."""


class _Index(NamedTuple):
    """An index of some of the pages."""

    files: Files
    start: int
    """Number of its first page among all."""
    pages: list[Any]
    chunks: list[Any]
    fields: list[str]

    def words(self, start: str, end: str | None, fields: Sequence[str]) -> Iterator[Word]:
        """Yield the words from `start` to before `end`, with the marks of these fields."""
        marks = {-1 - old: -1 - fields.index(field) for old, field in enumerate(self.fields)}
        is_same = all(old == new for old, new in marks.items())
        # the first word of a chunk is shortened, but the chunk before has only smaller ones
        firsts = [first for first, *_ in self.chunks]
        first = max(0, bisect_right(firsts, start) - 1)
        last = len(firsts) if end is None else bisect_left(firsts, end)
        for *_, name in self.chunks[first:last]:
            data = pagefind.unpack(self.files[_CHUNK.format(name)])
            for word in packed_words.read(data if is_same else _marked(data, marks)):
                if word.text >= start and (end is None or word.text < end):
                    yield word

    def old(self) -> Iterator[_Chunk]:
        """Yield its chunks as they are."""
        for first, last, name in sorted(self.chunks):
            yield _Chunk(first, last, name.partition("_")[2], self.files[_CHUNK.format(name)])


def join(indexes: Sequence[Files], each: Each = map) -> Files:
    """Return the files of one index. `each` may do the work in several processes. What filters and
    sorts pages is left out, since our scripts do not use it."""
    parts = list(_read(indexes))
    if not parts:
        return indexes[0]
    made = {name: data for name, data in parts[0].files.items() if not _OWN.fullmatch(name)}
    pages = [
        [_add_fragment(made, name, part.files, number), *more]
        for number, part in enumerate(parts)
        for name, *more in part.pages
    ]
    entry: dict[str, Any] = json.loads(parts[0].files[ENTRY])
    ((language, known),) = entry["languages"].items()
    fields = sorted({field for part in parts for field in part.fields})
    if len(parts) > 1:
        found = chain.from_iterable(each(partial(_join, parts, fields), _ranges(parts[0])))
    else:
        found = chain.from_iterable(each(_divided, list(parts[0].old())))
    chunks: list[list[str]] = []
    more: list[list[str]] = []
    for chunk in found:
        name = f"{language}_{chunk.digest}"
        more += ([text, text, name] for text in chunk.beginnings)
        chunks.append([chunk.first, chunk.last, name])
        made[_CHUNK.format(name)] = chunk.data
    _shorten(chunks)
    meta = cbor2.dumps([entry["version"], pages, chunks + more, [], [], fields])
    known |= {"page_count": len(pages), "hash": f"{language}_{_digest(meta)}"}
    made[_META.format(known["hash"])] = pagefind.pack(meta)
    made[ENTRY] = json.dumps(entry).encode()
    return made


def _read(indexes: Iterable[Files]) -> Iterator[_Index]:
    """Read the indexes that have pages."""
    start = 0
    for files in indexes:
        for known in json.loads(files[ENTRY])["languages"].values():  # at most one
            meta = cbor2.loads(pagefind.unpack(files[_META.format(known["hash"])]))
            _, pages, chunks, *_, fields = meta
            yield _Index(files, start, pages, chunks, fields)
            start += len(pages)


def _add_fragment(made: Files, name: str, files: Files, number: int) -> str:
    """Add what browsers show of a page, and return its name. That is the beginning of a hash, so
    an index before may have the same name for another page."""
    data = files[_FRAGMENT.format(name)]
    new = name if made.setdefault(_FRAGMENT.format(name), data) is data else f"{name}-{number}"
    made[_FRAGMENT.format(new)] = data
    return new


def _ranges(index: _Index) -> list[tuple[str, str | None]]:
    """Divide all words into parts, from one text to before another one, or to the end."""
    starts = ["", *(first for first, *_ in index.chunks[_RANGE::_RANGE])]
    return list(zip(starts, [*starts[1:], None], strict=True))


def _join(
    indexes: Sequence[_Index], fields: Sequence[str], limits: tuple[str, str | None]
) -> list[_Chunk]:
    """Return new chunks of a part of the words."""
    found: dict[str, dict[str, list[tuple[int, Pages]]]] = {}
    for index in indexes:
        for word in index.words(*limits, fields):
            forms = found.setdefault(word.text, {word.text: []})
            for form, pages in word.forms:
                if pages.number:
                    forms.setdefault(form, []).append((index.start, pages))
    words = (
        Word(text, [(form, packed_words.joined(parts)) for form, parts in forms.items()])
        for text, forms in sorted(found.items())
    )
    return list(_chunks(words))


def _marked(data: bytes, marks: Mapping[int, int]) -> bytes:
    """Return a chunk with new marks of fields, by the old ones."""
    (words,) = cbor2.loads(data)
    for _, own, variants in words:
        for *_, pages in ([own], *variants):
            for page in pages:
                page[2] = [marks.get(number, number) for number in page[2]]
    return cbor2.dumps([words])


def _chunks(words: Iterable[Word]) -> Iterator[_Chunk]:
    """Yield chunks that are large enough."""
    texts: list[str] = []
    packed: list[bytes] = []
    size = 0
    for word in words:
        texts.append(word.text)
        packed.append(packed_words.pack(word))
        size += len(packed[-1])
        if size >= _SIZE:
            yield from _small(_chunk(texts, packed), texts, packed)
            texts, packed, size = [], [], 0
    if packed:
        yield from _small(_chunk(texts, packed), texts, packed)


def _divided(chunk: _Chunk) -> list[_Chunk]:
    """Return a chunk of Pagefind, in two parts if it is large."""
    if len(chunk.data) <= _LARGE:
        return [chunk]
    words = list(packed_words.read(pagefind.unpack(chunk.data)))
    return _small(chunk, [word.text for word in words], [packed_words.pack(word) for word in words])


def _small(chunk: _Chunk, texts: Sequence[str], packed: Sequence[bytes]) -> list[_Chunk]:
    """Return a chunk of these words, in two parts if it is large. The larger part is as small as it
    can be."""
    sizes = list(accumulate(map(len, packed)))
    places = [
        (max(size, sizes[-1] - size), at)
        for at, size in enumerate(sizes[:-1], 1)
        if texts[at - 1][:_LETTERS] != texts[at][:_LETTERS]
    ]
    if len(chunk.data) <= _LARGE or not places:
        return [chunk]
    _, at = min(places)
    before, after = texts[at - 1 : at + 1]
    short = (after[:end] for end in range(1, same_letters(before, after) + 1))
    second = _chunk(texts[at:], packed[at:])
    beginnings = tuple(text for text in short if text >= chunk.first)
    return [_chunk(texts[:at], packed[:at]), second._replace(beginnings=beginnings)]


def _chunk(texts: Sequence[str], packed: Sequence[bytes]) -> _Chunk:
    data = packed_words.chunk(packed)
    return _Chunk(texts[0], texts[-1], _digest(data), pagefind.pack(data, _LEVEL))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:10]


def same_letters(one: str, other: str) -> int:
    """Return how many letters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other)))


def _shorten(chunks: list[list[str]]) -> None:
    """Keep of the last word of each chunk, and of the first one of the next, only the beginning in
    which they differ."""
    for one, other in zip(chunks, islice(chunks, 1, None)):
        same = same_letters(one[1], other[0])
        if one[1][: same + 1] >= one[0]:
            one[1] = one[1][: same + 1]
        other[0] = other[0][: same + 1]
