"""Papershelf turns a YAML catalogue of research papers into a searchable static website.

Other programs read a collection with `load`:

>>> from papershelf import load
>>> collection = load(".")
>>> collection.by_arxiv("arXiv:2407.11351v3").id
'zheng2024learning'

The names in `__all__` are the public API; everything else may change.
"""

from importlib import metadata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from papershelf.catalogue.model import (
        Collection,
        Course,
        Edition,
        Paper,
        Person,
        Reading,
        Session,
        Term,
        Topic,
    )
    from papershelf.library import LoadError, load
    from papershelf.problems import Problem

__all__ = [
    "Collection", "Course", "Edition", "LoadError", "Paper", "Person", "Problem", "Reading",
    "Session", "Term", "Topic", "load",
]  # fmt: skip

#: Modules of the public names. They are imported on first use, because a command that only prints
#: its help needs none of them.
_HOMES = {
    "Collection": "catalogue.model",
    "Course": "catalogue.model",
    "Edition": "catalogue.model",
    "LoadError": "library",
    "Paper": "catalogue.model",
    "Person": "catalogue.model",
    "Problem": "problems",
    "Reading": "catalogue.model",
    "Session": "catalogue.model",
    "Term": "catalogue.model",
    "Topic": "catalogue.model",
    "load": "library",
}


def __getattr__(name: str) -> Any:
    """Return a public name, imported on first use (PEP 562)."""
    if name == "__version__":
        return metadata.version(__name__)
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"papershelf.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
