"""The entry point of `papershelf` and `python -m papershelf`."""

import os
import signal


def run() -> None:
    """Start the command line.

    Loading it takes half a second. Until then, Ctrl+C ends the program silently, because otherwise
    it would print a traceback.
    """
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from papershelf.cli import listen, main

    listen()
    main(prog_name="papershelf")


if __name__ == "__main__":
    run()
