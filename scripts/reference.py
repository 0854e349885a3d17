"""The reference of the documentation, from the tables of the code.

In: commands, settings, formats and the other tables. Out: Markdown for `docs/reference/`, which
`make golden` writes between marks. No fact of these tables is written by hand a second time.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from itertools import accumulate
from pathlib import Path
from typing import Any

import click
from mkdocs.config import base

from papershelf.catalogue import fields, fronts, limits, structures
from papershelf.catalogue.access import REASONS
from papershelf.catalogue.kinds import KINDS
from papershelf.catalogue.metrics import COLUMNS
from papershelf.catalogue.model import Collection
from papershelf.catalogue.statuses import STATUSES
from papershelf.citations import FORMATS
from papershelf.citations.formats import BESIDE
from papershelf.cli import commands
from papershelf.importers import sources
from papershelf.importers.readers import READERS
from papershelf.online import metrics
from papershelf.outputs.settings import Settings
from papershelf.outputs.views import developers
from papershelf.outputs.views.library_forms import FORMS
from papershelf.outputs.views.single_pages import Part
from papershelf.plugin.options import PapershelfConfig, groups

ROOT = Path(__file__).parent.parent


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    cells = [[cell.replace("|", "\\|") for cell in row] for row in (head, *rows)]
    lines = [f"| {' | '.join(row)} |".replace("|  |", "| |") for row in cells]
    return "\n".join([lines[0], f"|{' --- |' * len(head)}", *lines[1:]]) + "\n"


def code(text: str) -> str:
    """Return a text as code, or nothing."""
    return f"`{text}`" if text else ""


# --- the catalogue --------------------------------------------------------------------------------


def types() -> str:
    """Return the item types as a sentence of code."""
    return ", ".join(map(code, fields.TYPES)) + ".\n"


def statuses() -> str:
    """Return each status with what a page says, and whether the paper stays in lists."""
    rows = ((code(name), row.sentence, "yes" if row.is_listed else "no")
            for name, row in STATUSES.items())  # fmt: skip
    return table(("status", "the page says", "still listed"), rows)


def author() -> str:
    """Return the keys that an author written as a mapping can have."""
    form = fields.FIELDS["authors"].form
    assert isinstance(form, structures.ListOf) and isinstance(form.item, structures.Author)
    parts = form.item.parts.fields
    return table(("key", "form"), ((code(name), part.words) for name, part in parts.items()))


def front_matter() -> str:
    """Return the keys of front matter, with the pages that may have them."""
    texts = {"title": "text", "description": "text", "aliases": "a list of slugs",
             "parent": "a slug", "start": "a list of ids"}  # fmt: skip
    tables = (fronts.THEME, fronts.EDITION, fronts.DIGEST)
    forms = {name: form.words for row in tables for name, form in row.items()}
    pages = {
        "every page": fronts.EVERY,
        "topics": fronts.TOPIC,
        "courses and editions": tuple(fronts.COURSE),
        "editions": tuple(key for key in fronts.EDITION if key not in fronts.COURSE),
        "digests": tuple(fronts.DIGEST),
    }
    rows = ((code(key), where, {**texts, **forms}[key]) for where, keys in pages.items()
            for key in keys)  # fmt: skip
    return table(("key", "allowed on", "form"), rows)


def access() -> str:
    """Return the reasons why a paper counts as open, with the sites that they name."""
    rows = ((reason.doc, ", ".join(reason.names)) for reason in REASONS)
    return table(("a paper is open if", "which are"), rows)


def maximums() -> str:
    """Return the limits of a catalogue."""
    mebibytes = limits.MAX_FILE_BYTES // 2**20
    return table(("limit", "value"), (
        ("size of one file of the catalogue", f"{mebibytes} MiB"),
        ("size of one file that is published unchanged", f"{limits.MAX_STATIC_BYTES // 10**9} GB"),
        ("entries", f"{limits.MAX_ENTRIES:,}"),
        ("items of one list", f"{limits.MAX_ITEMS:,}"),
        ("levels of nesting", str(limits.MAX_DEPTH)),
        ("characters of one text", f"{limits.MAX_CHARACTERS['max_text']:,}"),
        ("characters of an abstract or a note", f"{limits.MAX_CHARACTERS['max_prose']:,}"),
    ))  # fmt: skip


# --- commands and settings ------------------------------------------------------------------------


def command_list() -> str:
    """Return every command with its arguments and options."""
    return "\n".join(_command(name, command) for name, command in sorted(commands().items()))


def _command(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"papershelf {name}")
    usage = " ".join(command.get_usage(context).removeprefix("Usage: ").split())
    words = " ".join((command.help or "").split())
    options = [option for option in command.params if isinstance(option, click.Option)]
    rows = [(_spelling(option, context), _help(option, context)) for option in options]
    listed = f"\n{table(('option', 'effect'), rows)}" if rows else ""
    return f"## papershelf {name}\n\n{words}\n\n```text\n{usage}\n```\n{listed}"


def _spelling(option: click.Option, context: click.Context) -> str:
    record = option.get_help_record(context)
    assert record, f"{option.name} has no help"
    choices = record[0].partition("[")[2].rstrip("]").split("|") if "[" in record[0] else []
    names = " / ".join(filter(None, (", ".join(option.opts), ", ".join(option.secondary_opts))))
    metavar = "" if option.is_flag or choices else option.make_metavar(context)
    return code(f"{names} {metavar}".strip()) + ("" if not choices else f" {_any(choices)}")


def _any(choices: list[str]) -> str:
    return ", ".join(map(code, choices))


def _help(option: click.Option, context: click.Context) -> str:
    record = option.get_help_record(context)
    assert record
    # a range such as x>=0 needs no words
    words = re.sub(r"\s*\[default: (.*?)(?:;.*?)?\]$", r" Default: `\1`.", record[1])
    words = re.sub(r"\s*\[required\]$", " Required.", words)
    return re.sub(r"\s*\[[^]]*\]$", "", words)


def settings() -> str:
    """Return the settings of the plugin with their defaults."""
    rows = [*_settings(PapershelfConfig)]
    for name, config in groups().items():
        rows += _settings(config, f"{name}.")
    return table(("setting", "default", "what it does"), rows)


def _settings(config: type[base.Config], prefix: str = "") -> Iterator[tuple[str, str, str]]:
    docs = attribute_docs(config)
    for name, option in config._schema:
        if name in docs:
            yield code(prefix + name), code(str(option.default or "")), docs[name]


def attribute_docs(owner: type) -> dict[str, str]:
    """Return the docstrings below the attributes of a class."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(owner))).body
    assert isinstance(body, ast.ClassDef)
    docs = {}
    for before, after in zip(body.body, body.body[1:]):
        is_text = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        if isinstance(before, ast.Assign) and is_text:
            name = before.targets[0]
            assert isinstance(name, ast.Name)
            docs[name.id] = " ".join(str(after.value.value).split())
    return docs


def services() -> str:
    """Return the services that are asked, each with the variable that names another address."""
    rows = ((source.site, code(f"PAPERSHELF_{name.upper()}"), code(address))
            for source in sources.SOURCES.values()
            for name, address in source.addresses.items())  # fmt: skip
    numbers = ((source.label, code(source.variable), code(source.address))
               for source in metrics.SOURCES.values())  # fmt: skip
    return table(("service", "variable", "default"), (*rows, *numbers))


def numbers() -> str:
    """Return the numbers that `metrics` asks for."""
    rows = []
    for source in metrics.SOURCES.values():
        needs = f"{code(source.token)}, required" if source.needs else code(source.token)
        rows += [(code(column.name), column.label, column.doc, code(source.name), needs,
                  f"{column.weight:g}")
                 for column in COLUMNS.values() if column.source == source.name]  # fmt: skip
    return table(("column", "source", "what it counts", "`--source`", "token", "weight"), rows)


# --- formats and addresses ------------------------------------------------------------------------


def readers() -> str:
    """Return the formats that `import` reads."""
    rows = ((code(row.name), ", ".join(map(code, row.suffixes))) for row in READERS.values())
    return table(("`--from`", "file names end with"), rows)


def exports() -> str:
    """Return the formats that `export` writes, and what is lost when they are imported again."""
    rows = []
    for row in FORMATS.values():
        lost = [name for name in fields.FIELDS if name not in row.holds | row.in_part.keys()]
        rows.append((code(row.name), row.label, ", ".join(map(code, lost)) or "nothing"))
    return table(("`export`", "format", "fields that it cannot hold"), rows)


def in_part() -> str:
    """Return the fields that come back in part."""
    labels: dict[tuple[str, str], list[str]] = {}
    for row in FORMATS.values():
        for name, words in row.in_part.items():
            labels.setdefault((name, words), []).append(row.label)
    order = list(fields.FIELDS)
    found = sorted(labels.items(), key=lambda item: order.index(item[0][0]))
    rows = ((code(name), ", ".join(formats), words) for (name, words), formats in found)
    return table(("field", "format", "what comes back"), rows)


def beside() -> str:
    """Return the files beside a page."""
    rows = ((code(f".{row.suffix}"), row.label, code(row.media_type)) for row in BESIDE)
    return table(("file", "format", "media type"), rows)


def libraries() -> str:
    """Return the forms of addresses of libraries, each with an example."""
    return table(("form", "for example"), ((row.name, code(row.example)) for row in FORMS))


def pages() -> str:
    """Return the addresses of the pages."""
    shown: set[str] = set()
    rows = []
    for kind in KINDS.values():
        parts = [f"/{kind.url}", *(f"<{segment}>/" for segment in kind.segments)]
        found = [name for name in accumulate(parts) if name not in shown]
        shown |= {*found}
        rows.append((_any(found), kind.doc))
    own = ("`/<name>/`", "a page of your own, `content/<name>.md`")
    return table(("address", "page"), (*rows, own))


def files() -> str:
    """Return the files for programs, as the page `/developers/` of every site lists them."""
    return _developers("The files", ("address", "what it holds"))


def identifiers() -> str:
    """Return the addresses that lead from an identifier to its paper."""
    return _developers("From an identifier to a paper", ("address", "what it does"))


def frames() -> str:
    """Return the addresses of the pages for frames of other sites."""
    return _developers("In a frame of another site", ("address", "what it shows"))


def promises() -> str:
    """Return what the page `/developers/` of every site promises."""
    return _developers("What you can rely on", ("what", "for how long"))


def _developers(heading: str, head: tuple[str, ...]) -> str:
    part = next(part for part in _page() if part.heading == heading)
    return table(head, ((_plain(row.name), _plain(row.text)) for row in part.rows))


def _page() -> tuple[Part, ...]:
    empty: dict[str, Mapping[str, Any]] = {"topics": {}, "years": {}}
    nothing = Collection(papers={}, listed={}, topics={}, terms=empty, slugs={})
    return developers.to_view(nothing, Settings()).parts


def _plain(text: str) -> str:
    return unescape(re.sub(r"</?code>", "`", text))


# --- decisions ------------------------------------------------------------------------------------


def decisions() -> str:
    """Return the decisions with their titles."""
    pages = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))
    titles = (page.read_text(encoding="utf-8").partition("\n")[0] for page in pages)
    return "".join(f"{number}. [{title.partition('. ')[2]}](decisions/{page.name})\n"
                   for number, (page, title) in enumerate(zip(pages, titles), 1))  # fmt: skip
