"""Parse the options of `import` and read its files.

In: paths and option values. Out: drafts, topics, dates. A wrong value ends the command.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from papershelf.catalogue.limits import MAX_FILE_BYTES
from papershelf.cli.base import fail, guarded, today
from papershelf.editing.intake import Topics
from papershelf.history import blame
from papershelf.importers.draft import Draft
from papershelf.importers.readers import READERS, instead_of, reader_of
from papershelf.importers.tables import Table, read_table
from papershelf.importers.values import to_values
from papershelf.problems import count, visible
from papershelf.storage import bounds
from papershelf.text import dates, mojibake
from papershelf.text.slugs import is_new_slug, to_slug, why_device

#: Byte order marks and their encodings; a longer mark precedes the shorter one that it begins with.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a file and, if its encoding had to be guessed, the name of that encoding.

    Old programs wrote Windows-1252, a superset of Latin-1.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ""
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes undefined; Latin-1 defines all
        try:
            return data.decode("cp1252"), "Windows-1252"
        except UnicodeDecodeError:
            return data.decode("latin-1"), "Latin-1"


def read(root: Path, path: Path, form: str | None, table: Table, added: str) -> list[Draft]:
    """Return the records of a file, each with the date that `--added` gives it.

    A path below `root` must not lead out of it through links.
    """
    data = bounds.read(root, path, MAX_FILE_BYTES + 1)  # a device may never end
    if len(data) > MAX_FILE_BYTES:
        fail(f"{path.name}: larger than {MAX_FILE_BYTES:,} bytes; import it in parts")
    text, guess = _decoded(data)
    if guess and not mojibake.is_western(data, text):
        fail(f"{path.name}: neither UTF-8 nor Windows-1252; save it as UTF-8, and import that")
    if "\n" not in text:  # old programs for the Mac end lines this way
        text = text.replace("\r", "\n")
    reader = READERS[form] if form else reader_of(path.name, text)
    if reader is None and (instead := instead_of(path.name)):
        fail(f"{path.name}: this format cannot be imported; save it as {instead}, and import that")
    if reader is None:
        what = f"{path.name}: unknown format; set it with --from {'|'.join(READERS)}"
        fail(f"{what}. Of a list of references in plain text, add each by its DOI: papershelf add")
    if guess:
        click.echo(f"! {path.name}: not UTF-8; read as {guess}", err=True)
    try:
        drafts = list(reader.read(text, path.name, table))
    except ValueError as error:
        fail(f"{path.name}: {visible(str(error))}")
    if not drafts and text.strip():
        fail(f"{path.name}: no {reader.name} records found; set the format with --from")
    if added:
        _set_days(drafts, added, path)
    return drafts


# --- a mapping table -----------------------------------------------------------------------------


def table_of(root: Path, path: Path | None) -> Table:
    """Return the mapping table of a file, or an empty table if there is no file."""
    if path is None:
        return Table()
    try:
        return read_table(bounds.read(root, path).decode("utf-8-sig"))
    except ValueError as error:
        fail(f"{path.name}: {visible(str(error))}")


def report_unmatched(table: Table) -> None:
    """Report rows of the mapping table that matched no record."""
    for row in table.unmatched():
        click.echo(f"! map: {visible(row)} matches no field of the file", err=True)


# --- days ----------------------------------------------------------------------------------------

_MODES = ("published", "git")


def added_of(text: str | None) -> str:
    """Return the value of `--added`, a date or a mode; exit if it is neither. Empty for None."""
    if text is None or text in _MODES:
        return text or ""
    try:
        day = dates.parse(text)
    except ValueError:
        day = dates.PartialDate(1)
    if not day.day:
        fail(f'--added: "{visible(text)}" is not a date; write YYYY-MM-DD, published or git')
    return str(day)


def _set_days(drafts: list[Draft], added: str, path: Path) -> None:
    """Set `added` of each record that has none, and print a summary."""
    own = [draft for draft in drafts if draft.fields.get("added")]
    others = [draft for draft in drafts if not draft.fields.get("added") and not draft.why_not]
    if added == "git":
        known = guarded(lambda: blame.days(path, today()))
        if known.is_shallow:
            click.echo(
                f"! {path.name}: this clone is shallow, so older records get the date of its first"
                " commit; run git fetch --unshallow to get the real dates",
                err=True,
            )
    for draft in others:
        if added == "git":
            if not 0 < draft.line <= len(known.days):
                fail(f"--added git: {visible(draft.where)} has no line of its own in {path.name}")
            draft.fields["added"] = known.days[draft.line - 1]
        elif added == "published":
            published = to_values(draft).values.get("published")
            draft.fields["added"] = published.padded if published else ""
        else:
            draft.fields["added"] = added
    days = sorted(filter(None, (draft.fields["added"] for draft in others)))
    span = f", {' to '.join(dict.fromkeys((days[0], days[-1])))}" if days else ""
    by = {"git": "by git", "published": "as published"}.get(added, "as given")
    summary = f"added: {count(len(others), 'record')} {by}{span}"
    click.echo(summary + (f"; {len(own):,} with their own date" if own else ""))


# --- topics --------------------------------------------------------------------------------------


def require_slug(slug: str) -> None:
    """Exit unless `slug` is valid: topics become file names."""
    if not is_new_slug(slug):
        better = f"{slug}-1" if why_device(slug) else to_slug(slug)
        why = why_device(slug) or f'"{visible(slug)}" is not a slug'
        fail(f'--topics: {why}; write "{better}"')


def topics_of(specs: Iterable[str]) -> Topics:
    """Parse `--topics`: slugs for all entries, slugs for entries with a word, or `*` for all
    words."""
    always, words, takes_words = [], {}, False
    for spec in (part for text in specs for part in text.split(",")):
        word, equals, slug = spec.rpartition("=")
        slug = slug.strip()
        if spec.strip() == "*":
            takes_words = True
            continue
        require_slug(slug)
        if equals:
            words[word.strip().casefold()] = slug
        else:
            always.append(slug)
    return Topics(always=tuple(always), words=words, takes_words=takes_words)
