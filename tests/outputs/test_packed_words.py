"""Words of an index, read and joined without unpacking their pages, are the same as unpacked."""

from __future__ import annotations

from typing import Any

import cbor2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from papershelf.outputs import packed_words
from papershelf.outputs.packed_words import Pages, Word
from papershelf.outputs.pagefind import SearchFailed

#: Small numbers take one byte, others up to five.
NUMBERS = st.one_of(st.integers(0, 30), st.integers(200, 300), st.integers(2**15, 2**32 - 1))
POSITIONS = st.lists(st.one_of(NUMBERS, NUMBERS.map(lambda number: -1 - number)), max_size=5)
PAGES = st.lists(st.tuples(NUMBERS, POSITIONS, POSITIONS).map(list), max_size=4)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
VARIANTS = st.lists(st.tuples(TEXTS, PAGES).map(list), max_size=3)
WORDS = st.lists(st.tuples(TEXTS, PAGES, VARIANTS).map(list), max_size=5)
#: Lists of more than 23 items, and of more than 255, say so in more bytes.
MANY = [[1, [*range(-300, 300)], [7] * 24]] * 30


def to_pages(pages: list[Any]) -> Pages:
    return Pages(len(pages), b"".join(map(cbor2.dumps, pages)))


def absolute(parts: list[tuple[int, list[Any]]]) -> list[list[Any]]:
    """Pages of several indexes with their numbers among all, and what else they have."""
    found = []
    for start, pages in parts:
        number = start
        for difference, *more in pages:
            number += difference
            found.append([number, *more])
    return found


@given(WORDS)
@example([["loom" * 70, MANY, [["lööm", MANY[:1]]] * 24], *[["weft", [], []]] * 300])
def test_a_chunk_is_read_and_packed_again(words: list[Any]) -> None:
    found = list(packed_words.read(cbor2.dumps([words])))
    assert [word.text for word in found] == [text for text, *_ in words]
    for word, (text, own, variants) in zip(found, words, strict=True):
        assert word.forms == [(form, to_pages(pages)) for form, pages in [(text, own), *variants]]
    assert packed_words.chunk([*map(packed_words.pack, found)]) == cbor2.dumps([words])


@given(st.lists(PAGES.filter(bool), max_size=6))
@example([MANY, MANY])
def test_pages_of_several_indexes_count_on(parts: list[list[Any]]) -> None:
    """Each index begins after the last page of the one before."""
    starts, start = [], 0
    for pages in parts:
        starts.append(start)
        start += sum(number for number, *_ in pages) + 7
    joined = packed_words.joined(list(zip(starts, map(to_pages, parts), strict=True)))
    ((_, found, _),) = cbor2.loads(
        packed_words.chunk([packed_words.pack(Word("loom", [("loom", joined)]))])
    )[0]
    assert absolute([(0, found)]) == absolute(list(zip(starts, parts, strict=True)))
    assert joined.number == len(found)


@pytest.mark.parametrize("page", [[1, [2.5], []], [1, [], [], []], [1, ["loom"], []], {}])
def test_words_of_another_form_end_the_search(page: Any) -> None:
    """A later Pagefind may write more of each page."""
    with pytest.raises(SearchFailed, match="unsupported version of Pagefind"):
        list(packed_words.read(cbor2.dumps([[["loom", [page], []]]])))
