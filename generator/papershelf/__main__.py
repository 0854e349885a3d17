"""The entry point of `papershelf` and `python -m papershelf`."""

import atexit
import gc
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
    # at its end, the system frees all memory at once; the garbage collector would take a second to
    # look through that of a site of 10,000 papers
    atexit.register(gc.freeze)
    main(prog_name="papershelf")


if __name__ == "__main__":
    run()
