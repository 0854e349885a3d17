"""Files of references as people really have them: damaged, of another age, hostile. Nothing of them
is lost without a word."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from papershelf.importers.readers import READERS
from papershelf.importers.texts.markup import from_bibtex
from papershelf.importers.values import to_values
from support.drafts import drafts, values_in

BY = "author = {Lovelace, Ada}, year = 2020"
RIS = "TY  - JOUR\nTI  - T\nAU  - Lovelace, Ada\nPY  - 2020\n"


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (f"@misc{{a, title = {{un{{closed}}, {BY}}}", 1, "not closed"),
        (f"@misc{{a, title = {{T}}, {BY}", 1, "the file is cut off"),
        (f"@misc{{a, title = {{T\n, {BY}", 1, "line 1: unclosed brace"),
        (f'@misc{{a, title = "T, {BY}}}', 1, "closing brace without an opening brace"),
        (f"@misc{{a, title = {{T}} {BY}}}", 1, "missing comma after title"),
        (f"@misc{{a, title = , {BY}}}", 1, "title has no value"),
        ("@misc{a, " + "x" * 20 + "}", 1, '"xxxx'),
        (f"misc{{a, title = {{T}}, {BY}}}", 1, "text outside of any entry"),
    ],
)
def test_a_broken_entry_says_why_and_hides_no_other(text: str, line: int, why: str) -> None:
    """The entry below it comes in all the same."""
    broken, good = drafts(f"{text}\n@misc{{b, title = {{B}}, {BY}}}")
    assert broken.where.startswith(f"x:{line}") and why in broken.why_not
    assert (good.key, good.why_not) == ("b", "")


def test_braces_that_close_too_early_are_told() -> None:
    """Otherwise, text after the entry would be lost without a message."""
    first, rest = drafts(f"@misc{{a, year = 2020, title = {{T}}}}}}, {BY}}}")
    assert first.why_not == "" and "text outside of any entry" in rest.why_not


def test_abbreviations() -> None:
    """Chains, loops and joined values work; undefined ones are reported; months need no definition."""
    text = '@string{a = "x"} @string(b = a # { y}) @string{c = d} @string{d = c}'
    found = values_in(
        f"{text} @article{{k, title = b # {{ z}} # 1, journal = j, month = jan, note = c, {BY}}}"
    )
    assert (found["title"], found["venue"], str(found["published"])) == ("x y z1", "j", "2020-01")
    assert found["left"] == {"journal, abbreviation": "@string j is not defined"}
    bomb = "@string{a0 = {xxxxxxxxxx}}" + "".join(
        f"@string{{a{n} = a{n - 1} # a{n - 1}}}" for n in range(1, 40)
    )
    assert any("longer than 1,000,000" in draft.why_not for draft in drafts(bomb))


def test_what_stands_twice_or_has_no_place_is_told() -> None:
    """Fields, ISBNs, e-prints of others, parts of a date, links, parents that are not there."""
    found = values_in(
        "@inproceedings{k, title={T}, title={U}, author={A B and others}, date={2010/2012}, file={x.pdf},"
        " isbn={0-201-53377-4, 978-3-16-148410-0}, eprint={12}, eprinttype={jstor}, crossref={none},"
        " booktitle={\\href{http://a.b/}{Proc}}, langid={english}, language={French}, note={n}, annote={m}}"
    )  # fmt: skip
    assert found["left"] == {
        "date": "2010/2012", "file": "x.pdf",
        "isbn": "978-3-16-148410-0", "eprint": "12", "eprinttype": "jstor", "title, again": "U",
        "crossref": "none is not in this file", "booktitle, link": "http://a.b/",
        "language": "French", "note": "n",
    }  # fmt: skip
    assert (found["venue"], found["notes"], str(found["published"])) == ("Proc", "m", "2010")
    assert found["author_count"] == 2


@pytest.mark.parametrize(
    ("date", "published", "left"),
    [
        ("date={2004-04-25T14:34:00}", "2004-04-25", {"date": "2004-04-25T14:34:00"}),
        ("date={2004-22}", "2004", {"date": "2004-22"}),
        ("year={c. 1999}", "1999", {"year": "c. 1999"}),
        ("year=2010, month=mar, day=3", "2010-03-03", {}),
        ('year=2010, month=jan # "~12"', "2010-01-12", {}),
        ("year=2010, month={March 3rd}", "2010-03-03", {}),
        ("year=2010, month={3rd of March}", "2010-03-03", {}),
        ("year=2010, month={3rd March}", "2010-03-03", {}),
        ("year=2010, month=mar, day={3rd}", "2010-03-03", {}),
        ("year=2010, month=mar, day={3--5}", "2010-03", {"day": "3–5"}),
        ("issue_date={Oct. 2010}", "2010-10", {}),
        ("year=2010, issue_date={5 October 2010}", "2010-10-05", {}),
        ("year=2010, month=oct, issue_date={October 2010}", "2010-10", {}),
        ("year=2011, issue_date={Oct. 2010}", "2011", {"issue_date": "Oct. 2010"}),
        ("issue_date={Fall 2010}", "2010", {"issue_date": "Fall 2010"}),
        ("year=2010, issue_date={May/June 2010}", "2010", {"issue_date": "May/June 2010"}),
        ("year=2010, month={²}", "2010", {"month": "²"}),
        ("date={1850~}", "1850", {"date": "1850~"}),
        ("date={2010-03}, year={2011}", "2010-03", {"year": "2011"}),
        ("date={2010}, year={2011}", "2010", {"year": "2011"}),
        ("year={２０１０}, month=mar", "2010-03", {}),
        ("year=2010, month={July--August}", "2010-07", {"month": "July–August"}),
        ("year=2010, month={Spring}", "2010", {"month": "Spring"}),
        ("year=2010, month=13", "2010", {"month": "13"}),
    ],
)
def test_dates(date: str, published: str, left: dict[str, str]) -> None:
    """A range counts by its beginning; other parts of a date are reported."""
    found = values_in(f"@misc{{k, title={{T}}, author={{A B}}, {date}}}")
    assert (str(found["published"]), found["left"]) == (published, left)


def test_a_day_that_is_none_does_not_cost_the_record() -> None:
    """31 February is in February."""
    found = values_in("@misc{k, title={T}, author={A B}, year=2010, month=feb, day=31}")
    assert str(found["published"]) == "2010-02" and "does not exist" in found["lost"][0]
    (draft,) = drafts("@misc{k, title={T}, year={in press}}")
    assert draft.why_not == 'unreadable year: "in press"'


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("date={05/12/2020}", {"date": "05/12/2020"}),
        (r"year=2020, month={12~M{\"a}rz}", {}),
        ("year=2020, month={D{\\'e}cembre}", {}),
        ("year=2020, month={mar--apr}", {"month": "mar–apr"}),
    ],
)
def test_a_date_that_was_understood_is_not_reported(date: str, said: dict[str, str]) -> None:
    """Of a date that may have day and month swapped, the year counts."""
    (draft,) = drafts(f"@misc{{k, title={{T}}, author={{A B}}, {date}}}")
    assert (draft.why_not, draft.left) == ("", said)
    assert draft.fields["published"].startswith("2020")


def test_what_programs_leave_behind() -> None:
    """An arXiv id as the volume."""
    found = values_in(
        f"@article{{k, title={{T}}, journal={{CoRR}}, volume={{abs/2301.00012}}, {BY}}}"
    )
    assert (found["arxiv"], found.get("volume")) == ("2301.00012", None)


def test_addresses_without_their_beginning() -> None:
    """As browsers show them, and the first of several; what may be a file or a word is refused."""
    for url, whole in (
        ("www.example.org/a", "https://www.example.org/a"),
        ("example.org/a", "https://example.org/a"),
        ("https://example.org/a, \\url{http://example.org/b}", "https://example.org/a"),
        ("paper.pdf", None),
        ("none", None),
    ):
        found = values_in(f"@misc{{k, title={{T}}, year=2020, license={{MIT}}, url={{{url}}}}}")
        assert found.get("urls", {}).get("paper") == whole
        assert found["license"] == "MIT" and bool(found["lost"]) is (whole is None)


def test_what_is_not_a_work() -> None:
    """Data for other entries prevents no import, and neither does a preamble in spaces."""
    text = (
        '@preamble{ "\\newcommand{\\x}[1]{}" }\n@xdata{x, publisher={P}}\n@set{s, entryset={b}}\n'
    )
    text += f"@proceedings{{b, xdata={{x}}, title={{T}}, booktitle={{T}}, {BY}}}"
    data, several, book = drafts(text)
    assert (data.notice, several.notice) == (
        "data for other entries, not a work",
        "a set of other entries, not a work",
    )
    assert (book.why_not, book.fields["publisher"], book.left) == ("", "P", {})


def test_parents_say_what_their_children_appeared_in() -> None:
    """BibTeX inherits a `booktitle` as it is; BibLaTeX makes it of the title."""
    child = f"@inproceedings{{c, crossref={{p}}, title={{C}}, {BY}}}"
    for title, venue in (("title={Of looms}, subtitle={S}", "Of looms: S"),
                         ("title={Of looms}, subtitle={S}, booktitle={Looms}", "Looms")):  # fmt: skip
        found = {draft.key: draft for draft in drafts(f"{child} @proceedings{{p, {title}, {BY}}}")}
        assert found["c"].fields["venue"] == venue


def test_inheritance_does_not_run_in_circles() -> None:
    """`crossref` and `xdata` that name each other, or themselves."""
    text = "@xdata{x, xdata={y,x}, publisher={P}} @xdata{y, xdata={x}, location={L}}"
    text += f" @book{{c, xdata={{x}}, crossref={{c}}, title={{C}}, {BY}}}"
    found = {draft.key: draft for draft in drafts(text)}["c"]
    assert (found.fields["publisher"], found.fields["place"], found.left) == ("P", "L", {})


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"The {\TeX}nician and \LaTeX{} \& \METAFONT", "The TeXnician and LaTeX & METAFONT"),
        (r"methodology{\hyphen}independent", "methodology-independent"),
        (r"\url{http://a_b.c/~x%20y#z} {\relax x}", "http://a_b.c/~x%20y#z x"),
        (r"{\"U}ber \c c de la \unknown{word}", "Über ç de la word"),
        (r"\$5 and \$6, $x_1$", "$5 and $6, $x_1$"),
        (r"\$x + y\$", r"\$x + y\$"),
        ("{" * 3000 + "deep" + "}" * 3000, "deep"),
    ],
)
def test_no_word_of_latex_is_lost(latex: str, text: str) -> None:
    """Commands without an argument may be words; addresses hold no commands."""
    assert " ".join(from_bibtex(latex).split()) == text


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (RIS, ["incomplete: its ER is missing"]),
        (f"{RIS}{RIS}ER  - \n", ["incomplete: another record begins before its ER", ""]),
        (f"AU  - x\n{RIS}ER  -", ['"AU  - x" is before the first TY', ""]),
        (RIS.replace("\n", "\r\n") + "ER  - \r\n", [""]),
        (RIS.replace("  - ", " - ") + "ER - \n", [""]),
        ("PT J\nTI T\nPY 2020\nER\n\nPT J\nTI U\nPY 2021\nEF", ["", "incomplete: its ER is missing"]),
    ],
)  # fmt: skip
def test_records_of_ris_that_are_cut_off(text: str, reasons: list[str]) -> None:
    """A record without its end is not taken for a whole one, nor dropped."""
    assert reasons == [draft.why_not for draft in drafts(text, "ris")]


def test_the_end_of_a_record_inside_of_a_text() -> None:
    """`ER  - ` with words is a line of the abstract; tags behind an early end are not lost."""
    text = f"{RIS}AB  - one\nER  - see below\ntwo\nUS - three\nER  -\nKW  - k\nDO  - 10.1000/x\nDO  - 10.1000/y\nUR  - http://a.b/\nUR  - http://c.d/\nT2  - U\nJF  - J\nER  -"
    found = values_in(text, "ris")
    assert found["abstract"] == "one ER - see below two US - three"
    assert (found["keywords"], found["doi"], found["venue"]) == (("k",), "10.1000/x", "J")
    assert found["left"] == {"DO": "10.1000/y", "UR": "http://c.d/", "T2": "U"}


@pytest.mark.parametrize(
    "item",
    [
        {"author": "x", "issued": 5}, {"author": {"family": "X"}, "issued": {"date-parts": 5}},
        {"author": [None, 5, ["x"], {"family": ["q"]}], "issued": {"date-parts": [[2020, "x", 3]]}},
        {"keyword": {"a": 1}, "license": "x", "relation": [1], "issued": "2020-01", "note": 5},
        {"custom": {"papershelf": {"authors": 5, "odd": 1}}, "issued": {"date-parts": [[20200]]}},
        {"ISBN": ["9783161484100", "0201533774"], "issued": {"date-parts": [["2020", "0"]]}},
    ],
)  # fmt: skip
def test_csl_json_of_any_shape(item: dict[str, Any]) -> None:
    """Values of a type that the schema does not allow cost themselves, not the program."""
    (draft,) = drafts(json.dumps([{"title": "T"} | item]), "csl-json")
    assert draft.why_not or to_values(draft).values["title"] == "T"
    with pytest.raises(ValueError, match="too deep"):
        drafts("[" * 100_000, "csl-json")
    assert "not valid JSON" in drafts("[" * 100_000, "jsonl")[0].why_not


def test_a_foreign_catalogue_keeps_the_first_of_two_and_tells_the_other() -> None:
    """Names of theirs that mean one field of ours; dates in words; aliases of YAML."""
    found = values_in("- {title: A, year: 2020, note: one, comments: two, url: 'https://a.b/', link: 'https://c.d/', tags: [a], categories: b}", "yaml")  # fmt: skip
    assert found["left"] == {"comments": "two", "link": "https://c.d/"}
    assert found["keywords"] == ("a", "b")
    assert str(values_in("- {title: A, date: May 2020}", "yaml")["published"]) == "2020-05"
    (draft,) = drafts("- {title: A, date: in press}", "yaml")
    assert draft.why_not == 'unreadable date: "in press"'
    twice, alias, *_ = drafts(
        "- title: A\n  title: B\n  year: &y 2020\n- title: C\n  year: *y\n", "yaml"
    )
    assert "duplicate key" in twice.why_not and 'alias "*y"' in alias.why_not


@pytest.mark.slow
@pytest.mark.parametrize("form", ["bibtex", "yaml", "ris"])
def test_time_grows_with_the_size_alone(form: str) -> None:
    """Eight times as many records take not much more than eight times as long."""
    one = {
        "bibtex": f"@misc{{k, title={{T}}, {BY}, abstract={{{'word ' * 100}}}}} ",
        "yaml": f"- title: T\n  year: 2020\n  abstract: {'word ' * 100}\n",
        "ris": f"{RIS}AB  - {'word ' * 100}\nER  -\n",
    }[form]
    spent = []
    for number in (250, 2000):
        begun = time.process_time()
        assert len(drafts(one * number, form)) == number
        spent.append(time.process_time() - begun)
    assert spent[1] < 8 * 3 * spent[0] + 0.5


def test_comments_that_are_never_closed() -> None:
    """They hide no entry, and cost what they weigh."""
    text = f"@comment(not braces) {'@comment{' * 30_000}\n@misc{{b, title = {{B}}, {BY}}}"
    begun = time.process_time()
    assert [draft.key for draft in drafts(text)] == ["b"]
    assert time.process_time() - begun < 2


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ris", "medline"])
def test_a_value_of_many_lines_costs_what_it_weighs(name: str) -> None:
    """Each line that goes on was joined to all before it."""
    begun, line = {"ris": ("TY  - JOUR\nPY  - 2024\nTI  - a\n", "b\n"), "medline": ("PMID- 1\nTI  - a\n", "      b\n")}[name]  # fmt: skip
    started = time.process_time()
    drafts = list(READERS[name].read(begun + line * 40_000 + "ER  - \n", "x"))
    assert time.process_time() - started < 2
    assert str(drafts[0].fields["title"]).count("b") == 40_000


@pytest.mark.parametrize("name", ["csl-json", "jsonl", "yaml"])
@pytest.mark.parametrize("end", ["\r", "\r\n", "&#13;"])
def test_lines_of_windows_become_ours(name: str, end: str) -> None:
    """No carriage return comes into a catalogue, and no word is glued to the next one."""
    record: dict[str, object] = {"title": "T", "abstract": f"One{end}two", "year": 2024}
    if name == "csl-json":
        record |= {"type": "article", "issued": {"raw": "2024"}}
    text = json.dumps([record] if name != "jsonl" else record)
    (draft,) = READERS[name].read(text, "x")
    assert str(to_values(draft).values["abstract"]).split() == ["One", "two"]
