"""Room 2: YAML ↔ entries with positions; entries → Collection.

`read` makes a Source of a folder, `collect` a Collection of a checked Source.
"""

from generator.catalogue.collect import collect
from generator.catalogue.read import Entry, Page, Source, Unreadable, read, read_files

__all__ = ["Entry", "Page", "Source", "Unreadable", "collect", "read", "read_files"]
