"""The text of a page that lists papers by hand, and the papers within it.

In: a course, an edition or a digest, and its collection. Out: its parts in order: the text as
written, and each paper with the curator's note, numbered across the whole page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from urllib.parse import urljoin, urlsplit

from papershelf.catalogue.model import Collection, Reading, ReadingList, ReadingPage
from papershelf.outputs.finished import without_indentation
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, mathml, reading_access
from papershelf.outputs.views.reading_views import ReadingItem, ReadingPart
from papershelf.outputs.views.records import NOTHING, Link
from papershelf.outputs.views.rows import citation
from papershelf.outputs.views.written_links import from_root
from papershelf.text import notes, prose, readings, tex
from papershelf.text.escape import Html, html
from papershelf.text.headings import Heading
from papershelf.text.prose import Prose

#: A heading at the end of a text, without markup.
_HEADING = re.compile(
    r"^##[ \t]+(?P<text>[^\W_](?:[^\W_]|[ ,.;()/’–-]|[:&](?= ))*)\Z", re.MULTILINE
)


def read_in(page: ReadingPage, collection: Collection) -> tuple[str, ...]:
    """Return the ids of a page's listed papers in reading order, without duplicates."""
    ids = dict.fromkeys(reading.id for reading in page.readings)
    return tuple(paper_id for paper_id in ids if paper_id in collection.listed)


def parts(
    page: ReadingPage,
    collection: Collection,
    settings: Settings,
    *,
    url: str,
    heading: str,
    to_text: Callable[[Heading], str] = lambda heading: heading.markdown,
) -> Iterator[ReadingPart]:
    """Yield the text and the papers of the page at an address, in order. `heading` is that of
    papers without one, `to_text` returns the Markdown for a heading in the text."""
    to_html = to_notes(url, collection, settings)
    number, seen = 0, set[str]()
    found = readings.rewrite(page.body, to_text)
    for is_read, group in groupby(found, key=lambda each: bool(each.id)):
        stretches = list(group)
        if not is_read:
            yield ReadingPart(markdown="\n\n".join(each.text for each in stretches))
            continue
        items = []
        for each in stretches:
            reading = page.readings[number]
            number += 1
            note = to_html(reading.note)
            # named after the paper, so that links survive a new order; ids have no underscore
            again = f"_{number}" if each.id in seen else ""
            anchor = f"{each.id}{again}"
            seen.add(each.id)
            item = _item(number, each.id, note, collection)
            paper = collection.papers.get(each.id)
            former = paper.former if paper else ()
            old = tuple(Html(f"reading-{alias}{again}") for alias in former)
            item = item._replace(guide=html(guide(reading)), old_anchors=old)
            item = item._replace(anchor=Html(f"reading-{anchor}"))
            if item.id and isinstance(page, ReadingList):
                access = reading_access.access_view(collection.papers[item.id])
                item = item._replace(access=access)
            items.append(item)
        is_headed = stretches[0].section or number > len(items)
        yield ReadingPart(items=tuple(items), heading=NOTHING if is_headed else html(heading))


def guide(reading: Reading) -> str:
    """Return how to read a paper, `Required, pages 3–7`; empty if the course does not say."""
    is_one = reading.pages.isdigit()
    pages = f"{'page' if is_one else 'pages'} {reading.pages}" if reading.pages else ""
    text = ", ".join(filter(None, (reading.importance, pages)))
    return text[:1].upper() + text[1:]


def headed(found: Sequence[ReadingPart]) -> Iterator[ReadingPart]:
    """Yield the parts with each plain heading as that of the papers below it, instead of Markdown
    that the engine has to render."""
    heading = NOTHING
    for part, after in zip(found, (*found[1:], ReadingPart())):
        if part.items:
            yield part._replace(heading=heading or part.heading)
            heading = NOTHING
        else:
            match = _HEADING.search(part.markdown) if after.items else None
            heading = html(match["text"].strip()) if match else NOTHING
            text = part.markdown[: match.start()].strip() if match else part.markdown
            if text:
                yield part._replace(markdown=text)


def _item(number: int, paper_id: str, note: Html, collection: Collection) -> ReadingItem:
    """Return a reading with its row, or only its title if the paper is not listed."""
    if paper_id in collection.listed:
        return ReadingItem(number=number, id=paper_id, note=note)
    text = html(tex.to_plain(collection.title_of(paper_id)))
    paper = collection.papers.get(paper_id)
    if paper is None:
        return ReadingItem(number=number, id="", note=note, paper=Link(text=text))
    url, language = addresses.at(addresses.paper(paper_id)), html(paper.language)
    link = Link(text=text, url=url, note=Html(paper.status), language=language)
    return ReadingItem(number=number, id="", note=note, paper=link)


def to_notes(url: str, collection: Collection, settings: Settings) -> Callable[[str], Html]:
    """Return the function that turns notes on the page at an address into HTML. Their links lead to
    the same places as those of the text, from any page."""
    src_uri = addresses.to_src_uri(url)
    cite = _to_link(collection, settings)

    def to_url(written: str) -> str:
        return from_root(written, src_uri, addresses.ROOT, collection.files)

    def to_html(text: str) -> Html:
        found = notes.to_html(
            text,
            settings.macros,
            cite,
            to_mathml=partial(mathml.to_html, macros=settings.macros),
            to_url=to_url,
        )
        return Html(without_indentation(found))

    return to_html


def to_words(page: ReadingPage, url: str, collection: Collection, settings: Settings) -> Prose:
    """Return the text of a page at an address, as HTML for any page."""
    src_uri = addresses.to_src_uri(url)
    has_formulas = prose.has_formulas(settings.extensions)

    def to_math(formula: str) -> str | None:
        is_text = formula.startswith("\\") and not has_formulas
        return None if is_text else tex.to_html(formula, settings.macros)

    return prose.to_prose(
        page.body,
        prose.reader(settings.extensions),
        to_link=_to_link(collection, settings),
        to_math=to_math,
        to_mathml=partial(mathml.to_html, macros=settings.macros),
        to_url=lambda written: from_root(written, src_uri, addresses.ROOT, collection.files),
    )


def to_plain_notes(url: str, collection: Collection, settings: Settings) -> Callable[[str], str]:
    """Return the function that turns notes on the page at an address into plain text. Relative
    links get the whole address, or none if the site does not know its own."""
    to_url = to_whole_urls(url, collection, settings)
    return lambda text: notes.to_plain(text, collection.plain_title_of, to_url)


def to_whole_urls(
    url: str, collection: Collection, settings: Settings
) -> Callable[[str], str | None]:
    """Return the function that turns the relative URL of a link on the page at an address into the
    whole one; None if it is invalid, or if the site does not know its own address."""
    src_uri, site_url = addresses.to_src_uri(url), settings.site_url

    def to_url(written: str) -> str | None:
        there = from_root(written, src_uri, site_url, collection.files)
        try:
            whole = urljoin(site_url and site_url + url, there)
            return whole if urlsplit(whole).netloc else None
        except ValueError:  # invalid brackets
            return None

    return to_url


def _to_link(collection: Collection, settings: Settings) -> Callable[[str], str]:
    """Return the function that turns a citation in a note into HTML."""

    def to_link(paper_id: str) -> str:
        title = collection.title_of(paper_id)
        if not title:  # code in the whole page, which looks like a citation in a part of it
            return html(f"[@{paper_id}]")
        shown = tex.to_html(title, settings.macros)
        paper = collection.papers.get(paper_id)
        return citation(paper, shown, addresses.ROOT) if paper else shown

    return to_link
