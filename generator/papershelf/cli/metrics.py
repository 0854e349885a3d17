"""The command `metrics`, which asks public services for numbers about papers."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from papershelf.catalogue.metrics import week_of
from papershelf.catalogue.model import Collection, Paper
from papershelf.catalogue.report import nearest
from papershelf.cli.base import command, fail, guarded, main, today, waiting
from papershelf.editing import changeset
from papershelf.editing.changeset import Blocked
from papershelf.importers.fetch import PAUSES, Client, cache_folder
from papershelf.online import metrics
from papershelf.online.metrics import SOURCES, SourceResult
from papershelf.plugin import check_site, locate
from papershelf.problems import Severity, count, visible

#: Seconds for which an answer is not asked for again: after an interruption, but not on another
#: day, since a number has the day on which it was asked for.
FRESH = 3600.0


@main.command("metrics")
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option(
    "--source", "names", multiple=True, type=click.Choice(tuple(SOURCES)),
    help="Ask only this source; repeat it for several.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Show the numbers without writing them.")
@click.pass_obj
def metrics_command(
    root: Path, ids: tuple[str, ...], names: tuple[str, ...], dry_run: bool
) -> None:
    """Ask public services for stars, citations, upvotes and comments of papers.

    The numbers go into metrics/, one file a week, from which the site shows what is trending. Each
    ID is that of a paper; without one, all papers are asked about.
    """
    place = guarded(lambda: locate(root))
    build = guarded(lambda: check_site(root), "reading…")
    if build.has_errors:
        raise Blocked([each for each in build.problems if each.severity is Severity.ERROR])
    papers = _papers(build.collected, ids)
    sources = [SOURCES[name] for name in dict.fromkeys(names or SOURCES)]
    repository = metrics.repository_in(build.discussions_url)
    results = []
    with waiting("asking…") as show:
        pauses = PAUSES | metrics.PAUSES
        client = Client(cache=cache_folder(), fresh=FRESH, pauses=pauses, notice=show)
        category = build.discussions_category
        for result in metrics.collect(papers, sources, client, repository, category):
            results.append(result)
            is_well = not result.reason or result.is_skipped
            click.echo(("" if is_well else "! ") + visible(result.words), err=not is_well)
    for later in build.collected.snapshots:
        if later.week > week_of(today()):
            why = "is later than today, and nothing is trending until then; remove it"
            click.echo(f"! {later.name} {why}", err=True)
    change = guarded(lambda: metrics.change(place, build.collected.papers, results, today()))
    if change.after == change.before:
        click.echo(f"{change.name}: unchanged. Next: {command('check')}")
    elif dry_run:
        click.echo(changeset.to_diff([change]), nl=False)
        click.echo("dry run: nothing was written. Next: run again without --dry-run")
    else:
        guarded(lambda: changeset.apply(place, [change]), "writing…")
        written = count(change.after.count("\n") - 1, "paper")
        click.echo(f"{change.name}: numbers of {written}. Next: {command('build')}")
    sys.exit(1 if _has_failed(results) else 0)


def _papers(collection: Collection, ids: tuple[str, ...]) -> list[Paper]:
    """Return the papers to ask about, newest first; exit on an unknown id."""
    if not ids:
        return list(collection.listed.values())
    found = {}
    for name in ids:
        paper = collection.by_id(name)
        if paper is None:
            hint = nearest(name, collection.papers)
            fail(f'unknown paper "{visible(name)}"' + (f"; {hint}" if hint else ""))
        found[paper.id] = paper
    return list(found.values())


def _has_failed(results: list[SourceResult]) -> bool:
    """Return whether no source answered that was asked. If only some fail, the others' numbers are
    worth keeping, and the next run asks again."""
    asked = [result for result in results if result.asked and not result.is_skipped]
    return bool(asked) and not any(result.answered for result in asked)
