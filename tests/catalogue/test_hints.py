"""Hints, followed to the letter, give entries that are right: in one round, or in two."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from support.hinting import GOOD, OTHER, after_rounds, entry, problems_of, values_of

T, P, D, A = "title", "published", "doi", "arxiv"
#: Field, text as written, hint of the first round, right value (of the field that the hint names).
MISTAKES = (
    # texts that YAML reads otherwise
    (T, "Attention: all of it", 'write title: "Attention: all of it"', "Attention: all of it"),
    (T, '"Attention" is all', "write title: '\"Attention\" is all'", '"Attention" is all'),
    (T, "'It's all'", 'write title: "It\'s all"', "It's all"),
    (T, '"Never closed', 'write title: "Never closed"', "Never closed"),
    (T, "'Never closed", 'write title: "Never closed"', "Never closed"),
    (T, '"He said "no" twice"', "write title: 'He said \"no\" twice'", 'He said "no" twice'),
    (T, "[Re]visiting looms", 'write title: "[Re]visiting looms"', "[Re]visiting looms"),
    (T, "{0, 1}: a system", 'write title: "{0, 1}: a system"', "{0, 1}: a system"),
    (T, "@home", 'write title: "@home"', "@home"),
    (T, "`code is law", 'write title: "`code is law"', "`code is law"),
    (T, "%PDF", 'write title: "%PDF"', "%PDF"),
    (T, "- a dash", 'write title: "- a dash"', "- a dash"),
    (T, "? what", 'write title: "? what"', "? what"),
    (T, "> 90% of looms", 'write title: "> 90% of looms"', "> 90% of looms"),
    (T, "| a pipe", 'write title: "| a pipe"', "| a pipe"),
    (T, "&c and more", 'write title: "&c and more"', "&c and more"),
    (T, "*starred algebras", 'write title: "*starred algebras"', "*starred algebras"),
    (T, "!important", 'write title: "!important"', "!important"),
    (T, '"In $\\mathbb{R}$"', "write title: 'In $\\mathbb{R}$'", "In $\\mathbb{R}$"),
    (T, '"On $\\theta$"', "write title: 'On $\\theta$'", "On $\\theta$"),
    (T, "On #SAT and #P", 'write title: "On #SAT and #P"', "On #SAT and #P"),
    (T, "#SAT", 'write title: "#SAT"', "#SAT"),
    (T, "On #SAT\n    and more", 'write title: "On #SAT and more"', "On #SAT and more"),
    (T, "One: two\n    three", 'write title: "One: two three"', "One: two three"),
    ("venue", "Proc. of #1 Loom", 'write venue: "Proc. of #1 Loom"', "Proc. of #1 Loom"),
    ("keywords", "[C #, A #B]", 'write keywords: ["C #", "A #B"]', ["C #", "A #B"]),
    ("topics", "[compilers", "write topics: [compilers]", ["compilers"]),
    ("topics", "[compilers]]", "write topics: [compilers]", ["compilers"]),
    ("keywords", "a: b", 'write keywords: ["a: b"]', ["a: b"]),
    ("urls", "pdf: https://x.example/a", "write urls: {pdf: https://x.example/a}", {"pdf": "https://x.example/a"}),
    ("abstract", ">- A text", 'write abstract: "A text"', "A text"),
    # shapes
    ("topics", "compilers", "write [compilers]", ["compilers"]),
    (D, "[10.1000/182]", "write 10.1000/182", "10.1000/182"),
    ("topics", "[Graph Learning]", "write graph-learning", ["graph-learning"]),
    ("topics", "[compilers、graph-learning]", "write 2 items: compilers, graph-learning", ["compilers", "graph-learning"]),
    ("topics", "[compilers | graph-learning]", "write 2 items: compilers, graph-learning", ["compilers", "graph-learning"]),
    ("topics", "compilers，graph-learning", "write [compilers, graph-learning]", ["compilers", "graph-learning"]),
    ("keywords", "图像、分割；视觉", "write [图像, 分割, 视觉]", ["图像", "分割", "视觉"]),
    ("keywords", "图像（二维、三维），视觉", 'write ["图像（二维、三维）", 视觉]', ["图像（二维、三维）", "视觉"]),
    ("topics", "[compiler]", 'did you mean "compilers"?', ["compilers"]),
    ("author_count", "12 authors", "write 12", "12"),
    ("author_count", "1,234", "write 1234", "1234"),
    # dates
    (P, "May 2, 1952", "write 1952-05-02", "1952-05-02"),
    (P, "2 May 1952", "write 1952-05-02", "1952-05-02"),
    (P, "02.05.1952", "write 1952-05-02", "1952-05-02"),
    (P, "1952/05/02", "write 1952-05-02", "1952-05-02"),
    (P, "1952-5-2", "write 1952-05-02", "1952-05-02"),
    (P, "5/2/1952", "write 1952, unless you know which is right: 1952-02-05 or 1952-05-02", "1952"),
    (P, "13/5/1952", "write 1952-05-13", "1952-05-13"),
    (P, "Spring 1952", "write 1952", "1952"),
    (P, "c. 1952", "write 1952", "1952"),
    (P, "May 1952", "write 1952-05", "1952-05"),
    (P, "2. Mai 1952", "write 1952-05-02", "1952-05-02"),
    (P, "19520502", "write 1952-05-02", "1952-05-02"),
    (P, "1952-02-30", "write 1952-02", "1952-02"),
    ("added", "23.12.2025", "write 2025-12-23", "2025-12-23"),
    # identifiers
    (D, "https://publisher.example/doi/full/10.1000/xyz", "write 10.1000/xyz", "10.1000/xyz"),
    (D, "https://x.example/file?id=10.1371/journal.pone.0000001&type=printable", "write 10.1371/journal.pone.0000001", "10.1371/journal.pone.0000001"),
    (D, "10.1000/abc–def", "write 10.1000/abc-def", "10.1000/abc-def"),
    (D, "10.1000/xyz.", "write 10.1000/xyz", "10.1000/xyz"),
    (D, "10.1000/xyz;jsessionid=1A2B", "write 10.1000/xyz", "10.1000/xyz"),
    (D, "10.3389/fpsyg.2014.00001/full", "write 10.3389/fpsyg.2014.00001", "10.3389/fpsyg.2014.00001"),
    (D, "arXiv:2404.17858v2", "this is an arXiv id: write arxiv: 2404.17858", "2404.17858"),
    (D, "https://pubmed.ncbi.nlm.nih.gov/31452104/", "this is a PubMed id: write pmid: 31452104", "31452104"),
    (A, "https://huggingface.co/papers/2404.17858", "write 2404.17858", "2404.17858"),
    (A, "arXiv:1706.03762v7 [cs.CL] 2 Aug 2023", "write 1706.03762", "1706.03762"),
    (A, "https://ar5iv.labs.arxiv.org/html/1706.03762", "write 1706.03762", "1706.03762"),
    (A, "https://alphaxiv.org/abs/1706.03762v2", "write 1706.03762", "1706.03762"),
    (A, "10.1000/x", "this is a DOI: write doi: 10.1000/x", "10.1000/x"),
    ("openreview", "openreview.net/forum?noteId=abcd&id=B1xsqj09Fm", "write B1xsqj09Fm", "B1xsqj09Fm"),
    ("acl", "aclanthology.org/P18-1001.pdf", "write P18-1001", "P18-1001"),
    (D, "[10.1000/182](https://doi.org/10.1000/182)", 'write doi: "10.1000/182"', "10.1000/182"),
    (D, '"[the DOI](https://doi.org/10.1000/182)"', "write 10.1000/182", "10.1000/182"),
    (D, "“10.1000/182”", "write 10.1000/182", "10.1000/182"),
    (A, "[2404.17858](https://arxiv.org/abs/2404.17858)", 'write arxiv: "2404.17858"', "2404.17858"),
    ("isbn", "978-0-262-04630-5 (hardcover)", "write 9780262046305", "9780262046305"),
    ("urls", "{pdf: example.org/a.pdf}", "write https://example.org/a.pdf", {"pdf": "https://example.org/a.pdf"}),
    ("urls", "{paper: 10.1000/182}", "write https://doi.org/10.1000/182", {"paper": "https://doi.org/10.1000/182"}),
    # titles that hold more
    (T, '"“Title of Looms”"', 'write title: "Title of Looms"', "Title of Looms"),
    (T, "'\"Title of Looms\"'", 'write title: "Title of Looms"', "Title of Looms"),
    (T, "„Von Webstühlen“", 'write title: "Von Webstühlen"', "Von Webstühlen"),
    (T, "Looms and Cards,", 'write title: "Looms and Cards"', "Looms and Cards"),
    (T, "“Looms and Cards”;", 'write title: "Looms and Cards"', "Looms and Cards"),
    (T, "null", 'replace it with the title; if that is the title, put it in quotes: "null"', "The facts"),
    (T, "https://x.example/looms", "replace it with the title, and move the address to urls: {paper: https://x.example/looms}", "The facts"),
    (T, "doi:10.1000/182", "replace it with the title, and move the address to doi: 10.1000/182", "The facts"),
    (T, "Looms: a # one of two", 'write title: "Looms: a"  # one of two', "Looms: a"),
    # names
    ("authors", "(Grace Hopper, Ada Byron)", "write [Grace Hopper, Ada Byron]", ["Grace Hopper", "Ada Byron"]),
    ("authors", "by Grace Hopper and Ada Byron", "write [Grace Hopper, Ada Byron]", ["Grace Hopper", "Ada Byron"]),
    ("authors", "Grace Hopper 0000-0002-1825-0097", 'write [{given: Grace, family: Hopper, orcid: "0000-0002-1825-0097"}]', [{"given": "Grace", "family": "Hopper", "orcid": "0000-0002-1825-0097"}]),
    ("authors", "[Grace Hopper (ORCID 0000-0002-1825-0097)]", 'write {given: Grace, family: Hopper, orcid: "0000-0002-1825-0097"}', [{"given": "Grace", "family": "Hopper", "orcid": "0000-0002-1825-0097"}]),
    ("authors", "[{given: Grace, family: Hopper 0000-0002-1825-0097}]", 'write Hopper, orcid: "0000-0002-1825-0097"', [{"given": "Grace", "family": "Hopper", "orcid": "0000-0002-1825-0097"}]),
    ("authors", "[Ada Byron with Bo Reed]", "write 2 items: Ada Byron, Bo Reed", ["Ada Byron", "Bo Reed"]),
    ("authors", "[Ana Lopez y Juan Perez]", "write 2 items: Ana Lopez, Juan Perez", ["Ana Lopez", "Juan Perez"]),
    ("authors", "[BYRON Ada]", 'write "Byron, Ada"', ["Ada Byron"]),
    ("authors", '["BYRON-REED, Ada"]', 'write "Byron-Reed, Ada"', ["Ada Byron-Reed"]),
    ("authors", "[{first: Ada, last: Byron}]", "write Ada Byron", ["Ada Byron"]),
    ("authors", "[{lastName: Byron, firstName: Ada, orcid: 0000-0002-1825-0097}]", 'write {given: Ada, family: Byron, orcid: "0000-0002-1825-0097"}', [{"given": "Ada", "family": "Byron", "orcid": "0000-0002-1825-0097"}]),
    ("authors", "[Ada Byron,, Bo Reed]", "write authors: [Ada Byron, Bo Reed]", ["Ada Byron", "Bo Reed"]),
    ("authors", "[Ada Byron:, Bo Reed]", 'write authors: ["Ada Byron:", Bo Reed]', ["Ada Byron:", "Bo Reed"]),
    ("authors", "- Ada Byron", "write authors: [Ada Byron]", ["Ada Byron"]),
    # lists
    ("keywords", "[looms:, cards]", 'write keywords: ["looms:", cards]', ["looms:", "cards"]),
    ("keywords", "- looms\n    - cards: punched", 'write keywords: [looms, "cards: punched"]', ["looms", "cards: punched"]),
    ("keywords", "[@home, looms]", 'write keywords: ["@home", looms]', ["@home", "looms"]),
    ("keywords", "looms; weaving, cards", "write [looms, weaving, cards]", ["looms", "weaving", "cards"]),
    # signs around values
    ("topics", "@[compilers, graph-learning]", "write topics: [compilers, graph-learning]", ["compilers", "graph-learning"]),
    ("topics", "'[compilers]'", "write [compilers]", ["compilers"]),
    ("keywords", '%["cards, punched", looms]', 'write keywords: ["cards, punched", looms]', ["cards, punched", "looms"]),
    ("keywords", "|\n    - looms\n    - cards", 'remove the "|"', ["looms", "cards"]),
    ("urls", ">-\n    pdf: https://x.example/a", 'remove the ">-"', {"pdf": "https://x.example/a"}),
    ("urls", "{pdf: 'https://x.example/a ]'}", "write https://x.example/a", {"pdf": "https://x.example/a"}),
    ("volume", '"3" ]', 'write volume: "3"', "3"),
    ("volume", ', "3"', 'write volume: "3"', "3"),
    (P, "?1952-05-02", "write 1952-05-02", "1952-05-02"),
    ("type", "article-journal,", "write article-journal", "article-journal"),
    ("type", "Technical_Report", "write report", "report"),
    ("language", "':en'", "write en", "en"),
    # signs of other scripts and programs
    (T, "“Looms: a study”", 'write title: "Looms: a study"', "Looms: a study"),
    (T, '"""Looms"""', 'write title: "Looms"', "Looms"),
    (T, ">5 looms", 'write title: ">5 looms"', ">5 looms"),
    ("abstract", ">-One: two.\n    Three.", 'write abstract: "One: two. Three."', "One: two. Three."),
    (T, "*Looms at work", 'write title: "*Looms at work"', "*Looms at work"),
    # dates and links
    (P, "1952–1955", "write 1952, unless you know which is right: 1952 or 1955", "1952"),
    (P, "1950s", "write 1950, unless you know the year", "1950"),
    (P, "1952/53", "write 1952", "1952"),
    (P, "WS 1952/53", "write 1952", "1952"),
    (P, "1952-W05", "write 1952", "1952"),
    (P, "2 maart 1952", "write 1952-03-02", "1952-03-02"),
    ("urls", "{paper: https://x.example/a,b, pdf: https://x.example/b.pdf}", 'write paper: "https://x.example/a,b"', {"paper": "https://x.example/a,b", "pdf": "https://x.example/b.pdf"}),
    ("discussion", "[https://x.example/d?id=1]", "write discussion: {url: https://x.example/d?id=1}", {"url": "https://x.example/d?id=1"}),
    ("discussion", "[{url: https://x.example/d, count: 3}]", "write discussion: {url: https://x.example/d, count: 3}", {"url": "https://x.example/d", "count": "3"}),
    ("discussion", "https://x.example/d", "write discussion: {url: https://x.example/d}", {"url": "https://x.example/d"}),
    ("urls", "[https://x.example/b.pdf]", "write urls: {pdf: https://x.example/b.pdf}", {"pdf": "https://x.example/b.pdf"}),
    ("urls", "\n    - pdf: https://x.example/b\n    - code: https://x.example/c", "write urls: {pdf: https://x.example/b, code: https://x.example/c}", {"pdf": "https://x.example/b", "code": "https://x.example/c"}),
    ("urls", "\n    pdf:https://x.example/b", "write urls: {pdf: https://x.example/b}", {"pdf": "https://x.example/b"}),
    ("urls", "pdf: https://x.example/b, Code: https://x.example/c", "write urls: {pdf: https://x.example/b, code: https://x.example/c}", {"pdf": "https://x.example/b", "code": "https://x.example/c"}),
    ("urls", "{pdf: https://x.example/b github: https://x.example/c}", "write urls: {pdf: https://x.example/b, code: https://x.example/c}", {"pdf": "https://x.example/b", "code": "https://x.example/c"}),
    ("urls", "{pdf: [PDF](https://x.example/b), slides: https://x.example/c[1]}", 'write urls: {pdf: https://x.example/b, slides: "https://x.example/c[1]"}', {"pdf": "https://x.example/b", "slides": "https://x.example/c[1]"}),
    ("urls", "{pdf: https://x.example/b, code:https://x.example/c}", "write urls: {pdf: https://x.example/b, code: https://x.example/c}", {"pdf": "https://x.example/b", "code": "https://x.example/c"}),
    ("urls", '{pdf: "https://x.example/b}', "write urls: {pdf: https://x.example/b}", {"pdf": "https://x.example/b"}),
    ("urls", "{github: https://x.example/c}", 'did you mean "code"?', {"code": "https://x.example/c"}),
    ("urls", "{pdf: http://https://x.example/b}", "write https://x.example/b", {"pdf": "https://x.example/b"}),
    ("urls", "{pdf: hhttps://x.example/b}", "write https://x.example/b", {"pdf": "https://x.example/b"}),
    ("urls", "{pdf: “https://x.example/b”}", "write https://x.example/b", {"pdf": "https://x.example/b"}),
    ("urls", "{pdf: 'https://x.example/b\\_c'}", "write https://x.example/b_c", {"pdf": "https://x.example/b_c"}),
    ("urls", "{pdf: https://x.example/b?c=1&amp;d=2}", "write https://x.example/b?c=1&d=2", {"pdf": "https://x.example/b?c=1&d=2"}),
    ("urls", "{pdf: https://x.example/b?c=1&amp;amp;reg=2}", "write https://x.example/b?c=1&reg=2", {"pdf": "https://x.example/b?c=1&reg=2"}),
    ("urls", "{pdf: http://https://x.example/b?c=1&copy=2}", "write https://x.example/b?c=1&copy=2", {"pdf": "https://x.example/b?c=1&copy=2"}),
    ("urls", "{pdf: https://https//x.example/b}", "write https://x.example/b", {"pdf": "https://x.example/b"}),
    ("urls", "\n    pdf: https://x.example/b,", "write https://x.example/b", {"pdf": "https://x.example/b"}),
    ("acl", "ACL P18-1001.pdf", "write P18-1001", "P18-1001"),
    ("author_count", "0", "remove this line: omit fields that are not known", "1952-05-02"),
    ("status", "published", "remove this line: other works need no status", "1952-05-02"),
    ("published", "[1952, 5]", "write 1952-05", "1952-05"),
    ("published", "{year: 1952, month: 5}", "write 1952-05", "1952-05"),
    ("published", "{day: 2, month: may, year: 1952}", "write 1952-05-02", "1952-05-02"),
    ("published", "{year: 1952}", "write 1952", "1952"),
    ("published", "\n    - 1952\n    - 5", "write published: 1952-05", "1952-05"),
    ("topics", "[compilers.md]", "write compilers", ["compilers"]),
    ("keywords", "'looms', 'cards'", "write keywords: ['looms', 'cards']", ["looms", "cards"]),
    ("venue", "! Looms", 'write venue: "! Looms"', "! Looms"),
    # prose
    ("abstract", ">-\n  Not indented: text.", "indent it by four spaces", "Not indented: text."),
    ("abstract", "|\nAt the margin\nin two lines", "indent it by four spaces", "At the margin in two lines"),
    ("abstract", ">-\n\tBehind a tab", "indent it by four spaces", "Behind a tab"),
    ("summary", ">-\n  Why to read it", "indent it by four spaces", "Why to read it"),
    ("abstract", ">-\n    One: two\n   three", "indent it by four spaces", "One: two three"),
    ("keywords", "\n    - one\n   - two", "indent it by four spaces", ["one", "two"]),
    ("topics", "\n- compilers", "indent it by four spaces", ["compilers"]),
    ("keywords", "[]\n    - one\n    - two", "write keywords: [one, two]", ["one", "two"]),
    ("keywords", "\n    -\u00a0one\n    -\u00a0two", "write keywords: [one, two]", ["one", "two"]),
    # keys
    ("Venue", "Looms", 'did you mean "venue"?', "Looms"),
    ("journal", "Looms", 'did you mean "venue"?', "Looms"),
    ("tags", "[punched cards]", 'did you mean "keywords"?', ["punched cards"]),
    ("Publication-Title", "Looms", 'did you mean "venue"?', "Looms"),
    ("tldr", "It computes.", 'did you mean "summary"?', "It computes."),
    ("code", "github.com/a/b", "write urls: {code: https://github.com/a/b}", {"code": "https://github.com/a/b"}),
    ("homepage", "www.x.example", "write urls: {project: https://www.x.example}", {"project": "https://www.x.example"}),
    ("url", "https://x.example/a", "write urls: {paper: https://x.example/a}", {"paper": "https://x.example/a"}),
    ("urls", "https://huggingface.co/datasets/a/b", "write urls: {data: https://huggingface.co/datasets/a/b}", {"data": "https://huggingface.co/datasets/a/b"}),
    ("urls", "[https://www.kaggle.com/a, https://huggingface.co/spaces/a]", "write urls: {data: https://www.kaggle.com/a, demo: https://huggingface.co/spaces/a}",
     {"data": "https://www.kaggle.com/a", "demo": "https://huggingface.co/spaces/a"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "hint", "value"), MISTAKES, ids=lambda text: str(text)[:40]
)
def test_a_hint_gives_the_right_entry(
    name: str, text: str, hint: str, value: Any, tmp_path: Path
) -> None:
    """The first report has the hint, and following it leaves no problem and the right value."""
    written = entry(**{name: text})
    hints = [problem.hint for problem in problems_of(tmp_path, written)]
    assert hint in hints
    assert after_rounds(tmp_path, written, 1) == []
    assert value in values_of(tmp_path).values()
    assert set(GOOD) <= set(values_of(tmp_path)), "nothing else was lost"


@pytest.mark.parametrize(
    ("before", "after", "hint"),
    [
        ("title: The", "title=Looms: The", 'write title: "Looms: The education of a computer"'),
        ("authors: [Grace Hopper]", "authors [Grace: Hopper]", 'put a colon after "authors"'),
        ("topics: [compilers]", "topics [compilers]", 'put a colon after "topics"'),
        ("\n  added:", " added:", 'put "added: " on a line of its own'),
        ("topics: [compilers]", "topics:\n    - [compilers]", "remove the outer dash"),
        ("topics: [compilers]", "topics: &all [compilers]", "remove it"),
        ("topics:", "urls:\n  pdf: https://x.example/a\n  topics:", "indent it by four spaces"),
    ],
)
def test_a_sign_or_break_in_the_wrong_place(
    before: str, after: str, hint: str, tmp_path: Path
) -> None:
    """A hint says where it belongs."""
    assert before in entry()
    found = problems_of(tmp_path, entry().replace(before, after))
    assert any(hint in problem.hint for problem in found)


def test_a_link_without_a_space_below_others(tmp_path: Path) -> None:
    """The hint is for its line."""
    text = entry(urls="\n    paper: https://x.example/a\n    pdf:https://x.example/b")
    (problem,) = problems_of(tmp_path, text)
    assert (problem.span.line, problem.hint) == (16, "write pdf: https://x.example/b")


def test_an_address_with_a_backslash(tmp_path: Path) -> None:
    """The hint is not to write it again."""
    for text in (r"https://x.example/a\b", r"https://x.example/\~{}a"):
        (problem,) = problems_of(tmp_path, entry(urls=f"{{pdf: '{text}'}}"))
        assert problem.hint == "write the URL as a browser shows it, without backslashes"


def test_an_address_that_is_cut_off(tmp_path: Path) -> None:
    """Nobody knows its end. Other signs at the end of an address may be part of it."""
    (problem,) = problems_of(tmp_path, entry(urls="{pdf: https://x.example/long…}"))
    assert problem.hint == "write the full URL: this one is cut off"
    for address in ("https://x.example/Jr.", "https://x.example/a_(b)", "https://x.example/a,b"):
        assert not problems_of(tmp_path, entry(urls=f'{{pdf: "{address}"}}'))


def test_a_hint_for_a_long_value_takes_no_time(tmp_path: Path) -> None:
    """Looking for its end among 100,000 signs took time with their square."""
    begun = time.process_time()
    problems_of(tmp_path, entry(doi=f"'a{'!' * 100_000}a'", topics=f"|\n    {'[' * 100_000}"))
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("published", "- 1952", "1952"),
        ("published", "%1952-05", "1952-05"),
        ("published", "@May 1952", "1952-05"),
        ("published", '"1952" or so', "1952"),
        ("language", "- German", "de"),
        ("doi", "`10.1000/182", "10.1000/182"),
        ("type", "@book", "book"),
        ("superseded_by", "@ada1843notes", "ada1843notes"),
        ("author_count", "%5  # of them", "5"),
        ("topics", "@compilers, graph-learning", ("compilers", "graph-learning")),
        ("related", "`ada1843notes`", ("ada1843notes",)),
        ("venue", "@Home", "@Home"),
    ],
)
def test_a_hint_for_a_value_with_a_sign_is_valid(
    name: str, value: str, expected: object, tmp_path: Path
) -> None:
    """One round is enough. A free text keeps the sign."""
    assert after_rounds(tmp_path, entry(**{name: value}), 1) == []
    found = values_of(tmp_path)[name]
    assert expected == (tuple(found) if isinstance(found, list) else found)


@pytest.mark.parametrize("name", ["topics", "keywords"])
def test_a_sign_in_the_place_of_a_space(name: str, tmp_path: Path) -> None:
    """The hint for a list is a list."""
    text = entry(**{name: "compilers"}).replace(f"{name}: ", f"{name}:@")
    (problem, *_) = problems_of(tmp_path, text)
    assert problem.hint == f"write {name}: [compilers]"
    assert after_rounds(tmp_path, text, 1) == []


@pytest.mark.parametrize("spelling", [": @soon", ": - soon", ":%soon", ": 'soon"])
def test_a_hint_for_a_value_that_cannot_be_meant(spelling: str, tmp_path: Path) -> None:
    """It is that of the field, not to write the wrong value in quotes."""
    text = entry().replace(": 1952-05-02", spelling)
    (problem, *_) = problems_of(tmp_path, text)
    assert problem.hint == "write the year of publication as YYYY"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("published", "{year: 1952, day: 5}"),
        ("published", "{month: 5}"),
        ("published", "{year: 52}"),
        ("published", "[1952, 13]"),
        ("published", "[5, 2, 1952]"),
        ("published", "{year: 1952, month: [5]}"),
        ("added", "{year: 1952, month: 5}"),
        ("volume", "[1952, 5]"),
        ("author_count", "[1952, 5]"),
        ("volume", "{year: 1952}"),
    ],
)
def test_parts_that_are_no_date(name: str, parts: str, tmp_path: Path) -> None:
    """Only a date has parts, without a gap, and only an existing one is a hint."""
    hints = [problem.hint for problem in problems_of(tmp_path, entry(**{name: parts}))]
    assert "write one value" in hints


@pytest.mark.parametrize("key", ["*language", '""'])
def test_a_key_that_is_none(key: str, tmp_path: Path) -> None:
    """It is reported once."""
    (found,) = problems_of(tmp_path, entry(**{key: "en"}))
    assert found.rule in ("alias", "unknown-key")


@pytest.mark.parametrize("name", ["issn", "subtitle", "datasets", "star", "state", "organisation"])
def test_no_hint_names_a_field_of_another_meaning(name: str, tmp_path: Path) -> None:
    """However near it is spelt: the value would be a wrong one there."""
    (found,) = problems_of(tmp_path, entry(**{name: "[one]"}))
    assert found.hint == "put data that has no field under extra"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("topic", 'add it to "topics"'),
        ("author", 'add it to "authors"'),
        ("year", 'this entry has "published" already; put other data under extra'),
    ],
)
def test_another_name_of_a_field_that_is_there(name: str, hint: str, tmp_path: Path) -> None:
    """The field cannot be written twice."""
    (found,) = problems_of(tmp_path, entry(**{name: "1952"}))
    assert found.hint == hint


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        (("", ""), "remove this copy of it"),
        (("Notes", "Other notes"), "choose another one"),
        (("ada1843notes", "müller1843notes"), 'write "muller1843notes"'),
    ],
)
def test_an_id_to_choose(change: tuple[str, str], hint: str, tmp_path: Path) -> None:
    """An entry that was inserted twice needs no other id."""
    assert hint in [problem.hint for problem in problems_of(tmp_path, OTHER.replace(*change))]


@pytest.mark.parametrize(
    ("urls", "hint"),
    [
        (
            "{doi: https://doi.org/10.1000/182}",
            "remove it here, and add doi: 10.1000/182 to the entry",
        ),
        (
            "{arxiv: arxiv.org/abs/2404.17858}",
            "remove it here, and add arxiv: 2404.17858 to the entry",
        ),
        ("{pfd: https://doi.org/10.1000/182}", 'did you mean "pdf"?'),
    ],
)
def test_an_identifier_among_links(urls: str, hint: str, tmp_path: Path) -> None:
    """It has a field of its own."""
    (found,) = problems_of(tmp_path, entry(urls=urls))
    assert found.hint == hint
