"""Read MkDocs' settings without running anything that they name.

In: a file of settings. Out: its values, or MkDocs' configuration. People review pull requests of
strangers with commands that make no site, so these load no hooks, and an empty function replaces
what a `!!python/…` tag imports or calls. A build runs both, as MkDocs does.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from types import ModuleType
from typing import IO, Any

import yaml
from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

#: The most values that the aliases of a file may repeat.
MOST_REPEATED = 100_000
_PYTHON = "tag:yaml.org,2002:python/"
#: Halves of a character in UTF-16, as JSON writes them: YAML has one escape for it.
_HALF = re.compile("[\ud800-\udfff]")


def stand_in(*values: object, **options: object) -> dict[str, Any]:
    """Return nothing, in the form that extensions of Markdown expect of their functions."""
    return {}


class _Loader(yaml.SafeLoader):
    def get_single_node(self) -> yaml.Node | None:
        """Return the values of a file before aliases in them are expanded. Raise ComposerError if
        there would be too many, or if a text could not be written."""
        node: yaml.Node | None = super().get_single_node()
        sizes: dict[int, int] = {}
        if node and _size(node, sizes) - len(sizes) > MOST_REPEATED:
            raise _mistake("aliases such as *name repeat values too often", node)
        return node


_Loader.add_multi_constructor(_PYTHON, lambda *_: stand_in)
for _tag, _make in yaml.FullLoader.yaml_constructors.items():  # of texts, tuples and other data
    if _tag and _tag.startswith(_PYTHON):
        _Loader.add_constructor(_tag, _make)


class _Hooks(config_options.Hooks):
    """Hooks that must exist, and are not loaded."""

    def _load_hook(self, name: str, path: str) -> ModuleType:  # type: ignore[override]
        return ModuleType(name)


class _Config(MkDocsConfig):  # type: ignore[no-untyped-call]
    hooks = _Hooks("plugins")


def _size(node: yaml.Node, sizes: dict[int, int]) -> int:
    """Return how many values a node has, if each alias counts as what it repeats; more than
    MOST_REPEATED if it contains itself. Add the sizes of its nodes."""
    if id(node) not in sizes:
        sizes[id(node)] = MOST_REPEATED + 1  # until the size is known
        parts = node.value if isinstance(node, yaml.CollectionNode) else ()
        if isinstance(node, yaml.ScalarNode) and _HALF.search(node.value):
            raise _mistake("found half of a character", node)
        pairs = isinstance(node, yaml.MappingNode)
        parts = [each for pair in parts for each in pair] if pairs else parts
        sizes[id(node)] = 1 + sum(_size(each, sizes) for each in parts)
    return sizes[id(node)]


def _mistake(what: str, node: yaml.Node) -> yaml.YAMLError:
    return yaml.composer.ComposerError(None, None, what, node.start_mark)


def values(source: str | IO[bytes]) -> dict[str, Any]:
    """Return the values of settings, with inherited ones unless the source is a text. Raise
    ConfigurationError, or ValueError or RecursionError of single values."""
    return yaml_load(source, get_yaml_loader(_Loader, MkDocsConfig()))


def _known(value: Any) -> Any:
    """Return a value without the parts that nothing is known of."""
    if isinstance(value, dict):
        return {key: _known(each) for key, each in value.items() if each is not stand_in}
    if isinstance(value, list):
        return [_known(each) for each in value if each is not stand_in]
    return value


def load_config(config_file: str | IO[bytes]) -> MkDocsConfig:
    """Return what MkDocs' function of this name would; hooks in it are empty, and values that only
    a tag would have made are missing. Raise MkDocsException."""
    log = logging.getLogger(MkDocsConfig.__module__.rpartition(".")[0])
    with Path(config_file).open("rb") if isinstance(config_file, str) else config_file as file:
        config = _Config(config_file_path=file.name)
        config.load_dict(_known(yaml_load(file, get_yaml_loader(_Loader, config))))
    errors, warnings = config.validate()
    for name, warning in warnings:
        log.warning(f"Config value '{name}': {warning}")
    for name, error in errors:
        log.error(f"Config value '{name}': {error}")
    if errors or (config.strict and warnings):
        raise Abort(f"Aborted with {len(warnings)} configuration warnings in 'strict' mode!")
    return config
