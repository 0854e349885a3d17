"""Characters that stand for something while a text is converted; none reaches a file.

`check` refuses control characters and noncharacters, so no text of a catalogue can hold those.
Private-use characters may be in texts from elsewhere: a module that uses them here removes them
from its input first.
"""

from __future__ import annotations

# views and templates
ROOT = "\x00"
"""The way from a page to the root of the site, `../../`."""
ABSTRACT = "\x01"
"""The abstract in a row, which some lists leave out."""
HOLE = "\x02"
"""A value in a page that is rendered once for many."""

# BibTeX, while the rest is escaped
JOINT = "\x03"
"""Between two characters that TeX would join."""
DASH = "\x04"
"""The dash of a range."""
OPENING, CLOSING = "\x05", "\x06"
"""Braces that protect capitals."""

# feeds
FEED_ROOT = "\ufdd0"
"""The address of the site where it is not known; XML allows this character."""

# texts from elsewhere
HELD_OPEN, HELD_CLOSE = "\ue000", "\ue001"
"""Around a formula, or the number of something that is put back in the end."""
DOLLAR, LESS, AND = "\ue002", "\ue003", "\ue004"
"""Characters that are no markup."""
BRACE = "\ue006"
"""Before a brace that was escaped."""
