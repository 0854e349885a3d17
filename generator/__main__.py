"""Room 11: `python -m generator` is `papershelf`."""

from generator.cli import main

if __name__ == "__main__":
    main(prog_name="papershelf")
