"""A collection as files: pages, files for programs, feeds, redirects, the search."""
