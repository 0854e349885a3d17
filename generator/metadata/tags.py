"""Room 5, metadata: all tags of one page.

In: a view. Out: what stands in its `<head>`, one element a line. Open Graph: https://ogp.me;
Signposting: https://signposting.org/FAIR (level 1, as elements, because Pages sends no headers).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from itertools import chain
from typing import NamedTuple

from generator.citations import MEDIA_TYPES, parts
from generator.citations.vocabularies import words_for
from generator.metadata import highwire, linked
from generator.metadata.elements import json_ld, link, meta, property_
from generator.model import Collection, Paper
from generator.settings import Settings
from generator.text.escape import Html
from generator.text.identifiers import SCHEMES, address
from generator.views import (
    BasketView,
    CourseView,
    GuideView,
    Head,
    HomeView,
    ListView,
    PaperView,
    StatsView,
    View,
    addresses,
    following,
)
from generator.views.courses import read_in
from generator.views.following import FeedLink
from generator.views.records import Link
from generator.views.taxonomies import has_page

#: Pictures that previews show, 1200 by 630 pixels, one for each kind of page.
PICTURES = (
    "home", "papers", "paper", "topics", "authors", "venues", "years", "page", "courses",
)  # fmt: skip


class _Page(NamedTuple):
    """The page whose tags are made."""

    url: str
    """Relative to the root of the site."""
    kind: str
    title: str
    description: str


class Tags:
    """Makes the tags of all pages of a site."""

    def __init__(self, collection: Collection, settings: Settings) -> None:
        self.collection = collection
        self.settings = settings
        self.author_pages = {
            slug: addresses.term("authors", slug)
            for slug, term in collection.terms["authors"].items()
            if has_page(term, collection, settings)
        }

    def of(self, view: View) -> Html:
        """The tags of a generated page."""
        head = view.head
        page = _Page(head.url, head.kind, head.title, head.description)
        if isinstance(view, PaperView):
            elements = self._paper(page, view, self.collection.papers[view.id])
        elif isinstance(view, HomeView):
            elements = self._home(page)
        elif isinstance(view, ListView):
            elements = self._list(page, view)
        elif isinstance(view, CourseView):
            elements = self._course(page, view)
        elif isinstance(view, BasketView):  # everybody's is another
            elements = iter([meta("robots", "noindex"), *self._preview(page)])
        elif isinstance(view, GuideView | StatsView):
            crumbs = json_ld(linked.graph([*self._crumbs(page, head)]))
            elements = iter([*self._preview(page), crumbs])
        else:
            nodes = [self._list_page(page, {}), *self._crumbs(page, head)]
            elements = iter([*self._preview(page), json_ld(linked.graph(nodes))])
        feeds = self._feeds(page, following.feeds_of(head, self.collection, self.settings))
        return _joined(chain(elements, feeds))

    def of_page(self, url: str, title: str, description: str) -> Html:
        """The tags of a hand-written page."""
        page = _Page(url, "page", title, description)
        feeds = self._feeds(page, following.site_links(self.settings))
        return _joined(chain(self._preview(page), feeds))

    # --- kinds of pages ------------------------------------------------------------------------

    def _paper(self, page: _Page, view: PaperView, paper: Paper) -> Iterator[str]:
        topics = [
            (self.collection.topics[slug].title, self._at(page, addresses.term("topics", slug)))
            for slug in paper.topics
        ]
        names = tuple(name for name, _ in topics)
        whole = self._whole(page.url)
        for name, text in highwire.iter_tags(paper, whole, self.settings.site_url, names):
            yield meta(name, text)
        yield from self._preview(page, "article")
        if paper.published.day:
            yield property_("article:published_time", str(paper.published))
        yield from self._files(page, view.files)
        author_pages = self._author_pages(page, paper)
        yield from self._signposts(page, paper, author_pages)
        for _, url in topics:
            yield link("collection", url)
        node = linked.article(paper, self._at(page, page.url), topics, author_pages)
        yield json_ld(linked.graph([node, *self._crumbs(page, view.head)]))

    def _signposts(self, page: _Page, paper: Paper, author_pages: Sequence[str]) -> Iterator[str]:
        """What machines may ask of the page of a work."""
        yield link("cite-as", parts.home(paper) or self._whole(page.url))
        yield link("type", f"https://schema.org/{words_for(paper.type).schema}")
        for name, page_url in zip(paper.authors, author_pages):
            orcid = address(SCHEMES["orcid"], name.orcid) if name.orcid else ""
            yield link("author", orcid or page_url)
        yield link("item", paper.urls.get("pdf", ""), "application/pdf")
        yield link("license", linked.license_address(paper.license))

    def _author_pages(self, page: _Page, paper: Paper) -> list[str]:
        """The address of each author's page; empty where there is none."""
        pages = self.author_pages
        return [
            self._at(page, pages[slug]) if slug in pages else ""
            for slug in self.collection.slugs["authors"][paper.id]
        ]

    def _home(self, page: _Page) -> Iterator[str]:
        settings = self.settings
        yield from self._preview(page, site_name=settings.site_name)
        site = linked.website(self._at(page, addresses.HOME), settings.site_name, page.description)
        yield json_ld(linked.graph([site]))

    def _list(self, page: _Page, view: ListView) -> Iterator[str]:
        kind = "profile" if page.kind == "authors" else "website"
        yield from self._preview(page, kind, site_name=self.settings.site_name)
        yield from self._files(page, view.files)
        ids = [paper_id for section in view.sections for paper_id in section.ids]
        urls = [self._at(page, addresses.paper(paper_id)) for paper_id in ids]
        if page.kind == "topics":  # the other end of a paper's `collection`
            for url in urls:
                yield link("item", url)
        first = view.pager.first_item if view.pager else 1
        total = len(self._all_ids(view))
        node = self._list_page(page, linked.item_list(urls, first, total))
        if page.kind == "authors":
            who = self.collection.people.get(view.slug)
            own = addresses.term("authors", view.slug)
            name = self.collection.terms["authors"][view.slug].title
            about = linked.person(who, name, self._at(page, own))
            # a profile is about its person; the list is what they made
            node = linked.full(node | {"mainEntity": about, "hasPart": node.get("mainEntity", {})})
        yield json_ld(linked.graph([node, *self._crumbs(page, view.head)]))

    def _course(self, page: _Page, view: CourseView) -> Iterator[str]:
        yield from self._preview(page, site_name=self.settings.site_name)
        yield from self._files(page, view.files)
        course = self.collection.courses[view.slug]
        edition = next((each for each in course.editions if each.slug == view.edition), None)
        urls = [
            self._at(page, addresses.paper(paper_id))
            for paper_id in read_in(edition or course, self.collection)
        ]
        for url in urls:
            yield link("item", url)
        own = self._at(page, addresses.course(course.slug))
        if edition:  # the other end of a course's editions
            yield link("collection", own)
        about = linked.course(course, own, edition, self._at(page, page.url))
        node = self._list_page(page, linked.item_list(urls, 1, len(urls)))
        reference = {"about": {"@id": about["@id"]}}
        yield json_ld(linked.graph([node | reference, about, *self._crumbs(page, view.head)]))

    def _all_ids(self, view: ListView) -> Sequence[str]:
        """Every paper of a list, whatever page of it this is."""
        if not view.slug:
            return tuple(self.collection.listed)
        return self.collection.terms[view.head.kind][view.slug].ids

    def _list_page(self, page: _Page, items: linked.Node) -> linked.Node:
        is_person = page.kind == "authors" and page.url != addresses.taxonomy("authors")
        kind = "ProfilePage" if is_person else "CollectionPage"
        return linked.page(kind, self._at(page, page.url), page.title, page.description, items)

    # --- what pages share ----------------------------------------------------------------------

    def _preview(self, page: _Page, kind: str = "website", site_name: str = "") -> Iterator[str]:
        """Open Graph, and the card made from it. The page of a paper names no site: Zotero would
        take its name for the journal's."""
        yield property_("og:type", kind)
        yield property_("og:title", page.title)
        yield property_("og:description", page.description)
        yield property_("og:site_name", site_name)
        if not self.settings.site_url:  # what follows must be a whole address
            yield meta("twitter:card", "summary")
            return
        yield property_("og:url", self._whole(page.url))
        picture = page.kind if page.kind in PICTURES else "page"
        yield property_("og:image", self._whole(addresses.picture(picture)))
        yield property_("og:image:width", "1200")
        yield property_("og:image:height", "630")
        name = self.settings.site_name
        yield property_("og:image:alt", name if page.title == name else f"{name}: {page.title}")
        yield meta("twitter:card", "summary_large_image")

    def _files(self, page: _Page, files: Sequence[Link]) -> Iterator[str]:
        """The same for programs, beside the page."""
        for file in files:
            url = file.url.replace(addresses.ROOT, "")
            media_type = MEDIA_TYPES.get(url.rpartition(".")[2], "")
            yield link(
                "alternate describedby", self._at(page, url), media_type, unescape(file.text)
            )

    def _feeds(self, page: _Page, feeds: Sequence[FeedLink]) -> Iterator[str]:
        """By which browsers and feed readers find what can be followed from here."""
        for feed in feeds:
            yield link("alternate", self._at(page, feed.url), feed.type, feed.title)

    def _crumbs(self, page: _Page, head: Head) -> Iterator[linked.Node]:
        """The way to a page that has one: the first page, what the page shows, the page."""
        if not page.url:
            return
        steps = [(self.settings.site_name, self._at(page, addresses.HOME))]
        steps += [
            (unescape(crumb.text), self._at(page, crumb.url.replace(addresses.ROOT, "")))
            for crumb in head.crumbs
        ]
        yield linked.breadcrumbs([*steps, (page.title, self._at(page, page.url))])

    def _whole(self, url: str) -> str:
        """A whole address, or nothing where the site's is not known."""
        return f"{self.settings.site_url}{url}" if self.settings.site_url else ""

    def _at(self, page: _Page, url: str) -> str:
        """A whole address where the site's is known, else the way from the page."""
        return self._whole(url) or f"{addresses.to_root(page.url)}{url}"


def _joined(elements: Iterable[str]) -> Html:
    return Html("\n".join(element for element in elements if element))
