"""Papers and topics as Markdown for people and language models.

In: a Collection. Out: a file beside the page of each paper and each topic: CommonMark without
HTML, formulas as TeX. What the catalogue says is text, never markup. Courses and digests are in
`syllabus`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from papershelf.catalogue.fields import LINKS
from papershelf.catalogue.model import Collection, Paper, Term
from papershelf.citations import apa, to_record
from papershelf.outputs.data.relative import LinkBase
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.rows import authors_shown, details, markdown_line, paragraphs, pdf_url
from papershelf.outputs.views.uses import Use, uses
from papershelf.outputs.views.written_links import from_root
from papershelf.problems import count
from papershelf.text import citing, tex
from papershelf.text.escape import commonmark, link
from papershelf.text.identifiers import SCHEMES, address

#: A paper's own file names all authors; a list names a few.
_ALL = 10_000
#: Hand-written introductions of lists, which are pages without a Markdown file.
_INDEXES = ("topics/index.md", "courses/index.md", "digests/index.md")
#: A relative link of a hand-written page to another, by its file, as MkDocs has it, or by its
#: address: `[about](../about.md)`, `[about](../../about/)`.
_PAGE = re.compile(r"(\](?:\(|:[ \t]+))([^()\s:#?/][^()\s:#?]*)(?=[\s)#?]|\Z)")


def files(collection: Collection, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Yield the file of each paper and each topic."""
    used = uses(collection)
    here = LinkBase(addresses.beside(addresses.paper("x"), "md"), settings)
    for paper in collection.papers.values():
        text = "".join(_paper(paper, collection, here, used.get(paper.id, ())))
        yield addresses.markdown(addresses.paper(paper.id)), encoded(text)
    near = LinkBase(addresses.beside(addresses.term("topics", "x"), "md"), settings)
    items = {paper.id: item(paper, near) for paper in collection.listed.values()}
    for slug, term in collection.terms["topics"].items():
        src_uri = addresses.markdown(addresses.term("topics", slug))
        yield src_uri, encoded("".join(_topic(term, collection, near, items)))


def _paper(
    paper: Paper, collection: Collection, here: LinkBase, used: Iterable[Use]
) -> Iterator[str]:
    yield f"# {tex.to_commonmark(paper.title)}\n\n"
    if names := authors_shown(paper, _ALL):
        yield f"{commonmark(names)}\n\n"
    yield f"{_where(paper)}\n\n"
    yield from _status(paper, collection, here)
    yield from _links(paper, here)
    for label, texts in (
        ("Awards", [commonmark(", ".join(paper.awards))]),
        *((label, [commonmark(text)]) for label, text in details(paper)),
        ("Topics", [_term(collection, slug, here) for slug in paper.topics]),
        ("Keywords", [commonmark(", ".join(paper.keywords))]),
        (
            "BibTeX",
            [f"[{paper.key}]({here.to(addresses.beside(addresses.paper(paper.id), 'bib'))})"],
        ),
        ("Used in", [_use(each, here) for each in used]),
        ("Related", [_other(paper_id, collection, here) for paper_id in paper.related]),
    ):
        if any(texts):
            yield f"- {label}: {', '.join(texts)}\n"
    if paper.summary:
        yield f"\n{tex.to_commonmark(paper.summary)}\n"
    if paper.abstract:
        yield "\n## Abstract\n"
        for text in paragraphs(paper.abstract):
            yield f"\n{tex.to_commonmark(text)}\n"
    record = to_record(paper)
    yield f"\n## Reference\n\n{commonmark(apa.to_plain(record))}\n\n"
    yield f"- {markdown_line(paper, here.to(addresses.paper(paper.id)))}\n"


def _where(paper: Paper) -> str:
    """`NeurIPS 2024, published 2024-04-27, added 2025-12-23`"""
    parts = [commonmark(paper.venue)] if paper.venue else []
    parts.append(f"published {paper.published}")
    if paper.added.day:
        parts.append(f"added {paper.added}")
    where = ", ".join(parts)
    return where if paper.venue else where[0].upper() + where[1:]


def _status(paper: Paper, collection: Collection, here: LinkBase) -> Iterator[str]:
    if not paper.status:
        return
    texts = [f"**{paper.status_sentence}**", commonmark(paper.status_note)]
    if paper.superseded_by in collection.papers:
        texts.append(f"Read instead: {_title(collection.papers[paper.superseded_by], here)}")
    yield " ".join(filter(None, texts)) + "\n\n"


def _links(paper: Paper, here: LinkBase) -> Iterator[str]:
    """Where to read it, each address once."""
    url = addresses.paper(paper.id)
    yield f"- Page: [{url.rstrip('/')}]({here.to(url)})\n"
    shown = {}
    for name, scheme in SCHEMES.items():
        if identifier := getattr(paper, name, ""):
            shown[scheme.label] = address(scheme, identifier) or commonmark(identifier)
    for name, label in LINKS.items():
        shown[label] = pdf_url(paper) if name == "pdf" else paper.urls.get(name, "")
    for label, target in shown.items():
        if target:
            is_address = target.startswith(("https://", "http://"))
            yield f"- {label}: {f'<{link(target)}>' if is_address else target}\n"


def _topic(
    term: Term, collection: Collection, here: LinkBase, items: dict[str, str]
) -> Iterator[str]:
    topic = collection.topics[term.slug]
    yield f"# {commonmark(topic.title)}\n\n"
    if topic.description:
        yield f"{commonmark(topic.description)}\n\n"
    if topic.introduction.strip():  # hand-written, trusted as every page of the site
        src_uri = f"topics/{topic.slug}.md"
        yield f"{cited(topic.introduction.strip(), src_uri, collection, here)}\n\n"
    if topic.parent:
        yield f"Part of {_term(collection, topic.parent, here)}.\n\n"
    if topic.children:
        narrower = [_term(collection, slug, here) for slug in topic.children]
        yield f"Narrower topics: {', '.join(narrower)}\n\n"
    start = [paper_id for paper_id in topic.start if paper_id in items]
    if start:
        yield "## Start here\n\n"
        for paper_id in start:
            yield items[paper_id]
        yield "\n"
    yield f"## {count(len(term.ids), 'paper')}\n\n"
    for paper_id in term.ids:
        yield items[paper_id]


def item(paper: Paper, here: LinkBase) -> str:
    """A paper in a list; its own file has the rest."""
    line = f"- {reference(paper, here)}\n"
    return line + (f"  {tex.to_commonmark(paper.summary)}\n" if paper.summary else "")


def reference(paper: Paper, here: LinkBase) -> str:
    """`[Title](…). Ada Lovelace, Venue, 2024-04-27.`"""
    names = authors_shown(paper)
    facts = [commonmark(text) for text in (names, paper.venue) if text]
    return f"{_title(paper, here)}. {', '.join([*facts, str(paper.published)])}."


def _title(paper: Paper, here: LinkBase) -> str:
    url = addresses.beside(addresses.paper(paper.id), "md")
    return f"[{tex.to_commonmark(paper.title)}]({here.to(url)})"


def _other(paper_id: str, collection: Collection, here: LinkBase) -> str:
    """Return the title of a paper, as a link if it is part of this build."""
    paper = collection.papers.get(paper_id)
    return _title(paper, here) if paper else tex.to_commonmark(collection.title_of(paper_id))


def _use(use: Use, here: LinkBase) -> str:
    """Return a link to a page that lists the paper; an edition has the name of its course."""
    title = f"{use.title}: {use.edition}" if use.edition else use.title
    url = addresses.beside(use.url, "md")
    return f"[{commonmark(title)}]({here.to(url)})"


def _term(collection: Collection, slug: str, here: LinkBase) -> str:
    url = addresses.beside(addresses.term("topics", slug), "md")
    return f"[{commonmark(collection.terms['topics'][slug].label)}]({here.to(url)})"


def cited(markdown: str, own: str, collection: Collection, here: LinkBase) -> str:
    """Return text of the file `own` with citations as links to the Markdown of their papers. Links
    to hand-written pages, which have no Markdown file, lead to the pages, and so do those that
    begin at the address of the page, which is a folder. All other files are where the text is."""

    def to_link(paper_id: str) -> str:
        paper = collection.papers.get(paper_id)
        if paper:
            return _title(paper, here)
        return commonmark(collection.left_out.get(paper_id, f"[@{paper_id}]"))

    def to_page(match: re.Match[str]) -> str:
        src_uri = posixpath.normpath(f"{posixpath.dirname(own)}/{match[2]}")
        if src_uri in collection.pages or src_uri in _INDEXES:
            return f"{match[1]}{here.to(addresses.to_url(src_uri))}"
        is_address = "/" in match[2] and "." not in posixpath.basename(match[2]).strip(".")
        if not is_address or src_uri in collection.files:
            return match[0]
        return match[1] + (from_root(match[2], own, here.root) or "./")

    return _PAGE.sub(to_page, citing.replace(markdown, to_link))


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
