"""What is exported comes back: for collections that are generated, and for the real ones."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from papershelf import catalogue
from papershelf.catalogue.disk import Place
from papershelf.catalogue.fields import CREATORS, FIELDS, LINKS
from papershelf.catalogue.forms import Text
from papershelf.catalogue.item_types import TYPES
from papershelf.catalogue.model import Paper
from papershelf.catalogue.write import to_entry
from papershelf.citations import FORMATS, parts
from papershelf.editing import changeset, intake
from papershelf.editing.plan import Plan
from papershelf.importers.match import Known
from papershelf.importers.values import clean
from papershelf.text import missing, namemarks
from papershelf.text.identifiers import clean_doi
from papershelf.text.names import Name
from support.drafts import drafts
from support.drawing import times
from support.helpers import DATA, ROOT, collect, named, write
from support.hostile import HOSTILE
from support.skipped import NO_DATA

TODAY = datetime.date(2026, 11, 24)
#: Formats that hold every field as it is.
WHOLE = ("csl-json", "jsonl", "yaml")

_LETTERS = "aBé你ßç ÅøŁ-'’.,;:!?()[]/"
_SIGNS = '{}\\$%#&_^~"`<>|@=*+'
TEXTS = st.one_of(
    st.text(_LETTERS, min_size=1, max_size=30),
    st.text(_LETTERS + _SIGNS, min_size=1, max_size=30),
    st.sampled_from(HOSTILE),
    st.sampled_from(["ER  - ", "TY  - JOUR", "A $x_{1}$ and $5", "--", "and others", "a and b",
                     "Knuth, Donald and Ada", "\\\"u", "<i>x</i> &amp; y", "---", "no", "1e3"]),
).map(lambda text: text.strip()).filter(lambda text: text and clean(text) == text)  # fmt: skip
PROSE = st.lists(TEXTS, min_size=1, max_size=3).map("\n\n".join)
WORDS = (
    st.text("abcÄ -.", min_size=1, max_size=12)
    .map(str.strip)
    .filter(lambda text: text and "..." not in text)  # that is where a list of names is cut
)
PARTS = (
    st.one_of(WORDS, TEXTS)
    .map(lambda text: text.replace("\n", " "))
    .filter(lambda text: any(map(str.isalpha, text)) and text != "and others")  # names nobody
)
NAMES = st.one_of(
    st.fixed_dictionaries({"family": PARTS, "given": PARTS}),
    st.fixed_dictionaries({"family": PARTS, "given": PARTS, "suffix": st.sampled_from(["Jr.", "III"])}),
    st.fixed_dictionaries({"family": PARTS}),
    st.fixed_dictionaries({"literal": PARTS}),
    st.fixed_dictionaries({"family": PARTS, "given": PARTS, "affiliation": PARTS,
                           "orcid": st.just("0000-0002-1825-0097")}),
)  # fmt: skip
TITLES = TEXTS.filter(lambda text: not namemarks.without_footnote(text)[1])
DATES = st.dates(datetime.date(1000, 1, 1), datetime.date(2100, 12, 31)).flatmap(
    lambda day: st.sampled_from([str(day), str(day)[:7], str(day)[:4]])
)
ADDRESSES = (
    st.text("abc_%~?=&;#,()'$", max_size=12)
    .filter(lambda text: "$_$" not in text)  # how LaTeX files write an underscore
    .map(lambda text: f"https://example.org/{text.rstrip(',;')}")
)
TEXT_FIELDS = [
    field.name
    for field in FIELDS.values()
    if isinstance(field.form, Text) and not field.form.paragraphs and field.name != "title"
]
FIELD: dict[str, Any] = {
    **dict.fromkeys(CREATORS, st.lists(NAMES, min_size=1, max_size=4)),
    "added": st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)).map(str),
    "type": st.sampled_from(TYPES),
    "doi": st.text("abc._-()<>;#%&{}\\/", min_size=1, max_size=12).map(lambda text: clean_doi(f"10.1000/0{text}")),
    "arxiv": st.from_regex(r"[0-9]{4}", fullmatch=True).map(lambda text: f"2404.{text}"),
    "openreview": st.from_regex(r"[A-Za-z0-9_-]{6,12}", fullmatch=True),
    "acl": st.just("2020.acl-main.1"),
    "pmid": st.from_regex(r"[1-9][0-9]{3,7}", fullmatch=True),
    "pmcid": st.from_regex(r"PMC[1-9][0-9]{3,7}", fullmatch=True),
    "isbn": st.sampled_from(["9783161484100", "0201533774", "043942089X"]),
    "urls": st.dictionaries(st.sampled_from(list(LINKS)), ADDRESSES, min_size=1),
    "abstract": PROSE.filter(lambda text: not missing.is_missing("abstract", text)),
    "notes": PROSE,
    "keywords": st.lists(WORDS, min_size=1, max_size=4, unique=True),
    "topics": st.lists(st.sampled_from(["nlp", "vision"]), min_size=1, unique=True),
    "language": st.sampled_from(["en", "de", "pt-BR", "zh-Hant"]),
    "awards": st.lists(TEXTS, min_size=1, max_size=2),
    "discussion": st.fixed_dictionaries({"url": ADDRESSES, "count": st.integers(0, 999).map(str)}),
    "status": st.sampled_from(["withdrawn", "retracted", "removed"]),
    "extra": st.dictionaries(WORDS, TEXTS, min_size=1, max_size=3),
    **{name: TEXTS.filter(lambda text, name=name: not missing.is_missing(name, text)) for name in TEXT_FIELDS},
}  # fmt: skip


@st.composite
def collections(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Entries of a catalogue, some of them related to others, above and below."""
    number = draw(st.integers(1, 3))
    ids = [f"paper-{n}" for n in range(number)]
    entries = []
    for place, paper_id in enumerate(ids):
        names = draw(st.lists(st.sampled_from(list(FIELD)), unique=True))
        values: dict[str, Any] = {"id": paper_id, "title": draw(TITLES), "published": draw(DATES)}
        values |= {name: draw(FIELD[name]) for name in names}
        # no two entries of a catalogue have the same
        values |= {name: f"{values[name]}{place}" for name in ("doi", "arxiv") if name in values}
        if others := ids[:place] + ids[place + 1 :]:
            values["related"] = draw(st.lists(st.sampled_from(others), unique=True))
        entries.append(values)
    return entries


def again(form: str, papers: list[Paper], root: Path) -> tuple[Plan, dict[str, Paper]]:
    """What an export of papers comes to in an empty collection."""
    text = FORMATS[form].to_text(papers)
    write(root, {"papers.yaml": ""})
    plan = intake.plan(drafts(text, form), catalogue.Source(), Place(root=root), TODAY)
    changeset.apply(plan.place, plan.changes(updates=False))
    return plan, dict(collect(root).papers)


def plain(value: Any) -> Any:
    """Return text as formats of references hold it: with single spaces, no invisible characters and
    inline formulas; `\\$` may be `$`, and so a percent sign. No text can have a backslash right
    before a dollar sign, which an invalid formula may have."""
    if isinstance(value, str):
        parts = re.split(
            r"\n\s*\n", re.sub(r"\\+\$", "$", clean(value)).replace("\\%", "%").replace("$$", "$")
        )
        return [" ".join(part.split()) for part in parts]
    if isinstance(value, Mapping):
        return {name: plain(text) for name, text in value.items()}
    return value


def differences(form: str, paper: Paper, other: Paper) -> list[tuple[str, Any, Any]]:
    """Fields that a format says it holds, and that came back as something else."""
    row, found = FORMATS[form], []
    if "published" in row.in_part:
        paper = replace(paper, published=parts.issued(paper))
    for name in FIELDS:
        wanted, got = paper.value(name), other.value(name)
        if name == "added" and not paper.added.day:
            continue  # the day of the import, where the catalogue says none
        if name in row.holds and (wanted != got if form in WHOLE else plain(wanted) != plain(got)):
            found.append((name, wanted, got))
        elif name in row.in_part and name in PARTLY:
            wanted, got = PARTLY[name](form, wanted), PARTLY[name](form, got)
            found += [(name, wanted, got)] if wanted != got else []
    return found


def _shown(form: str, authors: tuple[Name, ...]) -> list[Any]:
    """RIS parts names at commas; a name of one part is a literal for both. An import drops names
    without a letter, such as ":"."""
    comma = "," if form == "ris" else "\0"
    names = [plain(name.shown.replace(comma, " ")) for name in authors]
    return [name for name in names if not missing.is_nobody(name[0])]


def _pages(form: str, pages: str) -> Any:
    return plain(re.sub(r"[\s–—-]+", "-", pages))


def _words(form: str, words: tuple[str, ...]) -> list[Any]:
    sign = ";" if form == "ris" else "[,;]"
    parts = [" ".join(part.split()) for word in words for part in re.split(sign, word)]
    return list(dict.fromkeys(part for part in parts if part))


def _status(form: str, status: str) -> str:
    return status if status in ("retracted", "withdrawn") else ""


def _links(form: str, urls: Mapping[str, str]) -> dict[str, str]:
    return {name: urls[name] for name in urls if name in ("paper", "pdf")}


#: What is compared of a field that is held in part.
PARTLY = dict.fromkeys(CREATORS, _shown) | {
    "pages": _pages,
    "keywords": _words,
    "urls": _links,
    "status": _status,
    "published": lambda form, date: date,
}


#: Fields that every entry has, that name other entries, and the number of names that are unknown.
ELSEWHERE = {"id", "title", "published", "related", "aliases", "superseded_by", "author_count"}


#: A family name that begins like a whole name, and a given name that ends like a mark.
INITIALS: dict[str, Any] = {
    "id": "reed2000looms", "title": "Looms", "published": "2000-01-01",
    "authors": [{"family": "O. Reed", "given": "B. Ada"}, {"family": "St. John", "given": "J. Adam"},
                {"family": "a", "given": "a a a"}],
}  # fmt: skip


def test_every_field_is_drawn() -> None:
    """A field of the table is part of the property below, or its absence has a reason."""
    assert set(FIELDS) == {*FIELD, *ELSEWHERE}


@pytest.mark.parametrize("form", FORMATS)
@settings(max_examples=times(1.2), suppress_health_check=list(HealthCheck))
@given(entries=collections())
@example(entries=[INITIALS])
@example(
    entries=[
        {"id": "wide", "title": "T", "published": "2000", "type": "book", "venue": "a \u3000 b"}
    ]
)
@example(
    entries=[
        {"id": "two-spaces", "title": "T", "published": "2000", "type": "paper-conference", "event": "a  b"}
    ]
)  # fmt: skip
def test_generated_collections_come_back(form: str, entries: list[dict[str, Any]]) -> None:
    """Every field that a format holds is what it was, whatever the text."""
    with TemporaryDirectory() as folder:
        first = write(Path(folder) / "a", {"papers.yaml": "\n".join(map(to_entry, entries))})
        known = Known(())
        papers = []
        for paper in collect(first).papers.values():
            row = FORMATS[form]
            held = [name for name in FIELDS if name in row.holds or name in row.in_part]
            values = {name: value for name in held if (value := paper.value(name))}
            values |= {"type": ""}
            if form not in WHOLE and not _status(form, paper.status):
                values.pop("status", None)  # it is lost, and cannot distinguish works
            if paper.series and plain(paper.series) == plain(paper.venue) and form not in WHOLE:
                continue  # BibTeX prints the venue of a book as its series: one fact, written twice
            if form in WHOLE or known.find(values)[0] is None:  # documented: `id` is held in part
                papers.append(paper)
                known.add(paper.id, values)
        plan, after = again(form, papers, Path(folder) / "b")
        assert plan.refused == [] and plan.met == [], (plan.refused, plan.met)
        for paper in papers:
            assert differences(form, paper, after[paper.id]) == []


REAL = {
    "example": ROOT,
    "gaussian-splatting": DATA / "gaussian-splatting",
    "haskell": DATA / "haskell",
    "nasty": DATA / "nasty",
}


@pytest.mark.parametrize("form", WHOLE)
@pytest.mark.parametrize("name", named(REAL))
def test_real_collections_come_back_whole(form: str, name: str, tmp_path: Path) -> None:
    """Each paper of each real collection, each field of it, relations included."""
    if not REAL[name].is_dir():
        pytest.skip(NO_DATA)
    papers = list(collect(REAL[name]).papers.values())
    plan, after = again(form, papers, tmp_path)
    assert (plan.refused, plan.met, len(after)) == ([], [], len(papers))
    assert [diff for paper in papers for diff in differences(form, paper, after[paper.id])] == []
