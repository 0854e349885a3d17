"""The command `digest`, which writes the next digest of new papers."""

from __future__ import annotations

from pathlib import Path

import click

from papershelf.catalogue.disk import Place
from papershelf.catalogue.model import Collection, Paper
from papershelf.cli import mail as mail_forms
from papershelf.cli.base import (
    DayParam,
    command,
    fail,
    guarded,
    main,
    require_topic,
    say_next,
    today,
)
from papershelf.editing import changeset, digests
from papershelf.editing.changeset import Change
from papershelf.history import Repository
from papershelf.history.earlier import before
from papershelf.plugin import check_site, locate
from papershelf.problems import count
from papershelf.text import dates
from papershelf.text.dates import PartialDate


@main.command()
@click.option(
    "--since",
    metavar="DATE",
    type=DayParam(),
    help="Take all papers that came in on this day or later and are in no digest yet. By default, a"
    " first digest takes those of the last 7 days, and later ones take everything since the first.",
)
@click.option("--topic", metavar="SLUG", help="List only the papers of this topic.")
@click.option(
    "--date", metavar="DATE", type=DayParam(), help="The day of the digest; the default is today."
)
@click.option("--dry-run", is_flag=True, help="Show the digest without writing it.")
@click.option(
    "--mail",
    metavar="DATE",
    type=DayParam(),
    help="Write nothing, but print the digest of DATE as a mail.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(mail_forms.FORMS),
    default="eml",
    show_default=True,
    help="Format of the mail: the whole message, or one part of it for a newsletter service.",
)
@click.pass_obj
def digest(
    root: Path,
    since: PartialDate | None,
    topic: str | None,
    date: PartialDate | None,
    dry_run: bool,
    mail: PartialDate | None,
    form: str,
) -> None:
    """Write content/digests/DATE.md, a page that lists the papers that no digest lists yet.

    An item that you delete reappears in the next digest, unless you comment it out instead.
    """
    if mail:
        mail_forms.show(root, str(mail), topic, form)
        return
    place = guarded(lambda: locate(root))
    found = guarded(lambda: check_site(root), "reading…")
    if found.has_errors:
        fail(f"the collection has errors; run {command('check')} to see them", 1)
    collection = found.collected
    if topic is not None:
        require_topic(topic, collection.topics)
    day = date or dates.parse(today().isoformat())
    days = digests.period(collection, day, since)
    papers = guarded(lambda: _new(collection, place, days), "comparing…")
    if topic is not None:
        papers = digests.among(papers, collection.terms["topics"][topic].ids)
    if not papers:
        click.echo("no new papers; no digest was written")
        return
    name = f"{place.content}/digests/{day}.md"
    _require_later(collection, place, day, name)
    text = digests.to_text(papers, days, topic or "", collection)
    change = Change(place.root / name, name, "", text)
    if dry_run:
        guarded(lambda: changeset.require_sound(place, [change]))
        click.echo(changeset.to_diff([change]), nl=False)
    else:
        guarded(lambda: changeset.apply(place, [change]))
    words = "would list" if dry_run else "lists"
    span = dates.span(days.since, days.until)
    click.echo(f"{name}: {words} {count(len(papers), 'new paper')}, {span}", err=dry_run)
    if not dry_run:
        say_next(False, "digest", "serve")


def _new(collection: Collection, place: Place, days: digests.Period) -> tuple[Paper, ...]:
    """Return the papers for the next digest; say which ones are not, and why."""
    papers = digests.waiting(collection)
    if not papers:
        return ()
    repository = Repository.of(place)
    earlier = before(repository, str(days.border))
    if earlier is None:
        _explain(repository)
    new = tuple(paper for paper in papers if digests.is_new(paper, days.border, earlier))
    if not collection.digests and len(new) < len(papers):
        older = count(len(papers) - len(new), "paper")
        click.echo(
            f"left out {older} added before {days.border}; --since DATE takes older ones", err=True
        )
    return new


def _explain(repository: Repository) -> None:
    """Say that `added` decides which papers are new."""
    reason = "the catalogue is not in git"
    hint = ""
    if repository.exists and repository.is_shallow:
        reason, hint = "this clone is shallow", "; git fetch --unshallow gets the whole history"
    click.echo(f"! {reason}, so added decides which papers are new{hint}", err=True)


def _require_later(collection: Collection, place: Place, day: PartialDate, name: str) -> None:
    """Exit if there is a digest of this day, even a draft, or a later one."""
    if (place.root / name).exists():
        fail(f"{name} exists, and a digest is never overwritten; choose a later --date", 1)
    newest = digests.newest(collection)
    if newest and newest.date > day:
        there = f"{name.rpartition('/')[0]}/{newest.date}.md"
        fail(f"{there} has a later date; rename it if that is wrong, or choose a later --date", 1)
