"""Every address of the site. Published addresses are permanent.

In: ids, slugs, page numbers. Out: addresses relative to the root of the site, `papers/wang2024/`.
No other package builds addresses.
"""

from __future__ import annotations

from papershelf.catalogue.kinds import KINDS
from papershelf.text import markers
from papershelf.text.escape import Html

#: Prefix of each address within the site.
ROOT = markers.ROOT

HOME = ""
PAPERS = KINDS["papers"].url
TOPICS = KINDS["topics"].url
COURSES = KINDS["courses"].url
DIGESTS = KINDS["digests"].url
DEVELOPERS = KINDS["developers"].url
TRENDING = KINDS["trending"].url
MAP = KINDS["map"].url
STATS = KINDS["stats"].url
#: The papers saved in the reader's browser.
BASKET = KINDS["basket"].url

# files for programs
CATALOGUE = "catalogue.json"
CATALOGUE_SCHEMA = "catalogue.schema.json"
CHANGES = "changes.json"
LLMS = "llms.txt"
OPENSEARCH = "opensearch.xml"
ROBOTS = "robots.txt"
HEADERS = "_headers"
SITEMAP = "sitemap.xml"

#: The data for the script of the map.
MAP_POINTS = "map/points.json"

#: Suffix that keeps the engine from making a page of a Markdown file beside a page.
_MARKDOWN = ".md.txt"
#: The list of all feeds.
FEEDS = "feeds.opml"
#: The style of feeds in a browser; a static file of the theme.
FEED_STYLE = "assets/papershelf/feed.css"
#: Scripts, and the style of every page, with a digest in their names, as patterns of `_headers`.
#: `feed.css` has none.
HASHED = ("/assets/papershelf/*.js", "/assets/papershelf/papershelf.*.css")
#: Filters with their papers, for the search and the script of the list of all papers.
BROWSE_TABLE = "browse/papers.json"
#: The topics, largest first, for the search.
BROWSE_TOPICS = "browse/topics.json"
ICON = "assets/papershelf/icon.svg"
#: All papers in BibTeX with abstracts; the file beside it has none.
WITH_ABSTRACTS = "papers-abstracts.bib"


def paper(paper_id: str) -> str:
    """Return the address of a paper's page."""
    return f"papers/{paper_id}/"


def rows(shelf: int) -> str:
    """Return the address of the rows on a shelf, for scripts that make lists; not a page."""
    return f"rows/{shelf}.json"


def order(name: str) -> str:
    """Return the address of the list of all papers in another order, for its script."""
    return f"browse/by-{name}.json"


def authors(letter: str) -> str:
    """Return the address of the authors under one letter, for the search."""
    return f"browse/authors/{letter}.json"


def taxonomy(name: str) -> str:
    """Return the address of a taxonomy's index."""
    return f"{name}/"


def term(name: str, slug: str) -> str:
    """Return the address of a term's page."""
    return f"{name}/{slug}/"


def course(slug: str) -> str:
    """Return the address of a course."""
    return f"{COURSES}{slug}/"


def edition(course_slug: str, slug: str) -> str:
    """Return the address of an edition of a course."""
    return f"{COURSES}{course_slug}/{slug}/"


def calendar(course_slug: str, slug: str) -> str:
    """Return the address of the calendar of an edition."""
    return beside(edition(course_slug, slug), "ics")


def digest(date: str) -> str:
    """Return the address of a digest."""
    return f"{DIGESTS}{date}/"


#: Folder of the pages for frames of other sites.
EMBED = "embed/"


def embed(url: str) -> str:
    """Return the address of a page for a frame: `topics/nlp/` → `embed/topics/nlp/`."""
    return f"{EMBED}{url}"


def cartridge(url: str) -> str:
    """Return the address of the Common Cartridge beside a course: `courses/ml/` →
    `courses/ml.imscc`."""
    return beside(url, "imscc")


def numbered(first: str, number: int) -> str:
    """Return the address of a numbered page of the list that begins at `first`."""
    return first if number == 1 else f"{first}p/{number}/"


def picture(kind: str) -> str:
    """Return the address of the preview image for a kind of page; a file of the theme."""
    return f"assets/papershelf/previews/{kind}.png"


def catalogue_part(number: int) -> str:
    """Return the address of a part listed in `catalogue.json`."""
    return f"catalogue/{number}.json"


def map_part(number: int) -> str:
    """Return the address of a file with the texts of some papers on the map."""
    return f"map/papers-{number}.json"


def sitemap_part(number: int) -> str:
    """Return the address of a part of a sitemap with several parts."""
    return f"sitemap-{number}.xml"


#: Folders of redirects from identifiers.
DOI, ARXIV = "doi/", "arxiv/"


def doi(segments: str) -> str:
    """Return the address that redirects from a DOI to its paper."""
    return f"{DOI}{segments}/"


def arxiv(segments: str) -> str:
    """Return the address that redirects from an arXiv id to its paper."""
    return f"{ARXIV}{segments}/"


def at(url: str) -> Html:
    """Return a link to an address of the site for any page; ids and slugs need no escaping."""
    return Html(ROOT + url)


def to_src_uri(url: str) -> str:
    """Return the Markdown file of an address, as MkDocs names it: `papers/a1/` → `papers/a1.md`."""
    if url.count("/") < 2:  # the root and the folders directly below it
        return f"{url}index.md"
    return f"{url.rstrip('/')}.md"


def to_url(src_uri: str) -> str:
    """Return the address of a Markdown file, with directory URLs: `about.md` → `about/`, and
    `a/index.md` or `a/README.md` → `a/`."""
    path = src_uri.removesuffix(".md")
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}" if name in ("index", "README") else f"{path}/"


def to_dest_uri(src_uri: str) -> str:
    """Return the built file of an output: `papers/a1.md` → `papers/a1/index.html`."""
    if src_uri.endswith(_MARKDOWN):
        return src_uri.removesuffix(".txt")
    return page_file(to_url(src_uri)) if src_uri.endswith(".md") else src_uri


def page_file(url: str) -> str:
    """Return the built file of a page: `papers/a1/` → `papers/a1/index.html`."""
    return f"{url}index.html"


def beside(url: str, suffix: str) -> str:
    """Return the address of a file beside a page: `papers/a1/` → `papers/a1.bib`."""
    return f"{url.rstrip('/')}.{suffix}"


def markdown(url: str) -> str:
    """Return the output that becomes the Markdown file beside a page: `papers/a1/` →
    `papers/a1.md.txt`, which becomes `papers/a1.md`."""
    return f"{url.rstrip('/')}{_MARKDOWN}"


def feed(url: str, suffix: str, number: int = 0) -> str:
    """Return the address of a feed in the folder of its page: `topics/nlp/` →
    `topics/nlp/feed.xml`. With a number, return that of an archive of older entries,
    `topics/nlp/feed-1.xml`; 1 is the oldest."""
    return f"{url}feed-{number}.{suffix}" if number else f"{url}feed.{suffix}"


def page_of(src_uri: str) -> str:
    """Return the page that a file is beside: `papers/a1.bib` → `papers/a1/`. Ids have no dot."""
    return f"{src_uri.partition('.')[0]}/"


def folder_of(src_uri: str) -> str:
    """Return the page whose folder contains a file: `topics/nlp/feed.xml` → `topics/nlp/`."""
    return src_uri[: src_uri.rfind("/") + 1]


def sibling(url: str, name: str) -> str:
    """Return another name in the same folder: `courses/ml/` → `courses/machine-learning/`."""
    return f"{url.rstrip('/').rpartition('/')[0]}/{name}/".lstrip("/")


def parents(url: str) -> list[str]:
    """Return an address and its parents: `topics/nlp/p/2/`, `topics/nlp/p/`, `topics/nlp/`, …"""
    parts = url.rstrip("/").split("/")
    return ["/".join(parts[:length]) + "/" for length in range(len(parts), 0, -1)]


def to_root(url: str) -> str:
    """Return the relative path from an address to the root: `papers/a1/` → `../../`."""
    return "../" * url.count("/") or "./"
