"""Import and export: every real record comes in or the report says why not; what a format can hold
comes back as it was."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from papershelf import catalogue
from papershelf.catalogue.disk import Place
from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.model import Paper
from papershelf.citations import FORMATS, parts
from papershelf.editing import changeset, intake, normal_form
from papershelf.editing.plan import Plan
from papershelf.importers import foreign
from papershelf.importers.draft import Draft
from papershelf.importers.match import Known
from papershelf.importers.readers import READERS, reader_of
from papershelf.importers.tables import read_table
from papershelf.importers.values import clean, to_values
from papershelf.text import identifiers, tex
from support.adding import counted, last
from support.command import run
from support.drafts import drafts, values_in
from support.helpers import DATA, ROOT, collect, entry, errors, named, write
from support.skipped import NO_DATA

TODAY = datetime.date(2026, 11, 24)
#: Records of each real file, and those of them that cannot come in, with the reasons.
REAL = {
    "Chocolate.bib": (15, {}),
    "al-folio.bib": (37, {}),
    "biblatex-examples.bib": (92, {}),
    "clear-lab.bib": (84, {}),
    "hott-book.bib": (132, {'unreadable year: "300 BC"': 1}),
    "twente.bib": (1, {}),
    "_baseline.ris": (100, {}),
    "baseline_zotero.ris": (100, {}),
    "baseline_empty_values.ris": (4, {"no year": 2, "no title": 2}),
    "baseline_reference_types.ris": (61, {"no title": 61}),
    "baseline_tag-notes.ris": (12, {"no year": 1, "no title": 11}),
    "baseline_tag-notes_labels.ris": (32, {"no year": 32}),
    "baseline_tag-notes_zotero.ris": (4, {"no year": 4}),
    "baseline_tag_and_field_definitions.ris": (1, {'unreadable year: "Date"': 1}),
    "baseline_tag_and_field_definitions_lists.ris": (1, {"no title": 1}),
    "embase.ris": (6, {}),
    "example_basic.ris": (1, {}),
    "example_bom.ris": (1, {"no title": 1}),
    "example_custom_list_tags.ris": (1, {"no title": 1}),
    "example_empty_tag.ris": (1, {}),
    "example_extraneous_data.ris": (2, {}),
    "example_full.ris": (2, {}),
    "example_full_without_whitespace.ris": (2, {}),
    "example_full_write.ris": (2, {}),
    "example_multi_unknown_tags.ris": (1, {}),
    "example_multiline.ris": (3, {"no title": 3}),
    "example_single_unknown_tag.ris": (1, {}),
    "example_starting_newlines.ris": (1, {}),
    "example_urls.ris": (4, {}),
    "example_utf_chars.ris": (1, {"no title": 1}),
    "example_wos.ris": (2, {}),
    "faulty_year.ris": (1, {'unreadable year: "10 15"': 1}),
    "ovid_psycinfo.ris": (6, {}),
    "ovid_zotero.ris": (6, {}),
    "proquest.ris": (6, {}),
    "pubmed_zotero.ris": (6, {}),
    "scopus.ris": (6, {}),
    "csl-manubot.json": (3, {}),
    "csl-sample.json": (16, {}),
    "awesome-3dgs.yaml": (504, {"no title": 1}),
    "djsutherland-papers.yaml": (80, {}),
}
TABLE = """\
list: papers
fields: {key: id, official: urls.paper, arXiv: arxiv, related: "", gs_id: "", ss_id: ""}
lookups:
  authors: [coauthors, "{first} {last}"]
  venue: [venues, "{name}"]
"""


def drafts_of(name: str) -> list[Draft]:
    """The drafts of a real file."""
    path = DATA / "import" / name
    text = path.read_bytes().decode("utf-8-sig", "replace")
    if name.startswith("djsutherland"):
        return list(foreign.read(text, name, read_table(TABLE)))
    reader = reader_of(name)
    assert reader
    return list(reader.read(text, name))


def imported(drafts: list[Draft], root: Path) -> Plan:
    """A new catalogue of drafts."""
    write(root, {"papers.yaml": ""})
    plan = intake.plan(drafts, catalogue.Source(), Place(root=root), TODAY)
    changeset.apply(plan.place, plan.changes(updates=False))
    return plan


@pytest.mark.slow
@pytest.mark.skipif(not DATA.is_dir(), reason=NO_DATA)
@pytest.mark.parametrize("name", REAL)
def test_real_files(name: str, tmp_path: Path) -> None:
    """Each record is new, or the same work as one before it, or there is a precise reason. What
    comes in has no error and is in normal form."""
    number, reasons = REAL[name]
    plan = imported(drafts_of(name), tmp_path)
    found: dict[str, int] = {}
    for _, why in plan.refused:
        found[why] = found.get(why, 0) + 1
    assert reasons == found
    assert number == sum(plan.counts(updates=False).values())
    assert errors(tmp_path) == []
    text = (tmp_path / "papers.yaml").read_text()
    assert text == normal_form.to_normal(text)


@pytest.mark.skipif(not DATA.is_dir(), reason=NO_DATA)
def test_no_real_file_is_forgotten() -> None:
    """A file that is added to the data is added to the table."""
    assert set(REAL) == {path.name for path in (DATA / "import").iterdir()}


def test_bibtex() -> None:
    """Strings, concatenation, accents, names in every form, ranges of dates, inheritance."""
    text = r"""
    @string{jacm = "Journal of the {ACM}"}
    @book{parent, title = {The Whole}, publisher = {Press # Co}, date = {2020-03/2021}, editor = {Ed Itor}}
    @incollection{child, crossref = {parent}, author = {van der Berg, Jr, Jan and {ATLAS Group} and others},
      title = "{\"U}ber $x^2$ \& 50\% --- \emph{now}", pages = {1--9}, doi = {10.1000/a_b}, langid = {german},
      keywords = {a, b}, eprint = {2401.00001v2}, eprinttype = {arxiv}, url = {https://example.org/~x}}
    """
    drafts = {draft.key: draft for draft in READERS["bibtex"].read(text, "x.bib")}
    values = to_values(drafts["child"]).values
    assert values["title"] == "Über $x^2$ & 50% — now"
    assert [name.shown for name in values["authors"]] == ["Jan van der Berg Jr", "ATLAS Group"]
    assert (values["venue"], str(values["published"]), values["pages"]) == (
        "The Whole",
        "2020-03",
        "1-9",
    )
    assert (values["doi"], values["arxiv"], values["language"]) == (
        "10.1000/a_b",
        "2401.00001",
        "de",
    )
    assert values["urls"] == {"paper": "https://example.org/~x"}
    assert values["author_count"] == 3
    assert to_values(drafts["child"]).doubts == [
        "authors: et al.: author_count is 3, at least one more"
    ]
    assert [name.shown for name in values["editors"]] == ["Ed Itor"]
    assert "editor" not in drafts["child"].left


def test_ris() -> None:
    """Dates, pages, names and types as databases write them."""
    text = "TY  - JOUR\r\nTI  - A <i>title</i>\r\nAU  - Lovelace, Ada, Jr.\r\nAU  - Hopper GM\r\nPY  - 2024\r\nDA  - 2024/05/03/Spring\r\nJF  - J\r\nSP  - 1\r\nEP  - 9\r\nDO  - https://doi.org/10.1000/x\r\nKW  - a\r\nKW  - b\r\nSN  - 1234-5678\r\nXX  - odd\r\nER  - \r\n"
    values = values_in(text, "ris")
    assert (values["title"], str(values["published"]), values["pages"]) == (
        "A title",
        "2024-05-03",
        "1-9",
    )
    assert [name.shown for name in values["authors"]] == ["Ada Lovelace Jr.", "G. M. Hopper"]
    assert (values["doi"], values["keywords"], values["type"]) == (
        "10.1000/x",
        ("a", "b"),
        "article-journal",
    )
    assert values["left"] == {"SN": "1234-5678", "XX": "odd", "DA": "2024/05/03/Spring"}


def test_csl_json() -> None:
    """Particles, literals and markup are read; variables of CSL without a field are reported."""
    item = {"id": "x", "type": "chapter", "title": "A <sup>2</sup>", "issued": {"date-parts": [["2024", "5"]]},
            "author": [{"family": "Beethoven", "given": "L.", "non-dropping-particle": "van"}, {"literal": "The Group"}],
            "container-title": "Book", "editor": [{"family": "E"}], "volume-title": "V", "DOI": "10.1000/x"}  # fmt: skip
    values = values_in(json.dumps([item]), "csl-json")
    assert [name.shown for name in values["authors"]] == ["L. van Beethoven", "The Group"]
    assert (values["title"], str(values["published"]), values["venue"]) == (
        "A ²",
        "2024-05",
        "Book",
    )
    assert [name.shown for name in values["editors"]] == ["E"]
    assert list(values["left"]) == ["volume-title"]


@pytest.mark.parametrize(
    ("parts", "family"),
    [
        ({"dropping-particle": "d'", "family": "Oss"}, "d'Oss"),
        ({"dropping-particle": "d'", "family": "d'Oss"}, "d'Oss"),
        ({"non-dropping-particle": "al-", "family": "al-Oss"}, "al-Oss"),
        ({"non-dropping-particle": "van", "family": "Van Oss"}, "Van Oss"),
        ({"dropping-particle": "van", "non-dropping-particle": "den", "family": "den Oss"}, "van den Oss"),
    ],
)  # fmt: skip
def test_particles_of_csl_json(parts: dict[str, str], family: str) -> None:
    """Some programs say them twice; after an apostrophe or a hyphen is no blank."""
    item = {"title": "T", "issued": {"date-parts": [[2020]]}, "author": [{"given": "Ada", **parts}]}
    (name,) = values_in(json.dumps([item]), "csl-json")["authors"]
    assert (name.family, name.given) == (family, "Ada")


def test_a_foreign_catalogue_by_a_table() -> None:
    """Foreign names, links and lookups are mapped; fields without a place are reported by name."""
    text = """\
people: {ada: {first: Ada, last: Lovelace}}
items:
  - {name: T, year: 2024, by: [ada*, Grace Hopper], pdf_url: https://arxiv.org/pdf/2401.00001.pdf, stars: 5, tags: a; b}
other: [1]
"""
    table = read_table(
        'list: items\nfields: {by: authors, stars: ""}\nlookups: {by: [people, "{first} {last}"]}\n'
    )
    (draft,) = foreign.read(text, "x.yaml", table)
    assert draft.fields == {
        "title": "T", "published": "2024", "authors": ["Ada Lovelace", "Grace Hopper"],
        "arxiv": "2401.00001", "keywords": ["a", "b"], "urls": {"pdf": "https://arxiv.org/pdf/2401.00001.pdf"},
    }  # fmt: skip
    with pytest.raises(ValueError, match="does not have exactly one list of records"):
        list(foreign.read(text, "x.yaml"))
    with pytest.raises(ValueError, match='unknown catalogue field; did you mean "authors"'):
        read_table("fields: {by: autors}")


# --- out and in again ----------------------------------------------------------------------------

SOURCES = {
    "seed": ROOT,
    "golden": ROOT / "tests/golden/collection",
    "nasty": DATA / "nasty",
    "gaussian": DATA / "gaussian-splatting",
    "haskell": DATA / "haskell",
}


def again(form: str, papers: list[Paper], root: Path) -> dict[str, Paper]:
    """Papers that were exported to a format and imported into an empty collection."""
    text = FORMATS[form].to_text(papers)
    plan = imported(drafts(text, form), root)
    assert plan.refused == [] and len(plan.new) == len(papers), plan.refused[:3]
    return {paper.id: paper for paper in collect(root).papers.values()}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", named(SOURCES))
def test_what_a_format_holds_comes_back(form: str, name: str, tmp_path: Path) -> None:
    """Export, then import: the same papers, field by field."""
    if not SOURCES[name].is_dir():
        pytest.skip(NO_DATA)
    before = collect(SOURCES[name]).papers
    papers: list[Paper] = []
    known = Known(())
    for paper in before.values():  # an import takes two papers of one title and author for one
        values = values_of(paper)
        if known.find(values)[0] is None and not known.taken_identifiers(values):
            papers.append(paper)
            known.add(paper.id, values)
    after = again(form, papers, tmp_path)
    for paper in papers:
        in_part = FORMATS[form].in_part
        other = after[paper.key if "id" in in_part else paper.id]
        if form in ("bibtex", "biblatex", "ris"):  # held in part: the names, pages with hyphens
            # one real paper has an author ":", which no import takes over
            named = [name.shown for name in paper.authors if name.shown != ":"]
            assert named == [name.shown for name in other.authors if name.shown != ":"]
            assert paper.pages.replace("–", "-") == other.pages
            assert parts.issued(paper) == other.published
        if "title" in in_part:
            assert shown(tex.to_plain(paper.title)) == shown(other.title)
        for field in FIELDS:
            if field in FORMATS[form].holds and not excused(field, paper, before):
                wanted, found = paper.value(field), other.value(field)
                if isinstance(wanted, str):  # what cannot be seen does not come back
                    wanted, found = shown(wanted), shown(found)
                assert wanted == found, (paper.id, field)


def shown(text: str) -> list[str]:
    """Paragraphs of words: no reference format keeps two blanks, a character without shape, or a
    formula on a line of its own."""
    return [" ".join(clean(part).replace("$$", "$").split()) for part in text.split("\n\n")]


def values_of(paper: Paper) -> dict[str, Any]:
    """What an import reads of a paper that was exported."""
    values = {name: value for name in FIELDS if (value := paper.value(name))}
    return values | {"arxiv": paper.arxiv or in_address("arxiv", paper)}


def in_address(name: str, paper: Paper) -> str:
    """An import reads an identifier out of an address, too."""
    try:
        return identifiers.parse(identifiers.SCHEMES[name], paper.urls.get("paper", ""))
    except ValueError:
        return ""


def excused(name: str, paper: Paper, before: Any) -> bool:
    """Return whether an import may differ: it drops names of papers later in the file and dates of
    adding that the catalogue did not give, and placeholders, may find an identifier in an address, and
    reads HTML that a program took for mathematics, `$<$i$>$`."""
    if name in identifiers.SCHEMES and not paper.value(name):
        return bool(in_address(name, paper))
    if name == "abstract" and paper.abstract == "NA":
        return True
    if name == "title" and "$<$" in paper.title:
        return True
    return name in ("related", "superseded_by") or (name == "added" and not paper.added.day)


# --- the commands --------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795521600")


BIB = "@article{one, title={One}, author={Lovelace, Ada}, year=2024, keywords={Weaving}}\n@misc{two, title={Two}}\n"


def test_a_half_read_file_imports_nothing(tmp_path: Path) -> None:
    """Nothing is written unless asked to keep going; each reason is reported."""
    root = write(tmp_path, {"papers.yaml": entry(), "refs.bib": BIB})
    done = run("-C", root, "import", root / "refs.bib")
    assert done.exit_code == 1 and "- refs.bib:2 (two): no year" in done.output
    assert "nothing was imported; --keep-going imports the other records" in done.output
    assert last(done) == counted(skipped=1, refused=1)
    assert entry() == (root / "papers.yaml").read_text()
    done = run("-C", root, "import", "--keep-going", root / "refs.bib")
    assert (done.exit_code, last(done)) == (0, counted(added=1, refused=1))
    assert "- id: one\n" in (root / "papers.yaml").read_text()
    again = run("-C", root, "import", "--keep-going", root / "refs.bib")
    assert (
        "= one: already in the catalogue, same title, authors and year (refs.bib:1 (one))"
        in again.output
    )
    assert last(again) == counted(unchanged=1, refused=1)


def test_topics_are_mapped_and_made(tmp_path: Path) -> None:
    """A word of theirs becomes a topic of ours; a topic without a page gets one."""
    root = write(
        tmp_path,
        {
            "papers.yaml": entry(),
            "refs.bib": BIB,
            "content/topics/nlp.md": "---\ntitle: Language\n---\n",
        },
    )
    done = run(
        "-C",
        root,
        "import",
        "--keep-going",
        "--topics",
        "weaving=textiles",
        "--topics",
        "nlp",
        root / "refs.bib",
    )
    assert "+ content/topics/textiles.md: Weaving" in done.output
    assert (root / "content/topics/textiles.md").read_text() == "---\ntitle: Weaving\n---\n"
    assert "topics: [nlp, textiles]" in (root / "papers.yaml").read_text()
    assert errors(root) == []


def test_an_import_can_be_the_beginning(tmp_path: Path) -> None:
    """A folder without a catalogue gets one; a file of an unknown kind is asked about."""
    root = write(tmp_path, {"refs.txt": BIB, "words.txt": "Words"})
    unknown = run("-C", root, "import", root / "words.txt")
    assert unknown.exit_code == 2 and "unknown format; set it with --from bibtex|" in unknown.output
    (tmp_path / "refs.XLSX").write_bytes(b"PK")
    table = run("-C", root, "import", tmp_path / "refs.XLSX")
    assert table.exit_code == 2 and "save it as CSV, and import that" in table.output
    (tmp_path / "index.md").write_text("---\ntitle: Looms\n---\n")
    page = run("-C", root, "import", tmp_path / "index.md")
    assert page.exit_code == 2 and "save it as YAML" in page.output
    assert (
        run("-C", root, "import", "--from", "bibtex", "--keep-going", root / "refs.txt").exit_code
        == 0
    )
    assert (root / "papers.yaml").read_text().startswith("- id: one\n")


def test_export(tmp_path: Path) -> None:
    """The output is a file or the terminal, also for one topic; omitted fields are reported."""
    root = write(
        tmp_path,
        {
            "papers.yaml": entry(more="  topics: [nlp]\n  summary: Words.\n") + entry("b2024", "B"),
            "content/topics/nlp.md": "---\ntitle: L\n---\n",
        },
    )
    done = run("-C", root, "export", "bibtex", "--topic", "nlp", "-o", root / "out.bib")
    assert done.exit_code == 0 and "BibTeX cannot hold: added, summary, topics" in done.output
    assert (root / "out.bib").read_text().count("@") == 1
    assert run("-C", root, "export", "bibtex", "--topic", "npl").exit_code == 2
    assert run("-C", root, "export", "jsonl").output.count("\n") == 2
    broken = write(tmp_path / "b", {"papers.yaml": "- id: x\n"})
    assert run("-C", broken, "export", "yaml").exit_code == 1
