"""The rooms: who may import whom, print, open sockets, know MkDocs. Each rule with its reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import papershelf

PACKAGE = Path(papershelf.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

#: Room → number. A room imports only rooms with a smaller number, and its own folder.
ROOMS = {
    "text": 0,
    "problems": 0,
    "bounds": 0,
    "locks": 0,
    "policy": 0,
    "files": 1,
    "model": 1,
    "rules": 1,
    "settings": 1,
    "catalogue": 2,
    "citations": 3,
    "checks": 4,
    "history": 4,
    "importers": 4,
    "related": 4,
    "schema": 4,
    "views": 4,
    "beside": 5,
    "data": 5,
    "edits": 5,
    "feeds": 5,
    "layout": 5,
    "ledger": 5,
    "metadata": 5,
    "near": 5,
    "permanence": 5,
    "render": 5,
    "resolvers": 5,
    "starting": 6,
    "links": 6,
    "outputs": 6,
    "search": 6,
    "updating": 6,
    "adding": 7,
    "changes": 7,
    "build": 7,
    "plugin": 8,
    "doctor": 9,
    "library": 9,
    "cli": 10,
    "__main__": 11,
    "__init__": 12,  # the front door: it names what others may import, and loads it when asked
}
#: Inside of a folder there is an order too: the first may not know the last.
INNER = {
    "text": ["characters", "shorten", "bullets", "citing", "dates", "degrees", "escape", "identifiers", "languages", "names", "marks", "parting",
             "authors", "yamlwords", "authorhints", "pasted", "placeholders", "slugs", "symbols", "tex", "brackets", "notes", "readings", "venues"],
    "citations": ["vocabularies", "parts", "coins", "record", "titles", "bibtex", "csl", "data", "ris", "typography", "apa", "formats"],
    "catalogue": ["limits", "hidden", "disk", "pieces", "syntax", "nodes", "lines", "mistakes", "braces", "recover", "report", "advice", "forms", "structures", "fields", "people", "fronts", "unknown", "read", "topics",
                  "courses", "collect", "works", "merge", "write", "layout", "fmt"],
    "importers": ["draft", "match", "notices", "formulas", "scripts", "tags", "mathml", "commands", "addresses", "scanner", "packages", "latex", "markup", "fetch", "csl", "arxiv", "bibfile", "bibnames", "bibwords", "tables", "foreign", "bibclean", "bibtex", "ris",
                  "medline", "endnote", "data", "csvfile", "sources", "readers"],
    "checks": ["finding", "taken", "comments", "entries", "authors", "pages", "courses", "people", "starts", "titles", "words", "table"],
    "views": ["addresses", "records", "sheets", "rows", "taxonomies", "facets", "following", "ways", "plots", "boxes", "courses", "finding", "papers",
              "developers", "basket", "maps", "stats", "pages", "moves"],
    "feeds": ["ids", "entries", "atom", "jsonfeed", "opml", "files"],
    "metadata": ["elements", "highwire", "linked", "tags"],
    "plugin": ["assets", "defaults", "finished", "frames", "places", "hooks", "site"],
    "data": ["compact", "place", "browse", "people", "catalogue", "markdown", "syllabus", "llms", "opensearch", "sitemap", "regions", "points", "changes"],
    "links": ["find", "detours", "visit", "report"],
    "cli": ["base", "site", "importing", "curate", "links", "review", "start"],
}  # fmt: skip


def room_of(path: Path) -> str:
    """`generator/papershelf/text/tex.py` → `text`."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_module_has_a_room() -> None:
    """A new module gets a number here, and with it a place in the order."""
    found = {room_of(path) for path in MODULES if path.parent.name != "templates"}
    assert set(ROOMS) == found


def test_rooms_import_one_way() -> None:
    """Cycles make every change a change of everything; `text` and `problems` are the ground."""
    wrong = []
    for path in MODULES:
        own = room_of(path)
        for name in imports(path):
            parts = name.split(".")
            other = parts[1] if parts[0] == "papershelf" and len(parts) > 1 else ""
            if other in ROOMS and other != own and ROOMS[other] >= ROOMS.get(own, 0):
                wrong.append(f"{path.relative_to(PACKAGE)} imports {other}")
    assert wrong == []


def test_folders_are_ordered_inside() -> None:
    """A folder is a room that outgrew one file: its modules keep to one direction too."""
    wrong = []
    for folder, order in INNER.items():
        found = {path.stem for path in (PACKAGE / folder).glob("*.py")} - {"__init__"}
        assert set(order) == found, folder
        for name in order:
            for imported in imports(PACKAGE / folder / f"{name}.py"):
                parts = imported.split(".")
                inner = parts[2] if parts[:2] == ["papershelf", folder] and len(parts) > 2 else ""
                if inner in order and order.index(inner) >= order.index(name):
                    wrong.append(f"{folder}/{name}.py imports {inner}")
    assert wrong == []


def test_only_the_command_line_prints() -> None:
    """A library that prints cannot be used by a server, a test or another program."""
    for path in MODULES:
        calls = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "print" not in calls, path
        if room_of(path) not in ("cli", "__main__"):
            assert "click" not in {name.split(".")[0] for name in imports(path)}, path


def test_only_the_plugin_knows_mkdocs() -> None:
    """Its theme ends in 2027; another engine must find one room to replace."""
    for path in MODULES:
        known = {name.split(".")[0] for name in imports(path)} & {"mkdocs", "material"}
        assert not known or room_of(path) == "plugin", path


#: The modules that a curator's commands ask the network with; no build imports them.
ASKING = {"importers/fetch.py", "links/visit.py", "doctor.py"}


def test_only_fetch_opens_sockets() -> None:
    """A build works on a train, and asks nobody about the reader's papers."""
    network = {"socket", "http", "urllib.request", "requests", "urllib3", "smtplib", "ssl"}
    for path in MODULES:
        names = set(imports(path))
        asks = names & network or {name.split(".")[0] for name in names} & network
        assert not asks or path.relative_to(PACKAGE).as_posix() in ASKING, path


def test_no_build_asks_the_network() -> None:
    """Nothing that makes a site imports an importer."""
    for room in ("build", "plugin", "outputs", "render", "views", "search", "checks", "related"):
        paths = (
            [PACKAGE / f"{room}.py"]
            if (PACKAGE / f"{room}.py").is_file()
            else (PACKAGE / room).glob("*.py")
        )
        for path in paths:
            assert not any(name.startswith("papershelf.importers") for name in imports(path)), path


def test_nothing_asks_the_clock_or_chance() -> None:
    """Same catalogue, same bytes: only durations are measured."""
    for path in MODULES:
        text = path.read_text()
        if path.relative_to(PACKAGE).as_posix() in ASKING:
            continue  # a cache has ages
        if room_of(path) == "cli":
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


def test_modules_open_by_saying_what_room_they_are() -> None:
    """The first words tell a newcomer where a change belongs."""
    for path in MODULES:
        docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
        if path.name != "__init__.py":
            number = ROOMS[room_of(path)]
            assert docstring.startswith(f"Room {number}"), path


def test_modules_stay_small() -> None:
    """A room that outgrows about 400 lines becomes a folder."""
    for path in MODULES:
        assert len(path.read_text().splitlines()) <= 420, path
