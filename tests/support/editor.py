"""What an editor with the YAML language server says of a catalogue."""

from __future__ import annotations

from typing import Any

import jsonschema
import yaml

from papershelf.catalogue import schema

VALIDATOR = jsonschema.Draft7Validator(schema.to_schema())


class AsWritten(yaml.SafeLoader):
    """What a YAML 1.2 language server of an editor sees: dates are strings."""


AsWritten.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith("timestamp")]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def faults(text: str) -> list[str]:
    """What an editor would underline."""
    data: Any = yaml.load(text, AsWritten)
    return [error.message for error in VALIDATOR.iter_errors(data)]
