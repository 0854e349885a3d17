"""What search engines and reference managers write into fields of BibTeX that mean something else."""

from __future__ import annotations

import json

import pytest

from papershelf.importers.values import to_values
from support.drafts import drafts


def entry(fields: str) -> str:
    return f"@article{{k, title={{Looms}}, author={{Byron, Ada}}, {fields}}}"


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ("pages={10.5555/loom.1}", {"doi": "10.5555/loom.1"}),
        ("pages={https://doi.org/10.5555/loom.1}", {"doi": "10.5555/loom.1"}),
        ("pages={doi: 10.5555/LOOM.1}, doi={10.5555/loom.1}", {"doi": "10.5555/loom.1"}),
        ("pages={10.5555/loom.1}, doi={10.5555/loom.2}", {"doi": "10.5555/loom.2", "pages": "10.5555/loom.1"}),
        ("pages={10--12}", {"pages": "10-12"}),
        ("pages={10.1--10.12}", {"pages": "10.1-10.12"}),
    ],
)  # fmt: skip
def test_a_doi_as_the_pages(fields: str, wanted: dict[str, str]) -> None:
    """It is the DOI, unless the entry has another one."""
    (draft,) = drafts(entry(f"year=2020, {fields}"))
    made = to_values(draft).values
    found = {name: str(made[name]) for name in ("doi", "pages") if name in made}
    assert found == wanted


@pytest.mark.parametrize(
    ("journal", "pages", "kept"),
    [
        ("arXiv e-prints", "arXiv--2104", ""),
        ("bioRxiv", "2020--03", ""),
        ("bioRxiv", "2020.01.02.500001", "2020.01.02.500001"),
        ("Loom Letters", "2001--09", "2001-09"),
        ("CoRR", "1001--1010", "1001-1010"),
        ("HAL", "2020--2025", "2020-2025"),
    ],
)
def test_the_beginning_of_the_number_of_a_preprint(journal: str, pages: str, kept: str) -> None:
    """Google Scholar has it as a range of pages; it is reported."""
    (draft,) = drafts(entry(f"year=2020, journal={{{journal}}}, pages={{{pages}}}"))
    assert to_values(draft).values.get("pages", "") == kept
    assert ("pages" in draft.left) is not bool(kept)


def test_an_address_as_the_journal() -> None:
    """It is the link to the paper, and no venue."""
    (draft,) = drafts(entry("year=2020, journal={URL https://loom.example/words.pdf}"))
    assert draft.fields["urls"] == {"paper": "https://loom.example/words.pdf"}
    assert not draft.fields["venue"] and not draft.left


@pytest.mark.parametrize(
    ("type_", "name", "text"),
    [
        ("phdthesis", "school", "Loom University, https://loom.example"),
        ("article", "journal", "Loom Letters, https://loom.example/letters"),
        ("inproceedings", "booktitle", "Proc. of LOOM, https://loom.example"),
    ],
)
def test_an_address_behind_a_venue(type_: str, name: str, text: str) -> None:
    """It is that of the venue, not of the paper."""
    (draft,) = drafts(f"@{type_}{{k, title={{Looms}}, year=2020, {name}={{{text}}}}}")
    assert (draft.fields["venue"], draft.fields["urls"]) == (text, {})


def test_an_address_at_arxiv_behind_its_name() -> None:
    (draft,) = drafts(entry("year=2020, journal={arXiv https://arxiv.org/abs/2009.09347v2}"))
    made = to_values(draft).values
    assert (made["venue"], str(made["arxiv"])) == ("arXiv", "2009.09347")


def test_a_preprint_of_ssrn() -> None:
    (draft,) = drafts(entry("year=2020, journal={Available at SSRN 3000001}"))
    made = to_values(draft).values
    assert (made["type"], made["venue"]) == ("article", "SSRN 3000001")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("interhash={0f}, keywords={Looms deep-weaving cards}", ["Looms", "deep-weaving", "cards"]),
        ("interhash={0f}, keywords={Loom cards, weaving}", ["Loom cards", "weaving"]),
        ("keywords={Loom cards}", ["Loom cards"]),
    ],
)
def test_tags_of_bibsonomy(fields: str, words: list[str]) -> None:
    """Spaces separate its tags, unless someone has edited them."""
    (draft,) = drafts(entry(f"year=2020, {fields}"))
    assert list(to_values(draft).values["keywords"]) == words


@pytest.mark.parametrize(
    ("fields", "published", "left"),
    [
        ("year={2018年}, month={3月}", "2018-03", ""),
        ("year={2018년}, month={12월}", "2018-12", ""),
        ("year={２０２０}, month={３月}", "2020-03", ""),
        ("year={2018}, month={５}", "2018-05", ""),
        ("year={[2018]}", "2018", ""),
        ("year={May 2016}, month={5}", "2016-05", ""),
        ("year={May 2016}, month=may, day={5}", "2016-05-05", ""),
        ("year={May 2016}, day={5}", "2016-05-05", ""),
        ("year={6 May 2016}, day={5}", "2016-05-06", "day"),
        ("date={2016-05}, day={5}", "2016-05-05", ""),
        ("year={2016}, day={5}", "2016", "day"),
        ("year={May 2016}, month={June}", "2016-06", "year"),
        ("year={3 May 2016}, month={June}", "2016-05-03", "month"),
        ("year={May 2016}, month={x}", "2016-05", "month"),
        ("year={2016, May 5}", "2016-05-05", ""),
        ("date={12.5.2016}", "2016-05-12", ""),
        ("year={2010/11}", "2010", "year"),
        ("year={2018a}", "2018", "year"),
    ],
)
def test_dates_as_people_write_them(fields: str, published: str, left: str) -> None:
    """What a date says beside its parts is reported."""
    (draft,) = drafts(entry(fields))
    assert (draft.fields["published"], " ".join(draft.left)) == (published, left)


def test_records_of_cnki() -> None:
    """All authors may be in one line, and a text without an abstract begins with a mark."""
    text = "%0 Journal Article\n%A 蔺卿 %A 罗格平 %A 陈曦\n%T 织机\n%D 2005\n%X <正>织机很多。\n%W CNKI\n"
    (draft,) = drafts(text, "endnote")
    made = to_values(draft)
    assert [name.shown for name in made.values["authors"]] == ["蔺卿", "罗格平", "陈曦"]
    assert made.values["abstract"] == "织机很多。"


@pytest.mark.parametrize(
    ("doi", "is_kept"),
    [
        ("10.5555/ToBeAssigned", False),
        ("10.5555/nnnnnnn.nnnnnnn", False),
        ("https://doi.org/10.5555/LOOM.2020.XXXXXXX", False),
        ("10.5555/loomxx", True),
    ],
)
def test_dois_of_templates(doi: str, is_kept: bool) -> None:
    """Publishers' templates have a DOI that leads nowhere."""
    (draft,) = drafts(entry(f"year=2020, doi={{{doi}}}"))
    made = to_values(draft)
    assert ("doi" in made.values, bool(made.lost)) == (is_kept, not is_kept)


def test_a_series_that_is_the_venue() -> None:
    """ADS has the name of a series twice."""
    text = (
        "@inproceedings{k, title={Looms}, year=2020, booktitle={Loom Series}, series={Loom series}}"
    )
    made = to_values(drafts(text)[0]).values
    assert made["venue"] == "Loom Series" and "series" not in made


@pytest.mark.parametrize(
    ("fields", "authors", "publisher"),
    [
        ("organization={Loomly, Inc.}", ["Loomly, Inc."], ""),
        ("organization={{Looms \\& Cards}}", ["Looms & Cards"], ""),
        ("author={Ada Byron}, organization={Loom Foundation}", ["Ada Byron"], "Loom Foundation"),
        ("author={Ada Byron}, organization={L}, publisher={M}", ["Ada Byron"], "M"),
    ],
)
def test_who_made_a_manual(fields: str, authors: list[str], publisher: str) -> None:
    """R's `citation()` has the publisher of a program as an organization."""
    (draft,) = drafts(f"@manual{{k, title={{Looms}}, year=2020, {fields}}}")
    made = to_values(draft).values
    assert [name.shown for name in made["authors"]] == authors
    assert (made.get("publisher", ""), "organization" in draft.left) == (
        publisher,
        publisher == "M",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Looms,Looms: history,Deep weaving", ["Looms", "Looms: history", "Deep weaving"]),
        ("Engineering, Civil", ["Engineering, Civil"]),
        ("N,N-dimethylaniline", ["N,N-dimethylaniline"]),
        ("Looms,cards; Bees", ["Looms,cards", "Bees"]),
        ("Looms,cards (warp,weft)", ["Looms,cards (warp,weft)"]),
        ("Engineering,Civil\nKW  - Looms", ["Engineering,Civil", "Looms"]),
    ],
)
def test_keywords_of_mendeley(text: str, words: list[str]) -> None:
    """Its RIS has all of them in one tag, with commas and without spaces."""
    record = f"TY  - JOUR\nTI  - Looms\nPY  - 2020\nKW  - {text}\nER  - \n"
    assert drafts(record, "ris")[0].fields["keywords"] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [("图像，分割；识别", ("图像", "分割", "识别")), ("صور، تجزئة", ("صور", "تجزئة"))],
)
def test_keywords_of_other_scripts(text: str, words: tuple[str, ...]) -> None:
    """Their commas separate keywords, in BibTeX, in a list of JSON and in CSV."""
    items = f'[{{"title": "Looms", "year": 2020, "keywords": ["{text}"]}}]'
    table = f'title,year,keywords\nLooms,2020,"{text}"\n'
    bib = entry(f"year=2020, keywords={{{text}}}")
    for source, form in ((bib, "bibtex"), (items, "csl-json"), (table, "csv")):
        (draft,) = drafts(source, form)
        assert to_values(draft).values["keywords"] == words


def test_signs_inside_of_a_keyword() -> None:
    """Of an item of a list, no sign within brackets, a name or a locant is a separator."""
    words = ["Looms;Gate", "benzo[1,2-b; 4,5-b']dithiophene", "$L^{p; q}$", "1，2-二氯乙烷", "R&D"]
    text = json.dumps([{"title": "Looms", "year": 2020, "keywords": words}])
    (draft,) = drafts(text, "csl-json")
    assert list(to_values(draft).values["keywords"]) == words


def test_a_comma_in_our_keyword() -> None:
    """Our export has each keyword in a tag of its own."""
    text = "TY  - JOUR\nTI  - Looms\nPY  - 2020\nKW  - Looms,cards\nDP  - Papershelf\nER  - \n"
    assert drafts(text, "ris")[0].fields["keywords"] == ["Looms,cards"]


@pytest.mark.parametrize("others", ["", "AU  - Reed, Bo\n"])
@pytest.mark.parametrize("name", ["M. V, Rajesh", "K. R., Anil Suresh", "Diaz M. Ruiz, Eva Pilar"])
def test_a_family_name_with_initials(name: str, others: str) -> None:
    """A tag of RIS has one person, who may write the father's name as initials."""
    record = f"TY  - JOUR\nTI  - Looms\nPY  - 2020\nAU  - {name}\n{others}ER  - \n"
    made = to_values(drafts(record, "ris")[0])
    assert [name, *(["Reed, Bo"] if others else [])] == [
        each.inverted for each in made.values["authors"]
    ]
    assert made.doubts == [f'authors: "{name}" is read as one name']
