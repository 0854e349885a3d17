"""Check that published addresses never break.

In: the collection before and now. Out: a problem for each address that would no longer resolve, or
would lead to something else, with the line to add. Never reads the history itself.
"""

from papershelf.permanence.compare import compare, new_without_day
from papershelf.permanence.state import State

__all__ = ["State", "compare", "new_without_day"]
