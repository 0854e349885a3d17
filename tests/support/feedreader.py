"""What a feed reader makes of our feeds: how the tests of feeds read them, and what they read."""

from __future__ import annotations

from typing import Any

from lxml import etree

from papershelf.catalogue.model import Collection
from papershelf.outputs import feeds
from papershelf.outputs.settings import Settings
from support.helpers import entry

ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
SITE = "https://example.org/repo/"
SETTINGS = Settings(
    site_name="Papers & more", site_url=SITE, id_authority="example.org", venue_files=True
)
FIRST = {
    "papers.yaml": entry(
        "ada2024engine",
        more="  topics: [engines]\n  venue: Journal of Engines\n  language: en-GB\n  summary: It computes.\n"
        "  abstract: |-\n    It takes $n^2$ steps.\n\n    At most.\n"
        "  urls: {pdf: https://example.org/a.pdf, code: https://example.org/a}\n",
    ),
    "content/topics/engines.md": "---\ntitle: Engines\ndescription: What computes.\n---\n",
    "content/people.yaml": "- slug: ada\n  name: Ada Lovelace\n  orcid: 0000-0002-1825-0097\n",
}
#: A paper of which next to nothing is known.
BARE = {"papers.yaml": "- {id: bare, title: B, published: 2024-05}\n"}


def made(collection: Collection, settings: Settings = SETTINGS) -> dict[str, bytes]:
    """Path → bytes of every feed, and of the list of them."""
    return dict(feeds.files(collection, settings))


def parse(data: bytes) -> Any:
    return etree.fromstring(data)


def text_of(element: Any, path: str) -> str:
    """The text of the one element of that path."""
    (found,) = element.findall(ATOM + path)
    return str(found.text or "")


def link(element: Any, relation: str) -> str:
    """The address of the one link of that relation to the same format, or nothing."""
    found = [
        each.get("href")
        for each in element.findall(ATOM + "link")
        if each.get("rel") == relation and each.get("type") in ("application/atom+xml", "text/html")
    ]
    assert len(found) < 2, (relation, found)
    return found[0] if found else ""


def archive(number: int) -> dict[str, str]:
    """A collection of that many papers of one topic, each added a day after the one before."""
    days = (f"20{25 + n // 336:02}-{1 + n // 28 % 12:02}-{1 + n % 28:02}" for n in range(number))
    return {
        "papers.yaml": "".join(
            f"- id: paper-{n:03}\n  title: Paper {n}\n  authors: [Ada Lovelace]\n  published: 2015\n"
            f"  added: {day}\n  topics: [engines]\n"
            for n, day in enumerate(days)
        ),
        "content/topics/engines.md": "---\ntitle: Engines\naliases: [machines, looms]\n---\n",
    }


def ids_in(files: dict[str, bytes], path: str) -> list[str]:
    """The id of a feed and those of its entries, newest first."""
    return [each.text for each in parse(files[path]).iter(ATOM + "id")]
