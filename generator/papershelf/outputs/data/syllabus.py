"""Courses, their editions and digests as Markdown for people and language models.

In: a Collection. Out: a file beside the page of each, with the text as written and the papers in
order as a list, which is numbered in a course.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from papershelf.catalogue.model import Collection, Course, Digest, Edition, ReadingList, ReadingPage
from papershelf.outputs.data.markdown import cited, encoded, reference
from papershelf.outputs.data.relative import LinkBase
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, sessions
from papershelf.outputs.views.reading_parts import guide
from papershelf.outputs.views.taught import all_taught
from papershelf.problems import count
from papershelf.text import readings
from papershelf.text.escape import commonmark, link
from papershelf.text.headings import Heading


def files(collection: Collection, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield the file of each course, each edition and each digest."""
    for each in all_taught(collection):
        course, edition = each
        here = LinkBase(addresses.beside(each.url, "md"), settings)
        text = _head(each.page, each.title)
        if edition:
            own = addresses.beside(addresses.course(course.slug), "md")
            text += f"An edition of [{commonmark(course.title)}]({here.to(own)}), "
            text += f"{_term(edition)}. Its readings stay as they are.\n\n"
        else:
            text += _editions(course, here)
        body = _body(each.page, each.src_uri, collection, here)
        yield addresses.markdown(each.url), encoded(text + body)
    for name, digest in collection.digests.items():
        url = addresses.digest(name)
        here = LinkBase(addresses.beside(url, "md"), settings)
        text = "".join(f"{line}\n\n" for line in _about(digest))
        body = _body(digest, f"digests/{name}.md", collection, here)
        yield addresses.markdown(url), encoded(text + body)


def _about(digest: Digest) -> Iterator[str]:
    yield f"# {commonmark(digest.title)}"
    if digest.description:
        yield commonmark(digest.description)
    yield f"{count(len(digest.readings), 'paper')}, {digest.since} to {digest.until}."


def _head(page: Course | Edition, title: str) -> str:
    parts = [f"# {commonmark(title)}\n"]
    if page.description:
        parts.append(f"{commonmark(page.description)}\n")
    facts = []
    if page.instructors:
        facts.append(f"- Taught by: {commonmark(', '.join(page.instructors))}\n")
    if page.provider:
        facts.append(f"- Provider: {commonmark(page.provider)}\n")
    if page.url:
        facts.append(f"- Course website: <{link(page.url)}>\n")
    return "\n".join([*parts, *(["".join(facts)] if facts else [])]) + "\n"


def _editions(course: Course, here: LinkBase) -> str:
    links = []
    for edition in course.editions:
        url = addresses.beside(addresses.edition(course.slug, edition.slug), "md")
        links.append(f"[{commonmark(edition.title)}]({here.to(url)}) ({edition.starts})")
    return f"Editions: {', '.join(links)}\n\n" if links else ""


def _term(edition: Edition) -> str:
    return f"{edition.starts} to {edition.ends}" if edition.ends else f"from {edition.starts}"


def _as_written(heading: Heading) -> str:
    return heading.markdown


def _to_heading(page: ReadingList) -> Callable[[Heading], str]:
    """Return the function that adds its days to the heading of a session."""
    found = sessions.by_heading(page)

    def to_text(heading: Heading) -> str:
        session = found.get(heading.start)
        when = ", ".join(sessions.session_facts(session)) if session else ""
        return f"{heading.markdown}\n\n*{when}*\n" if when else heading.markdown

    return to_text


def _body(page: ReadingPage, src_uri: str, collection: Collection, here: LinkBase) -> str:
    """Return the text and the papers, numbered unless it is a digest; papers that are not in this
    build have only a title."""
    number = 0
    blocks: list[str] = []
    to_text = _to_heading(page) if isinstance(page, ReadingList) else _as_written
    for each in readings.rewrite(page.body, to_text):
        if not each.id:
            blocks.append(cited(each.text, src_uri, collection, here).strip("\n"))
            continue
        reading = page.readings[number]
        number += 1
        mark = "- " if isinstance(page, Digest) else f"{number}. "
        paper = collection.papers.get(each.id)
        text = reference(paper, here) if paper else commonmark(collection.title_of(each.id))
        if paper and paper.status:
            text += f" **{paper.status_sentence}**"
        if how := guide(reading):
            text += f" **{how}.**"
        lines = cited(reading.note, src_uri, collection, here).splitlines()
        indent = " " * len(mark)
        note = "\n".join(f"{indent}{line}".rstrip() for line in lines)
        blocks.append(f"{mark}{text}" + (f"\n\n{note}" if note else ""))
    return "\n\n".join(blocks) + "\n" if blocks else ""
