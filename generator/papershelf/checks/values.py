"""Find short values with a label, joined keywords, values that a spreadsheet has changed, and names
of devices.

In: a Source. Out: findings. Following a hint literally gives the right entry.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from papershelf.catalogue import Source, forms, write
from papershelf.catalogue.fields import FIELDS
from papershelf.catalogue.named import TABLES
from papershelf.catalogue.nodes import Scalar, as_item
from papershelf.checks.finding import Finding
from papershelf.problems import visible
from papershelf.text import labels, spreadsheets, textlists
from papershelf.text.missing import is_placeholder
from papershelf.text.shorten import cut
from papershelf.text.slugs import why_device

#: What to do if more follows a label than one value.
_PARTS = {
    "volume": "write the volume and the issue in fields of their own, each without a label",
    "pages": "write only the pages, without a label",
}
_PARTS["issue"] = _PARTS["volume"]
_SEVERAL = {"volume": "a volume and an issue", "pages": "a volume, an issue and pages"}


def labelled(source: Source) -> Iterator[Finding]:
    """Yield values with a label: `volume: Vol. 3`, which citations print as they are."""
    for entry in source.entries:
        for name in labels.FIELDS:
            text = entry.values.get(name, "")
            bare = labels.without(name, text)
            if text and (parts := labels.parts(name, entry.values)):
                known = entry.values
                missing = {part: said for part, said in parts.items() if said != known.get(part)}
                pairs = (_pair(part, said) for part, said in missing.items())
                message = f'"{visible(text)}" is {_SEVERAL[name]}'
                hint = f"write {', and below it '.join(pairs)}"
                yield Finding(entry.source, entry.at(name), "label", message, hint)
                continue
            if bare != text:
                hint = f"write {_pair(name, bare)}"
            elif labels.has_label(name, text):
                hint = _PARTS[name]
            else:
                continue
            message = f'"{visible(cut(text))}" has a label, which citation styles add'
            yield Finding(entry.source, entry.at(name), "label", message, hint)


def changed(source: Source) -> Iterator[Finding]:
    """Yield values that a spreadsheet has changed: `pages: 4-Mar`."""
    for entry in source.entries:
        for name in ("title", "arxiv", *spreadsheets.NUMBERS):
            text = entry.values.get(name)
            if text and (damage := spreadsheets.damage(name, text)):
                what = "arXiv id" if name == "arxiv" else name
                hint = f"replace it with the {what} of the publication"
                yield Finding(entry.source, entry.at(name), "spreadsheet", visible(damage), hint)


def _pair(name: str, text: str) -> str:
    """Return a line for a hint. LaTeX in it has a finding of its own, whose hint agrees."""
    return visible(write.to_pair(name, text.replace("---", "—").replace("--", "–")))


def joined_keywords(source: Source) -> Iterator[Finding]:
    """Yield items that are several keywords: `[looms; cards]`."""
    for entry in source.entries:
        for text in entry.values.get("keywords", ()):
            if text.isalpha() or (words := textlists.keywords(text)) == [text]:
                continue
            if html.unescape(text) != text:  # a finding of its own, whose hint has no such ";"
                continue
            message = f'"{visible(cut(text))}" contains a separator of keywords'
            number = f"{len(words)} items: " if len(words) > 1 else ""
            hint = (
                f"write {number}{visible(', '.join(map(as_item, words)))}" if words else "remove it"
            )
            place = entry.item("keywords", text)
            yield Finding(entry.source, place, "several-keywords", message, hint)


#: Texts that pages would show as they are.
_SHOWN = tuple(
    field.name for field in FIELDS.values() if isinstance(field.form, forms.Text | forms.Markdown)
)
#: The most characters of a placeholder.
_LONGEST = 40


def missing(source: Source) -> Iterator[Finding]:
    """Yield texts that only say that a value is missing: `venue: N/A`, `title: TODO`."""
    for entry in source.entries:
        for name in (*_SHOWN, "doi"):
            text = entry.values.get(name)
            if text and len(text) <= _LONGEST and is_placeholder(name, text):
                message = f'"{visible(text)}" would be shown as the {name}'
                hint = "remove this line: omit fields that are not known"
                hint = "replace it with the title" if name == "title" else hint
                yield Finding(entry.source, entry.at(name), "placeholder", message, hint)


#: What people write in place of `>-`, before a text on the lines below.
_BLOCK = re.compile(r"[-‐-―−=]{1,2}[>|][-+]?[ \t]*(?=\r?\n)")
_BEGINS = frozenset("-‐‑‒–—―−=")


def blocks(source: Source) -> Iterator[Finding]:
    """Yield signs that were meant to begin a block, `abstract: ->`, and are part of the text."""
    for entry in source.entries:
        for name in _SHOWN:
            text = entry.values.get(name)
            if not text or text[0] not in _BEGINS:
                continue
            node = entry.at(name)
            if sign := _BLOCK.match(entry.source.text, node.start, node.end):
                message = f'"{visible(sign[0].strip())}" is read as part of the text'
                place = Scalar("", node.start, sign.end())
                hint = f"write {name}: {'|-' if '|' in sign[0] else '>-'}"
                yield Finding(entry.source, place, "markup", message, hint)


def devices(source: Source) -> Iterator[Finding]:
    """Yield ids and slugs that are names of devices on Windows. Those of published pages stay among
    the aliases, and references to them are reported as unknown."""
    for entry in source.entries:
        own = entry.values.get("id", "")
        if why := why_device(own):
            hint = f"add a year and, if it is published, aliases: [{own}]"
            yield Finding(entry.source, entry.at("id"), "reserved-id", why, hint)
    for term in (term for name in TABLES for term in source.named[name]):
        own = term.values["slug"]
        if why := why_device(own):
            hint = f"write {own}-1 and, if it is published, aliases: [{own}]"
            yield Finding(term.source, term.item("slug"), "wrong-slug", why, hint)
