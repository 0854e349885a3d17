"""Metadata for programs in the `<head>` of a page.

In: a view, the collection, the settings. Out: HTML elements with escaped texts. `tags` combines the
vocabularies, each of which has its own module.
"""

from papershelf.outputs.head.tags import Tags

__all__ = ["Tags"]
