"""The page about the site's files for programs.

In: a Collection, the settings. Out: a GuideView with a table of all files, examples with a paper of
this collection (a test runs them unchanged), and guarantees.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping

from papershelf.catalogue.feed_formats import ATOM, FEED_FORMATS
from papershelf.catalogue.model import Collection, Paper
from papershelf.citations import BESIDE
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, sessions
from papershelf.outputs.views.records import NOTHING, Head, Label
from papershelf.outputs.views.single_pages import Code, GuideView, Part
from papershelf.outputs.views.taught import all_taught
from papershelf.text.escape import Html, html

#: The address in examples if the site does not know its own.
SOMEWHERE = "https://example.org/"
_PLAIN_DOI = re.compile(r"10\.\d{4,9}/[A-Za-z0-9][A-Za-z0-9._/-]*[A-Za-z0-9]", re.ASCII)

_ACCESS = """Everything here is a static file. You need no key, no account and no cookie. GitHub
Pages lets scripts of any site read the files (<code>Access-Control-Allow-Origin: *</code>); other
hosts must be configured to do so. All text is UTF-8. URLs in the files are absolute if the site
knows its own address; otherwise they are relative to the file."""
_IDENTIFIERS = """Each identifier, as written and in lower case, has a page that redirects to the
paper with <code>&lt;link rel="canonical"&gt;</code> and a refresh. For any other spelling
(<code>https://doi.org/…</code>, <code>arXiv:…v2</code>, <code>10.48550/arXiv.…</code>), a script on
the 404 page redirects. Characters that are not allowed in file names
(<code>&lt; &gt; : % ?</code>) and segments of dots are written as <code>~</code> and two
hexadecimal digits for each byte, an empty segment as a single <code>~</code>."""

_FRAMES = """These pages have no header, navigation or search. They need no script, load nothing,
and open links in a new tab. The theme is the reader's; <code>?theme=light</code> and
<code>?theme=dark</code> choose one. After loading, and whenever its height changes, a page sends
its parent the message <code>{subject: "lti.frameResize", height: 812}</code>, in CSS pixels."""

#: Path, contents, and an example on this site (empty for none).
_FILES = (
    ("/catalogue.json", "Index of the whole catalogue: version, number of papers, and parts.",
     addresses.CATALOGUE),
    ("/catalogue/<n>.json", "One part: up to 500 papers with all fields, in the order of adding.",
     addresses.catalogue_part(1)),
    ("/catalogue.schema.json", "JSON Schema (draft-07) of both.", addresses.CATALOGUE_SCHEMA),
    ("/changes.json", "Papers that were added, changed, renamed and removed, by day. Available if"
     " the site is built with its git history.", addresses.CHANGES),
    ("/llms.txt", "What this site contains and where to find its Markdown, for language models.",
     addresses.LLMS),
    ("/sitemap.xml", "Every page, with the day on which its newest paper was added. Available if"
     " the site knows its own address.", addresses.SITEMAP),
    ("/robots.txt", "Allows every crawler.", addresses.ROBOTS),
    ("/_headers", "Types and caching of files, for hosts that read it.", addresses.HEADERS),
    ("/opensearch.xml", "Search from a browser's address bar. Available if the site knows its own"
     " address.", addresses.OPENSEARCH),
    ("/basket/#papers=<id>,<id>,…", "Shows these papers as a list to sort, keep, cite and print.",
     addresses.BASKET),
    ("/?q=<words>", "Opens the search with a query: words, a DOI or an arXiv id.", ""),
)  # fmt: skip


def to_view(
    collection: Collection,
    settings: Settings,
    *,
    has_search: bool = False,
    has_changes: bool = False,
) -> GuideView:
    """Return the view of the page. Examples are files that the site has: `opensearch.xml` needs a
    search, and `changes.json` a history in git."""
    base = settings.site_url or SOMEWHERE
    is_made = {
        addresses.catalogue_part(1): bool(collection.listed),
        addresses.SITEMAP: bool(settings.site_url),
        addresses.OPENSEARCH: has_search and bool(settings.site_url),
        addresses.CHANGES: has_changes,
    }
    return GuideView(
        head=Head(
            kind="developers",
            url=addresses.DEVELOPERS,
            title="For programs",
            description="The files of this site for programs, with examples and guarantees.",
        ),
        heading=Html("For programs"),
        lead=Html("Everything on this site is also available to programs."),
        parts=(
            _part("The files", _ACCESS, _files(collection, settings, is_made)),
            _part("From an identifier to a paper", _IDENTIFIERS, _REDIRECTS),
            _part("In a frame of another site", _FRAMES, _frames(collection)),
            Part(
                heading=Html("Examples"),
                words=Html("You can run each example as it is."),
                examples=tuple(_examples(collection, base)),
            ),
            _part("What you can rely on", "", _promises(settings)),
        ),
    )


def _part(heading: str, words: str, rows: Iterable[Label]) -> Part:
    return Part(heading=Html(heading), words=Html(words), rows=tuple(rows))


def _frames(collection: Collection) -> Iterator[Label]:
    topic = next(iter(collection.terms["topics"]), "")
    of_topic = addresses.embed(addresses.term("topics", topic)) if topic else ""
    yield _row("/embed/topics/<slug>/", "The newest papers of a topic.", of_topic)
    course, edition = (url and addresses.embed(url) for url in _of_courses(collection))
    yield _row("/embed/courses/<slug>/", "The readings of a course.", course)
    yield _row("/embed/courses/<slug>/<edition>/", "The readings of an edition.", edition)


def _of_courses(collection: Collection) -> tuple[str, str]:
    """Return the addresses of a course and of an edition, empty if there is none."""
    course = next(map(addresses.course, collection.courses), "")
    return course, next((each.url for each in all_taught(collection) if each.edition), "")


def _promises(settings: Settings) -> Iterator[Label]:
    has_keywords = settings.min_keyword_papers is not None
    described, others = "and the people in people.yaml", "authors, venues, years and days"
    if has_keywords:
        described = "the people in people.yaml, and the keywords in keywords.yaml"
        others = "authors, keywords, venues, years and days"
    for name, text in (
        (f"Addresses of papers, topics, courses and their editions, digests, {described}",
         "Permanent. Each remains a page, a redirect, or a page that explains why the content was"
         " removed. The files next to a page follow it."),
        ("Ids of papers", "Permanent. A paper keeps its first citation key."),
        ("Names of the files on this page", "Permanent."),
        ("Fields in JSON", "Within a version, no field is removed or changes its meaning. New"
         " fields may be added, so ignore fields that you do not know. New versions are announced"
         " in CHANGELOG.md."),
        ("Number and size of the parts", "May change at any time. Read the index each time."),
        (f"Pages of other {others}", "Removed when they have too few papers."),
        ("HTML, scripts and styles of the pages, and the files in browse/",
         "May change at any time. Read the files listed above instead."),
    ):  # fmt: skip
        yield Label(html(name), html(text))


def _files(
    collection: Collection, settings: Settings, is_made: Mapping[str, bool]
) -> Iterator[Label]:
    paper = next((addresses.paper(name) for name in collection.listed), "")
    topics = collection.terms["topics"].items()
    topic = next((addresses.term("topics", slug) for slug, term in topics if term.ids), "")
    listed = topic or (
        addresses.term("years", next(iter(collection.terms["years"]))) if paper else ""
    )
    course, edition = _of_courses(collection)
    digest = next(map(addresses.digest, collection.digests), "")
    yield from _citations("/papers/<id>", "A paper", paper)
    for pattern, words, url in (
        ("/papers/<id>", "A paper as Markdown.", paper),
        ("/topics/<slug>", "A topic as Markdown, with links to its papers.", topic),
        ("/courses/<slug>", "A course as Markdown: its readings in order, with notes.", course),
        ("/courses/<slug>/<edition>", "An edition of a course as Markdown.", edition),
        ("/digests/<date>", "A digest as Markdown: its papers by topic, with notes.", digest),
    ):
        yield _row(f"{pattern}.md", words, _beside(url, "md"))
    dated = (
        addresses.beside(each.url, "ics")
        for each in all_taught(collection)
        if sessions.has_calendar(each.page)
    )
    words = "The calendar of an edition whose sessions have days, as iCalendar."
    yield _row("/courses/<slug>/<edition>.ics", words, next(dated, ""))
    of_terms = f"The papers of {_terms(settings, 'a year')}"
    yield from _citations("/<kind>/<name>", of_terms, listed)
    for pattern, noun, url in (
        ("/courses/<slug>", "a course", course),
        ("/courses/<slug>/<edition>", "an edition", edition),
    ):
        yield from _citations(pattern, f"The readings of {noun}, in order,", url)
        words = f"The readings of {noun} as web links (Common Cartridge 1.1). Available if the site"
        own = _beside(url if settings.site_url else "", "imscc")
        yield _row(f"{pattern}.imscc", f"{words} knows its own address.", own)
    yield from _citations("/digests/<date>", "The papers of a digest", digest)
    yield from _citations("/papers", "All papers", addresses.PAPERS)
    all_papers = addresses.WITH_ABSTRACTS
    yield _row(f"/{all_papers}", "All papers as BibTeX with abstracts.", all_papers)
    yield from _feeds(topic, collection, settings)
    for pattern, words, example in _FILES:
        yield _row(pattern, words, example if is_made.get(example, True) else "")


def _citations(pattern: str, words: str, url: str) -> Iterator[Label]:
    """Yield the files of citations beside a page, in every format."""
    for row in BESIDE:
        example = _beside(url, row.suffix)
        yield _row(f"{pattern}.{row.suffix}", f"{words} as {row.label}.", example)


def _beside(url: str, suffix: str) -> str:
    return addresses.beside(url, suffix) if url else ""


def _terms(settings: Settings, *more: str) -> str:
    """Return the kinds of terms that have files and feeds, as words."""
    keyword = [] if settings.min_keyword_papers is None else ["a keyword"]
    author = "an author" if settings.author_files else "a person in people.yaml"
    venue = "a venue" if settings.venue_files else "a large venue"
    *first, last = ["a topic", author, venue, *keyword, *more]
    return f"{', '.join(first)} or {last}"


def _feeds(topic: str, collection: Collection, settings: Settings) -> Iterator[Label]:
    for row in FEED_FORMATS:
        whole = addresses.feed(addresses.HOME, row.suffix)
        yield _row(f"/{whole}", f"{row.label} of the papers added most recently.", whole)
        own = addresses.feed(topic, row.suffix) if topic else ""
        words = f"{row.label} of {_terms(settings)}."
        yield _row(f"/{addresses.feed('<kind>/<name>/', row.suffix)}", words, own)
        digests = addresses.feed(addresses.DIGESTS, row.suffix)
        words = f"{row.label} of the digests, each with its whole content."
        yield _row(f"/{digests}", words, digests if collection.digests else "")
    older = f"/feed-<n>.{ATOM.suffix}"
    yield _row(older, "Older entries of the Atom feed, oldest first (RFC 5005).", "")
    yield _row(f"/{addresses.FEEDS}", "All feeds, for feed readers (OPML).", addresses.FEEDS)


def _row(pattern: str, words: str, example: str) -> Label:
    url = addresses.at(example) if example else NOTHING
    return Label(Html(f"<code>{html(pattern)}</code>"), html(words), url)


_REDIRECTS = (
    _row("/doi/<doi>/", "Redirects to the paper with this DOI.", ""),
    _row("/arxiv/<id>/", "Redirects to the paper with this arXiv id.", ""),
)


def _examples(collection: Collection, base: str) -> Iterator[Code]:
    def sh(url: str) -> str:
        return shlex.quote(base + url)

    yield _code("Every paper, one per line", "sh", f"""
curl -s {sh(addresses.CATALOGUE)} | jq -r '.parts[].url' | xargs -n 1 curl -s |
  jq -r '.papers[] | [.id, .published, .title] | @tsv'
""")  # fmt: skip
    yield _code("The same in Python, with only the standard library", "python", f"""
import json
from urllib.parse import urljoin
from urllib.request import urlopen

def read(address):
    with urlopen(address) as response:
        return json.load(response)

home = {json.dumps(base)}
index = read(urljoin(home, "catalogue.json"))
papers = []
for part in index["parts"]:
    papers += read(urljoin(home, part["url"]))["papers"]
print(len(papers), "papers,", sum("doi" in paper for paper in papers), "with a DOI")
""")  # fmt: skip
    yield _code("From a page of another site", "javascript", f"""
const response = await fetch({json.dumps(base + addresses.CATALOGUE)});
const index = await response.json();
console.log(`${{index.papers}} papers in ${{index.title}}`);
""")  # fmt: skip
    papers = collection.listed.values()
    for paper in list(papers)[:1]:
        url = addresses.beside(addresses.paper(paper.id), "md")
        yield _code("One paper as Markdown", "sh", f"curl -s {sh(url)}")
    found = next((paper for paper in papers if _resolver(paper)), None)
    if found:
        yield _code("The paper with an identifier", "sh", f"""
curl -s {sh(_resolver(found))} | grep -o 'rel="canonical" href="[^"]*"'
""")  # fmt: skip
        name, identifier = ("doi", found.doi) if found.doi else ("arxiv", found.arxiv)
        yield _code("In the folder of the catalogue, with Papershelf installed", "python", f"""
from papershelf import load

collection = load(".")
paper = collection.by_{name}({json.dumps(identifier)})
print(paper.id, paper.published, len(collection.papers))
""")  # fmt: skip


def _resolver(paper: Paper) -> str:
    """Return the address of a paper's identifier without special characters, or an empty text."""
    if paper.doi:
        is_plain = _PLAIN_DOI.fullmatch(paper.doi) and not re.search(r"//|/\.|\./", paper.doi)
        return addresses.doi(paper.doi) if is_plain else ""
    return addresses.arxiv(paper.arxiv) if paper.arxiv else ""


def _code(title: str, language: str, text: str) -> Code:
    return Code(html(title), Html(language), html(text.strip()))
