"""Pages on which a curator's own words are missing, and topics without papers.

In: a Source. Out: findings.
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.catalogue import Page, Source
from papershelf.catalogue.nodes import Scalar
from papershelf.catalogue.topics import parent_of, topic_pages, topic_slug, used_topics
from papershelf.checks.finding import Finding
from papershelf.text.placeholders import is_placeholder
from papershelf.text.slugs import is_slug

_HOME = "index.md"


def placeholders(source: Source) -> Iterator[Finding]:
    """The words of a new collection that nobody has replaced yet."""
    for page in _introducing(source):
        _, node = page.front.pairs.get("description", (None, None))
        if node is not None and is_placeholder(page.text_of("description")):
            told = "this description is still the one of a new collection"
            yield Finding(page.source, node, "placeholder", told, "write your own")
        if is_placeholder(page.introduction):
            told = "this text is still the one of a new collection"
            yield Finding(page.source, _body(page), "placeholder", told, "write your own")


def introductions(source: Source) -> Iterator[Finding]:
    """Pages without an introduction. Where no topic has one that is a way to keep a collection, and
    is reported once."""
    hint = "write a paragraph below the front matter"
    bare = [page for page in _introducing(source) if not page.introduction]
    topics = [page for page in bare if page.src_uri != _HOME]
    if len(topics) == len(topic_pages(source.pages)) > 1:
        told = f"none of the {len(topics)} topics has an introduction"
        yield Finding(topics[0].source, Scalar("", 0, 3), "no-introduction", told, hint)
        bare = [page for page in bare if page.src_uri == _HOME]
    for page in bare:
        told = "this page has no introduction"
        yield Finding(page.source, Scalar("", 0, 3), "no-introduction", told, hint)


def empty_topics(source: Source) -> Iterator[Finding]:
    """Topics without any paper, in a collection that has papers."""
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
            told = f'no paper has the topic "{slug}"'
            hint = f"add {slug} to the topics of a paper"
            yield Finding(page.source, Scalar("", 0, 3), "empty-topic", told, hint)


def _introducing(source: Source) -> list[Page]:
    """Return the home page and the pages of topics."""
    return [page for page in source.pages if page.src_uri == _HOME or topic_slug(page)]


def _body(page: Page) -> Scalar:
    start = page.source.text.find(page.introduction, page.body_start)
    return Scalar("", start, start + len(page.introduction.partition("\n")[0]))
