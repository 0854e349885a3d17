"""Room 4, importers: the names in a `.bib` file.

In: a list of names as BibTeX parts it (`and`, braces, commas), or as BibLaTeX's extended format
writes it (`family=…, given=…`). Out: mappings as the field `authors` reads them.
"""

from __future__ import annotations

import re

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

from generator.importers.draft import one_line
from generator.importers.markup import from_bibtex


def read(text: str) -> tuple[list[dict[str, str]], bool]:
    """The names, and whether others are meant besides."""
    if not text.strip():
        return [], False
    persons = _parted(text)
    names = [_name(one_line(person)) for person in persons if person.strip()]
    others = bool(names) and names[-1] == {"literal": "others"}
    return (names[:-1] if others else names), others


_AND = re.compile(r"[{}]|(?<!\S)and(?!\S)", re.IGNORECASE)


def _parted(text: str) -> list[str]:
    """At each `and` between white space that no brace hides. The library's own function takes the
    blank behind a backslash for a part of a command (`\\% and`)."""
    persons, depth, start = [], 0, 0
    for match in _AND.finditer(text):
        if match[0] in "{}":
            depth += 1 if match[0] == "{" else -1
        elif depth == 0:
            persons.append(text[start : match.start()])
            start = match.end()
    return [*persons, text[start:]]


def _name(text: str) -> dict[str, str]:
    if text.startswith("{") and text.endswith("}") and text.count("{") == text.count("}") == 1:
        return {"literal": one_line(from_bibtex(text[1:-1]))}
    extended = dict(re.findall(r"(\w[\w-]*)\s*=\s*(\{[^{}]*\}|[^,]+)", text)) if "=" in text else {}
    if "family" in extended:
        parts = {key: one_line(from_bibtex(value)) for key, value in extended.items()}
        family = " ".join(filter(None, (parts.get("prefix"), parts["family"])))
        name = {
            "given": parts.get("given", ""),
            "family": family,
            "suffix": parts.get("suffix", ""),
        }
    else:
        try:
            split = parse_single_name_into_parts(text, strict=False)
        except InvalidNameError:
            return {"literal": one_line(from_bibtex(text))}
        given, jr = " ".join(split.first), " ".join(split.jr)
        family = " ".join((*split.von, *split.last))
        name = {"given": given, "family": family, "suffix": jr}
        name = {key: one_line(from_bibtex(value)) for key, value in name.items()}
        if not name["given"]:  # a group, or somebody with one name: braces, or one word
            return {"literal": name["family"]}
    return {key: value for key, value in name.items() if value}
