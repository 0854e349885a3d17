"""A hand-written page: its front matter, and what its Markdown says.

In: the text of a file of `content/`. Out: a Page with positions, and all problems within it. Knows
no other file.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from papershelf.catalogue import conflicts, forms, fronts, hidden, nodes
from papershelf.catalogue.nodes import Mapping, Scalar
from papershelf.catalogue.parse import FRONT_MATTER, parse
from papershelf.catalogue.recover import recover
from papershelf.catalogue.report import Report
from papershelf.problems import SourceText
from papershelf.text import headings, readings
from papershelf.text.headings import Heading
from papershelf.text.readings import Stretch

#: A first-level heading at the beginning of a page.
_HEADING = re.compile(r"\s*#[ \t][^\n]*(?:\n|\Z)")
#: Characters that mean something in a heading.
_MARKED = re.compile(r"[*_`\\\[<&]")


def _to_title(text: str) -> str:
    """Return the text of a heading without its Markdown."""
    if not _MARKED.search(text):
        return text
    from papershelf.text import notes  # few pages need it, and it imports all of Markdown

    return notes.heading_to_plain(text, lambda paper_id: f"[@{paper_id}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A Markdown file of `content/`."""

    source: SourceText
    src_uri: str
    """POSIX path in `content/`: `topics/nlp.md`."""
    front: Mapping
    """Front matter with positions in the whole file; empty without any."""
    body_start: int
    """Offset of the Markdown after the front matter."""
    values: dict[str, Any] = field(default_factory=dict)
    """Typed, valid values of a course's or digest's front matter."""

    @property
    def topic(self) -> str:
        """Return the slug of its topic, `nlp` of `topics/nlp.md`; empty for every other page."""
        return fronts.topic_of(self.src_uri)

    @property
    def course(self) -> str:
        """Return the slug of its course, also of an edition's; empty for every other page."""
        return fronts.course_of(self.src_uri)[0]

    @property
    def edition(self) -> str:
        """Return the slug of its edition of a course; empty for every other page."""
        return fronts.course_of(self.src_uri)[1]

    @property
    def digest(self) -> str:
        """Return the date of its digest; empty for every other page."""
        return fronts.digest_of(self.src_uri)

    @property
    def is_ours(self) -> bool:
        """Return whether it is the page of a topic, a course, an edition or a digest."""
        return bool(self.topic or self.course or self.digest)

    @property
    def body(self) -> str:
        return self.source.text[self.body_start :]

    @property
    def title(self) -> str:
        """Return the title in the front matter, otherwise the text of the first heading, otherwise
        empty."""
        return self.text_of("title") or (_to_title(self.heading.text) if self.heading else "")

    @property
    def heading(self) -> Heading | None:
        """Return the first heading, with offsets in the file."""
        if (match := _HEADING.match(self.body)) is None:
            return None
        line = match[0].lstrip()
        return headings.parse(line.rstrip(), 1, self.body_start + len(match[0]) - len(line))

    @property
    def introduction(self) -> str:
        """Return the body without its heading, for a generated page that shows the title itself."""
        heading = _HEADING.match(self.body)
        return (self.body[heading.end() :] if heading else self.body).strip()

    @property
    def introduction_start(self) -> int:
        """Return the offset of the introduction in the file."""
        return self.body_start + len(self.body.rstrip()) - len(self.introduction)

    @property
    def readings(self) -> list[Stretch]:
        """Return the readings of a course, or the entries of a digest, with offsets in the body."""
        return [each for each in readings.split(self.body) if each.id]

    def at(self, start: int, end: int) -> Scalar:
        """Return the position of a part of the body."""
        return Scalar("", start + self.body_start, end + self.body_start)

    def text_of(self, key: str) -> str:
        """Return a front-matter value as text in one line, or empty."""
        node = self.front.value(key)
        return forms.one_line(node.text.strip()) if type(node) is Scalar else ""

    @property
    def aliases(self) -> list[Scalar]:
        """Return the former names of this page."""
        return self.names_of("aliases")

    @property
    def start(self) -> list[Scalar]:
        """Return the ids of a topic's papers to read first."""
        return self.names_of("start")

    def names_of(self, key: str) -> list[Scalar]:
        """Return the names in a front-matter list, as written; a single one needs no brackets."""
        node = self.front.value(key)
        items = node.items if type(node) is nodes.Sequence else (node,)
        return [item for item in items if type(item) is Scalar and item.text.strip()]


def parse_page(text: SourceText, src_uri: str, report: Report) -> Page:
    """Return the page of a file, and report mistakes in its front matter and its characters."""
    front, body_start = _front_matter(text.text, report)
    body = text.text[body_start:]
    for rule, at, message in hidden.find(body):
        if rule == "control-character":
            start = body_start + at
            report.at(rule, start, start + 1, message, hidden.hint(body, at))
    report.take(conflicts.in_markdown(body), body_start)
    values = fronts.parse(src_uri, front, report)
    return Page(source=text, src_uri=src_uri, front=front, body_start=body_start, values=values)


def to_checked(text: str) -> str:
    """Return a page for MkDocs with only the checked front matter, as JSON: MkDocs reads front
    matter in other ways, for example lines `word: value` without dashes."""
    report = Report(SourceText("", text))
    front, start = _front_matter(text, report)
    values = json.dumps(fronts.to_theme(front, report), ensure_ascii=False)
    return f"---\n{values}\n---\n\n{text[start:]}"


_EMPTY = Mapping({}, 0, 0)
#: A line below an empty one without a key: it is text of the page.
_BODY = re.compile(r"\n[ \t]*\r?\n(?![ \t]|#[ \t]|[\w\"'-]+[ \t]*:)([^\r\n]+)")


def _front_matter(text: str, report: Report) -> tuple[Mapping, int]:
    """Return the YAML between two lines `---` at the top, and the offset after it. (MkDocs has the
    same format, but ignores errors in it.)"""
    match = FRONT_MATTER.match(text)
    if not match:
        report.take(fronts.unread(text, fronts.TAKES))
        return _EMPTY, 0
    # the line above is left empty, so that lines and offsets are those of the file
    written = "\n".rjust(match.start("yaml")) + match["yaml"]
    parsed = parse(written, partial(recover, fronts.TAKES), is_list=False)
    if any(type(root) is Scalar for root in parsed.roots):  # `title:Looms` alone is a text
        found = recover(fronts.TAKES, written, 0, len(written))
        parsed.findings += found[1] if found else []
    is_valid = not any(rule == "syntax" for rule, *_ in parsed.findings)
    if not is_valid and (body := _BODY.search(written)):
        message = "the front matter has no end above this line"
        report.at(
            "front-matter", body.start(1), body.end(1), message, 'write a line "---" above it'
        )
        return _EMPTY, match.end()
    for rule, start, end, message, hint in parsed.findings:
        report.at("front-matter" if rule == "syntax" else rule, start, end, message, hint)
    root = parsed.roots[0] if parsed.roots else _EMPTY
    if type(root) is not Mapping or len(parsed.roots) > 1:
        if is_valid:
            report.at("front-matter", 0, 3, "front matter is not a mapping", "write key: value")
        return _EMPTY, match.end()
    return root, match.end()
