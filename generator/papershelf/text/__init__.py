"""Text processing: slugs, escaping, names, dates, identifiers, TeX, citations."""
