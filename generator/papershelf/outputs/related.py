"""Related papers.

In: a Collection. Out: the ids of the most similar papers by id, and the most similar texts. Texts
are compared by TF-IDF of their strongest terms; for related papers, shared topics also count.
Everything that could grow quadratically is capped.
"""

from __future__ import annotations

import math
import re
import sys
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from itertools import chain, islice
from typing import NamedTuple, TypeAlias

from papershelf.catalogue.kept import Kept
from papershelf.catalogue.model import Collection, Paper
from papershelf.outputs.each import Each
from papershelf.text import tex

#: Related papers per paper.
KEPT = 5
#: Most similar texts per paper, regardless of topics, for the map. With 5 it keeps neighbours
#: together better than with 8, in two thirds of the time.
NEAREST = 5
#: Strongest terms per paper that are compared; whole abstracts would grow quadratically.
TERMS = 24
#: Strongest terms by which candidates are found. With this number and the next two, 72 % of the
#: five papers found among 10,000 are among the ten with the most similar whole texts.
LEADING = 18
#: Candidates per term: the papers in which it is strongest.
POSTINGS = 32
#: Candidates that are compared term by term: those that share the most terms.
CANDIDATES = 40
#: Candidates per topic, regardless of words: its papers that are next to this one in its list.
TOPIC_CANDIDATES = 6
#: Papers that one process compares at a time.
PART = 500
#: A shared topic adds this to a similarity between 0 and 1, divided by the logarithm of its size: a
#: topic with three papers says more than one with three hundred.
TOPIC_WEIGHT = 0.35
#: Weights are whole numbers, so that sums do not depend on their order.
UNIT = 10_000
#: The least similarity of related papers.
LEAST = round(0.06 * UNIT * UNIT)

_WORD = re.compile(r"[^\W\d_][\w-]*[^\W_]")
#: Words of abstracts that say nothing about the subject, in addition to those in a third of them.
_COMMON = frozenset(
    "the and of to in for with on that we is are this our as by from an be which can these it or"
    " their has have not at than more using based show such also between been were was its both"
    " into however while they propose proposed paper method methods approach results novel new"
    " used use model models existing different two one via through other work data learning".split()
)


class Compared(NamedTuple):
    """The result of comparing all papers."""

    related: dict[str, tuple[str, ...]]
    """Up to five papers with similar texts and topics by id, most similar first, ties by id."""
    near: list[list[tuple[int, int]]]
    """For each listed paper, in order: up to NEAREST others by text alone, as similarity (0 to
    UNIT²) and number, most similar first, ties by number."""


#: The words of a text with their numbers.
KeptWords: TypeAlias = Kept[Counter[str]]


def find(collection: Collection) -> dict[str, tuple[str, ...]]:
    """Return up to five related papers by id, most similar first, ties by id."""
    return compare(collection).related


def compare(collection: Collection, each: Each = map) -> Compared:
    """Compare every listed paper with those that share words or topics with it. `each` may do the
    work in several processes."""
    papers = len(collection.listed)
    parts = [range(start, min(start + PART, papers)) for start in range(0, papers, PART)]
    whole = Compared({}, [])
    for part in each(_prepare(collection), parts):
        whole.related.update(part.related)
        whole.near.extend(part.near)
    return whole


class OneByOne(Mapping[str, tuple[str, ...]]):
    """The same related papers, found when they are asked for."""

    def __init__(self, collection: Collection, kept: KeptWords | None = None) -> None:
        """`kept` has words of an earlier reading."""
        self.numbers = {paper_id: number for number, paper_id in enumerate(collection.listed)}
        self.compare = cache(lambda: _prepare(collection, kept))

    def __getitem__(self, paper_id: str) -> tuple[str, ...]:
        number = self.numbers[paper_id]
        return self.compare()(range(number, number + 1)).related[paper_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)


def _prepare(collection: Collection, kept: KeptWords | None = None) -> Callable[[range], Compared]:
    """Return a function that compares the papers with some numbers with all others."""
    papers = list(collection.listed.values())
    texts = [_text(paper, collection) for paper in papers]
    vectors = _vectors(_counts(texts, kept))
    return partial(_compare, papers, vectors, _postings(vectors), _Topics(papers))


def _compare(
    papers: list[Paper],
    vectors: list[dict[str, int]],
    postings: dict[str, list[int]],
    topics: _Topics,
    numbers: range,
) -> Compared:
    """Compare the papers with these numbers with all others."""
    found = {}
    near = []
    # all candidates first: the processor's caches then keep terms, which takes a tenth less
    candidates = [
        [*{*_candidates(vectors[number], postings), *topics.around(number)} - {number}]
        for number in numbers
    ]
    for number, others in zip(numbers, candidates, strict=True):
        own = vectors[number]
        terms = own.keys()
        scores = []
        texts = []
        for other in others:
            theirs = vectors[other]
            score = sum([own[term] * theirs[term] for term in terms & theirs.keys()])
            if score:
                texts.append((-score, other))
            score += topics.bonus(number, other)
            if score >= LEAST:
                scores.append((-score, papers[other].id))
        scores.sort()
        found[papers[number].id] = tuple([paper_id for _, paper_id in scores[:KEPT]])
        texts.sort()
        near.append([(-score, other) for score, other in texts[:NEAREST]])
    return Compared(related=found, near=near)


def _candidates(vector: dict[str, int], postings: dict[str, list[int]]) -> list[int]:
    """Return the papers that share the most terms. Counting runs in C, before any comparison."""
    counts = Counter(chain.from_iterable([postings[term] for term in islice(vector, LEADING)]))
    shared = list(counts.values())
    least, reached = 1, len(shared)
    while reached > CANDIDATES and least < LEADING:
        reached -= shared.count(least)
        least += 1
    if not reached and least > 1:  # all share equally many terms: take the first ones
        least -= 1
    chosen = [other for other, number in counts.items() if number >= least]
    return chosen if len(chosen) <= CANDIDATES else sorted(chosen)[:CANDIDATES]


class _Topics:
    """The effect of shared topics."""

    def __init__(self, papers: list[Paper]) -> None:
        self.of = [frozenset(paper.topics) for paper in papers]
        self.members: dict[str, list[int]] = {}
        for number, paper in enumerate(papers):
            for slug in paper.topics:
                self.members.setdefault(slug, []).append(number)
        self.weight = {
            slug: round(UNIT * UNIT * TOPIC_WEIGHT / math.log2(1 + len(members)))
            for slug, members in self.members.items()
        }

    def around(self, number: int) -> Iterator[int]:
        """Yield the papers next to this one in the lists of its topics."""
        half = TOPIC_CANDIDATES // 2
        for slug in self.of[number]:
            members = self.members[slug]
            place = bisect_left(members, number)
            yield from members[max(0, place - half) : place + half + 1]

    def bonus(self, one: int, other: int) -> int:
        """Return what the shared topics of two papers add to their similarity."""
        shared = self.of[one] & self.of[other]
        return sum([self.weight[slug] for slug in shared]) if shared else 0


def _counts(texts: list[str], kept: KeptWords | None) -> list[Counter[str]]:
    """Return how often each text has each word."""
    if kept is None:
        return [_count(text) for text in texts]
    kept.begin()
    return [kept.find(text, _count) or Counter() for text in texts]


def _count(text: str) -> Counter[str]:
    return Counter(map(sys.intern, _WORD.findall(text.lower())))


def _vectors(counts: list[Counter[str]]) -> list[dict[str, int]]:
    """Return the strongest terms of each text with weights, as vectors of length UNIT."""
    frequency = Counter(chain.from_iterable(counts))
    most = max(3, len(counts) // 3)
    rarity = {
        term: math.log(len(counts) / number) + 1.0
        for term, number in frequency.items()
        if 1 < number <= most and term not in _COMMON and len(term) > 2
    }
    longest = max((max(counted.values(), default=0) for counted in counts), default=0)
    scale = [0.0, *(-1.0 - math.log(number) for number in range(1, longest + 1))]
    vectors = []
    for counted in counts:
        weighed = [
            (scale[number] * rarity[term], term)
            for term, number in counted.items()
            if term in rarity
        ]
        weighed.sort()  # weights are negative: the heaviest first, then by term
        strongest = weighed[:TERMS]
        length = -math.sqrt(math.fsum([weight * weight for weight, _ in strongest])) or -1.0
        vectors.append({term: round(UNIT * weight / length) for weight, term in strongest})
    return vectors


def _text(paper: Paper, collection: Collection) -> str:
    """Return the words that describe a paper; the title counts three times."""
    title = tex.to_plain(paper.title)
    words = " ".join(collection.keywords_of(paper))
    return f"{title} {title} {title} {words} {paper.summary} {paper.abstract}"


def subject_words(text: str) -> list[str]:
    """Return the words of a text that may describe its subject, as they are written."""
    return [word for word in _WORD.findall(text) if len(word) > 2 and word.lower() not in _COMMON]


def _postings(vectors: list[dict[str, int]]) -> dict[str, list[int]]:
    """Return the papers in which each term is strongest, by term."""
    postings: dict[str, list[int]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for term in vector:
            postings[term].append(number)
    for term, numbers in postings.items():
        if len(numbers) > POSTINGS:
            weights = [(-vectors[number][term], number) for number in numbers]
            numbers[:] = [number for _, number in sorted(weights)[:POSTINGS]]
    return postings
