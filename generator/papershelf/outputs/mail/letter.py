"""What a mail says, as plain texts.

In: issues of a digest, each with its papers, and a Collection. Out: a Letter, from which the text
and the HTML are made. Addresses are absolute; formulas are text, since no mail client shows MathML.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from babel.dates import format_date, format_skeleton

from papershelf.catalogue.model import Collection, Paper
from papershelf.citations import parts
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses
from papershelf.outputs.views.rows import ROW_LINKS, authors_shown, iter_links, paragraphs
from papershelf.problems import count
from papershelf.text import citing, notes, tex
from papershelf.text.dates import PartialDate
from papershelf.text.escape import Html, html
from papershelf.text.shorten import at_word

#: The longest subject that phones show whole.
SUBJECT = 70
#: Characters of an abstract where whole ones would make the mail too long.
SHORT = 320


class Words(NamedTuple):
    """A curator's Markdown, for both parts of a mail."""

    html: Html = Html()
    text: str = ""


class Item(NamedTuple):
    """A paper."""

    title: str
    authors: str
    facts: str
    """Venue and date."""
    url: str
    """Of its page on the site."""
    abstract: tuple[str, ...]
    note: Words
    links: tuple[tuple[str, str], ...]
    """Label and address."""


class Group(NamedTuple):
    """Papers below a heading, which may be empty."""

    heading: str
    items: tuple[Item, ...]


class Issue(NamedTuple):
    """A digest; the texts are empty if it is the only one in the mail."""

    title: str
    introduction: Words
    groups: tuple[Group, ...]


class Letter(NamedTuple):
    """A mail."""

    site: str
    site_url: str
    subject: str
    title: str
    url: str
    """Of the newest digest on the site."""
    preview: str
    """What mail clients show beside the subject."""
    issues: tuple[Issue, ...]
    more: int = 0
    """Number of papers that did not fit."""
    unsubscribe: str = ""
    """Where to unsubscribe: an address of the web or of mail."""
    language: str = "en"
    """Of the mail; only dates follow the subscriber's language."""

    @property
    def more_line(self) -> str:
        """Return how many papers are only on the site."""
        return f"{count(self.more, 'more paper')} on the site"


class Draft(NamedTuple):
    """An issue before its papers are written out: ids with notes, below headings."""

    date: str
    title: str
    introduction: str
    """Markdown."""
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """Heading, and pairs of id and note (Markdown)."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of its papers in order."""
        return tuple(paper_id for _, pairs in self.groups for paper_id, _ in pairs)

    def only(self, ids: Iterable[str]) -> Draft:
        """Return the issue with these papers alone, without headings that become empty."""
        wanted = frozenset(ids)
        groups = [
            (heading, tuple(pair for pair in pairs if pair[0] in wanted))
            for heading, pairs in self.groups
        ]
        return self._replace(groups=tuple(group for group in groups if group[1]))


class Writer:
    """Writes letters about one collection; each paper is written out once for all subscribers."""

    def __init__(self, collection: Collection, settings: Settings) -> None:
        self.collection = collection
        self.settings = settings
        self.items: dict[tuple[str, str, str], Item] = {}

    def letter(
        self, drafts: Iterable[Draft], *, language: str = "en", unsubscribe: str = ""
    ) -> Letter:
        """Return the letter of some issues, oldest first, none of which is empty."""
        drafts = tuple(drafts)
        total = sum(len(draft.ids) for draft in drafts)
        newest = drafts[-1]
        is_single = len(drafts) == 1
        title = newest.title if is_single else f"{count(total, 'new paper')}"
        titles = [
            tex.to_plain(self.collection.title_of(paper_id))
            for draft in drafts
            for paper_id in draft.ids
        ]
        return Letter(
            site=_line(self.settings.site_name),
            site_url=self.settings.site_url,
            subject=to_subject(title, self.settings.site_name),
            title=_line(title),
            url=self.settings.site_url + addresses.term("digests", newest.date),
            preview=at_word(_line("; ".join(titles)), 140),
            issues=tuple(self._issue(draft, language, is_single=is_single) for draft in drafts),
            unsubscribe=unsubscribe,
        )

    def _issue(self, draft: Draft, language: str, *, is_single: bool) -> Issue:
        groups = tuple(
            Group(
                _line(heading), tuple([self._item(paper, note, language) for paper, note in pairs])
            )
            for heading, pairs in draft.groups
        )
        title = "" if is_single else _line(draft.title)
        return Issue(title=title, introduction=self._words(draft.introduction), groups=groups)

    def _item(self, paper_id: str, note: str, language: str) -> Item:
        key = (paper_id, note, language)
        if key not in self.items:
            self.items[key] = self._written(self.collection.papers[paper_id], note, language)
        return self.items[key]

    def _written(self, paper: Paper, note: str, language: str) -> Item:
        venue = paper.venue or ("arXiv" if paper.arxiv else "")
        shown = localized(paper.published, language)
        label, way = parts.way(paper)
        links = [(label, way)] if way else []
        known = {link.text: paper.urls.get(name, "") for name in ROW_LINKS for link in iter_links(paper, (name,))}
        links += [(str(name), url) for name, url in known.items() if url and url != way]
        abstract = paragraphs(paper.abstract or paper.summary)
        return Item(
            title=_line(tex.to_plain(paper.title)),
            authors=_line(authors_shown(paper)),
            facts=_line(", ".join(filter(None, (venue, shown)))),
            url=self.settings.site_url + addresses.paper(paper.id),
            abstract=tuple([_line(tex.to_plain(text)) for text in abstract]),
            note=self._words(note),
            links=tuple(links),
        )

    def _words(self, markdown: str) -> Words:
        if not markdown.strip():
            return Words()

        def to_text(paper_id: str) -> str:
            return tex.to_plain(self.collection.title_of(paper_id)) or f"[@{paper_id}]"

        def to_link(paper_id: str) -> str:
            if paper_id not in self.collection.papers:
                return html(to_text(paper_id))
            url = self.settings.site_url + addresses.paper(paper_id)
            return f'<a href="{html(url)}">{html(to_text(paper_id))}</a>'

        plain = tex.to_plain(citing.replace(markdown, to_text))
        safe = notes.to_html(markdown, to_link=to_link, to_formula=lambda text: html(tex.to_plain(text)))
        return Words(Html(safe), plain.strip())


def to_subject(title: str, site: str) -> str:
    """Return a subject of at most SUBJECT characters: the title, and the site's name if it fits."""
    title, site = _line(title), _line(site)
    whole = f"{title}, {site}"
    fits = site and site not in title and len(whole) <= SUBJECT
    return whole if fits else at_word(title or site, SUBJECT)


def localized(date: PartialDate, language: str) -> str:
    """Return a date for readers of a language: `23 Dec 2025`, `23. Dez. 2025`, `Dez. 2025`."""
    if language == "en" or not date.month:
        return date.shown
    day = datetime.date(date.year, date.month, date.day or 1)
    if date.day:
        return format_date(day, "medium", locale=language)
    return format_skeleton("yMMM", day, locale=language)


def _line(text: str) -> str:
    """Return a text on one line, without characters that no mail may have."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
