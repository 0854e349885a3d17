"""What is promised of the keywords in `content/keywords.yaml`, where keywords have pages."""

from __future__ import annotations

import time

import pytest

from papershelf import checks, permanence
from papershelf.catalogue.model import CROWD
from papershelf.problems import Problem, Severity
from support.helpers import entry
from support.promises import Files, against, source

TABLE = "content/keywords.yaml"
START: Files = {
    "papers.yaml": entry("a1", more="  keywords: [NLP, Mills, Ponds]\n")
    + entry("b1", more="  keywords: [nlp, mills, Ponds]\n"),
    TABLE: "- slug: language\n  name: Language\n  names: [NLP]\n- slug: looms\n  name: Looms\n",
}


def test_a_renamed_keyword_keeps_its_address() -> None:
    """The one with a common spelling, or else the keyword has to be put back."""
    renamed = START[TABLE].replace("slug: language", "slug: natural-language")
    assert against(START, START | {TABLE: renamed}) == [
        ("lost-address", "the address /keywords/language/ would no longer resolve",
         "add to this keyword: aliases: [language]"),
    ]  # fmt: skip
    kept = renamed.replace("names: [NLP]\n", "names: [NLP]\n  aliases: [language]\n")
    assert against(START, START | {TABLE: kept}) == []
    gone = START[TABLE].partition("- slug: looms")[0]
    assert against(START, START | {TABLE: gone}) == [
        ("lost-address", "the address /keywords/looms/ would no longer resolve",
         "add to content/keywords.yaml: - {slug: looms, name: Looms}"),
    ]  # fmt: skip


def test_an_address_that_only_papers_keep_is_not_called_lost() -> None:
    """Two papers have the keyword, so it has a page without its row, as long as they have it."""
    words = START["papers.yaml"].replace("Ponds", "Looms")
    without = {TABLE: START[TABLE].partition("- slug: looms")[0]}
    assert against(START | {"papers.yaml": words}, START | {"papers.yaml": words} | without) == [
        ("lost-address", "the address /keywords/looms/ would no longer be permanent",
         "add to content/keywords.yaml: - {slug: looms, name: Looms}"),
    ]  # fmt: skip
    once = words.replace("Looms", "Mills", 1)
    ((_, message, _),) = against(START | {"papers.yaml": once}, {"papers.yaml": once} | without)
    assert message == "the address /keywords/looms/ would no longer resolve"


def test_a_keyword_is_put_back_with_its_spellings() -> None:
    """Without them, its alias would be the address of a keyword on papers."""
    before = START | {TABLE: "- {slug: language, name: Language, names: [NLP], aliases: [nlp]}\n"}
    (hint,) = {hint for _, _, hint in against(before, before | {TABLE: ""})}
    line = "- {slug: language, name: Language, names: [NLP], aliases: [nlp]}"
    assert hint == f"add to content/keywords.yaml: {line}"
    after = source(before | {TABLE: f"{line}\n"})
    assert [each for each in checks.check(after) if each.rule == "keyword"] == []


def test_a_slug_is_not_given_to_another_keyword() -> None:
    """Links would change their meaning."""
    swapped = "- slug: language\n  name: Looms\n- slug: looms\n  name: Language\n  names: [NLP]\n"
    assert [rule for rule, _, _ in against(START, START | {TABLE: swapped})] == ["reused-id"] * 2


def test_without_pages_nothing_is_promised() -> None:
    """The table may change as it likes."""
    before = source(START)
    before.min_papers = {"authors": 1, "keywords": 0}
    now = source(START | {TABLE: "- {slug: text, name: Text}\n"})
    assert permanence.compare([("main", before)], now, derived=True) == []
    now.min_papers = {"authors": 1}
    assert permanence.compare([("main", before)], now, derived=True) == []


def test_pages_are_not_turned_off_in_silence() -> None:
    """Those of the table are promised, the others are noted; the hint is the setting."""
    now = source(START)
    now.min_papers = {"authors": 1}
    found = permanence.compare([("main", source(START))], now, derived=True)
    assert [(each.rule, each.span.file, each.message, each.hint) for each in found] == [
        ("page-gone", "papers.yaml",
         f"the page /keywords/{slug}/ is removed, since keywords have no pages any more",
         "to keep it, restore the setting keywords: {min_papers: 2}")
        for slug in ("mills", "ponds")
    ] + [
        ("lost-address", "mkdocs.yml", f"the address /keywords/{slug}/ would no longer resolve",
         "restore the setting keywords: {min_papers: 2}")
        for slug in ("language", "looms")
    ]  # fmt: skip


def noted(papers: str, table: str = START[TABLE]) -> list[Problem]:
    """The pages whose removal is noted."""
    after = source({"papers.yaml": papers, TABLE: table})
    found = permanence.compare([("main", source(START))], after, derived=True)
    return [each for each in found if each.rule == "page-gone"]


def test_pages_of_other_keywords_are_noted() -> None:
    """One that has too few papers left, or none; one that had no page is not."""
    (fewer,) = noted(START["papers.yaml"].replace("[nlp, mills, ", "[nlp, "))
    assert fewer.severity is Severity.WARNING
    assert fewer.message == "the page /keywords/mills/ is removed, since too few papers are left"
    assert fewer.hint == "to keep it, describe the keyword in content/keywords.yaml"
    (last,) = noted(START["papers.yaml"].replace("Ponds", "Lakes"))
    assert last.message == "the page /keywords/ponds/ is removed with its last paper"
    assert noted(START["papers.yaml"].replace("[NLP, Mills", "[NLP, Mills, Once")) == []


def test_a_page_that_a_crowd_did_not_have_is_not_noted() -> None:
    """A paper with more than 100 keywords, or names, does not count towards their pages."""
    words = ", ".join(f"word {number}" for number in range(CROWD + 1))
    crowd = entry("c1", more=f"  keywords: [{words}]\n").replace("Ada Lovelace", words)
    crowds = crowd + crowd.replace("c1", "c2")
    pages = {"/authors/word-1/", "/keywords/word-1/"}
    for papers, expected in ((crowds, set()), (crowds.replace("word 99, ", ""), pages)):
        before, after = source({"papers.yaml": papers}), source({"papers.yaml": entry()})
        found = permanence.compare([("main", before)], after, derived=True)
        assert {each.message.split()[2] for each in found} & pages == expected


def test_a_keyword_that_is_joined_can_redirect() -> None:
    """The note says which line keeps its address."""
    table = START[TABLE] + "- slug: water\n  name: Water\n  names: [Ponds]\n"
    (note,) = noted(START["papers.yaml"], table)
    assert (
        note.message
        == "the page /keywords/ponds/ is removed, since its papers are now at /keywords/water/"
    )
    assert note.hint == "to redirect it, add to this keyword: aliases: [ponds]"
    assert note.span.file == TABLE
    assert noted(START["papers.yaml"], table + "  aliases: [ponds]\n") == []


def test_a_keyword_that_takes_others_keeps_its_feed() -> None:
    """One line redirects all pages that are joined, and the first alias is the id in feeds."""
    before = START | {"papers.yaml": START["papers.yaml"].replace("NLP, ", "NLP, Speech, ")
                      .replace("nlp, ", "nlp, speech, ")}  # fmt: skip
    after = before | {TABLE: START[TABLE].replace("[NLP]", "[NLP, Speech, Ponds]")}
    found = permanence.compare([("main", source(before))], source(after), derived=True)
    line = "aliases: [language, ponds, speech]"
    assert {each.hint for each in found} == {f"to redirect it, add to this keyword: {line}"}
    redirected = after[TABLE].replace("Ponds]\n", f"Ponds]\n  {line}\n")
    assert against(before, after | {TABLE: redirected}) == []


@pytest.mark.slow
def test_a_table_that_is_renamed_as_a_whole_is_compared_in_time() -> None:
    """Three thousand slugs, or three thousand names; each keyword is looked up, not searched."""
    rows = "".join(f"- slug: word-{n}\n  name: Word {n}\n" for n in range(3000))
    before, slugs, names = (
        source(START | {TABLE: table})
        for table in (rows, rows.replace("slug: word", "slug: term"), rows.replace("Word", "Term"))
    )
    begin = time.process_time()
    found = permanence.compare([("main", before)], slugs, derived=True)
    assert {each.hint for each in found if "/word-17/" in each.message} == {
        "add to this keyword: aliases: [word-17]"
    }
    assert permanence.compare([("main", before)], names, derived=True) == []
    assert time.process_time() - begin < 3  # 0.5 s; if each is searched, 12 s
