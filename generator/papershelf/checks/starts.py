"""The papers that topics begin with, `start` in their front matter.

In: a Source. Out: findings.
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.catalogue import Entry, Page, Source, forms
from papershelf.catalogue.model import is_listed
from papershelf.catalogue.topics import parent_of, topic_pages
from papershelf.checks.finding import Finding, name_hint


def picks(source: Source) -> Iterator[Finding]:
    """Each pick is a paper that stands in the list below it, and stands among the picks once."""
    pages = topic_pages(source.pages)
    chosen = {slug: page for slug, page in pages.items() if page.start}
    if not chosen:
        return
    entries = {entry.values["id"]: entry for entry in source.entries if "id" in entry.values}
    for slug, page in chosen.items():
        seen: set[str] = set()
        for pick in page.start:
            name = pick.text.strip()
            told, hint = _wrong(name, slug, pages, entries, source)
            if name in seen:
                told, hint = f'start names "{forms.short(name)}" a second time', "remove it"
            seen.add(name)
            if told:
                yield Finding(page.source, pick, "topic-start", told, hint)


def _wrong(
    name: str, slug: str, pages: dict[str, Page], entries: dict[str, Entry], source: Source
) -> tuple[str, str]:
    """What is wrong with one pick, and how to mend it; nothing where it is right."""
    entry = entries.get(name)
    if entry is None:
        hint = name_hint(name, source, set(entries)) or "add that paper, or remove the id"
        return f'start names an unknown paper "{forms.short(name)}"', hint
    status = entry.values.get("status")
    if status and not is_listed(status):
        follower = entry.values.get("superseded_by")
        hint = f'write "{follower}", which replaces it' if follower else "remove it"
        return f'start names "{name}", which is {status}', hint
    if not any(_is_below(topic, slug, pages) for topic in entry.values.get("topics", ())):
        hint = f"add {slug} to the topics of that paper, or cite it in the introduction"
        return f'start names "{name}", which is not a paper of this topic', hint
    return "", ""


def _is_below(topic: str, slug: str, pages: dict[str, Page]) -> bool:
    """Whether a topic is this one or stands below it, so that its papers are listed here too."""
    while topic in pages and topic != slug:
        topic = parent_of(topic, pages)
    return topic == slug
