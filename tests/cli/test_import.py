"""`papershelf import`: nothing is merged, dropped or taken over without proof, and all is counted."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import yaml
from click.testing import Result

from papershelf.editing.plan import Plan
from support.adding import counted, last
from support.command import run
from support.helpers import check, entry, errors, write


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795521600")


def imported(root: Path, text: str, *arguments: str) -> Result:
    """What an import of a catalogue of others says; the collection has no error afterwards."""
    write(root, {"theirs.yaml": text})
    done = run("-C", root, "import", root / "theirs.yaml", *arguments)
    assert errors(root) == []
    return done


def entries(root: Path) -> dict[str, dict[str, object]]:
    """What is in the catalogue."""
    found = yaml.load((root / "papers.yaml").read_text(), yaml.BaseLoader)
    return {item["id"]: item for item in found}


TWO_WORKS = """\
- title: Emergent hives
  year: 2025-06-22
  paper: https://example.org/hives-june.pdf
- title: Emergent hives
  year: 2025-02
  paper: https://arxiv.org/abs/2502.99999
- title: Length of hives
  authors: [Ada Quill, Bo Reed]
  year: 2012
  venue: Hive Preprints
- title: Length of hives
  authors: [Ada Quill, Bo Reed]
  year: 2014
  venue: Hive Journal
  volume: 24
  pages: 108-126
  doi: 10.5555/hj.24
"""


def test_works_of_one_title_are_not_mixed(tmp_path: Path) -> None:
    """Four records, four entries, each with its own data; the report names the possible duplicates."""
    done = imported(tmp_path, TWO_WORKS)
    assert (done.exit_code, last(done)) == (0, counted(added=4))
    found = list(entries(tmp_path).values())
    assert [item["published"] for item in found if item["title"] == "Emergent hives"] == [
        "2025-06-22",
        "2025-02",
    ]
    first, second = (item for item in found if item["title"] == "Length of hives")
    assert "volume" not in first and (second["venue"], second["doi"]) == (
        "Hive Journal",
        "10.5555/hj.24",
    )
    assert "possible duplicate of emergent2025hives: same title, authors unknown" in done.output
    assert (
        "possible duplicate of quill2012length: same title and authors, another year" in done.output
    )


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    """Each record finds its own entry again, also where nobody is named and an identifier was refused."""
    text = (
        TWO_WORKS
        + "- {title: Review, year: 2007, doi: 10.5555/r}\n- {title: Notes, year: 2008, doi: 10.5555/r}\n"
    )
    imported(tmp_path, text)
    before = (tmp_path / "papers.yaml").read_bytes()
    for arguments in ((), ("--update",)):
        done = imported(tmp_path, text, *arguments)
        assert (done.exit_code, last(done)) == (0, counted(unchanged=6))
        assert before == (tmp_path / "papers.yaml").read_bytes()


def test_what_all_records_lack_is_said_once(tmp_path: Path) -> None:
    """A word without a page, with a count; the address of an identifier that the entry has, never."""
    write(tmp_path, {"content/topics/bees.md": "---\ntitle: Bees\n---\n\nAbout bees.\n"})
    text = "".join(
        f"- title: Hives {number}\n  year: 2020\n  authors: [Ada Quill]\n  doi: 10.5555/h.{number}\n"
        f"  topics: [Wax]\n  url: https://x.example/{number}\n"
        for number in range(3)
    )
    done = imported(tmp_path, text)
    told = "not kept: topics: Wax has no page; --topics Wax=wax creates one (3 records)"
    assert [told] == [line for line in done.output.splitlines() if "Wax" in line]
    again = imported(tmp_path, text.replace("https://x.example/", "https://doi.org/10.5555/h."))
    assert "urls" not in again.output
    assert again.output.endswith(f". Next: papershelf -C {tmp_path} check\n")


def test_two_dois_are_two_works(tmp_path: Path) -> None:
    """A statement that two journals printed: both come in."""
    done = imported(tmp_path, """\
- {title: "Orchard studies: the ORCH statement", authors: [Ada Quill, Bo Reed], date: 2025-08-01, journal: Orchard Letters, doi: 10.5555/orch.1}
- {title: "Orchard studies: the ORCH statement", authors: [Ada Quill, Bo Reed], date: 2025-08-12, journal: Hive Medicine, doi: 10.5555/hive.2}
""")  # fmt: skip
    assert (done.exit_code, last(done)) == (0, counted(added=2))
    assert {"10.5555/orch.1", "10.5555/hive.2"} == {
        item["doi"] for item in entries(tmp_path).values()
    }
    assert "same title, but another DOI" in done.output
    assert "likely-duplicate" not in {problem.rule for problem in check(tmp_path)}, (
        "their DOIs differ"
    )


def test_an_identifier_of_another_work_is_refused_again(tmp_path: Path) -> None:
    """By the first run and by `--update`: no command writes a catalogue that `check` refuses."""
    text = """\
- {title: "Review of: Hives of the north", authors: [Ada Quill], year: 2007, venue: Hive Review, doi: 10.5555/review.1}
- {title: "Review of: Orchards of the south", authors: [Bo Reed], year: 2007, venue: Hive Review, doi: 10.5555/review.1}
"""
    done = imported(tmp_path, text)
    assert "not kept: doi: 10.5555/review.1 already belongs to quill2007review" in done.output
    again = imported(tmp_path, text, "--update")
    assert last(again) == counted(unchanged=2)
    assert "not kept: doi: 10.5555/review.1 already belongs to quill2007review" in again.output
    assert [item["doi"] for item in entries(tmp_path).values() if "doi" in item] == [
        "10.5555/review.1"
    ]


def test_an_arxiv_id_in_two_fields_is_refused_in_both(tmp_path: Path) -> None:
    """A record may give its arXiv id as a DOI, too: neither goes to a work of another title."""
    text = """\
- {title: Hives, authors: [Ada Quill], year: 2018, arxiv: "1803.00001"}
- {title: Wasps, authors: [Bo Reed], year: 2018, arxiv: "1803.00001", doi: 10.48550/arXiv.1803.00001}
"""
    for arguments, counts in (((), counted(added=2)), (("--update",), counted(unchanged=2))):
        done = imported(tmp_path, text, *arguments)
        assert (done.exit_code, last(done)) == (0, counts)
        for field in ("arxiv: ", "doi: 10.48550/arXiv."):
            assert f"{field}1803.00001 already belongs to quill2018hives" in done.output
    assert {"arxiv", "doi"}.isdisjoint(entries(tmp_path)["reed2018wasps"])


def test_what_stays_the_same_is_no_update(tmp_path: Path) -> None:
    """A preprint and its publication of one year: the year is not reported as a change."""
    done = imported(tmp_path, """\
- {title: Hives, authors: [Ada Quill], year: 2018, venue: arXiv}
- {title: Hives, authors: [Ada Quill], year: 2018, venue: Hive Letters, volume: 3}
""")  # fmt: skip
    assert last(done) == counted(added=1, updated=1)
    assert "update: venue: Hive Letters" in done.output
    assert "update: published" not in done.output


def test_a_preprint_and_its_publication_are_one_entry(tmp_path: Path) -> None:
    """In either order the publication is whole; each field that moves is reported with what it was."""
    preprint = "- {title: Hives, authors: [Ada Quill], date: 2018-03-01, venue: arXiv, arxiv: 1803.00001}\n"
    article = "- {title: Hives, authors: [A. Quill], date: 2020, journal: Hive Letters, volume: 3, pages: 1-9, doi: 10.5555/h}\n"
    for number, text in enumerate((preprint + article, article + preprint)):
        root = tmp_path / str(number)
        done = imported(root, text)
        assert last(done) == counted(added=1, updated=1)
        (found,) = entries(root).values()
        assert tuple(
            found[name] for name in ("published", "venue", "volume", "pages", "doi", "arxiv")
        ) == ("2020", "Hive Letters", "3", "1-9", "10.5555/h", "1803.00001")
    done = imported(tmp_path / "2", preprint + article)
    assert "merged, same title and authors, one is the preprint" in done.output
    assert "update: venue: Hive Letters (was arXiv)" in done.output
    assert "update: published: 2020 (was 2018-03-01)" in done.output


def test_what_is_read_otherwise_is_kept(tmp_path: Path) -> None:
    """A cleaned DOI and a text with an unknown command do not count as losses; they
    are reported where an entry takes them over, too."""
    first = "@article{h, title={Hives}, author={Quill, Ada and others}, year=2020}"
    more = "@article{h, title={Hives}, author={Quill, Ada and others}, year=2020, doi={10.5555/h.}, abstract={A \\odd{comb}}}"
    root = tmp_path / "a"
    done = imported(root, first + more, "--from", "bibtex")
    assert done.output.count("    authors: et al.: author_count is 2, at least one more\n") == 2
    assert '    doi: "10.5555/h." is read as 10.5555/h\n' in done.output
    assert "    abstract: not understood: \\odd\n" in done.output
    assert "not kept" not in done.output
    assert last(done) == counted(added=1, updated=1)


@pytest.mark.parametrize(
    ("keys", "paper_id"),
    [
        ({"id": "http://zotero.org/users/7/items/LOOMCARD"}, "quill2020hives"),
        ({"id": "https://openalex.org/W7", "citation-key": "quillHives"}, "quillhives"),
        ({"id": 12, "citation-key": "quillHives"}, "quillhives"),
        ({"id": "quill_Hives"}, "quill-hives"),
    ],
)
def test_the_address_of_a_record_is_no_id(
    keys: dict[str, object], paper_id: str, tmp_path: Path
) -> None:
    """Ids are promises; `http-zotero-org-…` is none that a person would make."""
    item = {"type": "book", "title": "Hives", "issued": {"date-parts": [[2020]]},
            "author": [{"family": "Quill", "given": "Ada"}], **keys}  # fmt: skip
    write(tmp_path, {"theirs.json": json.dumps([item])})
    run("-C", tmp_path, "import", tmp_path / "theirs.json")
    assert [*entries(tmp_path)] == [paper_id]


def test_all_records_are_counted(tmp_path: Path) -> None:
    """Added, unchanged, skipped and refused are together what the file holds; fields are totalled."""
    write(tmp_path, {"papers.yaml": entry("ada2024engine", "On the engine")})
    text = """\
- {title: On the engine, authors: [Ada Lovelace], date: 2024-04-27, venue: Engine Letters, stars: 4}
- {title: On the engine, authors: [Ada Lovelace], date: 2024-04-27}
- {title: Hives, authors: [Ada Quill], year: 2020, stars: 5, mood: good}
- {authors: [Ada Quill], year: 2020}
"""
    stopped = imported(tmp_path, text)
    assert (stopped.exit_code, last(stopped)) == (1, counted(skipped=3, refused=1))
    done = imported(tmp_path, text, "--keep-going")
    assert last(done) == counted(added=1, unchanged=1, skipped=1, refused=1)
    assert "not kept, by field: stars 2, mood 1" in done.output
    assert imported(tmp_path, text, "--keep-going", "--dry-run").output.endswith(
        "(dry run: nothing was written). Next: run again without --dry-run\n"
    )
    done = imported(tmp_path, text, "--keep-going", "--update")
    assert last(done) == counted(updated=1, unchanged=2, refused=1)


def test_a_report_has_the_beginning_of_a_long_value(tmp_path: Path) -> None:
    """Also of a line of arXiv's metadata file, whose remarks can be long."""
    line = {"id": "2401.00001", "title": "On looms", "comments": "12 pages; " * 50, "abstract": "",
            "categories": "math.CO", "authors_parsed": [["Quill", "Ada", ""]],
            "versions": [{"created": "Mon, 1 Jan 2024 19:18:42 GMT"}]}  # fmt: skip
    path = tmp_path / "theirs.jsonl"
    path.write_text(json.dumps(line))
    write(tmp_path, {"papers.yaml": ""})
    done = run("-C", tmp_path, "import", path)
    told = [line for line in done.output.splitlines() if "not kept: comment" in line]
    assert [line[-1] for line in told] == ["…"] and len(told[0]) < 250


def test_what_check_would_refuse_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a command got wrong: the errors are reported and every file stays as it was."""
    write(
        tmp_path,
        {"papers.yaml": entry("ada2024engine") + entry("b2024", "B", "  doi: 10.5555/b\n")},
    )
    before = (tmp_path / "papers.yaml").read_bytes()
    plan = Plan.changes
    monkeypatch.setattr(Plan, "changes", lambda self, updates: [
        change._replace(after=change.after + "- id: b2024\n  title: C\n  published: 2020\n  added: 2020-01-01\n")
        for change in plan(self, updates=updates)
    ])  # fmt: skip
    done = imported(tmp_path, "- {title: Hives, authors: [Ada Quill], year: 2020}\n")
    assert done.exit_code == 1 and 'id "b2024" is already' in done.output
    assert "fix these problems first; nothing was changed" in done.output
    assert before == (tmp_path / "papers.yaml").read_bytes()


def test_a_catalogue_that_cannot_be_changed_is_refused_before_the_report(tmp_path: Path) -> None:
    """Nothing is announced as added."""
    write(tmp_path, {"papers.yaml": "- id: b1\n  title: A: B\n  published: 2020\n"})
    write(tmp_path, {"theirs.yaml": "- {title: Hives, authors: [Ada Quill], year: 2020}\n"})
    for arguments in ((), ("--dry-run",)):
        done = run("-C", tmp_path, "import", tmp_path / "theirs.yaml", *arguments)
        assert done.exit_code == 1 and "+ " not in done.output
        assert "fix these problems first; nothing was changed" in done.output


def test_what_only_a_command_refuses_has_a_next_step(tmp_path: Path) -> None:
    """`check` accepts entries in brackets, so it cannot list what is wrong."""
    text = "[{id: b1, title: B, authors: [Bo Reed], published: 2020, added: 2020-01-01}]\n"
    write(tmp_path, {"papers.yaml": text, "theirs.yaml": "- {title: Hives, year: 2020}\n"})
    assert check(tmp_path) == []
    done = run("-C", tmp_path, "import", tmp_path / "theirs.yaml")
    assert "papers.yaml:1:1: error: entries in brackets cannot be moved" in done.output
    assert done.output.endswith(
        f"Next: fix the errors, then run papershelf -C {tmp_path} import again\n"
    )


def test_a_catalogue_with_errors_may_be_added_to(tmp_path: Path) -> None:
    """Errors that are there already do not stop an import; they are for `check`."""
    write(tmp_path, {"papers.yaml": entry("ada2024engine", more="  related: [gone2020]\n")})
    write(tmp_path, {"theirs.yaml": "- {title: Hives, authors: [Ada Quill], year: 2020}\n"})
    done = run("-C", tmp_path, "import", tmp_path / "theirs.yaml")
    assert (done.exit_code, last(done)) == (0, counted(added=1))


def test_retractions_in_files(tmp_path: Path) -> None:
    """A warning in a title is the status; the notice itself comes in with a word on what it may be."""
    done = imported(tmp_path, """\
- {title: "RETRACTED: Looms", authors: [Ada Quill], year: 2019, doi: 10.5555/a}
- {title: "Erratum to: Hives", authors: [Ada Quill], year: 2020, doi: 10.5555/b}
""")  # fmt: skip
    assert last(done) == counted(added=2)
    assert entries(tmp_path)["quill2019looms"]["status"] == "retracted"
    assert "this may be a notice about another paper (erratum)" in done.output


def test_a_warning_behind_a_title_is_no_part_of_it(tmp_path: Path) -> None:
    """Web of Science says of a retracted work where the notice is: it is the same work."""
    write(tmp_path, {"papers.yaml": entry("ada2024engine", "Looms", "  doi: 10.5555/a\n")})
    title = "Looms (Retracted article. See vol. 3, pg. 1, 2020)"
    text = f'- {{title: "{title}", authors: [Ada Lovelace], year: 2024, doi: 10.5555/a}}\n'
    done = imported(tmp_path, text, "--update")
    assert last(done) == counted(updated=1)
    assert entries(tmp_path)["ada2024engine"]["status"] == "retracted"


def test_control_characters_of_a_file_stay_in_it(tmp_path: Path) -> None:
    """A message about a file that cannot be read does not colour the terminal."""
    write(tmp_path, {"theirs.csv": "\x1b[31mname,year\nHives,2020\n"})
    done = run("-C", tmp_path, "import", tmp_path / "theirs.csv")
    assert done.exit_code == 2 and "<U+001B>[31mname" in done.output and "\x1b" not in done.output


@pytest.mark.slow
def test_many_records_of_one_title(tmp_path: Path) -> None:
    """A column with one title for decades takes no time that grows with its square."""
    text = "".join(
        f"- {{title: Editorial, authors: [Ada Quill], year: {1500 + n % 500}, volume: {n}}}\n"
        for n in range(1500)
    )
    begun = time.process_time()
    assert last(imported(tmp_path, text)) == counted(added=1500).replace("1500", "1,500")
    assert time.process_time() - begun < 8


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.yaml", "".join(f"- {{title: Hive Tool, authors: [Ada Quill], year: 2020, version: '{n}'}}\n" for n in ("8.0", "8.1"))),
        ("x.bib", "".join(f"@software{{h{n}, title={{Hive Tool}}, author={{Quill, Ada}}, year=2020, version={{{n}}}}}\n" for n in ("8", "9"))),
        ("x.json", json.dumps([{"id": f"h{n}", "type": "software", "title": "Hive Tool", "author": [{"family": "Quill"}],
                                "issued": {"date-parts": [[2020]]}, "version": n} for n in ("8.0", "8.1")])),
    ],
)  # fmt: skip
def test_releases_are_works_of_their_own(name: str, text: str, tmp_path: Path) -> None:
    """A version in a field of its own is the edition, and tells two releases of one year apart."""
    write(tmp_path, {name: text})
    for counts in (counted(added=2), counted(unchanged=2)):
        assert last(run("-C", tmp_path, "import", tmp_path / name)) == counts
    assert all(str(item["edition"]).startswith("Version ") for item in entries(tmp_path).values())


def test_former_ids_of_another_catalogue_may_be_taken(tmp_path: Path) -> None:
    """By an entry here, or by another record: such an alias is not kept, and stops no other record."""
    write(tmp_path, {"papers.yaml": entry("old2019", "Old looms", "  aliases: [older2018]\n")})
    theirs = (
        entry("new2020", "New cards", "  aliases: [old2019, fresh2018]\n")
        + entry("also2020", "Old mills", "  aliases: [older2018, fresh2018, also2020]\n")
        + entry("fresh2018", "Fresh reeds")
    )
    done = imported(tmp_path, theirs)
    assert last(done) == counted(added=3)
    assert "not kept: aliases: old2019 already belongs to another entry" in done.output
    found = entries(tmp_path)
    assert found["new2020"]["aliases"] == ["fresh2018"]
    assert "aliases" not in found["also2020"] and "fresh2018" not in found
