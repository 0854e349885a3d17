"""Find pages with placeholder text, a heading that is not shown or no introduction, and topics
without papers.

In: a Source. Out: findings.
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.catalogue import Page, Source
from papershelf.catalogue.kinds import is_introduction
from papershelf.catalogue.nodes import TOP, Scalar
from papershelf.catalogue.topics import parent_of, topic_pages, topic_slug, used_topics
from papershelf.checks.finding import Finding
from papershelf.text.placeholders import is_placeholder
from papershelf.text.slugs import is_slug

_HOME = "index.md"


def placeholders(source: Source) -> Iterator[Finding]:
    """Yield placeholder text of a new collection that has not been replaced."""
    for page in _introducing(source):
        _, node = page.front.pairs.get("description", (None, None))
        if node is not None and is_placeholder(page.text_of("description")):
            message = "this description is still the placeholder of a new collection"
            yield Finding(page.source, node, "placeholder", message, "write your own")
        if is_placeholder(page.introduction):
            message = "this text is still the placeholder of a new collection"
            yield Finding(page.source, _body(page), "placeholder", message, "write your own")


def introductions(source: Source) -> Iterator[Finding]:
    """Yield pages without an introduction. If no topic has one, that may be a choice and is
    reported once."""
    hint = "write a paragraph below the front matter"
    bare = [page for page in _introducing(source) if not page.introduction]
    topics = [page for page in bare if page.src_uri != _HOME]
    if len(topics) == len(topic_pages(source.pages)) > 1:
        message = f"none of the {len(topics)} topics has an introduction"
        yield Finding(topics[0].source, TOP, "no-introduction", message, hint)
        bare = [page for page in bare if page.src_uri == _HOME]
    for page in bare:
        message = "this page has no introduction"
        yield Finding(page.source, TOP, "no-introduction", message, hint)


def headings_of(source: Source) -> Iterator[Finding]:
    """Yield first headings that no page shows, because the title is in the front matter."""
    for page in source.pages:
        heading, title = page.heading, page.text_of("title")
        is_shown = not title or not is_introduction(page.src_uri)
        if heading and not is_shown and heading.title.casefold() != title.casefold():
            message = "this heading is not shown, since the front matter has a title"
            hint = f"write #{page.source.text[heading.start : heading.end]}, or remove this line"
            place = Scalar("", heading.start, heading.end)
            yield Finding(page.source, place, "hidden-heading", message, hint)


def empty_topics(source: Source) -> Iterator[Finding]:
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


def _introducing(source: Source) -> list[Page]:
    """Return the home page and the pages of topics."""
    return [page for page in source.pages if page.src_uri == _HOME or topic_slug(page)]


def _body(page: Page) -> Scalar:
    start = page.source.text.find(page.introduction, page.body_start)
    return Scalar("", start, start + len(page.introduction.partition("\n")[0]))
