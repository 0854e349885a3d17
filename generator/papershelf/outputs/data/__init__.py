"""Files for scripts, crawlers and language models.

In: a Collection and the settings. Out: path and bytes of each file. URLs in the files are absolute
if the site knows its own address, otherwise relative to the file.
"""

from papershelf.outputs.data import (
    browse,
    cartridges,
    catalogue,
    changes,
    headers,
    llms,
    markdown,
    opensearch,
    people,
    points,
    sitemap,
    syllabus,
)

#: The makers of files that depend on nothing but a collection and its settings.
FILES = (
    browse.files,
    people.files,
    catalogue.files,
    markdown.files,
    syllabus.files,
    cartridges.files,
    llms.files,
    opensearch.files,
    headers.files,
    sitemap.robots,
)

__all__ = ["FILES", "changes", "opensearch", "points", "sitemap"]
