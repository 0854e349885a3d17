"""Run papershelf in this process."""

from __future__ import annotations

from click.testing import CliRunner, Result

from papershelf.cli import main


def run(*arguments: object) -> Result:
    """Papershelf in this process."""
    return CliRunner().invoke(
        main, [str(argument) for argument in arguments], prog_name="papershelf"
    )
