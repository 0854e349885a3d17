"""Room 3: which papers are worth reading after this one.

In: a Collection. Out: id → ids of the nearest papers. Texts are compared by TF-IDF over their
strongest terms; shared topics add to it. Everything that could grow with the square is capped.
"""

from __future__ import annotations

import math
import re
from collections import Counter

from generator.model import Collection, Paper
from generator.text import tex

#: Neighbours that are kept for a paper.
KEPT = 5
#: Strongest terms of a paper that are compared; whole abstracts grow with the square.
TERMS = 24
#: Papers that one term leads to, those in which it is strongest.
POSTINGS = 120
#: What a shared topic adds to a similarity between 0 and 1, divided among the topic's papers: a
#: topic of three says more than one of three hundred.
TOPIC_WEIGHT = 0.35
#: Papers of a topic that are looked at although their words differ.
TOPIC_PAPERS = 60
#: Less than this is no relation.
LEAST = 0.06

_WORD = re.compile(r"[^\W\d_][\w-]*[^\W_]")
#: Words of abstracts that say nothing about their subject, besides those found in a third of them.
_COMMON = frozenset(
    "the and of to in for with on that we is are this our as by from an be which can these it or"
    " their has have not at than more using based show such also between been were was its both"
    " into however while they propose proposed paper method methods approach results novel new"
    " used use model models existing different two one via through other work data learning".split()
)


def find(collection: Collection) -> dict[str, tuple[str, ...]]:
    """Up to five neighbours of each paper, the nearest first, ties by id."""
    papers = list(collection.papers.values())
    vectors = _vectors(papers)
    postings = _postings(vectors)
    topics = [frozenset(paper.topics) for paper in papers]
    members = _members(papers)
    found = {}
    for number, paper in enumerate(papers):
        scores: dict[int, float] = {}
        for term, weight in vectors[number]:
            for other, other_weight in postings[term]:
                scores[other] = scores.get(other, 0.0) + weight * other_weight
        for slug in paper.topics:
            for other in members[slug][:TOPIC_PAPERS]:
                scores.setdefault(other, 0.0)
        scores.pop(number, None)
        found[paper.id] = _best(scores, number, papers, topics, members)
    return found


def _best(
    scores: dict[int, float],
    number: int,
    papers: list[Paper],
    topics: list[frozenset[str]],
    members: dict[str, list[int]],
) -> tuple[str, ...]:
    own = topics[number]
    if own:
        bonus = {slug: TOPIC_WEIGHT / math.log2(1 + len(members[slug])) for slug in own}
        for other in scores:
            shared = own & topics[other]
            if shared:
                scores[other] += sum(sorted(bonus[slug] for slug in shared))
    ranked = sorted(
        (-round(score, 6), papers[other].id) for other, score in scores.items() if score >= LEAST
    )
    return tuple(paper_id for _, paper_id in ranked[:KEPT])


def _vectors(papers: list[Paper]) -> list[list[tuple[str, float]]]:
    """The strongest terms of each paper with their weights, of length 1 together."""
    counts = [Counter(_WORD.findall(_text(paper).lower())) for paper in papers]
    frequency: Counter[str] = Counter()
    for counted in counts:
        frequency.update(counted.keys())
    most = max(3, len(papers) // 3)
    rarity = {
        term: math.log(len(papers) / number) + 1.0
        for term, number in frequency.items()
        if 1 < number <= most and term not in _COMMON and len(term) > 2
    }
    vectors = []
    for counted in counts:
        weighed = [
            ((1.0 + math.log(number)) * rarity[term], term)
            for term, number in counted.items()
            if term in rarity
        ]
        weighed.sort(key=lambda pair: (-pair[0], pair[1]))
        strongest = weighed[:TERMS]
        length = math.sqrt(sum(weight * weight for weight, _ in strongest)) or 1.0
        vectors.append([(term, weight / length) for weight, term in strongest])
    return vectors


def _text(paper: Paper) -> str:
    """The words that say what a paper is about; the title counts three times."""
    title = tex.to_plain(paper.title)
    words = " ".join(paper.keywords)
    return f"{title} {title} {title} {words} {paper.summary} {paper.abstract}"


def _postings(vectors: list[list[tuple[str, float]]]) -> dict[str, list[tuple[int, float]]]:
    """Term → the papers in which it is strongest, with its weight."""
    postings: dict[str, list[tuple[int, float]]] = {}
    for number, vector in enumerate(vectors):
        for term, weight in vector:
            postings.setdefault(term, []).append((number, weight))
    for term, found in postings.items():
        if len(found) > POSTINGS:
            found.sort(key=lambda pair: (-pair[1], pair[0]))
            del found[POSTINGS:]
    return postings


def _members(papers: list[Paper]) -> dict[str, list[int]]:
    members: dict[str, list[int]] = {}
    for number, paper in enumerate(papers):
        for slug in paper.topics:
            members.setdefault(slug, []).append(number)
    return members
