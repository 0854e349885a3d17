"""Room 8, cli: commands that change a catalogue."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from generator import edits
from generator.cli.base import guarded, main, today
from generator.history import HistoryError, Repository
from generator.plugin import locate
from generator.settings import Place


@main.command()
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if something would be.")
@click.option("--diff", is_flag=True, help="Show what changes.")
@click.pass_obj
def fmt(root: Path, check: bool, diff: bool) -> None:
    """Bring the catalogue into its one order and form; comments stay with what they belong to."""

    def run() -> list[edits.Change]:
        place = locate(root)
        return edits.normal_form(place, _day_of(place))

    changes = guarded(run)
    if diff:
        click.echo(edits.to_diff(changes), nl=False)
    for change in changes:
        click.echo(f"{change.name}: {'would change' if check else 'in order now'}", err=diff)
    if not changes:
        click.echo("in order already", err=diff)
    if not check:
        guarded(lambda: edits.apply(changes))
    sys.exit(1 if check and changes else 0)


def _day_of(place: Place) -> Callable[[dict[str, Any]], str]:
    """The day for an entry without `added`: today, if git's HEAD does not have it; for others, and
    where there is no repository to ask, the day of publication, which stood for it so far."""
    repository = Repository(root=place.root, catalogue=place.catalogue, content=place.content)
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
