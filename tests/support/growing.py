"""Find texts on which a function takes more than linear time.

A text is a short unit, repeated, alone or between two words. Where a probe of it takes longer than a
moment, a short and a long text are measured; a function fails where the long one takes far more than
its length says in every measurement, or more seconds than it may.
"""

from __future__ import annotations

import importlib
import inspect
import json
import math
import pkgutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any, TypeAlias

import markdown

from papershelf import catalogue, checks
from papershelf.catalogue import read_files
from papershelf.catalogue.fields import FIELDS
from papershelf.editing import normal_form
from papershelf.importers.readers import READERS
from papershelf.importers.values import to_values
from papershelf.outputs import everything
from papershelf.outputs.settings import Settings
from papershelf.text.prose import EXTENSIONS

Run: TypeAlias = Callable[[str], Any]

UNITS = (
    *"a1é中 \n\\{}[]()<>$'\"`*_-.,;:&#@|/%~^=", "\t", "\u200b", "\u0301", "\x01", "\u202e", "\u00a0", "\U0001f600",
    r"\(", r"\[", "$$", "$a", "{}", "[(", "<a", "<a ", "<!--", "&#", "&amp;", r"\a", r"\a{", r"\'{", r"\$", r"\frac{", r"\begin{a}",
    "a ", "a,", "a, ", "a;", "a and ", "A. ", "1-", "1 ", "1,", "1#", "- ", "a\n", "\n ", "\n\n", "a: ", "a:\n", "- a\n", "*a", "_a", "[@a]",
    "[a](b)", "![", "](", "<b>", "http://", "https://a.b ", "10.1/a ", "@a{", "@a{b,", "TY  - \n", "\u200ba", "a\u0301", r"\x01", r"\u202e",
    "> ", "# a\n", "1. ", "^{", "\r\n", "a-", "a/", "a'", "{a", "a = ", "''", "? ", "&a ", "!a ", "---\n", "***\n", "a\n=\n", "[a]: b\n", "!!! a\n", "|a|b|\n", "2024 ", "1/1/", "doi:", "a) ", "a1,", "|a\n",
)  # fmt: skip
#: Around the repeated part, so that it also begins or ends where nothing follows.
AROUND = (("", ""), ("x ", " y"))
#: Spaces where words before a note may have some.
_SPACED = (("required", "x"), ("pages 1 ,", "x"), ("pages 1", ", 2."))
_ERRORS = (ValueError, KeyError)


def texts() -> Iterator[tuple[str, Callable[[int], str]]]:
    """What a text is called, and what makes it in any size."""
    for unit in UNITS:
        for before, after in AROUND:
            yield f"{before}{unit}…{after}", _maker(unit, before, after)
    for before, after in _SPACED:
        yield f"{before} …{after}", _maker(" ", before, after)


def _maker(unit: str, before: str, after: str) -> Callable[[int], str]:
    return lambda size: before + unit * (size // len(unit)) + after


def cost(run: Run, text: str) -> float:
    """Seconds of the processor; what comes lazily is taken."""
    begun = time.process_time()
    try:
        found = run(text)
        if isinstance(found, Iterator):
            for _ in found:
                pass
    except _ERRORS:
        pass
    return time.process_time() - begun


@dataclass(frozen=True)
class Measure:
    """What is measured: characters of a text, and seconds."""

    probe: int
    moment: float
    """A probe that takes less is not looked at: even a quadratic function would be fast enough."""
    short: int
    long: int
    most: float
    """Seconds that no text takes."""

    @property
    def growth(self) -> float:
        """How many times as long a long text may take as a short one, on a noisy machine."""
        return 1.4 * self.long / self.short


#: At each run of the tests; and what is promised: 100 KB cost at most twice what 50 KB cost.
QUICK = Measure(probe=800, moment=0.01, short=800, long=3_200, most=2)
WHOLE = Measure(probe=6_000, moment=0.007, short=50_000, long=100_000, most=2)


def grows_too_fast(run: Run, make: Callable[[int], str], measure: Measure, idle: float) -> str:
    """What was measured, where it was too much. `idle`: the seconds that no text at all takes."""
    probed = min(cost(run, make(measure.probe)) for _ in range(2)) - idle
    if probed < measure.moment:
        return ""
    if probed > 0.25 * measure.most:  # the long one may take for ever
        return f"{measure.probe:,} characters take {probed:.2f} s"
    short, long = math.inf, cost(run, make(measure.long)) - idle
    if long < min(measure.most, 1.4 * probed * measure.long / measure.probe):
        return ""
    for _ in range(4):
        short = min(short, cost(run, make(measure.short)) - idle)
        long = min(long, cost(run, make(measure.long)) - idle)
        if long < measure.growth * short and long < measure.most:
            return ""
    return f"{measure.short:,} characters take {short:.3f} s, {measure.long:,} take {long:.2f} s"


def found(run: Run, measure: Measure, part: slice = slice(None)) -> list[str]:
    """Each kind of text that a function takes too long for, of a part of them."""
    wrong = []
    cost(run, "a")  # what is loaded at the first call
    idle = min(cost(run, "a") for _ in range(3))
    for name, make in list(texts())[part]:
        if told := grows_too_fast(run, make, measure, idle):
            wrong.append(f"{name!r}: {told}")
    return wrong


# --- what is tried -------------------------------------------------------------------------------


def of_texts() -> dict[str, Run]:
    """Every function of the generator that others may call and that takes nothing but texts."""
    runs: dict[str, Run] = {}
    for name in ("text", "importers", "catalogue", "editing", "citations", "outputs.head"):
        package = importlib.import_module(f"papershelf.{name}")
        for info in pkgutil.iter_modules(package.__path__, f"papershelf.{name}."):
            runs |= _functions(importlib.import_module(info.name))
    return runs


def _filled(function: Callable[..., Any], number: int) -> Run:
    return lambda text: function(*[text] * number)


#: Functions that take one character, or a name that has a family name.
_OF_A_PART = frozenset({"name_of", "parse_family_first"})


def _functions(module: ModuleType) -> dict[str, Run]:
    made: dict[str, Run] = {}
    for name, function in vars(module).items():
        plain = inspect.unwrap(function) if callable(function) else None
        is_ours = inspect.isfunction(plain) and plain.__module__ == module.__name__
        if not is_ours or name.startswith("_") or name in _OF_A_PART:
            continue
        given = inspect.signature(plain).parameters.values()
        needed = [each for each in given if each.default is each.empty]
        if needed and all(str(each.annotation) == "str" for each in needed):
            made[f"{module.__name__.removeprefix('papershelf.')}.{name}"] = _filled(
                plain, len(needed)
            )
    return made


def of_readers() -> dict[str, Run]:
    """Every format that is imported: the text as a file, and in each place of a record."""
    runs: dict[str, Run] = {}
    for name in READERS:
        runs[f"import {name}"] = _importing(name, "{}")
        for place, template in _PLACES.get(name, {}).items():
            runs[f"import {name}: {place}"] = _importing(name, template)
    return runs


_KEYS = ("title", "authors", "published", "journal", "abstract", "doi", "url", "keywords", "notes")
_PLACES: dict[str, dict[str, str]] = {
    "bibtex": {
        key: "@article{a, title = {T}, year = 2024, author = {A, B}, " + key + " = {{}}}"
        for key in ("title", "author", "year", "date", "month", "pages", "journal", "abstract", "doi", "url", "note", "keywords", "eprint", "language")
    } | {"key": "@article{{}, title = {T}}", "value": "@article{a, title = {}, year = 2024}", "string": "@string{a = {}}"},
    "ris": {tag: f"TY  - JOUR\n{tag}  - {{}}\nER  - \n" for tag in ("TI", "AU", "PY", "JO", "AB", "DO", "KW", "SP", "N1", "LA", "UR")},
    "endnote": {tag: f"%0 Journal Article\n%{tag} {{}}\n" for tag in "TADJPRUXKZ"},
    "medline": {tag: f"PMID- 1\n{tag:4}- {{}}\n" for tag in ("TI", "FAU", "AU", "DP", "AB", "AID", "PG")},
    "csl-json": {
        "title": '[{"type": "article", "issued": {"raw": "2024"}, "title": JSON}]',
        "author": '[{"type": "article", "issued": {"raw": "2024"}, "title": "T", "author": [{"family": JSON}, {"literal": JSON}]}]',
        "issued": '[{"type": "article", "title": "T", "issued": {"raw": JSON}}]',
        "abstract": '[{"type": "article", "issued": {"raw": "2024"}, "title": "T", "abstract": JSON, "page": JSON, "DOI": JSON}]',
    },
    "jsonl": {key: '{"title": "T", "year": 2024, "' + key + '": JSON}' for key in _KEYS},
    "yaml": {key: "- {title: T, year: 2024, " + key + ": JSON}" for key in _KEYS},
    "csv": {key: f"title,year,{key}\nT,2024,JSON\n" for key in _KEYS},
}  # fmt: skip


def _importing(name: str, template: str) -> Run:
    def run(text: str) -> None:
        filled = template.replace("JSON", json.dumps(text)).replace("{}", text, 1)
        for draft in READERS[name].read(filled, "x"):
            if not draft.why_not:
                to_values(draft)

    return run


def of_fields() -> dict[str, Run]:
    """`check`, `fmt` and every output of a build, with the text in each field, and as the file."""
    runs: dict[str, Run] = {
        "check": check,
        "fmt": normal_form.to_normal,
        "page": _page,
        "MkDocs": to_page,
    }
    for name in FIELDS:
        runs[f"check: {name}"] = lambda text, name=name: check(_entry(name, text))  # type: ignore[misc]
        runs[f"check: {name}, plain"] = lambda text, name=name: check(f"- id: a1\n  {name}: {text}\n")  # type: ignore[misc]  # fmt: skip
        runs[f"fmt: {name}"] = lambda text, name=name: normal_form.to_normal(_entry(name, text))  # type: ignore[misc]
    for name in ("title", "abstract", "summary", "notes", "venue", "authors", "keywords", "pages"):
        runs[f"build: {name}"] = lambda text, name=name: _build(_entry(name, text))  # type: ignore[misc]
    return runs


def _entry(name: str, text: str) -> str:
    values = {
        "id": "a1",
        "title": "T",
        "published": "2024",
        "authors": ["A B"],
        "added": "2024-01-01",
    }
    value: object = [text] if name in ("authors", "keywords") else text
    return json.dumps([values | {name: value}], ensure_ascii=False)[1:-1].join(("- ", "\n"))


def check(text: str) -> None:
    checks.check(read_files([("papers.yaml", text.encode("utf-8", "replace"))]))


def _page(text: str) -> None:
    for name in ("content/courses/c.md", "content/digests/2025-12-23.md"):
        data = f"---\ntitle: C\n---\n{text}".encode("utf-8", "replace")
        checks.check(read_files([(name, data)]))


def to_page(text: str) -> str:
    """A hand-written page as MkDocs converts it."""
    return markdown.markdown(text, extensions=EXTENSIONS)


def _build(text: str) -> None:
    source = read_files([("papers.yaml", text.encode("utf-8", "replace"))])
    if not [each for each in checks.check(source) if each.severity == "error"]:
        for _ in everything.make(catalogue.collect(source), Settings(), {}):
            pass
