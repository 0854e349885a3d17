"""Real files: what other readers find in them is what the import finds."""

from __future__ import annotations

import io
import json
import re

import pybtex.errors
import pytest
import rispy
import yaml
from pybtex.database.input.bibtex import Parser

from papershelf.importers import bibfile
from papershelf.importers.draft import Draft
from papershelf.importers.texts.markup import from_prose
from papershelf.importers.values import to_values
from support.drafts import drafts
from support.helpers import DATA
from support.skipped import NO_DATA

# --- by other readers ------------------------------------------------------------------------------

HERE = pytest.mark.skipif(not DATA.is_dir(), reason=NO_DATA)


@HERE
@pytest.mark.parametrize("name", ["Chocolate", "al-folio", "biblatex-examples", "clear-lab", "hott-book", "twente"])  # fmt: skip
def test_fields_of_real_bibtex_as_pybtex_reads_them(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every entry and every field of it, but for the names of persons, which are parted there."""
    text = (DATA / "import" / f"{name}.bib").read_text(encoding="utf-8-sig")
    pybtex.errors.set_strict_mode(False)
    theirs = Parser().parse_stream(io.StringIO(text)).entries
    capsys.readouterr()  # its complaints
    ours = {block.key: block for block in bibfile.read(text) if isinstance(block, bibfile.BibEntry)}
    assert set(theirs) == set(ours)
    for key, block in ours.items():
        mine = {n: " ".join(v.split()) for n, v in block.fields.items() if n not in block.unknown}
        for field, value in theirs[key].fields.items():
            if field.lower() in mine and mine[field.lower()] not in ("aug",):
                assert " ".join(value.split()) == mine[field.lower()], (key, field)
        persons = {role.lower() for role in theirs[key].persons}
        assert {f.lower() for f in theirs[key].fields} | persons >= block.fields.keys()


@HERE
@pytest.mark.parametrize(
    "name", ["_baseline", "baseline_zotero", "scopus", "pubmed_zotero", "embase"]
)
def test_records_of_real_ris_as_rispy_reads_them(name: str) -> None:
    """As many records; the same first title and authors."""
    text = (DATA / "import" / f"{name}.ris").read_text(encoding="utf-8-sig")
    theirs, ours = rispy.loads(text), drafts(text, "ris")
    assert len(theirs) == len(ours)
    for record, draft in zip(theirs, ours):
        title = record.get("title") or record.get("primary_title") or ""
        assert " ".join(title.split())[:20] == draft.fields["title"][:20]
        names = record.get("authors") or record.get("first_authors") or []
        assert len([n for n in names if n.strip()]) == len(draft.fields["authors"])


# --- title, authors, year, DOI ---------------------------------------------------------------------


def told(draft: Draft, names: str) -> bool:
    """Whether a report says something about one of these fields of theirs or ours."""
    made = to_values(draft)
    lines = [*draft.left, *(line.partition(":")[0] for line in (*made.lost, *made.doubts))]
    return bool(set(names.split()) & {re.sub(r"\W.*", "", line).lower() for line in lines})


@HERE
@pytest.mark.parametrize("name", ["Chocolate", "al-folio", "biblatex-examples", "clear-lab", "hott-book", "twente"])  # fmt: skip
def test_bibtex_keeps_authors_years_and_dois(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """As pybtex reads them: as many authors, the same year, the same DOI, or a word on it."""
    text = (DATA / "import" / f"{name}.bib").read_text(encoding="utf-8-sig")
    pybtex.errors.set_strict_mode(False)
    theirs = Parser().parse_stream(io.StringIO(text)).entries
    capsys.readouterr()
    for draft in drafts(text):
        if draft.why_not or not draft.key:
            continue
        entry, made = theirs[draft.key], to_values(draft).values
        if "author" in entry.persons:
            names = [person for person in entry.persons["author"] if str(person) != "others"]
            assert len(names) == len(made["authors"]) or told(draft, "author authors"), draft.where
        year = re.search(r"\d{4}", entry.fields.get("date") or entry.fields.get("year", ""))
        assert year is None or int(year[0]) == made["published"].year, draft.where
        doi = entry.fields.get("doi", "").strip("{}")
        if doi and not doi.lower().startswith("10.48550/"):
            bare = re.sub(r"^https?://(dx\.)?doi\.org/", "", doi).replace("\\", "")
            assert bare.lower() == made.get("doi", "").lower() or told(draft, "doi"), draft.where


@HERE
@pytest.mark.parametrize("name", ["_baseline", "baseline_zotero", "scopus", "pubmed_zotero", "embase", "ovid_psycinfo", "proquest"])  # fmt: skip
def test_ris_keeps_years_and_dois(name: str) -> None:
    """As rispy reads them."""
    text = (DATA / "import" / f"{name}.ris").read_text(encoding="utf-8-sig")
    for record, draft in zip(rispy.loads(text), drafts(text, "ris"), strict=True):
        made = to_values(draft).values
        year = re.search(r"\d{4}", record.get("year") or record.get("publication_year") or "")
        assert year is None or int(year[0]) == made["published"].year, draft.where
        doi = re.sub(r"^https?://(dx\.)?doi\.org/", "", record.get("doi", ""))
        assert not doi or doi.lower() == made.get("doi", "").lower() or told(draft, "doi do"), (
            draft.where
        )


@HERE
def test_a_real_yaml_catalogue_as_pyyaml_reads_it() -> None:
    """Title, authors, year."""
    text = (DATA / "import" / "awesome-3dgs.yaml").read_text()
    theirs, ours = yaml.load(text, yaml.CSafeLoader), drafts(text, "yaml")
    assert len(theirs) == len(ours)
    for record, draft in zip(theirs, ours):
        if draft.why_not:
            assert not record["title"]
            continue
        made = to_values(draft).values
        assert from_prose(" ".join(record["title"].split())) == " ".join(made["title"].split())
        assert str(record["year"]) == str(made["published"])[:4] or told(draft, "published")
        names = [name for name in re.split(r",|\sand\s", record["authors"]) if name.strip()]
        assert len(names) == len(made["authors"]), draft.where


@HERE
@pytest.mark.parametrize("name", ["csl-manubot", "csl-sample"])
def test_real_csl_json_as_json_reads_it(name: str) -> None:
    """Title, authors, year, DOI."""
    text = (DATA / "import" / f"{name}.json").read_text()
    for record, draft in zip(json.loads(text), drafts(text, "csl-json"), strict=True):
        made = to_values(draft).values
        assert record["title"][:20] == made["title"][:20]
        assert len(record.get("author", [])) == len(made.get("authors", ()))
        assert int(record["issued"]["date-parts"][0][0]) >= made["published"].year
        assert record.get("DOI", "").lower() == made.get("doi", "").lower() or made.get("arxiv")
