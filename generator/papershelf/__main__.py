"""The program: `papershelf`, and `python -m papershelf`."""

import os
import signal


def run() -> None:
    """Starts the command line. Loading it takes half a second, in which Ctrl+C would show where in
    which library it struck: until then it just ends the program."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from papershelf.cli import interrupt, main

    signal.signal(signal.SIGINT, interrupt)
    main(prog_name="papershelf")


if __name__ == "__main__":
    run()
