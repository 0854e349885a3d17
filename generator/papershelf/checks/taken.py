"""Find files in content/ that have the path of a generated file.

In: a Source. Out: findings. The table lists the paths of generated files; a test compares it with
real sites. The paths of Material's files come with the Source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from papershelf.catalogue import Page, Source
from papershelf.catalogue.feed_formats import FEED_FORMATS
from papershelf.catalogue.kinds import LISTS, SINGLE
from papershelf.catalogue.named import TABLES
from papershelf.catalogue.nodes import Scalar
from papershelf.checks.finding import Finding
from papershelf.citations import BESIDE
from papershelf.problems import SourceText

#: Generated files that a file in `content/` may replace; docs/how-to/deploy.md lists them.
REPLACEABLE = frozenset(("llms.txt", "robots.txt", "_headers"))

_SINGLE = rf"(?:{'|'.join(SINGLE)})"
#: Citations beside pages.
_SUFFIXES = "|".join(re.escape(row.suffix) for row in BESIDE)
_FEEDS = "|".join(re.escape(row.suffix) for row in FEED_FORMATS)


@cache
def _ours(folders: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the paths of generated files, with lists in these folders, and what they are. Case is
    ignored, as in some file systems. A folder in which everything is generated has a pattern for
    all its files."""
    several = rf"(?:{'|'.join(folders)})"
    return tuple(
        (re.compile(pattern, re.IGNORECASE), what)
        for pattern, what in (
            (r"(?:404|index)\.html", "a generated page"),
            (rf"{several}/(?:.*/)?index\.html", "a generated page"),
            (rf"{_SINGLE}/index\.html", "a generated page"),
            (r"(?:doi|arxiv)(?:/.*)?", "the redirects of identifiers"),
            (r"embed(?:/.*)?", "the pages for frames of other sites"),
            (rf"{several}(?:/[^/.]+)?(?:/p(?:/\d+)?)?", "the folder of generated pages"),
            (rf"assets|{_SINGLE}", "a generated folder"),
            (rf"{several}(?:/[^/]+){{0,2}}\.(?:{_SUFFIXES}|md|md\.txt|imscc)", "a generated file"),
            (r"courses/[^/]+/[^/]+\.ics", "a generated calendar"),
            (rf"(?:{several}/.*/|digests/)?feed(?:-\d+)?\.(?:{_FEEDS})", "a generated feed"),
            (r"feeds\.opml", "a generated feed"),
            (r"map/(?:points|papers-\d+)\.json|papers-abstracts\.bib", "a generated file"),
            (r"catalogue(?:\.schema)?\.json|catalogue(?:/.*)?|changes\.json", "a generated file"),
            (r"(?:browse|rows)(?:/.*)?", "a generated file"),
            (r"(?:llms|robots)\.txt|_headers|(?:opensearch|sitemap(?:-\d+)?)\.xml(?:\.gz)?",
             "a generated file"),
            (r"assets/papershelf(?:/.*)?", "the scripts and styles of the site"),
            (r"pagefind(?:/.*)?|search/[^/]+\.js(?:on)?", "the search"),
        )
    )  # fmt: skip


def lists(source: Source) -> tuple[str, ...]:
    """Return the folders of generated lists, of described terms only if the settings ask for their
    pages."""
    return tuple(name for name in LISTS if name not in TABLES or name in source.min_papers)


def files(source: Source) -> Iterator[Finding]:
    """Yield files and pages in `content/` that have the path of a generated file."""
    folders = lists(source)
    pages = {address(page).lower(): page.source.name for page in source.pages}
    pages |= {f"{url}/index.html": name for url, name in pages.items()}
    for name in source.others:
        path = name.removeprefix(f"{source.content}/")
        what = "" if path in REPLACEABLE else taken_by(path, source.theme, folders)
        yield from _taken(SourceText(name, ""), path, what or pages.get(path.lower(), ""))
    # pages that `checks.pages` compares with the existing papers, terms and lists
    of_pages = re.compile(rf"(?:(?:{'|'.join(folders)})(?:/.*)?|{_SINGLE})?", re.IGNORECASE)
    for page in source.pages:
        url = address(page)
        find = taken_above if of_pages.fullmatch(url) else taken_by
        what = find(f"{url}/index.html", source.theme, folders)
        yield from _taken(page.source, f"{url}/", what)


def _taken(source: SourceText, path: str, what: str) -> Iterator[Finding]:
    if what:
        message = f"the address /{path} is taken by {what}"
        hint = "rename the file, or move it to another folder"
        yield Finding(source, Scalar("", 0, 1), "address-taken", message, hint)


def taken_by(
    path: str, theme: frozenset[str] = frozenset(), folders: tuple[str, ...] = LISTS
) -> str:
    """Return what is at a path of the site or at a folder above it; empty if it is free."""
    if path.lower() in theme:
        return "a file of the theme"
    at_path = (what for pattern, what in _ours(folders) if pattern.fullmatch(path))
    return next(at_path, "") or taken_above(path, theme, folders)


def taken_above(
    path: str, theme: frozenset[str] = frozenset(), folders: tuple[str, ...] = LISTS
) -> str:
    """Return the generated file where a path needs a folder; empty if there is none."""
    parts = path.split("/")
    above = ["/".join(parts[:length]) for length in range(1, len(parts))]
    if theme.intersection(each.lower() for each in above):
        return "a file of the theme"
    files = [each for each in above if "." in each]
    ours = _ours(folders)
    return next((what for pattern, what in ours if any(map(pattern.fullmatch, files))), "")


def address(page: Page) -> str:
    """Return the address of a page, without the final slash."""
    return re.sub(r"(?:^|/)(?:index|README)$", "", page.src_uri.removesuffix(".md"))
