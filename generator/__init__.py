"""Papershelf: a catalogue of research papers in YAML → a searchable static website."""

__version__ = "0.1.0"
