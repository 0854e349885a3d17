"""A new collection, and what `papershelf doctor` looks at."""
