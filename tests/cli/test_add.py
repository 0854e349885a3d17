"""`papershelf add`: from an identifier to an entry, against recorded answers on loopback."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from papershelf import catalogue
from papershelf.catalogue.disk import Place
from papershelf.cli import curate
from papershelf.editing import changeset, intake, normal_form
from papershelf.importers import arxiv, csl
from support.adding import CATALOGUE, add, collection, counted, feed, last
from support.command import run
from support.helpers import DATA, check, entry, errors, write
from support.misbehaving import Misbehaving, send
from support.skipped import NO_DATA

LOOM = """\
- id: lovelace2024loom
  title: 'A Loom for $O(n \\log n)$ Patterns: Weaving & Sorting'
  authors: [{given: Ada, family: Lovelace, affiliation: Analytical Society}, Grace Hopper]
  published: 2024-05-30
  added: 2026-11-24
  type: paper-conference
  venue: Proceedings of the Invented Conference 2024
  publisher: ACM
  place: New York
  pages: 1-9
  doi: 10.5555/loom.1
  arxiv: "2401.00001"
  isbn: "9780262046305"
  urls:
    code: https://github.com/example/loom
  abstract: >-
    We weave patterns at 5% of the cost. Code is at https://github.com/example/loom.

    A second paragraph, with <tags>.
  topics: [nlp]
  license: http://creativecommons.org/licenses/by/4.0/
"""


@pytest.mark.parametrize(
    "identifier",
    ["2401.00001", "arXiv:2401.00001v2", "https://arxiv.org/abs/2401.00001", "https://arxiv.org/pdf/2401.00001v3.pdf",
     "https://huggingface.co/papers/2401.00001", "https://doi.org/10.48550/arXiv.2401.00001"],
)  # fmt: skip
def test_an_arxiv_paper(identifier: str, tmp_path: Path, recorded: Misbehaving) -> None:
    """However it is named: a whole entry, completed by its DOI, in its place; every other byte stays."""
    root = collection(tmp_path)
    done = add(root, identifier, "--topics", "nlp")
    assert (done.exit_code, last(done)) == (0, counted(added=1))
    text = (root / "papers.yaml").read_text()
    assert text == CATALOGUE.replace("\n- id: zed", f"\n{LOOM}\n- id: zed")
    assert errors(root) == [] and normal_form.to_normal(text) == text


def test_the_same_paper_twice(tmp_path: Path, recorded: Misbehaving) -> None:
    """It is there; nothing is written."""
    root = collection(tmp_path)
    add(root, "2401.00001")
    before = (root / "papers.yaml").read_bytes()
    for identifier in ("2401.00001", "10.5555/loom.1"):
        done = add(root, identifier)
        assert (
            done.exit_code,
            "= lovelace2024loom: already in the catalogue, same " in done.output,
        ) == (0, True)
    assert before == (root / "papers.yaml").read_bytes()


def test_a_doi(tmp_path: Path, recorded: Misbehaving) -> None:
    """Crossref's record: JATS becomes text, ORCID iDs and groups are kept, the preprint is found."""
    root = collection(tmp_path)
    assert add(root, "https://doi.org/10.5555/loom.1").exit_code == 0
    text = (root / "papers.yaml").read_text()
    assert (
        "{given: Ada, family: Lovelace, orcid: 0000-0002-1825-0097, affiliation: Analytical Society}"
        in text
    )
    assert "{literal: The Loom Group}" in text and 'arxiv: "2401.00001"' in text
    assert "    We weave CO₂ at 5%.\n\n    Twice.\n" in text
    assert "  place: New York\n" in text
    assert "not kept" not in add(collection(tmp_path / "b"), "10.5555/loom.1").output


def test_openreview_and_acl(tmp_path: Path, recorded: Misbehaving) -> None:
    """Two more sources, by their addresses, at once."""
    root = collection(tmp_path)
    done = add(
        root,
        "https://openreview.net/forum?id=abcDEF1234",
        "https://aclanthology.org/2020.acl-main.1/",
    )
    assert done.exit_code == 0, done.output
    text = (root / "papers.yaml").read_text()
    for line in ("- id: bartik2024reviewing", "  published: 2024-01-15", "  venue: ICLR 2024 poster",
                 "  openreview: abcDEF1234", "- id: bartik2020words", "  acl: 2020.acl-main.1", "  pages: 1-10",
                 "    We say something about words.", "  published: 2020-07"):  # fmt: skip
        assert f"{line}\n" in text or line in text, line
    assert errors(root) == []


def test_pubmed(tmp_path: Path, recorded: Misbehaving) -> None:
    """By its id or address, with its DOI and what it says of the kind of study."""
    root = collection(tmp_path)
    done = add(root, "PMID: 20000001", "https://pubmed.ncbi.nlm.nih.gov/9/")
    assert done.exit_code == 1 and "- pmid 9: not found" in done.output
    assert "not kept: PT: Randomized Controlled Trial" in done.output
    text = (root / "papers.yaml").read_text()
    for line in ("- id: lovelace2019weaving", '  title: "Weaving and the heart: a trial of 12 looms"',
                 "  authors: [{given: Ada, family: Lovelace, orcid: 0000-0002-1825-0097}, Grace B Hopper,", "  published: 2019-08-14",
                 "  venue: Journal of looms", '  pages: 1123-1130', "  doi: 10.5555/heart.7.2", '  pmid: "20000001"', "  pmcid: PMC7000001",
                 "RESULTS: It helped\n    (p<0.05)."):  # fmt: skip
        assert line in text, text
    assert errors(root) == []
    assert "already in the catalogue" in add(root, "10.5555/heart.7.2", "PMID 20000001").output
    assert (
        "already in the catalogue"
        in add(root, "https://pmc.ncbi.nlm.nih.gov/articles/PMC7000001/").output
    )


def test_a_preprint_that_was_published(tmp_path: Path, recorded: Misbehaving) -> None:
    """It is offered as an update of its entry; with --update the entry takes it over, and keeps its
    id, its words, its order and its comments."""
    title = "'A loom for $O(n \\log n)$ patterns: weaving and sorting'"
    old = entry("hopper2023loom", title, '  arxiv: "2401.00001"  # the preprint\n  topics: [nlp]\n')
    root = collection(tmp_path, "# A list.\n\n" + old)
    offered = add(root, "10.5555/loom.1")
    assert (
        "~ hopper2023loom: already in the catalogue, same arXiv 2401.00001, can be updated"
        in offered.output
    )
    assert "    update: published: 2024-05-30 (was 2024-04-27)" in offered.output
    assert "run again with --update" in offered.output and last(offered) == counted(skipped=1)
    assert (root / "papers.yaml").read_text() == "# A list.\n\n" + old
    done = add(root, "10.5555/loom.1", "--update")
    assert last(done) == counted(updated=1)
    text = (root / "papers.yaml").read_text()
    assert f"- id: hopper2023loom\n  title: {title}\n" in text
    assert '  arxiv: "2401.00001"  # the preprint\n' in text and "  doi: 10.5555/loom.1\n" in text
    assert errors(root) == [] and normal_form.to_normal(text) == text


def test_a_publication_whose_preprint_is_added(tmp_path: Path, recorded: Misbehaving) -> None:
    """The other way round: the arXiv id goes to the entry that is there."""
    title = "'A Loom for O(n log n) Patterns: Weaving & Sorting'"
    root = collection(tmp_path, entry("hopper2023loom", title, "  doi: 10.5555/LOOM.1\n"))
    add(root, "2401.00001", "--update")
    text = (root / "papers.yaml").read_text()
    assert text.count("- id:") == 1 and '  arxiv: "2401.00001"\n' in text


def test_dry_run(tmp_path: Path, recorded: Misbehaving) -> None:
    """The difference, and nothing written."""
    root = collection(tmp_path)
    done = add(root, "2401.00001", "--dry-run")
    assert "+- id: lovelace2024loom\n" in done.output and "nothing was written" in done.output
    assert (root / "papers.yaml").read_text() == CATALOGUE


def test_ids_are_free(tmp_path: Path, recorded: Misbehaving) -> None:
    """Also of aliases, and of ids that differ in case alone."""
    taken = entry("someone2020", "X", "  aliases: [lovelace2024loom]\n")
    root = collection(tmp_path, taken)
    add(root, "2401.00001")
    assert "- id: lovelace2024loompatterns\n" in (root / "papers.yaml").read_text()


def test_a_collection_of_a_folder(tmp_path: Path, recorded: Misbehaving) -> None:
    """Where there is only papers/, each entry gets its own file."""
    root = write(tmp_path / "shelf", {"papers/ada.yaml": entry()})
    add(root, "2401.00001")
    assert (
        (root / "papers/lovelace2024loom.yaml").read_text().startswith("- id: lovelace2024loom\n")
    )
    assert errors(root) == [] or {problem.rule for problem in check(root)} == {"no-topics"}


@pytest.mark.skipif(not DATA.is_dir(), reason=NO_DATA)
def test_recorded_answers_of_arxiv_and_crossref(tmp_path: Path) -> None:
    """Every recorded answer: an entry without an error, or a reason."""
    drafts = []
    for path in sorted((DATA / "responses").glob("*.atom")):
        drafts += arxiv.to_drafts(path.read_bytes()).values()
    for path in sorted((DATA / "responses").glob("*.json")):
        message = json.loads(path.read_bytes())["message"]
        drafts += [csl.to_draft(item, path.name) for item in message.get("items") or [message]]
    root = write(tmp_path, {"papers.yaml": ""})
    plan = intake.plan(drafts, catalogue.Source(), Place(root=root), datetime.date(2026, 11, 24))
    changeset.apply(Place(root=root), plan.changes(updates=False))
    assert len(plan.new) > 100
    assert {why for _, why in plan.refused} <= {"no title", "no date"}
    assert errors(root) == []
    text = (root / "papers.yaml").read_text()
    assert normal_form.to_normal(text) == text


def test_a_catalogue_that_is_one_entry(tmp_path: Path, recorded: Misbehaving) -> None:
    """Becomes a list when another one comes."""
    one = "# mine\n" + entry("zed2020last").replace("- ", "  ", 1).replace("\n  ", "\n").lstrip()
    root = collection(tmp_path, one.replace("  id", "id"))
    assert errors(root) == []
    assert add(root, "2401.00001", "--topics", "nlp").exit_code == 0
    text = (root / "papers.yaml").read_text()
    assert text.startswith(LOOM) and text.count("- id: ") == 2 and errors(root) == []


def test_a_file_of_a_folder_is_never_overwritten(tmp_path: Path, recorded: Misbehaving) -> None:
    """Whatever somebody keeps under the name that a new entry would get."""
    kept = entry("ada2020first")
    root = write(tmp_path / "shelf", {"papers/lovelace2024loom.yaml": kept})
    assert add(root, "2401.00001").exit_code == 0
    assert (root / "papers/lovelace2024loom.yaml").read_text() == kept
    assert "- id: lovelace2024loom\n" in (root / "papers/lovelace2024loom-2.yaml").read_text()


@pytest.mark.parametrize("arguments", [(), ("--update",)])
def test_a_catalogue_that_changes_while_the_network_is_asked(
    arguments: tuple[str, ...],
    tmp_path: Path,
    recorded: Misbehaving,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Somebody saves it in an editor while the network is asked: nothing of theirs is lost."""
    title = "'A Loom for O(n log n) patterns: weaving & sorting'"
    old = entry("hopper2023loom", title, "  doi: 10.5555/loom.1\n")
    root = collection(tmp_path, old)
    theirs = old + entry("zed2020last")
    complete = curate.versions.complete

    def save_theirs(*given: Any) -> list[str]:
        (root / "papers.yaml").write_text(theirs)
        return complete(*given)

    monkeypatch.setattr(curate.versions, "complete", save_theirs)
    done = add(root, "2401.00001", *arguments)
    assert (root / "papers.yaml").read_text() == theirs
    if arguments:
        assert done.exit_code == 1
        assert "papers.yaml changed on disk while papershelf was running" in done.output


def test_a_file_is_not_written_over_what_came_later(tmp_path: Path) -> None:
    """A change belongs to the bytes that it was thought out for; with one of them stale, none of
    the files is written."""
    root = write(tmp_path, {"a.yaml": "old", "b.yaml": "newer"})
    stale = changeset.Change(root / "b.yaml", "b.yaml", "old", "mine")
    with pytest.raises(changeset.Meanwhile):
        changeset.apply(
            Place(root=root), [changeset.Change(root / "a.yaml", "a.yaml", "old", "mine"), stale]
        )
    assert (root / "a.yaml").read_text() == "old" and (root / "b.yaml").read_text() == "newer"


@pytest.mark.parametrize("slug", ["Graph Learning", "../../up", "index", "a/b"])
def test_what_is_no_slug_makes_no_topic(slug: str, tmp_path: Path, recorded: Misbehaving) -> None:
    """Also where the collection has no topics yet; nothing is asked, nothing written outside."""
    root = write(
        tmp_path / "shelf", {"papers.yaml": CATALOGUE, "x.bib": "@misc{a, title={T}, year=2020}"}
    )
    for arguments in (["add", "2401.00001"], ["import", str(root / "x.bib")]):
        done = run("-C", root, *arguments, "--topics", slug)
        assert done.exit_code == 2 and "is not a slug" in done.output
    assert recorded.asked == [] and (root / "papers.yaml").read_text() == CATALOGUE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["shelf"]


def test_an_old_id_with_its_class(
    tmp_path: Path, recorded: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """arXiv answers `math/0309136` to `math.GT/0309136`; what nobody asked for does not come in."""
    server = Misbehaving(
        {"/": lambda handler, _: send(handler, feed("math/0309136", "2401.00009"))}
    )
    monkeypatch.setenv("PAPERSHELF_ARXIV", f"{server.url}/")
    root = collection(tmp_path)
    done = add(root, "math.GT/0309136")
    server.close()
    assert (done.exit_code, last(done)) == (0, counted(added=1))
    text = (root / "papers.yaml").read_text()
    assert "  arxiv: math/0309136\n" in text and "2401.00009" not in text


def test_openreview_has_two_apis(tmp_path: Path, recorded: Misbehaving) -> None:
    """Venues of before 2023 are in the first alone; what neither has is not known, and spoils
    nothing of the rest."""
    root = collection(tmp_path)
    address = "https://openreview.net/forum?id="
    done = add(root, f"{address}oldOLD1234", f"{address}noSuchNote", "2401.00001")
    assert done.exit_code == 1 and "- openreview noSuchNote: not found" in done.output
    text = (root / "papers.yaml").read_text()
    assert "  openreview: oldOLD1234\n" in text and "lovelace2024loom" in text
    assert "  published: 2018-02-15\n" in text and "  venue: ICLR 2018\n" in text


def test_a_work_without_its_own_doi(
    tmp_path: Path, recorded: Misbehaving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The DOI that was asked for is the entry's."""
    message = {"title": ["T"], "issued": {"date-parts": [[2020]]}}
    body = json.dumps({"message": message}).encode()
    server = Misbehaving({"/10.5555%2Fx": lambda handler, _: send(handler, body)})
    monkeypatch.setenv("PAPERSHELF_DOI", f"{server.url}/")
    root = collection(tmp_path)
    assert add(root, "10.5555/x").exit_code == 0
    server.close()
    assert "  doi: 10.5555/x\n" in (root / "papers.yaml").read_text()
