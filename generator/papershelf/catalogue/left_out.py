"""What a site leaves out of the folder of hand-written pages.

In: the patterns `exclude_docs` and `draft_docs` of mkdocs.yml, as in `.gitignore`. Out: whether a
page or another file is left out. MkDocs decides in the same way.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pathspec.gitignore import GitIgnoreSpec

#: What MkDocs leaves out unless `exclude_docs` takes it back: hidden files and its own templates.
_ALWAYS = ".*\n/templates/\n"


class LeftOut(NamedTuple):
    """The patterns of a state of the settings, each in a line."""

    excluded: str = ""
    drafts: str = ""

    def has(self, src_uri: str) -> bool:
        """Return whether a POSIX path in the folder is that of a file that is left out."""
        return any(spec.match_file(src_uri) for spec in _specs(self))


NOTHING = LeftOut()


@lru_cache(maxsize=100)
def _specs(patterns: LeftOut) -> tuple[GitIgnoreSpec, GitIgnoreSpec]:
    excluded = f"{_ALWAYS}{patterns.excluded}".splitlines()
    return GitIgnoreSpec.from_lines(excluded), GitIgnoreSpec.from_lines(
        patterns.drafts.splitlines()
    )
