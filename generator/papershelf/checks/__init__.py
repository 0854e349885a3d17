"""What entries are to each other, to people and to the hand-written pages.

Each check is a small generator of findings; `table` lists them all and runs them.
"""

from papershelf.checks.table import CHECKS, check, weighed

__all__ = ["CHECKS", "check", "weighed"]
