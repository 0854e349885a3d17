"""Render views to Markdown, with the templates in templates/.

In: views with escaped texts. Out: pages of Markdown. A name that a template uses and a view lacks
is an error. Writes nothing and does not depend on MkDocs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from papershelf.catalogue.model import Collection
from papershelf.outputs import policy
from papershelf.outputs.data.compact import to_json
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, subscribing
from papershelf.outputs.views.moves import MoveView
from papershelf.outputs.views.reading_views import CourseView, DigestView
from papershelf.outputs.views.records import Head, HomeView, IndexView, ListView, View
from papershelf.outputs.views.rows import citation, to_row, topic_links
from papershelf.outputs.views.single_pages import MapView, TrendingView
from papershelf.text import citing, markers, tex
from papershelf.text.escape import Html, html

TEMPLATES = Path(__file__).parent / "templates"
_ABSTRACT, _DAILY, _OTHER = map(Html, (markers.ABSTRACT, markers.DAILY, markers.OTHER))
_HOLE = Html(markers.HOLE)


_REDIRECT = "redirect.html.jinja"


#: The points of the map, in the order of the colours; `map-canvas.js` draws the same shapes.
SHAPES = (
    Html('<circle r="4.5"/>'),
    Html('<path d="M-4 -4H4V4H-4Z"/>'),
    Html('<path d="M0 -5L5 4H-5Z"/>'),
    Html('<path d="M0 -5.5L5.5 0L0 5.5L-5.5 0Z"/>'),
)


class RenderedRow(NamedTuple):
    """A paper in lists, in each form."""

    full: str
    """The row with the abstract."""
    short: str
    """The row without the abstract."""
    daily: str
    """The row in the list of a day: with the curator's sentence and the number of authors."""


def _forms(text: str) -> RenderedRow:
    """Return the forms of a row with markers around the parts that some forms omit."""
    listed = _with(_OTHER, _without(_DAILY, text))
    return RenderedRow(
        full=_with(_ABSTRACT, listed),
        short=_without(_ABSTRACT, listed),
        daily=_with(_ABSTRACT, _with(_DAILY, _without(_OTHER, text))),
    )


def _with(marker: str, text: str) -> str:
    """Return a text with the parts between two markers."""
    return text.replace(marker, "")


def _without(marker: str, text: str) -> str:
    """Return a text without the parts between two markers."""
    return "".join(text.split(marker)[::2])


class Page(NamedTuple):
    """A generated page before the engine renders it."""

    head: Head
    body: str
    """Markdown with blocks of HTML; addresses are relative to the page."""
    has_aside: bool = False
    """Whether it has a column beside it."""
    is_written: bool = False
    """Whether it contains Markdown by a person, which the engine may change in any way."""

    def to_markdown(self) -> str:
        """Return the page as a Markdown file with front matter for the theme. Values are JSON
        scalars, which no text can break."""
        head = self.head
        lines = f"title: {_yaml(head.title)}\n"
        if head.description:
            lines += f"description: {_yaml(head.description)}\n"
        lines += f"kind: {head.kind}\n"
        if head.is_indexed:
            lines += "indexed: true\n"
        if self.has_aside:
            lines += "aside: true\n"
        if head.tags:
            lines += f"head: {_yaml(head.tags)}\n"
        return f"---\n{lines}hide: [navigation, toc]\n---\n\n{self.body}"


@cache
def environment(*, escapes: bool = False) -> Environment:
    """Return the environment of the templates. Views contain only escaped text. Escaping again
    would take a third of the time, so only a test does it and compares both."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=escapes,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    made.filters["html"] = html
    made.filters["thousands"] = "{:,}".format
    # views have every attribute that templates read; Jinja's method, in Python, also tries keys
    made.getattr = getattr  # type: ignore[assignment, method-assign]
    return made


class Renderer:
    """Renders the views of a collection; each row is rendered once for all lists."""

    def __init__(
        self, collection: Collection, settings: Settings, *, escapes: bool = False
    ) -> None:
        self.collection = collection
        self.settings = settings
        self.environment = environment(escapes=escapes)
        self.macros = self.environment.get_template("macros.html.jinja").module
        self.offer = subscribing.offer(settings, collection)
        self.outlines: dict[ListView, tuple[str, ...]] = {}
        self.templates: dict[type[View], Template] = {}
        self.row_template = self.environment.get_template("row.html.jinja")
        self.topics = topic_links(collection)
        self.rows: dict[str, RenderedRow] = {}
        """Rows that were rendered, by id."""

    def row(self, paper_id: str) -> RenderedRow:
        """Return the row of a listed paper."""
        if paper_id not in self.rows:
            paper = self.collection.listed[paper_id]
            row = to_row(paper, self.topics[paper_id], self.settings.macros)
            text = _fill(self.row_template, row=row, abstract=_ABSTRACT, daily=_DAILY, other=_OTHER)
            self.rows[paper_id] = _forms(text)
        return self.rows[paper_id]

    def render(self, view: View) -> Page:
        """Return the page of a view."""
        written = _written(view)
        if isinstance(view, MapView):
            body = self._fill(view, shapes=SHAPES)
        elif isinstance(view, IndexView):
            body = self._fill(view, introduction=self._introduction(view.introduction))
        elif isinstance(view, CourseView | DigestView):
            texts = [self._introduction(part.markdown) for part in view.parts]
            ids = [item.id for part in view.parts for item in part.items if item.id]
            rows = {id: Html(self.row(id).full.rstrip()) for id in ids}
            body = self._fill(view, texts=texts, rows=rows)
        elif isinstance(view, TrendingView):
            rows = {each.id: Html(self.row(each.id).full.rstrip()) for each in view.papers}
            newest = view.newest.ids if view.newest else ()
            blocks = [Html(self.row(each).full) for each in newest]
            body = self._fill(view, rows=rows, blocks=blocks)
        elif isinstance(view, ListView) and _is_plain(view):
            body = self._outlined(view)
        elif isinstance(view, ListView | HomeView):
            introduction = self._introduction(view.introduction)
            body = self._fill(view, introduction=introduction, blocks=self._blocks(view))
        else:
            body = self._fill(view)
        return Page(
            view.head,
            body.replace(addresses.ROOT, addresses.to_root(view.head.url)),
            has_aside='class="ps-aside"' in body,
            is_written=bool(written),
        )

    def row_files(self) -> Iterator[tuple[str, bytes]]:
        """Yield path and data of each shelf of rows, for scripts that make lists: HTML by id."""
        total = shelves(len(self.collection.listed))
        found: dict[int, dict[str, str]] = {}
        for paper_id in self.collection.listed:
            # loaded by pages one level deep, like the files of the rows
            text = self.row(paper_id).full.replace(addresses.ROOT, "../")
            found.setdefault(shelf_of(paper_id, total), {})[paper_id] = text
        for shelf, rows in sorted(found.items()):
            yield addresses.rows(shelf), to_json(rows)

    def _fill(self, view: View, **values: object) -> str:
        kind = type(view)
        if kind not in self.templates:  # Jinja's own cache takes half a millisecond
            name = kind.__name__.removesuffix("View").lower()
            self.templates[kind] = self.environment.get_template(f"{name}.md.jinja")
        return _fill(self.templates[kind], view=view, m=self.macros, offer=self.offer, **values)

    def _outlined(self, view: ListView) -> str:
        """Return the Markdown of a plain list. The pages of 23,000 authors differ only in heading,
        count, rows and addresses of files, so one page is rendered with gaps, which are filled for
        each author."""
        shape = view._replace(
            slug="",
            head=Head(kind=view.head.kind, url="", title="", crumbs=view.head.crumbs),
            heading=_HOLE,
            counted=_HOLE,
            sections=view.sections[:0],
            files=tuple([file._replace(url=_HOLE) for file in view.files]),
        )
        outline = self.outlines.get(shape)
        if outline is None:
            body = self._fill(shape, introduction=Html(), blocks=[_HOLE])
            outline = self.outlines[shape] = tuple(body.split(_HOLE))
        first, *parts = outline
        rows = "".join(self._blocks(view))
        # in the order in which the template prints them
        values = (view.heading, view.counted, rows, *[file.url for file in view.files])
        assert len(values) == len(parts), "every gap is filled"
        return first + "".join([value + part for value, part in zip(values, parts)])

    def _blocks(self, view: ListView | HomeView) -> list[str]:
        form = attrgetter(view.rows if isinstance(view, ListView) else "full")
        blocks = ["".join([form(self.row(id)) for id in part.ids]) for part in view.sections]
        # wrapped only if templates escape: copying a list of 100 papers copies 250 KB
        return [Html(block) for block in blocks] if self.environment.autoescape else blocks

    def _introduction(self, markdown: str) -> Html:
        """Return hand-written Markdown with citations as links; it is trusted like every page."""
        if not markdown:
            return Html()
        return Html(cite(markdown, addresses.ROOT, self.collection, self.settings))


@cache
def _redirect() -> tuple[Template, Html]:
    """Return the template of redirects, and its policy."""
    source = (TEMPLATES / _REDIRECT).read_text("utf-8")
    return environment().get_template(_REDIRECT), Html(policy.to_sealed_policy(source))


def redirect(view: MoveView) -> str:
    """Return the HTML page at an old address."""
    template, sealed = _redirect()
    return _fill(template, view=view, policy=sealed)


def shelves(papers: int) -> int:
    """Return the number of shelves that rows are divided into, a power of two with 3 to 6 rows on a
    shelf. A file for each row would be a tenth of all files. A browser loads a whole shelf to show
    one row: with 12 to 24 rows, the first answer of the list of 10,000 papers takes 202 KB instead
    of 122."""
    return 1 << max(0, (papers // 3).bit_length() - 1)


def shelf_of(paper_id: str, total: int) -> int:
    """Return the shelf of a row. It depends only on the id, so that a new paper changes one shelf,
    and a script needs no index to find it (found.js computes the same)."""
    number = 0
    for char in paper_id:
        number = (number * 31 + ord(char)) % 65_521
    return number % total


def _written(view: View) -> str:
    """Return the Markdown in a view that a person wrote."""
    if isinstance(view, CourseView | DigestView):
        return "".join(part.markdown for part in view.parts)
    return view.introduction if isinstance(view, HomeView | IndexView | ListView) else ""


def _is_plain(view: ListView) -> bool:
    """Return whether a list differs from others of its kind only in heading, count and rows."""
    beside = view.pager or view.boxes or view.facets or view.trending or view.turn
    has_more = beside or view.facts or view.introduction or view.head.is_indexed
    return bool(view.sections) and not has_more


def _fill(template: Template, **values: object) -> str:
    """Render without Jinja's globals, which no template uses: copying them took a tenth of the
    time."""
    return "".join(template.root_render_func(template.new_context(values, shared=True)))


def cite(markdown: str, root: str, collection: Collection, settings: Settings) -> str:
    """Replace each `[@id]` by a link with the title; `root` is the path from the page to the root
    of the site."""
    macros = settings.macros

    def to_link(paper_id: str) -> str:
        title = collection.title_of(paper_id)
        if not title:  # code in the whole page, which looks like a citation in a part of it
            return f"[@{paper_id}]"
        shown = tex.to_markdown(title, macros)
        paper = collection.papers.get(paper_id)
        return citation(paper, shown, root) if paper else shown

    return citing.replace(markdown, to_link)


_encode = json.JSONEncoder(ensure_ascii=False).encode
#: Characters that are line breaks in YAML but not in JSON.
_BREAKS = tuple((char, f"\\u{ord(char):04x}") for char in "\x7f\x85\u2028\u2029\ufeff")


def _yaml(text: str) -> str:
    encoded = _encode(text)
    if not text.isascii():
        for char, escaped in _BREAKS:
            encoded = encoded.replace(char, escaped)
    return encoded
