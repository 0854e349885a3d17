"""Ask the sources for the numbers of papers, and put them into the snapshot of the week.

In: papers, a client, a day. Out: a SourceResult for each source; a snapshot with its numbers in
place of older ones. A source that fails loses nothing else: what the week already has, stays.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from papershelf.catalogue.disk import Place
from papershelf.catalogue.metrics import COLUMNS, Count, Snapshot, read, to_csv, week_of
from papershelf.catalogue.model import Paper
from papershelf.catalogue.read import to_text
from papershelf.editing.changeset import Blocked, Change
from papershelf.importers.fetch import Client, FetchError
from papershelf.online.metrics.sources import MetricsSource, Numbers, Service
from papershelf.problems import count, errors_in
from papershelf.storage import bounds

#: Requests in a row without an answer, after which a source is left alone.
MOST_FAILURES = 3


@dataclass(slots=True, kw_only=True)
class SourceResult:
    """What a source answered."""

    source: MetricsSource
    numbers: dict[str, Numbers] = field(default_factory=dict)
    """Numbers by id of a paper, then by column."""
    asked: int = 0
    """Number of papers that it could know."""
    answered: int = 0
    """Number of those that it gave an answer about, even if it does not know them."""
    reason: str = ""
    """Why it was not asked, or did not answer; empty if all went well."""
    is_skipped: bool = False
    """Whether it was not asked at all."""

    @property
    def words(self) -> str:
        """Return one line for people."""
        if self.is_skipped:
            return f"{self.source.name}: not asked: {self.reason}"
        columns = ", ".join(self.source.columns)
        known = f"{len(self.numbers):,} of {count(self.asked, 'paper')}"
        text = f"{self.source.name}: {columns} of {known}"
        if not self.reason:
            return text
        rest = self.asked - self.answered
        return f"{text}; no answer about {rest:,}: {self.reason}"


def collect(
    papers: Sequence[Paper],
    sources: Iterable[MetricsSource],
    client: Client,
    repository: str = "",
    category: str = "",
) -> Iterator[SourceResult]:
    """Yield what each source answers, as soon as it has. `repository` is that of the discussions on
    GitHub, `owner/name`, or empty; `category` is the id of theirs, or empty for all. The first
    papers are asked for first: some sources stop after a few in a day."""
    for source in sources:
        by_identifier: dict[str, list[str]] = {}
        for paper in papers:
            if identifier := source.identifier(paper):
                by_identifier.setdefault(identifier, []).append(paper.id)
        result = SourceResult(source=source, asked=sum(map(len, by_identifier.values())))
        service = source.service(client, repository, category)
        if source.needs and not service.token:
            result.is_skipped, result.reason = True, f"{source.needs}; set {source.token}"
        elif source.name == "discussions" and not repository:
            result.is_skipped, result.reason = True, "repo_url in mkdocs.yml is not on GitHub"
        else:
            _ask(result, by_identifier, service)
        yield result


def _ask(result: SourceResult, by_identifier: Mapping[str, list[str]], service: Service) -> None:
    """Ask a source for all identifiers, until it has refused or failed too often."""
    identifiers, failures = list(by_identifier), 0
    for start in range(0, len(identifiers), result.source.at_once):
        some = identifiers[start : start + result.source.at_once]
        try:
            found = result.source.ask(service, some)
        except FetchError as error:
            result.reason = str(error)
            failures += 1
            if failures == MOST_FAILURES or error.status in _REFUSED:
                return
            continue
        failures = 0
        result.answered += sum(len(by_identifier[each]) for each in some)
        for identifier, numbers in found.items():
            result.numbers |= dict.fromkeys(by_identifier[identifier], numbers)


#: Answers that do not get better with the next request: a wrong token, a spent budget.
_REFUSED = frozenset({401, 429})


def merged(
    before: Snapshot,
    papers: Mapping[str, Paper],
    results: Iterable[SourceResult],
    day: datetime.date,
) -> Snapshot:
    """Return a snapshot with the new numbers in place of those of earlier days of the week, which
    get the current ids of their papers. Papers that are gone are left out."""
    numbers: dict[str, dict[str, Count]] = {}
    for name in COLUMNS:
        known = ((paper.id, before.of(name, paper.ids)) for paper in papers.values())
        numbers[name] = {paper_id: each for paper_id, each in known if each}
    for result in results:
        for paper_id, found in result.numbers.items():
            for name, value in found.items():
                numbers[name][paper_id] = Count(value, day)
    return Snapshot(week=before.week, numbers=numbers)


def change(
    place: Place, papers: Mapping[str, Paper], results: Iterable[SourceResult], day: datetime.date
) -> Change:
    """Return the change of the file of a day's week. Raise Blocked if it has problems."""
    name = Snapshot(week=week_of(day)).name
    path = place.root / name
    try:
        data = bounds.read(place.root, path)
    except FileNotFoundError:
        text, before = "", Snapshot(week=week_of(day))
    else:
        source, report = to_text(name, data)
        text, before = data.decode("utf-8", "surrogateescape"), read(source, report)
        if errors_in(report.problems):
            raise Blocked(report.problems)
    after = merged(before, papers, results, day)
    return Change(path, name, text, to_csv(after) if any(after.numbers.values()) else text)
