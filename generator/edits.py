"""Room 5: changes of a catalogue's own files, as one thing that is shown, and then done or not.

In: the folder of a collection, and what should be different. Out: changes, each a file before and
after. Nothing is written before `apply`, and what cannot be cut safely is refused with its place.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from generator import files
from generator.catalogue import fmt, layout
from generator.catalogue.read import iter_catalogue_files, to_text
from generator.catalogue.report import Report
from generator.problems import Problem, SourceText, visible
from generator.settings import Place

BOM = "\ufeff"


class Change(NamedTuple):
    """One file before and after."""

    path: Path
    name: str
    """POSIX path relative to the collection."""
    before: str
    """Empty for a file that is not there yet."""
    after: str


class Blocked(Exception):
    """A file must be mended by hand before it can be changed."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def normal_form(place: Place, added: Callable[[dict[str, Any]], str]) -> list[Change]:
    """What `fmt` changes; raises Blocked with every reason against it.

    `added` tells from an entry's values the day for one that has none.
    """
    changes, problems = [], []
    for path in iter_catalogue_files(place.root, place.catalogue):
        name = path.relative_to(place.root).as_posix()
        text, found = _read(path, name)
        problems += found
        if not found:
            bom = BOM if text.startswith(BOM) else ""
            after = bom + fmt.to_normal(text.removeprefix(BOM), added)
            changes.append(Change(path, name, text, after))
    if problems:
        raise Blocked(problems)
    return [change for change in changes if change.after != change.before]


def insertion(
    place: Place, entries: Mapping[str, str], texts: Mapping[str, str] | None = None
) -> list[Change]:
    """What puts entries in, each in its place by id, and leaves every other byte as it is.

    `entries` maps ids to what `write.to_entry` makes, `texts` files to what they hold by now. They
    go to `papers.yaml`, or to files of their own where the collection has only the folder. Raises
    Blocked.
    """
    path = place.root / place.catalogue
    folder = place.root / "papers"
    if not path.is_file() and any(folder.glob("*.yaml")):
        return [
            Change(folder / f"{paper_id}.yaml", f"papers/{paper_id}.yaml", "", text)
            for paper_id, text in sorted(entries.items())
        ]
    text, problems = _read(path, place.catalogue) if path.is_file() else ("", [])
    if problems:
        raise Blocked(problems)
    bom = BOM if text.startswith(BOM) else ""
    now = (texts or {}).get(place.catalogue, text.removeprefix(BOM))
    after = bom + layout.insert(layout.cut(now), entries)
    return [Change(path, place.catalogue, text, after)] if after != text else []


def replacements(place: Place, name: str, rows: Iterable[tuple[int, int, str]]) -> Change:
    """What replaces stretches of a file, from its end on; offsets as in its text without a byte
    order mark."""
    path = place.root / name
    text = path.read_bytes().decode("utf-8")
    bom = BOM if text.startswith(BOM) else ""
    after = text.removeprefix(BOM)
    for start, end, new in rows:
        after = after[:start] + new + after[end:]
    return Change(path, name, text, bom + after)


def require_cuttable(place: Place, names: Iterable[str]) -> None:
    """Raises Blocked where one of these files must be mended first."""
    problems = [
        problem
        for name in names
        if (place.root / name).is_file()
        for problem in _read(place.root / name, name)[1]
    ]
    if problems:
        raise Blocked(problems)


def _read(path: Path, name: str) -> tuple[str, list[Problem]]:
    """The text of a file, and why it cannot be changed."""
    data = path.read_bytes()
    source, report = to_text(name, data)
    problems = [problem for problem in report.problems if problem.rule in ("encoding", "too-large")]
    if problems:
        return "", problems
    found = Report(SourceText(name, source.text))
    found.take(layout.cut(source.text).findings)
    return data.decode("utf-8"), found.problems


def apply(changes: Iterable[Change]) -> None:
    """Writes each file through a temporary one, so that it is as before or as after."""
    for change in changes:
        files.save(change.path, change.after.encode())


def to_diff(changes: Iterable[Change]) -> str:
    """The changes as a unified diff, safe to show on a terminal."""
    lines: list[str] = []
    for change in changes:
        before, after = change.before.splitlines(), change.after.splitlines()
        old = f"a/{change.name}" if change.before else "/dev/null"
        lines += difflib.unified_diff(before, after, old, f"b/{change.name}", lineterm="")
    return "".join(f"{visible(line)}\n" for line in lines)
