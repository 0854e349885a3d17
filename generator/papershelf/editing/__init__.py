"""Changes of a catalogue's own files: new entries, more fields, the normal form."""
