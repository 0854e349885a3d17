"""The JSON Schema says what the checker says, and the documents hold what the tables hold."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click import Argument

from papershelf.catalogue import schema
from papershelf.catalogue.fields import FIELDS
from papershelf.cli import main
from papershelf.plugin.hooks import AuthorsConfig, PapershelfConfig
from papershelf.problems.rules import RULES
from support.helpers import ROOT, check, entry, write

VALIDATOR = jsonschema.Draft7Validator(schema.to_schema())


class AsWritten(yaml.SafeLoader):
    """What a YAML 1.2 language server of an editor sees: dates are strings."""


AsWritten.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def faults(text: str) -> list[str]:
    """What an editor would underline."""
    data: Any = yaml.load(text, AsWritten)
    return [error.message for error in VALIDATOR.iter_errors(data)]


def test_schema_is_a_schema() -> None:
    """Draft-07, as language servers want it."""
    jsonschema.Draft7Validator.check_schema(schema.to_schema())
    assert schema.to_schema()["$schema"].startswith("http://json-schema.org/draft-07")


def test_the_example_collection_is_valid() -> None:
    """An editor underlines nothing in the 36 papers, nor in the golden collection."""
    assert faults((ROOT / "papers.yaml").read_text()) == []
    assert faults((ROOT / "tests/golden/collection/papers.yaml").read_text()) == []


@pytest.mark.parametrize("name", FIELDS)
def test_examples_of_fields_are_valid(name: str, tmp_path: Path) -> None:
    """The example of each field passes the checker and the schema."""
    example = FIELDS[name].example.replace(">- …", "Some text").replace("|- …", "Some text")
    lines = {
        "id": "ada2024engine",
        "title": "On the engine",
        "published": "2024-04-27",
        name: example,
    }
    if name == "title":
        lines[name] = f"'{example}'"
    text = "- " + "\n  ".join(f"{key}: {value}" for key, value in lines.items()) + "\n"
    assert faults(text) == []
    other = entry("hopper1952education", "Other") + entry("wang2025broad", "Third").replace(
        "Ada", "Jean"
    )
    rules = {problem.rule for problem in check(write(tmp_path, {"papers.yaml": text + other}))}
    assert rules <= {"no-authors", "no-added", "no-topics"}, name


@pytest.mark.parametrize(
    "line",
    [
        "autors: [x]", "topics: nlp", "published: soon", "doi: 11.1/x", "arxiv: abc", "type: paper",
        "language: English", "urls: {pfd: https://example.org}", "urls: {pdf: ftp://example.org}",
        "author_count: few", "related: [Not An Id]", "added: 2025-12", "status: gone", "extra: words",
        "discussion: {count: many}", "authors: [{given: Grace, orcid: 1}]",
    ],
)  # fmt: skip
def test_an_editor_underlines_what_the_checker_refuses(line: str, tmp_path: Path) -> None:
    """One wrong line, and both say so."""
    key = line.partition(":")[0]
    text = "\n".join(row for row in entry().splitlines() if not row.strip().startswith(f"{key}:"))
    text += f"\n  {line}\n"
    assert faults(text), line
    assert [
        problem
        for problem in check(write(tmp_path, {"papers.yaml": text}))
        if problem.severity == "error"
    ]


def test_generated_documents_are_current() -> None:
    """schema/, README.md and CONTRIBUTING.md hold what `make golden` would write."""
    import sys

    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        import golden
    finally:
        sys.path.pop(0)
    for file, text in golden.documents().items():
        there = (ROOT / file).read_text()
        if file.endswith(
            "papers.schema.json"
        ):  # a topic that somebody adds is no fault of the software
            text = schema.to_json(schema.topics_in(json.loads(there)))
        assert text == there, f"{file}: make golden"


def test_documents_name_everything() -> None:
    """Each command, option, setting, field, rule and target stands in the documentation."""
    readme = (ROOT / "README.md").read_text()
    contributing = (ROOT / "CONTRIBUTING.md").read_text()
    for name, command in main.commands.items():
        assert f"papershelf {name}" in readme
        for parameter in command.params:
            if isinstance(parameter, Argument):
                continue
            long = max(parameter.opts, key=len)
            if name != "serve" and long not in ("--all", "--format"):
                assert long in readme, long
    for name, _ in PapershelfConfig._schema:
        assert f"`{name}" in readme, name
    assert all(name in readme for name, _ in AuthorsConfig._schema)
    assert all(f"| `{name}` |" in readme for name in FIELDS)
    assert all(f"| `{name}` |" in contributing for name in RULES)


def test_readme_links_lead_somewhere() -> None:
    """Every relative link of a document at the top is a file."""
    for document in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / document).read_text()):
            assert "://" in target or (ROOT / target).exists(), (document, target)


def test_the_example_of_the_readme_is_a_catalogue(tmp_path: Path) -> None:
    """Readers copy it: it must check without an error."""
    blocks = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert faults(blocks[0]) == []
    assert {"no-topics"} >= {
        problem.rule for problem in check(write(tmp_path, {"papers.yaml": blocks[0]}))
    }


def test_make_lists_every_target() -> None:
    """`make` alone explains itself."""
    output = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in (
        "site",
        "serve",
        "check",
        "test",
        "bench",
        "fmt",
        "golden",
        "tools",
        "lock",
        "clean",
        "help",
    ):
        assert f"make {target} " in output


def test_locks_are_hashed_and_name_no_index() -> None:
    """What is installed is what was locked, wherever it comes from."""
    for name in ("site", "map", "test", "lowest"):
        text = (ROOT / f"requirements/{name}.txt").read_text()
        assert text.count("--hash=sha256:") > 60
        assert not re.search(r"https?://|--index|--find-links|-i ", text)


def test_licence_and_schema_files_are_there() -> None:
    """The files that a repository is expected to have."""
    for name in ("LICENSE", "CHANGELOG.md", ".gitignore", ".ci/run", "docs/screenshot.png"):
        assert (ROOT / name).is_file(), name
    made = json.loads((ROOT / "schema/papers.schema.json").read_text())
    assert made == schema.to_schema(schema.topics_in(made))
