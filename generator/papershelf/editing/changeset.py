"""Changes of a catalogue's files, which are shown first and then applied or not.

In: the folder of a collection, and what to change. Out: changes, each with a file's text before and
after. Writes nothing before `apply`. What cannot be changed safely is refused with its position.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from papershelf.catalogue.disk import Place, list_files
from papershelf.catalogue.read import read_listed, require_catalogue, to_text
from papershelf.catalogue.report import Report
from papershelf.checks import check
from papershelf.editing import layout
from papershelf.editing.normal_form import to_normal
from papershelf.problems import Problem, Severity, SourceText, visible
from papershelf.storage import bounds, files, locks

BOM = "\ufeff"


class Change(NamedTuple):
    """A file before and after."""

    path: Path
    name: str
    """POSIX path relative to the collection."""
    before: str
    """Empty for a file that does not exist yet."""
    after: str


class Blocked(Exception):
    """A file must be fixed by hand before it can be changed."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class Meanwhile(Exception):
    """A file has changed since the change was prepared; nothing was written."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} changed on disk while papershelf was running; nothing was written."
            " Run the command again."
        )


def normal_form(place: Place, added: Callable[[dict[str, Any]], str]) -> list[Change]:
    """Return the changes of `fmt`. Raise Blocked with all problems that prevent them.

    `added` returns the date for an entry without one, from the entry's values.
    """
    changes, problems = [], []
    listing = list_files(place)
    require_catalogue(listing, place)
    for name in listing.catalogue:
        path = place.root / name
        text, found = _read(place, name)
        problems += found
        if not found:
            bom = BOM if text.startswith(BOM) else ""
            after = bom + to_normal(text.removeprefix(BOM), added)
            changes.append(Change(path, name, text, after))
    if problems:
        raise Blocked(problems)
    return [change for change in changes if change.after != change.before]


def insertion(
    place: Place, entries: Mapping[str, str], texts: Mapping[str, str] | None = None
) -> list[Change]:
    """Return changes that insert entries by id and leave every other byte as it is.

    `entries` maps ids to texts of `write.to_entry`, `texts` file names to texts that already
    changed. Entries go into `papers.yaml`, or into separate files if the collection has only the
    folder. Raise Blocked.
    """
    path = place.root / place.catalogue
    folder = place.root / "papers"
    is_there = bounds.source(place.root, path).is_file()
    if not is_there and any(bounds.Folder(place.root).folder("papers").glob("*.yaml")):
        # existing files stay, whatever they contain
        taken = {path.name.lower() for path in folder.iterdir()}
        names = ((_free(paper_id, taken), text) for paper_id, text in sorted(entries.items()))
        return [Change(folder / name, f"papers/{name}", "", text) for name, text in names]
    text, problems = _read(place, place.catalogue) if is_there else ("", [])
    if problems:
        raise Blocked(problems)
    bom = BOM if text.startswith(BOM) else ""
    now = (texts or {}).get(place.catalogue, text.removeprefix(BOM))
    cut = layout.cut(now)
    if cut.pieces and not cut.is_list:  # a file with a single entry becomes a list
        cut = layout.cut(layout.as_list(cut))
    if cut.findings:  # without pieces, the rest of the file would be lost
        report = Report(SourceText(place.catalogue, now))
        report.take(cut.findings)
        raise Blocked(report.problems)
    after = bom + layout.insert(cut, entries)
    return [Change(path, place.catalogue, text, after)] if after != text else []


def _free(paper_id: str, taken: Collection[str]) -> str:
    """Return the name of a file that does not exist: a file named after this id may hold other
    entries."""
    names = (f"{paper_id}{suffix}.yaml" for suffix in ("", *(f"-{n}" for n in range(2, 10**6))))
    return next(name for name in names if name not in taken)


def replacements(place: Place, name: str, rows: Iterable[tuple[int, int, str]]) -> Change:
    """Return the change that replaces parts of a file. Offsets refer to its text without a byte
    order mark."""
    path = place.root / name
    text = bounds.read(place.root, path).decode("utf-8")
    bom = BOM if text.startswith(BOM) else ""
    after = text.removeprefix(BOM)
    for start, end, new in rows:
        after = after[:start] + new + after[end:]
    return Change(path, name, text, bom + after)


def require_cuttable(place: Place, names: Iterable[str]) -> None:
    """Raise Blocked if one of these files must be fixed first."""
    problems = [
        problem
        for name in names
        if (place.root / name).is_file()
        for problem in _read(place, name)[1]
    ]
    if problems:
        raise Blocked(problems)


def _read(place: Place, name: str) -> tuple[str, list[Problem]]:
    """Return the text of a file, and the problems that prevent changing it."""
    data = bounds.read(place.root, place.root / name)
    source, report = to_text(name, data)
    problems = [problem for problem in report.problems if problem.rule in ("encoding", "too-large")]
    if problems:
        return "", problems
    found = Report(SourceText(name, source.text))
    found.take(layout.cut(source.text).findings)
    return data.decode("utf-8"), found.problems


def apply(place: Place, changes: Iterable[Change]) -> None:
    """Write the files, each atomically.

    Raise Meanwhile if one has changed since it was read: someone may have saved it in an editor
    during a request or a question. Raise Blocked if the catalogue would get new errors.
    """
    changes = list(changes)
    with locks.hold(place.root):
        for change in changes:
            if _now(place.root, change.path) != change.before.encode():
                raise Meanwhile(change.name)
        require_sound(place, changes)
        files.save_all(((each.path, each.after.encode()) for each in changes), place.root)


def require_sound(place: Place, changes: Iterable[Change]) -> None:
    """Raise Blocked with the errors that these changes would add to the collection."""
    after = _errors(place, {change.name: change.after.encode() for change in changes})
    if not after:
        return
    # a catalogue with errors may still be added to; messages are compared without lines
    known = Counter((problem.rule, problem.message) for problem in _errors(place, {}))
    new = []
    for problem in after:
        known[problem.rule, problem.message] -= 1
        if known[problem.rule, problem.message] < 0:
            new.append(problem)
    if new:
        raise Blocked(new)


def _errors(place: Place, texts: Mapping[str, bytes]) -> list[Problem]:
    """Return the errors that the collection would have with these files."""
    listing = list_files(place)
    problems = check(read_listed(place, listing, texts))
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def _now(root: Path, path: Path) -> bytes:
    try:
        return bounds.read(root, path)
    except FileNotFoundError:
        return b""


def to_diff(changes: Iterable[Change]) -> str:
    """Return the changes as a unified diff that is safe to print on a terminal."""
    lines: list[str] = []
    for change in changes:
        before, after = change.before.splitlines(), change.after.splitlines()
        old = f"a/{change.name}" if change.before else "/dev/null"
        lines += difflib.unified_diff(before, after, old, f"b/{change.name}", lineterm="")
    return "".join(f"{visible(line)}\n" for line in lines)
