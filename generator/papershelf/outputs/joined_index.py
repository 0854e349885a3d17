"""One search index from several, each of some of the pages.

In: files of indexes in one language, by path. Out: those of the index that Pagefind would make of
all pages together, which takes memory in proportion to their number.

Pagefind 1.5 does not document its format. All is CBOR in lists:

- A chunk of words: `[[[word, pages, variants], …]]`. A variant, `[form, pages]`, is the same word
  with accents. A page is `[number, positions, positions in metadata]`. The number is the difference
  from the page before. A negative position in metadata names a field: -1 is the first one.
- The metadata: `[version, pages, chunks, filters, sorts, fields]`. A page is `[name, words]`, a
  chunk `[first word, last word, name]`.

The code that writes them: https://github.com/CloudCannon/pagefind/tree/main/pagefind/src/index.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice, takewhile
from typing import Any, NamedTuple, TypeAlias

import cbor2

from papershelf.outputs import pagefind
from papershelf.outputs.each import Each

#: Bytes of a file, by its path.
Files: TypeAlias = dict[str, bytes]
ENTRY = "pagefind-entry.json"
#: What belongs to one index, unlike scripts.
_OWN = re.compile(r".*\.pf_(?:index|meta|filter)|" + re.escape(ENTRY))
_FRAGMENT = "fragment/{}.pf_fragment"
_CHUNK = "index/{}.pf_index"
_META = "pagefind.{}.pf_meta"
#: Numbers in a chunk, at least: one for each page and each position. It is Pagefind's default.
_SIZE = 20_000
#: Level of compression of chunks: as large as Pagefind's, in a third of the time of 9.
_LEVEL = 7
#: Chunks of the first index whose words one process joins at a time, with those of the others.
_RANGE = 8


class _Index(NamedTuple):
    """An index of some of the pages."""

    files: Files
    start: int
    """Number of its first page among all."""
    pages: list[Any]
    chunks: list[Any]
    fields: list[str]

    def words(self, start: str, end: str | None) -> Iterator[list[Any]]:
        """Yield the words from `start` to before `end`, as they are in a chunk."""
        # the first word of a chunk is shortened, but the chunk before has only smaller ones
        firsts = [first for first, *_ in self.chunks]
        first = max(0, bisect_right(firsts, start) - 1)
        last = len(firsts) if end is None else bisect_left(firsts, end)
        for *_, name in self.chunks[first:last]:
            for word in cbor2.loads(pagefind.unpack(self.files[_CHUNK.format(name)]))[0]:
                if word[0] >= start and (end is None or word[0] < end):
                    yield word


class _Chunk(NamedTuple):
    """A new chunk."""

    first: str
    last: str
    digest: str
    data: bytes


def join(indexes: Sequence[Files], each: Each = map) -> Files:
    """Return the files of one index. `each` may do the work in several processes. What filters and
    sorts pages is left out, since our scripts do not use it."""
    parts = list(_read(indexes))
    if len(parts) < 2:
        return parts[0].files if parts else indexes[0]
    made = {name: data for name, data in parts[0].files.items() if not _OWN.fullmatch(name)}
    pages = [
        [_add_fragment(made, name, part.files, number), *more]
        for number, part in enumerate(parts)
        for name, *more in part.pages
    ]
    entry: dict[str, Any] = json.loads(parts[0].files[ENTRY])
    ((language, known),) = entry["languages"].items()
    fields = sorted({field for part in parts for field in part.fields})
    chunks = []
    for chunk in chain.from_iterable(each(partial(_join, parts, fields), _ranges(parts[0]))):
        name = f"{language}_{chunk.digest}"
        chunks.append([chunk.first, chunk.last, name])
        made[_CHUNK.format(name)] = chunk.data
    _shorten(chunks)
    meta = cbor2.dumps([entry["version"], pages, chunks, [], [], fields])
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
    joined: dict[str, dict[str, list[Any]]] = {}
    lasts: dict[tuple[str, str], int] = {}
    for index in indexes:
        renumber = _fields_changed(index.fields, fields)
        for word, own, variants in index.words(*limits):
            forms = joined.setdefault(word, {word: []})
            for form, pages in ((word, own), *variants):
                if pages:
                    last = index.start + sum([page[0] for page in pages])
                    pages[0][0] += index.start - lasts.get((word, form), 0)
                    lasts[word, form] = last
                    forms.setdefault(form, []).extend(_renumbered(pages, renumber))
    words = (
        [word, forms.pop(word), [[form, pages] for form, pages in forms.items()]]
        for word, forms in sorted(joined.items())
    )
    return [_pack(chunk) for chunk in _chunked(words)]


def _fields_changed(own: Sequence[str], fields: Sequence[str]) -> dict[int, int]:
    """Return the new mark of each field by its old one; empty if all stay the same."""
    marks = {-1 - old: -1 - fields.index(field) for old, field in enumerate(own)}
    return marks if any(old != new for old, new in marks.items()) else {}


def _renumbered(pages: list[Any], marks: Mapping[int, int]) -> list[Any]:
    """Return pages with new marks of fields."""
    if not marks:
        return pages
    return [[*page, [marks.get(number, number) for number in found]] for *page, found in pages]


def _chunked(words: Iterable[list[Any]]) -> Iterator[list[Any]]:
    """Yield lists of words that are large enough."""
    chunk: list[Any] = []
    size = 0
    for word in words:
        chunk.append(word)
        size += sum([len(own) + len(metadata) + 1 for _, own, metadata in word[1]])
        if size >= _SIZE:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _pack(words: list[Any]) -> _Chunk:
    data = cbor2.dumps([words])
    return _Chunk(words[0][0], words[-1][0], _digest(data), pagefind.pack(data, _LEVEL))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:10]


def _shorten(chunks: list[list[str]]) -> None:
    """Keep of the last word of each chunk, and of the first one of the next, only the beginning in
    which they differ."""
    for one, other in zip(chunks, islice(chunks, 1, None)):
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one[1], other[0])))
        if one[1][: same + 1] >= one[0]:
            one[1] = one[1][: same + 1]
        other[0] = other[0][: same + 1]
