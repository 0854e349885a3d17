"""Room 3, views: every address of the site (design: URLs are promises).

In: ids, slugs, page numbers. Out: addresses relative to the root of the site, `papers/wang2024/`.
No other room puts an address together.
"""

from __future__ import annotations

from generator.text.escape import Html

#: Stands before each address inside of the site and becomes the way back to its root: `../../`.
#: No text of a catalogue can hold it, control characters are refused.
ROOT = "\x00"

HOME = ""
PAPERS = "papers/"


def paper(paper_id: str) -> str:
    """The page of a paper."""
    return f"papers/{paper_id}/"


def taxonomy(name: str) -> str:
    """The page of all terms."""
    return f"{name}/"


def term(name: str, slug: str) -> str:
    """The page of one term."""
    return f"{name}/{slug}/"


def numbered(first: str, number: int) -> str:
    """A further page of a list that begins at `first`."""
    return first if number == 1 else f"{first}p/{number}/"


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


def to_root(url: str) -> str:
    """The way from an address back to the root: `papers/a1/` → `../../`."""
    return "../" * url.count("/") or "./"
