"""Every address of the site (design: URLs are promises).

In: ids, slugs, page numbers. Out: addresses relative to the root of the site, `papers/wang2024/`.
No other package puts an address together.
"""

from __future__ import annotations

from papershelf.catalogue.kinds import KINDS
from papershelf.text import markers
from papershelf.text.escape import Html

#: Before each address inside of the site.
ROOT = markers.ROOT

HOME = ""
PAPERS = KINDS["papers"].url
TOPICS = KINDS["topics"].url
COURSES = KINDS["courses"].url
DEVELOPERS = KINDS["developers"].url
MAP = KINDS["map"].url
STATS = KINDS["stats"].url
#: Kept papers, by the reader's browser.
BASKET = KINDS["basket"].url

# files for programs, one of each
CATALOGUE = "catalogue.json"
CATALOGUE_SCHEMA = "catalogue.schema.json"
CHANGES = "changes.json"
LLMS = "llms.txt"
OPENSEARCH = "opensearch.xml"
ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"

#: What the script of the map draws.
MAP_POINTS = "map/points.json"

#: What a Markdown file beside a page is called before the engine, which would make a page of it.
_MARKDOWN = ".md.txt"
#: The list of all feeds.
FEEDS = "feeds.opml"
#: How a feed looks in a browser; a static file of the theme.
FEED_STYLE = "assets/papershelf/feed.css"
#: Filters with their papers, for the script of the list of all papers and for the search.
BROWSE_TABLE = "browse/papers.json"
#: The topics, the largest first, for the search.
BROWSE_TOPICS = "browse/topics.json"
ICON = "assets/papershelf/icon.svg"
#: All papers in BibTeX with their abstracts, beside the file without.
WITH_ABSTRACTS = "papers-abstracts.bib"


def paper(paper_id: str) -> str:
    """The page of a paper."""
    return f"papers/{paper_id}/"


def row(paper_id: str) -> str:
    """A paper's row as it stands in lists, for scripts that make a list; not a page of its own."""
    return f"rows/{paper_id}.txt"


def order(name: str) -> str:
    """The list of all papers in another order, for its script."""
    return f"browse/by-{name}.json"


def authors(letter: str) -> str:
    """The authors on one shelf, for the search."""
    return f"browse/authors/{letter}.json"


def taxonomy(name: str) -> str:
    """The page of all terms."""
    return f"{name}/"


def term(name: str, slug: str) -> str:
    """The page of one term."""
    return f"{name}/{slug}/"


def course(slug: str) -> str:
    """The page of a course."""
    return f"{COURSES}{slug}/"


def edition(course_slug: str, slug: str) -> str:
    """The page of one edition of a course."""
    return f"{COURSES}{course_slug}/{slug}/"


def numbered(first: str, number: int) -> str:
    """A further page of a list that begins at `first`."""
    return first if number == 1 else f"{first}p/{number}/"


def picture(kind: str) -> str:
    """What previews show of a kind of page; a file of the theme."""
    return f"assets/papershelf/previews/{kind}.png"


def catalogue_part(number: int) -> str:
    """One of the files that `catalogue.json` lists."""
    return f"catalogue/{number}.json"


def map_part(number: int) -> str:
    """The words of some papers on the map."""
    return f"map/papers-{number}.json"


def sitemap_part(number: int) -> str:
    """One of the files that a sitemap of more than one lists."""
    return f"sitemap-{number}.xml"


def doi(segments: str) -> str:
    """Where a DOI leads to its paper."""
    return f"doi/{segments}/"


def arxiv(segments: str) -> str:
    """Where an arXiv id leads to its paper."""
    return f"arxiv/{segments}/"


def at(url: str) -> Html:
    """The way to an address of ours from any page; ids and slugs need no escaping."""
    return Html(ROOT + url)


def to_src_uri(url: str) -> str:
    """The Markdown file of an address, in MkDocs' words: `papers/a1/` → `papers/a1.md`."""
    if url.count("/") < 2:  # the root and the folders right below it
        return f"{url}index.md"
    return f"{url.rstrip('/')}.md"


def to_url(src_uri: str) -> str:
    """The address of a Markdown file with directory addresses: `about.md` → `about/`."""
    path = src_uri.removesuffix(".md")
    if path == "index" or path.endswith("/index"):
        return path[: -len("index")]
    return f"{path}/"


def to_dest_uri(src_uri: str) -> str:
    """The built file of an output: `papers/a1.md` → `papers/a1/index.html`."""
    if src_uri.endswith(_MARKDOWN):
        return src_uri.removesuffix(".txt")
    return f"{to_url(src_uri)}index.html" if src_uri.endswith(".md") else src_uri


def beside(url: str, suffix: str) -> str:
    """A file beside a page: `papers/a1/` → `papers/a1.bib`."""
    return f"{url.rstrip('/')}.{suffix}"


def markdown(url: str) -> str:
    """The output behind the Markdown file beside a page: `papers/a1/` → `papers/a1.md.txt`, which
    becomes `papers/a1.md`."""
    return f"{url.rstrip('/')}{_MARKDOWN}"


def feed(url: str, suffix: str, number: int = 0) -> str:
    """The feed of a page, in its folder; numbered archives hold what is older, 1 the oldest:
    `topics/nlp/` → `topics/nlp/feed.xml`, `topics/nlp/feed-1.xml`."""
    return f"{url}feed-{number}.{suffix}" if number else f"{url}feed.{suffix}"


def page_of(src_uri: str) -> str:
    """The page that a file stands beside: `papers/a1.bib` → `papers/a1/`; ids hold no dot."""
    return f"{src_uri.partition('.')[0]}/"


def folder_of(src_uri: str) -> str:
    """The page whose folder a file lies in: `topics/nlp/feed.xml` → `topics/nlp/`."""
    return src_uri[: src_uri.rfind("/") + 1]


def sibling(url: str, name: str) -> str:
    """Another name in the same folder: `courses/ml/` → `courses/machine-learning/`."""
    return f"{url.rstrip('/').rpartition('/')[0]}/{name}/".lstrip("/")


def parents(url: str) -> list[str]:
    """An address and those above it: `topics/nlp/p/2/`, `topics/nlp/p/`, `topics/nlp/`, …"""
    parts = url.rstrip("/").split("/")
    return ["/".join(parts[:length]) + "/" for length in range(len(parts), 0, -1)]


def to_root(url: str) -> str:
    """The way from an address back to the root: `papers/a1/` → `../../`."""
    return "../" * url.count("/") or "./"
