"""The commands `check`, `build`, `serve` and `schema`."""

from __future__ import annotations

import json
import logging
import shlex
import signal
import subprocess
import sys
from contextlib import nullcontext, redirect_stdout
from importlib.util import find_spec
from pathlib import Path

import click

from papershelf import catalogue, problems
from papershelf.catalogue import schema
from papershelf.catalogue.topics import topic_pages
from papershelf.cli.base import OUTPUT, STDOUT, guarded, main, new_file, say_next, waiting
from papershelf.history import HistoryError, Repository
from papershelf.plugin import LOGGERS, Result, build_site, check_site, locate, serve_site
from papershelf.problems import count
from papershelf.storage import files

#: Labels of build steps; other steps are shown by their names.
STEPS = {"other": "settings", "": "settings", "mkdocs": "rendering"}


@main.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(problems.FORMATS)),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs, or annotations in GitHub Actions.",
)
@click.option("--all", "show_all", is_flag=True, help="Show every problem, not only 20 per rule.")
@click.option(
    "--since",
    metavar="REF",
    help="Also report addresses that resolved at this git ref and no longer would; root means the"
    " whole history of the main branch.",
)
@click.pass_obj
def check(root: Path, form: str, show_all: bool, since: str | None) -> None:
    """Check the collection and report every problem at once."""
    found = guarded(lambda: check_site(root, since), "checking…")
    if form == "text":
        text = problems.to_text(found.problems, found.entries, show_all=show_all)
    elif form == "github":
        text = problems.to_github(found.problems, found.entries, _folder(root))
    else:
        text = problems.FORMATS[form](found.problems, found.entries)
    click.echo(text, nl=False)
    if form == "text":
        since_ref = f" --since {shlex.quote(since)}" if since else ""
        say_next(found.has_errors, f"check{since_ref}", "serve")
    sys.exit(1 if found.has_errors else 0)


def _folder(root: Path) -> str:
    """Return the folder of the collection in its repository; empty for the top folder, or without a
    repository."""
    try:
        return problems.visible(Repository(root=root).prefix)
    except HistoryError:
        return ""


@main.command("build")
@click.option(
    "--site-dir",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    is_eager=True,  # --report must not be in it
    help="The folder for the site; the default is site_dir of mkdocs.yml, or site/.",
)
@click.option("--site-url", metavar="URL", help="The public address of the site.")
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=1), help="Build only the N newest papers."
)
@click.option("--strict", is_flag=True, help="Fail on a broken link or a warning from the engine.")
@click.option("--no-search", is_flag=True, help="Build without a search index.")
@click.option(
    "--no-cast", is_flag=True, help="Let the engine render every page, which takes much longer."
)
@click.option(
    "--engine",
    type=click.Choice(("mkdocs", "properdocs", "zensical")),
    default="mkdocs",
    show_default=True,
    help="The program that makes pages from Markdown and templates.",
)
@click.option(
    "--verify",
    metavar="N",
    type=click.IntRange(min=0),
    default=0,
    help="Compare N pages with what the engine makes of them.",
)
@click.option(
    "--force", is_flag=True, help="Build again, even if nothing has changed since the last build."
)
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    callback=new_file,
    help="Write counts, sizes and times to FILE as JSON; - is standard output.",
)
@click.pass_obj
def build_command(
    root: Path,
    site_dir: Path | None,
    site_url: str | None,
    limit: int | None,
    strict: bool,
    no_search: bool,
    no_cast: bool,
    engine: str,
    verify: int,
    force: bool,
    report: Path | None,
) -> None:
    """Check the collection, then build its site."""
    if engine == "properdocs":
        _use_properdocs()
    _show_log(logging.WARNING)

    def run() -> Result:
        with waiting("building…") as show:
            return build_site(
                root,
                site_dir=site_dir,
                site_url=site_url,
                limit=limit,
                strict=strict,
                has_search=not no_search,
                has_casting=not no_cast,
                engine=engine,
                verified=verify,
                is_forced=force,
                notice=lambda step: show(f"building: {STEPS.get(step, step)}"),
            )

    result = guarded(run)
    text = json.dumps(result.report, indent=2) + "\n"
    is_printed = report == STDOUT
    if is_printed:
        click.echo(text, nl=False)
    elif report:
        guarded(lambda: files.save(report, text.encode(), root))
    with redirect_stdout(sys.stderr) if is_printed else nullcontext():
        _print(result, verify)
        say_next(False, "build", "check" if result.has_problems else "serve")


def _print(result: Result, verify: int) -> None:
    """Print what a build made, and on stderr what its owner should know."""
    figures = result.report
    click.echo(result.summary)
    click.echo(
        f"{count(figures['pages'], 'page')} in {result.site}, {figures['bytes'] / 1e6:.1f} MB,"
        f" {count(figures['files_written'], 'file')} changed, {figures['seconds']['total']:.1f} s"
    )
    if verify:
        cast = count(min(verify, figures["pages_cast"]), "page")
        click.echo(f"{cast} of those that were cast: the same bytes as from the engine")
    click.echo(result.sizes)
    if not result.site_url:
        click.echo(
            "site_url is not set, so 404.html works only at the root of a host."
            " Set site_url in mkdocs.yml to the address of the site.",
            err=True,
        )
    for sentence in (*result.notes, *result.warnings):
        click.echo(sentence, err=True)
    if result.warnings:
        click.echo(
            "To leave out pages of authors with two papers, set authors: {min_papers: 3} in"
            " mkdocs.yml.",
            err=True,
        )


def _use_properdocs() -> None:
    """Run this command again with ProperDocs in place of MkDocs, unless it already is."""
    if sys.modules["mkdocs"].__name__ == "properdocs":
        return
    if find_spec("properdocs") is None:
        raise click.UsageError("ProperDocs is not installed: run pip install properdocs")
    again = "import properdocs.replacement; from papershelf.__main__ import run; run()"
    sys.exit(subprocess.run([sys.executable, "-c", again, *sys.argv[1:]], check=False).returncode)


@main.command()
@click.option(
    "-a",
    "--address",
    metavar="HOST:PORT",
    help="The address to serve at; the default is 127.0.0.1:8000.",
)
@click.pass_obj
def serve(root: Path, address: str | None) -> None:
    """Preview the site; it reloads when a file of the collection changes."""
    _show_log(logging.INFO)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # clean up as after Ctrl+C
    guarded(lambda: serve_site(root, address))


@main.command("schema")
@click.option("--table", is_flag=True, help="Print the fields as a Markdown table.")
@click.option("--rules", is_flag=True, help="Print the rules as a Markdown table.")
@OUTPUT
@click.pass_obj
def schema_command(root: Path, table: bool, rules: bool, output: Path | None) -> None:
    """Print the JSON Schema of the catalogue, including the collection's topics, for editors."""
    if table or rules:
        text = schema.fields_table() if table else schema.rules_table()
    else:
        text = schema.to_json(_topics(root))
    if output:
        files.save(output, text.encode(), root)
    else:
        click.echo(text, nl=False)


def _topics(root: Path) -> tuple[str, ...]:
    """Return the slugs of topics with a page; none outside a collection."""
    place = guarded(lambda: locate(root))
    try:
        source = catalogue.read(place)
    except catalogue.Unreadable:
        return ()
    return tuple(topic_pages(source.pages))


class _Printable(logging.Formatter):
    """The form of messages on a terminal: names of files and settings may hold escape sequences."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the lines of a message."""
        return "\n".join(map(problems.visible, super().format(record).splitlines()))


def _show_log(level: int) -> None:
    """Print the engine's log messages of this level and above on stderr."""
    handler = logging.StreamHandler()
    handler.setLevel(level)
    handler.setFormatter(_Printable("%(levelname)s: %(message)s"))
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.setLevel(min(level, logging.WARNING))
        logger.addHandler(handler)
