"""What readers paste into the search: identifiers, names, references and abstracts."""

from __future__ import annotations

import re
from typing import Any

import pytest

from support.helpers import Served, answered, ask

pytestmark = pytest.mark.slow


@pytest.fixture
def page(looms_page: Any) -> Any:
    """A page from which readers search."""
    return looms_page


AUTHORS = {
    "lovelace2024looms": ["J. Müller", "Muller J", "Mueller J", "sogaard", "Soegaard et al. (2024)", "Søgaard & Müller"],
    "hopper2023engines": ["muller, k.", "L Kaiser", "lukasz kaiser", "Cakici R", "X. Kaiser"],
    "hopper2023engines lovelace2024looms": ["müller", "mueller"],
}  # fmt: skip


def test_authors_are_found_as_people_write_them(page: Any) -> None:
    """Names match without accents, by initials on either side, and next to other words; an initial
    that no author has is ignored."""
    for paper_ids, spellings in AUTHORS.items():
        for spelling in spellings:
            assert paper_ids.split() == sorted(ask(page, spelling)), spelling


IDENTIFIERS = {
    "lovelace2024looms": [
        "2404.17858", "arXiv:2404.17858v3", "arxiv 2404.17858", "2404.17858v2.pdf", "arXiv:2404.17858 [cs.CL]",
        "https://arxiv.org/abs/2404.17858", "http://export.arxiv.org/pdf/2404.17858v1.pdf", "10.48550/arXiv.2404.17858",
        "https://doi.org/10.48550/ARXIV.2404.17858", "https://huggingface.co/papers/2404.17858",
        "10.1000/loom.1", "10.1000/LOOM.1", "doi: 10.1000/Loom.1", "https://dx.doi.org/10.1000%2Floom.1",
        "https://openreview.net/forum?id=B1xsqj09Fm&noteId=x", "B1xsqj09Fm", "openreview:B1xsqj09Fm",
        "https://aclanthology.org/2020.acl-main.1/", "https://www.aclweb.org/anthology/2020.acl-main.1.pdf", "2020.acl-main.1",
        "pmid: 31452104", "https://pubmed.ncbi.nlm.nih.gov/31452104/", "https://pubmed.ncbi.nlm.nih.gov/31452104/citations/",
        "978-0-262-04630-5", "isbn:9780262046305",
        "lovelace2024looms", "Lovelace2024Looms", "lovelace2023looms",
        # within what is pasted
        "10.1000/loom.1.", "(doi:10.1000/loom.1)", "“10.1000/loom.1”", "DOI 10.1000/loom.1,", "doi = {10.1000/loom.1},", "\u200b10.1000/loom.1",
        "https://publisher.example.org/content/pdf/10.1000/loom.1.pdf", "https://example.org/url?q=https://doi.org/10.1000%2Floom.1&sa=D",
        "Ada Lovelace. Something else. 2024. https://doi.org/10.1000/loom.1.", "[arXiv:2404.17858]", "<2404.17858>", "arXiv:2404.17858v1 [cs.CL] 27 Apr 2024",
        "A. Lovelace, arXiv preprint arXiv:2404.17858, 2024", "https://ar5iv.labs.arxiv.org/html/2404.17858", "ISBN 978-0-262-04630-5", "978\u20110\u2011262\u201104630\u20115",
        "J. Eng. 3 (2024), doi:10.9999/other.5, arXiv:2404.17858", "CoRR abs/2404.17858 (2024)", "https://www.alphaxiv.org/overview/2404.17858",
        "see https://huggingface.co/papers/2404.17858 and others", "https://www.biorxiv.org/content/10.1000/loom.1v2.full.pdf",
        "[10.1000/loom.1](https://doi.org/10.1000/loom.1)", '<a href="https://doi.org/10.1000/loom.1">10.1000/loom.1</a>', "*10.1000/loom.1*", "10.1000/loom.1。",
        "arXiv preprint 2404.17858", "arXiv ID: 2404.17858v1", "eprint = {2404.17858},", "[2404.17858] Weaving", "2404.17858v2 [cs.CL]",
        "https://scholar.google.com/scholar_url?url=https%3A%2F%2Farxiv.org%2Fabs%2F2404.17858&hl=en", "https://scholar.google.com/scholar?hl=en&q=10.1000%2Floom.1&btnG=",
        "ISBN: 978-0-262-04630-5 (hardcover)", "isbn = {9780262046305},", "ISBN-13 : 978-0262046305", "978-0-262-04630-5 (print)", "https://openlibrary.org/isbn/9780262046305",
        "PMID: 31452104; PMCID: PMC1", "pmid = {31452104},", "Epub 2019 Aug 26. PubMed PMID: 31452104.", "https://pubmed.ncbi.nlm.nih.gov/?term=31452104",
        "In ICLR. URL https://openreview.net/forum?id=B1xsqj09Fm.", "url = {https://aclanthology.org/2020.acl-main.1},",
    ],
    "noether2022rings": ["math/0309136", "math.GT/0309136v2", "https://arxiv.org/abs/math.GT/0309136"],
}  # fmt: skip


def test_an_identifier_in_any_spelling_leads_to_its_paper(page: Any, looms: Served) -> None:
    """It comes first and is labelled as such, even if another paper's text contains it; Enter opens it."""
    for paper_id, spellings in IDENTIFIERS.items():
        for spelling in [*spellings, f"{looms.url}papers/{paper_id}/"]:
            assert [paper_id] == ask(page, spelling)[:1], spelling
            assert page.inner_text(".ps-state") == "This is the paper with that identifier.", (
                spelling
            )
    page.keyboard.press("Enter")
    page.wait_for_url(looms.url + "papers/noether2022rings/")
    assert page.locator("mark").count() == 0


COUNTED = """import * as real from "./pagefind.js?real";
export const { options, init } = real;
export const search = (text) => {
  (globalThis.searched ??= []).push(text);
  return real.search(text);
};"""


def test_a_whole_abstract_is_asked_for_a_few_times(page: Any) -> None:
    """What somebody pastes is cut where no question goes on; its many words are not tried in turn, each
    of which would be a search that loads a part of the index."""
    page.route(
        re.compile(r"/pagefind\.js\?(?!real)"),
        lambda route: route.fulfill(body=COUNTED, content_type="text/javascript"),
    )
    ask(page, "punched cart looms")
    assert len(page.evaluate("globalThis.searched.splice(0)")) > 4
    pasted = "looms engines punched cards of gastropods " * 100
    page.locator("#ps-q").fill(pasted)
    assert page.locator("#ps-q").input_value() == pasted[:300]
    answered(page, pasted[:300])
    assert 1 <= len(page.evaluate("globalThis.searched")) <= 12


def test_a_whole_reference_finds_its_paper(page: Any) -> None:
    """Its journal and its pages are nowhere here, and an initial has no full stop."""
    reference = "Müller, J., & Søgaard, A. (2019). Weaving looms: a punched card tells the loom what to weave."
    assert ask(page, f"{reference} Quarterly of Qqqq, 42(4), 1199–1203. https://example.org/x")[
        :1
    ] == ["lovelace2024looms"]
    assert page.inner_text(".ps-state").startswith(
        "No paper has all of these words. These contain some"
    )
    entry = "@inproceedings{mueller24, title = {Weaving {Looms}}, author={Jane Müller and Søgaard}}"
    assert ask(page, entry)[:1] == ["lovelace2024looms"]
    assert ask(page, " ".join(f"qq{n}zz" for n in range(12))) == []
