"""Check single entries and relations between them.

In: a Source. Out: findings. Wrong single values have already been reported while reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papershelf.catalogue import Entry, Source, works, write
from papershelf.catalogue.fields import REQUIRED
from papershelf.catalogue.item_types import ARTICLES, CONTAINED
from papershelf.catalogue.nodes import Node, Scalar, iter_scalars
from papershelf.checks import comments
from papershelf.checks.finding import Finding, name_hint, within
from papershelf.problems import visible
from papershelf.text import notes, pasted, recordpages, tex
from papershelf.text.identifiers import SCHEMES, as_arxiv, to_key
from papershelf.text.shorten import cut

# --- one entry ---------------------------------------------------------------------------------


def missing_fields(source: Source) -> Iterator[Finding]:
    """Yield missing required fields; wrong ones have already been reported."""
    for entry in source.entries:
        for name in REQUIRED:
            if not entry.has(name):
                hint = f"{_write(entry, name)} {name}: …"
                none = Finding(entry.source, entry.at(name), "missing-field", f"no {name}", hint)
                yield comments.only_comment(entry, name) or _null(entry, name) or none


def _write(entry: Entry, name: str) -> str:
    """Return the verb of a hint: "write" for a field that exists without a value."""
    return "write" if name in entry.node.pairs else "add"


def _null(entry: Entry, name: str) -> Finding | None:
    """Return the finding for a required field with a YAML null: `title: null`."""
    node = entry.node.value(name)
    if type(node) is not Scalar or not node.text:
        return None
    message = f'no {name}: YAML reads "{node.text}" as no value'
    hint = f"replace it with the {name}"
    hint += f'; if that is the title, put it in quotes: "{node.text}"' if name == "title" else ""
    return Finding(entry.source, node, "missing-field", message, hint)


def authors(source: Source) -> Iterator[Finding]:
    """Yield entries without authors, and an author_count smaller than the list."""
    for entry in source.entries:
        names = entry.values.get("authors", ())
        number = entry.values.get("author_count")
        is_part = entry.values.get("type") in CONTAINED
        who = ("authors", "author_count") if is_part else ("authors", "author_count", "editors")
        if not any(map(entry.has, who)):
            hint = f"{_write(entry, 'authors')} authors: [Given Family]"
            hint += ", or editors for an edited book, or author_count: 5 if the names are unknown"
            node = entry.at("authors", "author_count")
            yield Finding(entry.source, node, "no-authors", "no authors", hint)
        if number is not None and number < len(names):
            message = f"author_count is {number}, but there are {len(names)} names"
            yield Finding(
                entry.source, entry.at("author_count"), "author-count", message, "remove it"
            )


#: Types whose works have a number of their own.
_NUMBERED = frozenset({"report", "standard", "patent"})
#: The number of a report that is also an article, as INSPIRE has it: `CERN-PH-EP-2012-218`.
_OF_A_REPORT = re.compile(r"[A-Z]{2,}[\w/]*[-–/:].*\d")


def numbers(source: Source) -> Iterator[Finding]:
    """Yield articles that have a number in place of an issue, and reports the other way round."""
    for entry in source.entries:
        kind = entry.values.get("type")
        if kind in ARTICLES:
            written, meant, what = "number", "issue", "an article"
        elif kind in _NUMBERED:
            written, meant, what = "issue", "number", f"a {kind}"
        else:
            continue
        text = entry.values.get(written)
        is_own = written == "number" and _OF_A_REPORT.match(text or "")
        if text and not is_own and not entry.has(meant):
            message = f"{what} has {written} but no {meant}"
            hint = f"write {write.to_pair(meant, text)}, and remove {written}"
            yield Finding(entry.source, entry.at(written), "number-or-issue", message, hint)


def added(source: Source) -> Iterator[Finding]:
    """Yield entries without `added`, for which feeds and "new" use the publication date."""
    for entry in source.entries:
        if not entry.has("added"):
            message = "no added date; published is used instead"
            hint = f"{_write(entry, 'added')} added: YYYY-MM-DD, the date of the pull request"
            yield Finding(entry.source, entry.at("added"), "no-added", message, hint)


def formulas(source: Source) -> Iterator[Finding]:
    """Yield TeX formulas that cannot be parsed, whose source is shown instead, and those that say
    something else than meant."""
    for entry in source.entries:
        for name in ("title", "abstract", "summary", "notes"):
            text = entry.values.get(name, "")
            if "$" in text or "\\" in text:
                node = entry.at(name)
                yield from _doubled(entry, name, text)
                for start, end, message in tex.problems(text):
                    at = within(entry, node, text[start:end])
                    hint = "fix the formula; until then, the page shows its source"
                    yield Finding(entry.source, at, "tex", message, hint)


def _doubled(entry: Entry, name: str, text: str) -> Iterator[Finding]:
    """Yield formulas with doubled backslashes, each of which begins a line; of a text in one line
    the first, with the whole text as its hint."""
    whole, found = text, [*tex.doubled(text)]
    for start, end, right in reversed(found):
        whole = f"{whole[:start]}{right}{whole[end:]}"
    is_line = name in ("title", "summary")
    for start, end, right in found[:1] if is_line else found:
        at = within(entry, entry.at(name), text[start:end])
        hint = f"write {write.to_pair(name, whole) if is_line else right}"
        message = f'doubled backslashes in "{visible(cut(text[start:end]))}"'
        yield Finding(entry.source, at, "tex", message, visible(hint))


def links(source: Source) -> Iterator[Finding]:
    """Yield links in notes without a whole address. An entry is on several pages and in files of
    other programs, so there is nothing to which they could be relative."""
    for entry in source.entries:
        for url in dict.fromkeys(notes.relative_urls(entry.values.get("notes", ""))):
            at = within(entry, entry.at("notes"), url)
            message = f'the link "{visible(url)}" has no whole address'
            whole = url if url.startswith("//") else f"//{url}"
            is_host = url.startswith(("//", "www."))
            hint = (
                f'write "{visible(f"https:{whole}")}"' if is_host else "write all of it: https://…"
            )
            yield Finding(entry.source, at, "relative-link", message, hint)


def closed(source: Source) -> Iterator[Finding]:
    """Yield addresses that only some readers can open: those of databases and library proxies."""
    for entry in source.entries:
        for node in iter_scalars(entry.at("urls")) if entry.has("urls") else ():
            if recordpages.is_closed(node.text):
                message = f'only members of a library can open "{visible(cut(node.text))}"'
                hint = "replace it with the address of the work itself, or remove it"
                yield Finding(entry.source, node, "closed-link", message, hint)


# --- relations between entries -----------------------------------------------------------------


def duplicate_ids(source: Source) -> Iterator[Finding]:
    """Yield ids and aliases that another entry has; case is ignored, as in some file systems."""
    seen: dict[str, tuple[Entry, str, str]] = {}
    for what, name in (("id", "id"), ("alias", "aliases")):
        for entry in source.entries:
            value = entry.values.get(name, ())
            for text in (value,) if isinstance(value, str) else value:
                first, kind, _ = seen.setdefault(text.lower(), (entry, what, text))
                if first is entry:
                    continue  # an entry's own id among its aliases only fixes the order
                node = entry.item(name, text)
                place = _place(first, kind)
                message = f'{what} "{text}" is already the {kind} of the entry in {place}'
                hint = "remove this copy of it" if _is_copy(entry, first) else "choose another one"
                yield Finding(entry.source, node, "duplicate-id", message, hint)
    for entry in source.entries:  # ids that are invalid, but differ only in case
        written = entry.node.value("id")
        if type(written) is Scalar and "id" not in entry.values:
            text = written.text.strip()
            if text.lower() in seen and text:
                first, kind, _ = seen[text.lower()]
                message = f'id "{text}" is already the {kind} of the entry in {_place(first, kind)}'
                yield Finding(entry.source, written, "duplicate-id", message, "choose another one")


def _is_copy(entry: Entry, first: Entry) -> bool:
    """Return whether an entry was inserted twice."""
    return entry.values == first.values and entry.node.broken == first.node.broken == ()


def _place(entry: Entry, name: str = "id") -> str:
    node = entry.at("aliases") if name == "alias" else entry.at(name)
    return f"{entry.source.name}:{entry.source.line_of(node.start)}"


def duplicate_identifiers(source: Source) -> Iterator[Finding]:
    """Yield DOIs and arXiv ids that another entry has; arXiv's own DOIs count as arXiv ids."""
    seen: dict[tuple[str, str], Entry] = {}
    for entry in source.entries:
        reported: set[str] = set()
        for field in ("doi", "arxiv"):
            text = entry.values.get(field)
            if not text:
                continue
            name, identifier = _as_arxiv_if_doi(field, text)
            scheme = SCHEMES[name]
            first = seen.setdefault((name, to_key(scheme, identifier)), entry)
            if first is not entry and name not in reported:
                reported.add(name)
                message = f"{scheme.label} {identifier} is already in {_place(first)}"
                hint = "keep one entry and add the other's id to its aliases"
                yield Finding(entry.source, entry.at(field), f"duplicate-{name}", message, hint)


def _as_arxiv_if_doi(name: str, identifier: str) -> tuple[str, str]:
    """Return scheme and identifier; the DOI `10.48550/arXiv.X` gives the arXiv id X."""
    arxiv = as_arxiv(identifier) if name == "doi" else ""
    return ("arxiv", arxiv) if arxiv else (name, identifier)


_SAME = "if it is the same work, keep one entry and add the other's id to its aliases"


def likely_duplicates(source: Source) -> Iterator[Finding]:
    """Yield entries with an equal title and first author, which are most often the same work, and
    entries whose links lead to the paper of another one."""
    reported: set[tuple[int, int]] = set()
    for first, entry in same_works(source):
        reported.add((id(first), id(entry)))
        message = f"the same title and first author as in {_place(first)}"
        yield Finding(entry.source, entry.at("title"), "likely-duplicate", message, _SAME)
    for first, entry, node, shown in _same_links(source):
        if (id(first), id(entry)) not in reported:
            reported.add((id(first), id(entry)))
            message = f"{shown} is also the paper of the entry in {_place(first)}"
            hint = f"{_SAME}; if not, correct the address of one"
            yield Finding(entry.source, node, "likely-duplicate", message, hint)


def _same_links(source: Source) -> Iterator[tuple[Entry, Entry, Node, str]]:
    """Yield the first entry with an identifier and each later one, if one of them has it only in a
    link; then its place in the later one, and the identifier."""
    seen: dict[tuple[str, str], tuple[Entry, bool]] = {}
    for entry in source.entries:
        for is_linked, node, name, identifier in _identifiers(entry):
            scheme = SCHEMES[name]
            key = name, to_key(scheme, identifier)
            first, was_linked = seen.setdefault(key, (entry, is_linked))
            if first is entry or not (is_linked or was_linked):
                continue
            if not works.are_told_apart(first.values, entry.values):
                yield first, entry, node, f"{scheme.label} {identifier}"


def _identifiers(entry: Entry) -> Iterator[tuple[bool, Node, str, str]]:
    """Yield the identifiers of an entry, then others in links to the paper: whether it is a link,
    its place, the scheme, the identifier."""
    own = [entry.values[name] for name in _IDENTIFYING if name in entry.values]
    for name in _IDENTIFYING:
        if name in entry.values:
            yield False, entry.at(name), *_as_arxiv_if_doi(name, entry.values[name])
    urls = entry.values.get("urls", {})
    for text in (urls[name] for name in ("paper", "pdf") if name in urls):
        if _MAY_IDENTIFY.search(text) and not any(known in text for known in own):
            name, identifier = pasted.within("", text)
            if name in _IDENTIFYING:
                node = within(entry, entry.at("urls"), text)
                yield True, node, *_as_arxiv_if_doi(name, identifier)


#: Fields that identify a work, and links that may contain such an identifier.
_IDENTIFYING = ("doi", "arxiv", "openreview", "acl")
_MAY_IDENTIFY = re.compile(r"[x5]iv|/papers/|doi\.org|/10\.\d|openreview|acl", re.IGNORECASE)


def same_works(source: Source) -> Iterator[tuple[Entry, Entry]]:
    """Yield pairs of entries with an equal title and first author: the first entry, and each later
    one that does not differ in an identifier, type or volume."""
    seen: dict[tuple[str, str], Entry] = {}
    for entry in source.entries:
        title = works.title_key(entry.values)
        names = works.creators(entry.values)
        if title and names:
            first = seen.setdefault((title, works.family_key(names[0])), entry)
            if first is not entry and not works.are_told_apart(first.values, entry.values):
                yield first, entry


def unknown_papers(source: Source) -> Iterator[Finding]:
    """Yield references to unknown papers and to the entry itself."""
    ids = source.entries_by_id()
    for entry in source.entries:
        for name in ("related", "superseded_by"):
            value = entry.values.get(name, ())
            for text in (value,) if isinstance(value, str) else value:
                node = entry.item(name, text)
                if text == entry.values.get("id"):
                    message = f"{name} refers to the entry itself"
                    yield Finding(entry.source, node, "self-reference", message, "remove it")
                elif text not in ids:
                    hint = name_hint(text, source) or "add that paper, or remove the id"
                    message = f'unknown paper "{text}" in {name}'
                    yield Finding(entry.source, node, "unknown-paper", message, hint)


def superseded_loops(source: Source) -> Iterator[Finding]:
    """Yield entries whose `superseded_by` leads back to themselves."""
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
            message = f'superseded_by forms a circle back to "{start}"'
            hint = "remove it from the paper that replaces the others"
            yield Finding(entry.source, node, "superseded-loop", message, hint)
