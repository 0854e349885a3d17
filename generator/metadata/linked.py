"""Room 5, metadata: linked data of schema.org, as JSON-LD.

In: papers, people, lists. Out: nodes as plain data; empty values are left out. Addresses come from
the caller, who knows where the page stands. Source: https://schema.org and Google's documentation
of structured data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from generator.citations.vocabularies import words_for
from generator.model import Course, Edition, Paper, Person
from generator.text import tex
from generator.text.identifiers import SCHEMES, address
from generator.text.names import Name

Node = dict[str, Any]
#: CSL types whose venue is a series of issues.
_PERIODICALS = {"article-journal": "Periodical", "article-magazine": "Periodical",
                "article-newspaper": "Newspaper", "review": "Periodical",
                "review-book": "Periodical"}  # fmt: skip
_IDENTIFIERS = ("doi", "arxiv", "openreview", "acl", "pmid")


def graph(nodes: Iterable[Node]) -> Node:
    """Nodes as one document."""
    return {"@context": "https://schema.org", "@graph": list(nodes)}


def full(node: Mapping[str, Any]) -> Node:
    """The node without its empty values."""
    return {name: value for name, value in node.items() if value or value == 0}


def article(
    paper: Paper, url: str, topics: Sequence[tuple[str, str]], authors: Sequence[str]
) -> Node:
    """A paper; `topics` are names with addresses, `authors` the addresses of their pages."""
    words = words_for(paper.type)
    title = tex.to_plain(paper.title)
    known = [
        (SCHEMES[name], value, address(SCHEMES[name], value))
        for name in _IDENTIFIERS
        if (value := getattr(paper, name))
    ]
    node = {
        "@type": words.schema,
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": title,
        "name": title,
        "author": [_author(name, page) for name, page in zip(paper.authors, authors)],
        "datePublished": str(paper.published),
        "abstract": tex.to_plain(paper.abstract),
        "description": tex.to_plain(paper.summary),
        "inLanguage": paper.language,
        "keywords": list(paper.keywords),
        "about": [{"@type": "DefinedTerm", "name": name, "url": at} for name, at in topics],
        "identifier": [_identifier(scheme.label, value, at) for scheme, value, at in known],
        "isbn": paper.isbn,
        "sameAs": list(dict.fromkeys([*[at for _, _, at in known],
                                      *filter(None, [paper.urls.get("paper", "")])])),
        "isPartOf": _container(paper),
        "pagination": paper.pages,
        "bookEdition": paper.edition,
        "publisher": full({"@type": "Organization", "name": paper.publisher})
        if paper.publisher else {},
        "license": license_address(paper.license) or paper.license,
        "award": list(paper.awards),
        "encoding": full({"@type": "MediaObject", "contentUrl": paper.urls.get("pdf", ""),
                          "encodingFormat": "application/pdf"})
        if paper.urls.get("pdf") else {},
        "creativeWorkStatus": paper.status,
    }  # fmt: skip
    return full(node)


def person(who: Person | None, name: str, url: str) -> Node:
    """An author's page: whom it is about."""
    same = [address(SCHEMES["orcid"], who.orcid)] if who and who.orcid else []
    same += [who.url] if who and who.url else []
    others = [text for text in who.names if text != name] if who else []
    return full(
        {"@type": "Person", "@id": f"{url}#person", "name": name, "url": url, "sameAs": same,
         "alternateName": others}
    )  # fmt: skip


def page(kind: str, url: str, name: str, description: str, items: Node) -> Node:
    """A page that is a list."""
    return full(
        {"@type": kind, "@id": url, "url": url, "name": name, "description": description,
         "mainEntity": items}
    )  # fmt: skip


def course(which: Course, url: str, edition: Edition | None, edition_url: str) -> Node:
    """A course, with the one edition that the page shows."""
    instance = {}
    if edition:
        instance = full(
            {"@type": "CourseInstance", "@id": f"{edition_url}#edition", "url": edition_url,
             "name": edition.title, "description": edition.description,
             "startDate": str(edition.starts), "sameAs": edition.url,
             "organizer": _organization(edition.provider),
             "instructor": _people(edition.instructors)}
        )  # fmt: skip
    return full(
        {"@type": "Course", "@id": f"{url}#course", "url": url, "name": which.title,
         "description": which.description, "provider": _organization(which.provider),
         "sameAs": which.url, "contributor": _people(which.instructors),
         "hasCourseInstance": instance}
    )  # fmt: skip


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
    """The way from the first page to this one: names with addresses."""
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": url}
        for number, (name, url) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def search(url: str) -> Node:
    """Where the search of the site is."""
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
    """Where a license stands: itself, or SPDX's page of it."""
    if text.startswith(("https://", "http://")):
        return text
    return f"https://spdx.org/licenses/{text}.html" if text and " " not in text else ""


@lru_cache(maxsize=50_000)  # an author has several papers
def _author(name: Name, page_url: str) -> Node:
    orcid = address(SCHEMES["orcid"], name.orcid) if name.orcid else ""
    works_for = {"@type": "Organization", "name": name.affiliation} if name.affiliation else {}
    if name.literal:
        return full({"@type": "Organization", "name": name.literal, "url": name.url or page_url})
    return full(
        {"@type": "Person", "@id": orcid, "name": name.shown, "givenName": name.given,
         "familyName": name.family, "honorificSuffix": name.suffix,
         "url": page_url or name.url, "affiliation": works_for}
    )  # fmt: skip


def _identifier(label: str, value: str, url: str) -> Node:
    return full({"@type": "PropertyValue", "propertyID": label, "value": value, "url": url})


def _container(paper: Paper) -> Node:
    """The venue, an issue in its volume in its journal; a preprint's archive is none."""
    if not paper.venue or paper.type == "thesis":
        return {}
    kind = _PERIODICALS.get(paper.type, "")
    if not kind:
        other = "Book" if paper.type in ("paper-conference", "chapter") else "CreativeWorkSeries"
        return {"@type": other, "name": paper.venue}
    node: Node = {"@type": kind, "name": paper.venue}
    if paper.volume:
        node = {"@type": "PublicationVolume", "volumeNumber": paper.volume, "isPartOf": node}
    if paper.issue:
        node = {"@type": "PublicationIssue", "issueNumber": paper.issue, "isPartOf": node}
    return node
