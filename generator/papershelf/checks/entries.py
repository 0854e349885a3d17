"""Single entries, and what they are to each other.

In: a Source. Out: findings. What is wrong with one value alone was already found while reading.
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.catalogue import Entry, Source, works
from papershelf.catalogue.fields import REQUIRED
from papershelf.catalogue.nodes import Node, Scalar
from papershelf.catalogue.report import nearest
from papershelf.catalogue.topics import topic_pages
from papershelf.checks import comments
from papershelf.checks.finding import Finding, name_hint
from papershelf.text import tex
from papershelf.text.identifiers import SCHEMES, as_arxiv, to_key

# --- one entry ---------------------------------------------------------------------------------


def missing_fields(source: Source) -> Iterator[Finding]:
    """Required fields that are not there at all; a wrong one was already told."""
    for entry in source.entries:
        for name in REQUIRED:
            if not entry.has(name):
                hint = f"{_write(entry, name)} {name}: …"
                told = Finding(entry.source, entry.at(name), "missing-field", f"no {name}", hint)
                yield comments.only_comment(entry, name) or _null(entry, name) or told


def _write(entry: Entry, name: str) -> str:
    """Return the verb of a hint: a field that is there without a value is not added again."""
    return "write" if name in entry.node.pairs else "add"


def _null(entry: Entry, name: str) -> Finding | None:
    """Return the finding at a required field whose word is nothing in YAML: `title: null`."""
    _, node = entry.node.pairs.get(name, (None, None))
    if type(node) is not Scalar or not node.text:
        return None
    told = f'no {name}: in YAML "{node.text}" means that there is none'
    hint = f"write the {name} in its place"
    hint += f'; one that is called so in quotes: "{node.text}"' if name == "title" else ""
    return Finding(entry.source, node, "missing-field", told, hint)


def authors(source: Source) -> Iterator[Finding]:
    """Somebody wrote it; and the number is not smaller than the list."""
    for entry in source.entries:
        names = entry.values.get("authors", ())
        number = entry.values.get("author_count")
        if not (entry.has("authors") or entry.has("author_count")):
            hint = f"{_write(entry, 'authors')} authors: [Given Family]"
            hint += ", or author_count: 5 where the names are unknown"
            node = entry.at("authors", "author_count")
            yield Finding(entry.source, node, "no-authors", "no authors", hint)
        if number is not None and number < len(names):
            told = f"author_count is {number}, but {len(names)} names are given"
            yield Finding(entry.source, entry.at("author_count"), "author-count", told, "remove it")


def added(source: Source) -> Iterator[Finding]:
    """Without a day of adding, feeds and "new" go by the day of publication."""
    for entry in source.entries:
        if not entry.has("added"):
            told = "no added date; published is used instead"
            hint = f"{_write(entry, 'added')} added: YYYY-MM-DD, the day of the pull request"
            yield Finding(entry.source, entry.at("added"), "no-added", told, hint)


def formulas(source: Source) -> Iterator[Finding]:
    """TeX that does not parse is shown as its source."""
    for entry in source.entries:
        for name in ("title", "abstract", "summary", "notes"):
            text = entry.values.get(name, "")
            if "$" in text or "\\" in text:
                node = entry.at(name)
                for start, end, message in tex.problems(text):
                    at = _within(entry, node, text[start:end])
                    hint = "mend the formula; until then its source is shown"
                    yield Finding(entry.source, at, "tex", message, hint)


def _within(entry: Entry, node: Node, part: str) -> Node:
    """The place of a part of a value in the source, where it stands there in one piece."""
    start = entry.source.text.find(part, node.start, node.end)
    return node if start < 0 else Scalar("", start, start + len(part))


# --- entries among each other ------------------------------------------------------------------


def duplicate_ids(source: Source) -> Iterator[Finding]:
    """Ids and aliases share one space of addresses; some file systems do not know case."""
    seen: dict[str, tuple[Entry, str, str]] = {}
    for what, name in (("id", "id"), ("alias", "aliases")):
        for entry in source.entries:
            value = entry.values.get(name, ())
            for text in (value,) if isinstance(value, str) else value:
                first, kind, _ = seen.setdefault(text.lower(), (entry, what, text))
                node = entry.item(name, text)
                if first is entry:
                    continue  # an id among its own aliases only holds a place
                place = _place(first, kind)
                told = f'{what} "{text}" is already the {kind} of the entry in {place}'
                yield Finding(entry.source, node, "duplicate-id", told, "choose another one")
    for entry in source.entries:  # ids that are not valid ones, but differ by case alone
        _, written = entry.node.pairs.get("id", (None, None))
        if type(written) is Scalar and "id" not in entry.values:
            text = written.text.strip()
            if text.lower() in seen and text:
                first, kind, _ = seen[text.lower()]
                told = f'id "{text}" is already the {kind} of the entry in {_place(first, kind)}'
                yield Finding(entry.source, written, "duplicate-id", told, "choose another one")


def _place(entry: Entry, name: str = "id") -> str:
    node = entry.at("aliases") if name == "alias" else entry.at(name)
    return f"{entry.source.name}:{entry.source.line_of(node.start)}"


def duplicate_identifiers(source: Source) -> Iterator[Finding]:
    """One DOI, one arXiv id, one entry; arXiv's own DOIs are arXiv ids."""
    seen: dict[tuple[str, str], Entry] = {}
    for entry in source.entries:
        told_of: set[str] = set()
        for field in ("doi", "arxiv"):
            text = entry.values.get(field)
            if not text:
                continue
            name, identifier = _as_arxiv(text) if field == "doi" else (field, text)
            scheme = SCHEMES[name]
            first = seen.setdefault((name, to_key(scheme, identifier)), entry)
            if first is not entry and name not in told_of:
                told_of.add(name)
                told = f"{scheme.label} {identifier} is already in {_place(first)}"
                hint = "keep one entry; the other's id goes into its aliases"
                yield Finding(entry.source, entry.at(field), f"duplicate-{name}", told, hint)


def _as_arxiv(doi: str) -> tuple[str, str]:
    """Scheme and identifier that a DOI stands for: `10.48550/arXiv.X` and arXiv X are one thing."""
    arxiv = as_arxiv(doi)
    return ("arxiv", arxiv) if arxiv else ("doi", doi)


def likely_duplicates(source: Source) -> Iterator[Finding]:
    """The same title by the same first author is most often the same work."""
    for first, entry in same_works(source):
        told = f"the same title and first author as in {_place(first)}"
        hint = "if it is the same work, keep one entry and note the other's id in aliases"
        yield Finding(entry.source, entry.at("title"), "likely-duplicate", told, hint)


def same_works(source: Source) -> Iterator[tuple[Entry, Entry]]:
    """Yield entries of one title and first author: the first, and each later one that no
    identifier, type or volume tells apart."""
    seen: dict[tuple[str, str], Entry] = {}
    for entry in source.entries:
        title = works.title_key(entry.values)
        names = entry.values.get("authors")
        if title and names:
            first = seen.setdefault((title, works.family_key(names[0])), entry)
            if first is not entry and not works.are_told_apart(first.values, entry.values):
                yield first, entry


def unknown_topics(source: Source) -> Iterator[Finding]:
    """One topic page is enough to make the other topics unknown."""
    pages = topic_pages(source.pages)
    if not pages:
        for entry in source.entries:
            if entry.values.get("topics"):
                told = "topics are used, but content/topics describes none of them"
                hint = "add content/topics/<slug>.md with title and description"
                yield Finding(entry.source, entry.at("topics"), "no-topics", told, hint)
                return
        return
    hints: dict[str, str] = {}
    for entry in source.entries:
        for slug in entry.values.get("topics", ()):
            if slug not in pages:
                if slug not in hints:
                    hints[slug] = nearest(slug, pages) or f"add content/topics/{slug}.md"
                told = f'unknown topic "{slug}"'
                node = entry.item("topics", slug)
                yield Finding(entry.source, node, "unknown-topic", told, hints[slug])


def unknown_papers(source: Source) -> Iterator[Finding]:
    """Papers that entries name, and themselves among them."""
    ids = {entry.values["id"] for entry in source.entries if "id" in entry.values}
    for entry in source.entries:
        for name in ("related", "superseded_by"):
            value = entry.values.get(name, ())
            for text in (value,) if isinstance(value, str) else value:
                node = entry.item(name, text)
                if text == entry.values.get("id"):
                    told = f"{name} names the entry itself"
                    yield Finding(entry.source, node, "self-reference", told, "remove it")
                elif text not in ids:
                    hint = name_hint(text, source, ids) or "add that paper, or remove the id"
                    told = f'{name} names an unknown paper "{text}"'
                    yield Finding(entry.source, node, "unknown-paper", told, hint)


def superseded_loops(source: Source) -> Iterator[Finding]:
    """Whoever follows `superseded_by` comes to an end."""
    following = {
        entry.values["id"]: entry.values["superseded_by"]
        for entry in source.entries
        if "id" in entry.values and "superseded_by" in entry.values
    }
    for entry in source.entries:
        start = entry.values.get("id")
        at, seen = following.get(start), set()
        while at in following and at not in seen and at != start:
            seen.add(at)
            at = following[at]
        if at == start and at is not None and following[start] != start:
            node = entry.at("superseded_by")
            told = f'superseded_by leads in a circle back to "{start}"'
            hint = "remove it from the paper that replaces the others"
            yield Finding(entry.source, node, "superseded-loop", told, hint)
