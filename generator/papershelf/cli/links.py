"""The command `links`, which checks every address of a collection."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from papershelf import catalogue
from papershelf.catalogue.links import find
from papershelf.cli.base import command, guarded, main, steps, today, waiting
from papershelf.editing import changeset
from papershelf.editing.plan import with_fields
from papershelf.importers import sources
from papershelf.importers.fetch import Client, cache_folder
from papershelf.online.links import (
    FORMATS,
    LinkMemory,
    LinkResult,
    LinkState,
    Visitor,
    copies,
    fixes,
)
from papershelf.plugin import locate
from papershelf.problems import visible
from papershelf.storage import bounds


@main.command()
@click.option(
    "--format", "form", type=click.Choice(tuple(FORMATS)), default="text", show_default=True,
    help="Text for people, JSON for programs, Markdown for pull requests.",
)  # fmt: skip
@click.option(
    "--cache", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
    help="The file with earlier answers; the default is in the user's cache folder.",
)  # fmt: skip
@click.option(
    "--max-age", metavar="DAYS", type=click.IntRange(min=0), default=7, show_default=True,
    help="Days after which an address that worked is checked again.",
)  # fmt: skip
@click.option("--fix", is_flag=True, help="Replace addresses that have moved permanently.")
@click.option("--strict", is_flag=True, help="Exit with 1 if an address is dead.")
@click.option(
    "--open", "is_open", is_flag=True,
    help="Instead of checking addresses, ask OpenAlex for open copies of papers that may need a"
    " library. With --fix, add them to the catalogue. Cannot be combined with options other than"
    " --fix.",
)  # fmt: skip
@click.pass_context
def links(
    context: click.Context,
    form: str,
    cache: Path | None,
    max_age: int,
    fix: bool,
    strict: bool,
    is_open: bool,
) -> None:
    """Check every address in the catalogue and in content/, and report dead and moved ones."""
    root: Path = context.obj
    if is_open:
        _require_alone(context)
        _open_copies(root, fix)
        return
    place = guarded(lambda: locate(root))
    source = guarded(lambda: catalogue.read(place))
    found = find(source, sources.address("registry"))
    kept = guarded(lambda: bounds.source(root, cache)) if cache else cache_folder() / "links.json"
    memory = LinkMemory.read(kept)
    visitor = Visitor(memory=memory, today=today(), max_age=max_age)
    urls = list(dict.fromkeys((link.url, link.is_doi) for link in found))

    def run() -> dict[str, LinkResult]:
        try:
            return dict(steps(visitor.visit(urls), "checking", len(urls)))
        finally:
            memory.save()

    results = guarded(run)
    click.echo(FORMATS[form](found, results), nl=False)
    moved = fixes(found, results)
    if fix:
        changes = []
        for name, rows in moved.items():
            change = changeset.replacements(place, name, rows)
            changes.append(change)
            number = len(rows)
            click.echo(
                f"{name}: {number} new {'address' if number == 1 else 'addresses'}", err=True
            )
        guarded(lambda: changeset.apply(place, changes))
    dead = any(result.state is LinkState.DEAD for result in results.values())
    if form == "text":
        then = command("links --fix" if moved and not fix else "check")
        step = f"fix the dead addresses, then run {command('links')} again" if dead else then
        click.echo(f"Next: {step}")
    sys.exit(1 if strict and dead else 0)


def _require_alone(context: click.Context) -> None:
    """Exit if an option was given that means nothing with `--open`."""
    given = click.core.ParameterSource.COMMANDLINE
    for option in context.command.params:
        is_given = context.get_parameter_source(option.name or "") is given
        if is_given and option.name not in ("is_open", "fix"):
            raise click.UsageError(f"{option.opts[0]} cannot be combined with --open")


def _open_copies(root: Path, fix: bool) -> None:
    """Look for open copies, report them and, if asked to, add them to the catalogue."""
    place = guarded(lambda: locate(root))
    source = guarded(lambda: catalogue.read(place))
    with waiting("asking…") as show:
        search = copies.look(source, Client(cache=cache_folder(), notice=show))
    for proposal in search.found:
        click.echo(f"~ {_at(proposal.entry)}: {visible(proposal.words)}")
    for entry, other in search.refused:
        click.echo(f"! {_at(entry)}: OpenAlex has another work: {visible(other)}", err=True)
    if search.reason:
        click.echo(f"! {visible(search.reason)}", err=True)
    click.echo(search.words)
    if fix and search.found:
        rows = [(each.entry, each.taken) for each in search.found]
        changes = guarded(lambda: with_fields(place, rows))
        guarded(lambda: changeset.apply(place, changes), "writing…")
    then = "links --open --fix" if search.found and not fix else "check"
    click.echo(f"Next: {command(then)}")
    sys.exit(1 if search.reason else 0)


def _at(entry: catalogue.Entry) -> str:
    place = f"{entry.source.name}:{entry.source.line_of(entry.node.start)}"
    return f"{place}: {entry.values['id']}"
