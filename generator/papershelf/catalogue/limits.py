"""How much is too much. One table; messages name the limit by its key.

They stand so high that no honest collection meets them: the largest author list in physics has
5,154 names, the longest real title we found 818 characters, 100,000 entries weigh 185 MB.
"""

from __future__ import annotations

MAX_FILE_BYTES = 256 * 2**20
#: Of a file that is published as it is: GitHub Pages takes sites of up to 1 GB.
MAX_STATIC_BYTES = 10**9
MAX_ENTRIES = 250_000
MAX_DEPTH = 16
MAX_ITEMS = 20_000

#: Characters of one value, by the name of the limit.
MAX_CHARACTERS = {
    "max_text": 5_000,
    "max_prose": 50_000,
}
