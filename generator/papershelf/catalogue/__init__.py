"""YAML ↔ entries with positions; entries → Collection.

`read` makes a Source of a folder, `collect` a Collection of a checked Source.
"""

from papershelf.catalogue.collect import collect
from papershelf.catalogue.read import (
    Entry,
    Page,
    Source,
    Unreadable,
    read,
    read_files,
)

__all__ = ["Entry", "Page", "Source", "Unreadable", "collect", "read", "read_files"]
