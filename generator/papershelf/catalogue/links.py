"""Every URL of a catalogue and of the hand-written pages, with its position.

In: a Source. Out: links. Makes no requests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from papershelf.catalogue import Source
from papershelf.catalogue.fields import CREATORS
from papershelf.catalogue.nodes import Node, Scalar, iter_scalars
from papershelf.problems import SourceText
from papershelf.text import citing
from papershelf.text.identifiers import SCHEMES, address


class WrittenLink(NamedTuple):
    """A URL at a position."""

    url: str
    source: SourceText
    start: int
    """Offsets of the written text: the URL, or the DOI."""
    end: int
    is_doi: bool = False
    """Whether the registry is queried, which answers for every publisher."""
    is_whole: bool = False
    """Whether it is a whole YAML value, including quotes."""

    @property
    def place(self) -> str:
        """Return file and line, `papers.yaml:12`."""
        return f"{self.source.name}:{self.source.line_of(self.start)}"


#: Fields of an entry whose values are URLs.
_FIELDS = ("urls", "discussion", *CREATORS, "license")
_REGISTRY = "https://doi.org/"
#: A URL in Markdown. Brackets, spaces and punctuation that ends a sentence end it, and so does the
#: end of a link's text. A backslash before punctuation only means that this is not markup.
_ADDRESS = re.compile(r"https?://(?:\\[!-/:-@\[-`{-~]|(?!\][(\[])[^\s<>\"'`\\{}|^])+")
_ESCAPED = re.compile(r"\\(.)")


def find(source: Source, registry: str = _REGISTRY) -> list[WrittenLink]:
    """Return every URL, in the order of the files, including duplicates."""
    found: list[WrittenLink] = []
    for entry in source.entries:
        for name in _FIELDS:
            if name in entry.node.pairs:
                found += _in_value(entry.node.pairs[name][1], entry.source)
        if "doi" in entry.values:
            node = entry.at("doi")
            url = address(SCHEMES["doi"], entry.values["doi"])
            url = url.replace(_REGISTRY, registry, 1)
            found.append(WrittenLink(url, entry.source, node.start, node.end, is_doi=True))
        notes = entry.node.value("notes")
        if type(notes) is Scalar:
            found += _in_text(entry.source, notes.start, notes.end)
    for person in source.named["authors"]:
        found += _in_value(person.node, person.source)
    for page in source.pages:
        if "url" in page.values:  # a course elsewhere
            found += _in_value(page.front.pairs["url"][1], page.source)
        found += _in_text(page.source, page.body_start, len(page.source.text))
    return found


def _in_value(node: Node, source: SourceText) -> Iterator[WrittenLink]:
    for scalar in iter_scalars(node):
        if scalar.text.startswith(("http://", "https://")):
            yield WrittenLink(scalar.text.strip(), source, scalar.start, scalar.end, is_whole=True)


def _in_text(source: SourceText, start: int, end: int) -> Iterator[WrittenLink]:
    """Yield URLs in Markdown, outside of code and comments."""
    for match in _ADDRESS.finditer(citing.without_code(source.text[start:end])):
        url = match[0].rstrip(".,;:!?*_")
        while url.endswith((")", "]")) and url.count("(") + url.count("[") < url.count(
            ")"
        ) + url.count("]"):
            url = url[:-1].rstrip(".,;:!?*_")
        at = start + match.start()
        yield WrittenLink(_ESCAPED.sub(r"\1", url), source, at, at + len(url))
