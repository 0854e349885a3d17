"""Identifiers among notes, as Zotero exports its field Extra, in every format."""

from __future__ import annotations

import json

import pytest

from papershelf.importers.readers import READERS
from papershelf.importers.tables import read_table
from papershelf.importers.values import to_values
from support.drafts import drafts, values_in

_EXTRA = "PMID: 123\narXiv:2401.00001 [cs, math.CO]\nRead it twice."
_WANTED = {"arxiv": "2401.00001", "pmid": "123", "notes": "Read it twice."}


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("csl-json", json.dumps([{"id": "a", "type": "article", "title": "T", "note": _EXTRA,
                                  "issued": {"date-parts": [[2024]]}, "number": "arXiv:2401.00001"}])),
        ("csv", f'Key,Item Type,Title,Publication Year,Extra\nA,preprint,T,2024,"{_EXTRA}"\n'),
        ("jsonl", json.dumps({"itemType": "preprint", "title": "T", "date": "2024", "extra": _EXTRA})),
    ],
)  # fmt: skip
def test_identifiers_in_extra(form: str, text: str) -> None:
    """They are identifiers of the work, and readers do not see them as words of the curator."""
    found = values_in(text, form)
    assert {name: found.get(name) for name in _WANTED} == _WANTED
    assert "number" not in found and "extra" not in found


@pytest.mark.parametrize(
    ("note", "wanted"),
    [
        ("arXiv preprint arXiv:2401.00001", {"arxiv": "2401.00001"}),
        ("ArXiv preprint arXiv:2401.00001, 2024.", {"arxiv": "2401.00001"}),
        ("arXiv e-prints, arXiv:2401.00001 [cs.CL] (2024)", {"arxiv": "2401.00001"}),
        ("DOI: 10.1000/182.", {"doi": "10.1000/182"}),
        ("Part of arXiv:2401.00001", {"notes": "Part of arXiv:2401.00001"}),
        ("arXiv:2401.00001 and a thesis", {"notes": "arXiv:2401.00001 and a thesis"}),
    ],
)
def test_a_note_that_is_a_reference(note: str, wanted: dict[str, str]) -> None:
    """Only a note that says no more is an identifier."""
    found = values_in(f"@misc{{k, title={{T}}, year=2024, note={{{note}}}}}", "bibtex")
    assert {name: found[name] for name in ("arxiv", "doi", "notes") if name in found} == wanted


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("csl-json", json.dumps([{"id": "http://zotero.org/users/1/items/A", "type": "book", "title": "T",
                                  "note": "PMID: 1\nCitation Key: quill2024\nRead it.", "issued": {"raw": "2024"}}])),
        ("csv", 'Key,Item Type,Title,Publication Year,Extra\nA,book,T,2024,"PMID: 1\nCitation Key: quill2024\nRead it."\n'),
        ("ris", "TY  - BOOK\nTI  - T\nPY  - 2024\nN1  - Citation Key: quill2024\nN1  - Read it.\nER  - \n"),
        ("ris", "TY  - BOOK\nTI  - T\nPY  - 2024\nN1  - PMID: 1\nCitation Key: quill2024\nRead\n  it.\nER  - \n"),
        ("endnote", "%0 Book\n%T T\n%D 2024\n%Z PMID: 1\nCitation Key: quill2024\nRead\nit.\n"),
        ("bibtex", "@book{k, title={T}, year=2024, note={Citation Key: quill2024\n\nRead it.}}"),
        ("yaml", "- {title: T, year: 2024, note: \"Citation Key: quill2024\\nRead it.\"}\n"),
    ],
)  # fmt: skip
def test_the_citation_key_among_notes(form: str, text: str) -> None:
    """Better BibTeX keeps it there; it becomes the id, and readers do not see it."""
    (draft,) = drafts(text, form)
    assert draft.key == "quill2024"
    assert to_values(draft).values["notes"] == "Read it."


def test_the_key_that_a_table_names() -> None:
    """It precedes the one among the notes, which still do not keep it."""
    text = json.dumps({"title": "T", "year": "2024", "call": "loom7", "note": "Citation Key: a\nB"})
    (draft,) = READERS["jsonl"].read(text, "x", read_table("fields: {call: id}"))
    assert (draft.key, draft.fields["notes"]) == ("loom7", "B")


@pytest.mark.parametrize(
    ("note", "notes"),
    [
        ("arXiv:2401.00001v2 [cs]", None),
        ("arXiv:2401.00002", "arXiv:2401.00002"),
        ("PMID: none", "PMID: none"),
        ("See arXiv:2401.00001.", "See arXiv:2401.00001."),
    ],
)
def test_only_whole_lines_that_agree(note: str, notes: str | None) -> None:
    """What contradicts a field, or says more, remains a note."""
    found = values_in(f"@misc{{k, title={{T}}, year=2024, eprint={{2401.00001}}, archiveprefix={{arXiv}}, note={{{note}}}}}", "bibtex")  # fmt: skip
    assert (found["arxiv"], found.get("notes")) == ("2401.00001", notes)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("csv", "Title,Date,Extra,Notes\nT,2024,arXiv:2401.00001,Read this.\n"),
        ("jsonl", json.dumps({"title": "T", "date": "2024", "notes": [{"note": "<p>Read this.</p>"}],
                              "extra": "arXiv:2401.00001"})),
    ],
)  # fmt: skip
def test_notes_beside_the_field_extra(form: str, text: str) -> None:
    """A curator's notes and those for programs are both kept."""
    found = values_in(text, form)
    assert (found["arxiv"], found["notes"]) == ("2401.00001", "Read this.")


@pytest.mark.parametrize("extra", [{}, {"extra": "arXiv:2401.00001"}])
def test_several_notes(extra: dict[str, str]) -> None:
    """Each is a paragraph, as Zotero's programs and other ones write them."""
    for notes in ([{"note": "<p>One.</p>"}, {"note": "Two."}], ["One.", "Two."]):
        found = values_in(
            json.dumps({"title": "T", "date": "2024", "notes": notes} | extra), "jsonl"
        )
        assert found["notes"] == "One.\n\nTwo."


def test_the_number_of_a_preprint_is_its_id() -> None:
    """Zotero has the arXiv id as the number of a preprint, and the archive as its publisher."""
    item = {"type": "article", "title": "T", "issued": {"date-parts": [[2024]]}}
    item |= {"number": "arXiv:2401.00001", "publisher": "arXiv"}
    found = values_in(json.dumps([item]), "csl-json")
    assert (found["arxiv"], found["venue"]) == ("2401.00001", "arXiv")
    assert not {"number", "publisher"} & found.keys()
    other = values_in(json.dumps([item | {"publisher": "Loom House", "number": "7"}]), "csl-json")
    assert (other["publisher"], other["number"]) == ("Loom House", "7") and "venue" not in other
