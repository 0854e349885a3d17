"""Records as arXiv, Crossref and OpenReview answer them, the strange and the hostile ones included."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papershelf.catalogue.preprints import is_preprint
from papershelf.importers import arxiv, csl, sources
from papershelf.importers.draft import Draft, links_in
from papershelf.importers.texts.markup import from_html
from papershelf.importers.values import to_values
from papershelf.text import identifiers
from papershelf.text.identifiers import SCHEMES
from support.drawing import times

ENTRY = (
    "<entry><id>http://arxiv.org/abs/{id}</id><title>{title}</title>"
    "<published>2024-01-01T00:00:00Z</published>{more}</entry>"
)


def feed(title: str = "T", paper_id: str = "2401.00001v1", more: str = "", before: str = "") -> str:
    entry = ENTRY.format(id=paper_id, title=title, more=more)
    return f'{before}<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">{entry}</feed>'


def work(**fields: Any) -> dict[str, Any]:
    return {"title": ["T"], "issued": {"date-parts": [[2020]]}, "DOI": "10.5555/x"} | fields


def draft(**fields: Any) -> Draft:
    return csl.to_draft(work(**fields), "DOI 10.5555/x")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_entities_are_refused_in_every_encoding(encoding: str) -> None:
    """A billion laughs, also where their bytes do not look like ASCII."""
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    data = feed("&b;", before=bomb).encode(encoding)
    with pytest.raises(arxiv.NotAtom):
        arxiv.to_drafts(data)


def test_deep_xml() -> None:
    """100,000 elements in one another break nothing."""
    more = "<a>" * 100_000 + "</a>" * 100_000
    assert list(arxiv.to_drafts(feed(more=more).encode())) == ["2401.00001"]


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("math.GT/0309136", "math/0309136"),
        ("https://arxiv.org/abs/math.GT/0309136v2", "math/0309136"),
        ("arXiv:HEP-TH/9901001", "hep-th/9901001"),
        ("hep-th/9901001v3", "hep-th/9901001"),
    ],
)
def test_old_arxiv_ids(written: str, bare: str) -> None:
    """In the one form that arXiv itself answers with: without subject class, version and capitals."""
    assert identifiers.parse(SCHEMES["arxiv"], written) == bare


@pytest.mark.parametrize(
    ("parts", "date"),
    [([2020, 0, 0], "2020"), ([2020, 13, 1], "2020"), ([2020, 2, 30], "2020-02"), ([None], ""),
     (["2020", "5"], "2020-05"), ([2020, "²"], "2020"), (5, ""), ([[2020]], ""), ([20200], "")],
)  # fmt: skip
def test_dates_that_are_half_right(parts: Any, date: str) -> None:
    """As far as they are real, and no further."""
    assert draft(issued={"date-parts": [parts]}).fields["published"] == date


@pytest.mark.parametrize(
    "issued",
    [{"year": 2020, "day": 3}, [2020, None, 3], [[2020, "", 3]], {"date-parts": [[2020, None, 3]]}],
)
def test_a_day_without_a_month(issued: Any) -> None:
    """It is reported, and not the month."""
    made = draft(issued=issued)
    assert made.fields["published"] == "2020"
    assert list(made.left) == ["issued"]


def test_dates_and_numbers_of_other_programs() -> None:
    """Pandoc names the parts of a date, and data frames write whole numbers with `.0`."""
    for date in ({"year": 2020, "month": 5}, [{"year": "2020", "month": "May"}]):
        made = draft(issued=date, volume=12.0)
        assert (made.fields["published"], made.fields["volume"]) == ("2020-05", "12")


def test_a_chapter_of_a_series() -> None:
    """Crossref names the series first: the venue is the book."""
    titles = ["Lecture Notes in Computer Science", "Computer Vision – ECCV 2020"]
    made = draft(**{"type": "book-chapter", "container-title": titles})
    assert made.fields["venue"] == "Computer Vision – ECCV 2020"
    assert made.fields["series"] == "Lecture Notes in Computer Science"
    assert "container-title" not in made.left


def test_a_preprint_names_its_archive_as_an_institution() -> None:
    """bioRxiv and medRxiv have no title of a container; an institution of another kind is no venue."""
    for name, venue in (("bioRxiv", "bioRxiv"), ("Loom University", "")):
        made = draft(**{"indexed": {}, "type": "posted-content", "publisher": "Hive Press", "DOI": "10.1101/2026.1",
                        "container-title": [], "institution": [{"name": name}]})  # fmt: skip
        assert made.fields["venue"] == venue
        assert is_preprint(made.fields)


def test_theses_reports_and_books_of_crossref() -> None:
    """The institution of a thesis or report is its venue, and what contains a book is its series."""
    own = {"indexed": {}, "publisher": "Hive Press"}
    hives = [{"name": "Hive University"}]
    made = draft(**own, type="dissertation", institution=hives, degree=["PhD"]).fields
    assert (made["venue"], made["publisher"]) == ("Hive University", "Hive Press")
    assert made["extra"] == {"genre": "PhD"}
    made = draft(**own | {"publisher": "Hive University"}, type="report", institution=hives).fields
    assert (made["venue"], made.get("publisher")) == ("Hive University", None)
    assert draft(**own, type="dissertation").fields["venue"] == "Hive Press"
    made = draft(**own, **{"type": "monograph", "container-title": ["Studies in Looms"]}).fields
    assert (made["series"], made["venue"]) == ("Studies in Looms", "")


def test_the_day_of_a_dois_creation_is_reported() -> None:
    """It counts if there is no other date, and may be decades after the work."""
    made = draft(**{"issued": {"date-parts": [[None]]}, "created": {"date-parts": [[2021, 1, 5]]}})
    read = to_values(made)
    assert str(read.values["published"]) == "2021-01-05"
    assert read.doubts == ["published: 2021-01-05 is when its DOI was created; no other date"]


def test_values_of_datacite_for_unknown_information() -> None:
    """They are no titles, names and publishers."""
    made = to_values(draft(title=":unav", publisher="(:unkn)", author=[{"literal": ":none"}]))
    assert not {"title", "publisher", "authors"} & made.values.keys()
    assert made.lost == ["title: :unav", "authors: left out: :none", "publisher: (:unkn)"]


def test_several_dois_at_arxiv() -> None:
    """The first one counts, and the others are reported."""
    doi = "<arxiv:doi>10.5555/a 10.5555/b</arxiv:doi>"
    (made,) = arxiv.to_drafts(feed(more=doi).encode()).values()
    assert (made.fields["doi"], made.left["doi"]) == ("10.5555/a", "10.5555/b")


def test_a_web_page_in_place_of_a_feed() -> None:
    """It has a document type, as hostile documents do; the message fits both."""
    with pytest.raises(arxiv.NotAtom, match="did not return a valid Atom feed"):
        arxiv.to_drafts(b"<!DOCTYPE html><html><body>Just a moment...</body></html>")


def test_further_titles_are_reported_once() -> None:
    """Crossref has lists; empty and equal titles say nothing."""
    made = draft(title=["Looms", "", "Looms", "Webstühle"])
    assert (made.fields["title"], made.left) == ("Looms", {"title": "Webstühle"})


def test_an_isbn_as_an_address() -> None:
    """As older records have it."""
    made = to_values(draft(ISBN=["http://id.crossref.org/isbn/9780262046305"]))
    assert (made.values["isbn"], made.lost) == ("9780262046305", [])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["date-parts", "name", "family", "given", "URL", "id", "value", "raw"])
            | st.text(max_size=3),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
NAMES = st.sampled_from(
    "title subtitle author issued posted created published-print DOI ISBN URL license relation"
    " abstract keyword number event container-title type custom note page volume".split()
)


@given(st.dictionaries(NAMES, JSON, max_size=5))
@settings(max_examples=times(3))
def test_any_json_in_the_place_of_a_work(fields: dict[str, Any]) -> None:
    """Any value in place of those of Crossref gives a draft with valid values."""
    to_values(csl.to_draft(work(**fields), "x"))


@given(
    st.dictionaries(st.sampled_from(["content", "pdate", "cdate"]), JSON, max_size=3),
    st.dictionaries(st.sampled_from(["title", "authors", "abstract", "venue", "keywords"]), JSON),
)
@settings(max_examples=times(3))
def test_any_json_in_the_place_of_a_note(note: dict[str, Any], content: dict[str, Any]) -> None:
    """The same of OpenReview."""
    to_values(sources._note({"content": content} | note, "abcDEF"))


def test_hostile_characters_in_a_title() -> None:
    """Line breaks, control characters and overrides of direction do not come in."""
    values = to_values(draft(title=["A\nb\x00\x1b[31m\u202ec\u2066\u200b d"])).values
    assert values["title"] == "A b[31mc d"


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ["<!--" * 50_000, "<b><!" * 40_000, "<b><![CDATA[" * 16_000, "<p " * 60_000, "&#" * 99_000],
    ids=["comments", "declarations", "sections", "tags", "entities"],
)
def test_markup_that_never_ends(text: str) -> None:
    """Is read in a moment."""
    begun = time.process_time()
    from_html(text)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a <!-- b --> c <i>d</i>", "a  c d"),
        (
            r"<p>Of <tex-math><![CDATA[\alpha < 1]]></tex-math> &amp; more</p>",
            r"Of $\alpha < 1$ & more",
        ),
        ("x <!-- y", "x <!-- y"),
        ("<b>x</b> <!DOCTYPE y> <?z?>", "x <!DOCTYPE y> <?z?>"),
    ],
)
def test_comments_and_sections(text: str, shown: str) -> None:
    """A comment says nothing, a section is text, and what is neither stays as it is."""
    assert from_html(text).strip() == shown


def test_numbers_that_are_no_moment() -> None:
    """A date of OpenReview beyond every calendar is none."""
    for moment in (10**30, float("inf"), float("nan"), -(10**20)):
        note = {"content": {"title": {"value": "T"}}, "pdate": moment}
        assert sources._note(note, "abcd").fields["published"] == ""
    assert json.loads("1e999") == float("inf")  # as an answer may say it


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("ActaAstron.56:1-50,2006", {"venue": "ActaAstron.", "volume": "56", "pages": "1-50"}),
        ("Phys.Lett.B573:94-100,2003", {"venue": "Phys.Lett.", "volume": "B573", "pages": "94-100"}),
        ("Testing and Reliability, 35(2):e1914, 2025",
         {"venue": "Testing and Reliability", "volume": "35", "issue": "2", "pages": "e1914"}),
        ("JHEP 06 (2021) 123", {"venue": "JHEP", "volume": "06", "pages": "123"}),
        ("J. Loom. Anal. 181 (2015), no. 2, 1-84",
         {"venue": "J. Loom. Anal.", "volume": "181", "issue": "2", "pages": "1-84"}),
        ("Looms, vol. 8, pp. 1–10, 2020", {"venue": "Looms", "volume": "8", "pages": "1–10"}),
        ("EPTCS 320, 2020, pp. 1-14", {"venue": "EPTCS", "volume": "320", "pages": "1-14"}),
        ("In NeurIPS 2023", {"venue": "NeurIPS 2023"}),
        ("37th Conference on Looms (CL 2023)", {"venue": "37th Conference on Looms (CL 2023)"}),
        ("3DV, AAAI-21 and ISCA'21", {"venue": "3DV, AAAI-21 and ISCA'21"}),
        ("Journal of Looms (2023)", {"venue": "Journal of Looms"}),
        ("Springer LNCS 12345, 2020", {}),
        ("Looms 641, 1, A6 (2020)", {}),
        ("https://doi.org/10.5555/loom.1", {}),
        ("submitted to Looms", {}),
        ("Under review", {}),
        ("Proc. 2023 IEEE Conference (ICSTW), pp. 66-69", {}),
        ("Formal Methods, Springer (Ed.) (2008) 209-239", {}),
        ("x," * 300_000, {}),
    ],
)  # fmt: skip
def test_journal_references_of_arxiv(written: str, parts: dict[str, str]) -> None:
    """Unambiguous parts become fields; all other parts are reported as not kept."""
    more = f"<arxiv:journal_ref>{written}</arxiv:journal_ref>"
    made = arxiv.to_drafts(feed(more=more).encode())["2401.00001"]
    found = {name: made.fields.get(name) for name in ("venue", "volume", "issue", "pages")}
    assert parts == {name: text for name, text in found.items() if text}
    assert ("journal_ref" in made.left) is not bool(parts)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://GitHub.com/ada/looms", "code"),
        ("https://gitlab.uni.example/ada/looms", "code"),
        ("https://github.com/", "project"),
        ("https://github.com/ada", "project"),
        ("https://bitbucket.com/ada/looms", "code"),
        ("https://www.kaggle.com/datasets/ada", "data"),
        ("https://zenodo.org/records/1", "data"),
        ("https://youtu.be/abc", "video"),
        ("https://huggingface.co/spaces/ada/looms", "demo"),
        ("https://looms.example/", "project"),
    ],
)
def test_links_in_abstracts(address: str, kind: str) -> None:
    """The host says what an address leads to: code, data, a video or a demo."""
    assert links_in(f"See {address}.") == {kind: address}
