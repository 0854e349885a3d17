"""Check this machine and this repository for what a collection needs.

In: the folder of a collection. Out: findings, each with what to do. Reads the repository's settings
from GitHub, and changes nothing.
"""

from __future__ import annotations

import datetime
import json
import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from papershelf.catalogue import Unreadable, schema
from papershelf.catalogue.disk import Place
from papershelf.history import HistoryError, Repository, git
from papershelf.importers.exchange import Patience
from papershelf.importers.fetch import Client, FetchError, from_environment
from papershelf.online import github
from papershelf.outputs import pagefind
from papershelf.plugin import check_site, domain, locate
from papershelf.problems import count, summary
from papershelf.setup import new_collection
from papershelf.storage import bounds

#: Without an answer of GitHub, the other checks are still worth reading soon.
PATIENCE = Patience(tries=1, seconds=15.0, wait=0.0)
_REMOTE = re.compile(r"(?:https://|git@|ssh://git@)([^/:]+)[/:]([^/]+)/(.+?)(?:\.git)?/?")
#: Commands of browsers that the tests can use.
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


class Diagnosis(NamedTuple):
    """The result of one check."""

    name: str
    state: str
    """`ok`, `missing` (something does not work), or `note` (something could be better)."""
    message: str


@dataclass(frozen=True, slots=True)
class Patient:
    """A collection to check."""

    place: Place
    token: str
    """A GitHub token, for settings that only maintainers can read; may be empty."""
    today: datetime.date


def examine(root: Path, today: datetime.date) -> Iterator[Diagnosis]:
    """Yield the findings of all checks, in the order of `LOOKS`."""
    token = from_environment("GH_TOKEN") or from_environment(github.TOKEN)
    patient = Patient(locate(root), token, today)
    for look in LOOKS:
        yield from look(patient)


def _python(_: Patient) -> Iterator[Diagnosis]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Diagnosis("papershelf", "ok", f"{metadata.version('papershelf')} on Python {version}")


def _catalogue(patient: Patient) -> Iterator[Diagnosis]:
    try:
        found = check_site(patient.place.root)
    except Unreadable as error:
        yield Diagnosis("catalogue", "missing", str(error))
        return
    counts = summary(found.problems, found.entries)
    state = "missing" if found.has_errors else "ok"
    hint = "; run papershelf check" if found.has_errors else ""
    yield Diagnosis("catalogue", state, counts + hint)
    words = [problem for problem in found.problems if problem.rule in _WORDS]
    for problem in words[:_SHOWN]:
        place = f"{problem.span.file}:{problem.span.line}"
        yield Diagnosis("content", "note", f"{place}: {problem.message}")
    if len(words) > _SHOWN:
        yield Diagnosis("content", "note", f"{len(words) - _SHOWN:,} more; run papershelf check")


#: Rules about text that the curator has yet to write, and how many problems of them are shown.
_WORDS = ("placeholder", "empty-topic", "no-introduction")
_SHOWN = 5


def _search(_: Patient) -> Iterator[Diagnosis]:
    try:
        version = pagefind.version()
        yield Diagnosis("search", "ok", f"{version} runs")
    except (pagefind.SearchFailed, OSError) as error:
        yield Diagnosis("search", "missing", f"Pagefind does not run ({error})")


def _browser(_: Patient) -> Iterator[Diagnosis]:
    given = os.environ.get("PAPERSHELF_BROWSER", "")
    path = given or next((found for name in _BROWSERS if (found := shutil.which(name))), "")
    lack = "none found; only the tests of papershelf itself need one"
    message = path or f"{lack} (apt-get install {_BROWSERS[0]})"
    yield Diagnosis("browser", "ok" if path else "note", message)


def _settings(patient: Patient) -> Iterator[Diagnosis]:
    path = patient.place.root / "mkdocs.yml"
    if not path.is_file():
        yield Diagnosis("mkdocs.yml", "note", "does not exist; every setting has its default")
        return
    text = path.read_text(encoding="utf-8", errors="replace")
    site_url = _site_url(patient.place)
    name = domain(patient.place)
    if site_url and name and urlsplit(site_url.strip("\"'")).hostname != name:
        cname = f"{patient.place.content}/CNAME"
        message = f"is {site_url}, but {cname} says {name}; change one of them"
        yield Diagnosis("site_url", "missing", message)
    elif site_url:
        yield Diagnosis("site_url", "ok", "is set")
    elif name:
        yield Diagnosis("site_url", "ok", f"is https://{name}/, from {patient.place.content}/CNAME")
    else:
        message = "is not set; on GitHub Actions it comes from the repository's name"
        yield Diagnosis("site_url", "note", message)
    if re.search(r"^\s*id_authority:\s*\S", text, re.MULTILINE):
        yield Diagnosis(
            "id_authority",
            "ok",
            "is set; ids in feeds and calendars stay the same if the site moves",
        )
    else:
        message = (
            "is not set; set it to the site's host name, or feed readers show all papers as new"
            " if the site moves"
        )
        yield Diagnosis("id_authority", "note", message)


def _site_url(place: Place) -> str:
    """Return the site_url of mkdocs.yml as it is written; empty without one."""
    path = place.root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    found = re.search(r"^site_url:[ \t]*(?!#|''|\"\"|null\b|~)(\S+)", text, re.MULTILINE)
    return found[1] if found else ""


def _schema(patient: Patient) -> Iterator[Diagnosis]:
    path = patient.place.root / "schema" / "papers.schema.json"
    if not path.is_file():
        yield Diagnosis(
            "schema",
            "note",
            "does not exist; for completion in editors, run"
            " papershelf schema -o schema/papers.schema.json",
        )
        return
    try:
        known = schema.topics_in(json.loads(bounds.read(patient.place.root, path)))
    except (OSError, ValueError, RecursionError, AttributeError, TypeError):
        known = ()
    try:
        build = check_site(patient.place.root)
    except Unreadable:  # already reported
        return
    topics = tuple(build.collection.topics) if build.collection else known
    is_current = set(known) == set(topics) or not known
    message = (
        "lists every topic"
        if is_current
        else "is out of date; run papershelf schema -o schema/papers.schema.json"
    )
    yield Diagnosis("schema", "ok" if is_current else "note", message)


def _git(patient: Patient) -> Iterator[Diagnosis]:
    repository = Repository(root=patient.place.root)
    if not shutil.which("git"):
        yield Diagnosis("git", "missing", "git is not installed")
        return
    try:
        if not repository.exists:
            none = "not a git repository; run git init -b main"
            yield Diagnosis("git", "missing", repository.lack or none)
            return
        tip = repository.published()
        number = int(repository.git("rev-list", "--first-parent", "--count", tip))
        yield Diagnosis(
            "git", "ok", f"the main branch has a complete history, {count(number, 'commit')}"
        )
    except HistoryError as error:
        yield Diagnosis("git", "note", str(error))


def _workflows(patient: Patient) -> Iterator[Diagnosis]:
    folder = _workflow_folder(patient)
    names = {path.name for path in folder.glob("*.yml")} if folder.is_dir() else set()
    if "site.yml" not in names and (patient.place.root / _WORKFLOWS / "site.yml").is_file():
        message = "GitHub reads .github only in the top folder of a repository; move it there"
        yield Diagnosis("workflow", "missing", f"{message}, and put the folder into its paths")
        return
    for name in ("site.yml", "suggest.yml", "links.yml", "refresh.yml", *_SCHEDULED):
        if name not in names:
            yield Diagnosis("workflow", "note", f".github/workflows/{name} does not exist")
    if "site.yml" not in names:
        return
    if branch := _other_branch(patient, folder / "site.yml"):
        message = "site.yml deploys the branch main, which does not exist"
        rename = f"rename {branch} to main (git branch -m {shlex.quote(branch)} main)"
        yield Diagnosis("workflow", "missing", f"{message}; {rename}")
    else:
        yield Diagnosis("workflow", "ok", "site.yml checks and deploys")


def _other_branch(patient: Patient, workflow: Path) -> str:
    """Return the branch to rename if a workflow runs for pushes to main, and there is no main."""
    if "branches: [main]" not in workflow.read_text(encoding="utf-8", errors="replace"):
        return ""
    repository = Repository(root=patient.place.root)
    try:
        present = git.line(repository.root, "symbolic-ref", "--short", "--quiet", "HEAD")
        has_main = repository.has_main or present == "main"
        has_master = bool(repository.git("for-each-ref", "refs/heads/master"))
    except HistoryError:  # no repository, or no branch
        return ""
    return "" if has_main else "master" if has_master else present


_WORKFLOWS = Path(".github/workflows")
#: Workflows whose last run shows in the collection, and what they make.
_SCHEDULED = {"digest.yml": "digest", "metrics.yml": "snapshot of metrics"}
#: Days without a result of a weekly workflow after which it may have stopped.
_SILENT = 14


def _schedules(patient: Patient) -> Iterator[Diagnosis]:
    """Say when scheduled workflows made something for the last time: GitHub switches schedules off
    after 60 days without activity, without a word."""
    folder = _workflow_folder(patient)
    try:
        collection = check_site(patient.place.root).collection
    except Unreadable:  # already reported
        return
    if collection is None:
        return
    newest = {
        "digest.yml": max((str(date) for date in collection.digests), default=""),
        # Monday of its week
        "metrics.yml": max((f"{each.week}-1" for each in collection.snapshots), default=""),
    }
    for workflow, made in _SCHEDULED.items():
        day = newest[workflow]
        if not day or not (folder / workflow).is_file():
            continue
        date = datetime.date.fromisoformat(day)
        days = (patient.today - date).days
        message = f"the newest {made} is from {date}"
        if days > _SILENT:
            message += f", {days} days ago; look under Actions whether {workflow} still runs"
        yield Diagnosis("schedule", "note" if days > _SILENT else "ok", message)


def _requirements(patient: Patient) -> Iterator[Diagnosis]:
    """Check how the workflows install papershelf."""
    path = patient.place.root / "requirements.txt"
    try:
        text = bounds.read(patient.place.root, path).decode("utf-8", "replace")
    except OSError:
        text = ""
    line = next((line for line in text.splitlines() if line.startswith("papershelf")), "")
    if line and new_collection.is_from_an_index(line):
        message = f"requirements.txt requires {line}, which the package index must have"
        yield Diagnosis("generator", "note", message)
    elif line:
        yield Diagnosis("generator", "ok", line)


def _workflow_folder(patient: Patient) -> Path:
    """Return the folder of the workflows that GitHub reads: in the top folder of a repository."""
    try:
        top = git.line(patient.place.root, "rev-parse", "--show-toplevel")
    except HistoryError:
        top = str(patient.place.root)
    return Path(top) / _WORKFLOWS


def _forge(patient: Patient) -> Iterator[Diagnosis]:
    """Check the settings of the repository on GitHub."""
    try:
        remote = git.line(patient.place.root, "remote", "get-url", "origin")
    except HistoryError:
        yield Diagnosis("GitHub", "note", "the repository has no remote called origin")
        return
    match = _REMOTE.fullmatch(remote.strip())
    if not match or match[1] != "github.com":
        yield Diagnosis(
            "GitHub", "note", "origin is not on github.com; its settings were not checked"
        )
        return
    base = os.environ.get(github.VARIABLE, "") or github.ADDRESS
    url = f"{base.rstrip('/')}/repos/{match[2]}/{match[3]}"
    pages = _ask(f"{url}/pages", patient.token)
    yield from _pages(pages, patient.token)
    yield from _domain(pages, patient.place)
    yield from _rights(_ask(f"{url}/actions/permissions/workflow", patient.token))


def _pages(answer: tuple[int, dict[str, object]], token: str) -> Iterator[Diagnosis]:
    status, data = answer
    hint = 'choose "GitHub Actions" under Settings → Pages → Source'
    if status == 200 and data.get("build_type") == "workflow":
        yield Diagnosis("Pages", "ok", f"deploys from workflows to {data.get('html_url', '')}")
    elif status == 200 or (status == 404 and token):  # without a token, 404 says nothing
        yield Diagnosis("Pages", "missing", hint)
    else:
        yield Diagnosis("Pages", "note", f"could not be checked ({_why(status)}); {hint}")


def _domain(answer: tuple[int, dict[str, object]], place: Place) -> Iterator[Diagnosis]:
    """Compare the domain of the collection with that of GitHub Pages, which ignores a file CNAME if
    a workflow deploys."""
    status, data = answer
    here, there = domain(place), str(data.get("cname") or "")
    if status == 200 and here != there and (here or not _site_url(place)):
        says = f"says {here}" if here else "does not exist"
        message = f"under Settings → Pages is {there or 'empty'}, but {place.content}/CNAME {says}"
        yield Diagnosis("Custom domain", "missing", f"{message}; change one of them")


def _rights(answer: tuple[int, dict[str, object]]) -> Iterator[Diagnosis]:
    status, data = answer
    hint = 'tick "Allow GitHub Actions to create pull requests" under Settings → Actions → General'
    if status == 200 and data.get("can_approve_pull_request_reviews"):
        yield Diagnosis("pull requests", "ok", "workflows may open them")
    elif status == 200:
        yield Diagnosis("pull requests", "missing", hint)
    else:
        yield Diagnosis("pull requests", "note", f"could not be checked ({_why(status)}); {hint}")


def _why(status: int) -> str:
    return (
        "no connection"
        if not status
        else f"GitHub answered {status}; set GH_TOKEN to a maintainer's token"
    )


def _ask(url: str, token: str) -> tuple[int, dict[str, object]]:
    """Return status and data of an answer; 0 for the status if there is no usable one."""
    try:
        data = Client(patience=PATIENCE).get_json(url, github.question(token))
    except FetchError as error:
        return error.status, {}
    return 200, data if isinstance(data, dict) else {}


#: The checks, in the order of the report.
LOOKS: tuple[Callable[[Patient], Iterator[Diagnosis]], ...] = (
    _python,
    _catalogue,
    _search,
    _browser,
    _settings,
    _schema,
    _git,
    _workflows,
    _schedules,
    _requirements,
    _forge,
)
