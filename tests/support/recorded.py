"""All sources that `papershelf add` asks, in one server on loopback that has recorded answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from support.helpers import ROOT
from support.misbehaving import Misbehaving, send

#: The title of a recorded paper, as a report quotes it.
LOOM = "'A loom for $O(n \\log n)$ patterns: Weaving and sorting'"
RESPONSES = ROOT / "tests" / "responses"
EMPTY = b'<feed xmlns="http://www.w3.org/2005/Atom"><title>none</title></feed>'


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Misbehaving]:
    """All sources in one: recorded answers by path; what it does not have it does not know."""

    def arxiv(handler: object, _: int) -> None:
        found = re.search(r"id_list=([^&]*)", handler.path)  # type: ignore[attr-defined]
        paths = (
            [RESPONSES / f"arxiv-{name}.atom" for name in unquote(found[1]).split(",")]
            if found
            else []
        )
        bodies = [path.read_text() for path in paths if path.is_file()]
        entries = "".join(re.findall(r"<entry>.*?</entry>", "".join(bodies), re.DOTALL))
        feed = bodies[0].split("<entry>")[0] + entries + "</feed>" if bodies else EMPTY.decode()
        send(handler, feed.encode())  # type: ignore[arg-type]

    def pubmed(handler: object, _: int) -> None:
        [names] = re.findall(r"&id=([\d,]+)$", handler.path)  # type: ignore[attr-defined]
        files = {name: RESPONSES / f"pubmed-{name}.nbib" for name in names.split(",")}
        missing = "\nid: {0} Error occurred: The following PMID is not available: {0}\n"
        records = (
            file.read_text() if file.is_file() else missing.format(name)
            for name, file in files.items()
        )
        send(handler, "".join(records).encode())  # type: ignore[arg-type]

    def pmc(handler: object, _: int) -> None:
        [names] = re.findall(r"&ids=([\w,]+)$", handler.path)  # type: ignore[attr-defined]
        known = {"PMC7000001": {"pmid": 20000001}, "PMC7000002": {"doi": "10.5555/loom.1"}}
        records = [
            {"requested-id": name, "pmcid": name}
            | known.get(name, {"status": "error", "errmsg": "Identifier not found in PMC"})
            for name in names.split(",")
        ]
        send(handler, json.dumps({"status": "ok", "records": records}).encode())  # type: ignore[arg-type]

    class Anything(dict):  # type: ignore[type-arg]
        def __missing__(self, path: str) -> object:
            return answer

    def answer(handler: object, _: int) -> None:
        path = unquote(handler.path)  # type: ignore[attr-defined]
        names = {
            "/crossref/": lambda rest: f"crossref-{rest.replace('/', '-')}.json",
            "/openreview?id=": lambda rest: f"openreview-{rest}.json",
            "/openreview1?id=": lambda rest: f"openreview1-{rest}.json",
            "/acl/": lambda rest: f"acl-{rest}",
        }
        for start, to_name in names.items():
            if path.startswith(start):
                file = RESPONSES / to_name(path.removeprefix(start))
                if file.is_file():
                    send(handler, file.read_bytes())  # type: ignore[arg-type]
                    return
        send(handler, b"not here", 404)  # type: ignore[arg-type]

    made = Misbehaving(Anything({"/arxiv": arxiv, "/pubmed": pubmed, "/pmc": pmc}))
    monkeypatch.setenv("PAPERSHELF_ARXIV", f"{made.url}/arxiv")
    monkeypatch.setenv("PAPERSHELF_DOI", f"{made.url}/crossref/")
    monkeypatch.setenv("PAPERSHELF_REGISTRY", f"{made.url}/registry/")
    monkeypatch.setenv("PAPERSHELF_OPENREVIEW", f"{made.url}/openreview")
    monkeypatch.setenv("PAPERSHELF_OPENREVIEW1", f"{made.url}/openreview1")
    monkeypatch.setenv("PAPERSHELF_ACL", f"{made.url}/acl/")
    monkeypatch.setenv("PAPERSHELF_PUBMED", f"{made.url}/pubmed")
    monkeypatch.setenv("PAPERSHELF_PMC", f"{made.url}/pmc")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795521600")
    yield made
    made.close()
