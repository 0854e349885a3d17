"""What an entry takes over from a record of the same work: a publication as a whole, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papershelf.catalogue import works
from papershelf.catalogue.merge import PUBLICATION, merge
from support.entries import paper

PREPRINT = {"venue": "arXiv", "arxiv": "2401.00001", "published": "2024-01-20"}
ARTICLE = {"venue": "Hive Letters", "published": "2025", "volume": "3", "pages": "1-9", "doi": "10.5555/a",
           "type": "article-journal"}  # fmt: skip


def plain(values: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def test_a_preprint_takes_its_publication_whole() -> None:
    """Venue, year, volume, pages and DOI move together; the arXiv id stays."""
    found = merge(paper(**PREPRINT), paper(**ARTICLE))
    assert (plain(found.taken), found.not_taken) == (ARTICLE, {})


def test_the_day_of_the_preprint_stays_within_the_year() -> None:
    """A record that knows only the year of publication does not take the day away."""
    found = merge(paper(**PREPRINT), paper(**ARTICLE | {"published": "2024"}))
    assert "published" not in found.taken and "doi" in found.taken


def test_a_publication_takes_nothing_of_its_preprint_but_what_is_the_works() -> None:
    """The archive is not its venue, the day of the preprint not its date."""
    record = PREPRINT | {"abstract": "Words.", "urls": {"code": "https://a.b/"}, "type": "article"}
    found = merge(paper(**ARTICLE), paper(**record))
    assert {"arxiv", "urls", "abstract"} == found.taken.keys()
    assert {"venue", "published", "type"} == found.not_taken.keys()


@pytest.mark.parametrize(
    "mine",
    [{"published": "2024"}, {"venue": "Hive Medicine"}, {"volume": "4"}, {"doi": "10.5555/b"},
     {"pages": "447"}, {"type": "paper-conference"}],
)  # fmt: skip
def test_two_publications_are_not_mixed(mine: dict[str, Any]) -> None:
    """One field that contradicts, and nothing of the other publication comes in."""
    entry = paper(**{"venue": "Hive Letters", "published": "2025"} | mine)
    found = merge(entry, paper(**ARTICLE | {"abstract": "Words."}))
    assert list(found.taken) == ["abstract"]
    assert {name for name in mine if name in ARTICLE} <= found.not_taken.keys()


def test_what_is_missing_of_one_publication_comes_in() -> None:
    """Nothing contradicts; a DOI in common allows for other words."""
    mine = {"venue": "Hive Letters", "published": "2025"}
    assert {"volume", "pages", "doi", "type"} == merge(paper(**mine), paper(**ARTICLE)).taken.keys()
    mine |= {"venue": "Hive Lett.", "doi": "10.5555/A"}
    found = merge(paper(**mine), paper(**ARTICLE))
    assert {"volume", "pages"} == found.taken.keys(), "the type belongs to the other name"
    assert {"venue"} == found.not_taken.keys()


def test_an_identifier_of_another_entry_proves_nothing() -> None:
    """With its DOI refused, nothing of a publication is taken over; an arXiv id alone is left."""
    found = merge(paper(**PREPRINT), paper(**ARTICLE, abstract="W."), {"doi": "other2020"})
    assert list(found.taken) == ["abstract"]
    record = paper(**ARTICLE, arxiv="2401.00009")
    found = merge(paper(venue=None, published="2024"), record, {"arxiv": "other2020"})
    assert "doi" in found.taken and "arxiv" not in found.taken


def test_an_archive_does_not_stay_among_a_publication() -> None:
    """A record that names no venue would leave arXiv as the venue of volume 3."""
    record = paper(**{**ARTICLE, "venue": None})
    assert merge(paper(**PREPRINT), record).taken == {}


def test_authors_and_what_became_of_a_work() -> None:
    """Names where there were none; a retraction with its notice; a graver status replaces a correction."""
    record = paper(**ARTICLE, status="retracted", status_note="Notice.")
    found = merge(paper(**ARTICLE, authors=None), record)
    assert {"authors", "status", "status_note"} == found.taken.keys()
    found = merge(paper(**ARTICLE, status="corrected", status_note="Erratum."), record)
    assert found.taken == {"status": "retracted", "status_note": "Notice."}
    found = merge(record, paper(**ARTICLE, status="corrected", status_note="Erratum."))
    assert ({}, {"status", "status_note"}) == (found.taken, found.not_taken.keys())


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "venue": st.sampled_from(["arXiv", "Hive Letters", "Hive Medicine"]),
        "published": st.sampled_from(["2024", "2024-03", "2025"]),
        "volume": st.sampled_from(["3", "4"]),
        "pages": st.sampled_from(["1-9", "447"]),
        "doi": st.sampled_from(["10.5555/a", "10.5555/b"]),
        "type": st.sampled_from(["article", "article-journal", "paper-conference"]),
    },
)


@given(FIELDS, FIELDS)
def test_a_merged_publication_is_one_of_the_two(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Each value that both have is from one record, and never some from this and some from that."""
    mine, theirs = paper(**{"venue": None} | one), paper(**{"venue": None} | other)
    merged = {**mine, **merge(mine, theirs).taken}
    both = [
        n
        for n in PUBLICATION
        if n in mine and n in theirs and not works.same_value(mine[n], theirs[n])
    ]
    both = [n for n in both if not (n == "published" and mine[n].year == theirs[n].year)]
    if not works.same_value(mine.get("doi", ""), theirs.get("doi", "")):
        origins = {"mine" if merged[name] == mine[name] else "theirs" for name in both}
        assert len(origins) <= 1, merged
        if origins == {"mine"}:
            assert all(merged.get(n) == mine.get(n) for n in PUBLICATION), "nothing is mixed in"


@given(FIELDS, FIELDS)
def test_a_second_merge_changes_nothing(one: dict[str, Any], other: dict[str, Any]) -> None:
    """What was taken over is there."""
    mine, theirs = paper(**{"venue": None} | one), paper(**{"venue": None} | other)
    merged = {**mine, **merge(mine, theirs).taken}
    assert merge(merged, theirs).taken == {}
