"""What a collection says, as files: pages, files for programs, feeds, redirects, the search."""
