"""How `papershelf metrics` asks: budgets, silent sources, odd addresses, pages of answers."""

from __future__ import annotations

import http.server
import json
from pathlib import Path
from typing import Any

import pytest

from papershelf.importers.fetch import Client
from papershelf.online import metrics
from papershelf.online.metrics import SOURCES
from papershelf.online.metrics.sources import repository_in
from support.command import run
from support.helpers import collect, entry, write
from support.misbehaving import Answer, Misbehaving, redirect, send, status
from support.weekly import answers, written


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


@pytest.mark.slow
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
