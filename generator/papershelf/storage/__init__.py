"""The file system: which files commands may read and write, atomic writes, locks."""
