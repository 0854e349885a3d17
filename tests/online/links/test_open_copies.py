"""`papershelf links --open`: open copies are found, believed with care, and added to entries."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from papershelf import catalogue
from papershelf.importers import fetch
from papershelf.importers.fetch import Client
from papershelf.online.links import copies
from support.command import run
from support.helpers import ROOT, entry, report, write
from support.misbehaving import Answer, Misbehaving, send, status
from support.visiting import Handler

RECORDED = (ROOT / "tests/responses/openalex-copies.json").read_bytes()


def paper(paper_id: str, title: str, year: int, more: str) -> str:
    return entry(paper_id, title, more).replace("2024-04-27", str(year))


PAPERS = (
    paper("open2024", "Open already", 2024, '  arxiv: "2401.00001"\n  doi: 10.5555/open.2024\n')
    + paper("loom1843", "A Loom for Patterns", 1843, "  doi: 10.5555/Loom.1843  # the first\n  summary: 'kept: as it is'\n")
    + paper("card1804", "Cards", 1804, "  doi: 10.5555/card.1804\n  urls:\n    code: https://looms.example/code\n")
    + paper("mill1837", "The mill and the store", 1837, "  doi: 10.5555/mill.1837\n")
    + paper("shut1822", "Differences", 1822, "  doi: 10.5555/shut.1822\n")
    + paper("other1850", "On the engine", 1850, "  doi: 10.5555/other.1850\n")
    + paper("plain1830", "Plain", 1830, "")
    + paper("gone1831", "Gone", 1831, "  doi: 10.5555/gone.1831\n  status: retracted\n")
)  # fmt: skip
COURSE = "---\ntitle: Looms\n---\n\n- [@mill1837]\n- [@loom1843]\n"


def given(data: bytes) -> Answer:
    return lambda handler, _: send(handler, data)


@pytest.fixture
def openalex(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Misbehaving]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("OPENALEX_API_KEY", raising=False)
    init = Client.__init__
    quick = {"sleep": lambda _: None}
    monkeypatch.setattr(Client, "__init__", lambda self, **more: init(self, **quick | more))
    made = Misbehaving({"/works": given(RECORDED)})
    monkeypatch.setenv("PAPERSHELF_OPENALEX", f"{made.url}/works")
    yield made
    made.close()


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return write(tmp_path / "shelf", {"papers.yaml": PAPERS, "content/courses/looms.md": COURSE})


def test_copies_are_proposed(shelf: Path, openalex: Misbehaving) -> None:
    """An identifier of an archive rather than an address, a PDF rather than a page; readings of
    courses are asked about first. Nothing is written."""
    done = run("-C", shelf, "links", "--open")
    assert (done.exit_code, done.output) == (0, (
        "~ papers.yaml:23: mill1837: paper: https://hal.science/hal-01837 (accepted version)\n"
        "~ papers.yaml:8: loom1843: pdf: https://repository.example.edu/loom.pdf (accepted version)\n"
        "~ papers.yaml:15: card1804: arxiv: 2404.17858 (submitted version)\n"
        "! papers.yaml:35: other1850: OpenAlex has another work: Another book entirely, 1850\n"
        "6 papers may need a library: 3 with an open copy, 1 without one, 1 under the DOI of another work,"
        " 1 without a DOI\n"
        f"Next: papershelf -C {shelf} links --open --fix\n"
    ))  # fmt: skip
    assert (shelf / "papers.yaml").read_text() == PAPERS
    ((path, _),) = openalex.asked
    assert path.startswith("/works?filter=doi:10.5555/mill.1837%7C10.5555/loom.1843%7C10.5555/card")
    assert "gone" not in path and "open.2024" not in path


def test_fix_adds_them_and_nothing_else(shelf: Path, openalex: Misbehaving) -> None:
    """Every other byte stays; the course has no closed reading any more, and a second run finds
    nothing new."""
    assert "closed-readings" in report(shelf)
    run("-C", shelf, "links", "--open", "--fix")
    after = (
        PAPERS.replace("  # the first\n", "  # the first\n  urls:\n    pdf: https://repository.example.edu/loom.pdf\n")
        .replace("card.1804\n", "card.1804\n  arxiv: \"2404.17858\"\n")
        .replace("mill.1837\n", "mill.1837\n  urls:\n    paper: https://hal.science/hal-01837\n")
    )  # fmt: skip
    assert (shelf / "papers.yaml").read_text() == after
    assert "closed-readings" not in report(shelf)
    again = run("-C", shelf, "links", "--open", "--fix").output
    assert "~" not in again and "Next: papershelf" in again and "--fix" not in again


def test_other_options_mean_nothing_with_it(shelf: Path, openalex: Misbehaving) -> None:
    """An option that does nothing is a wrong usage."""
    done = run("-C", shelf, "links", "--open", "--format", "json")
    assert done.exit_code == 2 and "--format cannot be combined with --open" in done.output
    assert openalex.asked == []


def answer(openalex: Misbehaving, **changes: Any) -> None:
    """Change the work of the loom in the answer."""
    answered = json.loads(RECORDED)
    answered["results"][0] |= changes
    openalex.answers["/works"] = given(json.dumps(answered).encode())


def loom(shelf: Path) -> str:
    """What is proposed for the loom; empty if nothing is."""
    search = copies.look(catalogue.read(shelf), Client())
    assert len(search.found) >= 2, "the other works are read all the same"
    found = [each.words for each in search.found if each.entry.values["id"] == "loom1843"]
    return found[0] if found else ""


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Another work"}, {"title": None}, {"title": ""}, {"publication_year": 1846},
        {"publication_year": None}, {"publication_year": float("inf")}, {"publication_year": "x"}, {"doi": None}, {"doi": 7},
        {"doi": "https://doi.org/10.5555/loom.1844"}, {"locations": 7}, {"locations": [7]},
        {"best_oa_location": None, "locations": None},
    ],
    ids=repr,
)  # fmt: skip
def test_another_work_is_not_believed(shelf: Path, openalex: Misbehaving, changes: Any) -> None:
    """Title, year and DOI must agree; an odd element costs only itself."""
    answer(openalex, **changes)
    assert loom(shelf) == ""


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://looms.example/a.pdf", "//looms.example/a",
        "https://ada:secret@looms.example/a.pdf", "https://localhost/a.pdf", "http://127.0.0.1/a.pdf", "http://[::1]/a.pdf",
        "https://looms.example/a b.pdf", "https://looms.example/\u202e.pdf", "https://looms.example/\x1b[2J", "https://",
        "https://[", 7, None, {}, "https://looms.example/" + "a" * 100_000, "https://looms.example/code",
        "https://arxiv.org/pdf/2401.00001v3",
    ],
    ids=lambda url: repr(url)[:40],
)  # fmt: skip
def test_hostile_addresses_are_not_taken(shelf: Path, openalex: Misbehaving, url: Any) -> None:
    """Nor is one that another entry has, in any spelling of its identifier."""
    location = {"is_oa": True, "pdf_url": url, "landing_page_url": url, "version": url}
    answer(openalex, best_oa_location=location, locations=[location])
    assert loom(shelf) == ""


def test_closed_locations_do_not_count(shelf: Path, openalex: Misbehaving) -> None:
    """Only `true` is true."""
    location = {"is_oa": "yes", "pdf_url": "https://looms.example/a.pdf", "version": None}
    answer(openalex, best_oa_location=location, locations=[location])
    assert loom(shelf) == ""


def test_one_address_goes_to_one_entry(shelf: Path, openalex: Misbehaving) -> None:
    """Two works with one copy: the first one has it."""
    answered = json.loads(RECORDED)
    copy = answered["results"][0]["best_oa_location"]
    for work in answered["results"]:
        work |= {"best_oa_location": copy, "locations": []}
    openalex.answers["/works"] = given(json.dumps(answered).encode())
    search = copies.look(catalogue.read(shelf), Client())
    assert [each.entry.values["id"] for each in search.found] == ["mill1837"]


def hang(handler: Handler, _: int) -> None:
    time.sleep(1)


def half(handler: Handler, _: int) -> None:
    send(handler, RECORDED[:300], length=len(RECORDED))
    handler.close_connection = True


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (status(500), "HTTP 500"),
        (status(429, Retry_After="3600"), "HTTP 429; the server asks to wait 3,600 seconds"),
        (half, "the response is incomplete"),
        (lambda handler, _: send(handler, b"<html>Sign in</html>"), "did not return valid JSON"),
        (lambda handler, _: send(handler, b'{"results": 7}'), "did not return a list of works"),
        pytest.param(hang, "did not answer in time", marks=pytest.mark.slow),
    ],
    ids=["500", "429", "cut", "html", "odd", "hang"],
)
def test_faults(
    shelf: Path, openalex: Misbehaving, monkeypatch: pytest.MonkeyPatch, fault: Answer, words: str
) -> None:
    """Each is one line and exit code 1; nothing is written."""
    monkeypatch.setattr(fetch, "PATIENCE", fetch.PATIENCE._replace(seconds=0.2))
    openalex.answers["/works"] = fault
    done = run("-C", shelf, "links", "--open", "--fix")
    assert done.exit_code == 1 and words in done.output, done.output
    assert "6 papers may need a library: 1 without a DOI, 5 without an answer" in done.output
    assert (shelf / "papers.yaml").read_text() == PAPERS


def test_a_fault_that_passes(shelf: Path, openalex: Misbehaving) -> None:
    """Asked again after a busy answer, as the server wishes."""

    def busy(handler: Handler, number: int) -> None:
        send(handler, RECORDED if number > 1 else b"", 200 if number > 1 else 429, Retry_After="1")

    openalex.answers["/works"] = busy
    assert "3 with an open copy" in run("-C", shelf, "links", "--open").output
    assert len(openalex.asked) == 2


def test_what_was_found_before_a_fault_is_kept(
    shelf: Path, openalex: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One DOI a request: the second fails."""
    monkeypatch.setattr(copies.openalex, "AT_ONCE", 1)
    monkeypatch.setenv("OPENALEX_API_KEY", "secret-openalex")

    def once(handler: Handler, _: int) -> None:
        send(handler, RECORDED, 200 if "mill" in handler.path else 403)

    openalex.answers["/works"] = once
    done = run("-C", shelf, "links", "--open", "--fix")
    assert done.exit_code == 1 and "HTTP 403" in done.output and "secret" not in done.output
    assert "1 with an open copy, 1 without a DOI, 4 without an answer" in done.output
    assert "paper: https://hal.science/hal-01837" in (shelf / "papers.yaml").read_text()
    assert all("api_key=secret-openalex" in path for path, _ in openalex.asked)
