"""A file that is imported a second time adds nothing and changes nothing."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from papershelf.catalogue import Source, write
from papershelf.catalogue.disk import Place
from papershelf.catalogue.read import read_files
from papershelf.editing import insertion, intake
from papershelf.editing.plan import Plan
from papershelf.importers.draft import Draft
from support.drawing import times

TODAY = datetime.date(2026, 11, 24)
POOLS: dict[str, list[Any]] = {
    "title": ["Looms", "Looms: a survey", "RETRACTED: Looms", "Cards"],
    "authors": [["Ada Byron"], ["Byron, Ada, Jr."], ["A. Byron", "Bo Reed"], ["Cy Dow"], []],
    "published": ["2020", "2020-05", "2021"],
    "venue": ["", "arXiv", "Loom Letters", "Loomshire University"],
    "type": ["", "article", "article-journal", "paper-conference", "thesis", "chapter"],
    "doi": ["", "", "10.5555/a", "10.5555/b"],
    "arxiv": ["", "", "2401.00001", "2401.00002"],
    "isbn": ["", "", "9780262046305"],
    "volume": ["", "3", "4"],
    "pages": ["", "1-9", "11"],
    "extra": [None, None, {"genre": "Master's thesis"}],
}
RECORDS = st.lists(
    st.fixed_dictionaries({name: st.sampled_from(pool) for name, pool in POOLS.items()}),
    min_size=1,
    max_size=4,
)


def drafts(records: list[dict[str, Any]]) -> list[Draft]:
    """Records of another program."""
    return [
        Draft(where=f"x: {number}", fields={name: value for name, value in each.items() if value})
        for number, each in enumerate(records)
    ]


def imported(records: list[dict[str, Any]], text: str) -> tuple[Plan, str]:
    """What an import with `--update` into a catalogue comes to, and its text after it."""
    source: Source = read_files([("papers.yaml", text.encode())])
    plan = intake.plan(drafts(records), source, Place(root=Path()), TODAY)
    rows = [(met.entry, met.taken) for met in plan.updates if met.entry]
    text = insertion.with_updates(rows).get("papers.yaml", text)
    new = (write.to_entry({"id": item.id} | dict(item.values)) for item in plan.new)
    return plan, text + "".join(new)


LOOMS = {"title": "Looms", "published": "2020"}
#: The third record is the work of the second, and shares its ISBN with that of the first.
ONE_ISBN = [
    LOOMS | {"doi": "10.5555/a"},
    LOOMS | {"authors": ["Ada Byron"]},
    LOOMS | {"authors": ["Ada Byron"], "isbn": "9780262046305"},
    LOOMS | {"doi": "10.5555/a", "isbn": "9780262046305"},
]
#: The last record makes the entry of the third one more precise, and gives it another arXiv id.
ONE_ARXIV = [
    LOOMS | {"authors": ["Ada Byron"]},
    LOOMS | {"authors": ["Ada Byron"], "arxiv": "2401.00002", "volume": "3"},
    LOOMS | {"authors": ["Ada Byron"], "arxiv": "2401.00002", "volume": "4"},
    LOOMS
    | {"authors": ["Ada Byron"], "arxiv": "2401.00001", "volume": "4", "published": "2020-05"},
]
#: The last record changes the entry with which the first ones were compared.
ARXIV = LOOMS | {"arxiv": "2401.00001"}
CHANGED = [
    [ARXIV | {"published": "2020-05", "pages": "1-9"}, ARXIV | {"volume": "3"},
     ARXIV | {"volume": "4", "pages": "11"}],
    [ARXIV | {"published": "2020-05", "venue": "arXiv"}, ARXIV | {"volume": "3"},
     ARXIV | {"venue": "arXiv", "doi": "10.5555/a"}],
    [LOOMS | {"doi": "10.5555/a"}, LOOMS | {"type": "thesis"},
     LOOMS | {"type": "article-journal", "doi": "10.5555/a", "pages": "11"}],
]  # fmt: skip


@given(RECORDS)
@example(ONE_ISBN)
@example(ONE_ARXIV)
@example(CHANGED[0])
@example(CHANGED[1])
@example(CHANGED[2])
@settings(max_examples=times(3))
def test_the_second_import_is_silent(records: list[dict[str, Any]]) -> None:
    """Whatever contradicts itself in a file, the second run finds what the first one made of it."""
    _, first = imported(records, "")
    plan, second = imported(records, first)
    assert (plan.new, [(item.id, dict(item.taken)) for item in plan.updates]) == ([], [])
    assert first == second


@given(RECORDS, RECORDS)
@settings(max_examples=times(1))
def test_the_second_import_into_a_catalogue_is_silent(
    before: list[dict[str, Any]], records: list[dict[str, Any]]
) -> None:
    """The same, where entries of these works exist already."""
    _, old = imported(before, "")
    _, first = imported(records, old)
    assert imported(records, first)[1] == first


def test_without_authors_a_coarser_date_is_another_work() -> None:
    """`Introduction`, 2020, may be any introduction of that year."""
    record = {"title": "Introduction", "authors": ["Ada Byron"], "published": "2020-05-06"}
    _, first = imported([record], "")
    plan, _ = imported([{"title": "Introduction", "published": "2020"}], first)
    assert len(plan.new) == 1
