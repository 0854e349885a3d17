"""Room 3, views: the page of a paper.

In: a Paper with everything around it. Out: a PaperView. What is absent is empty here and not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from markupsafe import Markup

from generator import citations
from generator.catalogue.fields import LINKS
from generator.model import Collection, Paper
from generator.problems import count
from generator.settings import Settings
from generator.text import notes, tex
from generator.text.identifiers import SCHEMES, address
from generator.views import addresses, rows
from generator.views.records import Crumb, Head, Label, Link, Neighbours, PaperView

#: Related papers on a page.
RELATED_SHOWN = 5
#: Characters of a description in search results and previews.
DESCRIPTION = 200

Positions = Mapping[str, Mapping[str, int]]


class PaperPages:
    """Makes the views of all papers; what they share is looked up once."""

    def __init__(
        self, collection: Collection, settings: Settings, related: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.collection = collection
        self.settings = settings
        self.related = related
        #: Topic → id → place in its list, for previous and next.
        self.places: Positions = {
            slug: {paper_id: place for place, paper_id in enumerate(term.ids)}
            for slug, term in collection.terms["topics"].items()
        }
        self.plain_titles = {
            paper.id: tex.to_plain(paper.title) for paper in collection.papers.values()
        }
        self.has_author_page = frozenset(
            slug
            for slug, term in collection.terms["authors"].items()
            if len(term.ids) >= settings.min_papers
        )

    def view(self, paper: Paper) -> PaperView:
        """The page of one paper."""
        macros = self.settings.macros
        title = self.plain_titles[paper.id]
        main, others = self._links(paper)
        venue = self.collection.slugs["venues"][paper.id]
        return PaperView(
            head=Head(
                kind="paper",
                url=addresses.paper(paper.id),
                title=title,
                description=_description(paper),
                language=paper.language,
                is_indexed=True,
                crumbs=(Crumb(text="Papers", url=addresses.ROOT + addresses.PAPERS),),
            ),
            id=paper.id,
            title=Markup(tex.to_markdown(paper.title, macros)),
            authors=tuple(self._authors(paper)),
            more_authors=_more_authors(paper),
            where=_where(paper),
            venue=_term_link(paper.venue, "venues", venue[0]) if venue else None,
            published=paper.published.shown,
            published_iso=str(paper.published),
            year=f"{paper.published.year:04}",
            added=paper.added.shown if paper.added.day else "",
            added_iso=str(paper.added) if paper.added.day else "",
            status=paper.status,
            status_note=Markup(tex.to_html(paper.status_note, macros)),
            superseded_by=self._paper_link(paper.superseded_by) if paper.superseded_by else None,
            awards=paper.awards,
            main_link=main,
            links=others,
            summary=Markup(tex.to_html(paper.summary, macros)),
            abstract=tuple(
                Markup(tex.to_markdown(part, macros)) for part in rows.paragraphs(paper.abstract)
            ),
            notes=Markup(notes.to_html(paper.notes, macros)) if paper.notes else Markup(),
            topics=rows.topic_links(paper, self.collection),
            keywords=paper.keywords,
            identifiers=tuple(_identifiers(paper)),
            details=tuple(_details(paper)),
            bibtex=citations.to_bibtex(paper),
            discussion=_discussion(paper),
            related=tuple(self._related(paper)),
            neighbours=tuple(self._neighbours(paper)),
            edit_url=self.settings.edit_url(paper.file, paper.line),
            report_url=self.settings.report_url(f"Mistake in {paper.id}"),
        )

    def _authors(self, paper: Paper) -> Iterator[Link]:
        for name, slug in zip(paper.authors, self.collection.slugs["authors"][paper.id]):
            if slug in self.has_author_page:
                yield _term_link(name.shown, "authors", slug)
            else:
                yield Link(text=name.shown)

    def _links(self, paper: Paper) -> tuple[Link | None, tuple[Link, ...]]:
        """Where to read it, and every other link, each address once."""
        links: list[Link] = []
        pdf = rows.pdf_url(paper)
        home = rows.home_url(paper)
        if pdf:
            links.append(Link(text="Read the PDF", url=pdf))
        if paper.arxiv:
            arxiv = address(SCHEMES["arxiv"], paper.arxiv)
            links.append(Link(text=f"arXiv {paper.arxiv}", url=arxiv))
        if home and not pdf:
            links.insert(0, Link(text="Read the paper", url=home))
        if paper.urls.get("paper"):
            links.append(Link(text="Paper", url=paper.urls["paper"]))
        links += rows.iter_links(paper, tuple(name for name in LINKS if name not in ("pdf", "paper")))
        unique = list({link.url: link for link in reversed(links)}.values())[::-1]
        return (unique[0] if unique and (pdf or home) else None), tuple(
            unique[1:] if pdf or home else unique
        )

    def _paper_link(self, paper_id: str, note: str = "") -> Link:
        if paper_id in self.plain_titles:
            url = addresses.ROOT + addresses.paper(paper_id)
            return Link(text=self.plain_titles[paper_id], url=url, note=note)
        return Link(text=tex.to_plain(self.collection.left_out[paper_id]))

    def _related(self, paper: Paper) -> Iterator[Link]:
        """The curator's choice first, then what the texts have in common."""
        chosen = dict.fromkeys((*paper.related, *self.related.get(paper.id, ())))
        for paper_id in list(chosen)[: max(RELATED_SHOWN, len(paper.related))]:
            other = self.collection.papers.get(paper_id)
            note = ""
            if other:
                who = rows.authors_shown(other, 1)
                note = ", ".join(filter(None, (who, f"{other.published.year:04}")))
            yield self._paper_link(paper_id, note)

    def _neighbours(self, paper: Paper) -> Iterator[Neighbours]:
        for link, slug in zip(rows.topic_links(paper, self.collection), paper.topics):
            ids = self.collection.terms["topics"][slug].ids
            place = self.places[slug][paper.id]
            before = self._paper_link(ids[place - 1]) if place else None
            after = self._paper_link(ids[place + 1]) if place + 1 < len(ids) else None
            if before or after:
                yield Neighbours(topic=link, previous=before, next=after)


def _term_link(text: str, taxonomy: str, slug: str) -> Link:
    return Link(text=text, url=addresses.ROOT + addresses.term(taxonomy, slug))


def _description(paper: Paper) -> str:
    """One or two sentences for previews: the curator's, else the beginning of the abstract."""
    text = tex.to_plain(paper.summary or paper.abstract.partition("\n\n")[0])
    if len(text) <= DESCRIPTION:
        return text
    return text[: DESCRIPTION - 1].rpartition(" ")[0].rstrip(" ,;:") + "…"


def _more_authors(paper: Paper) -> str:
    hidden = paper.number_of_authors - len(paper.authors)
    if not paper.authors:
        return count(hidden, "author") if hidden else ""
    return f"and {hidden:,} more" if hidden else ""


def _where(paper: Paper) -> str:
    """What follows the venue: `12(3), 117–134`."""
    number = paper.volume + (f"({paper.issue})" if paper.issue else "")
    return ", ".join(filter(None, (number, paper.pages)))


def _identifiers(paper: Paper) -> Iterator[Label]:
    for name, scheme in SCHEMES.items():
        identifier = getattr(paper, name, "")
        if identifier:
            yield Label(name=scheme.label, text=identifier, url=address(scheme, identifier))
    yield Label(name="Cite key", text=paper.id)


def _details(paper: Paper) -> Iterator[Label]:
    if paper.publisher:
        yield Label(name="Publisher", text=paper.publisher)
    if paper.edition:
        yield Label(name="Edition", text=paper.edition)
    if paper.license:
        is_url = paper.license.startswith(("https://", "http://"))
        yield Label(name="License", text=paper.license, url=paper.license if is_url else "")
    if paper.language:
        yield Label(name="Language", text=paper.language)


def _discussion(paper: Paper) -> Link | None:
    number = paper.discussion.get("count", 0)
    text = count(number, "comment") if number else "Discussion"
    if not number and "url" not in paper.discussion:
        return None
    return Link(text=text, url=paper.discussion.get("url", ""))
