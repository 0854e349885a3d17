"""Room 4, importers: the names in a `.bib` file.

In: a list of names as BibTeX parts it (`and`, braces, commas), or as BibLaTeX's extended format
writes it (`family=…, given=…`). Out: mappings as the field `authors` reads them.
"""

from __future__ import annotations

import re

from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from generator.importers.draft import one_line
from generator.importers.markup import from_latex


def read(text: str) -> tuple[list[dict[str, str]], bool]:
    """The names, and whether others are meant besides."""
    if not text.strip():
        return [], False
    try:
        persons = split_multiple_persons_names(text)
    except InvalidNameError:
        persons = re.split(r"\s+and\s+", text)
    names = [_name(one_line(person)) for person in persons if person.strip()]
    others = bool(names) and names[-1] == {"literal": "others"}
    return (names[:-1] if others else names), others


def _name(text: str) -> dict[str, str]:
    if text.startswith("{") and text.endswith("}") and text.count("{") == text.count("}") == 1:
        return {"literal": one_line(from_latex(text[1:-1]))}
    extended = dict(re.findall(r"(\w[\w-]*)\s*=\s*(\{[^{}]*\}|[^,]+)", text)) if "=" in text else {}
    if "family" in extended:
        parts = {key: one_line(from_latex(value)) for key, value in extended.items()}
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
            return {"literal": one_line(from_latex(text))}
        given, jr = " ".join(split.first), " ".join(split.jr)
        family = " ".join((*split.von, *split.last))
        name = {"given": given, "family": family, "suffix": jr}
        name = {key: one_line(from_latex(value)) for key, value in name.items()}
        if not name["given"]:  # a group, or somebody with one name: braces, or one word
            return {"literal": name["family"]}
    return {key: value for key, value in name.items() if value}
