"""Nodes and typed values as plain data: list, dict, and what a caller makes of each single value.

In: a node of a file or the value of a field, and a function for single values. Out: data as in
JSON. The function differs, because a mapping table, a name and a comparison each read a text in
another way; how lists and mappings become plain is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from papershelf.catalogue import nodes
from papershelf.catalogue.nodes import Node, Scalar


def from_node(node: Node, single: Callable[[Scalar], Any]) -> Any:
    """Return a node as list, dict, or what `single` returns for its text."""
    if type(node) is nodes.Sequence:
        return [from_node(item, single) for item in node.items]
    if type(node) is nodes.Mapping:
        return {name: from_node(value, single) for name, (_, value) in node.pairs.items()}
    assert type(node) is Scalar
    return single(node)


def from_value(value: Any, single: Callable[[Any], Any]) -> Any:
    """Return a typed value as list, dict, or what `single` returns for a text, name or date."""
    if isinstance(value, Mapping):
        return {str(name): from_value(item, single) for name, item in value.items()}
    if type(value) is tuple or type(value) is list:  # a date is also a tuple
        return [from_value(item, single) for item in value]
    return single(value)
