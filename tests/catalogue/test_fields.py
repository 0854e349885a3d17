"""One field, one row: what a row of the table of fields comes to, everywhere."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import fields as attributes
from pathlib import Path
from typing import Any

import pytest

from papershelf.catalogue import works
from papershelf.catalogue.fields import FIELDS, PLAIN
from papershelf.catalogue.model import Paper
from papershelf.citations import apa, to_record
from papershelf.importers.match import new_id
from papershelf.importers.readers import READERS
from papershelf.importers.values import to_values
from papershelf.outputs import everything
from papershelf.outputs.settings import Settings
from papershelf.outputs.views.rows import authors_printed, authors_shown
from support.helpers import ROOT, check, collect, entry, write

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
    script = shutil.copy(ROOT / "tests/support/invented.py", folder)
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
    own = {each.name for each in attributes(Paper)} - {"file", "line", "more", "has_added"}
    assert own <= FIELDS.keys()
    assert FIELDS.keys() - own <= {field.name for field in PLAIN}


# --- fields that bibliographies outside of machine learning have -----------------------------------

EDITED = """\
- id: hopper2024handbook
  title: A handbook of engines
  editors: [Grace Hopper, {literal: The Loom Group}]
  translators: [Luigi Müller]
  published: 2024
  added: 2025-12-23
  type: book
  series: Notes on Engines
  publisher: House
  place: Turin
  number: "7"
"""


@pytest.mark.parametrize(
    ("named", "count", "end"),
    [(20, 20, ", Ada L19, Ada L20"), (21, 21, ", Ada L19, …, Ada L21"), (4, 30, ", Ada L4 and 26 more"),
     (25, 30, ", Ada L20 and 10 more"), (0, 30, "30 authors")],
)  # fmt: skip
def test_paper_has_up_to_twenty_authors(tmp_path: Path, named: int, count: int, end: str) -> None:
    """Of more, the first 19 and the last, unless the catalogue does not name all of them."""
    names = ", ".join(f"Ada L{number}" for number in range(1, named + 1))
    text = entry("p1").replace("Ada Lovelace", names)
    text += f"  author_count: {count}\n" if count > named else ""
    paper = collect(write(tmp_path, {"papers.yaml": text})).papers["p1"]
    assert authors_printed(paper).endswith(end)


def test_editors_take_the_place_of_authors(tmp_path: Path) -> None:
    """On the page and in rows, in the reference, in ids, and for the check."""
    root = write(tmp_path, {"papers.yaml": EDITED})
    assert check(root) == []
    collection = collect(root)
    (paper,) = collection.papers.values()
    assert authors_shown(paper) == authors_printed(paper) == "Grace Hopper, The Loom Group (eds.)"
    assert works.creators(vars_of(paper)) == paper.editors == paper.creators
    assert new_id(vars_of(paper), ()) == "hopper2024handbook"
    assert apa.to_plain(to_record(paper)) == (
        "Hopper, G., & The Loom Group (Eds.). (2024). A handbook of engines (L. Müller, Trans.). House."
    )
    made = {
        each.src_uri: each.data.decode() for each in everything.make(collection, Settings(), {})
    }
    page = made["papers/hopper2024handbook.md"]
    assert "Grace Hopper, The Loom Group (eds.)</p>" in page
    for label, text in (("Translators", "Luigi Müller"), ("Series", "Notes on Engines"),
                        ("Place", "Turin"), ("Number", "7")):  # fmt: skip
        assert f"<dt data-pagefind-ignore>{label}</dt><dd>{text}</dd>" in page
    assert " hopperg " in page and " mueller" in page  # the search finds both


def vars_of(paper: Paper) -> dict[str, Any]:
    """The values of a paper by field."""
    return {name: paper.value(name) for name in FIELDS if paper.value(name)}


FOREIGN = {
    "bibtex": """@techreport{x, title={T}, author={Ada Byron}, year=2024, institution={Hive}, number={TR-7},
        series={Notes}, address={Turin}}
        @article{y, title={U}, author={Ada Byron}, year=2024, journal={J}, number={7}}
        @inproceedings{z, title={V}, author={Ada Byron}, editor={Reed, Bo and Quill, Cy}, year=2024,
        booktitle={Proceedings}, eventtitle={Meeting}, series={LNCS}}""",
    "ris": """TY  - RPRT\nTI  - T\nAU  - Byron, Ada\nPY  - 2024\nT2  - Hive\nM1  - TR-7\nT3  - Notes\nCY  - Turin\nER  - \n
TY  - JOUR\nTI  - U\nAU  - Byron, Ada\nPY  - 2024\nJF  - J\nIS  - 7\nER  - \n
TY  - CPAPER\nTI  - V\nAU  - Byron, Ada\nA2  - Reed, Bo\nA2  - Quill, Cy\nPY  - 2024\nC3  - Proceedings\nT2  - Meeting\nT3  - LNCS\nER  - \n""",
    "csl-json": json.dumps([
        {"type": "report", "title": "T", "author": [{"family": "Byron", "given": "Ada"}], "publisher": "Hive",
         "issued": {"date-parts": [[2024]]}, "number": "TR-7", "collection-title": "Notes", "publisher-place": "Turin"},
        {"type": "article-journal", "title": "U", "author": [{"family": "Byron", "given": "Ada"}],
         "issued": {"date-parts": [[2024]]}, "container-title": "J", "issue": "7"},
        {"type": "paper-conference", "title": "V", "author": [{"family": "Byron", "given": "Ada"}],
         "editor": [{"family": "Reed", "given": "Bo"}, {"family": "Quill", "given": "Cy"}],
         "issued": {"date-parts": [[2024]]}, "container-title": "Proceedings", "event-title": "Meeting",
         "collection-title": "LNCS"},
    ]),
}  # fmt: skip


@pytest.mark.parametrize("form", FOREIGN)
def test_records_of_others(form: str) -> None:
    """The number of a report is not an issue, nor a conference its proceedings; nothing is left over."""
    drafts = list(READERS[form].read(FOREIGN[form], "x"))
    report, article, talk = (to_values(draft).values for draft in drafts)
    assert (report["number"], report["series"], report["place"]) == ("TR-7", "Notes", "Turin")
    assert "issue" not in report
    assert article["issue"] == "7" and "number" not in article
    assert (talk["venue"], talk["event"], talk["series"]) == ("Proceedings", "Meeting", "LNCS")
    assert [name.shown for name in talk["editors"]] == ["Bo Reed", "Cy Quill"]
    assert [draft.left for draft in drafts] == [{}, {}, {}]
