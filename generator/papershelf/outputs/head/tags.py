"""All metadata elements of a page.

In: a view. Out: elements for its `<head>`, one per line. Open Graph: https://ogp.me; Signposting:
https://signposting.org/FAIR (level 1, as elements, because GitHub Pages sends no headers).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from papershelf.catalogue.kinds import KINDS
from papershelf.catalogue.model import Collection, Paper
from papershelf.citations import MEDIA_TYPES, parts
from papershelf.citations.vocabularies import words_for
from papershelf.outputs.head import highwire, linked
from papershelf.outputs.head.elements import json_ld, link, link_within, meta, property_
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, following
from papershelf.outputs.views.following import FeedLink
from papershelf.outputs.views.paper_views import PaperView
from papershelf.outputs.views.reading_parts import read_in
from papershelf.outputs.views.reading_views import CourseView, DigestView
from papershelf.outputs.views.records import NOTHING, File, Head, HomeView, ListView, View
from papershelf.outputs.views.single_pages import BasketView, GuideView, StatsView, TrendingView
from papershelf.outputs.views.taxonomies import with_pages
from papershelf.text import escape
from papershelf.text.escape import Html, html
from papershelf.text.identifiers import SCHEMES, address

#: Preview images, 1200 by 630 pixels, one per kind of page.
PICTURES = (*(kind.name for kind in KINDS.values() if kind.has_picture), "page")


class _Page(NamedTuple):
    """A page whose metadata is made."""

    url: str
    """Relative to the root of the site."""
    kind: str
    title: str
    description: str
    base: str
    """The prefix of addresses: the URL of the site, or the path to the root if it is unknown."""
    shown_base: str
    """The prefix, escaped for an attribute."""

    def at(self, url: str) -> Html:
        """Return the URL of an address of the site for an attribute; ids and slugs need no
        escaping."""
        return Html(self.shown_base + url)


class Tags:
    """Makes the metadata of all pages of a site."""

    def __init__(
        self, collection: Collection, settings: Settings, *, has_search: bool = True
    ) -> None:
        self.collection = collection
        self.settings = settings
        self.has_search = has_search
        self.author_pages = {
            slug: addresses.term("authors", slug)
            for slug in with_pages("authors", collection, settings)
        }

    def of(self, view: View) -> Html:
        """Return the elements of a generated page."""
        head = view.head
        page = self._page(head.url, head.kind, head.title, head.description)
        if isinstance(view, PaperView):
            elements = self._paper(page, view)
        elif isinstance(view, HomeView):
            elements = self._home(page)
        elif isinstance(view, ListView):
            elements = self._list(page, view)
        elif isinstance(view, CourseView):
            elements = self._course(page, view)
        elif isinstance(view, DigestView):
            elements = self._digest(page, view)
        elif isinstance(view, TrendingView):
            elements = self._trending(page, view)
        elif isinstance(view, BasketView):  # differs for every reader
            elements = [meta("robots", "noindex"), *self._preview(page)]
        elif isinstance(view, GuideView | StatsView):
            elements = [*self._preview(page), json_ld(linked.graph(self._crumbs(page, head)))]
        else:
            nodes = [self._list_page(page, {}), *self._crumbs(page, head)]
            elements = [*self._preview(page), json_ld(linked.graph(nodes))]
        feeds = following.feeds_of(head, self.collection, self.settings)
        return _joined([*elements, *_feeds(page, feeds)])

    def _page(self, url: str, kind: str, title: str, description: str) -> _Page:
        base = self.settings.site_url or addresses.to_root(url)
        return _Page(url, kind, title, description, base, html(escape.uri(base)))

    def of_page(self, url: str, title: str, description: str) -> Html:
        """Return the elements of a hand-written page."""
        page = self._page(url, "page", title, description)
        feeds = following.site_links(self.settings)
        return _joined([*self._preview(page), *_feeds(page, feeds)])

    # --- kinds of pages ------------------------------------------------------------------------

    def _paper(self, page: _Page, view: PaperView) -> list[str]:
        paper = view.record.paper
        own = [(self.collection.topics[slug].title, addresses.term("topics", slug))
               for slug in paper.topics]  # fmt: skip
        topics = [(name, page.base + url) for name, url in own]
        read = [each.url.replace(addresses.ROOT, "") for each in view.used if paper.is_listed]
        names = tuple(name for name, _ in topics)
        whole = self._whole(page.url)
        tags = highwire.tags(view.record, whole, self.settings.site_url, names)
        day = str(paper.published) if paper.published.day else ""
        author_pages = self._author_pages(paper)
        urls = [page.base + url if url else "" for url in author_pages]
        node = linked.article(view.record, page.base + page.url, topics, urls)
        return [
            # first, because Slack reads only 32 KB of a page, and a thousand authors fill that
            *self._preview(page, "article"),
            property_("article:published_time", day),
            *[meta(name, text) for name, text in tags if text],
            *_files(page, view.files),
            *self._signposts(page, paper, author_pages),
            *[link_within("collection", page.at(url)) for url in (*[at for _, at in own], *read)],
            json_ld(linked.graph([node, *self._crumbs(page, view.head)])),
        ]

    def _signposts(self, page: _Page, paper: Paper, author_pages: Sequence[str]) -> list[str]:
        """Return the Signposting links of a paper."""
        authors = [
            link("author", address(SCHEMES["orcid"], name.orcid))
            if name.orcid
            else link_within("author", page.at(url) if url else NOTHING)
            for name, url in zip(paper.authors, author_pages)
        ]
        return [
            link("cite-as", parts.home(paper) or self._whole(page.url)),
            # the profile requires the types of both the page and the work
            link("type", "https://schema.org/AboutPage"),
            link("type", f"https://schema.org/{words_for(paper.type).schema}"),
            *authors,
            link("item", paper.urls.get("pdf", ""), "application/pdf"),
            link("license", linked.license_address(paper.license)),
        ]

    def _author_pages(self, paper: Paper) -> list[str]:
        """Return the address of each author's page; empty for authors without one."""
        slugs = self.collection.slugs["authors"][paper.id]
        return [self.author_pages.get(slug, "") for slug in slugs]

    def _home(self, page: _Page) -> list[str]:
        settings = self.settings
        search = linked.search(page.base) if self.has_search else {}
        site = linked.website(page.base, settings.site_name, page.description, search)
        return [*self._preview(page), json_ld(linked.graph([site]))]

    def _list(self, page: _Page, view: ListView) -> list[str]:
        kind = "profile" if page.kind == "authors" else "website"
        ids = [paper_id for section in view.sections for paper_id in section.ids]
        own = [addresses.paper(paper_id) for paper_id in ids]
        # the counterpart of a paper's `collection`
        items = [link_within("item", page.at(url)) for url in own] if page.kind == "topics" else []
        first = view.pager.first_item if view.pager else 1
        total = self._total(view)
        urls = [page.base + url for url in own]
        if page.kind == "authors":
            who = self.collection.people.get(view.slug)
            name = self.collection.terms["authors"][view.slug].title
            url = page.base + addresses.term("authors", view.slug)
            is_group = not who and self._is_group(view.slug)
            about = linked.author_page(who, name, url, is_group=is_group)
            # about a person, with their works, whose own pages say what they are
            node = self._list_page(page, about)
            node = linked.full(node | {"hasPart": [{"@id": url} for url in urls]})
        else:
            node = self._list_page(page, linked.item_list(urls, first, total))
        return [
            *self._preview(page, kind),
            *_files(page, view.files),
            *items,
            json_ld(linked.graph([node, *self._crumbs(page, view.head)])),
        ]

    def _trending(self, page: _Page, view: TrendingView) -> list[str]:
        ids = [each.id for each in view.papers]
        urls = [page.base + addresses.paper(paper_id) for paper_id in ids]
        node = self._list_page(page, linked.item_list(urls, 1, len(urls)) if urls else {})
        nodes = [node, *self._crumbs(page, view.head)]
        # without numbers, the page is for curators
        robots = "" if self.collection.snapshots else meta("robots", "noindex")
        return [robots, *self._preview(page), json_ld(linked.graph(nodes))]

    def _course(self, page: _Page, view: CourseView) -> list[str]:
        course = self.collection.courses[view.slug]
        edition = next((each for each in course.editions if each.slug == view.edition), None)
        own = [addresses.paper(name) for name in read_in(edition or course, self.collection)]
        whole = addresses.course(course.slug)
        calendar = view.calendar.url.replace(addresses.ROOT, "") if view.calendar else ""
        about = linked.course(
            course, page.base + whole, edition, page.base + page.url, self.collection
        )
        items = linked.item_list([page.base + url for url in own], 1, len(own))
        node = self._list_page(page, items) | {"about": {"@id": about["@id"]}}
        return [
            *self._preview(page),
            *_files(page, view.files),
            *([link_within("alternate", page.at(calendar), "text/calendar")] if calendar else []),
            *[link_within("item", page.at(url)) for url in own],
            link_within("collection", page.at(whole)) if edition else "",
            json_ld(linked.graph([node, about, *self._crumbs(page, view.head)])),
        ]

    def _digest(self, page: _Page, view: DigestView) -> list[str]:
        digest = self.collection.digests[view.date]
        own = [addresses.paper(name) for name in read_in(digest, self.collection)]
        items = linked.item_list([page.base + url for url in own], 1, len(own))
        node = self._list_page(page, items) | {"datePublished": view.date}
        return [
            *self._preview(page),
            *_files(page, view.files),
            *[link_within("item", page.at(url)) for url in own],
            json_ld(linked.graph([node, *self._crumbs(page, view.head)])),
        ]

    def _is_group(self, slug: str) -> bool:
        """Return whether an author is a group, according to the newest of its papers."""
        ids = self.collection.terms["authors"][slug].ids[:1]
        return any(
            name.literal and own == slug
            for paper_id in ids
            for name, own in zip(
                self.collection.papers[paper_id].authors, self.collection.slugs["authors"][paper_id]
            )
        )

    def _total(self, view: ListView) -> int:
        """Return the number of papers in a list, not only on this page of it."""
        if not view.slug:
            return len(self.collection.listed)
        return len(self.collection.terms[view.head.kind][view.slug].ids)

    def _list_page(self, page: _Page, items: linked.Node) -> linked.Node:
        is_person = page.kind == "authors" and page.url != addresses.taxonomy("authors")
        kind = "ProfilePage" if is_person else "CollectionPage"
        return linked.page(kind, page.base + page.url, page.title, page.description, items)

    # --- parts of several kinds ----------------------------------------------------------------

    def _preview(self, page: _Page, kind: str = "website") -> list[str]:
        """Return the Open Graph elements and the card made from them; its text is the description
        of the page. The page of a paper, an article, does not name the site: Zotero would use that
        name for the journal."""
        name = self.settings.site_name
        elements = [
            property_("og:type", kind),
            property_("og:title", page.title),
            property_("og:site_name", name if kind != "article" else ""),
        ]
        if not self.settings.site_url:  # the other elements need absolute URLs
            return [*elements, meta("twitter:card", "summary")]
        picture = page.kind if page.kind in PICTURES else "page"
        return [
            *elements,
            property_("og:url", self._whole(page.url)),
            property_("og:image", self._whole(addresses.picture(picture))),
            property_("og:image:width", "1200"),
            property_("og:image:height", "630"),
            property_("og:image:alt", name if page.title == name else f"{name}: {page.title}"),
            meta("twitter:card", "summary_large_image"),
        ]

    def _crumbs(self, page: _Page, head: Head) -> list[linked.Node]:
        """Return the breadcrumb of a page: the home page, the page's crumbs, the page itself,
        unless it is a paper, whose title is in the same data."""
        if not page.url:
            return []
        steps = [(self.settings.site_name, page.base)]
        steps += [
            (crumb.text, crumb.url.replace(addresses.ROOT, page.base)) for crumb in head.crumbs
        ]
        if page.kind != "paper":
            steps.append((page.title, page.base + page.url))
        return [linked.breadcrumbs(steps)]

    def _whole(self, url: str) -> str:
        """Return an absolute URL, or an empty text if the site does not know its own address."""
        return f"{self.settings.site_url}{url}" if self.settings.site_url else ""


def _files(page: _Page, files: Sequence[File]) -> list[str]:
    """Return links to the files beside the page."""
    links = []
    for file in files:
        url = file.url.replace(addresses.ROOT, "")
        media_type = MEDIA_TYPES.get(url.rpartition(".")[2], "")
        links.append(link_within("alternate describedby", page.at(url), media_type, file.title))
    return links


def _feeds(page: _Page, feeds: Sequence[FeedLink]) -> list[str]:
    """Return links by which browsers and feed readers find the feeds of a page."""
    return [link_within("alternate", page.at(feed.url), feed.type, feed.title) for feed in feeds]


def _joined(elements: Iterable[str]) -> Html:
    return Html("\n".join([element for element in elements if element]))
