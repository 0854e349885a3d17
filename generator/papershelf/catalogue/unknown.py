"""Unknown keys of an entry, and the fields that they were meant for.

In: a mapping and one of its keys. Out: a problem that names the intended field, or the text that
the key is part of. Changes nothing.
"""

from __future__ import annotations

import re

from papershelf.catalogue import forms, linkhints
from papershelf.catalogue.fields import FIELDS, LINKS, MEANT, OTHER_NAMES, plain
from papershelf.catalogue.lines import PROSE, is_heading
from papershelf.catalogue.nodes import Mapping, Node, Scalar, quoted
from papershelf.catalogue.report import Report, closest
from papershelf.catalogue.structures import takes

_PROSE = ("title", *PROSE)
#: The kind of value of each field: `text`, `list` or `mapping`.
TAKES = {name: takes(row.form) for name, row in FIELDS.items()}
#: The same with names from BibTeX, which would otherwise count as text of the field above.
KNOWN = TAKES | dict.fromkeys(("year", "date", "journal", "booktitle", "url", "link"), "text")
KNOWN |= {"author": "list"}
#: How similar a key has to be to the name of a field. With less, "datasets" would mean "aliases".
_LIKENESS = 0.75


def report_key(node: Mapping, key: Scalar, value: Node, above: str, report: Report) -> str:
    """Report an unknown key, and return the field that it was probably meant for."""
    name = key.text
    if above in _PROSE and forms.is_empty(node.pairs[above][1]):
        message = f'the text of "{above}" is not indented'
        report.at("syntax", key.start, value.end, message, "indent it by four spaces")
        return above
    if is_heading(name, above, KNOWN, node.pairs):
        message = f'"{name[:60]}" is not a field; it looks like text of "{above}"'
        report.at("syntax", key.start, value.end, message, "indent it by four spaces")
        return above
    meant = _meant(name)
    hint = _name_hint(node, meant) if name != "<<" else _MERGED
    if (begun := _BEGUN.match(name)) and begun[1] in FIELDS.keys() - node.pairs.keys():
        meant = begun[1]
        hint = _colon_hint(meant, name[begun.end() :], value if value is not key else None)
    if plain(name) in _LINK_NAMES and type(value) is Scalar and value.text and value is not key:
        meant, hint = "urls", _link_hint(node, key)
    report("unknown-key", key, f'unknown key "{name[:60]}"', hint)
    return meant


def _meant(name: str) -> str:
    """Return the field that a key was probably meant for; empty if there is none."""
    same = plain(name)
    known = MEANT.get(same, OTHER_NAMES.get(same))
    return closest(name.lower(), FIELDS, _LIKENESS) if known is None else known


def _name_hint(node: Mapping, meant: str) -> str:
    """Return the hint for a key that is another name of a field, which an entry has only once."""
    if not meant:
        return _NO_FIELD
    if meant not in node.pairs:
        return f'did you mean "{meant}"?'
    if TAKES[meant] == "list":
        return f'add it to "{meant}"'
    return f'this entry has "{meant}" already; put other data under extra'


#: A word before a sign that may have been meant as a colon.
_BEGUN = re.compile(r"(\w+)(?:[ \t]*[=：]|[ \t])[ \t]*")


def _colon_hint(field: str, text: str, value: Node | None) -> str:
    """Return the hint for a field without its colon, whose text has one: `title Looms: a study`."""
    if type(value) is Scalar and TAKES[field] == "text":
        whole = f"{text}: {value.text.strip()}".strip('"')
        return f"write {field}: {quoted(whole)}"
    return f'put a colon after "{field}"'


#: Names under `urls`, by keys that are often used for links.
_LINK_NAMES = dict.fromkeys((name for name, ours in MEANT.items() if ours == "urls"), "")
_LINK_NAMES |= {name: name for name in LINKS}
_LINK_NAMES |= linkhints.LINK_NAMES


def _link_hint(node: Mapping, key: Scalar) -> str:
    """Return the hint for a link written as a field: at the first one, a hint for all links."""
    loose = {
        name: value
        for name, (_, value) in node.pairs.items()
        if plain(name) in _LINK_NAMES and name not in FIELDS and type(value) is Scalar
    }
    whole: dict[str, str] = {}
    for name, value in loose.items():
        kind = _LINK_NAMES[plain(name)] or linkhints.kind(value.text)
        whole.setdefault(kind, value.text.strip())
    if "urls" in node.pairs and forms.is_empty(node.pairs["urls"][1]):
        return "indent it by four spaces"
    if "urls" in node.pairs:
        return f"move it to urls: {linkhints.flow(whole)}"
    if len(whole) < len(loose):
        return f"write it under urls, as one of {', '.join(LINKS)}"
    is_first = key.text == next(iter(loose))
    hint = f"write urls: {linkhints.flow(whole)}"
    return hint if is_first else "remove this line: urls contains it"


_NO_FIELD = "put data that has no field under extra"
#: YAML 1.1's merge key; 1.2 has none.
_MERGED = "write the fields that it stands for into this entry"
