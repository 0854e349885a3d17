"""What programs read in the `<head>` of a page.

In: a view, the collection, the settings. Out: elements of HTML, each text escaped for its place.
`tags` puts them together; a vocabulary is a module of its own.
"""

from papershelf.outputs.head.tags import Tags

__all__ = ["Tags"]
