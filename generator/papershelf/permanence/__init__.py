"""The promise that an address, once published, resolves for ever (design: URLs).

In: the collection as it was and as it is. Out: a problem for each address that would no longer
resolve, or would lead to something else, with the one line to add. It reads no history itself.
"""

from papershelf.permanence.compare import compare, new_without_day
from papershelf.permanence.state import State

__all__ = ["State", "compare", "new_without_day"]
