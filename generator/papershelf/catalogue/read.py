"""From a folder to a Source: all entries and hand-written pages, with positions.

In: the folder of a collection. Out: entries with typed values, pages, and all problems within one
entry or file. The checks compare entries with each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from papershelf.catalogue import (
    boundaries,
    forms,
    metrics,
    named,
    unknown,
)
from papershelf.catalogue.disk import (
    CONTENT,
    IS_POINTER,
    Listing,
    Place,
    is_catalogue_file,
    is_pointer,
    list_files,
)
from papershelf.catalogue.entries import Entry, KeptEntries, parse_entry, parse_kept
from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.limits import MAX_ENTRIES, MAX_FILE_BYTES
from papershelf.catalogue.metrics import Snapshot
from papershelf.catalogue.named import WrittenTerm
from papershelf.catalogue.nodes import Finding, Mapping, Node, Scalar
from papershelf.catalogue.pages import Page, parse_page
from papershelf.catalogue.parse import NOT_UTF8, parse
from papershelf.catalogue.recover import recover
from papershelf.catalogue.report import Report
from papershelf.problems import Problem, SourceText
from papershelf.storage import bounds


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
    authority: str | None = None
    """The name in the ids of feeds and calendars, `papers.example.org`; None if unknown, empty if
    the settings say nothing."""
    list_id: str | None = None
    """The setting `mail.list_id`, which may be empty; None if no mail is sent, or if unknown."""
    theme: frozenset[str] = frozenset()
    """Paths of the theme's files, in lower case; empty if unknown."""
    has_all_pages: bool = True
    """Whether the site has no other pages and files, as those of other plugins."""
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

    def entries_by_id(self) -> dict[str, Entry]:
        """Return the entries that have an id, by it."""
        return {entry.values["id"]: entry for entry in self.entries if "id" in entry.values}


class Unreadable(Exception):
    """There is no catalogue, or it cannot be read from disk."""


def read(place: Place | Path, kept: KeptEntries | None = None) -> Source:
    """Read `papers.yaml`, `papers/*.yaml`, the texts of `content/` and the newest snapshots of
    `metrics/`; raise Unreadable. Files that a collection must not have are reported without opening
    them. `kept` has entries of an earlier reading. Pages that the site leaves out are not read. A
    folder alone is a place with the usual names."""
    place = Place(root=place) if isinstance(place, Path) else place
    listing = list_files(place)
    require_catalogue(listing, place)
    if not listing.catalogue:
        meant = (
            f"{name} {why}"
            for _, name, why in listing.wrong
            if name.endswith((".yml", ".yaml")) and not name.startswith(f"{place.content}/")
        )
        none = f"no catalogue: neither {place.catalogue} nor papers/*.yaml in {place.root}"
        none += "; papershelf add creates one"
        raise Unreadable(next(meant, none))
    source = read_listed(place, listing, kept=kept)
    for rule, name, why in listing.wrong:
        report = Report(SourceText(name, ""))
        message, _, hint = why.partition("; ")
        report.at(rule, 0, 1, f"this {message}", hint)
        source.problems += report.problems
    return source


def require_catalogue(listing: Listing, place: Place) -> None:
    """Raise Unreadable for a catalogue file that a collection must not have."""
    for _, name, why in listing.wrong:
        if name == "papers" or is_catalogue_file(name, place.catalogue):
            raise Unreadable(f"{name} {why}")


def read_listed(
    place: Place,
    listing: Listing,
    texts: AbstractMapping[str, bytes] | None = None,
    kept: KeptEntries | None = None,
) -> Source:
    """Return the Source of a listing. `texts` replaces the contents of files, or adds new ones."""
    texts = texts or {}
    names = dict.fromkeys((*listing.read, *texts))
    files = ((name, texts[name] if name in texts else _read(place.root, name)) for name in names)
    source = read_files(files, place.content, kept)
    source.others, source.min_papers = listing.others, place.min_papers
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
            if text.text or not report.problems:  # else nothing of it could be read
                source.snapshots.append(metrics.read(text, report))
        elif not name.startswith(prefix):
            source.files.append(text)
            _read_catalogue(text, report, source, kept)
        elif table := named.FILES.get(name.removeprefix(prefix)):
            source.named[table.taxonomy] += named.read(table, text, report)
        else:
            source.pages.append(parse_page(text, name.removeprefix(prefix), report))
        source.problems += report.problems
    return source


def to_text(name: str, data: bytes) -> tuple[SourceText, Report]:
    """Return a text file with its own line breaks, and a report of mistakes in its bytes."""
    report = Report(SourceText(name, ""))
    if len(data) > MAX_FILE_BYTES:
        message = f"the file is too large: the limit max_file_bytes is {MAX_FILE_BYTES:,}"
        report.at("too-large", 0, 1, message, "split it into papers/*.yaml")
        return report.source, report
    if is_pointer(data):
        report.at("wrong-file", 0, 1, f"this {IS_POINTER[0]}", IS_POINTER[1])
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
    if end := boundaries.end_of_preamble(text.text, parsed.roots):
        report.take([boundaries.preamble(parsed.roots)])
        parsed = read(boundaries.without_preamble(text.text, end))
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
