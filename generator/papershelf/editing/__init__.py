"""Changes of a catalogue's files: new entries, updated fields, the normal form."""
