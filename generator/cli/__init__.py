"""Room 10: the command line: the only room that prints, parses arguments and chooses exit codes.

`base` is the program, the other modules are its commands by what they are for.
"""

from generator.cli import curate, links, review, site, start
from generator.cli.base import interrupt, main

__all__ = ["curate", "interrupt", "links", "main", "review", "site", "start"]
