"""Records of other programs as YAML, JSON and CSV, and a curator's own mapping table."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from papershelf.catalogue.fields import LINKS
from papershelf.importers.readers import READERS, reader_of
from papershelf.importers.tables import Table, plain, read_table
from papershelf.importers.values import to_values
from papershelf.text import dates
from support.drafts import drafts, values_in

RECORD = {"Title": "T", "Author": ["Ada Quill"], "Publication Date": "2019-05-01", "DOI": "10.5555/a.1", "Pdf-URL": "https://a.b/p.pdf"}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.yaml", "- Title: T\n  Author: [Ada Quill]\n  Publication Date: 2019-05-01\n  DOI: 10.5555/a.1\n  Pdf-URL: https://a.b/p.pdf\n"),
        ("x.yaml", "Title: T\nAUTHORS: Ada Quill\nYear: 2019\npublication_date: 2019-05-01\ndoi: 10.5555/a.1\nPDF: https://a.b/p.pdf\n"),
        ("x.jsonl", json.dumps(RECORD)),
        ("x.json", json.dumps([RECORD], indent=1)),
        ("x.json", json.dumps({"papers": [RECORD], "version": 1})),
        ("x.csv", "Title,Author,Publication Date,DOI,Pdf-URL\nT,Ada Quill,2019-05-01,10.5555/a.1,https://a.b/p.pdf\n"),
        ("x.csv", "\ufeffTitle;Author;Year;publicationDate;DOI;PDF\r\nT;Ada Quill;2019;2019-05-01;10.5555/a.1;https://a.b/p.pdf\r\n"),
        ("x.tsv", "title\tauthors\tpublished\tdoi\tpdf\nT\tAda Quill\t2019-05-01\t10.5555/a.1\thttps://a.b/p.pdf\n"),
        ("x.csv", "sep=|\nTitle|Author|Date|DOI|PDF\nT|Ada Quill|2019-05-01|10.5555/a.1|https://a.b/p.pdf\n"),
    ],
)  # fmt: skip
def test_names_whatever_their_case_and_syntax(name: str, text: str) -> None:
    """Ours and those of others, in every syntax the same."""
    found = values_in(text, name)
    assert [author.shown for author in found["authors"]] == ["Ada Quill"]
    assert {
        "title": found["title"], "published": str(found["published"]), "doi": found["doi"],
        "urls": found["urls"], "left": found["left"],
    } == {"title": "T", "published": "2019-05-01", "doi": "10.5555/a.1", "urls": {"pdf": "https://a.b/p.pdf"}, "left": {}}  # fmt: skip


@pytest.mark.parametrize("link", LINKS)
def test_each_link_has_names_of_one_form(link: str) -> None:
    """`url_data`, as a theme for publication lists has it, is known like `pdf_url`."""
    for name in (link, f"{link}_url", f"url_{link}"):
        record = {"title": "T", "year": 2019, name: "https://a.b/x"}
        assert values_in(json.dumps([record]), "x.json")["urls"] == {link: "https://a.b/x"}, name


def test_a_moment_of_openreview() -> None:
    """Its milliseconds are a day; an ISBN of as many digits is no date."""
    note = {"title": "T", "authors": ["Ada Quill"], "pdate": 1714176000000}
    assert str(values_in(json.dumps([note]), "x.json")["published"]) == "2024-04-27"
    (draft,) = drafts(json.dumps([{**note, "pdate": 9780262046305}]), "x.json")
    assert draft.why_not == 'unreadable date: "9780262046305"'


MAP = "fields: {Sources.Code: urls.code, sources.home_page: urls.project, envs: topics, venue.name: venue, stars: ''}"


@pytest.mark.parametrize("form", ["yaml", "json", "jsonl"])
def test_a_table_reaches_what_is_nested(form: str) -> None:
    """By the names that lead there; what it drops is dropped, what it does not name is left."""
    record = {
        "title": "T", "authors": ["Ada Quill"], "date": "2025-05-01", "envs": ["Web", "General Hive"], "stars": "5",
        "sources": {"code": "https://a.b/c", "homepage": "https://a.b/h", "forum": "f"},
        "venue": {"name": "Hive Letters", "kind": "j"},
    }  # fmt: skip
    text = json.dumps([record] if form != "jsonl" else record)
    found = values_in(text, f"x.{form}", MAP)
    assert found["urls"] == {"code": "https://a.b/c", "project": "https://a.b/h"}
    assert (found["topics"], found["venue"]) == (("Web", "General Hive"), "Hive Letters")
    assert found["left"] == {"sources.forum": "f", "venue.kind": "j"}


def test_what_other_programs_call_it() -> None:
    """A CITATION.cff, a page of Hugo, a work of OpenAlex: names, dates and links are known."""
    found = values_in(
        "- title: T\n  date-released: 2020-05-01\n  repository-code: https://a.b/c\n"
        "  authors: [{family-names: Quill, given-names: Ada}]\n  url_slides: https://a.b/s\n"
        "  primary_location: {pdf_url: https://a.b/p.pdf}\n",
        "x.yaml",
    )
    links = {"code": "https://a.b/c", "slides": "https://a.b/s", "pdf": "https://a.b/p.pdf"}
    assert (found["urls"], str(found["published"])) == (links, "2020-05-01")
    assert [name.shown for name in found["authors"]] == ["Ada Quill"] and not found["left"]
    found = values_in(
        '{"title": {"value": "T"}, "year": 2020, "authors": {"value": ["Ada Quill", "Bo Reed"]},'
        ' "venue": {"value": "In *HIVES*"}}',  # OpenReview's values, and Hugo's Markdown
        "x.jsonl",
    )
    assert [name.shown for name in found["authors"]] == ["Ada Quill", "Bo Reed"]
    assert (found["venue"], found["title"], found["left"]) == ("HIVES", "T", {})


@pytest.mark.parametrize(
    ("name", "text", "table"),
    [
        ("x.bib", "@misc{k, title={T}, year=2020, Keywords={Web; Hives}, series={{Best {P}aper}}, url={https://a.b/p}}",
         "fields: {keywords: topics, series: awards, url: urls.project}"),
        ("x.ris", "TY  - GEN\nTI  - T\nPY  - 2020\nKW  - Web\nKW  - Hives\nU1  - Best Paper\nUR  - https://a.b/p\nER  -\n",
         "fields: {kw: topics, U1: awards, UR: urls.project}"),
        ("x.json", json.dumps([{"title": "T", "issued": {"date-parts": [[2020]]}, "keyword": "Web, Hives",
                                "custom": {"prize": "Best Paper"}, "URL": "https://a.b/p"}]),
         "fields: {keyword: topics, custom.prize: awards, url: urls.project}"),
        ("x.csv", "title,year,Keywords,Prize,URL\nT,2020,Web; Hives,Best Paper,https://a.b/p\n",
         "fields: {keywords: topics, prize: awards, url: urls.project}"),
        ("x.nbib", "PMID- 1\nTI  - T\nDP  - 2020\nOT  - Web\nOT  - Hives\nGR  - Best Paper\nURL - https://a.b/p\n",
         "fields: {OT: topics, GR: awards, URL: urls.project}"),
        ("x.txt", "PT J\nTI T\nPY 2020\nDE Web; Hives\nFU Best Paper\nUC https://a.b/p\nER\nEF",
         "fields: {DE: topics, FU: awards, UC: urls.project}"),
    ],
)  # fmt: skip
def test_a_table_for_every_format(name: str, text: str, table: str) -> None:
    """What it names comes before what we would have made of it."""
    reader = READERS["ris"] if name == "x.txt" else reader_of(name)
    assert reader
    (draft,) = reader.read(text, name, read_table(table))
    found = to_values(draft).values
    assert (found["topics"], found["awards"]) == (("Web", "Hives"), ("Best Paper",))
    assert found["urls"] == {"project": "https://a.b/p"}
    assert "keywords" not in found


def test_a_table_may_bring_what_a_record_needs() -> None:
    """A title or a date under a name that nobody else has."""
    (draft,) = drafts("@misc{k, shorttitle={T}, urldate={2020-05-01}}", "x.bib", "fields: {shorttitle: title, urldate: published}")  # fmt: skip
    assert (draft.why_not, draft.fields["title"], draft.fields["published"]) == (
        "",
        "T",
        "2020-05-01",
    )
    (draft,) = drafts("@misc{k, shorttitle={T}}", "x.bib", "fields: {shorttitle: title}")
    assert draft.why_not == "no date"
    (draft,) = drafts("@misc{k, title={T}, made={soon}}", "x.bib", "fields: {made: published}")
    assert draft.why_not == 'unreadable date: "soon"'


def test_rows_that_match_nothing() -> None:
    """In the whole file, not in one record."""
    table = read_table(
        "list: papers\nfields: {a: venue, b.c: urls.code, d: ''}\nlookups: {e: [x, '{y}']}"
    )
    reader = READERS["jsonl"]
    list(reader.read('{"title": "T", "A": "V"}\n{"title": "U", "d": 1}', "x", table))
    assert list(table.unmatched()) == ["b.c", "lookups: e", "list: papers"]
    assert list(Table().unmatched()) == []


@pytest.mark.parametrize("name", ["x.yaml", "x.json"])
def test_a_lookup_in_a_part_that_is_not_there_is_reported(name: str) -> None:
    """Otherwise the keys would be names of people, without a word."""
    file = {"looms": [{"title": "T", "year": 2020, "by": ["ada"]}], "people": {"ada": {"is": "Ada Quill"}}}  # fmt: skip
    for part, by, unmatched in (("people", "Ada Quill", []), ("poeple", "ada", ["lookups: by"])):
        table = read_table(
            f"list: looms\nfields: {{by: authors}}\nlookups: {{by: [{part}, '{{is}}']}}"
        )
        reader = reader_of(name)
        assert reader
        (draft,) = reader.read(json.dumps(file), name, table)
        assert [each.shown for each in to_values(draft).values["authors"]] == [by]
        assert list(table.unmatched()) == unmatched


def test_nested_tables_and_unknown_targets() -> None:
    """`sources: {code: …}` equals `sources.code: …`; an unknown target field is an error with a hint."""
    assert read_table("fields: {sources: {code: urls.code}}").fields == {
        "sources.code": "urls.code"
    }
    with pytest.raises(ValueError, match='unknown catalogue field; did you mean "urls'):
        read_table("fields: {x: urls.cod}")
    with pytest.raises(ValueError, match="fields in the mapping table"):
        read_table("fields: [a, b]")


@pytest.mark.parametrize(
    ("text", "date", "is_whole"),
    [
        ("2024", "2024", True), ("2024-5", "2024-05", True), ("2024/05/01", "2024-05-01", True),
        ("2024-05-01T12:00:00Z", "2024-05-01", True), ("2024-05-01 12:00", "2024-05-01", True),
        ("May 2020", "2020-05", True), ("May 2, 1952", "1952-05-02", True), ("2 May 1952", "1952-05-02", True),
        ("2nd of May 1952", "1952-05-02", True), ("2020 Sept 3", "2020-09-03", True), ("2020 Nov-Dec", "2020", False),
        ("1/5/2020", "2020", False), ("c. 1999", "1999", False), ("2020-02-31", "2020-02", False),
        ("2020-13", "2020", False), ("1999-2001", "1999", False), ("in press", "", False), ("12", "", False), ("", "", False),
        ("2. Mai 1952", "1952-05-02", True), ("1 de mayo de 1952", "1952-05-01", True), ("20240501", "2024-05-01", True),
        ("25/12/2020", "2020-12-25", True), ("1850?", "1850", False), ("2014/May/12", "2014-05-12", True),
        ("2014/05/12/Spring", "2014-05-12", False), ("2014-05-12/2014-05-15", "2014-05-12", False), ("2019/2020", "2019", False),
        ("2012-06-22Z", "2012-06-22", False), ("0000", "", False),
        ("Mon, 2 Apr 2007 19:18:42 GMT", "2007-04-02", True), ("Sat, Mar 2, 2024", "2024-03-02", True),
        ("1714176000000", "2024-04-27", True), ("2020年5月4日", "2020-05-04", True), ("2020년 5월", "2020-05", True),
    ],
)  # fmt: skip
def test_dates_of_others(text: str, date: str, is_whole: bool) -> None:
    """As far as they are clear; whether the text says more is known."""
    assert (date, is_whole) == dates.find(text)


def test_a_year_of_another_calendar() -> None:
    """A year before the first printed books is kept, and reported."""
    (draft,) = drafts("Title,Year\nT,1402/12/14\n", "x.csv")
    found = to_values(draft)
    assert str(found.values["published"]) == "1402-12-14"
    assert found.doubts == ["published: 1402 may be a year of another calendar"]


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ([{"name": "Ada Quill"}, {"first_name": "Bo", "last_name": "Reed"}], ["Ada Quill", "Bo Reed"]),
        ([{"given": "Ada", "family": "Quill", "orcid": "0000-0002-1825-0097"}], ["Ada Quill"]),
        ([{"author": {"display_name": "Ada Quill"}}], ["Ada Quill"]),
        ({"name": "Ada Quill"}, ["Ada Quill"]),
    ],
)  # fmt: skip
def test_names_as_mappings(authors: Any, names: list[str]) -> None:
    """However a program calls their parts."""
    found = values_in(json.dumps({"title": "T", "year": 2020, "authors": authors}), "x.jsonl")
    assert names == [name.shown for name in found["authors"]]


def test_lines_of_json() -> None:
    """Each item of a list has the line on which it begins; an object that holds a list has none."""
    items = [{"title": str(n), "year": 2020, "note": "a\nb"} for n in range(3)]
    text = json.dumps(items, indent=2)
    lines = text.splitlines()
    assert [n for n, line in enumerate(lines, 1) if line == "  {"] == [
        d.line for d in drafts(text, "x.json")
    ]
    assert [draft.line for draft in drafts(json.dumps({"a": items}), "x.json")] == [0, 0, 0]


def test_a_line_of_arxivs_metadata_file() -> None:
    """Names in parts, the day of the first version, and the paragraphs and notices of its API."""
    line = {
        "id": "2401.00001", "submitter": "Ada Quill", "authors": "A. Quill (Loom Society), B. Reed",
        "title": "On $L^p$ and\n  Erd\\H{o}s", "comments": "Withdrawn by the authors", "doi": None,
        "journal-ref": "Hive Lett. 12 (2024) 34", "report-no": "HIVE-24-1", "categories": "math.CO",
        "abstract": "  We weave.\n  And again.\n", "update_date": "2024-03-01",
        "versions": [{"version": "v1", "created": "Mon, 1 Jan 2024 19:18:42 GMT"},
                     {"version": "v2", "created": "Fri, 1 Mar 2024 00:00:00 GMT"}],
        "authors_parsed": [["Quill", "Ada", "", "Loom Society"], ["Reed", "B.", "Jr"]],
    }  # fmt: skip
    for name in ("x.jsonl", "x.json"):
        (draft,) = drafts(json.dumps(line), name)
        found = to_values(draft).values
        ada, bo = found["authors"]
        assert (ada.shown, ada.affiliation, bo.shown) == ("Ada Quill", "Loom Society", "B. Reed Jr")
        assert (found["title"], str(found["published"])) == ("On $L^p$ and Erdős", "2024-01-01")
        assert (found["arxiv"], found["number"]) == ("2401.00001", "HIVE-24-1")
        assert [found[part] for part in ("venue", "volume", "pages")] == ["Hive Lett.", "12", "34"]
        assert (found["abstract"], found["status"]) == ("We weave.\n\nAnd again.", "withdrawn")
        assert draft.left.keys() == {"comment", "submitter", "categories", "update_date"}
    ids = (("704.0001", "0704.0001"), ("704.001", "0704.0010"), ("1501.001", "1501.00100"))
    for number, arxiv in ids:  # a data frame took them for numbers
        text = json.dumps(line).replace('"2401.00001"', number)
        assert to_values(drafts(text, "x.jsonl")[0]).values["arxiv"] == arxiv
    damaged = line | {"versions": [None], "authors_parsed": ["Quill", None]}
    assert drafts(json.dumps(damaged), "x.jsonl")[0].why_not == "no date"
    table = "fields: {authors: authors, authors_parsed: '', update_date: published}"
    (draft,) = drafts(json.dumps(line), "x.jsonl", table)
    assert (draft.fields["authors"], draft.fields["published"]) == (line["authors"], "2024-03-01")


def test_affiliations_of_openalex() -> None:
    """The name of an institution comes before the text on the paper, and alone without one."""
    author = {"author": {"display_name": "Ada Quill"}, "is_corresponding": True, "countries": ["X"]}
    institutions = {"institutions": [{"id": "I1", "display_name": "Loom Society", "lineage": []}]}
    raw = {"affiliations": [{"raw_affiliation_string": "Loom Soc., X", "institution_ids": ["I1"]}]}
    for more, shown in ((institutions | raw, "Loom Society"), (raw, "Loom Soc., X")):
        item = {"title": "T", "publication_date": "2020-01-01", "authorships": [author | more]}
        (draft,) = drafts(json.dumps(item), "x.jsonl")
        found = to_values(draft)
        assert (found.values["authors"][0].affiliation, found.doubts) == (shown, [])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["x.csv", "x.jsonl", "x.nbib"])
def test_time_grows_with_the_size(name: str) -> None:
    """100 KB in one cell, one key, one line."""
    for word in ("a ", "-", " ", "(", '"" ', "= "):
        long = word * 50_000
        text = {
            "x.csv": f'title,year,{long[:20]}\n"{long.replace(chr(34), "")}",2020,"{long.replace(chr(34), "")}"\n',
            "x.jsonl": json.dumps({"title": long, "year": long, "type": long, long: long}),
            "x.nbib": f"PMID- 1\nTI  - {long}\nDP  - {long}\nPG  - {long}\n",
        }[name]
        begun = time.process_time()
        for draft in drafts(text, name):
            to_values(draft)
        assert time.process_time() - begun < 3, word


def test_plain_names() -> None:
    """One name in all its spellings."""
    assert (
        len(
            {
                plain(name)
                for name in (
                    "Publication Date",
                    "publication-date",
                    "publicationDate",
                    "PUBLICATION_DATE",
                )
            }
        )
        == 1
    )


def test_two_dates_that_do_not_agree() -> None:
    """The more precise one is taken, and the other one is reported."""
    found = values_in("- {title: T, year: 2024, date: 2025-01-02}", "x.yaml")
    assert (str(found["published"]), found["left"]) == ("2025-01-02", {"published, also": "2024"})
    found = values_in("- {title: T, date: 2025-01-02, year: 2024}", "x.yaml")
    assert (str(found["published"]), found["left"]) == ("2025-01-02", {"year": "2024"})


@pytest.mark.parametrize(
    ("row", "wanted", "left"),
    [
        ({"volume": 12.0, "pmid": "31452104.0"}, {"volume": "12", "pmid": "31452104"}, {}),
        ({"keywords": "['looms', 'cards']"}, {"keywords": ("looms", "cards")}, {}),
        ({"url": ["https://a.example/", "https://b.example/"]},
         {"urls": {"paper": "https://a.example/"}}, {"url": "https://b.example/"}),
        ({"url": "see https://a.example/"}, {"urls": None}, {"url": "see https://a.example/"}),
        ({"code": "github.com/a/b"}, {"urls": {"code": "https://github.com/a/b"}}, {}),
        ({"type": ["Journal Article", "Trial"]}, {"type": "article-journal"}, {"type": "Trial"}),
        ({"type": "Journal Article; Review"}, {"type": "article-journal"}, {}),
        ({"type": "Web Site"}, {"type": "webpage"}, {}),
        ({"isbn": "0201533774 9783161484100 9780262046305"}, {"isbn": "9783161484100"}, {}),
        ({"year": None, "issued": {"date-parts": [[2020, 5, 6]]}}, {"published": "2020-05-06"}, {}),
        ({"year": None, "issued": [{"year": 2020, "month": "May"}]}, {"published": "2020-05"}, {}),
        ({"year": None, "date": [2020, 5]}, {"published": "2020-05"}, {}),
        ({"month": 5, "Day": 6}, {"published": "2020-05-06"}, {}),
        ({"month": "Spring"}, {"published": "2020"}, {"month": "Spring"}),
        ({"day": 6}, {"published": "2020"}, {"day": "6"}),
        ({"status": "Retracted"}, {"status": "retracted"}, {}),
        ({"is_retracted": "TRUE"}, {"status": "retracted"}, {}),
        ({"retracted": "no"}, {"status": None}, {}),
    ],
)  # fmt: skip
def test_values_of_data_frames_and_lists(
    row: dict[str, Any], wanted: dict[str, Any], left: dict[str, str]
) -> None:
    """Numbers with `.0`, lists as text, the first of several values; a retraction is always heard."""
    (draft,) = drafts(json.dumps({"title": "T", "year": 2020} | row), "x.jsonl")
    found = to_values(draft).values
    if "published" in wanted:
        found |= {"published": str(found["published"])}
    assert ({name: found.get(name) for name in wanted}, draft.left) == (wanted, left)
