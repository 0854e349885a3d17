"""Time grows with the size of a text, for every parser, converter, check and importer, and for
whatever texts they dislike: those are found by trying."""

from __future__ import annotations

import itertools
import os
import tracemalloc
from pathlib import Path

import growing
import pytest

from generator import checks
from generator.catalogue import read_files

#: Which tenth of the functions is tried: each time another one would be found by chance, so that a
#: run says with `PAPERSHELF_SWEEP=1` to try all, on larger texts.
IS_SWEEP = bool(os.environ.get("PAPERSHELF_SWEEP"))
SIZE, MOMENT = (8000, 0.02) if IS_SWEEP else (1500, 0.01)
CASES = Path(__file__).parent / "cases" / "safety"
