"""The table of checks, and the function that runs them.

In: a Source. Out: all its problems, sorted.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from papershelf.catalogue import Source, conflicts
from papershelf.catalogue.report import Report
from papershelf.checks import (
    authors,
    comments,
    courses,
    digests,
    encodings,
    entries,
    links,
    markup,
    named,
    pages,
    sessions,
    taken,
    titles,
    topics,
    values,
)
from papershelf.checks.finding import Finding
from papershelf.problems import Problem, Severity
from papershelf.problems.rules import RULES

Check: TypeAlias = Callable[[Source], Iterator[Finding]]


def check(source: Source, severities: Mapping[str, str] | None = None) -> list[Problem]:
    """Return all problems of a source, sorted by file and position.

    `severities` sets rules to `off`, `warning` or `error`; fixed rules keep their severity.
    """
    reports: dict[str, Report] = {}
    for run in CHECKS:
        for finding in run(source):
            if conflicts.is_version(finding.source.text, finding.rule, finding.node.start):
                continue
            report = reports.setdefault(finding.source.name, Report(finding.source))
            report(finding.rule, finding.node, finding.message, finding.hint)
    problems = list(source.problems)
    for report in reports.values():
        problems += report.problems
    return sorted(weighed(problems, severities or {}), key=lambda problem: problem.sort_key)


def weighed(problems: Iterable[Problem], severities: Mapping[str, str]) -> Iterator[Problem]:
    """Yield the problems with the severities of the settings, without those that are off."""
    for problem in problems:
        severity = severities.get(problem.rule, problem.severity)
        if RULES[problem.rule].fixed or severity == problem.severity:
            yield problem
        elif severity != "off":
            yield dataclasses.replace(problem, severity=Severity(severity))


CHECKS: tuple[Check, ...] = (
    entries.missing_fields,
    entries.authors,
    entries.numbers,
    authors.names,
    authors.people,
    authors.repeated,
    entries.added,
    entries.formulas,
    entries.links,
    entries.closed,
    comments.hashes,
    titles.forms,
    markup.forms_of,
    encodings.words,
    values.labelled,
    values.joined_keywords,
    values.changed,
    values.missing,
    values.blocks,
    values.devices,
    entries.duplicate_ids,
    entries.duplicate_identifiers,
    entries.likely_duplicates,
    topics.unknown,
    entries.unknown_papers,
    entries.superseded_loops,
    pages.front_matter,
    topics.files,
    topics.picks,
    courses.files,
    courses.readings_of,
    courses.odd_items,
    courses.closed,
    sessions.rules,
    sessions.days,
    sessions.marks,
    digests.files,
    digests.papers,
    pages.placeholders,
    pages.introductions,
    pages.headings_of,
    topics.empty,
    pages.addresses,
    pages.same,
    taken.files,
    pages.aliases,
    pages.citations,
    pages.citation_forms,
    links.broken,
    named.names,
    named.spellings,
    named.slugs,
)
