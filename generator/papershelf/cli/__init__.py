"""The command line: the only package that prints, parses arguments and chooses exit codes.

`base` is the main command and lists the modules of its subcommands; `errors` reports what fails.
"""

from papershelf.cli.base import commands, listen, main

__all__ = ["commands", "listen", "main"]
