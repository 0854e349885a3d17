"""The command line: the only package that prints, parses arguments and chooses exit codes.

`base` is the main command; the other modules hold its subcommands.
"""

from papershelf.cli import curate, links, review, site, start
from papershelf.cli.base import interrupt, main

__all__ = ["curate", "interrupt", "links", "main", "review", "site", "start"]
