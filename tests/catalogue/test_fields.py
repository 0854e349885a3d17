"""One field, one row: what a row of the table of fields comes to, everywhere."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import fields as attributes
from typing import Any

import pytest

from helpers import ROOT
from papershelf.catalogue.fields import FIELDS, PLAIN
from papershelf.catalogue.model import Paper

#: The row of an invented field, in front of that of the DOI.
ROW = """\
    plain_field("shelfmark", "Where it is in the library.", "QA 76", label="Shelf mark",
                schema_org="temporal", csl="call-number", bibtex="shelfmark", ris="CN",
                others="shelf"),
"""
NEXT = '    _identifier("doi", '


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of the package makes of a paper with the invented field, of which it has a row
    and nothing else."""
    folder = tmp_path_factory.mktemp("field")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "generator/papershelf", folder / "papershelf", ignore=ignored)
    table = folder / "papershelf/catalogue/fields.py"
    text = table.read_text()
    assert text.count(NEXT) == 1
    table.write_text(text.replace(NEXT, ROW + NEXT))
    script = shutil.copy(ROOT / "tests/invented.py", folder)
    done = subprocess.run(
        [sys.executable, "-B", script], capture_output=True, text=True, check=False,
        cwd=folder, timeout=120,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_readers_see_it(found: dict[str, Any]) -> None:
    """On the page, in the Markdown beside it, and in linked data."""
    assert "<dt data-pagefind-ignore>Shelf mark</dt><dd>QA 76</dd>" in found["page"]
    assert "\n- Shelf mark: QA 76\n" in found["markdown"]
    head = found["page"].replace('\\"', '"')  # it is in the front matter
    assert '"temporal":"QA 76"' in head


def test_programs_get_it(found: dict[str, Any]) -> None:
    """In the published catalogue, and in every format of citations."""
    assert '"shelfmark": "QA 76"' in found["catalogue"]
    exports = found["exports"]
    assert "  shelfmark     = {QA 76},\n" in exports["bibtex"]
    assert "  shelfmark     = {QA 76},\n" in exports["biblatex"]
    assert "\r\nCN  - QA 76\r\n" in exports["ris"]
    assert '"call-number": "QA 76"' in exports["csl-json"]


def test_curators_learn_of_it(found: dict[str, Any]) -> None:
    """From the schema in their editor, that of published files, and the documentation."""
    entry = json.loads(found["schema"])["definitions"]["entry"]["properties"]
    assert entry["shelfmark"]["description"].startswith("Where it is in the library.")
    paper = json.loads(found["catalogue schema"])["definitions"]["paper"]["properties"]
    assert paper["shelfmark"]["type"] == "string"
    assert "| `shelfmark` | Where it is in the library. | `QA 76` |" in found["documentation"]


def test_it_comes_back(found: dict[str, Any]) -> None:
    """From each format of ours, and from files of other programs."""
    for way, number in (("again", 6), ("of others", 5)):
        assert len(found[way]) == number
        assert set(found[way].values()) == {"QA 76"}, found[way]


def test_the_table_and_papers_agree() -> None:
    """Each attribute of a paper is a field, and only plain fields have none."""
    own = {each.name for each in attributes(Paper)} - {"file", "line", "more"}
    assert own <= FIELDS.keys()
    assert FIELDS.keys() - own <= {field.name for field in PLAIN}
