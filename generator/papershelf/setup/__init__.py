"""Creation of a new collection, and the checks of `papershelf doctor`."""
