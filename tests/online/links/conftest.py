"""The server that the tests of links ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from papershelf.online.links import visit
from support.misbehaving import Misbehaving
from support.visiting import ANSWERS


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Misbehaving]:
    monkeypatch.setattr(visit, "PAUSE", 0.0)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795521600")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = Misbehaving(ANSWERS)
    monkeypatch.setenv("PAPERSHELF_REGISTRY", f"{made.url}/doi/")
    yield made
    made.close()
