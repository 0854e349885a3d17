"""The table of sources: a row is asked, accepted when pasted, and named wherever people paste."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from papershelf.importers import sources
from papershelf.importers.draft import Draft
from papershelf.importers.fetch import Client, FetchError
from papershelf.importers.sources import ACCEPTED, SOURCES, PaperSource
from support.command import run
from support.helpers import ROOT
from support.misbehaving import Misbehaving, send


def ask_library(client: Client, ids: list[str]) -> dict[str, Draft]:
    """A source that knows everything."""
    return {one: Draft(where=f"Library {one}", fields={"title": f"Title {one}"}) for one in ids}


def test_a_new_source_is_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its identifiers are taken from what people paste, and it is asked where it answers."""
    pasted = "ISBN 978-0-262-04630-5"
    with pytest.raises(ValueError, match=f'"{pasted}" is not an arXiv id'):
        sources.identify(pasted)
    row = PaperSource(
        scheme="isbn", site="Library", addresses={"library": "https://l.example/"}, ask=ask_library
    )
    monkeypatch.setitem(SOURCES, "isbn", row)
    assert sources.identify("isbn: 978-0-262-04630-5") == ("isbn", "9780262046305")
    assert sources.address("library") == "https://l.example/"
    monkeypatch.setenv("PAPERSHELF_LIBRARY", "http://127.0.0.1:1/")
    assert sources.address("library") == "http://127.0.0.1:1/"
    found = sources.ask(Client(), [("isbn", "9780262046305")])
    assert found["isbn", "9780262046305"].fields["title"] == "Title 9780262046305"


def test_pubmed_is_asked_for_a_list(recorded: Misbehaving) -> None:
    """In one request, of which a later one has the answer if all were known; what PubMed does not
    have is asked again, and an answer of another kind is an error."""
    client = Client(cache=Path(os.environ["XDG_CACHE_HOME"]))
    for ids in (["20000001"], ["20000001", "9"], ["20000001"], ["9", "20000001"]):
        found = sources.ask_pubmed(client, ids)
        assert found.keys() == {"20000001"} and found["20000001"].where == "PubMed 20000001"
    assert len(recorded.asked) == 3
    assert sources.ask_pubmed(client, ["9"]) == {}
    recorded.answers["/pubmed"] = lambda handler, _: send(handler, b"<html>maintenance</html>")
    for _ in range(2):  # it is not kept
        with pytest.raises(FetchError, match="PubMed did not return MEDLINE"):
            sources.ask_pubmed(client, ["8"])


def test_pubmed_refuses_a_list_with_an_unknown_id(recorded: Misbehaving) -> None:
    """Then each is asked alone; an id alone that it refuses is unknown."""
    usual = recorded.answers["/pubmed"]

    def refuse(handler: Any, number: int) -> None:
        if "9" in handler.path.rpartition("=")[2].split(","):
            send(handler, b"Failed to understand id: 9", 400)
        else:
            usual(handler, number)

    recorded.answers["/pubmed"] = refuse
    assert sources.ask_pubmed(Client(), ["9", "20000001"]).keys() == {"20000001"}


def test_pubmed_central_knows_the_ids(recorded: Misbehaving) -> None:
    """Of PubMed, or only a DOI; what it does not know is not found."""
    found = sources.ask_pmc(Client(), ["PMC7000001", "PMC7000002", "PMC9"])
    assert {pmcid: draft.where for pmcid, draft in found.items()} == {
        "PMC7000001": "PubMed 20000001",
        "PMC7000002": "DOI 10.5555/loom.1",
    }
    assert all(draft.fields["pmcid"] == pmcid for pmcid, draft in found.items())
    recorded.answers["/pmc"] = lambda handler, _: send(handler, b'{"status": "error"}')
    with pytest.raises(FetchError, match="PubMed Central did not return ids"):
        sources.ask_pmc(Client(), ["PMC8"])


def test_useless_answers_are_not_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A page of maintenance with status 200, or an error in place of a work, is asked for again."""
    right: list[bytes] = []

    def answer(handler: Any, _: int) -> None:
        work = b'{"message": {"title": ["Looms"], "indexed": {}, "DOI": "10.5555/a"}}'
        is_right, is_bib = bool(right), handler.path.endswith(".bib")
        body = b"@misc{k, title={Looms}, year=2020}" if is_bib else work
        send(handler, body if is_right else b"<html>" if is_bib else b'{"message": "busy"}')

    server = Misbehaving({"/doi/10.5555%2Fa": answer, "/acl/2020.acl-main.1.bib": answer})
    monkeypatch.setenv("PAPERSHELF_DOI", f"{server.url}/doi/")
    monkeypatch.setenv("PAPERSHELF_ACL", f"{server.url}/acl/")
    client = Client(cache=tmp_path / "cache")
    for ask, one, error in (
        (sources.ask_crossref, "10.5555/a", "Crossref did not return a work"),
        (sources.ask_acl, "2020.acl-main.1", "the ACL Anthology did not return BibTeX"),
    ):
        right.clear()
        with pytest.raises(FetchError, match=error):
            ask(client, [one])
        right.append(b"yes")
        assert ask(client, [one])[one].fields["title"] == "Looms"
    server.close()


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
