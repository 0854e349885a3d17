"""Check whether the addresses of a collection still work.

`visit` requests them and remembers the results, `report` formats these. `catalogue.links` finds the
addresses.
"""

from papershelf.catalogue.links import WrittenLink, find
from papershelf.online.links.report import FORMATS, fixes
from papershelf.online.links.visit import LinkMemory, LinkResult, LinkState, Visitor

__all__ = [
    "FORMATS",
    "LinkMemory",
    "LinkResult",
    "LinkState",
    "Visitor",
    "WrittenLink",
    "find",
    "fixes",
]
