"""The page of a paper.

In: a Paper and its collection. Out: a PaperView. Missing values are empty here and not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from papershelf.catalogue.fields import LINKS
from papershelf.catalogue.model import Collection, Paper
from papershelf.citations import apa, bibtex, parts, to_record
from papershelf.outputs.finished import without_indentation
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, discussions, facets, mathml, rows, search_words
from papershelf.outputs.views.paper_views import Neighbours, PaperView
from papershelf.outputs.views.records import NOTHING, Crumb, Head, Label, Link
from papershelf.outputs.views.taxonomies import with_pages
from papershelf.outputs.views.uses import uses
from papershelf.problems import count
from papershelf.text import escape, notes, tex
from papershelf.text.characters import runs_left
from papershelf.text.escape import Html, html
from papershelf.text.identifiers import SCHEMES, address, lower, parse
from papershelf.text.shorten import at_word
from papershelf.text.tex import Macros

#: Related papers on a page.
RELATED_SHOWN = 5
#: With more authors than the first number, only the second number is shown at first.
MANY_AUTHORS, AUTHORS_SHOWN = 16, 12
#: Characters of a description in search results and previews.
DESCRIPTION = 200

_COMMA = Html(", ")
_CRUMBS = (Crumb(text="Papers", url=addresses.at(addresses.PAPERS)),)


class PaperPages:
    """The views of all papers; shared parts are made once."""

    def __init__(
        self, collection: Collection, settings: Settings, related: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.collection = collection
        self.settings = settings
        self.related = related
        self.topics = rows.topic_links(collection)
        self.authors = {
            slug: addresses.at(addresses.term("authors", slug))
            for slug in with_pages("authors", collection, settings)
        }
        self.keywords = {
            slug: addresses.at(addresses.term("keywords", slug))
            for slug in with_pages("keywords", collection, settings)
        }
        self.links = {
            paper.id: _paper_link(paper, settings.macros) for paper in collection.papers.values()
        }
        self.places = _places(collection)
        self.shared = facets.shared_keywords(collection)
        self.uses = uses(collection)

    def view(self, paper: Paper) -> PaperView:
        """Return the page of a paper."""
        macros = self.settings.macros
        main, others = _links(paper)
        authors = tuple(self._authors(paper))
        shown = AUTHORS_SHOWN if len(authors) > MANY_AUTHORS else len(authors)
        venue = self.collection.slugs["venues"][paper.id]
        has_venue = venue and venue[0] in self.collection.terms["venues"]
        record = to_record(paper)
        head = _head(paper, record.plain_title)
        thread = discussions.thread(paper, self.collection, self.settings)
        return PaperView(
            id=paper.id,
            former=Html(" ".join(paper.former)),
            record=record,
            head=head,
            title=tex.to_searchable(paper.title, macros),
            plain_title=html(head.title),
            authors=authors[:shown],
            folded=authors[shown:],
            more_authors=_more_authors(paper),
            where=_where(paper),
            venue=_venue_link(paper.venue, venue[0] if has_venue else "") if venue else None,
            published=Html(paper.published.shown),
            published_iso=Html(paper.published),
            added=Html(paper.added.shown) if paper.added.day else NOTHING,
            added_iso=Html(paper.added) if paper.added.day else NOTHING,
            added_url=_day_url(paper),
            status=html(paper.status_sentence),
            is_listed=paper.is_listed,
            status_note=_linked(paper.status_note, macros),
            superseded_by=self._link(paper.superseded_by) if paper.superseded_by else None,
            awards=tuple(map(html, paper.awards)),
            main_link=main,
            links=others,
            summary=tex.to_html(paper.summary, macros),
            abstract=tuple(
                tex.to_searchable(part, macros) for part in rows.paragraphs(paper.abstract)
            ),
            notes=_notes(paper, macros) if paper.notes else NOTHING,
            topics=self.topics[paper.id],
            keywords=tuple(self._keywords(paper)),
            identifiers=tuple(_identifiers(paper)),
            details=tuple(_details(paper)),
            apa=apa.to_html(record),
            bibtex=html(bibtex.to_entry(record)),
            files=(*rows.files_beside(head.url), rows.markdown_beside(head.url)),
            discussion=discussions.link(paper, thread),
            thread=thread,
            used=tuple(self._used(paper)),
            related=tuple(self._related(paper)),
            neighbours=tuple(self._neighbours(paper)),
            edit_url=html(self.settings.edit_url(paper.file, paper.line)),
            finding=search_words.words(paper),
            report_url=html(self.settings.report_url(paper.id, paper.file, paper.line)),
        )

    def _authors(self, paper: Paper) -> Iterator[Link]:
        lead = NOTHING
        for name, slug in zip(paper.authors, self.collection.slugs["authors"][paper.id]):
            text = html(name.shown)
            if runs_left(name.shown):  # else the comma after it and the next name change places
                text = Html(f"<bdi>{text}</bdi>")
            yield Link(text, self.authors.get(slug, NOTHING), lead=lead)
            lead = _COMMA

    def _keywords(self, paper: Paper) -> Iterator[Link]:
        for word, slug in zip(paper.keywords, self.collection.slugs["keywords"][paper.id]):
            if slug in self.keywords:
                yield Link(html(word), self.keywords[slug])
            else:
                yield Link(html(word), note=html(slug) if slug in self.shared else NOTHING)

    def _link(self, paper_id: str) -> Link:
        """Return a link to a paper, or only its title if it is not part of this build."""
        if paper_id in self.links:
            return self.links[paper_id]
        title = self.collection.left_out[paper_id]
        return Link(text=tex.to_html(title, self.settings.macros))

    def _related(self, paper: Paper) -> Iterator[Link]:
        """Yield related papers: the curator's choice first, then those with similar texts."""
        chosen = dict.fromkeys((*paper.related, *self.related.get(paper.id, ())))
        for paper_id in list(chosen)[: max(RELATED_SHOWN, len(paper.related))]:
            yield self._link(paper_id)

    def _used(self, paper: Paper) -> Iterator[Link]:
        for use in self.uses.get(paper.id, ()):
            yield Link(text=html(use.title), url=addresses.at(use.url), note=html(use.edition))

    def _neighbours(self, paper: Paper) -> Iterator[Neighbours]:
        if not paper.is_listed:
            return
        found: dict[tuple[str, str], list[Link]] = {}
        for topic, slug in zip(self.topics[paper.id], paper.topics):
            ids = self.collection.terms["topics"][slug].ids
            place = self.places[slug][paper.id]
            before = ids[place - 1] if place else ""
            after = ids[place + 1] if place + 1 < len(ids) else ""
            if before or after:
                found.setdefault((before, after), []).append(topic)
        for (before, after), topics in found.items():
            yield Neighbours(
                topics=tuple(topics), previous=self.links.get(before), next=self.links.get(after)
            )


def _head(paper: Paper, title: str) -> Head:
    return Head(
        kind="paper",
        url=addresses.paper(paper.id),
        title=title,
        description=_description(paper),
        language=html(paper.language),
        is_indexed=paper.is_listed,
        crumbs=_CRUMBS,
    )


def _day_url(paper: Paper) -> Html:
    """Return the address of the day on which a paper was added, if the day has a page."""
    has_page = paper.has_added and paper.is_listed
    return addresses.at(addresses.term("days", str(paper.added))) if has_page else NOTHING


def _places(collection: Collection) -> dict[str, dict[str, int]]:
    """Return positions by id, by topic, for previous and next."""
    return {
        slug: {paper_id: place for place, paper_id in enumerate(term.ids)}
        for slug, term in collection.terms["topics"].items()
    }


#: A URL in a note, for example of a retraction notice.
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")


def _linked(text: str, macros: Macros) -> Html:
    """Return a text as HTML, with URLs as links."""
    pieces: list[str] = []
    at = 0
    for match in _ADDRESS.finditer(text):
        href = escape.url(match[0])
        pieces.append(tex.to_html(text[at : match.start()], macros))
        pieces.append(f'<a href="{href}">{html(match[0])}</a>')
        at = match.end()
    return Html("".join([*pieces, tex.to_html(text[at:], macros)]))


def _notes(paper: Paper, macros: Macros) -> Html:
    """Return the notes of a paper. A link without a whole address would lead from its page to
    nowhere; only its text remains, and the check reports it."""
    found = notes.to_html(
        paper.notes,
        macros,
        to_mathml=partial(mathml.to_html, macros=macros),
        to_url=lambda _: None,
    )
    return Html(without_indentation(found))


def _paper_link(paper: Paper, macros: Macros) -> Link:
    """Return a link to a paper, with its first author, year and status as a note."""
    who = rows.authors_shown(paper, 1)
    return Link(
        text=tex.to_html(paper.title, macros),
        url=addresses.at(addresses.paper(paper.id)),
        note=html(", ".join(filter(None, (who, f"{paper.published.year:04}", paper.status)))),
        language=html(paper.language),
    )


def _links(paper: Paper) -> tuple[Link | None, tuple[Link, ...]]:
    """Return the main link, where to read the paper, and all other links, without duplicates."""
    links: list[Link] = []
    pdf = rows.pdf_url(paper)
    home = parts.home(paper)
    if pdf:
        links.append(Link(text=Html("Read the PDF"), url=html(pdf)))
    elif home:
        links.append(Link(text=Html("Read the paper"), url=html(home)))
    if paper.arxiv:
        arxiv = address(SCHEMES["arxiv"], paper.arxiv)
        links.append(Link(text=html(f"arXiv {paper.arxiv}"), url=html(arxiv)))
    published = paper.urls.get("paper", "")
    if published and (pdf or not _is_doi(published, paper.doi)):
        links.append(Link(text=Html("Paper"), url=html(published)))
    links += rows.iter_links(paper, _OTHER_LINKS)
    first = {link.url: link for link in reversed(links)}
    unique = [link for link in links if first[link.url] is link]
    return (unique[0], tuple(unique[1:])) if pdf or home else (None, tuple(unique))


def _is_doi(url: str, doi: str) -> bool:
    """Return whether a URL is that of a DOI, in any spelling."""
    try:
        return lower(parse(SCHEMES["doi"], url)) == lower(doi)
    except ValueError:
        return False


_OTHER_LINKS = tuple(name for name in LINKS if name not in ("pdf", "paper"))


def _venue_link(text: str, slug: str) -> Link:
    """Return the venue, without a link if it has no page because all its papers are tombstones."""
    url = addresses.at(addresses.term("venues", slug)) if slug else NOTHING
    return Link(text=html(text), url=url)


def _description(paper: Paper) -> str:
    """Return a text for previews: the curator's summary, or the beginning of the abstract."""
    text = tex.to_plain(paper.summary or paper.abstract.partition("\n\n")[0])
    return at_word(text, DESCRIPTION)


def _more_authors(paper: Paper) -> Html:
    if not paper.authors and paper.creators:  # editors
        return html(rows.authors_shown(paper, len(paper.creators)))
    hidden = paper.number_of_authors - len(paper.authors)
    if not hidden:
        return NOTHING
    return Html(f"and {hidden:,} more" if paper.authors else count(hidden, "author"))


def _where(paper: Paper) -> Html:
    """Return what follows the venue: `12(3), 117–134`."""
    number = paper.volume + (f"({paper.issue})" if paper.issue else "")
    return html(", ".join(filter(None, (number, apa.to_pages(paper.pages)))))


def _label(name: str, text: str, url: str = "") -> Label:
    return Label(name=Html(name), text=html(text), url=html(url))


def _identifiers(paper: Paper) -> Iterator[Label]:
    for name, scheme in SCHEMES.items():
        identifier = getattr(paper, name, "")
        if identifier:
            yield _label(scheme.label, identifier, address(scheme, identifier))
    yield _label("Cite key", paper.key)


def _details(paper: Paper) -> Iterator[Label]:
    for name, text in rows.details(paper):
        is_address = text.startswith(("https://", "http://"))
        yield _label(name, text, text if is_address else "")
