"""`papershelf metrics`: real HTTP to a server that behaves, and to one that does not."""

from __future__ import annotations

import http.server
import json
import shutil
import threading
from pathlib import Path

import pytest

from papershelf.importers import exchange
from papershelf.online.metrics import SOURCES
from papershelf.online.metrics.sources import MOST
from support.command import run
from support.helpers import write
from support.misbehaving import Answer, Misbehaving, redirect, send, status
from support.weekly import FILE, answers, written

ALL = """id,date,upvotes,comments,stars,citations
card1843notes,2026-11-29,,,,31
loom2024new,2026-11-29,12,2,120,5
"""


def test_what_everybody_may_ask(shelf: Path, services: Misbehaving) -> None:
    """Without a token: three sources answer, two say what they need."""
    done = run("-C", shelf, "metrics")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines() == [
        "huggingface: upvotes, comments of 1 of 1 paper",
        "github: stars of 1 of 1 paper",
        "openalex: citations of 2 of 2 papers",
        "semanticscholar: not asked: it answers only with a key; set SEMANTIC_SCHOLAR_API_KEY",
        "discussions: not asked: GitHub lists discussions only with a token; set GITHUB_TOKEN",
        f"{FILE}: numbers of 2 papers. Next: papershelf -C {shelf} build",
    ]
    assert written(shelf) == ALL
    assert run("-C", shelf, "check").exit_code == 0
    works = next(path for path, _ in services.asked if path.startswith("/works"))
    assert works == (
        "/works?filter=doi:10.5555/loom.1843%7C10.48550/arxiv.2407.11351"
        "&per-page=100&select=doi,cited_by_count"
    )


def test_what_tokens_open(
    shelf: Path, services: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All five; the discussion is found by the first id of the paper, the oldest of two counts."""
    for source in SOURCES.values():
        monkeypatch.setenv(source.token, f"secret-{source.name}")
    monkeypatch.setenv("GITHUB_TOKEN", "secret-github")
    done = run("-C", shelf, "metrics")
    assert done.exit_code == 0, done.output
    assert "discussions: reactions, replies of 1 of 3 papers" in done.output
    lines = written(shelf).splitlines()
    assert lines == [
        "id,date,upvotes,comments,stars,citations,s2_citations,reactions,replies",
        "card1843notes,2026-11-29,,,,31,7,,",
        "loom2024new,2026-11-29,12,2,120,5,,2,4",
    ]
    heard = {path.split("?")[0]: headers for path, headers in services.asked}
    assert heard["/papers/2407.11351"]["Authorization"] == "Bearer secret-huggingface"
    assert heard["/repos/ada/loom"]["Authorization"] == "Bearer secret-github"
    assert heard["/graphql"]["Authorization"] == "Bearer secret-github"
    assert heard["/batch"]["x-api-key"] == "secret-semanticscholar"
    assert any("&api_key=secret-openalex" in path for path, _ in services.asked)
    batch, discussions = map(json.loads, services.posted)
    assert batch == {"ids": ["DOI:10.5555/loom.1843", "ARXIV:2407.11351"]}
    asked = {"owner": "ada", "name": "papers", "category": None, "after": None}
    assert discussions["variables"] == asked
    assert "secret" not in done.output + written(shelf)


def hung(handler: http.server.BaseHTTPRequestHandler, _: int) -> None:
    threading.Event().wait(1)
    send(handler, b"{}")


def cut(handler: http.server.BaseHTTPRequestHandler, _: int) -> None:
    send(handler, b'{"stargazers_count": 1', length=100)
    handler.close_connection = True


FAULTS: dict[str, tuple[Answer, str]] = {
    "busy": (status(429, Retry_After="3600"), "HTTP 429; the server asks to wait 3,600 seconds"),
    "no": (status(403), "HTTP 403"),
    "token": (status(401), "HTTP 401"),
    "broken": (status(500), "HTTP 500"),
    "moved": (redirect(302, "javascript:alert(1)"), "redirects to an invalid or unsupported"),
    "hung": (hung, "the server did not answer in time"),
    "cut": (cut, "the response is incomplete"),
    "html": (answers(b"<html>"), "did not return valid JSON"),
    "deep": (answers(b"[" * 100_000), "did not return valid JSON"),
    "list": (answers([]), "did not return a repository"),
    "null": (answers(None), "did not return a repository"),
    "nothing": (answers({}), "did not return a repository"),
    "text": (answers({"stargazers_count": "12"}), "did not return a repository"),
    "negative": (answers({"stargazers_count": -12}), "did not return a repository"),
    "true": (answers({"stargazers_count": True}), "did not return a repository"),
    "fraction": (answers({"stargazers_count": 1.5}), "did not return a repository"),
    "infinite": (answers(b'{"stargazers_count": 1e999}'), "did not return a repository"),
    "huge": (answers({"stargazers_count": MOST + 1}), "did not return a repository"),
    "nested": (answers({"stargazers_count": {"a": 1}}), "did not return a repository"),
}


@pytest.mark.parametrize(
    "fault",
    [pytest.param(name, marks=pytest.mark.slow) if name == "hung" else name for name in FAULTS],
)
def test_a_source_that_fails_loses_its_own_column(
    fault: str, shelf: Path, services: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it does: the others' numbers are kept, its earlier ones stay with their day, the
    report says so in a line, and nothing of the answer is remembered."""
    monkeypatch.setattr(exchange, "TIMEOUT", (5.0, 0.3 if fault == "hung" else 5.0))
    earlier = "id,date,stars\nloom2024weave,2026-11-28,118\n"
    write(shelf, {FILE: earlier})
    services.answers["/repos/ada/loom"], told = FAULTS[fault]
    done = run("-C", shelf, "metrics")
    assert done.exit_code == 0, done.output
    line = next(line for line in done.output.splitlines() if line.startswith("! github: "))
    assert line.startswith("! github: stars of 0 of 1 paper; no answer about 1: 127.0.0.1")
    assert told in line
    assert written(shelf) == ALL.replace(",120,", ",118@2026-11-28,")
    services.answers["/repos/ada/loom"] = answers({"stargazers_count": 121})
    assert run("-C", shelf, "metrics", "--source", "github").exit_code == 0
    assert written(shelf) == ALL.replace(",120,", ",121,")


def test_a_source_that_recovers(shelf: Path, services: Misbehaving, at_once: list[float]) -> None:
    """It is asked again after as long as it wants, and after a lost connection."""

    def later(handler: http.server.BaseHTTPRequestHandler, number: int) -> None:
        first = {1: (b"", 429), 2: (b"", 503)}
        body, code = first.get(number, (b'{"stargazers_count": 9}', 200))
        send(handler, body, code, **({"Retry-After": "7"} if number == 1 else {}))

    services.answers["/repos/ada/loom"] = later
    assert run("-C", shelf, "metrics", "--source", "github").exit_code == 0
    assert written(shelf) == "id,date,stars\nloom2024new,2026-11-29,9\n"
    assert at_once == [7.0, 2.0]


HOSTILE: dict[str, list[object]] = {
    "/papers/2407.11351": [[], None, {"upvotes": None}, {"upvotes": 1, "comments": 3},
                           {"upvotes": 1, "comments": [3]}, {"upvotes": 1, "comments": [{}]}],
    "/works": [[], {}, {"results": 1}, {"results": [1]}, {"results": [{"doi": 1, "cited_by_count": 1}]},
               {"results": [{"doi": "10.5555/loom.1843", "cited_by_count": "1"}]}],
    "/batch": [{}, [], [None], [{}, {}], [{"citationCount": None}, None], "ab"],
    "/graphql": [{}, {"errors": [{"message": "\x1b[31mno"}]}, {"data": {"repository": None}},
                 {"data": {"repository": {"discussions": {"nodes": [None], "pageInfo": {}}}}},
                 {"data": {"repository": {"discussions": {"nodes": [{"title": []}], "pageInfo": {}}}}}],
}  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE)
def test_answers_in_another_form(
    path: str, shelf: Path, services: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is one line of the report, never a number."""
    for source in SOURCES.values():
        monkeypatch.setenv(source.token, "token")
    names = dict(zip(HOSTILE, ("huggingface", "openalex", "semanticscholar", "discussions")))
    for body in HOSTILE[path]:
        services.answers[path] = answers(body)
        done = run("-C", shelf, "metrics", "--source", names[path])
        assert done.exit_code == 1, (body, done.output)
        assert f"! {names[path]}: " in done.output and "127.0.0.1 did not return" in done.output
        assert "\x1b" not in done.output
        assert written(shelf) == "", body


WORK = {"doi": "https://doi.org/10.48550/arxiv.2407.11351", "cited_by_count": 5}
NODE = {"title": "loom2024weave", "comments": {"totalCount": 4}, "reactions": {"totalCount": 2}}
#: Of two elements, one that is right, and one that is not.
ODD: dict[str, tuple[str, list[object], str]] = {
    "openalex": ("/works", [None, 1, {}, WORK | {"cited_by_count": None},
                            {"doi": "10.5555/loom.1843", "cited_by_count": -1}], ",5\n"),
    "semanticscholar": ("/batch", [None, {}, 1, {"citationCount": None}], ",7\n"),
    "discussions": ("/graphql", [None, {}, 1, NODE | {"title": []}, NODE | {"comments": None}], ",2,4\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_one_odd_element(
    name: str, shelf: Path, services: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It loses its own number, and no other of the same answer."""
    monkeypatch.setenv(SOURCES[name].token, "token")
    path, elements, ending = ODD[name]
    for odd in elements:
        bodies: dict[str, object] = {
            "openalex": {"results": [odd, WORK]},
            "semanticscholar": [odd, {"citationCount": 7}],
            "discussions": {"data": {"repository": {"discussions": {
                "nodes": [odd, NODE], "pageInfo": {"hasNextPage": False}}}}},
        }  # fmt: skip
        services.answers[path] = answers(bodies[name])
        write(shelf, {FILE: "id,date,stars\n"})
        done = run("-C", shelf, "metrics", "--source", name)
        assert done.exit_code == 0, (odd, done.output)
        lines = written(shelf).splitlines(keepends=True)[1:]
        assert len(lines) == 1 and lines[0].endswith(ending), odd
        shutil.rmtree(shelf.parent / "cache")


def test_a_paper_that_a_source_does_not_know(shelf: Path, services: Misbehaving) -> None:
    """It has no number; that is an answer."""
    services.answers["/papers/2407.11351"] = status(404)
    services.answers["/works"] = answers({"results": []})
    done = run("-C", shelf, "metrics")
    assert done.exit_code == 0
    assert "huggingface: upvotes, comments of 0 of 1 paper\n" in done.output
    assert written(shelf) == "id,date,stars\nloom2024new,2026-11-29,120\n"


def test_a_service_that_answers_for_another_paper(shelf: Path, services: Misbehaving) -> None:
    """Its numbers are of no use."""
    services.answers["/papers/2407.11351"] = answers({"id": "2407.11352", "upvotes": 900})
    assert run("-C", shelf, "metrics", "--source", "huggingface").exit_code == 0
    assert not (shelf / FILE).exists()


def test_a_snapshot_of_a_wrong_year_is_reported(shelf: Path, services: Misbehaving) -> None:
    """A clock that was wrong once: its numbers are the newest until that year."""
    write(shelf, {"metrics/2031-W02.csv": "id,date,upvotes\nloom2024new,2031-01-06,9\n"})
    done = run("-C", shelf, "metrics", "--source", "huggingface")
    assert done.exit_code == 0 and "! metrics/2031-W02.csv is later than today" in done.output
    assert written(shelf) == "id,date,upvotes,comments\nloom2024new,2026-11-29,12,2\n"


def test_single_papers(shelf: Path, services: Misbehaving) -> None:
    """By any of their ids; an unknown one is an error before anything is asked."""
    done = run("-C", shelf, "metrics", "loom2024weave", "--source", "huggingface")
    assert done.exit_code == 0
    assert written(shelf) == "id,date,upvotes,comments\nloom2024new,2026-11-29,12,2\n"
    asked = len(services.asked)
    done = run("-C", shelf, "metrics", "card1843note")
    assert done.exit_code == 2
    assert 'unknown paper "card1843note"; did you mean "card1843notes"?' in done.output
    assert len(services.asked) == asked


def test_a_dry_run_writes_nothing(shelf: Path, services: Misbehaving) -> None:
    """It shows the difference."""
    done = run("-C", shelf, "metrics", "--dry-run")
    assert "+loom2024new,2026-11-29,12,2,120,5" in done.output
    assert done.output.endswith("dry run: nothing was written. Next: run again without --dry-run\n")
    assert not (shelf / "metrics").exists()


def test_the_same_numbers_change_nothing(shelf: Path, services: Misbehaving) -> None:
    """A second run within the hour asks nobody again."""
    run("-C", shelf, "metrics")
    asked = len(services.asked)
    assert f"{FILE}: unchanged. Next: " in run("-C", shelf, "metrics").output
    assert len(services.asked) == asked


def test_a_broken_file_is_not_overwritten(shelf: Path, services: Misbehaving) -> None:
    """Somebody has to look at it first."""
    write(shelf, {FILE: "id,date,stars\n<<<<<<< HEAD\n"})
    done = run("-C", shelf, "metrics")
    assert done.exit_code == 1
    assert "this line is left from a merge" in done.output
    assert services.asked == []
    assert "<<<<<<<" in written(shelf)


def test_a_merged_file_gets_one_line_for_each_paper(shelf: Path, services: Misbehaving) -> None:
    """Git keeps those of both branches; nobody has to look at them."""
    write(shelf, {FILE: "id,date,upvotes\nloom2024new,2026-11-26,9\nloom2024new,2026-11-25,8\n"})
    assert run("-C", shelf, "metrics", "--source", "github").exit_code == 0
    assert written(shelf) == "id,date,upvotes,stars\nloom2024new,2026-11-29,9@2026-11-26,120\n"


def test_a_link_is_not_followed(shelf: Path, services: Misbehaving, victim: Path) -> None:
    """Neither to read nor to write."""
    (shelf / "metrics").symlink_to(victim, target_is_directory=True)
    done = run("-C", shelf, "metrics")
    assert done.exit_code == 1 and "metrics:1:1: error: this is a link" in done.output
    assert sorted(path.name for path in victim.iterdir()) == ["papers", "thesis.tex"]
