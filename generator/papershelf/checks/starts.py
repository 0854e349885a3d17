"""Check the recommended papers of topics, `start` in their front matter.

In: a Source. Out: findings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from papershelf.catalogue import Entry, Page, Source, forms
from papershelf.catalogue.nodes import Sequence
from papershelf.catalogue.statuses import is_listed
from papershelf.catalogue.topics import parent_of, topic_pages
from papershelf.checks.finding import Finding, name_hint


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
        follower = entry.values.get("superseded_by")
        hint = f'write "{follower}", which replaces it' if follower else "remove it"
        return f'paper "{name}" in start is {status}', hint
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
