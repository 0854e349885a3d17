"""Text and its traps: slugs, escaping, names, dates, identifiers, TeX, citations."""
