"""`papershelf metrics`: real HTTP to a server that behaves, and to one that does not."""

from __future__ import annotations

import http.server
import json
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from papershelf.importers import fetch
from papershelf.importers.fetch import Client
from papershelf.online import metrics
from papershelf.online.metrics import SOURCES
from papershelf.online.metrics.sources import MOST, repository_in
from support.command import run
from support.helpers import collect, entry, write
from support.misbehaving import Answer, Misbehaving, redirect, send, status

FILE = "metrics/2026-W48.csv"
ALL = """id,date,upvotes,comments,stars,citations
card1843notes,2026-11-29,,,,31
loom2024new,2026-11-29,12,2,120,5
"""


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Clients do not wait; notes how long they would."""
    slept: list[float] = []
    init = Client.__init__
    monkeypatch.setattr(
        Client, "__init__", lambda self, **given: init(self, **{"sleep": slept.append} | given)
    )
    return slept


def written(shelf: Path) -> str:
    path = shelf / FILE
    return path.read_text() if path.exists() else ""


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


def answers(body: object, code: int = 200, **headers: str) -> Answer:
    """An answer in JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda handler, _: send(handler, data, code, **headers)


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


@pytest.mark.parametrize("fault", FAULTS)
def test_a_source_that_fails_loses_its_own_column(
    fault: str, shelf: Path, services: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it does: the others' numbers are kept, its earlier ones stay with their day, the
    report says so in a line, and nothing of the answer is remembered."""
    monkeypatch.setattr(fetch, "TIMEOUT", (1.0, 0.05))
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


def many(number: int) -> str:
    """Papers of which each has its own repository."""
    return "".join(
        entry(f"p{n:03}", f"Paper {n}", f"  urls: {{code: https://github.com/a/r{n}}}\n")
        for n in range(number)
    )


class Any404(dict):  # type: ignore[type-arg]
    """Answers for every path."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __missing__(self, path: str) -> Answer:
        return self.answer


def asked_until(shelf: Path, services: Misbehaving, answer: Answer) -> tuple[int, str]:
    """How many of 20 repositories were asked for, and what the report says."""
    write(shelf, {"papers.yaml": many(20)})
    services.answers.clear()
    services.answers.update({f"/repos/a/r{n}": answer for n in range(20)})
    done = run("-C", shelf, "metrics", "--source", "github")
    return len({path for path, _ in services.asked}), done.output


def test_a_spent_budget_ends_the_questions(shelf: Path, services: Misbehaving) -> None:
    """GitHub answers 60 questions an hour without a token: the numbers so far are kept."""

    def five(handler: http.server.BaseHTTPRequestHandler, _: int) -> None:
        left = max(0, 5 - len({path for path, _ in services.asked}))
        send(
            handler,
            b'{"stargazers_count": 3}',
            X_RateLimit_Remaining=str(left),
            X_RateLimit_Reset="9999999999",
        )

    number, told = asked_until(shelf, services, five)
    assert number == 5
    assert (
        "! github: stars of 5 of 20 papers; no answer about 15: 127.0.0.1: its budget is used up"
        in told
    )
    assert written(shelf).count("\n") == 6


def test_a_silent_source_is_left_alone(
    shelf: Path, services: Misbehaving, at_once: list[float]
) -> None:
    """After three papers in a row, each asked four times."""
    number, told = asked_until(shelf, services, status(500))
    assert number == 3 and len(services.asked) == 12
    assert "no answer about 20: 127.0.0.1: HTTP 500" in told


def test_one_bad_answer_ends_nothing(shelf: Path, services: Misbehaving) -> None:
    """Every third repository is blocked."""

    def some(handler: http.server.BaseHTTPRequestHandler, _: int) -> None:
        is_blocked = int(handler.path.rpartition("r")[2]) % 3 == 0
        send(handler, b'{"stargazers_count": 3}', 403 if is_blocked else 200)

    number, told = asked_until(shelf, services, some)
    assert number == 20
    assert "! github: stars of 13 of 20 papers; no answer about 7: 127.0.0.1: HTTP 403" in told


def test_a_renamed_repository(shelf: Path, services: Misbehaving) -> None:
    """GitHub redirects to its number; another host would not get the token."""
    services.answers["/repos/ada/loom"] = redirect(301, "/repositories/7")
    services.answers["/repositories/7"] = answers({"stargazers_count": 9})
    run("-C", shelf, "metrics", "--source", "github")
    assert written(shelf) == "id,date,stars\nloom2024new,2026-11-29,9\n"


def test_dois_that_a_filter_cannot_hold(shelf: Path, services: Misbehaving) -> None:
    """A comma or a bar ends it; such a paper is asked for alone."""
    write(shelf, {"papers.yaml": entry("odd2020", "Odd", "  doi: 10.5555/a,b|c\n")})
    services.answers["/works/doi:10.5555/a%2Cb%7Cc"] = answers(
        {"doi": "https://doi.org/10.5555/A,b|c", "cited_by_count": 4}
    )
    run("-C", shelf, "metrics", "--source", "openalex")
    assert written(shelf) == "id,date,citations\nodd2020,2026-11-29,4\n"


def test_several_pages_of_discussions(
    shelf: Path, services: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each names the next; a hundred at most."""
    monkeypatch.setenv("GITHUB_TOKEN", "token")

    def page(handler: http.server.BaseHTTPRequestHandler, number: int) -> None:
        title = "loom2024weave" if number == 3 else "else"
        node = {"title": title, "comments": {"totalCount": 1}, "reactions": {"totalCount": number}}
        info = {"hasNextPage": number < 4, "endCursor": f"c{number}"}
        found: Any = {"discussions": {"nodes": [node], "pageInfo": info}}
        send(handler, json.dumps({"data": {"repository": found}}).encode())

    services.answers["/graphql"] = page
    run("-C", shelf, "metrics", "--source", "discussions")
    after = [json.loads(body)["variables"]["after"] for body in services.posted]
    assert after == [None, "c1", "c2", "c3"]
    assert written(shelf) == "id,date,reactions,replies\nloom2024new,2026-11-29,3,1\n"


def test_a_repository_elsewhere(
    shelf: Path, services: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no discussions on GitHub, unless the settings name where they are."""
    monkeypatch.setenv("GITHUB_TOKEN", "token")
    settings = (shelf / "mkdocs.yml").read_text().replace("github.com", "codeberg.org")
    write(shelf, {"mkdocs.yml": settings})
    done = run("-C", shelf, "metrics", "--source", "discussions")
    assert "discussions: not asked: repo_url in mkdocs.yml is not on GitHub" in done.output
    given = "{repo: looms/talk, repo_id: R_1, category: Talk, category_id: DIC_1}"
    settings = settings.replace("[papershelf]", f"[papershelf: {{discussion: {given}}}]")
    write(shelf, {"mkdocs.yml": settings})
    run("-C", shelf, "metrics", "--source", "discussions")
    variables = json.loads(services.posted[0])["variables"]
    assert (variables["owner"], variables["name"]) == ("looms", "talk")
    assert variables["category"] == "DIC_1", "elsewhere, anyone may open one with that title"
    assert "categoryId: $category" in json.loads(services.posted[0])["query"]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://github.com/ada/loom", "ada/loom"),
        ("http://www.github.com/ada/loom.git", "ada/loom"),
        ("https://github.com/ada/loom/tree/main/cards#readme", "ada/loom"),
        ("https://GitHub.com/ada/lo.om_2?tab=x", "ada/lo.om_2"),
        ("https://github.com/ada", ""),
        ("https://github.com/ada/..", ""),
        ("https://github.com/ada/../x", ""),
        ("https://github.com/../ada/loom", ""),
        ("https://gist.github.com/ada/123", ""),
        ("https://github.com.example.org/ada/loom", ""),
        ("https://example.org/github.com/ada/loom", ""),
        ("", ""),
    ],
)
def test_repositories_in_addresses(url: str, name: str) -> None:
    """Owner and name, and nothing that leads elsewhere."""
    assert repository_in(url) == name


def test_papers_of_one_repository(tmp_path: Path, services: Misbehaving) -> None:
    """It is asked for once; both get its stars."""
    link = "  urls: {code: https://github.com/ada/loom}\n"
    text = entry("a2020", "A", link) + entry("b2020", "B", link)
    papers = list(collect(write(tmp_path / "c", {"papers.yaml": text})).papers.values())
    [result] = metrics.collect(papers, [SOURCES["github"]], Client())
    assert result.numbers == {"a2020": {"stars": 120}, "b2020": {"stars": 120}}
    assert len(services.asked) == 1
