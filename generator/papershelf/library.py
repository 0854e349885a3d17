"""Load a collection, for other programs.

In: the folder of a collection, or its catalogue. Out: the frozen Collection, or one exception with
all problems. Writes nothing, and does not use the network.
"""

from __future__ import annotations

import copyreg
import os
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from papershelf import catalogue, problems
from papershelf.catalogue.model import Collection, Paper
from papershelf.plugin import MkDocsException, build, check_site
from papershelf.problems import Problem

_Record = TypeVar("_Record", Paper, Collection)


class LoadError(Exception):
    """A collection that cannot be loaded; the message is the report of `papershelf check`."""

    def __init__(self, message: str, found: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = found
        """All problems, including warnings, sorted by file; empty if nothing could be read."""


def load(path: str | os.PathLike[str]) -> Collection:
    """Return the collection in a folder, or in a single file such as `papers.yaml`.

    For a folder with a `mkdocs.yml`, its settings apply. Raise LoadError with all problems.

    `papers` has all papers by id, the newest first; `listed` has those that appear in lists, which
    excludes withdrawn ones:

    >>> collection = load(".")
    >>> len(collection.papers)
    36
    >>> paper = collection.papers["zheng2024learning"]
    >>> paper.title
    'Learning Modality-agnostic Representation for Semantic Segmentation from Any Modalities'
    >>> [author.shown for author in paper.authors]
    ['Xu Zheng', 'Yuanhuiyi Lyu', 'Lin Wang']
    >>> str(paper.published), paper.published.year
    ('2024-07-15', 2024)

    Find a paper by its present or a former id, or by its DOI or arXiv id in any spelling. The
    result is None if there is no such paper:

    >>> collection.by_id("zheng2024learning") is paper
    True
    >>> collection.by_doi("https://doi.org/10.1007/978-3-031-72754-2_9") is paper
    True
    >>> collection.by_arxiv("https://arxiv.org/pdf/2407.11351v1") is paper
    True
    >>> collection.by_doi("10.1000/nothing") is None
    True

    `topics` are the curated topics; `terms` has the papers of each topic, author, venue and year;
    `people` are the authors in `content/people.yaml`:

    >>> collection.topics["medical-imaging"].title
    'Medical imaging'
    >>> term = collection.terms["topics"]["medical-imaging"]
    >>> len(term.ids), term.ids[0] in collection.papers
    (8, True)
    >>> collection.terms["authors"]["lin-wang"].title
    'Lin Wang'
    >>> dict(collection.people)
    {}

    `courses` are reading lists. Each reading has the curator's note and the heading above it;
    `editions` are archived terms of a course, the newest first:

    >>> course = collection.courses["images-and-words"]
    >>> course.title, len(course.readings), course.editions
    ('Images and words', 7, ())
    >>> first = course.readings[0]
    >>> first.section, first.note[:10], collection.papers[first.id].published.year
    ('One space for both', 'Begin here', 2021)

    A collection is immutable:

    >>> paper.title = "Another"
    Traceback (most recent call last):
        ...
    dataclasses.FrozenInstanceError: cannot assign to field 'title'
    >>> del collection.papers["zheng2024learning"]
    Traceback (most recent call last):
        ...
    TypeError: 'mappingproxy' object does not support item deletion

    It can be pickled for other processes, and `dataclasses.replace` makes a changed copy.
    """
    place = Path(path)
    try:
        if place.is_file():
            found = build.load(place.parent, build.Clock(), catalogue_file=place.name)
        else:
            found = check_site(place)
    except (catalogue.Unreadable, MkDocsException) as error:
        raise LoadError(str(error)) from error
    if found.has_errors:
        report = problems.to_text(found.problems, found.entries).rstrip()
        raise LoadError(report, tuple(found.problems))
    return _read_only(found.collected)


def _read_only(collection: Collection) -> Collection:
    """Return the collection with read-only mappings, also in its papers."""
    papers = {name: _all_frozen(paper) for name, paper in collection.papers.items()}
    listed = {name: papers[name] for name in collection.listed}
    return _all_frozen(replace(collection, papers=papers, listed=listed))


def _all_frozen(record: _Record) -> _Record:
    """Return a record with read-only mappings."""
    values = {each.name: getattr(record, each.name) for each in fields(record)}
    changed = {name: _frozen(value) for name, value in values.items() if isinstance(value, Mapping)}
    return replace(record, **changed)


def _frozen(value: Any) -> Any:
    """Return a read-only value, also inside mappings and lists: `extra` may contain any of them."""
    if isinstance(value, Mapping):
        return MappingProxyType({name: _frozen(each) for name, each in value.items()})
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


# pickle and `copy.deepcopy` do not support it otherwise
copyreg.pickle(MappingProxyType, lambda proxy: (_frozen, (dict(proxy),)))
