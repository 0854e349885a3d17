"""The table of sources: a row is asked, accepted when pasted, and named wherever people paste."""

from __future__ import annotations

import pytest

from papershelf.importers import sources
from papershelf.importers.draft import Draft
from papershelf.importers.fetch import Client
from papershelf.importers.sources import ACCEPTED, SOURCES, Source
from support.command import run
from support.helpers import ROOT


def ask_pubmed(client: Client, ids: list[str]) -> dict[str, Draft]:
    """A source that knows everything."""
    return {one: Draft(where=f"PubMed {one}", fields={"title": f"Title {one}"}) for one in ids}


def test_a_new_source_is_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its identifiers are taken from what people paste, and it is asked where it answers."""
    pasted = "https://pubmed.ncbi.nlm.nih.gov/31452104/"
    with pytest.raises(ValueError, match=f'"{pasted}" is not an arXiv id'):
        sources.identify(pasted)
    row = Source(
        scheme="pmid", site="PubMed", addresses={"pubmed": "https://e.example/"}, ask=ask_pubmed
    )
    monkeypatch.setitem(SOURCES, "pmid", row)
    assert sources.identify(pasted) == ("pmid", "31452104")
    assert sources.address("pubmed") == "https://e.example/"
    monkeypatch.setenv("PAPERSHELF_PUBMED", "http://127.0.0.1:1/")
    assert sources.address("pubmed") == "http://127.0.0.1:1/"
    found = sources.ask(Client(), [("pmid", "31452104")])
    assert found["pmid", "31452104"].fields["title"] == "Title 31452104"


def test_what_is_accepted_is_named_where_people_paste() -> None:
    """In the help of `add` and in the issue form."""
    assert ACCEPTED in " ".join(run("add", "--help").output.split())
    forms = ROOT / ".github", ROOT / "generator/papershelf/setup/templates/collection/github"
    for folder in forms:
        form = (folder / "ISSUE_TEMPLATE/suggest-a-paper.yml").read_text()
        assert f"{ACCEPTED[0].upper()}{ACCEPTED[1:]}." in form


@pytest.mark.parametrize(
    ("venue", "kept"),
    [
        ("ICLR 2024 poster", "ICLR 2024 poster"),
        ("Submitted to ICLR 2024", ""),
        ("ICLR 2024 Conference Submission", ""),
        ("ICLR 2024 Conference Withdrawn Submission", ""),
        ("ICLR 2024 Conference Desk Rejected Submission", ""),
    ],
)
def test_a_submission_did_not_appear(venue: str, kept: str) -> None:
    """OpenReview names the conference of works that were not accepted; it is reported instead."""
    draft = sources._note(
        {"content": {"title": {"value": "Looms"}, "venue": {"value": venue}}}, "x"
    )
    assert (draft.fields["venue"], draft.left.get("venue", kept)) == (kept, venue)
