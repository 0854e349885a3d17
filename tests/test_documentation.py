"""The documentation says what the code says: nothing is missing, and what it names exists."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click import Argument

import golden
from papershelf.catalogue import fields, fronts, schema
from papershelf.catalogue.kinds import KINDS
from papershelf.catalogue.metrics import COLUMNS
from papershelf.catalogue.statuses import STATUSES
from papershelf.citations import FORMATS
from papershelf.cli import commands
from papershelf.importers.readers import READERS
from papershelf.outputs.views import addresses
from papershelf.plugin.options import PapershelfConfig, groups
from papershelf.problems.rules import RULES
from support import helpers
from support.editor import faults
from support.helpers import ROOT, check, write

TOP = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text()
    for path in (*(ROOT / name for name in TOP), *sorted((ROOT / "docs").rglob("*.md")))
}
REFERENCE = {
    name.removeprefix("docs/reference/"): text
    for name, text in PAGES.items()
    if name.startswith("docs/reference/")
}


def test_generated_documents_are_current() -> None:
    """schema/ and docs/ hold what `make golden` would write."""
    import json

    for file, text in golden.documents().items():
        there = (ROOT / file).read_text()
        if file.endswith("papers.schema.json"):
            # adding a topic is not an error of the software
            text = schema.to_json(schema.topics_in(json.loads(there)))
        assert text == there, f"{file}: make golden"


def test_the_reference_names_everything() -> None:
    """Each command, option, setting, field, rule, status, format and key of front matter."""
    for name, command in commands().items():
        _, _, section = REFERENCE["commands.md"].partition(f"\n## papershelf {name}\n")
        section = section.partition("\n## ")[0]
        assert section, name
        for parameter in command.params:
            if not isinstance(parameter, Argument):
                assert max(parameter.opts, key=len) in section, (name, parameter.name)
    nested = groups()
    settings = [name for name, _ in PapershelfConfig._schema if name not in nested]
    settings += [f"{key}.{name}" for key, row in nested.items() for name, _ in row._schema]
    for page, names in (
        ("settings.md", settings),
        ("fields.md", [*fields.FIELDS, *STATUSES]),
        ("rules.md", list(RULES)),
        ("formats.md", [*FORMATS, *READERS, *COLUMNS]),
        ("addresses.md", [f"/{kind.url}" for kind in KINDS.values() if not kind.segments]),
        ("content.md", [*fronts.EVERY, *fronts.TOPIC, *fronts.EDITION, *fronts.DIGEST]),
    ):
        for name in names:
            assert f"| `{name}` |" in REFERENCE[page], (page, name)
    assert all(f"`{name}`" in REFERENCE["fields.md"] for name in fields.TYPES)


def test_the_reference_names_every_variable() -> None:
    """Environment variables that the code reads."""
    code = "".join(path.read_text() for path in (ROOT / "generator").rglob("*.py"))
    names = set(re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', code))
    names -= {"GITHUB_REPOSITORY", "GITHUB_SERVER_URL"}  # GitHub Actions sets them
    assert {name for name in names if f"`{name}`" not in REFERENCE["settings.md"]} == set()


def anchors(text: str) -> set[str]:
    """The anchors of the headings of a page, as GitHub and MkDocs make them."""
    found = set()
    for heading in re.findall(r"^#+ (.*)$", re.sub(r"(?s)```.*?```", "", text), re.MULTILINE):
        words, _, given = heading.partition(" { #")
        plain = re.sub(r"[^\w\s-]", "", words).strip().lower()
        found |= {re.sub(r"[\s]+", "-", plain), given.removesuffix(" }")}
    return found


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """Relative links are files, and anchors are headings; MkDocs sees those within docs/ alone."""
    text = re.sub(r"(?s)```.*?```", "", PAGES[page])
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", text)):
        if "://" in target:
            continue
        name, _, anchor = target.partition("#")
        path = (ROOT / page).parent / name if name else ROOT / page
        assert path.is_file(), (page, target)
        if anchor:
            assert anchor in anchors(path.read_text()), (page, target)


@pytest.mark.parametrize("page", PAGES)
def test_files_exist(page: str) -> None:
    """Modules, tests and scripts that a page names; modules are named from the package on."""
    for name in re.findall(r"`((?:[\w-]+/)+[\w-]+\.(?:py|js|tsv|css))`", PAGES[page]):
        assert (ROOT / name).is_file() or (ROOT / "generator/papershelf" / name).is_file(), name


def blocks(language: str) -> Iterator[tuple[str, str]]:
    """The blocks of code of a language, with the page of each."""
    for page, text in PAGES.items():
        for indent, block in re.findall(
            rf"^( *)```{language}\n(.*?)^\1```$", text, re.DOTALL | re.MULTILINE
        ):
            yield page, re.sub(rf"^{indent}", "", block, flags=re.MULTILINE)


def test_examples_of_entries_are_good(tmp_path: Path) -> None:
    """Readers copy them: each whole entry checks without an error."""
    whole = [(page, text) for page, text in blocks("yaml") if "\n  published:" in text]
    assert {"README.md", "CONTRIBUTING.md", "docs/reference/fields.md"} <= {
        page for page, _ in whole
    }
    for number, (page, text) in enumerate(whole):
        assert faults(text) == [], page
        root = write(tmp_path / str(number), {"papers.yaml": text})
        assert {"no-topics"} >= {problem.rule for problem in check(root)}, page


def test_examples_of_settings_are_settings() -> None:
    """Every key below the plugin exists."""
    known = {name for name, _ in PapershelfConfig._schema}
    found = [yaml.safe_load(text) for _, text in blocks("yaml") if text.startswith("plugins:")]
    assert len(found) > 2
    for example in found:
        assert example["plugins"][0]["papershelf"].keys() <= known


def test_the_guide_names_every_colour_and_typeface() -> None:
    """The variables at the top of the style sheet, which a site may set."""
    style = (ROOT / "overrides/assets/papershelf/papershelf.css").read_text()
    [block] = re.findall(r"^body \{\n(.*?)^\}", style, re.DOTALL | re.MULTILINE)
    variables = re.findall(r"^  (--ps-[\w-]+):", block, re.MULTILINE)
    assert len(variables) > 9
    assert [name for name in variables if f"`{name}`" not in PAGES["docs/how-to/look.md"]] == []


def test_commands_of_the_pages_exist() -> None:
    """Each command, option and target that a page shows."""
    makefile = (ROOT / "Makefile").read_text().replace("$(VENV)", ".venv")
    shown = 0
    for page, text in blocks("sh"):
        for target in re.findall(r"^make (?:-C \S+ )?([\w./-]+)", text, re.MULTILINE):
            assert f"\n{target}:" in makefile, (page, target)
        lines = re.findall(r"^(?:\.venv/bin/)?papershelf ([^#\n]+)", text, re.MULTILINE)
        for words in map(str.split, lines):
            name = next((word for word in words if word in commands()), "")
            assert name or words == ["--version"], (page, words)
            if name:
                known = {
                    o
                    for part in commands()[name].params
                    for o in (*part.opts, *part.secondary_opts)
                }
                assert {word for word in words if word.startswith("-")} <= known | {"-C"}, words
                shown += 1
    assert shown > 20


@pytest.mark.slow
def test_the_reference_names_every_page(seed_site: Path) -> None:
    """Each page of the example is in the table of addresses, and each address of it is a page. The
    example has no keywords, so their pages are those of the golden collection."""
    table = REFERENCE["addresses.md"].partition("## Pages")[2].partition("\n## ")[0]
    patterns = {
        address: re.compile(re.sub(r"<\w+>", r"[^/]+", address).lstrip("/") + r"(?:p/\d+/)?")
        for address in re.findall(r"`(/[^`]*)`", table)
    }
    pages = {
        path.parent.relative_to(seed_site).as_posix() + "/"
        for path in seed_site.rglob("index.html")
    }
    pages = {
        "" if page == "./" else page
        for page in pages
        if not page.startswith(("doi/", "arxiv/", "embed/"))  # they have tables of their own
    }
    collected = helpers.pages(ROOT / "tests/golden/collection", min_keyword_papers=1)
    urls = {addresses.to_url(name) for name in collected if name.endswith(".md")}
    pages |= {url for url in urls if url.startswith("keywords/")}
    for page in pages:
        assert any(pattern.fullmatch(page) for pattern in patterns.values()), page
    for address, pattern in patterns.items():
        is_edition = "<edition>" in address  # the example has none
        assert is_edition or any(map(pattern.fullmatch, pages)), address


def test_no_page_loads_anything_from_another_host() -> None:
    """Neither the settings nor the pages of the documentation."""
    settings = (ROOT / "mkdocs-docs.yml").read_text()
    assert "font: false" in settings and "http" not in settings and "repo_url" not in settings
    style = (ROOT / "docs/assets/docs.css").read_text()
    assert "url(" not in style and "@import" not in style
    for page, text in PAGES.items():
        assert not re.search(r"!\[[^]]*\]\(http|<(?:script|iframe|img)|```mermaid", text), page


def test_every_decision_is_listed() -> None:
    """They are numbered without a gap, because the list numbers them automatically."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "docs/decisions/0*.md"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    numbers = [int(Path(name).name[:4]) for name in listed]
    assert numbers == list(range(1, len(numbers) + 1))
