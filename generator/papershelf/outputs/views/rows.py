"""A paper as a row of a list, and the facts that its own page also shows.

In: a Paper and the collection's topics. Out: a Row, which is made once and used in every list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papershelf.catalogue.fields import CREATORS, FIELDS, LINKS
from papershelf.catalogue.model import Collection, Paper
from papershelf.citations import BESIDE, coins, parts
from papershelf.outputs.views import addresses
from papershelf.outputs.views.records import NOTHING, File, Link, Row
from papershelf.outputs.views.taxonomies import term_link
from papershelf.problems import count
from papershelf.text import languages, tex
from papershelf.text.characters import in_place
from papershelf.text.escape import Html, commonmark, html, link, uri
from papershelf.text.names import Name
from papershelf.text.tex import Macros

#: Names in a row before "and 3 more".
NAMES_SHOWN = 3
#: The most names on paper. Of more, the first 19 and the last are printed, as in a reference in
#: APA style.
NAMES_PRINTED = 20
#: Characters in about three lines; a shorter abstract is not folded.
FOLD_ABOVE = 260
_LAST = ("license", "language")
_DETAILS = (
    *(field for field in FIELDS.values() if field.label and field.name not in _LAST),
    *map(FIELDS.__getitem__, _LAST),
)
#: Links in a row; the paper's own page has all.
ROW_LINKS = ("pdf", "code", "data", "project", "video", "demo")


def to_row(paper: Paper, topics: tuple[Link, ...], macros: Macros) -> Row:
    """Return the row of a paper."""
    number = paper.discussion.get("count", 0)
    authors = authors_shown(paper)
    named = _line(paper.creators[:NAMES_SHOWN])
    rest = authors_printed(paper)[len(named) :]
    _, home = next(ways(paper), ("", ""))
    return Row(
        id=paper.id,
        former=Html(" ".join(paper.former)),
        url=addresses.at(addresses.paper(paper.id)),
        title=tex.to_html(paper.title, macros),
        plain_title=html(tex.to_plain(paper.title)),
        language=html(paper.language),
        authors=html(authors),
        venue=html(venue_shown(paper)),
        published=Html(paper.published.shown),
        published_iso=Html(paper.published),
        added_iso=Html(paper.added) if paper.added.day else NOTHING,
        comments=html(count(number, "comment")) if number else NOTHING,
        discussion=html(paper.discussion.get("url", "")),
        named=html(named),
        more=html(authors[len(named) :]),
        rest=html(rest if rest != authors[len(named) :] else ""),
        home=html(home),
        number=html(_number(paper)),
        summary=tex.to_html(paper.summary, macros),
        abstract=tuple(tex.to_html(part, macros) for part in paragraphs(paper.abstract)),
        is_long=len(paper.abstract) > FOLD_ABOVE,
        topics=topics,
        links=tuple(row_links(paper)),
        context=Html(coins.to_context(paper)),
    )


def details(paper: Paper) -> Iterator[tuple[str, str]]:
    """What a paper's own page lists under the labels of the table of fields."""
    for field in _DETAILS:
        value = paper.value(field.name)
        if field.name in CREATORS:  # editors may be in the place of authors
            names = () if value is paper.creators else value
            value = _line(names)
        if field.name == "language":
            value = languages.name(value)
        if value:
            yield field.label, value


def venue_shown(paper: Paper) -> str:
    """Return where a paper came out; empty if unknown."""
    return paper.venue or ("arXiv" if paper.arxiv else "")


def row_links(paper: Paper) -> Iterator[Link]:
    """Yield the PDF or, without one, another link to the paper, then code, data and so on."""
    label, url = parts.way(paper)
    if url and not pdf_url(paper):
        yield Link(text=html(label), url=html(url))
    yield from iter_links(paper, ROW_LINKS)


def ways(paper: Paper) -> Iterator[tuple[str, str]]:
    """Yield label and URL of the paper itself, its PDF, its code and so on, not escaped."""
    label, url = parts.way(paper)
    if url:
        yield label, uri(url)
    for name in ROW_LINKS:
        found = pdf_url(paper) if name == "pdf" else paper.urls.get(name, "")
        if found and found != url:
            yield LINKS[name], uri(found)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text of the catalogue."""
    return text.split("\n\n") if text else []


def authors_shown(paper: Paper, shown: int = NAMES_SHOWN) -> str:
    """Return `A, B, C and 3 more`, `A (ed.)`, `5 authors`, or an empty text."""
    creators = paper.creators
    total = paper.number_of_authors or len(creators)
    if not creators:
        return count(total, "author") if total else ""
    names = creators[:shown]
    hidden = total - len(names)
    return _line(names) + (f" and {hidden:,} more" if hidden else "") + _role(paper)


def authors_printed(paper: Paper) -> str:
    """Return the authors for paper: up to 20 names; of more, `A, B, …, Z`. Some that the catalogue
    does not name are counted, as in `authors_shown`."""
    creators = paper.creators
    if len(creators) <= NAMES_PRINTED or paper.number_of_authors > len(creators):
        return authors_shown(paper, NAMES_PRINTED)
    first, last = _line(creators[: NAMES_PRINTED - 1]), _line(creators[-1:])
    return f"{first}, …, {last}{_role(paper)}"


def _line(names: Iterable[Name]) -> str:
    return ", ".join([in_place(name.shown) for name in names])


def _role(paper: Paper) -> str:
    """Return ` (ed.)` or ` (eds.)` if the creators are not authors."""
    return "" if paper.authors else " (ed.)" if len(paper.creators) == 1 else " (eds.)"


def _number(paper: Paper) -> str:
    """Return `6 authors` with a no-break space if a row names some of them but not all; otherwise
    an empty text."""
    named = len(paper.authors[:NAMES_SHOWN])
    total = paper.number_of_authors
    return f"{total:,}\N{NO-BREAK SPACE}authors" if 0 < named < total else ""


def topic_links(collection: Collection) -> dict[str, tuple[Link, ...]]:
    """Return the links to each paper's topics, by id. All papers of a topic share one Link."""
    links = {slug: term_link("topics", term) for slug, term in collection.terms["topics"].items()}
    return {
        paper.id: tuple([links[slug] for slug in paper.topics])
        for paper in collection.papers.values()
    }


def files_beside(url: str) -> tuple[File, ...]:
    """Return the citation files beside a page."""
    return tuple(
        File(title=row.label, url=addresses.at(addresses.beside(url, row.suffix))) for row in BESIDE
    )


def markdown_beside(url: str) -> File:
    """Return the Markdown file beside the page of a paper, topic or course."""
    return File(title="Markdown", url=addresses.at(addresses.beside(url, "md")))


def markdown_line(paper: Paper, page: str) -> str:
    """Return `[Title](https://doi.org/…). Ada Lovelace and Grace Hopper, Venue, 2024-04-27.`,
    escaped for CommonMark. The link leads to the paper itself, or to `page` if no link is known."""
    facts = [commonmark(text) for text in (authors_shown(paper), paper.venue) if text]
    details = ", ".join([*facts, str(paper.published)])
    target = link(parts.home(paper) or page).replace("(", "%28").replace(")", "%29")
    return f"[{tex.to_commonmark(paper.title)}]({target}). {details}."


def citation(paper: Paper, shown: str, root: str) -> str:
    """Return the link to a paper that a hand-written text cites; `root` is the path from the page
    to the root of the site."""
    language = f' lang="{html(paper.language)}"' if paper.language else ""
    return f'<a class="ps-cite" href="{root}{addresses.paper(paper.id)}"{language}>{shown}</a>'


def pdf_url(paper: Paper) -> str:
    """Return the address of the PDF, which may follow from the arXiv id, or an empty text."""
    given = paper.urls.get("pdf", "")
    return given or (f"https://arxiv.org/pdf/{paper.arxiv}" if paper.arxiv else "")


def iter_links(paper: Paper, names: tuple[str, ...]) -> Iterator[Link]:
    """Yield the paper's links with these names, in the order of `names`."""
    for name in names:
        url = pdf_url(paper) if name == "pdf" else paper.urls.get(name, "")
        if url:
            yield Link(text=Html(LINKS[name]), url=html(url))
