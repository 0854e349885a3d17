"""Room 8: the command line: the only room that prints, parses arguments and chooses exit codes.

Exit codes: 0 no error (warnings may be there), 1 at least one error, 2 wrong usage or unreadable
input.
"""

from __future__ import annotations

import json
import logging
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from generator import __version__, files, problems, schema
from generator.catalogue import Unreadable
from generator.plugin import (
    CheckFailed,
    MkDocsException,
    Unusable,
    build_site,
    check_site,
    serve_site,
)
from generator.problems import count

T = TypeVar("T")
CONTEXT = {"help_option_names": ["-h", "--help"]}


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, prog_name="papershelf")
@click.option(
    "-C",
    "root",
    metavar="DIR",
    default=".",
    type=click.Path(file_okay=False, path_type=Path),
    help="Work on the collection in DIR.",
)
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Papershelf: a catalogue of research papers in YAML becomes a searchable website."""
    for stream in (sys.stdout, sys.stderr):  # a catalogue may hold any script, a terminal may not
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if not root.is_dir():
        raise click.BadParameter(f"no such folder: {root}", param_hint="-C")
    context.obj = root


@main.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(tuple(problems.FORMATS)),
    default="text",
    show_default=True,
    help="For people, for programs, or as annotations in GitHub Actions.",
)
@click.option("--all", "show_all", is_flag=True, help="Show every problem, not 20 of a rule.")
@click.pass_obj
def check(root: Path, form: str, show_all: bool) -> None:
    """Report every problem of the catalogue at once."""
    found = _guarded(lambda: check_site(root))
    if form == "text":
        text = problems.to_text(found.problems, found.entries, show_all=show_all)
    else:
        text = problems.FORMATS[form](found.problems, found.entries)
    click.echo(text, nl=False)
    sys.exit(1 if found.has_errors else 0)


@main.command("build")
@click.option(
    "--site-dir",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the site goes; by default site_dir of mkdocs.yml, or site/.",
)
@click.option("--site-url", metavar="URL", help="The public address of the site.")
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="The N newest papers only.")
@click.option("--strict", is_flag=True, help="Fail on a broken link or a warning of MkDocs.")
@click.option("--no-search", is_flag=True, help="Leave the search index out.")
@click.option(
    "--report",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write counts, sizes and seconds to FILE, as JSON.",
)
@click.pass_obj
def build_command(
    root: Path,
    site_dir: Path | None,
    site_url: str | None,
    limit: int | None,
    strict: bool,
    no_search: bool,
    report: Path | None,
) -> None:
    """Check the catalogue, then build the whole site."""
    _show_log(logging.WARNING)
    result = _guarded(
        lambda: build_site(
            root,
            site_dir=site_dir,
            site_url=site_url,
            limit=limit,
            strict=strict,
            has_search=not no_search,
        )
    )
    told = result.report
    if report:
        files.write_if_changed(report, (json.dumps(told, indent=2) + "\n").encode())
    click.echo(problems.summary(result.build.problems, result.build.entries))
    click.echo(
        f"{count(told['pages'], 'page')} in {result.site}, {told['bytes'] / 1e6:.1f} MB,"
        f" {count(told['files_written'], 'file')} changed, {told['seconds']['total']:.1f} s"
    )


@main.command()
@click.option("-a", "--address", metavar="HOST:PORT", help="By default 127.0.0.1:8000.")
@click.pass_obj
def serve(root: Path, address: str | None) -> None:
    """Show the site as it would be; an edit of the catalogue shows at once."""
    _show_log(logging.INFO)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl+C, and tidies up
    _guarded(lambda: serve_site(root, address))


@main.command("schema")
@click.option("--table", is_flag=True, help="The fields as a Markdown table.")
@click.option("--rules", is_flag=True, help="The rules as a Markdown table.")
def schema_command(table: bool, rules: bool) -> None:
    """Print the JSON Schema of the catalogue, for editors."""
    if table or rules:
        click.echo(schema.fields_table() if table else schema.rules_table(), nl=False)
    else:
        click.echo(schema.to_json(), nl=False)


def _guarded(run: Callable[[], T]) -> T:
    """Runs a command; what a user can mend is told without a traceback."""
    try:
        return run()
    except CheckFailed as error:
        found = error.build
        click.echo(problems.to_text(found.problems, found.entries), nl=False, err=True)
        click.echo("nothing was built; the last site is as it was", err=True)
        sys.exit(1)
    except Unreadable as error:
        click.echo(f"papershelf: {error}", err=True)
        sys.exit(2)
    except Unusable as error:
        click.echo(f"papershelf: {error.format_message()}", err=True)
        sys.exit(2)
    except MkDocsException as error:
        click.echo(f"papershelf: {error.format_message()}", err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"papershelf: {error.filename or ''}: {error.strerror or error}", err=True)
        sys.exit(2)


def _show_log(level: int) -> None:
    """MkDocs' own words, on stderr."""
    handler = logging.StreamHandler()
    handler.setLevel(level)
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.setLevel(min(level, logging.WARNING))
    logger.addHandler(handler)
