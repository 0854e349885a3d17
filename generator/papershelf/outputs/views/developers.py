"""The page that tells programmers what there is for programs.

In: a Collection, the settings. Out: a GuideView: every file in a table, examples about a paper of
this very collection, which a test runs as they stand, and what is promised for how long.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator

from papershelf.catalogue.model import Collection, Paper
from papershelf.citations import BESIDE
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, following
from papershelf.outputs.views.records import NOTHING, Head, Label
from papershelf.outputs.views.single_pages import Code, GuideView, Part
from papershelf.text.escape import Html, html

#: What stands for the site's own address in examples where it is not known.
SOMEWHERE = "https://example.org/"
_PLAIN_DOI = re.compile(r"10\.\d{4,9}/[A-Za-z0-9][A-Za-z0-9._/-]*[A-Za-z0-9]", re.ASCII)

_ACCESS = """Everything here is a file: no key, no account, no cookie. GitHub Pages lets the scripts
of any site read it (<code>Access-Control-Allow-Origin: *</code>); another host has to be told to.
All text is UTF-8. Addresses in the files are whole, or relative to the file where the site does not
know its own address."""
_IDENTIFIERS = """As written and in lower case they are pages of their own, which lead on with
<code>&lt;link rel="canonical"&gt;</code> and a refresh; every other spelling
(<code>https://doi.org/…</code>, <code>arXiv:…v2</code>, <code>10.48550/arXiv.…</code>) is led there
by a script of the page for addresses that are not there. What cannot stand in a file's name,
<code>&lt; &gt; : % ?</code> and segments of dots, is written as <code>~</code> and two hexadecimal
digits for each byte, an empty segment as <code>~</code> alone."""

#: Address, what it holds, an address of this site to look at (empty for none).
_FILES = (
    ("/catalogue.json", "Index of the whole catalogue: its version, number of papers, and parts.",
     addresses.CATALOGUE),
    ("/catalogue/<n>.json", "One part: up to 500 papers with every field, the first added first.",
     addresses.catalogue_part(1)),
    ("/catalogue.schema.json", "JSON Schema (draft-07) of both.", addresses.CATALOGUE_SCHEMA),
    ("/changes.json", "Which papers were added, changed, renamed and removed, by day, from the"
     " history in git; not there where a site is built without it.", ""),
    ("/llms.txt", "What this site is and where its Markdown stands, for language models.",
     addresses.LLMS),
    ("/sitemap.xml", "Every page, with the day on which its newest paper was added; where the site"
     " knows its own address.", addresses.SITEMAP),
    ("/robots.txt", "Everybody is welcome.", addresses.ROBOTS),
    ("/opensearch.xml", "Searching from a browser's address bar; where the site knows its own"
     " address.", ""),
    ("/basket/#papers=<id>,<id>,…", "Shows these papers as a list to order, keep, cite and print.",
     addresses.BASKET),
    ("/?q=<words>", "Opens the search with a question: words, a DOI, an arXiv id.", ""),
)  # fmt: skip

_PROMISES = (
    ("Addresses of papers, topics, courses with their editions, and the people of people.yaml",
     "For ever: a page, a redirect, or a page that says why it is gone. Files beside them follow."),
    ("Ids of papers", "For ever. A paper keeps the citation key that it had first."),
    ("Names of the files on this page", "For ever."),
    ("Fields in JSON", "Within one version none goes or changes its meaning; new ones may come, so"
     " ignore what you do not know. A new version is announced in CHANGELOG.md."),
    ("Number and size of the parts", "None: read the index each time."),
    ("Pages of other authors, venues and years", "They go with their last paper."),
    ("HTML, scripts and styles of the pages, and the files in browse/",
     "None: read the files instead."),
)  # fmt: skip


def to_view(collection: Collection, settings: Settings) -> GuideView:
    """The page."""
    base = settings.site_url or SOMEWHERE
    return GuideView(
        head=Head(
            kind="developers",
            url=addresses.DEVELOPERS,
            title="For programs",
            description="Every file of this site that programs read, with examples and promises.",
        ),
        heading=Html("For programs"),
        lead=Html("All that people read here, programs can read, too."),
        parts=(
            Part(
                heading=Html("The files"),
                words=Html(_ACCESS),
                rows=tuple(_files(collection, settings)),
            ),
            Part(
                heading=Html("From an identifier to a paper"),
                words=Html(_IDENTIFIERS),
                rows=(
                    _row("/doi/<doi>/", "Leads to the paper that has the DOI.", ""),
                    _row("/arxiv/<id>/", "Leads to the paper that has the arXiv id.", ""),
                ),
            ),
            Part(
                heading=Html("Examples"),
                words=Html("Each runs as it stands."),
                examples=tuple(_examples(collection, base)),
            ),
            Part(
                heading=Html("What you can rely on"),
                words=NOTHING,
                rows=tuple(Label(html(name), html(text)) for name, text in _PROMISES),
            ),
        ),
    )


def _files(collection: Collection, settings: Settings) -> Iterator[Label]:
    paper = next((addresses.paper(name) for name in collection.listed), "")
    topics = collection.terms["topics"].items()
    topic = next((addresses.term("topics", slug) for slug, term in topics if term.ids), "")
    listed = topic or (
        addresses.term("years", next(iter(collection.terms["years"]))) if paper else ""
    )
    for row in BESIDE:
        example = _beside(paper, row.suffix)
        yield _row(f"/papers/<id>.{row.suffix}", f"A paper as {row.label}.", example)
    yield _row("/papers/<id>.md", "A paper as Markdown.", _beside(paper, "md"))
    yield _row(
        "/topics/<slug>.md", "A topic as Markdown, with links to its papers.", _beside(topic, "md")
    )
    course = next(map(addresses.course, collection.courses), "")
    edition = next(
        (
            addresses.edition(each.slug, each.editions[0].slug)
            for each in collection.courses.values()
            if each.editions
        ),
        "",
    )
    courses = (
        ("/courses/<slug>.md", "A course as Markdown: its readings in order, with notes.", course),
        ("/courses/<slug>/<edition>.md", "The same of one edition, which stays.", edition),
    )
    for pattern, words, url in courses:
        yield _row(pattern, words, _beside(url, "md"))
    for row in BESIDE:
        words = f"The papers of one of the topics, authors, venues or years as {row.label}."
        yield _row(f"/<kind>/<name>.{row.suffix}", words, _beside(listed, row.suffix))
    for row in BESIDE:
        words = f"The readings of a course or an edition, in their order, as {row.label}."
        yield _row(f"/courses/<slug>.{row.suffix}", words, _beside(course, row.suffix))
    for row in BESIDE:
        yield _row(f"/papers.{row.suffix}", f"All papers as {row.label}.", f"papers.{row.suffix}")
    yield _row(
        f"/{addresses.WITH_ABSTRACTS}",
        "All papers as BibTeX with abstracts.",
        addresses.WITH_ABSTRACTS,
    )
    yield from _feeds(topic)
    for pattern, words, example in _FILES:
        missing = {addresses.catalogue_part(1): not paper, addresses.SITEMAP: not settings.site_url}
        yield _row(pattern, words, "" if missing.get(example) else example)


def _beside(url: str, suffix: str) -> str:
    return addresses.beside(url, suffix) if url else ""


def _feeds(topic: str) -> Iterator[Label]:
    for row in following.FORMATS:
        whole = addresses.feed(addresses.HOME, row.suffix)
        yield _row(f"/{whole}", f"{row.label} of the papers that were added last.", whole)
        own = addresses.feed(topic, row.suffix) if topic else ""
        words = f"{row.label} of one of the topics, authors or venues."
        yield _row(f"/<kind>/<name>/feed.{row.suffix}", words, own)
        for folder in ("/", "/<kind>/<name>/"):
            words = "What is too old for it, the oldest first (RFC 5005)."
            yield _row(f"{folder}feed-<n>.{row.suffix}", words, "")
    yield _row(f"/{addresses.FEEDS}", "All feeds, for a feed reader (OPML).", addresses.FEEDS)


def _row(pattern: str, words: str, example: str) -> Label:
    url = addresses.at(example) if example else NOTHING
    return Label(Html(f"<code>{html(pattern)}</code>"), html(words), url)


def _examples(collection: Collection, base: str) -> Iterator[Code]:
    def sh(url: str) -> str:
        return shlex.quote(base + url)

    yield _code("Every paper in one line each", "sh", f"""
curl -s {sh(addresses.CATALOGUE)} | jq -r '.parts[].url' | xargs -n 1 curl -s |
  jq -r '.papers[] | [.id, .published, .title] | @tsv'
""")  # fmt: skip
    yield _code("The same in Python, with nothing but its library", "python", f"""
import json
from urllib.parse import urljoin
from urllib.request import urlopen

def read(address):
    with urlopen(address) as answer:
        return json.load(answer)

home = {json.dumps(base)}
index = read(urljoin(home, "catalogue.json"))
papers = []
for part in index["parts"]:
    papers += read(urljoin(home, part["url"]))["papers"]
print(len(papers), "papers,", sum("doi" in paper for paper in papers), "with a DOI")
""")  # fmt: skip
    yield _code("From the page of another site", "javascript", f"""
const answer = await fetch({json.dumps(base + addresses.CATALOGUE)});
const index = await answer.json();
console.log(`${{index.papers}} papers in ${{index.title}}`);
""")  # fmt: skip
    papers = collection.listed.values()
    for paper in list(papers)[:1]:
        url = addresses.beside(addresses.paper(paper.id), "md")
        yield _code("One paper as Markdown", "sh", f"curl -s {sh(url)}")
    found = next((paper for paper in papers if _resolver(paper)), None)
    if found:
        yield _code("The page of an identifier", "sh", f"""
curl -s {sh(_resolver(found))} | grep -o 'rel="canonical" href="[^"]*"'
""")  # fmt: skip
        name, identifier = ("doi", found.doi) if found.doi else ("arxiv", found.arxiv)
        yield _code("The catalogue's own folder, with Papershelf installed", "python", f"""
from papershelf import load

collection = load(".")
paper = collection.by_{name}({json.dumps(identifier)})
print(paper.id, paper.published, len(collection.papers))
""")  # fmt: skip


def _resolver(paper: Paper) -> str:
    """The address of an identifier that needs no explanation, or nothing."""
    if paper.doi:
        is_plain = _PLAIN_DOI.fullmatch(paper.doi) and not re.search(r"//|/\.|\./", paper.doi)
        return addresses.doi(paper.doi) if is_plain else ""
    return addresses.arxiv(paper.arxiv) if paper.arxiv else ""


def _code(title: str, language: str, text: str) -> Code:
    return Code(html(title), Html(language), html(text.strip()))
