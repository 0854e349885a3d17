"""All services that `papershelf metrics` asks, in one server on loopback, and three papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from papershelf.importers.fetch import Client
from papershelf.online.metrics import SOURCES
from support.helpers import ROOT, entry, write
from support.misbehaving import Answer, Misbehaving, send

RESPONSES = ROOT / "tests" / "responses"
PAPERS = (
    entry("card1843notes", "Notes", "  doi: 10.5555/Loom.1843\n")
    + entry("loom2024new", "Learning to weave", '  arxiv: "2407.11351"\n  aliases: [loom2024weave]\n  urls: {code: https://github.com/ada/loom}\n')
    + entry("plain2020paper", "Plain")
)  # fmt: skip
SETTINGS = "site_name: Looms\ndocs_dir: content\nrepo_url: https://github.com/ada/papers\ntheme: {name: material}\nplugins: [papershelf]\n"


def recorded(name: str) -> Answer:
    """An answer in the form that the service documents."""
    return lambda handler, _: send(handler, (RESPONSES / f"metrics-{name}.json").read_bytes())


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Misbehaving]:
    made = Misbehaving(
        {
            "/papers/2407.11351": recorded("huggingface"),
            "/repos/ada/loom": recorded("github"),
            "/works": recorded("openalex"),
            "/batch": recorded("semanticscholar"),
            "/graphql": recorded("discussions"),
        }
    )
    paths = {"huggingface": "/papers/", "openalex": "/works", "semanticscholar": "/batch"}
    for source in SOURCES.values():
        monkeypatch.setenv(source.variable, made.url + paths.get(source.name, ""))
        monkeypatch.delenv(source.token, raising=False)
    for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795953600")  # Sunday, 29 November 2026
    yield made
    made.close()


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Three papers: one that every source knows, one with a DOI alone, one that none knows."""
    return write(
        tmp_path / "shelf",
        {"papers.yaml": PAPERS, "mkdocs.yml": SETTINGS, "content/index.md": "Looms.\n"},
    )


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Clients do not wait; notes how long they would."""
    slept: list[float] = []
    init = Client.__init__
    monkeypatch.setattr(
        Client, "__init__", lambda self, **given: init(self, **{"sleep": slept.append} | given)
    )
    return slept
