"""What scripts, crawlers and language models read.

In: a Collection and the settings. Out: path and bytes of each file. Addresses in them are whole
where the site's own is known, else relative to the file that they stand in.
"""

from papershelf.outputs.data import (
    browse,
    catalogue,
    changes,
    llms,
    markdown,
    opensearch,
    people,
    points,
    sitemap,
    syllabus,
)

#: What is made of a collection alone; a row each.
FILES = (
    browse.files,
    people.files,
    catalogue.files,
    markdown.files,
    syllabus.files,
    llms.files,
    opensearch.files,
    sitemap.robots,
)

__all__ = ["FILES", "changes", "opensearch", "points", "sitemap"]
