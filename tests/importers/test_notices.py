"""Retractions, withdrawals, corrections and expressions of concern are heard in every form."""

from __future__ import annotations

from typing import Any

import pytest

from papershelf.importers import arxiv, csl, notices
from papershelf.importers.draft import Draft
from papershelf.importers.readers import READERS

WORK = {
    "DOI": "10.5555/work",
    "title": ["Looms"],
    "issued": {"date-parts": [[2019]]},
    "type": "journal-article",
}


def update(kind: str, doi: str = "10.5555/notice", **more: Any) -> dict[str, Any]:
    return {"DOI": doi, "type": kind, "updated": {"date-parts": [[2021, 5, 6]]}} | more


@pytest.mark.parametrize(
    ("rows", "status", "note"),
    [
        ([update("retraction", label="Retraction")], "retracted", "Retraction, 6 May 2021: https://doi.org/10.5555/notice."),
        ([update("withdrawal")], "withdrawn", "Withdrawal, 6 May 2021: https://doi.org/10.5555/notice."),
        ([update("removal", updated=None)], "removed", "Removal: https://doi.org/10.5555/notice."),
        ([update("expression_of_concern")], "expression-of-concern", "Expression of concern, 6 May 2021: https://doi.org/10.5555/notice."),
        ([update("Expression-of-Concern")], "expression-of-concern", "Expression of concern, 6 May 2021: https://doi.org/10.5555/notice."),
        ([update("erratum")], "corrected", "Erratum, 6 May 2021: https://doi.org/10.5555/notice."),
        ([update("correction", "10.5555/c"), update("retraction")], "retracted",
         "Correction, 6 May 2021: https://doi.org/10.5555/c. Retraction, 6 May 2021: https://doi.org/10.5555/notice."),
        ([update("correction", doi="", updated={"date-parts": [[2021, 13]]})], "corrected", "Correction."),
        ([update("new_version")], None, None),
        ([update("new_edition"), "odd", None, 3], None, None),
    ],
)  # fmt: skip
def test_a_work_says_what_updates_it(rows: list[Any], status: str | None, note: str | None) -> None:
    """The gravest update is the status, every notice is in the note; a new version is neither."""
    draft = csl.to_draft(WORK | {"updated-by": rows}, "x")
    assert (status, note) == (draft.fields.get("status"), draft.fields.get("status_note"))
    assert draft.notice == "" and not {"updated-by", "update-to"} & draft.left.keys()


@pytest.mark.parametrize(
    "kind", ["retraction", "correction", "corrigendum", "expression_of_concern", "addendum"]
)
def test_a_notice_says_what_it_is_about(kind: str) -> None:
    """Its DOI does not count as a paper."""
    draft = csl.to_draft(WORK | {"update-to": [update(kind, "10.5555/other")]}, "x")
    said = kind.replace("_", " ")
    assert draft.notice == f"a notice ({said}) about DOI 10.5555/other; add that work instead"


def test_a_new_version_is_a_work() -> None:
    """Preprint servers say `update-to` of each version."""
    assert csl.to_draft(WORK | {"update-to": [update("new_version")]}, "x").notice == ""


def test_a_notice_in_the_place_of_its_work() -> None:
    """Some publishers register a retraction under the DOI of the work itself."""
    row = {"DOI": "10.5555/LOOM", "type": "retraction", "label": "Retraction"}
    draft = Draft(where="x")
    notices.hear_crossref({"DOI": "10.5555/loom", "update-to": [row]}, draft)
    assert (draft.notice, draft.fields["status"]) == ("", "retracted")


@pytest.mark.parametrize(
    ("title", "status", "notice"),
    [
        ("RETRACTED: Looms", "retracted", ""), ("Retracted article: Looms", "retracted", ""),
        ("[Retracted] Looms", "retracted", ""), ("WITHDRAWN: Looms", "withdrawn", ""),
        ("(Withdrawn) Looms", "withdrawn", ""), ("Retracted papers: a study", None, ""),
        ("Retraction notice to “Looms” [J. Loom. 3]", None, "retraction notice"),
        ("Retraction Note: Looms", None, "retraction note"), ("Retraction: Looms", None, "retraction"),
        ("Erratum to: Looms", None, "erratum"), ("Erratum: Looms [Loom Rev. 1]", None, "erratum"),
        ("Corrigendum to \"Looms\"", None, "corrigendum"), ("Corrigenda for Looms", None, "corrigenda"),
        ("Author Correction: Looms", None, "correction"), ("Publisher's correction: Looms", None, "correction"),
        ("Correction to: Looms", None, "correction"), ("Expression of Concern: Looms", None, "expression of concern"),
        ("Correction: Looms", None, "correction"), ("RETRACTED - Looms", "retracted", ""),
        ("Looms. RETRACTED", "retracted", ""), ("How looms are retracted", None, ""), ("Retracted - a memoir", None, ""),
        ("Correction to scaling on looms", None, ""), ("Correction of looms", None, ""), ("Withdrawal: a memoir", None, ""), ("Correction: a memoir", None, ""),
        ("Looms [RETRACTED]", "retracted", ""), ("Looms (Withdrawn)", "withdrawn", ""), ("REMOVED: Looms", "removed", ""),
        ("Looms (Retracted article. See vol. 3, pg. 1, 2020)", "retracted", ""),
        ("Removed: a memoir", None, ""), ("Looms (retracted papers)", None, ""), ("Looms (retracted", None, ""),
        ("Notice of Retraction: Looms", None, "notice of retraction"), ("Retraction notice", None, "retraction notice"),
        ("Retraction to: Looms", None, "retraction"), ("Erratum", None, "erratum"), ("Addendum: Looms", None, "addendum"),
        ("Editorial Expression of Concern: Looms", None, "expression of concern"), ("Editorial work", None, ""),
        ("Retraction of consent", None, ""), ("Removal for the poor", None, ""), ("Expression of concern proteins", None, ""),
        ("Looms: Erratum", None, "erratum"), ("Looms [Retraction]", None, "retraction"), ("Looms (Corrigendum)", None, "corrigendum"),
        ("Statement of Retraction: Looms", None, "statement of retraction"), ("Retraction statement: Looms", None, "retraction statement"),
        ("Retraction of “Looms”", None, "retraction"), ("Retraction for Quill et al., Looms", None, "retraction"),
        ("Notice of Removal: Looms", None, "notice of removal"), ("Looms (retraction)", None, "retraction"), ("Looms: Retraction", None, ""),
        ("Statement of retraction rates", None, ""), ("Retraction of the “loom” hypothesis", None, ""),
        ("Retraction of “fake news” on Twitter", None, ""), ("Withdrawal of “Brexit”: a discourse", None, ""),
        ("Retraction to “Looms” [J. Loom. 3 (2019) 1–9]", None, "retraction"), ("On retraction]", None, ""),
        ("On error – Expression of concern", None, "expression of concern"),
        ("Addendum to a life: a memoir of correction", None, ""),
        ("Do looms err? RETRACTED", "retracted", ""), ("织机. RETRACTED", "retracted", ""), ("REMOVED ARTICLE - Looms", "removed", ""),
    ],
)  # fmt: skip
def test_titles(title: str, status: str | None, notice: str) -> None:
    """A warning is the status; what may be the title of a work is not taken for a notice."""
    draft = Draft(where="x", fields={"title": title})
    assert notice == notices.hear_title(draft)
    assert (status, "", []) == (draft.fields.get("status"), draft.notice, draft.doubts)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("ris", "TY  - JOUR\nTI  - RETRACTED: Looms\nPY  - 2020\nER  - \n"),
        ("bibtex", "@article{k, title={RETRACTED: Looms}, year=2020}"),
        ("csl-json", '[{"title": "RETRACTED: Looms", "issued": {"raw": "2020"}, "status": ""}]'),
        ("csv", "title,year,status\nRETRACTED: Looms,2020,\n"),
        ("endnote", "%0 Journal Article\n%T RETRACTED: Looms\n%D 2020\n"),
        ("medline", "PMID- 1\nTI  - RETRACTED: Looms.\nDP  - 2020\n"),
    ],
)  # fmt: skip
def test_titles_in_every_format(form: str, text: str) -> None:
    """A format that has no status does not say that there is none."""
    (draft,) = READERS[form].read(text, "x")
    assert notices.hear_title(draft) == ""
    assert draft.fields["status"] == "retracted"


@pytest.mark.parametrize(
    "title",
    ["Why looms are WITHDRAWN", "HOW LOOMS ARE RETRACTED", "LOOMS: WITHDRAWN", "REMOVED - A Life",
     "REMOVED: A LIFE", "WITHDRAWN - A LIFE", "Looms that are NON-RETRACTED"],
)  # fmt: skip
def test_a_word_in_capitals_may_be_a_part_of_the_title(title: str) -> None:
    """Databases write whole titles in capitals, and authors single words: people decide."""
    draft = Draft(where="x", fields={"title": title})
    for _ in range(2):
        assert notices.hear_title(draft) == ""
    assert "status" not in draft.fields
    assert ["may be a warning" in doubt for doubt in draft.doubts] == [True]


def feed(comment: str, abstract: str = "We weave.") -> bytes:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry>'
        "<id>http://arxiv.org/abs/2401.00001v2</id><title>Looms</title><published>2024-01-01</published>"
        f"<summary>{abstract}</summary><author><name>Ada Quill</name></author>"
        f"<arxiv:comment>{comment}</arxiv:comment></entry></feed>"
    ).encode()


@pytest.mark.parametrize(
    ("comment", "abstract", "note"),
    [
        ("This paper has been withdrawn by the author", "x", "This paper has been withdrawn by the author"),
        ("12 pages, withdrawn by authors", "x", "12 pages, withdrawn by authors"),
        ("Withdrawn.", "x", "Withdrawn."), ("Paper withdrawn due to a flaw", "x", "Paper withdrawn due to a flaw"),
        ("4 pages", "This article has been withdrawn due to an error in Lemma 2.", "This article has been withdrawn due to an error in Lemma 2."),
        ("Withdrawn from ICLR 2024", "x", None), ("supersedes a withdrawn paper", "x", None),
        ("4 pages", "The electron is withdrawn by the ligand.", None),
        ("4 pages", "The paper was withdrawn from the machine.", None),
    ],
)  # fmt: skip
def test_withdrawals_at_arxiv(comment: str, abstract: str, note: str | None) -> None:
    """The comment of the newest version, or its abstract; not of a conference, not of an electron."""
    draft = arxiv.to_drafts(feed(comment, abstract))["2401.00001"]
    wanted = (None, None) if note is None else ("withdrawn", note)
    assert wanted == (draft.fields.get("status"), draft.fields.get("status_note"))


@pytest.mark.parametrize(
    ("kind", "status", "is_notice"),
    [("Retracted Publication", "retracted", False), ("Published Erratum", None, True), ("Correction", None, True),
     ("Retraction of Publication", None, True), ("Article", None, False), ("", None, False)],
)  # fmt: skip
def test_kinds_of_documents(kind: str, status: str | None, is_notice: bool) -> None:
    """As Web of Science, Scopus and PubMed say them."""
    draft = Draft(where="x")
    notices.hear_document(kind, draft)
    assert (status, is_notice) == (draft.fields.get("status"), bool(draft.notice))


BY = "author={Quill, Ada}, year=2019, journal={Hive Letters}"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ris", "TY  - JOUR\nTI  - Looms\nAU  - Quill, Ada\nPY  - 2019\nM3  - KIND\nER  - \n"),
        ("ris", "PT J\nAU Quill, A\nTI Looms\nPY 2019\nDT Article; KIND\nER\n"),
        ("medline", "PMID- 1\nTI  - Looms.\nFAU - Quill, Ada\nDP  - 2019\nPT  - Journal Article\nPT  - KIND\n"),
        ("bibtex", "@article{a, title={Looms}, " + BY + ", document_type={KIND}}"),
        ("csv", "Title,Authors,Year,Document Type\nLooms,\"Quill, A.\",2019,KIND\n"),
        ("yaml", "- {title: Looms, authors: [Ada Quill], year: 2019, type: KIND}\n"),
    ],
)  # fmt: skip
def test_kinds_of_documents_in_files(name: str, text: str) -> None:
    """Every format that has such a field: the work with its status, and not the notice."""
    kinds = {
        "Retracted Publication": ("retracted", False),
        "Erratum": (None, True),
        "Article": (None, False),
    }
    for kind, (status, is_notice) in kinds.items():
        (draft,) = READERS[name].read(text.replace("KIND", kind), "x")
        assert (status, is_notice) == (draft.fields.get("status") or None, bool(draft.notice)), kind
