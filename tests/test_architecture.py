"""Which package imports which, who prints, opens sockets, knows MkDocs. Each rule with its reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import papershelf
from support.helpers import ROOT

PACKAGE = Path(papershelf.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES = {
    path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", "."): path for path in MODULES
}
FOLDERS = sorted({path.parent for path in MODULES} - {PACKAGE})

#: The packages in the order of docs/architecture.md: each imports those before it.
ORDER = re.findall(
    r"^\| `(\w+)` \|",
    (ROOT / "docs" / "architecture.md")
    .read_text()
    .partition("\n## Packages\n")[2]
    .partition("\nInside ")[0],
    re.MULTILINE,
)


def package_of(path: Path) -> str:
    """`generator/papershelf/text/tex.py` → `text`."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """The parts of a module's syntax tree, the module itself first."""
    return tuple(ast.walk(ast.parse(path.read_text())))


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module that a module imports, wherever in it the import is."""
    found: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def own_imports(path: Path) -> Iterator[Path]:
    """The modules of ours among them."""
    for name in imports(path):
        if name.startswith("papershelf."):
            inner = name.removeprefix("papershelf.")
            yield from (NAMES[each] for each in (inner, f"{inner}.__init__") if each in NAMES)


def test_every_package_has_a_place() -> None:
    """A new package gets a row in docs/architecture.md, and with it a place in the order."""
    found = {package_of(path) for path in MODULES if path.parent != PACKAGE}
    front = {"__init__", "__main__"}  # they load what somebody asks for
    assert found | {path.stem for path in PACKAGE.glob("*.py")} - front == set(ORDER)
    assert len(ORDER) <= 16


def test_packages_import_one_way() -> None:
    """Circles make every change a change of everything."""
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {other.relative_to(PACKAGE)}"
        for path in MODULES
        if package_of(path) in ORDER
        for other in own_imports(path)
        if package_of(other) != package_of(path)
        and (
            package_of(other) not in ORDER
            or ORDER.index(package_of(other)) > ORDER.index(package_of(path))
        )
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "folder", FOLDERS, ids=lambda folder: folder.relative_to(PACKAGE).as_posix()
)
def test_no_folder_has_a_circle(folder: Path) -> None:
    """A folder is a module that outgrew one file: its parts import each other one way, too."""

    def part(path: Path) -> str:
        return path.relative_to(folder).parts[0]

    parts: dict[str, set[str]] = {}
    for path in folder.rglob("*.py"):
        if path != folder / "__init__.py":
            inside = (other for other in own_imports(path) if other.is_relative_to(folder))
            others = {part(other) for other in inside if other != folder / "__init__.py"}
            parts.setdefault(part(path), set()).update(others - {part(path)})
    try:
        list(TopologicalSorter(parts).static_order())
    except CycleError as error:
        pytest.fail(f"a circle: {' imports '.join(error.args[1])}")


def test_only_the_command_line_prints() -> None:
    """A library that prints cannot be used by a server, a test or another program."""
    for path in MODULES:
        calls = {
            node.func.id
            for node in nodes(path)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "print" not in calls, path
        if package_of(path) not in ("cli", "__main__"):
            assert "click" not in {name.split(".")[0] for name in imports(path)}, path


def test_only_the_plugin_knows_mkdocs() -> None:
    """Its theme ends in 2027; another engine must find one package to replace."""
    for path in MODULES:
        known = {name.split(".")[0] for name in imports(path)} & {"mkdocs", "material"}
        assert not known or package_of(path) == "plugin", path


#: The modules that a curator's commands ask the network with; no build imports them.
ASKING = {
    "importers/exchange.py",
    "importers/fetch.py",
    "online/links/visit.py",
    "online/mail/transport.py",
}


def test_only_fetch_opens_sockets() -> None:
    """A build works on a train, and asks nobody about the reader's papers."""
    network = {"socket", "http", "urllib.request", "requests", "urllib3", "smtplib", "ssl"}
    for path in MODULES:
        names = imports(path)
        asks = names & network or {name.split(".")[0] for name in names} & network
        assert not asks or path.relative_to(PACKAGE).as_posix() in ASKING, path


def test_no_build_asks_the_network() -> None:
    """Nothing that makes a site imports an importer, except what converts texts."""
    for path in MODULES:
        if package_of(path) in ("plugin", "outputs", "checks"):
            found = {name for name in imports(path) if name.startswith("papershelf.importers")}
            assert all(name.startswith("papershelf.importers.texts") for name in found), path
    waiting = [path for path in MODULES if path.parent == PACKAGE / "importers/texts"]
    seen: set[Path] = set()
    while waiting:
        path = waiting.pop()
        assert "requests" not in imports(path), path
        waiting += set(own_imports(path)) - seen
        seen |= set(own_imports(path))


def test_nothing_asks_the_clock_or_chance() -> None:
    """Same catalogue, same bytes: only durations are measured."""
    for path in MODULES:
        text = path.read_text()
        if path.relative_to(PACKAGE).as_posix() in ASKING:
            continue  # a cache has ages
        if package_of(path) == "cli":
            text = text.replace("datetime.date.today()", "")  # the day on which a paper is added
        for call in (
            ".now(",
            ".today(",
            "time.time(",
            "utcnow",
            "import random",
            "uuid",
            "localtime",
        ):
            assert call not in text, (path, call)


def test_modules_say_what_they_are() -> None:
    """The first sentence tells a newcomer where a change belongs."""
    for path in MODULES:
        module = nodes(path)[0]
        assert isinstance(module, ast.Module)
        assert ast.get_docstring(module) or not path.read_text(), path


def test_modules_stay_small() -> None:
    """A module that outgrows about 400 lines becomes a folder."""
    for path in MODULES:
        assert len(path.read_text().splitlines()) <= 420, path
