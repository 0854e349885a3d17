"""The topics of a collection, from `content/topics/*.md`.

In: the hand-written pages. Out: topics in the order of their tree. Checks report circles and
unknown parents; here they are cut, so that every topic appears once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papershelf.catalogue.entries import Entry
from papershelf.catalogue.model import Topic
from papershelf.catalogue.pages import Page
from papershelf.text.slugs import is_slug, to_slug

#: The introduction to the tree of topics, not a topic.
INDEX = "topics/index.md"


def topic_pages(pages: Iterable[Page]) -> dict[str, Page]:
    """Return the pages of topics, by slug."""
    return {page.topic: page for page in pages if page.topic}


def meant_slugs(names: Iterable[str]) -> set[str]:
    """Return the slugs of topics, also of files whose names are none, which have to be renamed:
    `Graph learning.md` is meant to be `graph-learning`."""
    return {name if is_slug(name) else to_slug(name) for name in names}


def used_topics(entries: Iterable[Entry]) -> set[str]:
    """Return every slug that an entry names."""
    return {slug for entry in entries for slug in entry.values.get("topics", ())}


def collect_topics(pages: dict[str, Page], used: set[str]) -> dict[str, Topic]:
    """Return topics by slug, each parent before its children, siblings by title.

    Without any page of a topic, the topics are the slugs in use, with titles made from the slugs.
    """
    if not pages:
        return {slug: Topic(slug=slug, title=to_title(slug)) for slug in sorted(used)}
    titles = {slug: page.title or to_title(slug) for slug, page in pages.items()}
    children: dict[str, list[str]] = {}
    for slug in sorted(pages, key=lambda slug: (titles[slug].casefold(), slug)):
        children.setdefault(parent_of(slug, pages), []).append(slug)
    return {
        slug: Topic(
            slug=slug,
            title=titles[slug],
            description=pages[slug].text_of("description"),
            parent=parent_of(slug, pages),
            children=tuple(children.get(slug, ())),
            introduction=pages[slug].introduction,
            aliases=tuple(alias.text.strip() for alias in pages[slug].aliases),
            start=tuple(pick.text.strip() for pick in pages[slug].start),
        )
        for slug in _in_tree_order(children)
    }


def to_title(slug: str) -> str:
    """Return a title for a slug: `graph-learning` → `Graph learning`."""
    return slug.replace("-", " ").capitalize()


def parent_of(slug: str, pages: dict[str, Page]) -> str:
    """Return the parent if it exists and does not lead back to the topic, otherwise empty."""
    parent = pages[slug].text_of("parent")
    seen, above = {slug}, parent
    while above in pages:
        if above in seen:
            return ""
        seen.add(above)
        above = pages[above].text_of("parent")
    return parent if parent in pages else ""


def _in_tree_order(children: dict[str, list[str]], above: str = "") -> Iterator[str]:
    for slug in children.get(above, ()):
        yield slug
        yield from _in_tree_order(children, slug)
