"""Room 10, cli: commands for pull requests: what one changes, and those that make one."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TextIO

import click

from generator import adding, catalogue, changes
from generator.adding import Topics
from generator.catalogue.topics import topic_pages
from generator.cli.base import fail, guarded, main, today, waiting
from generator.cli.curate import ask, carry_out
from generator.history import Repository
from generator.importers import match, sources
from generator.importers.fetch import Client, cache_folder
from generator.plugin import locate
from generator.problems import visible

#: Papers that one run of `refresh` asks about.
REFRESHED = 200


@main.command("changes")
@click.option("--since", metavar="REF", required=True, help="The state to compare with, a git ref.")
@click.pass_obj
def changes_command(root: Path, since: str) -> None:
    """Tell in Markdown what a change of the collection means to its readers."""
    place = guarded(lambda: locate(root))
    repository = Repository(root=place.root, catalogue=place.catalogue, content=place.content)
    with waiting("comparing…"):
        base = repository.base(since)
        before = repository.source(base)
        now = catalogue.read(place.root, place.catalogue, place.content)
        found = changes.compare(before, now)
    path = place.root / changes.SETTINGS
    settings = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    if settings != repository.text(base, f"{repository.prefix}/{changes.SETTINGS}".lstrip("/")):
        found.rows["Settings"] = [f"`{changes.SETTINGS}`"]
        found.files.add(changes.SETTINGS)
    # whoever changes something does not choose who looks at it: the earlier state says that
    text = next(filter(None, (repository.text(base, name) for name in changes.OWNERS)), "")
    files = [f"{repository.prefix}/{name}".lstrip("/") for name in found.files]
    click.echo(changes.to_markdown(found, changes.owners(text, files)), nl=False)


_HEADING = re.compile(r"^###[ \t]+(.+?)[ \t]*$", re.MULTILINE)


def parse_form(body: str) -> dict[str, str]:
    """The answers of an issue form: heading, in lower case → text.

    The first of two headings counts: what looks like one in an answer comes later, because only the
    last question takes more than one line.
    """
    parts = _HEADING.split(body.replace("\r\n", "\n"))
    answers: dict[str, str] = {}
    for heading, text in zip(parts[1::2], parts[2::2]):
        given = "" if text.strip() == "_No response_" else text.strip()
        answers.setdefault(heading.lower(), given)
    return answers


@main.command()
@click.argument("form", metavar="FILE", type=click.File("r", encoding="utf-8", errors="replace"))
@click.pass_obj
def suggest(root: Path, form: TextIO) -> None:
    """Add the paper that an issue form in FILE suggests; its text is data and nothing else."""
    answers = parse_form(form.read())
    given = answers.get("identifier", "").split()
    if len(given) != 1:
        fail("the form names no single identifier", 1)
    try:
        wanted = match.identify(given[0])
    except ValueError as error:
        fail(visible(str(error)), 1)
    place = guarded(lambda: locate(root))
    source = guarded(lambda: catalogue.read(place.root, place.catalogue, place.content))
    pages = topic_pages(source.pages)
    words = re.findall(r"[a-z0-9][a-z0-9-]*", answers.get("topics", "").lower())
    slugs = tuple(dict.fromkeys(word for word in words if word in pages))
    found, _ = ask([wanted])
    if not found:
        fail(f"nobody knows {' '.join(wanted)}", 1)
    plan = adding.plan(found.values(), source, place, today(), topics=Topics(always=slugs))
    carry_out(plan, update=True, dry_run=False)
    sys.exit(0 if plan.new or plan.updates else 1)


@main.command()
@click.option("--dry-run", is_flag=True, help="Show the difference, change nothing.")
@click.pass_obj
def refresh(root: Path, dry_run: bool) -> None:
    """Ask arXiv and Crossref whether preprints have been published, and bring their entries up to
    date."""
    place = guarded(lambda: locate(root))
    source = guarded(lambda: catalogue.read(place.root, place.catalogue, place.content))
    waiting_ids = [
        entry.values["arxiv"]
        for entry in source.entries
        if "arxiv" in entry.values and "doi" not in entry.values and "status" not in entry.values
    ]
    if not waiting_ids:
        click.echo("no preprint waits for its publication")
        return
    # each week another part of a large collection, so that all are asked in turn
    parts = -(-len(waiting_ids) // REFRESHED)
    part = today().toordinal() // 7 % parts
    some = sorted(waiting_ids)[part::parts]
    with waiting("asking…") as show:
        client = Client(cache=cache_folder(), notice=show)
        found = sources.ask(client, [("arxiv", arxiv_id) for arxiv_id in some])
        published = {key: draft for key, draft in found.items() if draft.fields.get("doi")}
        told = sources.complete(client, published.values())
    for text in told:
        click.echo(f"! {visible(text)}", err=True)
    plan = adding.plan(published.values(), source, place, today())
    plan.new.clear()
    click.echo(f"{len(some):,} asked, {len(plan.updates):,} published since")
    carry_out(plan, update=True, dry_run=dry_run)
