"""Papers → Atom, JSON Feed, and the list of all feeds (OPML).

In: a Collection and the settings. Out: path and bytes of each file. An entry is made once in each
format and joined into every feed that it stands in; which feeds there are is `views.following`.
"""

from papershelf.outputs.feeds.files import files

__all__ = ["files"]
