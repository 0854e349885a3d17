"""What a mail says, as plain texts.

In: digests, each with the papers for one reader, and their Collection. Out: a Letter, from which
the text and the HTML are made. Addresses are absolute; formulas are text, since no mail client
shows MathML.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Collection as AbstractCollection
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, islice, takewhile
from typing import NamedTuple

from babel import Locale
from babel.dates import format_date

from papershelf.catalogue.model import Collection, Digest, Paper, Reading
from papershelf.outputs import trending
from papershelf.outputs.feeds import digests as digest_feed
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import addresses, trends
from papershelf.outputs.views.rows import authors_shown, paragraphs, venue_shown, ways
from papershelf.problems import count
from papershelf.text import plaintext, prose, readings, tex
from papershelf.text.characters import in_place
from papershelf.text.dates import PartialDate
from papershelf.text.escape import Html, uri
from papershelf.text.prose import Prose
from papershelf.text.readings import Section
from papershelf.text.shorten import at_word

#: The longest subject that phones show whole.
SUBJECT = 70
#: Trending papers below the new ones.
TRENDING_SHOWN = 3
#: Characters of an abstract where whole ones would make the mail too long.
SHORT = 320
#: Bytes of HTML of a curator, above which a mail that is too long has only their beginning.
LONG = 2_000
#: Characters beside the subject that mail clients have room for.
PREVIEW = 140


class Footnote(NamedTuple):
    """A footnote, for both parts of a mail."""

    number: int
    html: Html
    """With its number."""
    text: str


class Words(NamedTuple):
    """A curator's words, for both parts of a mail."""

    html: Html = Html()
    text: str = ""
    footnotes: tuple[Footnote, ...] = ()
    """Those that they refer to."""


class PaperPart(NamedTuple):
    """A paper."""

    title: str
    language: str
    """Of title and abstract, as a tag; empty if unknown."""
    authors: str
    facts: str
    """Venue and date."""
    url: str
    """Of its page on the site."""
    abstract: tuple[str, ...]
    note: Words
    links: tuple[tuple[str, str], ...]
    """Label and address."""
    before: Words = Words()
    """The curator's words between its heading, or the paper before it, and the paper."""


class Group(NamedTuple):
    """Papers below a heading, which may be empty."""

    heading: str
    papers: tuple[PaperPart, ...]
    after: Words = Words()
    """The curator's words below the last paper, or below the heading if there are no papers."""
    footnotes: tuple[Footnote, ...] = ()
    """Those that the heading refers to."""


class DigestPart(NamedTuple):
    """A digest; the texts are empty if it is the only one in the mail."""

    title: str
    introduction: Words
    groups: tuple[Group, ...]

    @property
    def footnotes(self) -> list[Footnote]:
        """Return the footnotes of all words and headings, in their order on the page."""
        parts: list[Words | Group] = [self.introduction]
        for group in self.groups:
            parts += [group, *(each.before for each in group.papers), group.after]
        return sorted({note.number: note for each in parts for note in each.footnotes}.values())


class TrendingPart(NamedTuple):
    """A paper of an earlier digest whose numbers grow."""

    title: str
    url: str
    why: str
    """`+38 stars and 4 comments in 7 days (GitHub, 29 Nov 2026)`"""


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
    digests: tuple[DigestPart, ...]
    trending: tuple[TrendingPart, ...] = ()
    more: int = 0
    """Number of papers that did not fit."""
    unsubscribe: str = ""
    """Where to unsubscribe: an address of the web or of mail."""

    @property
    def more_line(self) -> str:
        """Return how many papers are only on the site."""
        return f"{count(self.more, 'more paper')} on the site"


class Text(NamedTuple):
    """The text of a digest, for all of its readers."""

    introduction: list[int]
    """Where it begins in the page, or nothing."""
    sections: list[Section]
    """What is below each heading, without the introduction."""
    prose: Prose
    made: dict[tuple[int, ...], Words]

    def words(self, starts: Sequence[int]) -> Words:
        """Return the words that begin at these places of the page."""
        if not starts:
            return Words()
        key = tuple(starts)
        if key not in self.made:
            self.made[key] = self._words(starts)
        return self.made[key]

    def _words(self, starts: Sequence[int]) -> Words:
        shown = prose.without_images("\n".join([self.prose.pieces.get(at, "") for at in starts]))
        return Words(Html(shown), plaintext.to_text(shown), tuple(self.footnotes(shown)))

    def footnotes(self, shown: str) -> Iterator[Footnote]:
        """Yield the footnotes that a piece refers to."""
        for number in prose.numbers_in(shown):
            if note := prose.without_images(self.prose.footnotes.get(number, "")):
                whole = prose.with_number(number, note)
                text = plaintext.to_text(whole).replace("\n", "\n    ")
                yield Footnote(number, Html(whole), text)


def with_papers(digest: Digest, ids: AbstractCollection[str]) -> Digest:
    """Return a digest with these papers alone, each once."""
    found: dict[str, Reading] = {}
    for reading in digest.readings:
        if reading.id in ids:
            found.setdefault(reading.id, reading)
    return replace(digest, readings=tuple(found.values()))


class LetterWriter:
    """Writes letters about one collection; each paper is written out once for all subscribers."""

    def __init__(self, collection: Collection, settings: Settings) -> None:
        self.collection = collection
        self.settings = settings
        self.pages = digest_feed.DigestWriter(collection, settings, settings.site_url)
        self.trending = trending.find(collection, settings.trending)
        self.written: dict[tuple[str, str, str], PaperPart] = {}
        self.texts: dict[str, Text] = {}

    def letter(
        self,
        digests: Sequence[Digest],
        *,
        language: str = "en",
        topics: AbstractCollection[str] = (),
        unsubscribe: str = "",
    ) -> Letter:
        """Return the letter of digests, oldest first, none of which is empty. Trending papers are
        those of `topics`, or of all."""
        ids = [reading.id for digest in digests for reading in digest.readings]
        newest = digests[-1]
        is_single = len(digests) == 1
        title = newest.title if is_single else count(len(ids), "new paper")
        titles = [tex.to_plain(self.collection.title_of(paper_id)) for paper_id in ids]
        return Letter(
            site=one_line(self.settings.site_name),
            site_url=self.settings.site_url,
            subject=to_subject(title, self.settings.site_name),
            title=one_line(title),
            url=self.settings.site_url + addresses.digest(str(newest.date)),
            preview=at_word(one_line("; ".join(titles)), PREVIEW),
            digests=tuple(
                self._digest(digest, language, "" if is_single else one_line(digest.title))
                for digest in digests
            ),
            trending=tuple(self._trending_parts(newest.date, frozenset(ids), topics)),
            unsubscribe=uri(unsubscribe),
        )

    def _trending_parts(
        self, date: PartialDate, ids: frozenset[str], topics: AbstractCollection[str]
    ) -> Iterator[TrendingPart]:
        """Yield the first trending papers of some topics, from earlier digests alone, so that none
        comes before its digest. Numbers that nobody has renewed for weeks are not news again."""
        if not self.trending or not self.trending.is_telling:
            return
        day = datetime.date.fromisoformat(date.padded)
        if (day - self.trending.day).days > trending.STALE:
            return
        terms = self.collection.terms["topics"]
        wanted = {paper_id for slug in topics if slug in terms for paper_id in terms[slug].ids}
        earlier = {
            reading.id for digest in self.collection.digests.values() for reading in digest.readings
        }
        found = (
            each
            for each in self.trending.papers
            if each.id in earlier - ids and (not topics or each.id in wanted)
        )
        for each in islice(found, TRENDING_SHOWN):
            yield TrendingPart(
                title=one_line(tex.to_plain(self.collection.papers[each.id].title)),
                url=self.settings.site_url + addresses.paper(each.id),
                why=one_line(f"{trends.why(each.growths)} ({trends.source(each.growths)})"),
            )

    def _digest(self, digest: Digest, language: str, title: str) -> DigestPart:
        own = addresses.digest(str(digest.date))
        if own not in self.texts:
            self.texts[own] = self._text(digest)
        text = self.texts[own]
        groups = tuple(self._groups(digest, text, language))
        return DigestPart(title, text.words(text.introduction), groups)

    def _groups(self, digest: Digest, text: Text, language: str) -> Iterator[Group]:
        """Yield the papers of a digest with the curator's words around them. Words below a heading
        are for readers of its papers, also of those below its subheadings; words below the last
        paper of the page, and those of headings without papers, are for everyone."""
        left = {reading.id: reading for reading in digest.readings}
        sections = text.sections
        starts = (each.start for section in sections for each in section.below if each.id)
        last = max(starts, default=-1)
        for number, (_, heading, below, start) in enumerate(sections):
            papers, words = list[PaperPart](), list[int]()
            ids = _below_subheadings(sections[number], islice(sections, number + 1, None))
            is_above, is_for_all = not ids.isdisjoint(left), not ids
            for each in below:
                if not each.id:
                    words.append(each.start)
                    continue
                is_for_all = each.start == last
                if reading := left.pop(each.id, None):
                    before = text.words(words)
                    papers.append(self._paper(reading, digest, language)._replace(before=before))
                    words = []
                elif is_for_all and not papers:
                    heading, words = "", []
            after = text.words(words)
            if papers or is_above or (is_for_all and after.html):
                footnotes = text.footnotes(text.prose.headings.get(start, "") if heading else "")
                yield Group(heading, tuple(papers), after, tuple(footnotes))
        # of papers that were merged, or taken out of the digest, the page has no item
        for section, group in groupby(left.values(), key=lambda each: each.section):
            yield Group(
                one_line(section), tuple(self._paper(each, digest, language) for each in group)
            )

    def _text(self, digest: Digest) -> Text:
        """Return the text of a digest; the headings are plain text."""
        found = self.pages.prose(digest)
        above, *others = readings.by_heading(digest.body)
        is_introduced = above.below and not above.below[0].id
        introduction = [above.below.pop(0).start] if is_introduced else []
        sections = [
            each._replace(heading=one_line(found.plain_heading(each.start))) for each in others
        ]
        return Text(introduction, [above, *sections], found, {})

    def _paper(self, reading: Reading, digest: Digest, language: str) -> PaperPart:
        own = f"digests/{digest.date}.md"
        key = (reading.id, own, language)
        if key not in self.written:
            shown = prose.without_images(self.pages.to_html(reading.note, own))
            note = Words(Html(shown), plaintext.to_text(shown))
            self.written[key] = self._written(self.collection.papers[reading.id], note, language)
        return self.written[key]

    def _written(self, paper: Paper, note: Words, language: str) -> PaperPart:
        venue = in_place(venue_shown(paper))
        shown = localized(paper.published, language)
        abstract = paragraphs(paper.abstract or paper.summary)
        return PaperPart(
            title=one_line(tex.to_plain(paper.title)),
            language=paper.language,
            authors=one_line(authors_shown(paper)),
            facts=one_line(", ".join(filter(None, (venue, shown)))),
            url=self.settings.site_url + addresses.paper(paper.id),
            abstract=tuple([one_line(tex.to_plain(text)) for text in abstract]),
            note=note,
            links=tuple(ways(paper)),
        )


def _below_subheadings(above: Section, others: Iterable[Section]) -> set[str]:
    """Return the ids of the papers below the subheadings of a section, which `others` follow."""
    inner = takewhile(lambda each: each.level > above.level > 0, others)
    return {each.id for section in inner for each in section.below if each.id}


def to_subject(title: str, site: str) -> str:
    """Return a subject of at most SUBJECT characters: the title, and the site's name if it fits."""
    title, site = one_line(title), one_line(site)
    whole = f"{title}, {site}"
    fits = site and site not in title and len(whole) <= SUBJECT
    return whole if fits else at_word(title or site, SUBJECT)


def localized(date: PartialDate, language: str) -> str:
    """Return a date for readers of a language: `23 Dec 2025`, `23. Dez. 2025`, `Dez. 2025`."""
    if language == "en" or not date.month:
        return date.shown
    day = datetime.date(date.year, date.month, date.day or 1)
    skeletons = Locale.parse(language).datetime_skeletons
    short = skeletons["yMMM"].pattern
    month = (short, short.replace("LLL", "MMM"), skeletons["yMMMM"].pattern)
    # where CLDR has no short name of a month, or none without a day, Babel writes "M12"
    forms = ("medium", "long") if date.day else month
    found = (format_date(day, form, locale=language) for form in forms)
    return next((each for each in found if f"M{date.month:02}" not in each), date.shown)


#: Characters without a shape that a text may need: they join letters, say where a text runs, end
#: words of scripts without blanks, and make flags.
_KEPT = frozenset(map(chr, (0x061C, *range(0x200B, 0x2010), *range(0xE0020, 0xE0080))))


def one_line(text: str) -> str:
    """Return a text on one line, without characters that no mail may have. Those without a shape,
    such as soft hyphens, leave no gap."""
    return " ".join("".join(map(_shown, text)).split())


def _shown(char: str) -> str:
    if char.isprintable() or char in _KEPT:
        return char
    return "" if unicodedata.category(char) == "Cf" else " "
