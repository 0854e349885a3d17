"""Single values as databases, programs and groups write them."""

from __future__ import annotations

import pytest

from papershelf.importers.draft import Draft
from papershelf.importers.readers import READERS
from papershelf.importers.values import to_values
from support.drafts import drafts


def test_macros_of_ads_in_proceedings() -> None:
    """Proceedings and series have them, too."""
    (draft,) = drafts(
        "@inproceedings{k, title={T}, year=2018, booktitle=\\procspie, series={\\apss}}", "x.bib"
    )
    assert draft.fields["venue"] == "Proceedings of the SPIE" and draft.odd == {}
    assert draft.fields["series"] == "Astrophysics and Space Science"


@pytest.mark.parametrize(
    ("entry", "kind", "venue"),
    [
        ("@misc{k, eprint={2201.00004}, archivePrefix={arXiv}, institution={Hive University}, ", "", ""),
        ("@techreport{k, eprint={2201.00004}, archivePrefix={arXiv}, institution={Hive University}, ", "report", "Hive University"),
        ("@article{k, eprint={2201.00004}, archivePrefix={arXiv}, institution={Hive University}, ", "article", ""),
        ("@online{k, eprint={2201.00004}, eprinttype={arxiv}, organization={Hive University}, ", "article", ""),
        ("@unpublished{k, eprint={2201.00004}, eprinttype={arxiv}, institution={Hive University}, ", "article", ""),
        ("@techreport{k, number={TR-1}, institution={Hive University}, ", "report", "Hive University"),
        ("@article{k, journal={arXiv preprint arXiv:2301.00003}, ", "article", "arXiv"),
        ("@article{k, journal={CoRR}, volume={abs/2301.00003}, eprint={2301.00003}, eprinttype={arXiv}, ", "article", "CoRR"),
        ("@article{k, journal={bioRxiv}, ", "article", "bioRxiv"),
        ("@article{k, journal={ICLR 2026 (Poster)}, ", "paper-conference", "ICLR 2026 (Poster)"),
        ("@article{k, booktitle={Proceedings of the Hive Conference}, ", "paper-conference", "Proceedings of the Hive Conference"),
        ("@misc{k, howpublished={Preprint, {arXiv}:2301.00003 [math.{DG}] (2023)}, arxiv={arXiv:2301.00003}, ", "", "arXiv"),
        ("@article{k, journal={Proceedings of the National Academy of Sciences}, ", "article-journal", "Proceedings of the National Academy of Sciences"),
    ],
)  # fmt: skip
def test_preprints_and_conferences_among_articles(entry: str, kind: str, venue: str) -> None:
    """An institution is not the venue of a preprint; the type "article" of search engines means little."""
    (draft,) = drafts(f"{entry} title={{T}}, author={{Quill, Ada}}, year=2022}}", "x.bib")
    assert (kind, venue) == (draft.fields["type"], to_values(draft).values.get("venue", ""))
    left = {"institution", "organization"} & draft.left.keys()
    assert bool(left) == ("Hive University" in entry and kind != "report")
    assert ("type" in draft.left) == (kind == "paper-conference")


@pytest.mark.parametrize("address", ["https://arxiv.org/pdf/2301.00003v2.pdf", "https://arxiv.org/abs/2301.00003"])  # fmt: skip
def test_the_pdf_at_arxiv_names_the_preprint(address: str) -> None:
    """As in JSON and YAML; an article keeps the DOI in its address beside it."""
    more = f"url={{https://doi.org/10.5555/x}}, pdf={{{address}}}"
    (draft,) = drafts(
        f"@article{{k, title={{T}}, journal={{Loom J.}}, year=2023, {more}}}", "x.bib"
    )
    found = to_values(draft).values
    assert (found["arxiv"], found["doi"], found["urls"]["pdf"]) == (
        "2301.00003",
        "10.5555/x",
        address,
    )
    (draft,) = drafts("@article{k, title={T}, year=2023, pdf={0301.1234}}", "x.bib")
    assert "arxiv" not in draft.fields and draft.left == {"pdf": "0301.1234"}, "a file"


@pytest.mark.parametrize(
    ("doi", "wanted"),
    [
        ("{{10.5555/x}}", "10.5555/x"), ("{{{10.5555/x}}}", "10.5555/x"), ("{ {10.5555/x} }", "10.5555/x"),
        ('"{10.5555/x}"', "10.5555/x"), ("{10.5555/(a)b}", "10.5555/(a)b"), ("{10.5555/x_y}", "10.5555/x_y"),
    ],
)  # fmt: skip
def test_braces_around_identifiers(doi: str, wanted: str) -> None:
    """However many: identifiers and addresses hold no markup."""
    (draft,) = drafts(
        f"@article{{k, title={{T}}, author={{Quill, Ada}}, year=2020, doi = {doi}}}", "x.bib"
    )
    assert wanted == to_values(draft).values["doi"]


def test_words_in_the_place_of_values() -> None:
    """A database's word for "none" is ignored, and an identifier is found among other words."""
    (draft,) = drafts(
        "Authors,Title,Year,Abstract,DOI\n[No author name available],Hives,2019,"
        "[No abstract available],\n",
        "x.csv",
    )
    made = to_values(draft)
    assert {"title", "published"} == set(made.values)
    assert sorted(made.lost) == [
        "abstract: [No abstract available]",
        "authors: left out: [No author name available]",
    ]
    (draft,) = drafts('- {title: T, year: 2024, arxiv: "arXiv:2403.00010v2 [cs.CL]"}', "x.yaml")
    made = to_values(draft)
    assert made.values["arxiv"] == "2403.00010"
    assert made.doubts == ['arxiv: "arXiv:2403.00010v2 [cs.CL]" is read as 2403.00010']


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("https://x.example/a;", "https://x.example/a"),
        ("http://https://x.example/a", "https://x.example/a"),
        ("https://x.example/a?b=1&amp;c=2", "https://x.example/a?b=1&c=2"),
        ("https://x.example/a\\_b”", "https://x.example/a_b"),
    ],
)
def test_what_is_copied_along_with_a_url(url: str, meant: str) -> None:
    """It is left out, and the report says so."""
    (draft,) = drafts(f"TY  - JOUR\nTI  - T\nPY  - 2001\nUR  - {url}\nER  - \n", "x.ris")
    made = to_values(draft)
    assert made.values["urls"] == {"paper": meant}
    assert made.lost == []


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("bibtex", "@phdthesis{k, title={T}, year=2020, university={Loom University}}"),
        ("ris", "TY  - THES\nTI  - T\nPY  - 2020\nPB  - Loom University\nER  - \n"),
        ("endnote", "%0 Thesis\n%T T\n%D 2020\n%I Loom University\n"),
        ("csv", "Title,Item Type,Publisher,Year\nT,thesis,Loom University,2020\n"),
        ("csl-json", '[{"type": "thesis", "title": "T", "issued": {"raw": "2020"},'
                     ' "publisher": "Loom University"}]'),
        ("bibtex", "@techreport{k, title={T}, year=2020, institution={Loom University}}"),
        ("ris", "TY  - RPRT\nTI  - T\nPY  - 2020\nPB  - Loom University\nER  - \n"),
        ("endnote", "%0 Report\n%T T\n%D 2020\n%I Loom University\n"),
        ("csl-json", '[{"type": "report", "title": "T", "issued": {"raw": "2020"},'
                     ' "publisher": "Loom University"}]'),
    ],
)  # fmt: skip
def test_the_institution_of_a_thesis_or_a_report(form: str, text: str) -> None:
    """EndNote has a field of its own for it in BibTeX; other formats call it the publisher."""
    (draft,) = READERS[form].read(text, "x")
    found = to_values(draft).values
    assert found["venue"] == "Loom University" and "publisher" not in found


@pytest.mark.parametrize(
    ("link", "name", "value"),
    [
        ("https://aclanthology.org/N99-1234", "acl", "N99-1234"),
        ("https://openreview.net/forum?id=loomLOOM12", "openreview", "loomLOOM12"),
        ("https://pubmed.ncbi.nlm.nih.gov/20000001/", "pmid", "20000001"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7000001/", "pmcid", "PMC7000001"),
        ("https://doi.org/10.5555/loom.1", "doi", "10.5555/loom.1"),
    ],
)
def test_identifiers_in_the_link_to_the_paper(link: str, name: str, value: str) -> None:
    """Some sites export their identifiers nowhere else."""
    texts = {
        "bibtex": f"@misc{{k, title={{T}}, year=2020, url={{{link}}}}}",
        "ris": f"TY  - JOUR\nTI  - T\nPY  - 2020\nUR  - {link}\nER  - \n",
        "endnote": f"%0 Journal Article\n%T T\n%D 2020\n%U {link}\n",
        "csv": f"Title,Year,URL\nT,2020,{link}\n",
        "csl-json": f'[{{"title": "T", "issued": {{"raw": "2020"}}, "URL": "{link}"}}]',
    }
    for form, text in texts.items():
        (draft,) = READERS[form].read(text, "x")
        assert to_values(draft).values.get(name) == value, form


def test_keys_of_biblatex_are_words() -> None:
    """They name the countries of a patent and a series of a journal."""
    (draft,) = drafts(
        "@patent{k, title={T}, date=2020, location={countryfr and countryuk}, series={newseries}}",
        "x.bib",
    )
    assert draft.fields["place"] == "France, United Kingdom"
    assert draft.fields["series"] == "new series"


def test_proceedings_of_the_acl_anthology() -> None:
    """Its files for EndNote have them as a series, and their editors in a tag of their own."""
    text = (
        "%0 Conference Proceedings\n%T Looms\n%A Quill, Ada\n%Y Reed, Bo\n%Y Dow, Cy\n"
        "%S Proceedings of Looms\n%D 2019\n%I Loom Society\n"
    )
    (draft,) = READERS["endnote"].read(text, "x")
    found = to_values(draft)
    assert found.values["venue"] == "Proceedings of Looms" and draft.left == {}
    assert [name.shown for name in found.values["editors"]] == ["Bo Reed", "Cy Dow"]
    (draft,) = READERS["endnote"].read(f"{text}%B Loom Days\n", "x")
    found = to_values(draft)
    assert found.values["venue"] == "Loom Days" and draft.left == {"%Y": "Reed, Bo; Dow, Cy"}
    assert found.values["series"] == "Proceedings of Looms"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("ris", "TY  - JOUR\nTI  - Looms\nJO  - arXiv preprint arXiv:2401.00001\nPY  - 2024\nER  - \n"),
        ("endnote", "%0 Journal Article\n%T Looms\n%J arXiv preprint arXiv:2401.00001\n%D 2024\n"),
        ("csv", "Title,Publication,Year\nLooms,arXiv preprint arXiv:2401.00001,2024\n"),
        ("jsonl", '{"title": "Looms", "year": 2024, "venue": "arXiv", "volume": "abs/2401.00001"}'),
        ("csl-json", '[{"type": "article-journal", "title": "Looms", "issued": {"raw": "2024"},'
                     ' "container-title": "CoRR abs/2401.00001"}]'),
    ],
)  # fmt: skip
def test_the_number_of_an_archive_is_no_part_of_its_name(form: str, text: str) -> None:
    """Google Scholar and DBLP have the arXiv id nowhere else."""
    (draft,) = READERS[form].read(text, "x")
    found = to_values(draft).values
    assert (found["venue"], found["arxiv"]) == ("arXiv", "2401.00001")
    assert found.get("type", "article") == "article" and "volume" not in found


def test_labels_are_no_part_of_a_value() -> None:
    """`Vol. 3` and `In Proceedings …`, which styles would print twice; `In Vivo` is a journal."""
    given = {
        "volume": "Vol. 3",
        "issue": "No. 4",
        "pages": "pp. 1-10",
        "venue": "In Proceedings of Looms",
    }
    made = Draft(where="x", fields=dict(given))
    found = to_values(made)
    assert found.values == {
        "venue": "Proceedings of Looms",
        "volume": "3",
        "issue": "4",
        "pages": "1-10",
    }
    assert 'pages: "pp. 1-10" is read as 1-10' in found.doubts
    both = to_values(Draft(where="x", fields={"volume": "12(3)"}))
    assert both.values == {"volume": "12", "issue": "3"}
    assert both.doubts == ['volume: "12(3)" is read as volume: 12, issue: 3']
    whole = to_values(Draft(where="x", fields={"pages": "12(3):1-4", "volume": "12(3)"}))
    assert whole.values == {"volume": "12", "issue": "3", "pages": "1-4"}
    others = {"volume": "Volumina", "issue": "November", "pages": "pp", "venue": "In Vivo"}
    assert to_values(Draft(where="x", fields=dict(others))).values == others
    assert to_values(Draft(where="x", fields=dict(given), is_ours=True)).values == given


def test_addresses_of_ris() -> None:
    """A resolver's address takes no other's place; a page with the DOI in it is another page."""
    pages = [f"https://press.example/{part}/10.5555/looms.1" for part in ("full", "pdf")]
    lines = ["DO  - 10.5555/looms.1", "UR  - https://dx.doi.org/10.5555/LOOMS.1"]
    lines += [f"UR  - {page}" for page in pages]
    text = "\n".join(["TY  - JOUR", "TI  - T", "PY  - 2020", *lines, "ER  - \n"])
    (draft,) = READERS["ris"].read(text, "x")
    assert draft.fields["urls"] == {"paper": pages[0]}
    assert draft.left["UR"] == pages[1]
    (draft,) = READERS["ris"].read(
        "TY  - JOUR\nTI  - T\nPY  - 2020\nUR  - www.press.example/a\nER  - \n", "x"
    )
    assert to_values(draft).values["urls"] == {"paper": "https://www.press.example/a"}


def test_tags_of_ris_mean_something_else_by_type() -> None:
    """AU of an edited book are its editors, T2 of a book its series, A4 of a report a department."""
    record = "TY  - {}\nTI  - T\nAU  - Hopper, Grace\nPY  - 2020\nT2  - Notes\nA4  - Byron, Ada\nER  - \n"
    (edited,) = drafts(record.format("EDBOOK"), "ris")
    made = to_values(edited).values
    assert [name.shown for name in made["editors"]] == ["Grace Hopper"] and "authors" not in made
    assert made["series"] == "Notes" and "venue" not in made
    assert [name.shown for name in made["translators"]] == ["Ada Byron"]
    (report,) = drafts(record.format("RPRT"), "ris")
    assert "translators" not in to_values(report).values and report.left["A4"] == "Byron, Ada"


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        ("A1  - Quill, Ada\nAU  - Loom, B.\n", ["Ada Quill", "B. Loom"]),
        ("AU  - Loom, B.\nA1  - Quill, Ada\n", ["Ada Quill", "B. Loom"]),
        ("A1  - Quill, Ada\nA1  - Loom, B.\n", ["Ada Quill", "B. Loom"]),
        (
            "A1  - Quill, A.\nA1  - Loom, B.\nAU  - Quill, Ada\nAU  - Loom, Bo\n",
            ["Ada Quill", "Bo Loom"],
        ),
    ],
)
def test_first_authors_of_ris(lines: str, authors: list[str]) -> None:
    """A1 is the first author before those of AU, or all of them a second time."""
    (draft,) = drafts(f"TY  - JOUR\nTI  - T\n{lines}PY  - 2020\nER  - \n", "ris")
    assert [name.shown for name in to_values(draft).values["authors"]] == authors


@pytest.mark.parametrize(
    ("kind", "is_kept"), [("JOUR", False), ("MGZN", False), ("NEWS", True), ("CONF", True), ("BOOK", True)]
)  # fmt: skip
def test_the_place_of_a_journal_is_that_of_its_publisher(kind: str, is_kept: bool) -> None:
    """Zotero has no field for it and no style prints it; it is reported."""
    text = f"TY  - {kind}\nTI  - T\nPY  - 2020\nJF  - Hives\nCY  - Turin\nER  - \n"
    (draft,) = drafts(text, "ris")
    made = to_values(draft).values
    assert ("Turin" if is_kept else None, {} if is_kept else {"CY": "Turin"}) == (
        made.get("place"), draft.left,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("ris", "TY  - UNPB\nTI  - T\nPY  - 2020\nPB  - bioRxiv\nER  - \n"),
        ("ris", "TY  - UNPB\nTI  - T\nPY  - 2020\nT2  - bioRxiv\nER  - \n"),
        ("csl-json", '[{"type": "manuscript", "title": "T", "issued": {"raw": "2020"}, "publisher": "bioRxiv"}]'),
        ("csl-json", '[{"type": "manuscript", "title": "T", "issued": {"raw": "2020"}, "container-title": "bioRxiv"}]'),
    ],
)  # fmt: skip
def test_manuscripts_in_archives(form: str, text: str) -> None:
    """Are preprints, for which RIS and older programs have no type; others stay manuscripts."""
    for archive, kind in (("bioRxiv", "article"), ("Loom Archive", "manuscript")):
        (draft,) = READERS[form].read(text.replace("bioRxiv", archive), "x")
        made = to_values(draft).values
        assert (kind, archive) == (made["type"], made.get("venue") or made["publisher"])


RIS_BEGIN = "TY  - JOUR\nTI  - T\nPY  - 2020\n"


@pytest.mark.parametrize(
    ("lines", "pages"),
    [
        ("SP  - 123\nEP  - +\n", "123+"),
        ("SP  - 123\nEP  - 123–130\n", "123-130"),
        ("SP  - 123-\nEP  - 130\n", "123-130"),
        ("SP  - 123−130\n", "123-130"),
        ("SP  - ARTN 8123\n", "8123"),
        ("SP  - n/a\nEP  - n/a\n", ""),
        ("SP  - n/a-n/a\n", ""),
        ("SP  - nil\n", ""),
        ("SP  - to appear\n", ""),
        ("SP  - １２－２０\n", "12-20"),
        ("SP  - 12〜20\n", "12-20"),
        ("SP  - 12 ~ 20\n", "12-20"),
        ("SP  - 8p.\n", ""),
        ("SP  - xii, 310 p.\n", ""),
    ],
)
def test_pages_of_databases(lines: str, pages: str) -> None:
    """Pages that go on, a range in place of its end, minus signs, article numbers, no pages yet."""
    (draft,) = drafts(f"{RIS_BEGIN}{lines}ER  - \n", "x.ris")
    assert to_values(draft).values.get("pages", "") == pages


def test_what_says_that_there_is_no_value() -> None:
    """Volume and issue 0 of articles that have none yet, and unknown publishers."""
    lines = "VL  - 0\nIS  - 0\nPB  - [s.n.]\n"
    (draft,) = drafts(f"{RIS_BEGIN}{lines}ER  - \n", "x.ris")
    made = to_values(draft)
    assert not {"volume", "issue", "publisher"} & made.values.keys()
    assert made.lost == ["volume, issue: 0", "publisher: [s.n.]"]
    (draft,) = drafts(f"{RIS_BEGIN}VL  - 0\nIS  - 1\nER  - \n", "x.ris")
    assert to_values(draft).values["volume"] == "0"


def test_days_of_articles_in_endnote() -> None:
    """Its edition of an article is the day of online publication; a day may end with a slash."""
    text = "%0 Journal Article\n%T T\n%D 2020\n%8 2020/05/06/\n%7 Epub 2019/12/05\n%P 123-+\n"
    (draft,) = drafts(text, "x.enw")
    values = to_values(draft).values
    assert (str(values["published"]), values["pages"]) == ("2020-05-06", "123+")
    assert "edition" not in values and draft.left == {"%7": "Epub 2019/12/05"}
    (draft,) = drafts(f"{RIS_BEGIN}ET  - 2019/12/05\nER  - \n", "x.ris")
    assert "edition" not in draft.fields and draft.left == {"ET": "2019/12/05"}


def test_counts_of_the_web_of_science() -> None:
    """In its RIS, they are the note of each record."""
    counts = "Times Cited in Web of Science Core Collection:  12\nTotal Times Cited:  13\n"
    (draft,) = drafts(f"{RIS_BEGIN}N1  - {counts}Cited Reference Count:  45\nER  - \n", "x.ris")
    assert "notes" not in to_values(draft).values
    assert draft.left["N1"].endswith("Total Times Cited: 13 Cited Reference Count: 45")


def test_ligatures_and_headings_of_abstracts() -> None:
    """Text from PDF files has ligatures, which a search for `fine` does not find."""
    lines = "AB  - Abstract Background: A ﬁne eﬀect.\n"
    (draft,) = drafts(f"{RIS_BEGIN}{lines}ER  - \n", "x.ris")
    made = to_values(draft)
    assert made.values["abstract"] == "Background: A fine effect."
    assert made.doubts == ['abstract: left out the heading "Abstract"']


@pytest.mark.parametrize(
    ("text", "venue", "is_reported"),
    [
        ("Available at \\url{https://a.example/b}", "", False),
        ("[Online]. Available: \\url{https://a.example/b}", "", False),
        ("Blog post, retrieved from https://a.example/b.", "Blog post", False),
        ("\\url{https://a.example/b} (accessed 5 May 2020)", "", True),
        ("\\href{https://a.example/b}{https://a.example/b}", "", False),
        ("\\href{https://a.example/b}{Loom Blog}", "Loom Blog", False),
        ('"\\url{https://a.example/b}"', "", False),
        ("``\\url{https://a.example/b}''", "", False),
        ("Accessed: 2020-01-01", "", True),
        ("Online", "", True),
        ("See [https://a.example/b].", "", False),
        ("Loom Blog (in German), https://a.example/b", "Loom Blog (in German)", False),
        ("(Loom Blog, https://a.example/b)", "Loom Blog", False),
        ("Loom Blog, accessed at https://a.example/b on 3 May", "Loom Blog", True),
        ("Retrieved 5th of May 2020", "", True),
        ("Disponível em: \\url{https://a.example/b}", "", False),
        ("Blog, Disponible en: \\url{https://a.example/b}", "Blog", False),
        ("Verfügbar unter \\url{https://a.example/b}, zuletzt besucht am 3. Mai 2020", "", True),
        ("Disponível em: \\url{https://a.example/b}. Acesso em: 20 jan. 2020", "", True),
        ("Режим доступа: \\url{https://a.example/b} (дата обращения: 01.02.2020)", "", True),
        ("Diakses dari https://a.example/b", "", False),
        ("Dostęp Press", "Dostęp Press", False),
        ("Checked Systems Press", "Checked Systems Press", False),
        ("Visited Places Magazine, https://a.example/b", "Visited Places Magazine", False),
        ("Retrieved: a study of looms", "Retrieved: a study of looms", False),
        ("Talk in Loomshire.", "Talk in Loomshire.", False),
        ("The https://a.example/b Reader", "The https://a.example/b Reader", False),
    ],
)
def test_how_a_web_page_was_published(text: str, venue: str, is_reported: bool) -> None:
    """The link is that of the paper, and words around it are no venue; a visit is reported."""
    (draft,) = drafts(f"@misc{{k, title={{T}}, year=2020, howpublished={{{text}}}}}")
    assert draft.fields.get("venue", "") == venue
    is_link = "a.example" in text and "a.example" not in venue
    wanted = {"paper": "https://a.example/b"} if is_link else {}
    assert (draft.fields["urls"], "howpublished" in draft.left) == (wanted, is_reported)
    assert "howpublished, link" not in draft.left


@pytest.mark.parametrize(
    "text", ["\\url{https://a.example/Loom_(film)}", "(See https://a.example/Loom_(film).)"]
)
@pytest.mark.parametrize("more", ["", ", url={https://a.example/Loom_(film)}"])
def test_brackets_in_addresses(text: str, more: str) -> None:
    """Only a closing bracket without its partner is no part of the address."""
    (draft,) = drafts(f"@misc{{k, title={{T}}, year=2020, howpublished={{{text}}}{more}}}")
    assert draft.fields["urls"] == {"paper": "https://a.example/Loom_(film)"}
    assert draft.left == {}
