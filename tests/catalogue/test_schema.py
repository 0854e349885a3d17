"""The JSON Schema says what the checker says."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from papershelf.catalogue import schema
from papershelf.catalogue.fields import FIELDS
from support.editor import faults
from support.helpers import ROOT, check, entry, write


def test_schema_is_a_schema() -> None:
    """Draft-07, as language servers want it."""
    jsonschema.Draft7Validator.check_schema(schema.to_schema())
    assert schema.to_schema()["$schema"].startswith("http://json-schema.org/draft-07")


def test_the_example_collection_is_valid() -> None:
    """An editor underlines nothing in the example's list of papers, nor in the golden collection."""
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
