"""Feeds of papers: Atom, JSON Feed, and the list of all feeds (OPML).

In: a Collection and the settings. Out: path and bytes of each file. An entry is made once per
format and used in every feed that contains it. `views.following` defines the feeds.
"""

from papershelf.outputs.feeds.files import files

__all__ = ["files"]
