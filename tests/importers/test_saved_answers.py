"""Answers of services that somebody saved as a file: works inside of lists inside of objects."""

from __future__ import annotations

import json
from typing import Any

import pytest

from papershelf.importers.draft import Draft
from papershelf.importers.readers import READERS
from papershelf.importers.tables import Table
from papershelf.importers.values import to_values

WORK = {"title": "On looms", "authors": ["Ada Quill"], "year": 2020}


def drafts(answer: Any) -> list[Draft]:
    return list(READERS["csl-json"].read(json.dumps(answer), "x.json"))


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ({"result": {"@time": "1", "status": {"text": "OK"}, "hits": {"hit": [{"@score": 1, "info": WORK}]}}}, {"@score": "1"}),
        ({"data": [{"id": "10.5555/x", "attributes": {"titles": [{"title": "On looms"}], "creators": [{"name": "Quill, Ada"}], "publicationYear": 2020}}]}, {"id": "10.5555/x"}),
        ([{"key": "ABCD1234", "library": {"name": "My library"}, "data": {"key": "ABCD1234", "itemType": "report"} | WORK}],
         {"Zotero key": "ABCD1234"}),
        ({"resultList": {"result": [{"title": "On looms", "authorString": "Quill A.", "pubYear": "2020"}]}}, {}),
        ({"paper": WORK}, {}),
        ({"answer": {"time": 0, "paper": WORK, "tags": ["looms"], "urls": {"a": "b"}, "next": None}},
         {"time": "0", "tags": "looms", "urls": '{"a": "b"}'}),
        ({"info": {"title": "API", "date": "2024"}, "results": {"papers": [WORK]}}, {}),
        ({"title": "Papers on looms", "papers": [WORK]}, {}),
    ],
    ids=["dblp", "datacite", "zotero", "europe-pmc", "one", "beside", "api", "titled"],
)  # fmt: skip
def test_works_inside_of_an_answer(answer: Any, left: dict[str, str]) -> None:
    """What a service says about its own record is reported."""
    (draft,) = drafts(answer)
    found = to_values(draft).values
    assert (draft.why_not, draft.key, draft.left) == ("", "", left)
    assert (found["title"], str(found["published"])) == ("On looms", "2020")
    assert [name.family for name in found["authors"]] == ["Quill"]


def test_a_date_around_a_work() -> None:
    """As OpenReview has it; the date of a work itself precedes it."""
    note = {"title": {"value": "On looms"}, "authors": {"value": ["Ada Quill"]}}
    for more, year in (({}, "2024"), ({"year": {"value": "2020"}}, "2020")):
        (draft,) = drafts({"notes": [{"content": note | more, "pdate": 1705400000000, "id": "x"}]})
        assert (draft.why_not, draft.fields["published"][:4]) == ("", year)
        assert draft.left == ({"id": "x"} | ({"pdate": "1705400000000"} if more else {}))


def test_several_titles() -> None:
    """The first is the title, unless DataCite says that it is another one."""
    main, other = {"title": "On looms"}, {"title": "Looms", "titleType": "AlternativeTitle"}
    for key in ("titles", "title"):
        for titles in ([main, other], [other, main]):
            (draft,) = drafts(
                [{key: titles, "creators": [{"name": "Quill, Ada"}], "publicationYear": 2020}]
            )
            assert to_values(draft).values["title"] == "On looms"
            assert draft.left == {key: json.dumps([other])}


def test_an_abstract_in_paragraphs() -> None:
    """A list is the whole abstract; a list of pages is not understood."""
    (draft,) = drafts(
        [
            {
                "title": "Looms",
                "year": 2020,
                "abstract": ["We weave.", "We knit."],
                "pages": ["1", "9"],
            }
        ]
    )
    made = to_values(draft)
    assert made.values["abstract"] == "We weave.\n\nWe knit." and "pages" not in made.values


def test_works_by_their_ids() -> None:
    """The key of a work is its id; a mapping of other things is no list of works."""
    papers = {"quill2020a": WORK, "quill2020b": {**WORK, "title": "On cards"}}
    for answer in (papers, {"version": 1, "papers": papers}):
        assert [draft.key for draft in drafts(answer)] == list(papers)
    (draft,) = drafts({"quill2020a": {"name": "Ada Quill"}, "quill2020b": {"name": "Bo Reed"}})
    assert draft.why_not == "no title"


@pytest.mark.parametrize("title", ["article_title", "name", "Document Title"])
@pytest.mark.parametrize("of", ["journal", "venue", "book"])
def test_a_journal_in_a_work(title: str, of: str) -> None:
    """A work is not taken for what surrounds its journal, which may have a year, too."""
    work = {title: "On looms", "authors": ["Ada Quill"], "year": 2020}
    work[of] = {"title": "Loom Letters", "year": 2020}
    for answer in (work, [work], {"works": [work]}):
        (draft,) = drafts(answer)
        assert (draft.why_not, draft.fields["title"]) == ("", "On looms")
    (draft,) = drafts([{"heading": "On looms", "journal": work[of]}])
    assert draft.why_not == "no title"


def test_an_answer_without_works() -> None:
    """An empty list has no records; a work may have one."""
    for answer in ({"message": {"total": 0, "items": []}}, {"data": [], "errors": []}):
        assert drafts(answer) == []
    assert len(drafts({"papers": [WORK], "errors": []})) == len(drafts(WORK | {"tags": []})) == 1
    assert len(drafts({"paper": WORK, "errors": []})) == 1


@pytest.mark.parametrize(
    "rows", [{"paper.title": "title", "tags": "keywords"}, {"tags": "keywords"}]
)
def test_a_table_reads_around_a_work(rows: dict[str, str]) -> None:
    """Whether or not it leads into the work."""
    item = {"paper": WORK, "tags": ["looms"], "urls": {"looms": "x"}, "id": 3}
    table = Table(fields=rows, rows={name: name for name in rows})
    for answer in (item, [item]):
        (draft,) = READERS["csl-json"].read(json.dumps(answer), "x.json", table)
        assert (draft.fields["title"], draft.fields["keywords"]) == ("On looms", ["looms"])
        assert (draft.why_not, draft.left) == ("", {"urls": '{"looms": "x"}', "id": "3"})
        assert list(table.unmatched()) == []
    inside = {"title": "On looms", "dates": {"issued": "2020"}, "files": [{"name": "a.pdf"}]}
    table = Table(fields={"dates.issued": "published"}, rows={"dates.issued": "dates.issued"})
    (draft,) = READERS["csl-json"].read(json.dumps(inside), "x.json", table)
    assert (draft.why_not, draft.fields["title"]) == ("", "On looms")


def test_two_lists_of_works() -> None:
    """Which of them is meant is not guessed."""
    with pytest.raises(ValueError, match="exactly one list"):
        drafts({"response": {"works": [WORK], "others": [WORK]}})


@pytest.mark.parametrize("form", ["csl-json", "yaml"])
def test_a_table_names_a_list_inside(form: str) -> None:
    """With dots; a name that leads nowhere is an error, and so is one that is not there."""
    text = json.dumps({"version": "1", "data": {"Works": [WORK], "others": [WORK]}})
    (draft,) = READERS[form].read(text, "x", Table(list="data.works"))
    assert (draft.why_not, draft.fields["title"]) == ("", "On looms")
    for name in ("data.looms", "looms.data"):
        with pytest.raises(ValueError, match=f"list: {name}, but nothing is there"):
            list(READERS[form].read(text, "x", Table(list=name)))


def test_records_with_names_of_their_own() -> None:
    """Nothing that a table reads is reported as not kept."""
    table = Table(fields={"meta.name": "title", "when": "published"},
                  rows={"meta.name": "meta.name", "when": "when"})  # fmt: skip
    text = json.dumps([{"meta": {"name": "On looms"}, "when": "2020"}])
    (draft,) = READERS["csl-json"].read(text, "x", table)
    assert (draft.why_not, draft.left, draft.fields["title"]) == ("", {}, "On looms")
