"""Check topics: their pages, the papers to read first, and the topics of entries.

In: a Source. Out: findings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from papershelf.catalogue import Entry, Page, Source, forms
from papershelf.catalogue.nodes import TOP, Sequence
from papershelf.catalogue.report import nearest
from papershelf.catalogue.statuses import is_listed
from papershelf.catalogue.topics import meant_slugs, parent_of, topic_pages, used_topics
from papershelf.checks.finding import Finding, name_hint, replacement_hint
from papershelf.checks.pages import name_of, wrong_shapes
from papershelf.text.slugs import is_slug, to_slug, why_device


def files(source: Source) -> Iterator[Finding]:
    """Yield wrong names, parents and types of `start` of topic pages."""
    pages = topic_pages(source.pages)
    for slug, page in pages.items():
        yield from name_of(slug, page)
        yield from wrong_shapes(page, "start", "paper-id")
        yield from _parents(slug, page, pages)


def _parents(slug: str, page: Page, pages: dict[str, Page]) -> Iterator[Finding]:
    parent = page.text_of("parent")
    if not parent:
        return
    node = page.front.pairs["parent"][1]
    known = meant_slugs(pages)
    if parent not in known:
        slug = to_slug(parent)
        hint = nearest(parent, known) or f"add content/topics/{slug}.md"
        if slug != parent and not nearest(parent, known):
            hint += f", and write parent: {slug}"
        message = f'unknown parent "{forms.short(parent)}"'
        yield Finding(page.source, node, "topic-parent", message, hint)
        return
    above, seen = parent, []
    while above in pages and above not in seen:
        if above == slug:
            message = f'the parent "{parent}" leads back to this topic'
            yield Finding(
                page.source, node, "topic-parent", message, "remove one parent of the circle"
            )
            return
        seen.append(above)
        above = pages[above].text_of("parent")


def unknown(source: Source) -> Iterator[Finding]:
    """Yield topics without a page; without any topic page, only one finding."""
    pages = topic_pages(source.pages)
    if not pages:
        for entry in source.entries:
            if entry.values.get("topics"):
                message = "entries use topics, but content/topics has no pages"
                hint = "add content/topics/<slug>.md with title and description"
                yield Finding(entry.source, entry.at("topics"), "no-topics", message, hint)
                return
        return
    known = meant_slugs(pages)
    hints: dict[str, str] = {}
    for entry in source.entries:
        for slug in entry.values.get("topics", ()):
            if slug not in known:
                if slug not in hints:
                    name = f"{slug}-1" if why_device(slug) else slug
                    add = f"add content/topics/{name}.md"
                    add += f", and write {name}" if name != slug else ""
                    hints[slug] = nearest(slug, known) or add
                    if several := _joined(slug, known):
                        items = f"{len(several)} items: {', '.join(several)}"
                        hints[slug] = f"write {items}, unless it is one topic: then {add}"
                message = f'unknown topic "{slug}"'
                node = entry.item("topics", slug)
                yield Finding(entry.source, node, "unknown-topic", message, hints[slug])


def _joined(slug: str, known: Collection[str]) -> list[str]:
    """Return the topics that were written without a comma: `looms-cards`; empty for others."""
    words = slug.split("-")
    found: dict[int, list[str]] = {0: []}
    for end in range(1, len(words) + 1):
        for start in [start for start in found if start < end]:
            name = "-".join(words[start:end])
            if name in known and end not in found:
                found[end] = [*found[start], name]
    return found.get(len(words), [])


def empty(source: Source) -> Iterator[Finding]:
    """Yield topics without any paper, in a collection that has papers."""
    is_readable = not any(
        key.text == "topics" for entry in source.entries for key in entry.node.broken
    )
    if not source.entries or not is_readable:
        return
    pages = topic_pages(source.pages)
    filled: set[str] = set()
    for slug in used_topics(source.entries):
        while slug in pages and slug not in filled:
            filled.add(slug)
            slug = parent_of(slug, pages)
    for slug, page in pages.items():
        if slug not in filled and is_slug(slug):
            message = f'no paper has the topic "{slug}"'
            hint = f"add {slug} to the topics of a paper"
            yield Finding(page.source, TOP, "empty-topic", message, hint)


def picks(source: Source) -> Iterator[Finding]:
    """Yield ids in `start` that are duplicates, or not listed papers of the topic."""
    pages = topic_pages(source.pages)
    chosen = {slug: page for slug, page in pages.items() if page.start}
    if not chosen:
        return
    entries = source.entries_by_id()
    for slug, page in chosen.items():
        seen: set[str] = set()
        for pick in page.start:
            name = pick.text.strip()
            message, hint = _wrong(name, slug, pages, entries, source)
            if name in seen:
                message, hint = f'duplicate paper "{forms.short(name)}" in start', "remove it"
            seen.add(name)
            if message:
                yield Finding(page.source, pick, "topic-start", message, hint)


def _wrong(
    name: str, slug: str, pages: dict[str, Page], entries: dict[str, Entry], source: Source
) -> tuple[str, str]:
    """Return message and hint for one id in `start`; empty if it is right."""
    entry = entries.get(name)
    if entry is None:
        hint = _ids_hint(name, entries, pages[slug]) or name_hint(name, source)
        hint = hint or "add that paper, or remove the id"
        return f'unknown paper "{forms.short(name)}" in start', hint
    status = entry.values.get("status")
    if status and not is_listed(status):
        return f'paper "{name}" in start is {status}', replacement_hint(entry.values)
    if not any(_is_below(topic, slug, pages) for topic in entry.values.get("topics", ())):
        hint = f"add {slug} to the topics of that paper, or cite it in the introduction"
        return f'paper "{name}" in start does not have this topic', hint
    return "", ""


def _ids_hint(name: str, entries: Collection[str], page: Page) -> str:
    """Return the hint for ids in one text, `looms2001, @cards2002`; empty for another text."""
    ids = _ID.findall(name)
    if not ids or not all(each in entries for each in ids):
        return ""
    shown = ", ".join(ids)
    is_item = type(page.front.pairs["start"][1]) is Sequence
    several = f"{len(ids)} items: {shown}" if is_item else f"[{shown}]"
    return f"write {several if len(ids) > 1 else shown}"


_ID = re.compile(forms.ID_PATTERN)


def _is_below(topic: str, slug: str, pages: dict[str, Page]) -> bool:
    """Return whether a topic is this one or below it, so that its papers are listed here."""
    while topic in pages and topic != slug:
        topic = parent_of(topic, pages)
    return topic == slug
