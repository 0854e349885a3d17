"""The commands `fmt`, `add` and `import`, which change the catalogue, and `export`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from papershelf import catalogue, citations
from papershelf.catalogue.disk import Place, list_files
from papershelf.catalogue.read import read_listed, require_catalogue
from papershelf.catalogue.report import nearest
from papershelf.catalogue.topics import topic_pages
from papershelf.citations import FORMATS
from papershelf.cli import importing
from papershelf.cli.base import (
    OUTPUT,
    command,
    fail,
    guarded,
    is_terminal,
    main,
    require_topic,
    say_next,
    today,
    waiting,
)
from papershelf.editing import changeset, intake
from papershelf.editing.intake import Topics
from papershelf.editing.plan import Plan
from papershelf.history import HistoryError, Repository
from papershelf.importers import sources, versions
from papershelf.importers.draft import Draft
from papershelf.importers.fetch import Client, cache_folder
from papershelf.importers.readers import READERS
from papershelf.plugin import check_site, locate
from papershelf.problems import count, visible
from papershelf.storage import files


@main.command()
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Show the changes without writing them.")
@click.pass_obj
def fmt(root: Path, check: bool, diff: bool) -> None:
    """Sort and format the catalogue; each comment stays with the lines it belongs to."""

    def run() -> list[changeset.Change]:
        return changeset.normal_form(place, _day_of(place))

    place = guarded(lambda: locate(root))
    changes = guarded(run, "reading…")
    if diff:
        click.echo(changeset.to_diff(changes), nl=False)
    only_shown = check or diff
    if not only_shown:
        guarded(lambda: changeset.apply(place, changes))
    for change in changes:
        click.echo(f"{change.name}: {'would change' if only_shown else 'formatted'}", err=diff)
    if not changes:
        click.echo("already formatted", err=diff)
    if not diff:
        say_next(False, "fmt", "fmt" if check and changes else "check")
    sys.exit(1 if check and changes else 0)


def _day_of(place: Place) -> Callable[[dict[str, Any]], str]:
    """Return a function that gives the `added` date of an entry without one.

    This is today for entries that git's HEAD does not have. For all others, and without a
    repository, it is the publication date, which was used instead so far.
    """
    repository = Repository.of(place)
    known: set[str] | None = None
    if repository.exists:
        try:
            known = repository.ids(repository.resolve("HEAD"))
        except HistoryError:  # no commit yet: everything is new
            known = set()

    def day(values: dict[str, Any]) -> str:
        if known is not None and values.get("id") not in known:
            return today().isoformat()
        return str(values["published"].padded)

    return day


# --- add -----------------------------------------------------------------------------------------

_DRY_RUN = click.option("--dry-run", is_flag=True, help="Show the changes without writing them.")
_UPDATE = click.option(
    "--update/--no-update",
    default=None,
    help="Whether to update existing entries with new data; on a terminal, the default is to ask.",
)


@main.command(
    help="Add papers by arXiv id, DOI or URL, each as a complete entry sorted into the catalogue."
    f"\n\nIDENTIFIER is {sources.ACCEPTED}."
)
@click.argument("identifiers", metavar="IDENTIFIER...", nargs=-1, required=True)
@click.option("--topics", metavar="SLUG,...", default="", help="Topics of each new entry.")
@_UPDATE
@_DRY_RUN
@click.pass_obj
def add(
    root: Path, identifiers: tuple[str, ...], topics: str, update: bool | None, dry_run: bool
) -> None:
    place = guarded(lambda: locate(root))
    source = guarded(lambda: _source_or_empty(place))
    slugs = _known_topics(topics, source)
    wanted, wrong = [], []
    for text in identifiers:
        try:
            wanted.append(sources.identify(text))
        except ValueError as error:
            wrong.append(str(error))
    if wrong:
        fail("; ".join(wrong))
    found, reports = ask(wanted)
    missing = [
        f"{scheme} {identifier}"
        for scheme, identifier in wanted
        if (scheme, identifier) not in found
    ]
    for text in reports:
        click.echo(f"! {visible(text)}", err=True)
    for text in missing:
        click.echo(f"- {text}: not found", err=True)
    plan = intake.plan(
        found.values(), source, place, today(), topics=Topics(always=slugs), is_asked=True
    )
    carry_out(plan, update=update, dry_run=dry_run)
    sys.exit(1 if missing or plan.refused else 0)


def ask(wanted: Iterable[tuple[str, str]]) -> tuple[dict[tuple[str, str], Draft], list[str]]:
    """Return the records found, by scheme and identifier, and messages on what could not be looked
    up. Each record is completed from the other sources. Raise FetchError."""
    with waiting("looking up…") as show:
        client = Client(cache=cache_folder(), notice=show)
        found = sources.ask(client, wanted)
        return found, versions.complete(client, found.values())


def _known_topics(text: str, source: catalogue.Source) -> tuple[str, ...]:
    """Return the slugs of a comma-separated list; exit on an unknown one, so that a typing error
    does not create a topic."""
    slugs = tuple(slug for part in text.split(",") if (slug := part.strip()))
    pages = topic_pages(source.pages)
    for slug in slugs:
        importing.require_slug(slug)
        if pages and slug not in pages:
            meant = nearest(slug, pages) or f"add content/topics/{slug}.md first"
            fail(f'unknown topic "{slug}"; {meant}')
    return slugs


def carry_out(plan: Plan, *, update: bool | None, dry_run: bool) -> None:
    """Report the plan, ask about updates where `update` is None, and write the changes. A catalogue
    that cannot be changed is refused before the report."""
    changes = guarded(lambda: plan.changes(updates=bool(update)), "preparing…")
    _report(plan)
    if plan.updates and update is None:
        is_asked = is_terminal(sys.stdin) and not dry_run
        update = is_asked and click.confirm(
            f"Update {count(len(plan.updates), 'entry', 'entries')}?"
        )
        if not is_asked:
            click.echo("run again with --update to apply the updates")
        elif update:
            changes = guarded(lambda: plan.changes(updates=True), "preparing…")
    if dry_run:
        guarded(lambda: changeset.require_sound(plan.place, changes))
        click.echo(changeset.to_diff(changes), nl=False)
    else:
        guarded(lambda: changeset.apply(plan.place, changes), "writing…")
    click.echo(_counted(plan, bool(update), dry_run=dry_run, has_changed=bool(changes)))


def _report(plan: Plan) -> None:
    """Print what happens to each record, and which of its fields are not kept."""
    topics: Counter[str] = Counter()
    for item in plan.new:
        _line("+", item.id, f"{item.values['title']} ({item.where})")
        pageless = [note for note in item.notes if note.endswith(intake.MAKES_ONE)]
        topics.update(pageless)
        _details("not kept", (note for note in item.notes if note not in pageless))
        _details("", item.doubts)
    for met in plan.met:
        where = "merged" if met.entry is None else "already in the catalogue"
        can = ", can be updated" if met.taken and met.entry else ""
        _line("~" if met.taken else "=", met.id, f"{where}, {met.why}{can} ({met.where})")
        _details("update", met.changes)
        _details("not kept", met.notes)
        _details("", met.doubts)
    for where, why in plan.skipped:
        _line("!", where, why)
    for where, why in plan.refused:
        click.echo(f"- {visible(where)}: {visible(why)}", err=True)
    for slug, title in plan.topics.items():
        _line("+", plan.page_of(slug), title)
    for note, number in topics.items():
        click.echo(f"not kept: {visible(note)} ({count(number, 'record')})")
    lost = plan.not_kept()
    if len(plan.new) + len(plan.met) > 1 and lost:
        fields = ", ".join(f"{visible(name)} {number:,}" for name, number in lost.items())
        click.echo(f"not kept, by field: {fields}")


def _line(sign: str, name: str, text: str) -> None:
    click.echo(f"{sign} {visible(name)}: {visible(text)}")


def _details(label: str, lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(f"    {label}: {visible(line)}" if label else f"    {visible(line)}")


def _counted(plan: Plan, update: bool, *, dry_run: bool, has_changed: bool) -> str:
    """Return the last line of a report: how many records were added, updated and so on, and what to
    do next."""
    counts = ", ".join(f"{number:,} {what}" for what, number in plan.counts(updates=update).items())
    if dry_run:
        return f"{counts} (dry run: nothing was written). Next: run again without --dry-run"
    offered = plan.updates and not update
    then = "run again with --update" if offered and not has_changed else command("check")
    return f"{counts}. Next: {then}"


# --- import and export ---------------------------------------------------------------------------


@main.command("import")
@click.argument(
    "paths",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--from",
    "form",
    type=click.Choice(tuple(READERS)),
    help="The format of FILE; by default, its name or its text decides.",
)
@click.option(
    "--map",
    "table",
    metavar="TABLE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file that maps field names of FILE to catalogue fields; works with every format.",
)
@click.option(
    "--topics",
    metavar="SPEC",
    multiple=True,
    help="Comma-separated: SLUG for every entry, WORD=SLUG for entries with the topic or keyword"
    " WORD, * for every topic and keyword. Topics without a page get one.",
)
@click.option(
    "--added",
    metavar="DAY|published|git",
    help="The `added` date of the entries: a date, their publication date, or the date of the"
    " commit that added the record's first line. The default is today. A record's own `added` is"
    " kept.",
)
@click.option("--keep-going", is_flag=True, help="Import the good records of a file with bad ones.")
@_UPDATE
@_DRY_RUN
@click.pass_obj
def import_command(
    root: Path,
    paths: tuple[Path, ...],
    form: str | None,
    table: Path | None,
    topics: tuple[str, ...],
    added: str | None,
    keep_going: bool,
    update: bool | None,
    dry_run: bool,
) -> None:
    """Import papers from a bibliography file.

    Formats: BibTeX, BibLaTeX, RIS, MEDLINE, EndNote, Web of Science, CSL-JSON, CSV, and JSON or
    YAML of other programs.
    """
    place = guarded(lambda: locate(root))
    source = guarded(lambda: _source_or_empty(place))
    drafts: list[Draft] = []
    wanted = importing.topics_of(topics)
    mapping = importing.table_of(place.root, table)
    when = importing.added_of(added)
    with waiting("reading…"):
        for path in paths:
            drafts += importing.read(place.root, path, form, mapping, when)
        plan = intake.plan(drafts, source, place, today(), topics=wanted)
    importing.report_unmatched(mapping)
    if plan.refused and not keep_going:
        for where, why in plan.refused:
            click.echo(f"- {visible(where)}: {visible(why)}", err=True)
        refused, others = len(plan.refused), len(drafts) - len(plan.refused)
        click.echo("nothing was imported; --keep-going imports the other records", err=True)
        counts = f"0 added, 0 updated, 0 unchanged, {others:,} skipped, {refused:,} refused"
        step = "fix these records, or run again with --keep-going"
        if not others and {why for _, why in plan.refused} <= {"no title", "no date"}:
            step = "fix these records, or name the fields of title and date with --map"
        click.echo(f"{counts}. Next: {step}")
        sys.exit(1)
    carry_out(plan, update=update, dry_run=dry_run)


def _source_or_empty(place: Place) -> catalogue.Source:
    """Return the catalogue as written, empty if it does not exist yet: these commands create it."""
    try:
        return catalogue.read(place)
    except catalogue.Unreadable:
        listing = list_files(place)
        require_catalogue(listing, place)
        if listing.catalogue:
            raise  # it exists but cannot be read
        return read_listed(place, listing)


*_FIRST, _LAST = FORMATS


@main.command(help=f"Export all papers as {', '.join(_FIRST)} or {_LAST}.")
@click.argument("form", metavar="FORMAT", type=click.Choice(tuple(FORMATS)))
@click.option("--topic", metavar="SLUG", help="Export only the papers of this topic.")
@OUTPUT
@click.pass_obj
def export(root: Path, form: str, topic: str | None, output: Path | None) -> None:
    found = guarded(lambda: check_site(root), "reading…")
    if found.has_errors:
        fail(f"the catalogue has errors; run {command('check')} to see them", 1)
    collection = found.collected
    papers = list(collection.papers.values())
    if topic is not None:
        terms = collection.terms["topics"]
        require_topic(topic, terms)
        papers = [collection.papers[paper_id] for paper_id in terms[topic].ids]
    row = FORMATS[form]
    text = row.to_text(papers)
    if output:
        files.save(output, text.encode("utf-8", "replace"), root)
    else:
        click.echo(text, nl=False)
    left = citations.left_out(row, papers)
    if left:
        click.echo(f"{row.label} cannot hold: {', '.join(left)}", err=True)
    for name, what in row.in_part.items():
        click.echo(f"{row.label} holds {name} in part: {what}", err=True)
