"""Room 0: text and its traps: slugs, escaping, names, dates, identifiers, TeX, citations."""
