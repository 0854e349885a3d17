"""Checks across entries, people and hand-written pages.

Each check is a small generator of findings; `table` lists and runs all of them.
"""

from papershelf.checks.table import CHECKS, check, weighed

__all__ = ["CHECKS", "check", "weighed"]
