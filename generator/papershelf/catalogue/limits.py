"""Limits of sizes and numbers, in one table. Messages name a limit by its key.

No real collection should reach them: the largest author list in physics has 5,154 names, the
longest real title we found has 818 characters, and 100,000 entries have 185 MB.
"""

from __future__ import annotations

MAX_FILE_BYTES = 256 * 2**20
#: Bytes of a file that is published unchanged; GitHub Pages allows sites of up to 1 GB.
MAX_STATIC_BYTES = 10**9
MAX_ENTRIES = 250_000
MAX_DEPTH = 16
MAX_ITEMS = 20_000

#: Characters of a value, by the name of the limit.
MAX_CHARACTERS = {"max_text": 5_000, "max_prose": 50_000}
