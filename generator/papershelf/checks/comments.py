"""Find texts that YAML cuts off at a `#`.

In: a Source. Out: findings. YAML silently reads what follows a space and a `#` as a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from papershelf.catalogue import Entry, Source, forms
from papershelf.catalogue.fields import FIELDS, REQUIRED
from papershelf.catalogue.forms import Form
from papershelf.catalogue.mistakes import COMMENT
from papershelf.catalogue.nodes import Mapping, Node, Scalar, Sequence, quoted
from papershelf.catalogue.structures import Author, Free, ListOf
from papershelf.checks.finding import Finding
from papershelf.problems import SourceText


def _has_words(form: Form) -> bool:
    """Return whether a field has text: a text, names, free data, or a list of texts."""
    if isinstance(form, ListOf):
        return _has_words(form.item)
    return isinstance(form, forms.Text | forms.Markdown | Author | Free)


#: Fields with text; a comment after an identifier or a date cuts nothing off.
_WORDS = tuple(field.name for field in FIELDS.values() if _has_words(field.form))
#: Real comments, although no space follows the `#`.
_REMARK = re.compile(r"#(?:todo|fixme|xxx|note|noqa|type)\b", re.IGNORECASE)


#: The same in front matter, and in the files of people and keywords.
_OF_PAGES, _OF_TERMS = ("title", "description"), ("name", "names")


def hashes(source: Source) -> Iterator[Finding]:
    """Yield texts whose end YAML reads as a comment: `title: On #SAT`. A comment that begins with
    `# ` is intended."""
    for entry, below in zip(source.entries, (*source.entries[1:], None)):
        end = below.node.start if below and below.source is entry.source else None
        if entry.source.text.find("#", entry.node.start, end) >= 0:
            for name in _WORDS:
                if name in entry.node.pairs and not only_comment(entry, name):
                    yield from _cut_off(entry.source, name, entry.node.pairs[name][1])
    for page in source.pages:
        yield from _in_mapping(page.source, page.front, _OF_PAGES)
    for terms in source.named.values():
        for term in terms:
            yield from _in_mapping(term.source, term.node, _OF_TERMS)


def only_comment(entry: Entry, name: str) -> Finding | None:
    """Return the finding for a required field that YAML reads as empty: `title: #SAT`."""
    if name not in REQUIRED or name not in entry.node.pairs:
        return None
    node = entry.node.pairs[name][1]
    if not forms.is_empty(node):
        return None
    found = next(_cut_off(entry.source, name, node), None)
    return found and found._replace(rule="missing-field", message=f"no {name}: {COMMENT}")


def _in_mapping(source: SourceText, node: Mapping, names: tuple[str, ...]) -> Iterator[Finding]:
    for name in names:
        if name in node.pairs:
            yield from _cut_off(source, name, node.pairs[name][1])


def _cut_off(source: SourceText, name: str, node: Node) -> Iterator[Finding]:
    if type(node) is Sequence:
        for item in node.items:
            yield from _cut_off(source, "", item)
    elif type(node) is Mapping:
        for key, (_, value) in node.pairs.items():
            yield from _cut_off(source, key, value)
    elif type(node) is Scalar and not node.style:
        found = _HASH_BEHIND.match(source.text, node.end)
        if found and not _REMARK.match(found[1]):
            written = " ".join(source.text[node.start : found.end()].split())
            hint = f"write {name}: {quoted(written)}" if name else f"write {quoted(written)}"
            place = Scalar("", found.start(1), found.end())
            yield Finding(source, place, "hash-in-text", COMMENT, hint)


#: A comment without a space after the `#`, right after a value and up to the end of the line; or an
#: empty one, as in `title: Learning C #`.
_HASH_BEHIND = re.compile(r"[ \t]+(#(?:[\w$\\('](?:[^\r\n]*[^\s])?|(?=[ \t]*(?:[\r\n]|\Z))))")
