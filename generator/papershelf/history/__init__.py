"""The collection as git remembers it (design: git history is the ledger).

In: the folder of a collection, and a ref. Out: Sources as they were. It asks git and never writes.
"""

from papershelf.history.git import HistoryError
from papershelf.history.repository import WHOLE, Repository

__all__ = ["WHOLE", "HistoryError", "Repository"]
