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
from papershelf.catalogue.disk import Place
from papershelf.catalogue.model import Collection, Paper
from papershelf.plugin import MkDocsException, build, check_site
from papershelf.problems import Problem

_Record = TypeVar("_Record", Paper, Collection)


class LoadError(Exception):
    """Raised if a collection cannot be loaded. The message is the report of `papershelf check`."""

    def __init__(self, message: str, found: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = found
        """Every problem, including warnings, in the order of the files; empty if nothing could be
        read."""


def load(path: str | os.PathLike[str]) -> Collection:
    """Return the collection in a folder, or in a single file such as `papers.yaml`.

    A folder is read with the settings of its `mkdocs.yml`, if it has one. A collection can be
    pickled, copied, and changed with `dataclasses.replace`. `papers` has every paper by its id,
    newest first; `listed` leaves out the withdrawn ones.

    Args:
        path: The folder, or the file.

    Raises:
        LoadError: The catalogue has errors, or it cannot be read. The exception has all problems
            at once.

    Examples:
        >>> collection = load(".")
        >>> len(collection.papers)
        37
        >>> paper = collection.papers["zheng2024learning"]
        >>> paper.title
        'Learning Modality-agnostic Representation for Semantic Segmentation from Any Modalities'
        >>> [author.shown for author in paper.authors]
        ['Xu Zheng', 'Yuanhuiyi Lyu', 'Lin Wang']
        >>> str(paper.published), paper.published.year
        ('2024-07-15', 2024)

        You can look up a paper by an id that it has or had, and by a DOI or an arXiv id in any
        spelling. A paper that does not exist is None:

        >>> collection.by_id("zheng2024learning") is paper
        True
        >>> collection.by_doi("https://doi.org/10.1007/978-3-031-72754-2_9") is paper
        True
        >>> collection.by_arxiv("https://arxiv.org/pdf/2407.11351v1") is paper
        True
        >>> collection.by_doi("10.1000/nothing") is None
        True

        `topics` are the curated topics, `terms` has the papers of each topic, author, venue, year
        and keyword, `people` are the authors that `content/people.yaml` describes, and `keywords`
        the keywords of `content/keywords.yaml`:

        >>> collection.topics["medical-imaging"].title
        'Medical imaging'
        >>> term = collection.terms["topics"]["medical-imaging"]
        >>> len(term.ids), term.ids[0] in collection.papers
        (8, True)
        >>> collection.terms["authors"]["lin-wang"].title
        'Lin Wang'
        >>> dict(collection.people), dict(collection.keywords)
        ({}, {})

        `courses` are annotated reading lists. A reading has the curator's note and the heading
        above it. `editions` are terms of a course, newest first. Their `sessions` have dates, and
        their readings may be required or optional:

        >>> course = collection.courses["images-and-words"]
        >>> course.title, len(course.readings), len(course.editions)
        ('Images and words', 7, 1)
        >>> first = course.readings[0]
        >>> first.section, first.note[:10], collection.papers[first.id].published.year
        ('One space for both', 'Begin here', 2021)
        >>> session = course.editions[0].sessions[1]
        >>> session.title, str(session.date), session.due, session.is_cancelled
        ('Learning on without forgetting', '2026-10-15', None, False)
        >>> session.readings[0].importance, session.readings[0].pages
        ('required', '1–5')

        `digests` are pages that list the papers which came in since the last one, newest first.
        Their readings are these papers:

        >>> [digest.title for digest in collection.digests.values()]
        ['The first thirty-six papers']

        Nothing in a collection can be changed:

        >>> paper.title = "Another"
        Traceback (most recent call last):
            ...
        dataclasses.FrozenInstanceError: cannot assign to field 'title'
        >>> del collection.papers["zheng2024learning"]
        Traceback (most recent call last):
            ...
        TypeError: 'mappingproxy' object does not support item deletion
    """
    root = Path(path)
    try:
        if root.is_file():
            found = build.load(Place(root=root.parent, catalogue=root.name), build.Clock())
        else:
            found = check_site(root)
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
