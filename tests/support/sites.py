"""Sites that tests only read. Each is built once, strictly, for all processes of a run."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from papershelf.storage import locks
from support.helpers import DATA, ROOT, build, copy_example
from support.skipped import NO_DATA


class Built(NamedTuple):
    """A collection and its site."""

    root: Path
    site: Path
    report: dict[str, Any]
    """The report of the build."""
    before: dict[str, str]
    """What the collection held before the build, by `state_of`."""


def state_of(root: Path) -> dict[str, str]:
    """What a folder holds."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Built]:
    """Build a collection by its name: `seed` is the example, others are real ones."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sites"

    def find(name: str) -> Built:
        root = ROOT if name == "seed" else DATA / name
        if not root.is_dir():
            pytest.skip(NO_DATA)
        folder = shared / name
        folder.mkdir(parents=True, exist_ok=True)
        done = folder / "report.json"
        with locks.hold(folder):
            if not done.is_file():
                before = {} if name == "seed" else state_of(root)
                # a build writes its pages beside the collection
                source = copy_example(folder / "collection") if name == "seed" else root
                result = build(source, folder / "site")
                done.write_text(json.dumps([result.report, before]))
        report, before = json.loads(done.read_text())
        return Built(root, folder / "site", report, before)

    return find
