"""Builds of one process list Material's files and compile each template once: half of a small build."""

from __future__ import annotations

import functools
import sysconfig

import pytest
from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from mkdocs.theme import Theme

_INSTALLED = sysconfig.get_path("purelib")
_list_templates = FileSystemLoader.list_templates
_get_env = Theme.get_env


class _Compiled(BytecodeCache):
    """Compiled templates in memory; Jinja compares the checksum of the source."""

    def __init__(self) -> None:
        self.codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.codes:
            bucket.bytecode_from_string(self.codes[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def share(patch: pytest.MonkeyPatch) -> None:
    """Share what is the same in all builds, until the patch is undone."""
    patch.setattr(FileSystemLoader, "list_templates", _listed)
    patch.setattr(Theme, "get_env", _environment)


def _environment(theme: Theme) -> Environment:
    environment = _get_env(theme)
    environment.bytecode_cache = _COMPILED
    return environment


def _listed(loader: FileSystemLoader) -> list[str]:
    every = (_files(path) for path in loader.searchpath)
    return sorted(set().union(*every))


def _files(folder: str) -> frozenset[str]:
    if folder.startswith(_INSTALLED):
        return _installed(folder)
    return frozenset(_list_templates(FileSystemLoader(folder)))


@functools.cache
def _installed(folder: str) -> frozenset[str]:
    """The files that MkDocs takes of 14,500: it leaves out Material's folder of icons."""
    files = _list_templates(FileSystemLoader(folder))
    return frozenset(file for file in files if not file.startswith("."))
