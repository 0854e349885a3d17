"""Read earlier states of a collection from git.

In: the folder of a collection, and a ref. Out: Sources as they were. Only reads the repository.
"""

from papershelf.history.git import HistoryError
from papershelf.history.repository import WHOLE, Repository

__all__ = ["WHOLE", "HistoryError", "Repository"]
