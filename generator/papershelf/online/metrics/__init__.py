"""Ask public services for numbers about papers, and keep them in one file a week.

`sources` asks each service, `collecting` puts the answers into the snapshot of the week.
"""

from papershelf.online.metrics.collecting import SourceResult, change, collect
from papershelf.online.metrics.sources import PAUSES, SOURCES, repository_in

__all__ = ["PAUSES", "SOURCES", "SourceResult", "change", "collect", "repository_in"]
