"""What the tests share: one switch, small collections, built sites, a browser."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support import themes
from support.drawing import load_profiles
from support.helpers import Served, write
from support.recorded import recorded
from support.runner import hub, new_hub
from support.sites import Built, built
from support.skipped import (
    pytest_deselected,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_testnodedown,
)

ROOT = Path(__file__).parent.parent
load_profiles()
# Looking for cycles among each 700 new objects takes a twentieth of the time.
gc.set_threshold(50_000)
__all__ = [
    "built",  # a fixture: sites that tests only read
    "hub",  # a fixture for tests that run workflows
    "new_hub",
    "pytest_deselected",
    "pytest_sessionfinish",
    "pytest_terminal_summary",
    "pytest_testnodedown",
    "recorded",  # a fixture for tests that add papers
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="renew what was expected")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever needs a whole site or a browser is slow."""
    for item in items:
        if {"built", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Programs that a test kills leave their temporary files where pytest removes them."""
    folder = str(tmp_path_factory.mktemp("t"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", folder)
        patch.setattr(tempfile, "tempdir", folder)
        yield


@pytest.fixture(scope="session", autouse=True)
def shared_theme() -> Iterator[None]:
    """Builds of a process do not read the theme again."""
    with pytest.MonkeyPatch.context() as patch:
        themes.share(patch)
        yield


@pytest.fixture
def renew(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are written instead of compared."""
    return bool(request.config.getoption("--golden"))


@pytest.fixture(scope="session")
def seed_site(built: Callable[[str], Built]) -> Path:
    """The site of the example."""
    return built("seed").site


@pytest.fixture(scope="session")
def seed_server(seed_site: Path) -> Iterator[Served]:
    """That site under a base path on loopback."""
    with Served(seed_site) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Debian's Chromium, headless, that talks to nobody by itself."""
    from playwright.sync_api import sync_playwright

    found = filter(None, map(shutil.which, ("chromium-headless-shell", "chromium")))
    path = os.environ.get("PAPERSHELF_BROWSER") or next(found, None)
    assert path, "no browser: run scripts/browser"
    flags = (
        "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
        " --disable-component-update --disable-sync"
        # fewer processes: a fifth less time
        " --in-process-gpu --process-per-site --disable-site-isolation-trials"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags.split())
        yield browser
        browser.close()


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A folder of somebody else."""
    return write(tmp_path / "victim", {"thesis.tex": "precious", "papers/index.html": "precious"})
