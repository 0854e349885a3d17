"""An overview of the site for language models.

In: a Collection. Out: `llms.txt` with a description, topics, courses, the newest digests and
papers, and data, each as a link to Markdown or JSON. Format: https://llmstxt.org
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from papershelf.catalogue.model import Collection, Paper
from papershelf.outputs.data.relative import LinkBase
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.rows import authors_shown
from papershelf.problems import count
from papershelf.text import tex
from papershelf.text.escape import commonmark

#: The number of newest papers; topics and the catalogue lead to the others.
SHOWN = 50
#: The number of newest digests.
DIGESTS = 12


def files(collection: Collection, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield the file."""
    here = LinkBase(addresses.LLMS, settings)
    text = "".join(_text(collection, settings, here))
    yield addresses.LLMS, text.encode("utf-8", "replace")


def _text(collection: Collection, settings: Settings, here: LinkBase) -> Iterator[str]:
    papers = list(collection.listed.values())
    words = collection.page("index.md").description or settings.site_description
    yield f"# {commonmark(settings.site_name)}\n\n"
    yield f"> {commonmark(words or 'A collection of research papers.')}\n\n"
    yield (
        f"{count(len(papers), 'paper')}, each with its full abstract. To get the Markdown of a"
        " paper, a topic, a course or a digest, replace the last slash of its URL with `.md`.\n"
    )
    terms = collection.terms["topics"].values()
    if terms:
        yield "\n## Topics\n\n"
    for term in terms:
        topic = collection.topics[term.slug]
        notes = ". ".join(filter(None, (count(len(term.ids), "paper"), topic.description)))
        url = addresses.beside(addresses.term("topics", term.slug), "md")
        yield f"- [{commonmark(term.label)}]({here.to(url)}): {commonmark(notes)}\n"
    courses = collection.courses.values()
    if courses:
        yield "\n## Courses\n\n"
    for course in courses:
        notes = ". ".join(
            filter(None, (count(len(course.readings), "reading"), course.description))
        )
        url = addresses.beside(addresses.course(course.slug), "md")
        yield f"- [{commonmark(course.title)}]({here.to(url)}): {commonmark(notes)}\n"
    if collection.digests:
        yield "\n## Digests of new papers\n\n"
    for name, digest in islice(collection.digests.items(), DIGESTS):
        url = addresses.beside(addresses.digest(name), "md")
        notes = count(len(digest.readings), "paper")
        yield f"- [{commonmark(digest.title)}]({here.to(url)}): {commonmark(notes)}\n"
    if papers:
        yield "\n## Newest papers\n\n"
    for paper in papers[:SHOWN]:
        yield _item(paper, here)
    yield "\n## Data\n\n"
    yield (
        f"- [Catalogue]({here.to(addresses.CATALOGUE)}): every paper with all fields as JSON,"
        " in the parts that this index lists\n"
        f"- [JSON Schema]({here.to(addresses.CATALOGUE_SCHEMA)}): the meaning of the fields\n"
        f"- [For programs]({here.to(addresses.DEVELOPERS)}): all files, with examples\n"
    )


def _item(paper: Paper, here: LinkBase) -> str:
    facts = commonmark(", ".join(filter(None, (authors_shown(paper), str(paper.published)))))
    summary = f". {tex.to_commonmark(paper.summary)}" if paper.summary else ""
    url = addresses.beside(addresses.paper(paper.id), "md")
    return f"- [{tex.to_commonmark(paper.title)}]({here.to(url)}): {facts}{summary}\n"
