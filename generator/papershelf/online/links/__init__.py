"""Check whether the addresses of a collection still work.

`visit` requests them and remembers the results, `report` formats these. `catalogue.links` finds the
addresses.
"""

from papershelf.catalogue.links import WrittenLink, find
from papershelf.online.links.report import FORMATS, fixes
from papershelf.online.links.visit import Memory, Result, State, Visitor

__all__ = ["FORMATS", "Memory", "Result", "State", "Visitor", "WrittenLink", "find", "fixes"]
