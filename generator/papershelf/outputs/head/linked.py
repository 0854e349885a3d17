"""Linked data of schema.org, as JSON-LD.

In: papers, people, lists. Out: nodes as plain data, without empty values. The caller provides
addresses. Sources: https://schema.org and Google's documentation of structured data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from papershelf.catalogue.fields import PLAIN
from papershelf.catalogue.item_types import ARTICLES, IN_BOOKS
from papershelf.catalogue.model import Collection, Course, Edition, Person
from papershelf.catalogue.works import IDENTIFIERS
from papershelf.citations import Record, parts
from papershelf.citations.vocabularies import words_for
from papershelf.outputs.views import courses, sessions
from papershelf.text import tex
from papershelf.text.identifiers import SCHEMES, address
from papershelf.text.names import Name

Node = dict[str, Any]
#: CSL types whose venue is a series of issues.
_PERIODICALS = dict.fromkeys(ARTICLES, "Periodical") | {"article-newspaper": "Newspaper"}
#: schema.org's types that have pages.
_PAGED = frozenset(
    "Article BlogPosting Chapter NewsArticle Report ScholarlyArticle SocialMediaPosting".split()
)
#: Plain fields that belong to a thing of its own, or have a name only there.
_NESTED = frozenset("event series publisher place number volume issue pages edition".split())
_IDENTIFIERS = tuple(name for name in SCHEMES if name in IDENTIFIERS and SCHEMES[name].home)


def graph(nodes: Iterable[Node]) -> Node:
    """Nodes as one document."""
    return {"@context": "https://schema.org", "@graph": list(nodes)}


def full(node: Mapping[str, Any]) -> Node:
    """The node without its empty values."""
    return {name: value for name, value in node.items() if value or value == 0}


def article(
    record: Record, url: str, topics: Sequence[tuple[str, str]], authors: Sequence[str]
) -> Node:
    """A paper; `topics` are names with addresses, `authors` the addresses of their pages."""
    paper, title = record.paper, record.plain_title
    words = words_for(paper.type)
    own = {name: value for name in _IDENTIFIERS if (value := getattr(paper, name))}
    same = [*[address(SCHEMES[name], own[name]) for name in own], paper.urls.get("paper", "")]
    abstract = tex.to_plain(paper.abstract)
    # a dataset must have a description: https://developers.google.com/search/docs/appearance
    about = tex.to_plain(paper.summary) or (abstract if words.schema == "Dataset" else "")
    node = {
        "@type": words.schema,
        "@id": url,
        "url": url,
        "headline": title,
        "name": "" if words.schema in _PAGED else title,  # what has pages has a headline
        "author": [_author(name, page) for name, page in zip(paper.authors, authors)],
        "editor": [] if paper.type in IN_BOOKS else _editors(record),
        "translator": [_author(name, "") for name in paper.translators],
        "datePublished": str(record.issued),
        "description": about,
        "inLanguage": paper.language,
        "keywords": list(paper.keywords),
        "about": [{"@type": "DefinedTerm", "name": name, "url": at} for name, at in topics],
        "identifier": _identifiers(record, own, words.schema),
        "sameAs": list(dict.fromkeys(filter(None, same))),
        "isPartOf": _whole(record),
        "recordedAt": {"@type": "Event", "name": paper.event} if paper.event else {},
        "pagination": record.page if words.schema in _PAGED else "",
        **_published_by(record),
        "license": license_address(paper.license) or paper.license,
        "award": list(paper.awards),
        "encoding": full({"@type": "MediaObject", "contentUrl": paper.urls.get("pdf", ""),
                          "encodingFormat": "application/pdf"})
        if paper.urls.get("pdf") else {},
        "creativeWorkStatus": paper.status,
    }  # fmt: skip
    node |= {
        field.schema_org: paper.value(field.name)
        for field in PLAIN
        if field.schema_org and field.name not in _NESTED
    }
    if words.schema == "Book":
        node |= _of_book(record)
    elif paper.type not in IN_BOOKS:
        node["version"] = paper.edition  # only books have a word for it
    if name := _number_name(record, words.schema):
        node[name] = paper.number
    return full(node)


def _number_name(record: Record, schema: str) -> str:
    """Return the property that has the number of a paper; empty if it is an identifier."""
    if schema == "Report":
        return "reportNumber"
    return "position" if record.paper.type in ("book", "classic", "collection") else ""


def _identifiers(record: Record, own: Mapping[str, str], schema: str) -> list[Node]:
    """Return the identifiers of a paper by scheme as nodes, and numbers that schema.org has no
    property for. What is in a book has neither the book's ISBN nor its number."""
    paper = record.paper
    known = [_identifier(name, value) for name, value in own.items()]
    if paper.type in IN_BOOKS:
        return known
    if paper.isbn and schema != "Book":
        known.append(_identifier("isbn", paper.isbn))
    if paper.number and not _number_name(record, schema):
        known.append({"@type": "PropertyValue", "propertyID": "number", "value": paper.number})
    return known


def author_page(who: Person | None, name: str, url: str, *, is_group: bool) -> Node:
    """Return the person or group that an author's page is about."""
    same = [address(SCHEMES["orcid"], who.orcid)] if who and who.orcid else []
    same += [who.url] if who and who.url else []
    others = [text for text in who.names if text != name] if who else []
    return full(
        {"@type": "Organization" if is_group else "Person", "@id": f"{url}#person",
         "name": name, "url": url, "sameAs": same, "alternateName": others}
    )  # fmt: skip


def page(kind: str, url: str, name: str, description: str, items: Node) -> Node:
    """A page that is a list."""
    return full(
        {"@type": kind, "@id": url, "url": url, "name": name, "description": description,
         "mainEntity": items}
    )  # fmt: skip


def course(
    which: Course, url: str, edition: Edition | None, edition_url: str, collection: Collection
) -> Node:
    """A course, with the one edition that the page shows."""
    instance = {}
    if edition:
        instance = full(
            {"@type": "CourseInstance", "@id": f"{edition_url}#edition", "url": edition_url,
             "name": edition.title, "description": edition.description,
             "startDate": str(edition.starts), "endDate": str(edition.ends or ""),
             "sameAs": edition.url, "subEvent": _sessions(edition, edition_url, collection),
             "organizer": _organization(edition.provider),
             "instructor": _people(edition.instructors)}
        )  # fmt: skip
    return full(
        {"@type": "Course", "@id": f"{url}#course", "url": url, "name": which.title,
         "description": courses.description(which), "provider": _organization(which.provider),
         "sameAs": which.url, "contributor": _people(which.instructors),
         "hasCourseInstance": instance}
    )  # fmt: skip


def _sessions(edition: Edition, url: str, collection: Collection) -> list[Node]:
    """Return the sessions with days. One that is cancelled keeps its day."""
    return [
        full(
            {"@type": "Event", "name": sessions.shown_title(each.title, collection),
             "startDate": str(each.date),
             "endDate": str(each.date), "url": f"{url}#{sessions.fragment(each)}",
             "eventStatus": "https://schema.org/EventCancelled" if each.is_cancelled else ""}
        )
        for each in edition.sessions
        if each.date
    ]  # fmt: skip


def _organization(name: str) -> Node:
    return {"@type": "Organization", "name": name} if name else {}


def _people(names: Sequence[str]) -> list[Node]:
    return [{"@type": "Person", "name": name} for name in names]


def item_list(urls: Sequence[str], first: int, total: int) -> Node:
    """The papers of one page, from position `first` of all."""
    items = [
        {"@type": "ListItem", "position": number, "url": url}
        for number, url in enumerate(urls, first)
    ]
    return full({"@type": "ItemList", "numberOfItems": total, "itemListElement": items})


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> Node:
    """Return the breadcrumb from the home page to this one, from names with addresses."""
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": url}
        for number, (name, url) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def search(url: str) -> Node:
    """Return the description of the site's search."""
    return {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{url}?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }


def website(url: str, name: str, description: str, search: Node) -> Node:
    """The site, and its search, if it has one."""
    return full(
        {"@type": "WebSite", "@id": f"{url}#website", "url": url, "name": name,
         "description": description, "potentialAction": search}
    )  # fmt: skip


def license_address(text: str) -> str:
    """Return the address of a license: its own, or that of its page at SPDX."""
    if text.startswith(("https://", "http://")):
        return text
    return f"https://spdx.org/licenses/{text}.html" if text and " " not in text else ""


def _author(name: Name, page_url: str) -> Node:
    orcid = address(SCHEMES["orcid"], name.orcid) if name.orcid else ""
    works_for = {"@type": "Organization", "name": name.affiliation} if name.affiliation else {}
    same = name.url if page_url else ""
    if name.literal:
        return full(
            {"@type": "Organization", "name": name.literal, "url": page_url or name.url,
             "sameAs": same}
        )  # fmt: skip
    return full(
        {"@type": "Person", "@id": orcid, "name": name.shown,
         "url": page_url or name.url, "sameAs": same,
         "affiliation": works_for}
    )  # fmt: skip


def _identifier(name: str, value: str) -> Node:
    """Return an identifier; its address is in `sameAs`."""
    return {"@type": "PropertyValue", "propertyID": SCHEMES[name].label, "value": value}


def _editors(record: Record) -> list[Node]:
    return [_author(name, "") for name in record.paper.editors]


def _of_book(record: Record) -> Node:
    return {"isbn": record.isbn, "bookEdition": record.edition}


def _published_by(record: Record) -> Node:
    """The publisher with its place, or where it was published."""
    place = record.paper.place
    if record.publisher:
        return {"publisher": full({**_organization(record.publisher), "address": place})}
    where = {"@type": "Place", "name": place}
    return {"publication": {"@type": "PublicationEvent", "location": where}} if place else {}


def _whole(record: Record) -> Node | list[Node]:
    """What it is a part of, and the series that this is in."""
    node, series = _container(record), record.paper.series
    if not series:
        return node
    is_book = record.type in IN_BOOKS or record.type in ("book", "collection")
    whole = {"@type": "BookSeries" if is_book else "CreativeWorkSeries", "name": series}
    if node.get("@type") == "Book":
        return node | {"isPartOf": whole}
    return [node, whole] if node else whole


def _container(record: Record) -> Node:
    """What it is a part of: an issue in its volume in its journal, a book, a series."""
    name = "" if parts.VENUES.get(record.type) == "publisher" else record.paper.venue
    if record.type in IN_BOOKS:
        book = full(
            {"name": name, "editor": _editors(record), **_of_book(record),
             "position": record.paper.number}
        )  # fmt: skip
        return {"@type": "Book"} | book if book else {}
    if not name:
        return {}
    node: Node = {"@type": _PERIODICALS.get(record.type, "CreativeWorkSeries"), "name": name}
    if record.type not in _PERIODICALS:
        return node
    if record.volume:
        node = {"@type": "PublicationVolume", "volumeNumber": record.volume, "isPartOf": node}
    if record.issue:
        node = {"@type": "PublicationIssue", "issueNumber": record.issue, "isPartOf": node}
    return node
