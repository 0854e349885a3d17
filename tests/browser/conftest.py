"""Shared by the tests of pages in a browser: the example, and the site of the invented collection."""

from __future__ import annotations

from pathlib import Path

import pytest

from papershelf.catalogue.model import Collection
from support.helpers import ROOT, collect
from support.keeping import shelf_site


@pytest.fixture(scope="module")
def collection() -> Collection:
    """The example."""
    return collect(ROOT)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the invented collection, without a search."""
    return shelf_site(tmp_path_factory.mktemp("keep"))
