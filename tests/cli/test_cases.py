"""What real users' files did to the product: each file in `cases/`, with the right result."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from papershelf.text import tex
from support.command import run
from support.helpers import ROOT, check, write

CASES = ROOT / "tests" / "cases"

#: File → fields of its entries, in the order of the file.
IMPORTED: dict[str, list[dict[str, Any]]] = {
    "mbox-swallowed.bib": [{"title": "GPT-4 is 3× faster"}],
    "ampersand-swallowed.bib": [{"title": "R & D of Looms", "publisher": "Taylor & Francis", "venue": "Science & Looms & Wefts"}],
    "url-tex-tilde.bib": [{"urls": {"paper": "http://www.example.org/~phi/a_b.pdf"}}, {"urls": {"paper": "http://www.example.org/~phi/x.pdf"}}],
    "superscript-flattened.bib": [{"title": "About 10⁶ looms at 10⁻³ M"}],
    "ris-initial-with-dot.ris": [{"authors": ["E. Fann", "B.C. Ost"]}],
    "tilde-accent-in-names.bib": [{"authors": ["Román Peñalba", "João Silva"]}],
    "ocirc.bib": [{"authors": ["Petr Krůta"]}],
    "aps-ifmmode-name.bib": [{"authors": ["R. D. Pol", "P. Želnik"]}],
    "textless-textgreater.bib": [{"title": "In Loom Change at p < 0.05"}],
    "authors-by-comma-one-and.bib": [{"authors": ["F. Marlow", "T. Quist", "K. MacIver", "J. Odell", "D. Whit"]}],
    "ris-authors-by-semicolon.ris": [{"authors": ["Pedro J. Sanch", "Maria Montoy", "Ana Reis", "Linda K. Dix"]}],
    "marks-behind-names.bib": [{"authors": ["Ada Byron", "Bradley Taylor", "Na Lee"]}],
    "second-record-fields-mixed-into-first-silently.yaml": [
        {"published": "2025-06-22", "arxiv": None}, {"published": "2025-02", "arxiv": "2502.99999"},
        {"published": "2012", "venue": "Hive Preprints", "volume": None, "doi": None},
        {"published": "2014", "venue": "Hive Journal", "volume": "24", "pages": "108-126", "doi": "10.5555/hj.24"},
    ],
    "two-dois-same-title-second-record-swallowed.yaml": [{"doi": "10.5555/orch.1", "volume": "3"}, {"doi": "10.5555/hive.2", "volume": "168"}],
    "update-writes-a-doi-that-another-entry-has.yaml": [{"doi": "10.5555/review.1"}, {"doi": None}],
    "vancouver-names-become-given-family.yaml": [{"authors": ["A. B. Quill", "C. D. Reed", "E. van Oss", "F. Tarn"]}],
    "web-of-science-doi-in-double-braces.bib": [{"title": "Hives and rising rivers", "doi": "10.5555/j.hives.2020.110203", "pages": "110203", "published": "2020-05-01"}],
    "nested-key-in-map-has-no-effect.yaml": [{"urls": {"code": "https://example.org/code", "project": "https://example.org/home"},
                                             "openreview": "AbCdEfGhIj", "topics": ["web", "general-hive"]}],
    "capitalised-own-names-not-known.yaml": [{"doi": "10.5555/river.1", "published": "2019"}, {"doi": "10.5555/river.2", "abstract": "Words."}],
    "jsonl-of-another-program.jsonl": [{"title": "Hives of the upper river", "published": "2019", "venue": "Journal of Hives"}],
}  # fmt: skip


@pytest.mark.parametrize("name", IMPORTED)
def test_imported(name: str, tmp_path: Path) -> None:
    """Each record comes in right, with no error, and a second import changes nothing."""
    table = CASES / name.replace(".yaml", ".map.yaml")
    options = ["--map", table, "--topics", "*"] if table.name != name and table.is_file() else []
    done = run("-C", tmp_path, "import", CASES / name, *options)
    assert done.exit_code == 0, done.output
    found = {
        item["id"]: item
        for item in yaml.load((tmp_path / "papers.yaml").read_text(), yaml.BaseLoader)
    }
    order = [
        found[paper_id]
        for paper_id in re.findall(r"^\+ ([a-z0-9-]+):", done.output, re.MULTILINE)
        if paper_id in found
    ]
    wanted = IMPORTED[name]
    assert [
        {field: item.get(field) for field in row} for item, row in zip(order, wanted, strict=True)
    ] == wanted
    assert not [problem for problem in check(tmp_path) if problem.severity == "error"]
    before = (tmp_path / "papers.yaml").read_bytes()
    assert (
        f" {len(wanted)} unchanged, "
        in run("-C", tmp_path, "import", CASES / name, "--update", *options).output
    )
    assert before == (tmp_path / "papers.yaml").read_bytes()


#: File → rule, line, what the hint says; nothing where nothing is wrong.
CHECKED: dict[str, list[tuple[str, int, str]]] = {
    "check-advises-two-authors.yaml": [("wrong-type", 3, 'write ["Hopper, Grace"] or [Grace Hopper]')],
    "authors-cut-at-commas.yaml": [("name-initials", 3, 'write ["Vas, A.", "Shaz, N.", "Par, N."]')],
    "abstract-not-indented.yaml": [("syntax", 7, "indent it by four spaces")],
    "hash-in-title.yaml": [("hash-in-text", 2, 'write title: "On the complexity of #SAT and #P"')],
    "suffix-as-family.yaml": [],
    "khmer-word-separator-called-a-mistake.yaml": [],
    "conference-with-poster-becomes-journal-article.yaml": [],
    "percent-in-formula-vanishes-on-the-page.yaml": [],
}  # fmt: skip


@pytest.mark.parametrize("name", CHECKED)
def test_checked(name: str, tmp_path: Path) -> None:
    """Each mistake at its own line with its own fix; what is right is not blamed."""
    root = write(tmp_path, {"papers.yaml": (CASES / name).read_bytes()})
    found = [problem for problem in check(root) if problem.rule not in ("no-topics", "no-added")]
    assert [(problem.rule, problem.span.line, problem.hint) for problem in found] == CHECKED[name]


def exported(name: str, form: str, root: Path) -> str:
    """A case as an export of its papers."""
    write(root, {"papers.yaml": (CASES / name).read_bytes()})
    return run("-C", root, "export", form).output


def test_suffixes_are_no_family_names(tmp_path: Path) -> None:
    """Jr. and III, wherever a citation needs the parts."""
    text = exported("suffix-as-family.yaml", "bibtex", tmp_path)
    assert "Byron, Jr., Ada B." in text and "Daum, III, Hal" in text


def test_conferences_are_no_journals(tmp_path: Path) -> None:
    """With a poster, with a track, and alone."""
    text = exported("conference-with-poster-becomes-journal-article.yaml", "bibtex", tmp_path)
    assert text.count("@inproceedings{") == 3


def test_a_percent_sign_is_shown(tmp_path: Path) -> None:
    """In formulas of both kinds."""
    entry = yaml.safe_load((CASES / "percent-in-formula-vanishes-on-the-page.yaml").read_text())[0]
    shown = re.sub(r"<[^>]*>", "", str(tex.to_html(entry["abstract"])))
    for part in ("17%", "9%", "HIVE", "N"):
        assert part in shown, shown


def test_no_case_is_forgotten() -> None:
    """A file that is added to the cases is added to a table."""
    files = {path.name for path in CASES.iterdir() if path.is_file()}
    assert files - {"nested-key-in-map-has-no-effect.map.yaml"} == IMPORTED.keys() | CHECKED.keys()
