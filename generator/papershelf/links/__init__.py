"""Which addresses of a collection still answer.

`find` knows where they stand, `visit` asks them politely and remembers, `report` tells it.
"""

from papershelf.catalogue.links import Link, find
from papershelf.links.report import FORMATS, fixes
from papershelf.links.visit import Memory, Result, State, Visitor

__all__ = ["FORMATS", "Link", "Memory", "Result", "State", "Visitor", "find", "fixes"]
