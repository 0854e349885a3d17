"""`papershelf add` without an answer, or with one that is none: what it reports, and that nothing is lost."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import pytest

from papershelf.cli import curate
from support.adding import CATALOGUE, add, collection, feed
from support.misbehaving import Misbehaving, send


def test_what_nobody_knows(tmp_path: Path, recorded: Misbehaving) -> None:
    """They are reported with exit code 1; known works are still added."""
    root = collection(tmp_path)
    done = add(root, "0000.00000", "10.5555/nothing", "2401.00001")
    assert done.exit_code == 1
    assert "- arxiv 0000.00000: not found" in done.output
    assert "- doi 10.5555/nothing: not found" in done.output
    assert "lovelace2024loom" in (root / "papers.yaml").read_text()


def test_wrong_usage(tmp_path: Path, recorded: Misbehaving) -> None:
    """Invalid identifiers and misspelled topics: exit code 2, and no request."""
    root = collection(tmp_path)
    wrong = add(root, "not an id", "2401.00001")
    assert wrong.exit_code == 2
    assert '"not an id" is not an arXiv id, a DOI, an address at' in wrong.output
    topic = add(root, "2401.00001", "--topics", "npl")
    assert topic.exit_code == 2 and 'unknown topic "npl"; did you mean "nlp"?' in topic.output
    other = add(root, "2401.00001", "--topics", "weaving")
    assert "add content/topics/weaving.md first" in other.output
    assert recorded.asked == []


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the command would have waited."""
    seconds: list[float] = []
    client = functools.partial(curate.Client, sleep=seconds.append)
    monkeypatch.setattr(curate, "Client", client)
    return seconds


def test_without_a_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recorded: Misbehaving, slept: list[float]
) -> None:
    """One clear line, exit code 1, nothing changed."""
    root = collection(tmp_path)
    monkeypatch.setenv("PAPERSHELF_ARXIV", "http://127.0.0.1:9/")
    done = add(root, "2401.00001")
    assert done.exit_code == 1
    assert (
        done.output
        == "papershelf: 127.0.0.1: cannot connect; check your internet connection; nothing was changed\n"
    )
    assert (root / "papers.yaml").read_text() == CATALOGUE
    assert slept == [1, 2, 4]


@pytest.mark.parametrize(
    "body",
    [
        b"<html>",
        b"",
        b"{}",
        b'<!DOCTYPE x [<!ENTITY a "b">]><feed/>',
        b"<feed/>",
        b'<feed xmlns="http://www.w3.org',
    ],
)
def test_answers_that_are_none(
    body: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recorded: Misbehaving
) -> None:
    """Answers that are not Atom, are cut off or contain entities are reported in words."""
    broken = Misbehaving({"/": lambda handler, _: send(handler, body)})
    monkeypatch.setenv("PAPERSHELF_ARXIV", f"{broken.url}/")
    done = add(collection(tmp_path), "2401.00001")
    broken.close()
    assert done.exit_code == 1 and "papershelf: arXiv " in done.output


def test_a_source_that_fails_on_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recorded: Misbehaving, slept: list[float]
) -> None:
    """Crossref is only asked for more: without it the entry has what arXiv says."""
    monkeypatch.setenv("PAPERSHELF_DOI", "http://127.0.0.1:9/")
    root = collection(tmp_path)
    done = add(root, "2401.00001")
    assert done.exit_code == 0 and "! arXiv 2401.00001: 127.0.0.1: cannot connect" in done.output
    assert "venue" not in (root / "papers.yaml").read_text()
    assert slept == [1, 2, 4]


def test_what_is_not_known_today(
    tmp_path: Path, recorded: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """May be known in an hour: such an answer of arXiv does not stay in the cache."""
    known: list[str] = []
    server = Misbehaving({"/": lambda handler, _: send(handler, feed(*known))})
    monkeypatch.setenv("PAPERSHELF_ARXIV", f"{server.url}/")
    root = collection(tmp_path)
    assert add(root, "2401.00007").exit_code == 1
    known.append("2401.00007")
    assert add(root, "2401.00007").exit_code == 0
    server.close()


def test_an_id_that_cannot_be_does_not_spoil_the_others(
    tmp_path: Path, recorded: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """arXiv refuses a whole list for it: then each is asked alone."""

    def refusing(handler: Any, _: int) -> None:
        bad = "9999.99999" in handler.path
        send(handler, b"incorrect id format" if bad else feed("2401.00007"), 400 if bad else 200)

    server = Misbehaving({"/": refusing})
    monkeypatch.setenv("PAPERSHELF_ARXIV", f"{server.url}/")
    root = collection(tmp_path)
    done = add(root, "9999.99999", "2401.00007")
    server.close()
    assert done.exit_code == 1 and "- arxiv 9999.99999: not found" in done.output
    assert '  arxiv: "2401.00007"\n' in (root / "papers.yaml").read_text()
