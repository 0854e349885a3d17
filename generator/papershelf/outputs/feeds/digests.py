"""Digests as entries of a feed, each with its whole content.

In: a Digest and its collection. Out: a FeedEntry in HTML: the curator's words, and each paper with
title, authors, note and abstract. Formulas are plain text: few feed readers show MathML.
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.catalogue.model import Collection, Digest, Paper
from papershelf.outputs.feeds import ids
from papershelf.outputs.feeds.entries import FeedAuthor, FeedEntry
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, mathml, rows
from papershelf.outputs.views.written_links import from_root
from papershelf.text import notes, prose, readings, tex
from papershelf.text.escape import html
from papershelf.text.prose import Prose


class DigestWriter:
    """Writes digests as HTML that needs no other page; `base` is the URL of the site's root."""

    def __init__(self, collection: Collection, settings: Settings, base: str) -> None:
        self.collection = collection
        self.settings = settings
        self.base = base
        self.engine = prose.reader(settings.extensions)
        self.has_formulas = prose.has_formulas(settings.extensions)

    def to_entry(self, digest: Digest) -> FeedEntry:
        """Return the entry of a digest. Its id is its first name, so it is the same entry for feed
        readers after the file was renamed."""
        name = str(digest.date)
        first = digest.aliases[0] if digest.aliases else name
        return FeedEntry(
            id=ids.to_tag(f"digests/{first}", self.settings),
            url=self.base + addresses.digest(name),
            title=digest.title,
            authors=(FeedAuthor(self.settings.site_name, ""),),
            day=name,
            has_day=True,
            summary=digest.description,
            content="".join(self.content(digest)),
            is_html=True,
            language="",
            topics=(),
            scheme="",
            home="",
            related=(),
        )

    def content(self, digest: Digest) -> Iterator[str]:
        """Yield the text and the papers of a digest, in order, as clean HTML."""
        src_uri = f"digests/{digest.date}.md"
        found = self.prose(digest)
        for each in readings.split(digest.body):
            if not each.id:
                yield found.between(each.start, each.end)
                continue
            yield from self._paper(each.id)
            if each.text:
                yield f"<blockquote>{self.to_html(each.text, src_uri)}</blockquote>"
            paper = self.collection.listed.get(each.id)
            for text in rows.paragraphs(paper.abstract or paper.summary) if paper else ():
                yield f"<p>{html(tex.to_plain(text))}</p>"
            ways = rows.ways(paper) if paper else ()
            if links := [f'<a href="{html(url)}">{html(label)}</a>' for label, url in ways]:
                yield f"<p>{' · '.join(links)}</p>"
        if found.footnotes:
            yield "<hr>"
        for number, note in found.footnotes.items():
            yield prose.with_number(number, note)

    def _paper(self, paper_id: str) -> Iterator[str]:
        title = html(tex.to_plain(self.collection.title_of(paper_id)))
        paper = self.collection.papers.get(paper_id)
        if paper is None:  # not part of this build
            yield f"<p><b>{title}</b></p>"
            return
        facts = (rows.authors_shown(paper), paper.venue, paper.published.shown, _status(paper))
        shown = html(" · ".join(filter(None, facts)))
        url = html(self.base + addresses.paper(paper_id))
        yield f'<p><b><a href="{url}">{title}</a></b><br>{shown}</p>'

    def prose(self, digest: Digest) -> Prose:
        """Return the text of a digest as HTML."""
        src_uri = f"digests/{digest.date}.md"
        return prose.to_prose(
            digest.body,
            self.engine,
            to_link=self._to_link,
            to_math=self._to_math,
            to_mathml=mathml.to_plain,
            to_url=lambda url: from_root(url, src_uri, self.base, self.collection.files),
        )

    def to_html(self, note: str, src_uri: str) -> str:
        """Return the HTML of a note on a paper in the file of a digest."""
        return notes.to_html(
            note,
            to_link=self._to_link,
            to_math=_to_plain,
            to_mathml=mathml.to_plain,
            to_url=lambda url: from_root(url, src_uri, self.base, self.collection.files),
        )

    def _to_math(self, formula: str) -> str | None:
        """Return a formula as plain text. Brackets with backslashes are brackets on the page unless
        an extension reads formulas."""
        if formula.startswith("\\") and not self.has_formulas:
            return None
        return _to_plain(formula)

    def _to_link(self, paper_id: str) -> str:
        title = html(tex.to_plain(self.collection.title_of(paper_id)))
        if not title:
            return html(f"[@{paper_id}]")
        if paper_id not in self.collection.papers:
            return title
        return f'<a href="{html(self.base + addresses.paper(paper_id))}">{title}</a>'


def _to_plain(formula: str) -> str:
    return html(tex.to_plain(formula))


def _status(paper: Paper) -> str:
    return "" if paper.is_listed else paper.status_sentence
