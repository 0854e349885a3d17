"""The command line: the only package that prints, parses arguments and chooses exit codes.

`base` is the program, the other modules are its commands by what they are for.
"""

from papershelf.cli import curate, links, review, site, start
from papershelf.cli.base import interrupt, main

__all__ = ["curate", "interrupt", "links", "main", "review", "site", "start"]
