"""The commands `init`, which creates a collection, and `doctor`, which checks the setup."""

from __future__ import annotations

import shlex
import sys
from contextlib import suppress
from pathlib import Path

import click

from papershelf.cli.base import command, fail, guarded, is_terminal, main, today
from papershelf.history import HistoryError, Repository
from papershelf.outputs.settings import to_site_url
from papershelf.problems import count, visible
from papershelf.setup import doctor, new_collection
from papershelf.storage import files
from papershelf.text import characters
from papershelf.text.slugs import to_latin, why_device, why_taken


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", metavar="NAME", help="The name of the site.")
@click.option(
    "--address", metavar="URL", help="The address of the site; not needed for GitHub Pages."
)
@click.option("--topic", metavar="TITLE", help="The title of the first topic.")
@click.pass_obj
def init(
    root: Path, folder: Path, name: str | None, address: str | None, topic: str | None
) -> None:
    """Create an empty collection in DIR, ready to push."""
    target = root / folder
    if target.is_dir() and any(path.name != ".git" for path in target.iterdir()):
        fail(f"{folder} is not empty")
    name = _asked(name, "Name of the collection", "Papers")
    address = _asked(address, "Address of the site (empty for GitHub Pages)", "")
    topic = _asked(topic, "First topic", "Introductions")
    name, topic = " ".join(name.split()) or "Papers", " ".join(topic.split())
    try:
        to_site_url(address or "https://example.org/")
    except ValueError as error:
        fail(f'"{visible(address)}" is {error}')
    for text in (name, topic):
        if odd := next(characters.forbidden(text), None):
            fail(f'"{visible(text)}" has {odd[1]}; leave it out')
    slug = to_latin(topic)
    if why := why_taken(slug) or why_device(slug):
        fail(f'the topic "{visible(topic)}": {why}; choose another title')
    if not slug:
        fail(f'the topic "{visible(topic)}" has no letters that an address can be made from')
    made = dict(new_collection.files(name, address, topic))
    guarded(lambda: _write(target, made))
    click.echo(f"{count(len(made), 'file')} in {visible(str(folder))}")
    if new_collection.is_from_an_index(new_collection.requirement()):
        click.echo(
            "requirements.txt expects papershelf on a package index. If it is not there, write:\n"
            "  papershelf @ git+https://…     # the address of the generator's repository"
        )
    click.echo("Next:")
    for line in _first_commands(target):
        click.echo(f"  {line}")


def _first_commands(target: Path) -> tuple[str, ...]:
    """Return the commands to run in a new collection, quoted for the shell."""
    first, last = "git init -b main && ", ""
    with suppress(HistoryError):
        repository = Repository(root=target)
        if repository.takes_new_files:  # it keeps its branch: git ignores the option then
            first = ""
            is_all = not repository.prefix
            last = " && git branch -m main" if is_all and not repository.has_main else ""
    is_here = target.resolve() == Path.cwd()
    return (
        *(() if is_here else (f"cd {shlex.quote(str(target))}",)),
        f"{first}git add . && git commit -m 'A new collection'{last}",
        "papershelf add 2404.17858      # the first paper",
        "papershelf doctor              # what is missing to publish it",
    )


def _write(target: Path, made: dict[str, bytes]) -> None:
    for path, data in made.items():
        files.save(target / path, data, target)


def _asked(given: str | None, question: str, default: str) -> str:
    """Return the value of an option; if it is None, ask on a terminal, and otherwise return the
    default."""
    if given is not None:
        return given
    if not is_terminal(sys.stdin):
        return default
    return str(click.prompt(question, default=default, show_default=bool(default)))


@main.command("doctor")
@click.pass_obj
def doctor_command(root: Path) -> None:
    """Check this machine and this repository, and report what is missing."""
    marks = {"ok": "✓", "missing": "✗", "note": "·"}

    def run() -> bool:
        is_well = True
        for finding in doctor.examine(root, today()):  # each at once: GitHub may answer slowly
            click.echo(f"{marks[finding.state]} {finding.name}: {visible(finding.message)}")
            is_well = is_well and finding.state != "missing"
        return is_well

    is_well = guarded(run)
    if is_well:
        click.echo(f"Next: {command('serve')}")
    else:
        click.echo(
            f"Next: fix what is marked {marks['missing']}, then run {command('doctor')} again"
        )
    sys.exit(0 if is_well else 1)
