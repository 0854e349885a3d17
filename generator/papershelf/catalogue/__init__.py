"""The catalogue: YAML to entries with positions and back, and entries to a Collection.

`read` turns a folder into a Source, `collect` turns a checked Source into a Collection.
"""

from papershelf.catalogue.collect import collect
from papershelf.catalogue.entries import Entry
from papershelf.catalogue.pages import Page
from papershelf.catalogue.read import Source, Unreadable, read, read_files

__all__ = ["Entry", "Page", "Source", "Unreadable", "collect", "read", "read_files"]
