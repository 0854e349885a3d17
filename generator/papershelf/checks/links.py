"""Check the relative links of hand-written pages.

In: a Source. Out: findings for links to pages, files and readings that the site does not have. Does
not check what else is behind a `#`, and is silent if other plugins may add pages.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from html import unescape
from urllib.parse import unquote

from papershelf.catalogue import Page, Source, forms
from papershelf.catalogue.digests import current_ids
from papershelf.catalogue.kinds import LISTS
from papershelf.catalogue.report import closest
from papershelf.checks import pages
from papershelf.checks.finding import Finding
from papershelf.checks.taken import address, lists, taken_by
from papershelf.problems import SHOWN_PER_RULE, visible
from papershelf.text import identifiers, prose, references, tex
from papershelf.text.citing import without_code
from papershelf.text.mailboxes import is_address
from papershelf.text.references import Link

#: The path of a URL, and what follows it.
_PATH = re.compile(r"(?P<path>[^?#]*)(?P<rest>.*)", re.DOTALL)
#: Folders of redirects from identifiers, and of frames, which are not files of the engine.
_SCHEMES = ("doi", "arxiv")
_FRAMES = "embed"
#: What an address has behind the id of a reading that its page lists again.
_AGAIN = re.compile(r"_\d+$")
#: An id in HTML.
_ANCHOR = re.compile(r"\s(?:id|name)=[\"']?([^\s\"'>]+)")
#: Further pages of a list: `topics/nlp/p/2`.
_NUMBERED = re.compile(r"/p/\d+$")
#: A file beside a page, or in its folder.
_OF_PAGE = re.compile(
    rf"(?P<page>(?:{'|'.join(LISTS)})(?:/[^.]*?)??)(?:/(?:feed(?:-\d+)?|index))?\..*"
)
#: The built file of an address, and what else may be meant as its file.
_INDEX_PAGE = re.compile(r"(?:^|/)index\.html$")
_INDEX = re.compile(rf"(?:^|/)(?:index|README)\.md$|\.md$|{_INDEX_PAGE.pattern}")


def broken(source: Source) -> Iterator[Finding]:
    """Yield links that lead nowhere."""
    if not source.has_all_pages:
        return
    site = _Site(source)
    for page in source.pages:
        links = list(references.iter_links(page.body))
        notes = _notes(page) if links else ""
        found = [(each, site.trouble(page, each, each.url in notes)) for each in links]
        shown = _shown(page.body) if any(trouble for _, trouble in found) else set()
        for link, trouble in found:
            if not trouble or unescape(link.url) not in shown:  # the engine reads something else
                continue
            what, hint = trouble
            node = page.at(link.start, link.start + len(link.url))
            message = f'the link "{visible(forms.short(link.url))}" leads to {what}'
            yield Finding(page.source, node, "broken-link", message, hint)


def _shown(body: str) -> set[str]:
    """Return the URLs of the links and images in a page, without those in formulas."""
    bare = without_code(body)
    for piece in reversed(tex.split(bare)):
        if piece.is_math:
            bare = f"{bare[: piece.start]}x{bare[piece.end :]}"
    return references.urls_in(prose.reader(prose.USUAL).convert(bare))


class _Site:
    """The pages and files of a site. Paths begin at its root; addresses have no slash at the
    end."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.folders = lists(source)
        self.files = {name.removeprefix(f"{source.content}/") for name in source.others}
        self.written = {page.src_uri: address(page) for page in source.pages}
        self.urls = frozenset(self.written.values())
        self.readable = {
            name: page
            for page in source.pages
            if page.course or page.digest
            for name in (page.src_uri, address(page))
        }
        """Courses, editions and digests by file and by address."""
        self.listed: dict[str, frozenset[str]] = {}
        self.anchors: dict[str, frozenset[str]] = {}
        """Of those of these pages that links lead to: papers, and ids that are written there."""
        self.nearest: dict[str, str] = {}
        """What is most similar to each path or reading for which it was searched."""

    @cached_property
    def generated(self) -> frozenset[str]:
        """Addresses of generated pages, without those of people and keywords with too few
        papers."""
        found = Counter(pages.generated(self.source))
        least = self.source.min_papers
        return frozenset(
            url
            for (url, what), papers in found.items()
            if what != pages.DERIVED or papers >= least.get(url.partition("/")[0], 0)
        )

    @cached_property
    def redirects(self) -> frozenset[str]:
        """Addresses that lead to pages. Below that of a course are those of its editions."""
        found = (url for page in self.source.pages for url in pages.old_addresses(page))
        return frozenset([*found, *(url for url, _ in pages.redirects(self.source))])

    @cached_property
    def identified(self) -> frozenset[str]:
        """Addresses that lead from identifiers to their papers."""
        found: set[str] = set()
        for values in (entry.values for entry in self.source.entries):
            doi = values.get("doi", "")
            arxiv = values.get("arxiv") or identifiers.as_arxiv(doi)
            found.update(
                _resolver(name, each)
                for name, each in zip(_SCHEMES, (doi, arxiv), strict=True)
                if each
            )
        return frozenset(found)

    @cached_property
    def ids(self) -> dict[str, str]:
        """The present id of each paper, by all its names."""
        return current_ids(self.source)

    def trouble(self, page: Page, link: Link, is_in_note: bool) -> tuple[str, str] | None:
        """Return where a link leads instead of a page, and what to do about it; None if all is
        well."""
        if not self.has(page, link, is_in_note):
            return "nothing on the site", self.hint(page, link)
        path, rest = _parts(link.url)
        before, _, name = unquote(unescape(rest)).partition("#reading-")
        name = name.partition(":~:")[0]  # what a browser is to highlight
        is_reading = name and not before
        target = self._readable(page, unquote(unescape(path))) if is_reading else None
        if target is None:
            return None
        bare, listed = _AGAIN.sub("", name), self._listed(target)
        if self.ids.get(bare, bare) in listed or f"reading-{name}" in self._anchors(target):
            return None
        hint = "correct what is behind the #, or remove the link"
        if near := self._like(f"{target.src_uri}#{bare}", bare, lambda: listed):
            hint = f'did you mean "{visible(path)}#reading-{near}"?'
        return "no reading of that page", hint

    def _readable(self, page: Page, path: str) -> Page | None:
        """Return the course, edition or digest to which an existing link leads, if it is one."""
        start = _folder(page) if path.endswith(".md") else address(page)
        return self.readable.get(_joined(start, path))

    def _listed(self, page: Page) -> frozenset[str]:
        """Return the present ids of the papers that a page lists."""
        if page.src_uri not in self.listed:
            ids = (self.ids.get(each.id, each.id) for each in page.readings)
            self.listed[page.src_uri] = frozenset(ids)
        return self.listed[page.src_uri]

    def _anchors(self, page: Page) -> frozenset[str]:
        """Return the ids of the headings and the HTML that are written in a page."""
        if page.src_uri not in self.anchors:
            html = prose.reader(prose.USUAL).convert(page.body)
            self.anchors[page.src_uri] = frozenset(_ANCHOR.findall(html))
        return self.anchors[page.src_uri]

    def has(self, page: Page, link: Link, is_in_note: bool) -> bool:
        """Return whether a link leads somewhere. The engine looks for a file, from the file of the
        page on; browsers begin at the address of the page. HTML is left to browsers, but not in
        notes on papers, whose links are read in both ways; see `views.written_links`."""
        path = unquote(unescape(_parts(link.url)[0]))
        is_of_page = link.is_html and not is_in_note
        of_file, there = _joined(_folder(page), path), _joined(address(page), path)
        if is_in_note:  # there, nothing is above the root
            of_file = _joined("/", of_file).lstrip("/")
        if not is_of_page and self._has_file(of_file):
            return True
        if not is_of_page and "." in posixpath.basename(path).strip("."):
            return is_in_note and there in self.files
        # what is above the root may be another site of this host
        return there.startswith("..") or self._has_address(there)

    def _has_file(self, path: str) -> bool:
        if path in self.written or path in self.files:
            return True
        if not path.endswith(".md"):
            is_page = _INDEX_PAGE.search(path) or _is_special(path)
            return not is_page and self._is_generated(path)
        url = _INDEX.sub("", path)
        is_index = path.endswith("index.md")  # which only the root and the folders below it have
        return is_index == ("/" not in url) and _NUMBERED.sub("", url) in self.generated

    def _has_address(self, path: str) -> bool:
        url = _INDEX_PAGE.sub("", path)
        is_file = path in self.files or f"{url}/index.html" in self.files
        is_old = not self.redirects.isdisjoint((url, posixpath.dirname(url)))
        if _is_special(url):
            return is_file or self._has_special(url)
        return is_file or is_old or self._has_page(url) or self._is_generated(path)

    def _has_special(self, url: str) -> bool:
        """Return whether an address leads from an identifier to a paper, or is that of a frame."""
        folder, _, rest = url.partition("/")
        if folder == _FRAMES:
            is_framed = rest.startswith(("topics/", "courses/"))
            is_old = not self.redirects.isdisjoint((rest, posixpath.dirname(rest)))
            return is_framed and (is_old or self._has_page(rest))
        # the 404 page also leads there from versions and DOIs of arXiv; some characters are encoded
        preprint = identifiers.bare("arxiv", rest if folder == "doi" else f"arxiv:{rest}")
        asked = {_resolver(folder, rest), _resolver("arxiv", preprint)}
        return "~" in rest or not asked.isdisjoint(self.identified)

    def _has_page(self, url: str) -> bool:
        return url in self.urls or _NUMBERED.sub("", url) in self.generated

    def _is_generated(self, path: str) -> bool:
        """Return whether a path may be that of a generated file."""
        if path.startswith("assets/") and not self.source.theme:  # it may be a file of the theme
            return True
        beside = _OF_PAGE.fullmatch(path)
        if beside and not (self._has_page(beside["page"]) or beside["page"] in self.redirects):
            return False
        is_file = "." in posixpath.basename(path) or path.startswith("_")
        return is_file and bool(taken_by(path, self.source.theme, self.folders))

    def hint(self, page: Page, link: Link) -> str:
        """Return what to do about a link that leads nowhere."""
        path, rest = _parts(link.url)
        if link.url.startswith("www."):
            return f"write https://{visible(link.url)}"
        if is_address(link.url):
            return f"write mailto:{visible(link.url)}"
        if doi := identifiers.bare("doi", link.url) if link.url.startswith("10.") else "":
            return f"write https://doi.org/{visible(doi)}"
        bare = unquote(path)
        starts = (_folder(page), address(page), "")
        places = dict.fromkeys(_joined("/", f"{start}/{bare}").lstrip("/") for start in starts)
        for there in places:
            there = there.removeprefix(f"{self.source.content}/")
            stem = _INDEX.sub("", there).removesuffix(".html")
            forms_ = (there, f"{stem}.md", f"{stem}/index.md", f"{stem}/README.md")
            name = next((each for each in forms_ if self._has_file(each)), "")
            if name or self._has_address(stem):
                return f"write {visible(self._link(page, link, name, stem) + rest)}"
        if near := self._nearest(next(iter(places))):
            return f'did you mean "{visible(self._link(page, link, near, ""))}"?'
        return "correct its path, or remove the link"

    def _nearest(self, path: str) -> str:
        """Return the file of the same kind with the most similar path."""

        def files() -> Iterator[str]:
            known = [*self.written, *self.files]
            if path.startswith("papers/"):
                known = [f"papers/{paper_id}.md" for paper_id in self.source.entries_by_id()]
            suffix = posixpath.splitext(path)[1] or ".md"
            return (each for each in known if each.endswith(suffix))

        return self._like(path, path.lower(), files)

    def _like(self, key: str, word: str, known: Callable[[], Iterable[str]]) -> str:
        """Return the known word that is most similar. It is searched for only as often as a report
        shows: each search takes a while in a large collection."""
        if key not in self.nearest and len(self.nearest) < SHOWN_PER_RULE:
            self.nearest[key] = closest(word, known(), 0.6)
        return self.nearest.get(key, "")

    def _link(self, page: Page, link: Link, name: str, url: str) -> str:
        """Return a link to a file or, without one, to an address."""
        if name and not link.is_html:
            return posixpath.relpath(name, _folder(page) or ".")
        if name in self.files or (name and not name.endswith(".md")):
            return posixpath.relpath(name, address(page) or ".")
        return posixpath.relpath(_INDEX.sub("", name) or url or ".", address(page) or ".") + "/"


def _parts(url: str) -> tuple[str, str]:
    """Return the path of a URL, and what follows it."""
    match = _PATH.fullmatch(url)
    assert match is not None
    return match["path"], match["rest"]


def _is_special(path: str) -> bool:
    return path.partition("/")[0] in (*_SCHEMES, _FRAMES)


def _resolver(name: str, identifier: str) -> str:
    """Return the address of an identifier, the same for all its spellings."""
    return f"{name}/{identifiers.to_key(identifiers.SCHEMES[name], identifier)}"


def _folder(page: Page) -> str:
    return posixpath.dirname(page.src_uri)


def _joined(folder: str, path: str) -> str:
    """Return a path from a folder on; that of the root is empty."""
    there = posixpath.normpath(posixpath.join(folder, path))
    return "" if there == "." else there


def _notes(page: Page) -> str:
    """Return the notes on papers, which only courses, editions and digests have."""
    return "\n".join(each.text for each in page.readings) if page.course or page.digest else ""
