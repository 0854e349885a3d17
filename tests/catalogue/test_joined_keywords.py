"""Spellings of keywords that `content/keywords.yaml` joins."""

from __future__ import annotations

import json
import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from papershelf import catalogue, checks
from papershelf.catalogue.model import Collection
from papershelf.catalogue.read import read_files
from papershelf.text.slugs import to_slug
from support.helpers import collect, entry, write

TABLE = """- slug: language
  name: Natural language processing
  names: [NLP, "N.L.P.", text mining]
  aliases: [nlp]
- {slug: unused, name: Not used here}
"""


def test_spellings_lead_to_one_keyword(tmp_path: Path) -> None:
    """It has the name of the table and the papers of all spellings, compared as slugs; a paper with
    two of them counts once, and every paper keeps the words as printed."""
    collection = collect(write(tmp_path, {
        "papers.yaml": entry("a1", more="  keywords: [nlp, Looms]\n")
        + entry("b1", more="  keywords: [Text Mining, NLP]\n")
        + entry("c1", more="  keywords: [natural-language processing]\n")
        + entry("d1", more="  keywords: [Language]\n"),
        "content/keywords.yaml": TABLE,
    }))  # fmt: skip
    terms = collection.terms["keywords"]
    assert terms["language"].title == "Natural language processing"
    assert terms["language"].ids == ("a1", "b1", "c1", "d1")
    assert terms["unused"].ids == () and list(terms) == ["language", "looms", "unused"]
    assert collection.slugs["keywords"]["b1"] == ("language", "language")
    assert collection.papers["b1"].keywords == ("Text Mining", "NLP")


WORDS = st.sampled_from(
    ["NLP", "nlp", "N.L.P.", "Text mining", "Looms", "looms ", "C++", "C", "é", "☃"]
)
LISTS = st.lists(WORDS, max_size=4, unique=True)


@given(
    st.lists(LISTS, max_size=6), st.permutations(["NLP", "text mining", "LOOMS", "☃"]), st.randoms()
)
def test_joining_keeps_every_paper(
    papers: list[list[str]], spellings: list[str], draw: random.Random
) -> None:
    """Whatever the table joins: each keyword of a paper leads to a term that has the paper, terms
    that are not joined are as before, and the order of papers and table makes no difference."""
    table = [
        {"slug": f"term-{number}", "name": f"Term {number}", "names": spellings[number::2]}
        for number in range(2)
    ]
    joined, plain = _collection(papers, table), _collection(papers, [])
    for paper in joined.papers.values():
        for word, slug in zip(paper.keywords, joined.slugs["keywords"][paper.id], strict=True):
            term = joined.terms["keywords"][slug]
            assert paper.id in term.ids
            mine = [each for each in table if to_slug(word) in map(to_slug, each["names"])]
            assert (
                (term.slug, term.title) == (mine[0]["slug"], mine[0]["name"])
                if mine
                else (term == plain.terms["keywords"][slug])
            )
    order = list(range(len(papers)))
    draw.shuffle(order)
    turned = _collection(papers, table[::-1], order)
    assert (turned.terms, turned.slugs) == (joined.terms, joined.slugs)


def _collection(
    papers: list[list[str]], table: list[dict[str, object]], order: list[int] | None = None
) -> Collection:
    entries = [
        entry(f"a{number}", more=f"  keywords: {json.dumps(papers[number])}\n")
        for number in order or range(len(papers))
    ]
    files = {"papers.yaml": "".join(entries), "content/keywords.yaml": json.dumps(table)}
    source = read_files((name, text.encode()) for name, text in files.items())
    assert [each for each in checks.check(source) if each.severity == "error"] == []
    return catalogue.collect(source)
