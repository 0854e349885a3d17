"""The file system: what may be read and written, files that are never half-written, locks."""
