"""`papershelf add` and `refresh` compare records before they believe them, and hear retractions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import yaml

from support.adding import add, collection, counted, last
from support.command import run
from support.helpers import ROOT, entry, errors, write
from support.misbehaving import Misbehaving, send

Serve = Callable[..., None]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Serve]:
    """Answers of arXiv (entries of a feed) and Crossref (works by DOI), on loopback."""
    works: dict[str, dict[str, Any]] = {}
    feed: list[str] = []

    class Anything(dict):  # type: ignore[type-arg]
        def __missing__(self, path: str) -> object:
            return answer

    def answer(handler: Any, _: int) -> None:
        path = unquote(handler.path)
        if path.startswith("/arxiv"):
            head = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">'
            send(handler, f"{head}{''.join(feed)}</feed>".encode())
        elif (doi := path.removeprefix("/crossref/")) in works:
            send(handler, json.dumps({"status": "ok", "message": works[doi]}).encode())
        else:
            send(handler, b"not here", 404)

    server = Misbehaving(Anything())
    monkeypatch.setenv("PAPERSHELF_ARXIV", f"{server.url}/arxiv")
    monkeypatch.setenv("PAPERSHELF_DOI", f"{server.url}/crossref/")
    monkeypatch.setenv("PAPERSHELF_REGISTRY", f"{server.url}/registry/")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795521600")

    def serve(*, arxiv: tuple[str, ...] = (), crossref: tuple[dict[str, Any], ...] = ()) -> None:
        feed[:] = arxiv
        works.update({item["DOI"]: item for item in crossref})

    yield serve
    server.close()


def atom(title: str, doi: str = "", author: str = "Ada Byron", comment: str = "") -> str:
    """An entry as arXiv answers it."""
    named = f"<arxiv:doi>{doi}</arxiv:doi>" if doi else ""
    return (
        f"<entry><id>http://arxiv.org/abs/2401.44444v1</id><title>{title}</title><published>2024-01-20</published>"
        f"<summary>Text of a paper.</summary><author><name>{author}</name></author>{named}"
        f"<arxiv:comment>{comment}</arxiv:comment></entry>"
    )


def work(
    title: str, doi: str = "10.5555/loom", family: str = "Byron", **more: Any
) -> dict[str, Any]:
    """A work as Crossref answers it."""
    return {"DOI": doi, "type": "journal-article", "title": [title], "author": [{"given": "Ada", "family": family}],
            "container-title": ["Loom Journal"], "volume": "3", "page": "1-2", "issued": {"date-parts": [[2025]]},
            "indexed": {}, "reference-count": 1} | more  # fmt: skip


@pytest.mark.parametrize(
    ("title", "family", "difference"),
    [
        ("A Completely Different Study of Ferries", "Byron", '"A Completely Different Study of Ferries" instead of "On Looms"'),
        ("On Looms", "Zulu", "by Ada Zulu instead of Ada Byron"),
        ("On Looms: Part 2", "Byron", '"On Looms: Part 2" instead of "On Looms"'),
    ],
)  # fmt: skip
def test_a_doi_of_another_work_takes_nothing_over(
    title: str, family: str, difference: str, tmp_path: Path, serve: Serve
) -> None:
    """Authors give arXiv DOIs of other works: the entry is that of the preprint, and both are named."""
    serve(
        arxiv=(atom("On Looms", "10.5555/other"),), crossref=(work(title, "10.5555/other", family),)
    )
    root = collection(tmp_path)
    done = add(root, "2401.44444")
    assert (done.exit_code, last(done)) == (0, counted(added=1))
    assert (
        f"! arXiv 2401.44444: its DOI 10.5555/other belongs to another work: {difference}"
        in done.output
    )
    text = (root / "papers.yaml").read_text()
    assert (
        "10.5555/other" not in text
        and "Loom Journal" not in text
        and "published: 2024-01-20" in text
    )


def test_what_an_answer_lacks_or_repeats_is_said(tmp_path: Path, serve: Serve) -> None:
    """Placeholders, headings, further titles and another DOI are not taken over in silence."""
    more = {
        "volume": "ahead-of-print",
        "page": "n/a",
        "abstract": "<jats:p>Abstract: We weave.</jats:p>",
    }
    answer = work("", "10.5555/alias", **more) | {"title": ["On Looms", "Des métiers"]}
    serve(crossref=(answer,))
    answer["DOI"] = "10.5555/loom"
    root = collection(tmp_path)
    done = add(root, "10.5555/alias")
    for line in (
        "not kept: volume: ahead-of-print",
        "not kept: pages: n/a",
        "not kept: title: Des métiers",
        'abstract: left out the heading "Abstract:"',
        "! DOI 10.5555/alias: its agency has replaced it by DOI 10.5555/loom, which is used instead",
    ):
        assert line in done.output
    added = yaml.safe_load((root / "papers.yaml").read_text())[1]
    assert (added["doi"], added["abstract"]) == ("10.5555/loom", "We weave.")
    assert not {"volume", "pages"} & added.keys()


def test_a_component_is_part_of_a_work(tmp_path: Path, serve: Serve) -> None:
    """The DOI of a figure is refused, with the work that it is in."""
    serve(crossref=(work("Figure 1", type="component", **{"parent-DOI": "10.5555/whole"}),))
    done = add(collection(tmp_path), "10.5555/loom")
    assert (done.exit_code, last(done)) == (1, counted(refused=1))
    assert "a part (component) of DOI 10.5555/whole; add that work instead" in done.output


def test_the_publication_comes_in_whole(tmp_path: Path, serve: Serve) -> None:
    """Year, venue, volume and pages are the publication's; what it does not know stays the preprint's."""
    serve(arxiv=(atom("On looms", "10.5555/loom"),), crossref=(work("On Looms: A View"),))
    root = collection(tmp_path)
    assert add(root, "2401.44444").exit_code == 0
    text = (root / "papers.yaml").read_text()
    for line in (
        "published: 2025\n",
        "venue: Loom Journal\n",
        "doi: 10.5555/loom\n",
        "pages: 1-2\n",
        "Text of a paper.",
    ):
        assert line in text, line


def test_a_doi_that_is_not_registered_is_not_taken_over(tmp_path: Path, serve: Serve) -> None:
    """It leads nowhere."""
    serve(arxiv=(atom("On Looms", "10.5555/none"),))
    root = collection(tmp_path)
    done = add(root, "2401.44444")
    assert "! arXiv 2401.44444: its DOI 10.5555/none was not used: not found" in done.output
    assert "doi:" not in (root / "papers.yaml").read_text()


def test_a_preprint_of_another_work(tmp_path: Path, serve: Serve) -> None:
    """Crossref may name it wrongly: neither its abstract nor its id is taken over."""
    relation = {"has-preprint": [{"id": "10.48550/arXiv.2401.44444"}]}
    serve(arxiv=(atom("On Ferries"),), crossref=(work("On Looms", relation=relation),))
    root = collection(tmp_path)
    done = add(root, "10.5555/loom")
    assert (
        '! DOI 10.5555/loom: its preprint arXiv 2401.44444 was not used: "On Ferries"'
        in done.output
    )
    text = (root / "papers.yaml").read_text()
    assert "arxiv:" not in text and "Text of a paper" not in text


def test_an_id_that_another_title_has(tmp_path: Path, serve: Serve) -> None:
    """The entry that has the arXiv id is named with its title; no second one is made."""
    serve(arxiv=(atom("On Looms"),))
    root = collection(tmp_path, entry("byron2024ferries", "On Ferries", "  arxiv: 2401.44444\n"))
    before = (root / "papers.yaml").read_text()
    done = add(root, "2401.44444", "--update")
    assert last(done) == counted(skipped=1) and before == (root / "papers.yaml").read_text()
    assert (
        'arxiv already in byron2024ferries ("On Ferries"), but this record is "On Looms"'
        in done.output
    )


def test_an_id_of_an_entry_with_another_volume(tmp_path: Path, serve: Serve) -> None:
    """Where the titles agree, the report names what differs."""
    serve(arxiv=(atom("On Looms", "10.5555/loom"),), crossref=(work("On Looms"),))
    more = "  arxiv: 2401.44444\n  venue: Loom Letters\n  volume: 9\n"
    text = entry("byron2024looms", "On Looms", more).replace("Ada Lovelace", "Ada Byron")
    done = add(collection(tmp_path, text), "2401.44444", "--update")
    assert last(done) == counted(skipped=1)
    assert 'in byron2024looms ("On Looms"), but this record has another volume;' in done.output


RETRACTION = {"updated-by": [{"DOI": "10.5555/notice", "type": "retraction", "label": "Retraction",
                              "updated": {"date-parts": [[2021, 5, 6]]}}]}  # fmt: skip
NOTE = "Retraction, 6 May 2021: https://doi.org/10.5555/notice."


def test_a_retracted_paper_says_so(tmp_path: Path, serve: Serve) -> None:
    """It comes in with its status and the notice; the notice itself is refused."""
    serve(crossref=(work("RETRACTED: Looms Cure Colds", **RETRACTION),
                    work("Retraction", "10.5555/notice", **{"update-to": [{"DOI": "10.5555/loom", "type": "retraction"}]})))  # fmt: skip
    root = collection(tmp_path)
    done = add(root, "10.5555/loom", "10.5555/notice")
    assert (done.exit_code, last(done)) == (1, counted(added=1, refused=1))
    assert (
        "- DOI 10.5555/notice: a notice (retraction) about DOI 10.5555/loom; add that work instead"
        in done.output
    )
    text = (root / "papers.yaml").read_text()
    assert (
        f'  status: retracted\n  status_note: "{NOTE}"\n' in text
        or f"  status: retracted\n  status_note: {NOTE}\n" in text
    )
    assert errors(root) == []


def test_a_retraction_in_the_title_of_the_publication(tmp_path: Path, serve: Serve) -> None:
    """The entry has the title of the preprint, and the status that the other title has."""
    serve(arxiv=(atom("On Looms", "10.5555/loom"),), crossref=(work("WITHDRAWN: On Looms"),))
    root = collection(tmp_path)
    assert last(add(root, "2401.44444")) == counted(added=1)
    text = (root / "papers.yaml").read_text()
    assert "  title: On Looms\n" in text and "  status: withdrawn\n" in text


def test_refresh_hears_retractions_and_withdrawals(tmp_path: Path, serve: Serve) -> None:
    """Of what is published as of preprints; nothing else of their records changes."""
    serve(arxiv=(atom("Mills", comment="This paper has been withdrawn by the author"),),
          crossref=(work("Looms", **RETRACTION), work("Ferries", "10.5555/ferry"),
                    work("Kilns", "10.5555/kiln", **{"updated-by": [{"DOI": "10.5555/c", "type": "correction"}]})))  # fmt: skip
    by = "Ada Byron"
    text = "".join(
        entry(name, title, more).replace("Ada Lovelace", by)
        for name, title, more in (
            ("a2024", "Looms", "  doi: 10.5555/loom\n"), ("b2024", "Mills", "  arxiv: 2401.44444\n"),
            ("c2024", "Ferries", "  doi: 10.5555/ferry\n"), ("d2024", "Kilns", "  doi: 10.5555/kiln\n"),
        )
    )  # fmt: skip
    root = write(tmp_path / "shelf", {"papers.yaml": text})
    done = run("-C", root, "refresh")
    assert (done.exit_code, last(done)) == (0, counted(updated=3)), done.output
    found = (root / "papers.yaml").read_text()
    assert (
        found.count("status: retracted")
        == found.count("status: withdrawn")
        == found.count("status: corrected")
        == 1
    )
    assert "Loom Journal" not in found and found.count("\n") == text.count("\n") + 6
    assert last(run("-C", root, "refresh")).startswith("0 added, 0 updated")


def test_refresh_takes_nothing_over_of_another_work(tmp_path: Path, serve: Serve) -> None:
    """The DOI that arXiv names today belongs to somebody else's paper."""
    serve(
        arxiv=(atom("On Looms", "10.5555/other"),), crossref=(work("On Ferries", "10.5555/other"),)
    )
    text = entry("a2024", "On Looms", "  arxiv: 2401.44444\n").replace("Ada Lovelace", "Ada Byron")
    root = write(tmp_path / "shelf", {"papers.yaml": text})
    done = run("-C", root, "refresh")
    assert "belongs to another work" in done.output and text == (root / "papers.yaml").read_text()


def test_refresh_goes_on_where_one_doi_cannot_be_asked(tmp_path: Path, serve: Serve) -> None:
    """An answer that is none is reported; the others are heard."""
    serve(crossref=(work("Looms", **RETRACTION), {"DOI": "10.5555/bad"}))
    text = entry("a2024", "Looms", "  doi: 10.5555/loom\n").replace("Ada Lovelace", "Ada Byron")
    root = write(
        tmp_path / "shelf", {"papers.yaml": text + entry("b2024", "B", "  doi: 10.5555/bad\n")}
    )
    done = run("-C", root, "refresh")
    assert last(done) == counted(updated=1), done.output


def test_refresh_says_what_is_gone_and_hears_titles(tmp_path: Path, serve: Serve) -> None:
    """An unknown identifier is reported; a retraction that only the title has is heard."""
    serve(crossref=(work("RETRACTED: Looms"),))
    text = entry("a2024", "Looms", "  doi: 10.5555/loom\n").replace("Ada Lovelace", "Ada Byron")
    text += entry("b2024", "B", "  doi: 10.5555/gone\n") + entry(
        "c2024", "C", "  arxiv: 2401.55555\n"
    )
    root = write(tmp_path / "shelf", {"papers.yaml": text})
    done = run("-C", root, "refresh")
    assert last(done) == counted(updated=1), done.output
    assert "status: retracted" in (root / "papers.yaml").read_text()
    for lost in ("DOI 10.5555/gone", "arXiv 2401.55555"):
        assert f"! {lost}: not found" in done.output


CASES = ROOT / "tests" / "cases" / "add"
ANSWERS = {
    "mathml-flattened": {"title": r"Decay at 10⁻³ of $\frac{1}{2}$ in MoS₂ and $\sqrt{s}=13\ \mathrm{TeV}$ with $B_s^0\to\mu^{+}$"},
    "jats-formula-twice": {"title": r"O($n^{2.81}$) and O($n^{\log 7}$) at $10^{-x}$: H₂O, $x_{\max}$, dna and Sc code: A View",
                           "abstract": r"We get $\alpha ^2$ and $O(n^2)$ and $k$."},
    "updated-by-retraction": {"status": "retracted", "status_note": "Retraction, 6 May 2021: https://doi.org/10.5555/retr.notice."},
    "arxiv-tex-accents": {"title": r"Erdős–Rényi Looms: A $\mathcal{O}(n)$ View of Naïve Bayes & 100% Looms, “Quoted”",
                          "authors": ["Ada Byron", "J. Mařík", {"literal": "LOOM Collaboration"}, "A. Smith Jr", "José Núñez"]},
    "arxiv-wrong-doi": {"title": "Wrong DOI of Looms", "doi": None, "venue": None, "volume": None, "published": "2024-01-20"},
}  # fmt: skip


@pytest.mark.parametrize("name", ANSWERS)
def test_cases_of_real_users(name: str, tmp_path: Path, serve: Serve) -> None:
    """Answers of arXiv and Crossref as they were, with the right entry."""
    atoms = tuple(path.read_text() for path in CASES.glob(f"{name}.atom-entry"))
    works = [
        json.loads(path.read_bytes())["message"] for path in CASES.glob(f"{name}.crossref.json")
    ]
    serve(arxiv=atoms, crossref=tuple(works))
    wanted = re.findall(r"abs/([\d.]+?)v", atoms[0])[0] if atoms else works[0]["DOI"]
    root = write(tmp_path / "shelf", {"papers.yaml": ""})
    done = add(root, wanted)
    assert done.exit_code == 0, done.output
    (found,) = yaml.load((root / "papers.yaml").read_text(), yaml.BaseLoader)
    assert {field: found.get(field) for field in ANSWERS[name]} == ANSWERS[name]
