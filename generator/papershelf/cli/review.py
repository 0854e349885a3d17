"""Commands that workflows run: `changes` describes a pull request, `suggest` and `refresh` prepare
one."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from papershelf import catalogue
from papershelf.catalogue.statuses import is_listed
from papershelf.catalogue.topics import topic_pages
from papershelf.cli.base import command, fail, guarded, main, say_next, today, waiting
from papershelf.cli.curate import ask, carry_out
from papershelf.editing import intake
from papershelf.editing.intake import Topics
from papershelf.history import Repository
from papershelf.importers import notices, sources, versions
from papershelf.importers.draft import Draft
from papershelf.importers.fetch import Client, FetchError, cache_folder
from papershelf.permanence import summary
from papershelf.plugin import locate
from papershelf.problems import count, visible
from papershelf.storage import bounds

#: The most preprints, and the most papers with a DOI, that one run of `refresh` looks up.
REFRESHED = 200


@main.command("changes")
@click.option("--since", metavar="REF", required=True, help="The git ref to compare with.")
@click.pass_obj
def changes_command(root: Path, since: str) -> None:
    """Summarize in Markdown what changed in the collection, for a pull request."""
    place = guarded(lambda: locate(root))
    repository = Repository.of(place)
    with waiting("comparing…"):
        base = repository.base(since)
        before = repository.source(base)
        now = catalogue.read(place)
        found = summary.compare(before, now)
    path = place.root / summary.SETTINGS
    settings = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    if settings != repository.text(base, f"{repository.prefix}/{summary.SETTINGS}".lstrip("/")):
        found.rows["Settings"] = [f"`{summary.SETTINGS}`"]
        found.files.add(summary.SETTINGS)
    # authors of a change must not choose its reviewers, so CODEOWNERS is read from the base
    text = next(filter(None, (repository.text(base, name) for name in summary.OWNERS)), "")
    files = [f"{repository.prefix}/{name}".lstrip("/") for name in found.files]
    click.echo(summary.to_markdown(found, summary.owners(text, files)), nl=False)
    # the report goes into a pull request, the next command to the terminal
    click.echo(f"Next: {command(f'check --since {shlex.quote(since)}')}", err=True)


_HEADING = re.compile(r"^###[ \t]+(.+?)[ \t]*$", re.MULTILINE)


def parse_form(body: str) -> dict[str, str]:
    """Return the answers of an issue form, by heading in lower case.

    Of two equal headings the first counts. A heading inside an answer always comes later, because
    only the last question accepts more than one line.
    """
    parts = _HEADING.split(body.replace("\r\n", "\n"))
    answers: dict[str, str] = {}
    for heading, text in zip(parts[1::2], parts[2::2]):
        given = "" if text.strip() == "_No response_" else text.strip()
        answers.setdefault(heading.lower(), given)
    return answers


@main.command()
@click.argument(
    "form",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
)
@click.pass_obj
def suggest(root: Path, form: Path) -> None:
    """Add the paper that the issue form in FILE suggests. The form is untrusted input."""
    data = _standard_input() if form == Path("-") else bounds.read(root, form)
    answers = parse_form(data.decode("utf-8", "replace"))
    given = answers.get("identifier", "").split()
    if len(given) != 1:
        fail("the form must contain exactly one identifier", 1)
    try:
        wanted = sources.identify(given[0])
    except ValueError as error:
        fail(visible(str(error)), 1)
    place = guarded(lambda: locate(root))
    source = guarded(lambda: catalogue.read(place))
    pages = topic_pages(source.pages)
    words = re.findall(r"[a-z0-9][a-z0-9-]*", answers.get("topics", "").lower())
    slugs = tuple(dict.fromkeys(word for word in words if word in pages))
    unknown = len({word for word in words if word not in pages})
    found, reports = ask([wanted])
    if unknown:  # the words of a form are not repeated
        reports.append(f"topics: {count(unknown, 'word')} not used: not in content/topics")
    for text in reports:
        click.echo(f"! {visible(text)}", err=True)
    if not found:
        fail(f"{' '.join(wanted)} not found", 1)
    plan = intake.plan(
        found.values(), source, place, today(), topics=Topics(always=slugs), is_asked=True
    )
    carry_out(plan, update=True, dry_run=False)
    sys.exit(0 if plan.new or plan.updates else 1)


def _standard_input() -> bytes:
    return sys.stdin.buffer.read() if sys.stdin else b""  # it may be closed


@main.command()
@click.option("--dry-run", is_flag=True, help="Show the changes without writing them.")
@click.pass_obj
def refresh(root: Path, dry_run: bool) -> None:
    """Update entries of preprints that have been published, and of papers that have been retracted
    or corrected.

    Looks them up at arXiv and Crossref.
    """
    place = guarded(lambda: locate(root))
    source = guarded(lambda: catalogue.read(place))
    preprints = _this_week(source, "arxiv", without="doi")
    papers = _this_week(source, "doi")
    if not preprints and not papers:
        click.echo("no papers to look up")
        say_next(False, "refresh", "check")
        return
    with waiting("looking up…") as show:
        client = Client(cache=cache_folder(), notice=show)
        found = sources.ask(client, [("arxiv", arxiv_id) for arxiv_id in preprints])
        reports = [f"arXiv {each}: not found" for each in preprints if ("arxiv", each) not in found]
        reports += versions.complete(client, found.values())
        drafts = [draft for draft in found.values() if draft.fields.get("doi")]
        known = [draft for draft in found.values() if not draft.fields.get("doi")]
        known += _asked_for(client, papers, reports)
        for draft in known:
            notices.hear_title(draft)  # some retractions are only there
        drafts += [_news(draft) for draft in known if draft.fields.get("status")]
    for text in reports:
        click.echo(f"! {visible(text)}", err=True)
    plan = intake.plan(drafts, source, place, today(), is_asked=True)
    plan.new.clear()
    asked = count(len(preprints) + len(papers), "paper")
    click.echo(f"{asked} looked up, {count(len(plan.updates), 'entry', 'entries')} to update")
    carry_out(plan, update=True, dry_run=dry_run)


def _asked_for(client: Client, dois: list[str], reports: list[str]) -> Iterator[Draft]:
    """Yield Crossref's records of papers. Append a message to `reports` for each DOI that cannot be
    looked up, and continue."""
    for doi in dois:
        try:
            found = sources.ask_crossref(client, [doi])
        except FetchError as error:
            reports.append(f"DOI {doi}: {error}")
            continue
        reports += [] if found else [f"DOI {doi}: not found"]
        yield from found.values()


def _news(draft: Draft) -> Draft:
    """Return the draft with only the status of its paper and the fields that identify it."""
    names = ("title", "authors", "published", "doi", "arxiv", "status", "status_note")
    draft.fields = {name: draft.fields[name] for name in names if name in draft.fields}
    draft.left.clear()
    return draft


def _this_week(source: catalogue.Source, name: str, *, without: str = "") -> list[str]:
    """Return the `name` identifiers of listed papers that have no `without` identifier.

    Of a large collection, return a different part each week, so that all are looked up in turn.
    """
    ids = sorted(
        str(entry.values[name])
        for entry in source.entries
        if name in entry.values and without not in entry.values
        if is_listed(entry.values.get("status", ""))
    )
    parts = -(-len(ids) // REFRESHED) or 1
    return ids[today().toordinal() // 7 % parts :: parts]
