"""The table of keys in the front matter of hand-written pages.

In: the path of a page, and its front matter. Out: typed values of valid keys. The checks compare
pages with each other.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass
from typing import Any

from papershelf.catalogue import advice, forms
from papershelf.catalogue.forms import Form, Schema
from papershelf.catalogue.nodes import Finding, Mapping, Node
from papershelf.catalogue.report import Report
from papershelf.catalogue.structures import ListOf, takes, to_plain
from papershelf.text.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Whether the search ignores a page: `{exclude: true}`, as in MkDocs' own search."""

    words: str = "{exclude: true}"

    def parse(self, node: Node, report: Report) -> Any:
        """Return `{"exclude": True}`, or None after reporting a problem."""
        if type(node) is Mapping and node.pairs.keys() == {"exclude"}:
            text = to_plain(node)["exclude"]
            if text in ("true", "false"):
                return {"exclude": text == "true"}
        report("wrong-type", node, "search must be a mapping with one key", f"write {self.words}")
        return None

    def schema(self) -> Schema:
        """Return an empty schema: no field of the catalogue has this form."""
        return {"type": "object"}


#: A name that becomes part of a path or of a class name.
_NAME = forms.Pattern(
    "a name", "[a-z0-9]+(?:[/-][a-z0-9]+)*", "wrong-choice", "use a-z, 0-9, - and /"
)
_HIDDEN = ("navigation", "toc", "path", "footer", "tags", "feedback")
#: The keys that MkDocs and the theme get from a page.
THEME: AbstractMapping[str, Form] = {
    "hide": ListOf(forms.Choice(_HIDDEN)),
    "icon": _NAME,
    "search": Exclusion(),
    "status": _NAME,
    "tags": ListOf(forms.Text()),
}
#: The keys of every page. The generator sets `template`, `kind` and the like.
EVERY = ("title", "description", "aliases", *THEME)
TOPIC = ("parent", "start")
#: The keys of a course, in addition to those of every page.
COURSE: AbstractMapping[str, Form] = {
    "instructors": ListOf(forms.Text(), split=advice.people),
    "provider": forms.Text(),
    "url": forms.Address(),
}
#: Days of a week as editions write them.
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _to_days(text: str) -> tuple[PartialDate, PartialDate]:
    first, _, last = text.partition("..")
    days = forms.to_day(first), forms.to_day(last or first)
    if days[1] < days[0]:
        raise ValueError(f"the last day, {days[1]}, is before the first, {days[0]}")
    return days


def _advise_days(text: str) -> str:
    """Return the hint for days in another format, or in the wrong order."""
    parts = _BETWEEN.split(text.strip())
    days = [advice.day(part) for part in parts]
    return f"write {'..'.join(sorted(days))}" if all(days) and len(days) <= 2 else ""


def _advise_weekdays(text: str) -> str:
    """Return the hint for names of days in another form: `Monday and Thursday`, `Tues.`."""
    found = (word[:3] for word in re.findall("[a-z]{3,}", text.lower()))
    return f"write {names}" if (names := ", ".join(filter(WEEKDAYS.__contains__, found))) else ""


#: What is between two days, also where it is not two dots.
_BETWEEN = re.compile(
    r"\s*\.{2,3}\s*|\s*(?:[–—/]|--)\s*|\s+(?:-|to|until|till|bis)\s+|(?<=\.\d{4})-(?=\d\d?\.)"
)
#: One day, or the first and the last of several.
DAYS = forms.Pattern(
    words="a day or a range of days",
    pattern=rf"{forms.DAY.pattern}(\.\.{forms.DAY.pattern})?",
    rule="wrong-date",
    hint="write YYYY-MM-DD or YYYY-MM-DD..YYYY-MM-DD",
    convert=_to_days,
    advise=_advise_days,
)
WEEKDAY = forms.Pattern(
    words=f"one of {', '.join(WEEKDAYS)}",
    pattern="|".join(WEEKDAYS),
    rule="wrong-choice",
    hint="write the days on which it meets, such as mon, thu",
    advise=_advise_weekdays,
)
#: The keys of an edition: when it begins, on which days it meets, and when it does not.
EDITION: AbstractMapping[str, Form] = {
    **COURSE,
    "starts": forms.DATE,
    "meets": ListOf(WEEKDAY, unique=True),
    "skip": ListOf(DAYS),
    "ends": forms.DAY,
}
#: The keys of a digest: the first and the last day that it covers.
DIGEST: AbstractMapping[str, Form] = {"from": forms.DAY, "to": forms.DAY}
#: The kind of value of each key: `text`, `list` or `mapping`.
TAKES = dict.fromkeys((*EVERY, *TOPIC), "text") | dict.fromkeys(("aliases", "start"), "list")
TAKES |= {name: takes(form) for name, form in {**THEME, **EDITION, **DIGEST}.items()}
_PAGE = re.compile(r"courses/(?P<course>[^/]+?)(?:/(?P<edition>[^/]+))?\.md")
_DIGEST = re.compile(r"digests/(?P<date>[^/]+)\.md")


def course_of(src_uri: str) -> tuple[str, str]:
    """Return the slugs of course and edition: `courses/ml.md` → `ml` and empty,
    `courses/ml/2025.md` → `ml` and `2025`. Both are empty for every other page, including the
    introduction to all courses."""
    match = _PAGE.fullmatch(src_uri)
    if not match or src_uri == "courses/index.md":
        return "", ""
    return match["course"], match["edition"] or ""


def digest_of(src_uri: str) -> str:
    """Return the date of a digest: `digests/2025-12-23.md` → `2025-12-23`. Empty for every other
    page, including the introduction to all digests."""
    match = _DIGEST.fullmatch(src_uri)
    return match["date"] if match and src_uri != "digests/index.md" else ""


def topic_of(src_uri: str) -> str:
    """Return the slug of a topic: `topics/nlp.md` → `nlp`. Empty for every other page, including
    the introduction to all topics."""
    folder, _, name = src_uri.rpartition("/")
    return name.removesuffix(".md") if folder == "topics" and name != "index.md" else ""


def keys_of(src_uri: str) -> tuple[str, ...]:
    """Return the keys that the front matter of a page may have."""
    if src_uri.startswith("topics/") and src_uri.count("/") == 1:
        return (*EVERY, *TOPIC)
    return (*EVERY, *_forms_of(src_uri))


#: A line above a key, as other programs begin front matter, or with blank lines, a comment or a
#: fence of Markdown before it.
_BEGUN = re.compile(
    r"\s{0,99}(?:<!--[^>]{0,300}-->\s{0,99}|(?P<fence>`{3}|~{3})[\w-]*[ \t]*\r?\n\s{0,99})?"
    r"(?P<mark>[-\u2010-\u2015\u2212+=~*_\"'\u2018-\u201e]{1,9})[ \t]*\r?\n"
    r"[ \t]*(?P<key>[A-Za-z_]+)[ \t]*[:=]"
)
#: A key without such a line.
_BARE = re.compile(
    r"\s{0,99}(?:(?P<fence>`{3}|~{3})[\w-]*[ \t]*\r?\n\s{0,99})?"
    r"(?P<key>title|description|parent|aliases):[ \t]"
)


def unread(text: str, keys: Collection[str]) -> Iterator[Finding]:
    """Yield the finding for a page whose front matter is only text, because it has no beginning or
    no end."""
    found = _BEGUN.match(text) or _BARE.match(text)
    if found is None or found["key"].lower() not in keys:
        return
    if text.startswith("---") and found.groupdict().get("mark") == "---":
        message, hint = "this front matter has no end", 'end it with a line "---"'
    else:
        message = "this front matter is not read"
        hint = 'begin and end it with a line "---", the first one of the file'
        if fence := found["fence"]:
            hint += f', without "{fence}" around it or the page'
    start = len(text) - len(text.lstrip())
    yield Finding("front-matter", start, max(text.find("\n", start), start + 1), message, hint)


def _forms_of(src_uri: str) -> AbstractMapping[str, Form]:
    course, edition = course_of(src_uri)
    if digest_of(src_uri):
        return DIGEST
    return EDITION if edition else COURSE if course else {}


def parse(src_uri: str, front: Mapping, report: Report) -> dict[str, Any]:
    """Return the values of a course's or digest's front matter, each parsed by its form."""
    _parse(THEME, front, report)
    return _parse(_forms_of(src_uri), front, report)


def to_theme(front: Mapping, report: Report) -> dict[str, Any]:
    """Return the front matter for MkDocs and the theme: known keys with valid values."""
    texts = dict.fromkeys(("title", "description"), forms.Text())
    return _parse({**texts, **THEME}, front, report)


def _parse(table: AbstractMapping[str, Form], front: Mapping, report: Report) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, form in table.items():
        node = front.value(name)
        if node is not None and not forms.is_empty(node):
            value = form.parse(node, report)
            if value is not None:
                values[name] = value
    return values
