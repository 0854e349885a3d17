"""From a folder to a Source: all entries and hand-written pages, with positions.

In: the folder of a collection. Out: entries with typed values, pages, and all problems within one
entry or file. The checks compare entries with each other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from papershelf.catalogue import (
    conflicts,
    forms,
    fronts,
    heading,
    hidden,
    metrics,
    named,
    nodes,
    unknown,
)
from papershelf.catalogue.disk import CATALOGUE, CONTENT, Listing, is_catalogue_file, list_files
from papershelf.catalogue.entries import Entry, KeptEntries, parse_entry, parse_kept
from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.left_out import NOTHING, LeftOut
from papershelf.catalogue.limits import MAX_ENTRIES, MAX_FILE_BYTES
from papershelf.catalogue.metrics import Snapshot
from papershelf.catalogue.named import WrittenTerm
from papershelf.catalogue.nodes import Finding, Mapping, Node, Scalar
from papershelf.catalogue.parse import FRONT_MATTER, NOT_UTF8, parse
from papershelf.catalogue.recover import recover
from papershelf.catalogue.report import Report
from papershelf.problems import Problem, SourceText
from papershelf.storage import bounds
from papershelf.text import headings
from papershelf.text.headings import Heading

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

    def text_of(self, key: str) -> str:
        """Return a front-matter value as text in one line, or empty."""
        _, node = self.front.pairs.get(key, (None, None))
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
        _, node = self.front.pairs.get(key, (None, None))
        items = node.items if type(node) is nodes.Sequence else (node,)
        return [item for item in items if type(item) is Scalar and item.text.strip()]


@dataclass(slots=True, kw_only=True)
class Source:
    """The collection as written."""

    entries: list[Entry] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    named: dict[str, list[WrittenTerm]] = field(
        default_factory=lambda: {taxonomy: [] for taxonomy in named.TABLES}
    )
    """The terms of people.yaml and keywords.yaml, by taxonomy: `authors`, `keywords`."""
    min_papers: AbstractMapping[str, int] = field(default_factory=lambda: {"authors": 2})
    """The papers that a term needs for a page, for the taxonomies whose terms can be described;
    without a number, none has a page. From the settings. In an earlier state, 0 means that none
    had a page; a missing number, that its settings are unknown."""
    files: list[SourceText] = field(default_factory=list)
    """The files of the catalogue."""
    content: str = CONTENT
    """The folder of hand-written pages."""
    theme: frozenset[str] = frozenset()
    """Paths of the theme's files, in lower case; empty if unknown."""
    others: tuple[str, ...] = ()
    """POSIX paths of files in the folder of hand-written pages that are published unchanged."""
    snapshots: list[Snapshot] = field(default_factory=list)
    """The numbers about papers, oldest first."""
    problems: list[Problem] = field(default_factory=list)
    found: int = 0
    """Number of entries, readable or not."""

    @property
    def is_whole(self) -> bool:
        """Return whether every entry could be read, with every field."""
        are_all = self.found == len(self.entries)
        return are_all and not any(entry.node.broken for entry in self.entries)


class Unreadable(Exception):
    """There is no catalogue, or it cannot be read from disk."""


def read(
    root: Path,
    catalogue: str = CATALOGUE,
    content: str = CONTENT,
    kept: KeptEntries | None = None,
    left_out: LeftOut = NOTHING,
) -> Source:
    """Read `papers.yaml`, `papers/*.yaml`, the texts of `content/` and the newest snapshots of
    `metrics/`; raise Unreadable. Files that a collection must not have are reported without opening
    them. `kept` has entries of an earlier reading. Pages that the site leaves out are not read."""
    listing = list_files(root, catalogue, content, left_out)
    require_catalogue(listing, catalogue)
    if not listing.catalogue:
        meant = (
            f"{name} {why}"
            for _, name, why in listing.wrong
            if name.endswith((".yml", ".yaml")) and not name.startswith(f"{content}/")
        )
        none = f"no catalogue: neither {catalogue} nor papers/*.yaml in {root}"
        none += "; papershelf add creates one"
        raise Unreadable(next(meant, none))
    source = read_listed(root, listing, content, kept=kept)
    for rule, name, why in listing.wrong:
        report = Report(SourceText(name, ""))
        message, _, hint = why.partition("; ")
        report.at(rule, 0, 1, f"this {message}", hint)
        source.problems += report.problems
    return source


def require_catalogue(listing: Listing, catalogue: str) -> None:
    """Raise Unreadable for a catalogue file that a collection must not have."""
    for _, name, why in listing.wrong:
        if name == "papers" or is_catalogue_file(name, catalogue):
            raise Unreadable(f"{name} {why}")


def read_listed(
    root: Path,
    listing: Listing,
    content: str = CONTENT,
    texts: AbstractMapping[str, bytes] | None = None,
    kept: KeptEntries | None = None,
) -> Source:
    """Return the Source of a listing. `texts` replaces the contents of files, or adds new ones."""
    texts = texts or {}
    names = dict.fromkeys((*listing.read, *texts))
    files = ((name, texts[name] if name in texts else _read(root, name)) for name in names)
    source = read_files(files, content, kept)
    source.others = listing.others
    return source


def _read(root: Path, name: str) -> bytes:
    try:
        return bounds.read(root, root / name, MAX_FILE_BYTES + 1)
    except OSError as error:
        raise Unreadable(f"{name}: {error.strerror}") from error


def read_files(
    files: Iterable[tuple[str, bytes]], content: str = CONTENT, kept: KeptEntries | None = None
) -> Source:
    """Return a Source from the names and bytes of its files."""
    source = Source(content=content)
    if kept:
        kept.begin()
    prefix = f"{content}/"
    for name, data in files:
        text, report = to_text(name, data)
        if metrics.is_snapshot(name):
            source.snapshots.append(metrics.read(text, report))
        elif not name.startswith(prefix):
            source.files.append(text)
            _read_catalogue(text, report, source, kept)
        elif table := named.FILES.get(name.removeprefix(prefix)):
            source.named[table.taxonomy] += named.read(table, text, report)
        else:
            _read_page(text, name.removeprefix(prefix), report, source)
        source.problems += report.problems
    return source


def to_text(name: str, data: bytes) -> tuple[SourceText, Report]:
    """Return a text file with its own line breaks, and a report of mistakes in its bytes."""
    report = Report(SourceText(name, ""))
    if len(data) > MAX_FILE_BYTES:
        message = f"the file is too large: the limit max_file_bytes is {MAX_FILE_BYTES:,}"
        report.at("too-large", 0, 1, message, "split it into papers/*.yaml")
        return report.source, report
    if what := _other_encoding(data):
        report.at("encoding", 0, 1, f"the file is {what}, not UTF-8 text", "save the file as UTF-8")
        return report.source, report
    try:
        text, is_utf8 = data.decode(), True
    except UnicodeDecodeError:
        text, is_utf8 = data.decode("utf-8", "surrogateescape"), False
    report = Report(SourceText(name, text.removeprefix("\ufeff")))
    if not is_utf8:
        _report_bytes(report)
    return report.source, report


def _other_encoding(data: bytes) -> str:
    """Return what a file is that has no line of UTF-8, to report that once; empty for others."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    return "binary" if data.count(0) * 20 > len(data) else ""


def _report_bytes(report: Report) -> None:
    """Report bytes that are not UTF-8, which are decoded as lone surrogates; each run once."""
    for match in NOT_UTF8.finditer(report.source.text):
        message = "not valid UTF-8"
        report.at("encoding", match.start(), match.end(), message, "save the file as UTF-8")


def _read_catalogue(
    text: SourceText, report: Report, source: Source, kept: KeptEntries | None
) -> None:
    read = partial(parse, recover=partial(recover, unknown.KNOWN))
    parsed = read(text.text)
    if end := heading.end(text.text, parsed.roots):
        report.take([heading.found(parsed.roots)])
        parsed = read(heading.without(text.text, end))
    report.take(parsed.findings)
    source.found += parsed.broken
    above: Node | None = None
    roots, findings = joined(text.text, parsed.roots)
    report.take(findings)
    if report.problems:  # what was read of an entry may depend on what is around it
        kept = None
    ends = [*(root.start for root in roots[1:]), len(text.text)]
    for number, root in enumerate(roots):
        if source.found >= MAX_ENTRIES:
            message = f"more than {MAX_ENTRIES:,} entries (limit max_entries)"
            report("too-many", root, message, "split the collection")
            break
        if _is_item(root, above, report):
            continue
        above = root
        source.found += 1
        if type(root) is not Mapping:
            if not (type(root) is Scalar and not root.text and number == 0):
                message = "an entry must be a mapping: id, title, …"
                report("wrong-type", root, message, 'write "- id: …" and the fields below it')
        elif root.pairs and FIELDS.keys().isdisjoint(map(str.lower, root.pairs)):
            key = next(iter(root.pairs.values()))[0]
            message = "this mapping has none of an entry's fields"
            report("wrong-type", key, message, 'a catalogue file is a list: begin with "- id: …"')
        elif kept:
            written = text.text[root.start : ends[number]]
            source.entries.append(parse_kept(text, root, report, written, kept))
        else:
            source.entries.append(parse_entry(text, root, report))


def joined(text: str, roots: list[Node]) -> tuple[list[Node], list[Finding]]:
    """Return the entries of a text, each joined with its fields that wrongly have a dash, and a
    finding for each such dash."""
    found: list[Node] = []
    findings: list[Finding] = []
    for root in roots:
        above = found[-1] if found else None
        if type(root) is Mapping and type(above) is Mapping and _continues(root, above):
            key = next(iter(root.pairs.values()))[0]
            dash = text.rfind("-", 0, key.start)
            message = (
                f'"{key.text}" belongs to the entry above, but begins with "- " like a new one'
            )
            hint = "replace the dash with a space"
            findings.append(Finding("syntax", dash, key.end, message, hint))
            found[-1] = above._replace(pairs=above.pairs | root.pairs)
        else:
            found.append(root)
    return found, findings


def _continues(root: Mapping, above: Mapping) -> bool:
    """Return whether a mapping is a field of the entry above it, which begins with its id."""
    key = next(iter(root.pairs), "")
    is_field = len(root.pairs) == 1 and key in unknown.KNOWN and not root.broken
    return is_field and next(iter(above.pairs), "") == "id" and key not in above.pairs


def _is_item(root: Node, above: Node | None, report: Report) -> bool:
    """Return whether a text is an item of the list at the end of the entry above, and report it."""
    if type(above) is not Mapping or not above.pairs or type(root) is not Scalar or not root.text:
        return False
    name, (_, value) = list(above.pairs.items())[-1]
    if unknown.TAKES.get(name) != "list" or not forms.is_empty(value):
        return False
    message = f'this item of "{name}" is not indented'
    dash = report.source.text.rfind("-", 0, root.start)
    report.at("syntax", dash, root.end, message, "indent it by four spaces")
    return True


def _read_page(text: SourceText, src_uri: str, report: Report, source: Source) -> None:
    front, body_start = _front_matter(text.text, report)
    for rule, at, message in hidden.find(text.text[body_start:]):
        if rule == "control-character":
            report.at(rule, body_start + at, body_start + at + 1, message, hidden.DELETE)
    report.take(conflicts.in_markdown(text.text[body_start:]), body_start)
    values = fronts.parse(src_uri, front, report)
    source.pages.append(
        Page(source=text, src_uri=src_uri, front=front, body_start=body_start, values=values)
    )


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
