"""Find short values with a label, and values that a spreadsheet has changed.

In: a Source. Out: findings. Following a hint literally gives the right entry.
"""

from __future__ import annotations

from collections.abc import Iterator

from papershelf.catalogue import Source, write
from papershelf.checks.finding import Finding
from papershelf.problems import visible
from papershelf.text import labels, spreadsheets
from papershelf.text.shorten import cut

#: What to do if more follows a label than one value.
_PARTS = {
    "volume": "write the volume and the issue in fields of their own, each without a label",
    "pages": "write only the pages, without a label",
}
_PARTS["issue"] = _PARTS["volume"]


def labelled(source: Source) -> Iterator[Finding]:
    """Yield values with a label: `volume: Vol. 3`, which citations print as they are."""
    for entry in source.entries:
        for name in labels.FIELDS:
            text = entry.values.get(name, "")
            bare = labels.without(name, text)
            if bare != text:
                hint = f"write {visible(write.to_pair(name, bare))}"
            elif labels.has_label(name, text):
                hint = _PARTS[name]
            else:
                continue
            message = f'"{visible(cut(text))}" has a label, which citation styles add'
            yield Finding(entry.source, entry.at(name), "label", message, hint)


def changed(source: Source) -> Iterator[Finding]:
    """Yield values that a spreadsheet has changed: `pages: 4-Mar`."""
    for entry in source.entries:
        for name in ("title", *spreadsheets.NUMBERS):
            text = entry.values.get(name)
            if text and (damage := spreadsheets.damage(name, text)):
                hint = f"replace it with the {name} of the publication"
                yield Finding(entry.source, entry.at(name), "spreadsheet", visible(damage), hint)
