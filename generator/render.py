"""Room 4: a view → Markdown, through templates/.

In: views. Out: outputs, `(dest_uri, bytes)`, each page with its Markdown. Texts are escaped here
unless they are Markup; a name that a template asks for and a view lacks is an error.
It writes nothing and knows no engine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.model import Collection
from generator.settings import Settings
from generator.text import citing, escape, tex
from generator.views import (
    Head,
    HomeView,
    IndexView,
    ListView,
    PaperView,
    View,
    addresses,
    all_pages,
)
from generator.views.rows import to_row

TEMPLATES = Path(__file__).parent / "templates"
#: Stands in a row where its abstract goes; control characters are refused in catalogues.
_ABSTRACT = "\x01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One file of the site before the engine."""

    src_uri: str
    """POSIX path of the Markdown below the folder of pages: `papers/wang2024.md`."""
    data: bytes


class Duplicate(Exception):
    """Two outputs for one path; the message names both sources."""


_TEMPLATE_OF = {
    PaperView: "paper.md.jinja",
    ListView: "list.md.jinja",
    HomeView: "home.md.jinja",
    IndexView: "index.md.jinja",
}


@cache
def environment() -> Environment:
    """Templates that escape what is not Markup."""
    loader = FileSystemLoader(TEMPLATES)
    env = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    env.globals["ROOT"] = addresses.ROOT
    return env


def outputs(
    collection: Collection, settings: Settings, related: Mapping[str, tuple[str, ...]]
) -> Iterator[Output]:
    """Everything that a collection says, one output for each page (design: one pure function)."""
    rows = render_rows(collection, settings)
    seen: dict[str, str] = {}
    for view in all_pages(collection, settings, related):
        src_uri = addresses.to_src_uri(view.head.url)
        first = seen.setdefault(src_uri.lower(), view.head.title)
        if first is not view.head.title:
            raise Duplicate(f'"{first}" and "{view.head.title}" both want {src_uri}')
        text = render(view, rows, collection)
        yield Output(src_uri=src_uri, data=text.encode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class RenderedRow:
    """A paper in lists with and without its abstract."""

    full: str
    short: str


def render_rows(collection: Collection, settings: Settings) -> dict[str, RenderedRow]:
    """Each row once, whatever the number of lists it stands in."""
    template = environment().get_template("row.html.jinja")
    abstract = environment().get_template("abstract.html.jinja")
    rendered = {}
    for paper in collection.papers.values():
        row = to_row(paper, collection, settings.macros)
        text = template.render(row=row, abstract=_ABSTRACT)
        folded = abstract.render(row=row) if row.abstract else ""
        rendered[row.id] = RenderedRow(
            full=text.replace(_ABSTRACT, folded), short=text.replace(_ABSTRACT, "")
        )
    return rendered


def render(view: View, rows: Mapping[str, RenderedRow], collection: Collection) -> str:
    """The Markdown of one page."""
    template = environment().get_template(_TEMPLATE_OF[type(view)])
    if isinstance(view, PaperView):
        body = template.render(view=view)
    elif isinstance(view, IndexView):
        body = template.render(view=view, introduction=_introduction(view, collection))
    else:
        full = isinstance(view, HomeView) or view.has_abstracts
        blocks = [
            Markup("".join((rows[id].full if full else rows[id].short) for id in section.ids))
            for section in view.sections
        ]
        body = template.render(
            view=view, blocks=blocks, introduction=_introduction(view, collection)
        )
    root = addresses.to_root(view.head.url)
    return front_matter(view.head) + body.replace(addresses.ROOT, root)


def _introduction(view: ListView | HomeView | IndexView, collection: Collection) -> Markup:
    """Hand-written Markdown, trusted as every page of the site, with its citations as links."""
    return Markup(cite(view.introduction, addresses.ROOT, collection))


def cite(markdown: str, root: str, collection: Collection) -> str:
    """`[@id]` → a link with the title; `root` leads from the page to the root of the site."""

    def to_link(paper_id: str) -> str:
        paper = collection.papers.get(paper_id)
        title = paper.title if paper else collection.left_out[paper_id]
        shown = escape.markdown(tex.to_plain(title))
        if paper is None:
            return shown
        return f'<a class="ps-cite" href="{root}{addresses.paper(paper_id)}">{shown}</a>'

    return citing.replace(markdown, to_link)


def front_matter(head: Head) -> str:
    """What the theme needs to know of a page, as JSON scalars: no text can end or break them."""
    values: dict[str, object] = {"title": head.title}
    if head.description:
        values["description"] = head.description
    values["kind"] = head.kind
    if head.is_indexed:
        values["indexed"] = True
    values["hide"] = ["navigation", "toc"]
    lines = [f"{key}: {_yaml(value)}\n" for key, value in values.items()]
    return f"---\n{''.join(lines)}---\n\n"


#: Line breaks to YAML, although not to JSON.
_BREAKS = {ord(char): f"\\u{ord(char):04x}" for char in "\x7f\x85\u2028\u2029\ufeff"}


def _yaml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).translate(_BREAKS)


def page_count(items: Iterable[Output]) -> int:
    """How many of the outputs are pages."""
    return sum(item.src_uri.endswith(".md") for item in items)
