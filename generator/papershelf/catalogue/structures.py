"""The forms of lists and mappings, built from the forms of single values.

In: a node. Out: a tuple, a dict, a name, or None and a problem. Wrong items are left out and
reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass
from typing import Any

from papershelf.catalogue import advice, authorhints, forms, linkhints
from papershelf.catalogue.forms import ANY_SCALAR, Form, Schema, Text, is_empty, short
from papershelf.catalogue.limits import MAX_ITEMS
from papershelf.catalogue.nodes import Mapping, Node, Scalar, Sequence, as_item, iter_scalars
from papershelf.catalogue.plain import from_node
from papershelf.catalogue.report import Report, nearest_key
from papershelf.text import names

_TEXT = Text()


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one form; wrong values are left out and reported."""

    item: Form
    unique: bool = False
    split: Callable[[str], Iterable[str]] = advice.words
    """Returns the items that a single text was meant to be, for the hint."""

    @property
    def words(self) -> str:
        return f"a list: {self.item.words}"

    def parse(self, node: Node, report: Report) -> tuple[Any, ...] | None:
        if type(node) is not Sequence:
            hint, is_names = "write a list", isinstance(self.item, Author)
            if type(node) is Scalar and (sign := advice.block(report.source.text, node, Sequence)):
                hint = f'remove the "{sign}"'
            elif type(node) is Scalar and (text := advice.enclosed(node.text.strip(), Sequence)):
                hint = f"write {text}"
            elif (
                type(node) is Mapping
                and isinstance(self.item, Author)
                and (text := self.item.hint(node, report.source.text))
            ):
                hint = f"write [{text}]"
            elif type(node) is Scalar and (
                items := advice.items(report.source.text, node, int(is_names))
            ):
                shown = authorhints.suggested(items) if is_names else map(as_item, items)
                hint = f"write {_field_of_lines(node, report)}[{', '.join(shown)}]"
            elif text := advice.unbracketed(forms.held(node)):
                hint = authorhints.list_hint(text) if is_names else self._list_hint(text)
                hint = hint.replace("write [", f"write {_field_of_lines(node, report)}[", 1)
            report("wrong-type", node, f"expected a list, found {forms.kind(node)}", hint)
            return None
        only = node.items[0] if len(node.items) == 1 else None
        if type(only) is Sequence and not isinstance(self.item, Author):
            sign = "brackets" if report.source.text.startswith("[", node.start) else "dash"
            report("wrong-type", only, "a list within a list", f"remove the outer {sign}")
            return None
        if len(node.items) > MAX_ITEMS:
            message = f"{len(node.items):,} items; the limit max_items is {MAX_ITEMS:,}"
            report("too-many", node, message, "shorten the list, or use author_count")
            return None
        parse = self.item.parse
        values = [parse(item, report) for item in node.items if not is_empty(item)]
        known = [value for value in values if value is not None]
        return tuple(dict.fromkeys(known)) if self.unique else tuple(known)

    def _list_hint(self, text: str) -> str:
        """Return the hint for a text that was meant to be the items of a list."""
        words = [self._right(word) for word in self.split(text)]
        if not all(words):
            return f"write a list, in which each item is {self.item.words}"
        return f"write [{', '.join(words)}]"

    def _right(self, word: str) -> str:
        """Return an item for a hint as its form accepts it, `mon` for Monday; empty if there is
        none."""
        said = _said(self.item, word)
        meant = said.removeprefix("write ").strip('"') if said else as_item(word)
        return "" if said and any(_said(self.item, part) for part in meant.split(", ")) else meant

    def schema(self) -> Schema:
        return {"type": ["array", "null"], "items": self.item.schema()}


def _field_of_lines(node: Node, report: Report) -> str:
    """Return the key of a value that has several lines, or is below its key; else nothing."""
    text = report.source.text
    is_below = text[: node.start].rstrip(" ")[-1:] == "\n"
    is_long = "\n" in text[node.start : node.end].rstrip()
    return advice.field_above(text, node.start) if is_below or is_long else ""


def _said(form: Form, word: str) -> str:
    """Return what a form says to a word; empty if it accepts the word."""
    return next((each.hint or each.message for each in forms.mistakes(form, word)), "")


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping with its own fields; the value is a plain dict of the existing ones."""

    words: str
    fields: AbstractMapping[str, Form]
    name: str = ""
    """The field of an entry, if it is one: `urls`."""

    def parse(self, node: Node, report: Report) -> dict[str, Any] | None:
        if type(node) is not Mapping:
            held = self._held(node) if self.name else ""
            hint = "write " + ", ".join(f"{key}: …" for key in list(self.fields)[:3])
            if type(node) is Scalar and (sign := advice.block(report.source.text, node, Mapping)):
                hint = f'remove the "{sign}"'
            elif type(node) is Scalar and (text := advice.enclosed(node.text.strip(), Mapping)):
                hint = f"write {text}"
            elif held:
                hint = f"write {self.name}: {held}"
            report("wrong-type", node, f"expected {self.words}, found {forms.kind(node)}", hint)
            return None
        values: dict[str, Any] = {}
        text, is_links = report.source.text, self.name == "urls"
        cut = advice.cut(text, node, self.fields) if text.startswith("{", node.start) else {}
        for name, (key, value) in node.pairs.items():
            if name in cut and name in self.fields:
                whole = cut[name].text
                hint = f'write {name}: "{whole}"'
                if is_links and (
                    keyed := linkhints.keyed_links(text[node.start : node.end], self.fields)
                ):
                    hint = f"write urls: {keyed}"
                report("unknown-key", cut[name], f'"{name}" is cut off at the comma', hint)
            elif name in cut:
                continue
            elif name not in self.fields:
                of_entry = linkhints.field_of(name, value) if is_links else ""
                meant = linkhints.LINK_NAMES.get(name.lower(), name) if is_links else name
                hint = of_entry or nearest_key(meant, self.fields, node.pairs)
                hint = hint or "known keys are " + ", ".join(self.fields)
                report("unknown-key", key, f'unknown key "{short(name)}"', hint)
            elif not is_empty(value):
                parsed = self.fields[name].parse(value, report)
                if parsed is not None:
                    values[name] = parsed
        return values

    def _held(self, node: Node) -> str:
        """Return the mapping that values without keys, or in a list, can only mean; or nothing."""
        if self.name == "urls":  # any address suits any key
            return linkhints.links(node, self.fields)
        texts = [scalar.text.strip() for scalar in iter_scalars(node)]
        meant = {
            key: next((text for text in texts if text and not _said(form, text)), "")
            for key, form in self.fields.items()
        }
        return linkhints.flow({key: text for key, text in meant.items() if text})

    def schema(self) -> Schema:
        return {
            "type": ["object", "null"],
            "additionalProperties": False,
            "properties": {name: form.schema() for name, form in self.fields.items()},
        }


@dataclass(frozen=True, slots=True)
class Author:
    """A name in one of its three forms."""

    parts: Fields
    words: str = '"Given Family", "Family, Given", or a mapping with the parts of the name'

    def parse(self, node: Node, report: Report) -> names.Name | None:
        if name := self._enclosed(node):
            message, hint = "unexpected brackets or braces", authorhints.items_hint(name)
            report.at("wrong-type", node.start, node.end, message, hint)
            return None
        if type(node) is Mapping:
            return self._from_parts(node, report)
        if (text := _TEXT.parse(node, report)) is None:
            return None
        try:
            return names.parse(text)
        except ValueError as error:
            hint = f"{authorhints.items_hint(text)}; a group: {{literal: …}}"
            report("wrong-name", node, f'"{short(text)}": {error}', hint)
            return None

    def _enclosed(self, node: Node) -> str:
        """Return the text of a name in brackets or braces, `[Byron, Ada]` or `{Byron, Ada}`; empty
        for anything else."""
        if type(node) is Mapping and node.pairs.keys().isdisjoint(self.parts.fields):
            return forms.held(node)
        items = node.items if type(node) is Sequence else ()
        texts = [item.text for item in items if type(item) is Scalar]
        return ", ".join(texts) if len(texts) == len(items) else ""

    def _from_parts(self, node: Mapping, report: Report) -> names.Name | None:
        before = len(report.problems)
        others = self._plain(node, report.source.text)
        unknown = [key for key in others if key not in self.parts.fields]
        if unknown and (hint := self.hint(node, report.source.text)):
            message = f'unknown key "{short(unknown[0])}"'
            if "name" in others:
                message = f'unknown key "name"; "{short(others["name"])}" needs no key'
            report.at("unknown-key", node.start, node.end, message, f"write {hint}")
            return None
        values = self.parts.parse(node, report) or {}
        if not (values.get("literal") or values.get("family")):
            if len(report.problems) == before:
                hint = "write family (and given), or literal for a group"
                report("wrong-name", node, "no family name", hint)
            return None
        return names.Name(**values)

    def hint(self, node: Mapping, source: str) -> str:
        """Return the suggestion for a mapping with other keys than those of a name; empty if not
        all of them are understood."""
        parts = self._plain(node, source)
        return authorhints.parts_hint(parts) if "name" in parts else authorhints.mapping_hint(parts)

    def _plain(self, node: Mapping, source: str) -> dict[str, Any]:
        """Return the parts of a name, whole if their braces cut them off: `{name: Byron, Ada}`."""
        with_value = (key for key, (_, value) in node.pairs.items() if not is_empty(value))
        known = {*self.parts.fields, *with_value}
        cut = advice.cut(source, node, known) if source.startswith("{", node.start) else {}
        return {
            key: cut[key].text if key in cut else to_plain(value)
            for key, (_, value) in node.pairs.items()
            if key in known or key not in cut
        }

    def schema(self) -> Schema:
        return {"anyOf": [{"type": ANY_SCALAR}, self.parts.schema() | self.needs]}

    @property
    def needs(self) -> Schema:
        """Return the schema of the parts that every name needs."""
        return {"anyOf": [{"required": [name]} for name in ("family", "literal")]}


@dataclass(frozen=True, slots=True)
class Free:
    """Anything, as plain data: text, list, dict."""

    words: str = "a free mapping"

    def parse(self, node: Node, report: Report) -> Any:
        if type(node) is not Mapping:
            report("wrong-type", node, "expected a mapping", "write key: value below it")
            return None
        return to_plain(node)

    def schema(self) -> Schema:
        return {"type": ["object", "null"]}


def takes(form: Form) -> str:
    """Return what a value of a form is in YAML: `text`, `list` or `mapping`."""
    kinds = form.schema().get("type", ())
    return "list" if "array" in kinds else "mapping" if "object" in kinds else "text"


def to_plain(node: Node) -> Any:
    """Return a node as text, list or dict."""
    return from_node(node, _text)


def _text(scalar: Scalar) -> str:
    # the end of a block depends on what follows, such as empty lines after |+
    is_block = scalar.style and scalar.style in "|>"
    return scalar.text.rstrip("\n") if is_block else scalar.text
